"""Units against fields as data: texts to print, shares for the colours."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.figures_series import Series


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A unit: rank, name, a text and a share (0 to 1) a field, the result and its band.

    A share of None is no part of the scale: rewards and penalties are not coloured.
    """

    rank: int
    name: str
    cells: tuple[tuple[str, float | None], ...]
    percent: str
    band: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole; ``fields``: number, name, maximum. ``mark``: a warning in the corner.

    ``charts`` come first on a projector, before the pages of figures.
    """

    title: str
    subtitle: str
    mark: str
    fields: tuple[tuple[str, str, str], ...]
    rows: tuple[ComparisonRow, ...]
    charts: tuple[Series, ...] = ()
