"""Cells, rows and columns of a table with a look of its own. No Qt."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, the name of a colour of the theme, a sign, a tip.

    ``sign_tone`` colours the sign alone and leaves the words as they are. ``share`` from 0 to 1
    tints the ground from poor to good; the words say the number.
    """

    text: str = ""
    tone: str = ""
    sign: str = ""
    tip: str = ""
    sign_tone: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row; ``key`` finds it again when the rows are read anew.

    A heading (``is_head``) groups the rows below it and is passed over by the keys. ``spoken``
    is the row in one sentence for a screen reader.
    """

    key: Hashable
    cells: tuple[Cell, ...]
    value: Any = None
    is_head: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in pixels (0 stretches), whether its cells are numbers."""

    heading: str
    width: int = 0
    is_number: bool = False
    tip: str = ""
