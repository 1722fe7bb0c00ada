"""What is asked for, and what a builder gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period
from desktop.domain.figures_periods import NamedPeriod, named
from desktop.domain.figures_series import Series
from desktop.reports.tables.table import Row
from desktop.services.figures.slices import FigureSlice
from desktop.services.reports.catalogue import (
    Grouping,
    ReportDefinition,
    presets,
    report_definitions,
)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report over a period, its rows grouped one way."""

    definition: ReportDefinition
    period: NamedPeriod
    grouping: Grouping
    today: date | None = None

    @property
    def days(self) -> Period:
        """The days of the period."""
        return self.period.period

    @property
    def counted(self) -> Period:
        """The days that are counted: of a period that has not ended, those up to today."""
        return self.days if self.today is None else self.days.until(self.today)


@dataclass(frozen=True, slots=True)
class Built:
    """Rows with what they stand for. ``scopes`` narrows each row's lists, None without one.

    ``narrow`` narrows those of a column further: fields of ``FigureSlice`` by the column's key.
    """

    rows: tuple[Row, ...]
    total: Row | None = None
    scopes: tuple[FigureSlice | None, ...] = ()
    figures: Mapping[str, Figure | Mark] = field(default_factory=dict)
    row_figures: tuple[Figure | None, ...] = ()
    narrow: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    charts: tuple[Series, ...] = ()


def line_name(row: Row) -> str:
    """What finds a line again however the lines move: its name, in lists the dossier's code."""
    return str(row.get("name") or row.get("code") or row.get("order") or "")


def make_request(name: str, period: Period | NamedPeriod, by: str = "") -> ReportRequest:
    """A checked request. Raises InputRefused(UNKNOWN_CHOICE) for a report or a grouping."""
    definition = find_definition(name)
    grouping = definition.groupings[0]
    if by:
        allowed = [str(one) for one in definition.groupings if one is not Grouping.NONE]
        if by not in allowed:
            facts = {"text": by, "choices": ", ".join(allowed) or "không có"}
            raise InputRefused(InputProblem("grouping", Entry.UNKNOWN_CHOICE, facts))
        grouping = Grouping(by)
    if isinstance(period, Period):
        period = named(period, presets())
    return ReportRequest(definition, period, grouping)


def find_definition(name: str) -> ReportDefinition:
    """The report of this name. Raises InputRefused(UNKNOWN_CHOICE)."""
    for definition in report_definitions():
        if definition.name == name:
            return definition
    names = ", ".join(definition.name for definition in report_definitions())
    facts = {"text": name, "choices": names}
    raise InputRefused(InputProblem("report", Entry.UNKNOWN_CHOICE, facts))
