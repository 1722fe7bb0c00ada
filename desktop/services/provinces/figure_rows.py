"""Figures of the province ready to be shown: shares, orders, pages for a projector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.criteria.numbers import half_up
from desktop.domain.figures import Figure
from desktop.services.provinces.figures import CountedRow, Settlement


@dataclass(frozen=True, slots=True)
class ProjectedBar:
    """A unit's value: what is written, and how long its bar is, 0 to 1."""

    name: str
    text: str
    share: float
    is_whole: bool = False


def on_time_share(figures: Mapping[Figure, int]) -> Decimal | None:
    """Settled early or on time, of all settled, percent with one decimal; None of nothing."""
    settled = figures[Figure.SETTLED]
    if not settled:
        return None
    good = figures[Figure.SETTLED_EARLY] + figures[Figure.SETTLED_ON_TIME]
    return half_up(Decimal(good * 100) / settled, 1)


def ordered(found: Settlement, figure: Figure | None) -> tuple[CountedRow, ...]:
    """The rows as they were counted, or the most of a figure first."""
    if figure is None:
        return found.rows
    return tuple(sorted(found.rows, key=lambda row: (-row.figures[figure], row.key)))


def projected(found: Settlement, metric: str) -> tuple[ProjectedBar, ...]:
    """Every unit's bar of a metric, the best first; the whole province on top.

    Metrics: ``total``, ``share``, ``late``, ``over``. For what is late, few is good.
    """
    value, written, few_is_good = _METRICS[metric]
    rows = [(row.name, value(row.figures)) for row in found.rows]
    known = [(name, size) for name, size in rows if size is not None]
    known.sort(key=lambda pair: (pair[1] if few_is_good else -pair[1], pair[0]))
    longest = max((size for _, size in known), default=Decimal(0)) or Decimal(1)
    if metric == "share":
        longest = Decimal(100)
    bars = [ProjectedBar(name, written(size), float(size / longest)) for name, size in known]
    whole = value(found.total)
    if whole is not None:
        share = float(whole / longest) if metric == "share" else 0.0
        bars.insert(0, ProjectedBar("", written(whole), share, is_whole=True))
    return tuple(bars)


def _count(figure: Figure) -> Callable[[Mapping[Figure, int]], Decimal | None]:
    return lambda figures: Decimal(figures[figure])


def _grouped(size: Decimal) -> str:
    return f"{int(size):,}".replace(",", ".")


def _percent(size: Decimal) -> str:
    return f"{size} %".replace(".", ",")


_METRICS: dict[
    str, tuple[Callable[[Mapping[Figure, int]], Decimal | None], Callable[[Decimal], str], bool]
] = {
    "total": (_count(Figure.TOTAL), _grouped, False),
    "share": (on_time_share, _percent, False),
    "late": (_count(Figure.SETTLED_LATE), _grouped, True),
    "over": (_count(Figure.IN_PROGRESS_OVER), _grouped, True),
}
