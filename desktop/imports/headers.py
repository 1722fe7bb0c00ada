"""Finding the header of a table and what each column means, whatever the office calls it.

Looks through the first rows for the one (or two: groups over columns) whose texts name the
most known columns. The longest known phrase inside a header decides its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.text import fold, words
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
    for row in range(min(len(table.rows), _ROWS_SEARCHED)):
        for depth in (1, 2):
            if row + depth > len(table.rows):
                continue
            texts = _joined(table, row, depth)
            columns = recognise(texts, phrases)
            if not all(name in columns for name in required):
                continue
            if depth == 2 and _has_data(table.rows[row + 1], texts, columns):
                continue
            if best is None or len(columns) > len(best.columns):
                best = Header(row + depth, columns, texts)
    if best is None:
        return None
    return Header(_skip_numbering(table, best.first_row), best.columns, best.texts)


def missing_fields(table: Table, phrases: Phrases, required: Sequence[str]) -> list[str]:
    """The required fields that the nearest header lacks; for the message."""
    fewest = list(required)
    for row in range(min(len(table.rows), _ROWS_SEARCHED)):
        columns = recognise(_joined(table, row, 1), phrases)
        lacking = [name for name in required if name not in columns]
        if columns and len(lacking) < len(fewest):
            fewest = lacking
    return fewest


def recognise(texts: Sequence[str], phrases: Phrases) -> dict[str, int]:
    """Field → column; each field at most once, to the column that names it best."""
    claims: list[tuple[int, int, str]] = []
    for column, text in enumerate(texts):
        found = _meaning(text, phrases)
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


def _joined(table: Table, row: int, depth: int) -> list[str]:
    """Header texts; of two rows, group and column text joined."""
    top = [_text(cell) for cell in table.rows[row]]
    if depth == 1:
        return top
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
        joined.append(lower if fold(shown) == fold(lower) else f"{shown} {lower}".strip())
    return joined


def _has_data(row: Sequence[Cell], texts: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether the second row of a supposed header holds numbers or dates: then it is data."""
    values = [row[i] for i in columns.values() if i < len(row)]
    return any(not isinstance(v, str) and v is not None for v in values) or any(
        any(c.isdigit() for c in _text(v)) for v in values
    )


def _skip_numbering(table: Table, row: int) -> int:
    """Official forms number their columns under the header: (1) (2) (3)."""
    if row < len(table.rows):
        values = [_text(cell).strip("()[] .") for cell in table.rows[row]]
        filled = [value for value in values if value]
        expected = [str(n) for n in range(1, len(filled) + 1)]
        if len(filled) >= 3 and [value.removesuffix(".0") for value in filled] == expected:
            return row + 1
    return row


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
