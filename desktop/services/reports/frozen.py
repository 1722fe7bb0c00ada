"""A report as plain data and back: what is shown as JSON, hashed and kept when it is issued."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.domain.figures_series import Series, SeriesKind, SeriesLine, Value
from desktop.domain.moments import local
from desktop.models.base import canonical_json
from desktop.reports.periodic.letter import letter_from_data, letter_to_data
from desktop.reports.tables.table import (
    Cell,
    CellFormula,
    Kind,
    PaperHead,
    ReportTable,
    Row,
    TableColumn,
)


def plain_cell(cell: Cell) -> str | int | None:
    """A cell for JSON: decimals and dates as text, instants in office time."""
    if isinstance(cell, datetime):
        return local(cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


def frozen(table: ReportTable) -> dict[str, Any]:
    """All that a paper shows, without number and stamp."""
    more: dict[str, Any] = {}
    if table.letter is not None:
        more["letter"] = letter_to_data(table.letter)
    if table.formulas:
        more["formulas"] = [asdict(formula) for formula in table.formulas]
    return {
        "name": table.name,
        "title": table.title,
        "subtitle": table.subtitle,
        "columns": [asdict(column) for column in table.columns],
        "rows": [_plain_row(row, table.columns) for row in table.rows],
        "total": None if table.total is None else _plain_row(table.total, table.columns),
        "head": {**asdict(table.head), "made_on": plain_cell(table.head.made_on)},
        "notes": list(table.notes),
        "problems": list(table.problems),
        "charts": [_plain_series(series) for series in table.charts],
        "landscape": table.landscape,
        **more,
    }


def thawed(data: Mapping[str, Any]) -> ReportTable:
    """The table that was frozen, cell by cell."""
    columns = tuple(_column(column) for column in data["columns"])
    head = dict(data["head"])
    head["made_on"] = date.fromisoformat(head["made_on"]) if head["made_on"] else None
    head["recipients"] = tuple(head["recipients"])
    total = data["total"]
    return ReportTable(
        name=data["name"],
        title=data["title"],
        subtitle=data["subtitle"],
        columns=columns,
        rows=tuple(_row(row, columns) for row in data["rows"]),
        total=None if total is None else _row(total, columns),
        head=PaperHead(**head),
        notes=tuple(data["notes"]),
        problems=tuple(data["problems"]),
        charts=tuple(_series(series) for series in data["charts"]),
        landscape=data["landscape"],
        letter=letter_from_data(data["letter"]) if "letter" in data else None,
        formulas=tuple(CellFormula(**one) for one in data.get("formulas", ())),
    )


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def _plain_row(row: Row, columns: tuple[TableColumn, ...]) -> dict[str, Any]:
    """Among values of every kind a text says that it is one: "12" may be a choice."""
    mixed = {column.key for column in columns if column.kind is Kind.VALUE}
    return {
        key: {"text": value} if key in mixed and isinstance(value, str) else plain_cell(value)
        for key, value in row.items()
    }


def _column(data: Mapping[str, Any]) -> TableColumn:
    lists = {key: tuple(data[key]) for key in ("above", "sum_of")}
    return TableColumn(**{**data, **lists, "kind": Kind(data["kind"])})


def _row(data: Mapping[str, Any], columns: tuple[TableColumn, ...]) -> Row:
    kinds = {column.key: column.kind for column in columns}
    return {key: _cell(value, kinds.get(key, Kind.TEXT)) for key, value in data.items()}


def _cell(value: Any, kind: Kind) -> Cell:
    if isinstance(value, dict):
        return str(value["text"])
    if not isinstance(value, str) or kind is Kind.TEXT:
        return value  # type: ignore[no-any-return]
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind is Kind.MOMENT else Decimal(value)


def _plain_series(series: Series) -> dict[str, Any]:
    data = asdict(series)
    data["target"] = plain_cell(series.target)
    for line in data["lines"]:
        line["values"] = [plain_cell(value) for value in line["values"]]
    return data


def _series(data: Mapping[str, Any]) -> Series:
    lines = tuple(
        SeriesLine(one["key"], one["name"], tuple(_value(v) for v in one["values"]))
        for one in data["lines"]
    )
    labels, kind = tuple(data["labels"]), SeriesKind(data["kind"])
    target = Decimal(data["target"]) if data["target"] is not None else None
    return Series(kind, data["title"], labels, lines, data["unit"], target)


def _value(value: Any) -> Value:
    return Decimal(value) if isinstance(value, str) else value
