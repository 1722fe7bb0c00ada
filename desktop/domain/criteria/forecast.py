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
from dataclasses import dataclass
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


def year_end(so_far: Sequence[MonthCount], last_year: Sequence[MonthCount], as_of: date) -> YearEnd:
    """The forecast on a day of the year. ``last_year``: its twelve months whole, or nothing."""
    end = date(as_of.year, 12, 31)
    cases = [month.whole if month.whole is not None else month.part for month in so_far]
    done, left = Decimal(sum(cases)), Decimal((end - as_of).days)
    to_come, basis = _to_come(done, left, last_year, as_of)
    part = Decimal(sum(month.part for month in so_far))
    if not so_far or so_far[0].whole is None:
        swing = to_come * _THIRD
        return YearEnd(
            part + to_come, part + to_come - swing, part + to_come + swing, None, to_come, basis
        )
    rate, spread = _rate(so_far), _spread([*last_year, *so_far])
    low, high = max(rate - spread, ZERO), min(rate + spread, Decimal(1))
    return YearEnd(
        part + to_come * rate,
        part + to_come * low,
        part + to_come * high,
        done + to_come,
        to_come,
        basis,
    )


def _to_come(
    done: Decimal, left: Decimal, last_year: Sequence[MonthCount], as_of: date
) -> tuple[Decimal, Basis]:
    """Cases after the day: by last year's same days, else by this year's pace."""
    passed = Decimal((as_of - date(as_of.year, 1, 1)).days + 1)
    before, after = _split(last_year, as_of)
    if not before or not after:
        return half_up(done * left / passed, 0), Basis.PACE
    busier = min(max(done / before, _SLOWEST), _FASTEST)
    return half_up(after * busier, 0), Basis.SEASON


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


def _rate(so_far: Sequence[MonthCount]) -> Decimal:
    recent = so_far[-3:]
    if sum(month.whole or 0 for month in recent) < _ENOUGH:
        recent = so_far
    whole = sum(month.whole or 0 for month in recent)
    return Decimal(sum(month.part for month in recent)) / whole if whole else ZERO


def _spread(months: Sequence[MonthCount]) -> Decimal:
    shares = [
        Decimal(month.part) / month.whole
        for month in months[-12:]
        if month.whole is not None and month.whole >= _ENOUGH_A_MONTH
    ]
    if len(shares) < _MONTHS_FOR_SPREAD:
        return _SPREAD_OF_FEW
    mean = sum(shares, ZERO) / len(shares)
    return (sum(((share - mean) ** 2 for share in shares), ZERO) / len(shares)).sqrt()
