"""The workbook of a whole criteria set, back into plain data; every refusal names its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.domain.criteria.set_data import FORMAT, SetDataError, set_from_data
from desktop.domain.text import clean, clean_lines, fold
from desktop.imports.cells import cell_text
from desktop.imports.criteria_list import ReadSet
from desktop.imports.tables import Cell, Table
from desktop.wording import criteria_book as words

_NUMBERS = ("whole", "bonus_cap", "deduction_cap", "max", "no_case_points")
_FLAGS = ("rescale", "sample", "unconfirmed", "may_exceed")
_RULE_NUMBERS = ("points", "floor", "full_at", "each")


def is_criteria_book(tables: Sequence[Table]) -> bool:
    """Whether the file is the workbook that an export of a set wrote."""
    names = {table.sheet for table in tables}
    return {words.HEAD_SHEET, words.LINE_SHEET} <= names


def read_criteria_book(tables: Sequence[Table]) -> ReadSet:
    """The set, as equal to the exported one as nobody has changed. Raises SetDataError."""
    by_name = {table.sheet: table for table in tables}
    data = _head(by_name[words.HEAD_SHEET])
    lines = by_name[words.LINE_SHEET]
    items, rows = _lines(lines)
    data["items"] = items
    try:
        return ReadSet(set_from_data(data), rows, lines.sheet, len(items), [])
    except SetDataError as error:
        raise _in_cells(error, rows) from error


def _in_cells(error: SetDataError, rows: dict[str, int]) -> SetDataError:
    """The same refusal at its row, named as the sheet names it."""
    lines = [number for number in rows if f"{error.place}.".startswith(f"{number}.")]
    labels = words.HEAD_LABELS
    place = words.HEAD_SHEET
    if lines:
        place = f"{words.LINE_SHEET}, dòng {rows[max(lines, key=len)]}"
        labels = {**words.RULE_LABELS, "from": words.FROM, **words.LINE_LABELS}
    return SetDataError(place, labels.get(error.what, error.what))


def _head(table: Table) -> dict[str, Any]:
    said = {
        fold(cell_text(table.cell(row, 0))): table.cell(row, 1)
        for row in range(len(table.rows))
        if cell_text(table.cell(row, 0))
    }
    data: dict[str, Any] = {"format": FORMAT, "rounding": {}}
    for entry, label in words.HEAD_LABELS.items():
        if fold(label) not in said:
            raise SetDataError(words.HEAD_SHEET, label)
        cell = said[fold(label)]
        name, dot, part = entry.partition(".")
        if dot:
            data[name][part] = _whole_number(cell, words.HEAD_SHEET, label)
        elif entry == "year":
            data[entry] = _whole_number(cell, words.HEAD_SHEET, label)
        elif entry == "bands":
            data[entry] = [_band(line) for line in _cell_lines(cell)]
        else:
            data[entry] = _value(entry, cell, words.HEAD_SHEET, label)
    return data


def _band(line: str) -> dict[str, str]:
    name, equals, lowest = line.rpartition("=")
    if not equals:
        raise SetDataError(words.HEAD_SHEET, words.HEAD_LABELS["bands"])
    return {"name": clean(name), "from": _as_number(lowest)}


def _lines(table: Table) -> tuple[list[dict[str, Any]], dict[str, int]]:
    header = next((row for row in range(len(table.rows)) if _columns(table, row)), None)
    if header is None:
        raise SetDataError(words.LINE_SHEET, words.LINE_LABELS["id"])
    columns = _columns(table, header)
    items: list[dict[str, Any]] = []
    rows: dict[str, int] = {}
    for row in range(header + 1, len(table.rows)):
        cells = {entry: table.cell(row, place) for entry, place in columns.items()}
        if any(cell_text(cell) for cell in cells.values()):
            item = _item(cells, f"{words.LINE_SHEET}, dòng {row + 1}")
            items.append(item)
            rows[str(item.get("id", ""))] = row + 1
    return items, rows


def _columns(table: Table, row: int) -> dict[str, int]:
    """Entry → column; only of a row that has every heading, in whatever order."""
    width = len(table.rows[row])
    named = {fold(cell_text(table.cell(row, column))): column for column in range(width)}
    found = {
        e: named[fold(label)] for e, label in words.LINE_LABELS.items() if fold(label) in named
    }
    return found if len(found) == len(words.LINE_LABELS) else {}


def _item(cells: dict[str, Cell], place: str) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for entry, label in words.LINE_LABELS.items():
        cell = cells[entry]
        if entry in ("rule", "rule.lines") or not cell_text(cell):
            continue
        item[entry] = _value(entry, cell, place, label)
    kind = cell_text(cells["rule"])
    if kind:
        chosen = _chosen("rule", kind, place, words.LINE_LABELS["rule"])
        item["rule"] = {"kind": chosen, **_rule(chosen, _cell_lines(cells["rule.lines"]), place)}
    return item


def _value(entry: str, cell: Cell, place: str, label: str) -> Any:
    text = cell_text(cell)
    if entry in _FLAGS:
        return _flag(text, place, label)
    if entry in _NUMBERS:
        return _as_number(cell) or None
    if entry == "binding":
        return _binding(cell)
    if entry in words.CHOICES:
        return _chosen(entry, text, place, label)
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else text


def _binding(cell: Cell) -> str | dict[str, str]:
    lines = _cell_lines(cell)
    if len(lines) == 1 and " = " not in lines[0]:
        return _figure(lines[0])
    pairs = [line.partition("=") for line in lines]
    return {clean(key): _figure(clean(name)) for key, _, name in pairs}


def _figure(name: str) -> str:
    """A figure by its name; what has none stays as it is written."""
    known = {fold(text): figure for figure, text in words.CHOICES["binding"].items()}
    return known.get(fold(name), name)


def _rule(kind: str, lines: list[str], place: str) -> dict[str, Any]:
    labels = {fold(label): entry for entry, label in words.RULE_LABELS.items()}
    data: dict[str, Any] = {}
    listed: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        left, equals, right = line.partition(" = ")
        entry = labels.get(fold(left))
        if not equals:
            raise SetDataError(place, line)
        if entry is not None:
            data[entry] = _rule_value(entry, right, place)
        elif " | " in line:
            key, _, rest = line.partition(" | ")
            name, _, points = rest.rpartition(" = ")
            where = "violations" if kind == "deduct" else "levels"
            named = {"key": clean(key), "name": clean(name), "points": _as_number(points)}
            listed.setdefault(where, []).append(named)
        else:
            where, named = _edge_or_variable(left, right, place)
            listed.setdefault(where, []).append(named)
    return data | listed


def _edge_or_variable(left: str, right: str, place: str) -> tuple[str, dict[str, Any]]:
    word, _, rest = clean(left).partition(" ")
    if fold(word) == fold(words.VARIABLE):
        return "variables", {"key": rest, "name": clean(right)}
    if fold(word) not in (fold(words.FROM), fold(words.ABOVE)):
        raise SetDataError(place, left)
    tier: dict[str, Any] = {"from": _as_number(rest), "points": _as_number(right)}
    return "tiers", tier | ({"above": True} if fold(word) == fold(words.ABOVE) else {})


def _rule_value(entry: str, text: str, place: str) -> Any:
    label = words.RULE_LABELS[entry]
    if entry in _FLAGS:
        return _flag(text, place, label)
    if entry == "measure":
        return _chosen(entry, text, place, label)
    return _as_number(text) if entry in _RULE_NUMBERS else clean(text)


def _chosen(entry: str, text: str, place: str, label: str) -> str:
    known = {fold(name): code for code, name in words.CHOICES[entry].items()}
    if fold(text) not in known:
        raise SetDataError(place, f"{label}: {text}")
    return known[fold(text)]


def _flag(text: str, place: str, label: str) -> bool:
    if fold(text) not in (fold(words.YES), fold(words.NO), ""):
        raise SetDataError(place, f"{label}: {text}")
    return fold(text) == fold(words.YES)


def _as_number(cell: Cell) -> str:
    """As the stored set writes it; what is no number is refused there, with its line."""
    text = repr(cell) if isinstance(cell, float) else cell_text(cell)
    return text.removesuffix(".0").replace(",", ".")


def _whole_number(cell: Cell, place: str, label: str) -> int | None:
    text = cell_text(cell)
    if not text:
        return None
    if not text.isdigit():
        raise SetDataError(place, f"{label}: {text}")
    return int(text)


def _cell_lines(cell: Cell) -> list[str]:
    return clean_lines(cell if isinstance(cell, str) else cell_text(cell)).splitlines()
