"""Series (chuỗi số liệu) for charts: the same numbers for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import count
from math import ceil


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


def whole_ticks(highest: Value, most: int = 5) -> tuple[int, ...]:
    """Where the lines of a grid stand: from 0 in equal whole steps to at or above the highest.

    A line that stood between two whole numbers could only be named wrongly.
    """
    top = max(highest or 0, 1)
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if ceil(top / step) <= most)
    return tuple(range(0, step * ceil(top / step) + 1, step))


def percent_ticks(lowest: Value, most: int = 5) -> tuple[int, ...]:
    """The same up to 100 from somewhere below the lowest share, so that changes can be seen."""
    room = 100 - min(max(lowest or 0, 0), 100)
    step = next(step for step in (2, 5, 10, 20) if ceil(room / step) < most or step == 20)
    below = 100 - step * min(ceil(room / step) + 1, 100 // step)
    return tuple(range(below, 101, step))
