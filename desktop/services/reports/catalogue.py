"""Report definitions and presets of periods, read from ``resources/reports`` and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.figures_periods import Preset
from desktop.reports.tables.table import Kind, TableColumn
from desktop.resource_paths import resource_path

T = TypeVar("T")
_FORMAT = 1


class Grouping(StrEnum):
    """What the rows of a report stand for."""

    NONE = ""
    FIELD = "field"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    OFFICER = "officer"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """A report as data: words, columns, ways to group (the first is the usual one).

    ``identities``: columns whose sum must equal the sum of other columns, in every row.
    """

    name: str
    title: str
    menu: str
    form_number: str
    source: str
    confirmed: bool
    landscape: bool
    groupings: tuple[Grouping, ...]
    columns: tuple[TableColumn, ...]
    notes: tuple[str, ...]
    identities: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    counted_in: str = ""
    receiver: str = ""

    def column(self, key: str) -> TableColumn | None:
        """The column with this key."""
        return next((column for column in self.columns if column.key == key), None)


@cache
def report_definitions() -> tuple[ReportDefinition, ...]:
    """All reports, in the order of a menu. Raises RESOURCES_DAMAGED."""
    return _loaded("definitions.json", lambda d: tuple(_definition(r) for r in d["reports"]))


@cache
def presets() -> tuple[Preset, ...]:
    """The presets of periods, in the order of a menu. Raises RESOURCES_DAMAGED."""
    return _loaded("periods.json", lambda d: tuple(Preset(**p) for p in d["presets"]))


@cache
def certification_books() -> dict[str, str]:
    """Procedure code → certification book (NĐ 23/2015/NĐ-CP Điều 13)."""

    def build(data: dict[str, Any]) -> dict[str, str]:
        return {
            code: entry["book"] for entry in data["certification"] for code in entry["procedures"]
        }

    return _loaded("books.json", build)


@cache
def civil_status_field() -> str:
    """The service field whose procedures are civil-status events."""
    return _loaded("books.json", lambda data: str(data["civil_status_field"]))


def _definition(data: dict[str, Any]) -> ReportDefinition:
    known = {key: value for key, value in data.items() if key not in ("groupings", "columns")}
    known["notes"] = tuple(known["notes"])
    sides = [(tuple(left), tuple(right)) for left, right in data.get("identities", ())]
    known["identities"] = tuple(sides)
    return ReportDefinition(
        groupings=tuple(Grouping(name) for name in data["groupings"]) or (Grouping.NONE,),
        columns=tuple(_column(column) for column in data["columns"]),
        **known,
    )


def _column(data: dict[str, Any]) -> TableColumn:
    lists: dict[str, Any] = {key: tuple(data[key]) for key in ("above", "sum_of") if key in data}
    return TableColumn(**{**data, **lists, "kind": Kind(data["kind"])})


def _loaded(name: str, build: Callable[[dict[str, Any]], T]) -> T:
    try:
        data = json.loads(resource_path("reports", name).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        return build(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=f"reports/{name}") from error
