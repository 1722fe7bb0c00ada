"""Where a share or a count will stand at the end of the year, from its months so far.

The method, simple on purpose so that a leader can check it by hand:

- How many cases are still to come: where last year is known, what came in the same part of last
  year, times how much busier this year has been so far (between half and twice); otherwise the
  pace of this year's days.
- How many of them will be good: as in the last three months that had at least thirty cases
  together, else as in the year so far.
- How sure that is: the good share of the cases to come may be better or worse by one standard
  deviation of the monthly shares of the last twelve months that had at least five cases; with
  fewer than three such months by ten percentage points. A count may be off by a third of what is
  still to come.

What has happened is certain: the nearer the end of the year, the narrower the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.numbers import ZERO, half_up

_ENOUGH, _ENOUGH_A_MONTH, _MONTHS_FOR_SPREAD = 30, 5, 3
_SPREAD_OF_FEW = Decimal("0.1")
_SLOWEST, _FASTEST = Decimal("0.5"), Decimal(2)
_THIRD = Decimal(1) / 3


class Basis(StrEnum):
    """What a forecast rests on."""

    SEASON = "season"
    PACE = "pace"
    AS_IS = "as_is"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month's part and whole, counted over its days up to the day of the forecast."""

    month: date
    part: int
    whole: int | None


@dataclass(frozen=True, slots=True)
class Working:
    """The numbers between the months and the year's end, so that a person can do the sum again.

    ``before`` and ``after`` are last year's cases up to the same day and after it, ``busier`` what
    this year is to last; None where the pace of this year served. ``rate_part`` of ``rate_whole``
    cases since ``rate_from`` were good; ``spread`` is a share, from ``spread_months`` months (0:
    the usual ten points).
    """

    part: Decimal
    cases: Decimal
    days_passed: Decimal
    days_left: Decimal
    before: Decimal | None = None
    after: Decimal | None = None
    busier: Decimal | None = None
    rate_from: date | None = None
    rate_part: int = 0
    rate_whole: int = 0
    spread: Decimal = ZERO
    spread_months: int = 0


@dataclass(frozen=True, slots=True)
class YearEnd:
    """Part and whole at the end of the year: likely, at worst and at best for the part.

    ``to_come`` cases are expected after the day of the forecast; None of a count's whole.
    """

    part: Decimal
    low: Decimal
    high: Decimal
    whole: Decimal | None
    to_come: Decimal
    basis: Basis
    working: Working


def year_end(so_far: Sequence[MonthCount], last_year: Sequence[MonthCount], as_of: date) -> YearEnd:
    """The forecast on a day of the year. ``last_year``: its twelve months whole, or nothing."""
    end = date(as_of.year, 12, 31)
    cases = [month.whole if month.whole is not None else month.part for month in so_far]
    left = Decimal((end - as_of).days)
    part = Decimal(sum(month.part for month in so_far))
    passed = Decimal((as_of - date(as_of.year, 1, 1)).days + 1)
    working = Working(part, Decimal(sum(cases)), passed, left)
    to_come, working = _to_come(working, last_year, as_of)
    basis = Basis.PACE if working.before is None else Basis.SEASON
    if not so_far or so_far[0].whole is None:
        swing = to_come * _THIRD
        low, high = part + to_come - swing, part + to_come + swing
        return YearEnd(part + to_come, low, high, None, to_come, basis, working)
    recent = _recent(so_far)
    whole = sum(month.whole or 0 for month in recent)
    good = sum(month.part for month in recent)
    rate = Decimal(good) / whole if whole else ZERO
    spread, months = _spread([*last_year, *so_far])
    working = replace(
        working,
        rate_from=recent[0].month,
        rate_part=good,
        rate_whole=whole,
        spread=spread,
        spread_months=months,
    )
    least, most = max(rate - spread, ZERO), min(rate + spread, Decimal(1))
    return YearEnd(
        part + to_come * rate,
        part + to_come * least,
        part + to_come * most,
        working.cases + to_come,
        to_come,
        basis,
        working,
    )


def _to_come(
    working: Working, last_year: Sequence[MonthCount], as_of: date
) -> tuple[Decimal, Working]:
    """Cases after the day: by last year's same days, else by this year's pace."""
    before, after = _split(last_year, as_of)
    if not before or not after:
        return half_up(working.cases * working.days_left / working.days_passed, 0), working
    busier = min(max(working.cases / before, _SLOWEST), _FASTEST)
    found = replace(working, before=before, after=after, busier=busier)
    return half_up(after * busier, 0), found


def _split(last_year: Sequence[MonthCount], as_of: date) -> tuple[Decimal, Decimal]:
    """Last year's cases up to the same day, and after it; the month of the day by its days."""
    before, after = ZERO, ZERO
    for month in last_year:
        count = Decimal(month.whole if month.whole is not None else month.part)
        if month.month.month == as_of.month:
            following = (month.month.replace(day=28) + timedelta(days=4)).replace(day=1)
            days = (following - month.month).days
            share = Decimal(min(as_of.day, days)) / days
        else:
            share = Decimal(month.month.month < as_of.month)
        before += count * share
        after += count * (1 - share)
    return before, after


def _recent(so_far: Sequence[MonthCount]) -> Sequence[MonthCount]:
    recent = so_far[-3:]
    return recent if sum(month.whole or 0 for month in recent) >= _ENOUGH else so_far


def _spread(months: Sequence[MonthCount]) -> tuple[Decimal, int]:
    """The standard deviation of the monthly shares, and of how many months; 0 for the usual."""
    shares = [
        Decimal(month.part) / month.whole
        for month in months[-12:]
        if month.whole is not None and month.whole >= _ENOUGH_A_MONTH
    ]
    if len(shares) < _MONTHS_FOR_SPREAD:
        return _SPREAD_OF_FEW, 0
    mean = sum(shares, ZERO) / len(shares)
    squares = sum(((share - mean) ** 2 for share in shares), ZERO)
    return (squares / len(shares)).sqrt(), len(shares)
