"""Series (chuỗi số liệu) for charts: the same numbers for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class SeriesKind(StrEnum):
    """How a series wants to be drawn."""

    BARS = "bars"
    SHARES = "shares"
    RANKED = "ranked"
    HEAT = "heat"
    TREND = "trend"
    # From a whole (first label) over changes to what is left (last label).
    WATERFALL = "waterfall"
    # One axis a label, all to the same scale of a hundred.
    RADAR = "radar"


Value = int | Decimal | None


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One line, colour or row: its name and a value for each label; None where none is known."""

    key: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What one chart shows. ``target`` is a line to compare with, in the unit of the values."""

    kind: SeriesKind
    title: str
    labels: tuple[str, ...]
    lines: tuple[SeriesLine, ...]
    unit: str = ""
    target: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for line in self.lines for value in line.values)
