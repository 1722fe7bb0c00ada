"""Reading a score sheet that came back: rows as typed, with the texts that were exported.

Columns are found by their headings, so that a sheet with moved or added columns still reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.text import fold
from desktop.imports.cells import cell_text, is_error
from desktop.imports.tables import Cell, Table

# The headings of ``reports.assessment.paper.ENTRY_HEADINGS``, folded, by what they hold.
_COLUMNS = {
    "stt": "item",
    "cau tra loi": "answer",
    "diem tu cham khac": "own",
    "ly do diem khac": "why",
    "giai trinh": "note",
    "khi xuat": "exported",
}
_TEXTS = ("answer", "own", "why", "note")
_MOST_HEAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line as typed. ``columns`` are the letters of its cells, ``before`` the exported texts."""

    row: int
    item_id: str
    texts: dict[str, str]
    before: dict[str, str] | None
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The sheet with its rows; ``identity`` as the export wrote it, empty when it is gone."""

    sheet: str
    identity: str
    rows: tuple[SheetRow, ...]
    problems: tuple[CellProblem, ...]


def read_score_sheet(tables: list[Table]) -> ReadSheet | None:
    """The first sheet with the headings of an exported one; None when there is none."""
    for table in tables:
        for number in range(min(len(table.rows), _MOST_HEAD_ROWS)):
            places = _places(table, number)
            if "item" in places and "answer" in places:
                return _read(table, number, places)
    return None


def _places(table: Table, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(len(table.rows[row])):
        name = _COLUMNS.get(fold(cell_text(table.cell(row, column))))
        if name is not None:
            found.setdefault(name, column)
    return found


def _read(table: Table, head: int, places: dict[str, int]) -> ReadSheet:
    rows: list[SheetRow] = []
    problems: list[CellProblem] = []
    seen: dict[str, int] = {}
    letters = {name: column_letter(column) for name, column in places.items()}
    for number in range(head + 1, len(table.rows)):
        item = cell_text(table.cell(number, places["item"]))
        texts = {
            name: _text(name, table.cell(number, places[name])) if name in places else ""
            for name in _TEXTS
        }
        if not item:
            continue
        place = number + 1
        broken = next((name for name, text in texts.items() if is_error(text)), "")
        if broken:
            facts = {"field": "value", "text": texts[broken]}
            cell = CellProblem(table.sheet, place, letters[broken], ImportCode.FORMULA_ERROR, facts)
            problems.append(cell)
            continue
        if item in seen:
            again = {"text": item, "first": seen[item]}
            letter = letters["item"]
            problems.append(
                CellProblem(table.sheet, place, letter, ImportCode.REPEATED_LINE, again)
            )
            continue
        seen[item] = place
        rows.append(SheetRow(place, item, texts, _exported(table, number, places), letters))
    return ReadSheet(table.sheet, _identity(table, head), tuple(rows), tuple(problems))


def _text(name: str, cell: Cell) -> str:
    """Notes keep their lines."""
    return cell.strip() if name == "note" and isinstance(cell, str) else cell_text(cell)


def _identity(table: Table, head: int) -> str:
    """Two slashes and no space: "mau-cap-xa/2026/2025-mau.1"."""
    for number in range(head):
        for column in range(len(table.rows[number])):
            text = cell_text(table.cell(number, column))
            if text.count("/") == 2 and " " not in text:
                return text
    return ""


def _exported(table: Table, row: int, places: dict[str, int]) -> dict[str, str] | None:
    if "exported" not in places:
        return None
    try:
        texts = json.loads(cell_text(table.cell(row, places["exported"])))
    except (ValueError, RecursionError):
        return None
    if not isinstance(texts, list) or len(texts) != len(_TEXTS):
        return None
    return dict(zip(_TEXTS, map(str, texts), strict=True))
