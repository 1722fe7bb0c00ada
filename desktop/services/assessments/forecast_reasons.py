"""How a line's forecast came about, step by step, each number with the list it was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.criteria.forecast import Basis, Working
from desktop.domain.criteria.numbers import ZERO
from desktop.services.assessments.figure_lists import Side, lists_of
from desktop.services.assessments.forecasting import LineForecast
from desktop.services.dossier_filters import DossierFilter

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


class ReasonKind(StrEnum):
    """A step of the sum; the words stand in ``desktop.wording.forecast``."""

    AS_IS = "as_is"
    LAST_YEAR = "last_year"
    SO_FAR = "so_far"
    SEASON = "season"
    PACE = "pace"
    GOOD_SHARE = "good_share"
    YEAR_END = "year_end"
    POINTS = "points"
    RANGE = "range"
    RANGE_OF_COUNT = "range_of_count"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: its numbers, and the dossiers behind them where there is a list."""

    kind: ReasonKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    opens: DossierFilter | None = None


def reasons_of(line: LineForecast, as_of: date) -> tuple[Reason, ...]:
    """The steps in the order in which a person would do them."""
    if line.end is None:
        kind = ReasonKind.LAST_YEAR if line.basis is Basis.LAST_YEAR else ReasonKind.AS_IS
        return (Reason(kind, {"points": line.points, "now": line.now}),)
    end, working = line.end, line.end.working
    first = date(as_of.year, 1, 1)
    facts = {"part": working.part, "whole": None if end.whole is None else working.cases}
    found = [
        Reason(ReasonKind.SO_FAR, {**facts, "day": as_of}, _list(line.figure, first, as_of)),
        _still_to_come(line, working, as_of),
    ]
    if end.whole is not None:
        share = {
            "part": working.rate_part,
            "whole": working.rate_whole,
            "since": working.rate_from,
            "to_come": end.to_come,
            "good": end.part - working.part,
        }
        since = working.rate_from or first
        found.append(Reason(ReasonKind.GOOD_SHARE, share, _list(line.figure, since, as_of)))
    found.append(Reason(ReasonKind.YEAR_END, {"part": end.part, "whole": end.whole}))
    found.append(Reason(ReasonKind.POINTS, {"why": line.why, "points": line.points}))
    span = {"low": line.low, "high": line.high, "part_low": end.low, "part_high": end.high}
    if end.whole is None:
        found.append(Reason(ReasonKind.RANGE_OF_COUNT, span))
    else:
        spread = {"spread": working.spread * 100, "months": working.spread_months}
        found.append(Reason(ReasonKind.RANGE, {**span, **spread, "whole": end.whole}))
    return tuple(found)


def _still_to_come(line: LineForecast, working: Working, as_of: date) -> Reason:
    assert line.end is not None
    facts = {
        "cases": working.cases,
        "to_come": line.end.to_come,
        "left": working.days_left,
        "passed": working.days_passed,
    }
    if working.before is None:
        return Reason(ReasonKind.PACE, facts)
    ratio = working.cases / working.before if working.before else ZERO
    season = {
        "before": working.before,
        "after": working.after,
        "busier": working.busier,
        "is_clamped": ratio != working.busier,
        "year": as_of.year - 1,
    }
    end = date(as_of.year - 1, 12, 31)
    day = as_of.replace(year=end.year, day=min(as_of.day, 28)) if as_of.month == 2 else None
    same_day = day or as_of.replace(year=end.year)
    after = _list(line.figure, min(same_day + timedelta(days=1), end), end)
    return Reason(ReasonKind.SEASON, {**facts, **season, "day": same_day}, after)


def _list(figure: str, first: date, last: date) -> DossierFilter | None:
    """All cases of a figure between two days, or those that count where it has no whole."""
    reading = FigureReading(figure, first, last, _NO_MOMENT, ZERO)
    lists = lists_of(reading)
    whole = [one for one in lists if one.side is Side.WHOLE]
    return next((one.wanted for one in (*whole, *lists)), None)
