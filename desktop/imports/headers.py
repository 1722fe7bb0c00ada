"""Finding the header of a table and what each column means, whatever the office calls it.

Looks through the first rows for the one (or two: groups over columns) whose texts name the
most known columns. The longest known phrase inside a header decides its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.text import fold, words
from desktop.imports.legacy_text import mended
from desktop.imports.tables import Cell, Table

_ROWS_SEARCHED = 40
Phrases = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the data begin and which column holds which field; ``texts`` as written."""

    first_row: int
    columns: dict[str, int]
    texts: list[str]

    def unused(self) -> list[int]:
        """Columns with a heading that no field was found for."""
        used = set(self.columns.values())
        return [i for i, text in enumerate(self.texts) if text and i not in used]


def find_header(table: Table, phrases: Phrases, required: Sequence[str]) -> Header | None:
    """The best header with all required fields, None when there is none."""
    best: Header | None = None
    best_place = (0, 0)
    for row in range(min(len(table.rows), _ROWS_SEARCHED)):
        for depth in (1, 2):
            if row + depth > len(table.rows):
                continue
            headings = _headings(table, row, depth)
            columns = recognise(headings, phrases)
            if not all(name in columns for name in required):
                continue
            if depth == 2 and _has_data(table.rows[row + 1], columns):
                continue
            # On a tie a row alone wins over itself under a title; a header repeated further
            # down never wins over the first.
            title_above = best_place == (row - 1, 2) and depth == 1
            gain = len(columns) - (len(best.columns) if best else 0)
            if gain > 0 or (gain == 0 and title_above):
                best = Header(row + depth, columns, [heading.whole for heading in headings])
                best_place = (row, depth)
    if best is None:
        return None
    return Header(_skip_numbering(table, best.first_row), best.columns, best.texts)


def missing_fields(table: Table, phrases: Phrases, required: Sequence[str]) -> list[str]:
    """The required fields that the nearest header lacks; for the message."""
    fewest = list(required)
    for row in range(min(len(table.rows), _ROWS_SEARCHED)):
        columns = recognise(_headings(table, row, 1), phrases)
        lacking = [name for name in required if name not in columns]
        if columns and len(lacking) < len(fewest):
            fewest = lacking
    return fewest


def is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a line numbers the columns, as official forms do: (1) (2) (3)."""
    values = [_text(cell).strip("()[] .").removesuffix(".0") for cell in row]
    filled = [value for value in values if value]
    return len(filled) >= 3 and filled == [str(n) for n in range(1, len(filled) + 1)]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's own heading, and the same with the group that stands above it."""

    own: str
    whole: str


def recognise(headings: Sequence[Heading], phrases: Phrases) -> dict[str, int]:
    """Field → column; each field at most once, to the column that names it best."""
    claims: list[tuple[int, int, str]] = []
    for column, heading in enumerate(headings):
        # "Hẹn trả" under "Nhận và trả kết quả" is judged alone; only "Ngày" needs its group.
        found = _meaning(heading.own, phrases) or _meaning(heading.whole, phrases)
        if found is not None:
            claims.append((found[1], -column, found[0]))
    columns: dict[str, int] = {}
    for _, minus_column, name in sorted(claims, reverse=True):
        columns.setdefault(name, -minus_column)
    return columns


def _meaning(text: str, phrases: Phrases) -> tuple[str, int] | None:
    """The field that a heading names and how well: exact beats long beats short."""
    heading = " ".join(words(text))
    if not heading or len(heading) > 120:
        return None
    best: tuple[str, int] | None = None
    for name, known in phrases.items():
        for phrase in known:
            score = _fit(heading, phrase)
            if score and (best is None or score > best[1]):
                best = (name, score)
    return best


def _fit(heading: str, phrase: str) -> int:
    if heading == phrase:
        return 1000 + len(phrase)
    if len(phrase) < 3:
        return 0
    if f" {phrase} " in f" {heading} ":
        return 10 * len(phrase) - (len(heading) - len(phrase)) // 8
    return 0


def _headings(table: Table, row: int, depth: int) -> list[Heading]:
    """The headings of a row, or of two rows: groups over columns."""
    top = [_text(cell) for cell in table.rows[row]]
    if depth == 1:
        return [Heading(text, text) for text in top]
    below = [_text(cell) for cell in table.rows[row + 1]]
    width = max(len(top), len(below))
    top += [""] * (width - len(top))
    below += [""] * (width - len(below))
    group, joined = "", []
    for upper, lower in zip(top, below, strict=True):
        if upper:
            group = upper
        elif not lower:
            group = ""
        shown = upper or (group if lower else "")
        whole = lower if fold(shown) == fold(lower) else f"{shown} {lower}".strip()
        joined.append(Heading(lower or whole, whole))
    return joined


def _has_data(row: Sequence[Cell], columns: dict[str, int]) -> bool:
    """Whether the second row of a supposed header holds numbers or dates: then it is data."""
    values = [row[i] for i in columns.values() if i < len(row)]
    return any(not isinstance(v, str) and v is not None for v in values) or any(
        any(c.isdigit() for c in _text(v)) for v in values
    )


def _skip_numbering(table: Table, row: int) -> int:
    return row + 1 if row < len(table.rows) and is_numbering(table.rows[row]) else row


def _text(cell: Cell) -> str:
    return "" if cell is None else mended(str(cell).strip())[0]
