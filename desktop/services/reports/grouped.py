"""Rows by field, procedure, channel, officer or desk: their names, counts and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, select

from desktop.domain.dossiers import Channel, DossierState
from desktop.domain.figures import Figure, Period
from desktop.domain.text import sort_key
from desktop.models.dossiers import dossiers
from desktop.services.figures.counting import NOTHING, Counted, Dimension, count_by, regrouped
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.procedures import list_procedures
from desktop.services.reports.catalogue import Grouping
from desktop.wording.terms import term

UNNAMED_OFFICER = "Không ghi người nhận (sổ cũ)"
ROW_HEADINGS = {
    Grouping.FIELD: "Lĩnh vực",
    Grouping.PROCEDURE: "Thủ tục hành chính",
    Grouping.CHANNEL: "Kênh tiếp nhận",
    Grouping.OFFICER: "Người tiếp nhận",
    Grouping.DESK: "Quầy",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A row's key and name, its figures and what narrows its lists."""

    key: Any
    name: str
    counted: Counted
    scope: FigureSlice


@dataclass(frozen=True)
class Grouper:
    """Names and scopes of the rows of one grouping; keys are those of the dimension's column."""

    office: Office
    grouping: Grouping
    period: Period

    @property
    def dimension(self) -> Dimension:
        """The column that the rows come from."""
        return _DIMENSIONS[self.grouping]

    def row_key(self, value: Any) -> Any:
        """What makes a row: the field of a procedure, else the value itself."""
        return self._fields[value] if self.grouping is Grouping.FIELD else value

    def name(self, key: Any) -> str:
        """What the row is called."""
        if self.grouping is Grouping.PROCEDURE:
            return self._procedure_names[key]
        if self.grouping is Grouping.CHANNEL:
            return term(Channel(key))
        if self.grouping is Grouping.OFFICER:
            return key or UNNAMED_OFFICER
        if self.grouping is Grouping.DESK:
            return f"Quầy {key}"
        return str(key)

    def scope(self, key: Any) -> FigureSlice:
        """The list that a row's figures open."""
        whole = FigureSlice(Figure.TOTAL, self.period)
        narrowed: dict[Grouping, dict[str, Any]] = {
            Grouping.PROCEDURE: {"procedure_id": key},
            Grouping.CHANNEL: {"channel": key},
            Grouping.OFFICER: {"officer": key},
            Grouping.DESK: {"desk_number": key},
            Grouping.FIELD: {"service_field": key},
        }
        values = narrowed[self.grouping]
        if self.grouping is Grouping.CHANNEL:
            values = {"channel": Channel(key)}
        return FigureSlice(whole.figure, whole.period, **values)

    def order(self, key: Any) -> tuple[int, str]:
        """Channels as the form lists them, desks by number, all else by the alphabet."""
        if self.grouping is Grouping.CHANNEL:
            return [Channel.ONLINE, Channel.DIRECT, Channel.POST].index(Channel(key)), ""
        if self.grouping is Grouping.DESK:
            return int(key), ""
        return 0, sort_key(self.name(key))

    @cached_property
    def _fields(self) -> dict[int, str]:
        return {row.id: row.facts.field for row in list_procedures(self.office)}

    @cached_property
    def _procedure_names(self) -> dict[int, str]:
        return {row.id: f"{row.code} {row.shown_name}" for row in list_procedures(self.office)}


_DIMENSIONS = {
    Grouping.FIELD: Dimension.PROCEDURE,
    Grouping.PROCEDURE: Dimension.PROCEDURE,
    Grouping.CHANNEL: Dimension.CHANNEL,
    Grouping.OFFICER: Dimension.OFFICER,
    Grouping.DESK: Dimension.DESK,
}


COLUMNS: dict[Grouping, ColumnElement[Any]] = {
    Grouping.FIELD: dossiers.c.procedure_id,
    Grouping.PROCEDURE: dossiers.c.procedure_id,
    Grouping.CHANNEL: dossiers.c.channel,
    Grouping.OFFICER: dossiers.c.received_by,
    Grouping.DESK: dossiers.c.desk_number,
}


def counts_by_row(
    grouper: Grouper, condition: ColumnElement[bool], *what: ColumnElement[Any]
) -> list[dict[Any, int]]:
    """Sums over the register, each by the keys of the rows; one walk for all of them."""
    column = COLUMNS[grouper.grouping]
    query = (
        select(column, *what)
        .where(condition, dossiers.c.state != DossierState.VOIDED)
        .group_by(column)
    )
    found: list[dict[Any, int]] = [{} for _ in what]
    with grouper.office.reading() as connection:
        for value, *values in connection.execute(query):
            key = grouper.row_key(value)
            for sums, counted in zip(found, values, strict=True):
                sums[key] = sums.get(key, 0) + int(counted)
    return found


def groups(
    office: Office, period: Period, grouping: Grouping, also: Iterable[Any] = ()
) -> list[Group]:
    """The rows of a period that have anything to count, in their order, and those of ``also``."""
    grouper = Grouper(office, grouping, period)
    counted = count_by(office, period, (grouper.dimension,))
    rows: Mapping[Any, Counted] = regrouped(counted, lambda key: grouper.row_key(key[0]))
    kept = {key for key, one in rows.items() if not one.is_empty} | set(also)
    return [
        Group(key, grouper.name(key), rows.get(key, NOTHING), grouper.scope(key))
        for key in sorted(kept, key=grouper.order)
    ]
