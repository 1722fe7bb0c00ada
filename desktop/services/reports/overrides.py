"""Figures typed by hand over computed ones: both are kept, with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import insert, select, update

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.text import clean, clean_lines
from desktop.models.summaries import figure_overrides
from desktop.reports.tables.table import Cell, Kind, TableColumn, shown
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.reports.request import ReportRequest
from desktop.wording.dates import moment
from desktop.wording.reports import OVERRIDDEN_CELL, OVERRIDDEN_EMPTY_CELL

_NEVER_NEGATIVE = (Kind.NUMBER, Kind.MONEY, Kind.HOURS)
_MOST = 10**15 - 1  # what a spreadsheet still keeps digit by digit


@dataclass(frozen=True, slots=True)
class Override:
    """One typed figure; ``computed`` is what the record said when it was typed."""

    id: int
    row_name: str
    column_key: str
    computed: str
    value: str
    reason: str
    user_name: str
    at: datetime


def overrides_of(office: Office, request: ReportRequest) -> tuple[Override, ...]:
    """The typed figures in force for exactly this report, in the order of typing."""
    query = select(figure_overrides).where(
        *_same_report(request), figure_overrides.c.removed_at.is_(None)
    )
    with office.reading() as connection:
        found = connection.execute(query.order_by(figure_overrides.c.id)).all()
    return tuple(
        Override(
            row.id, row.row_name, row.column_key, row.computed or "", row.value, row.reason,
            row.user_name, row.at,
        )
        for row in found
    )  # fmt: skip


def type_over(
    office: Office,
    request: ReportRequest,
    place: tuple[str, TableColumn],
    computed: Cell,
    value: str,
    reason: str,
) -> Outcome[Override]:
    """Types a figure over a cell (row name, column). Raises InputRefused."""
    office.require(Permission.REPORT)
    row_name, column = place
    typed, why = plain_value(value, column), clean_lines(reason)
    if not why:
        raise InputRefused(InputProblem("reason", Entry.REQUIRED))
    values: dict[str, Any] = {
        "report": request.definition.name,
        "first_day": request.days.start,
        "last_day": request.days.end,
        "grouping": str(request.grouping),
        "row_name": row_name,
        "column_key": column.key,
        "computed": shown(computed, column.kind),
        "value": typed,
        "reason": why,
        "user_name": office.user.name,
    }
    with office.command() as work:
        _remove(work.connection, request, row_name, column.key, work)
        made = work.connection.execute(
            insert(figure_overrides).values(**values, at=work.now).returning(figure_overrides.c.id)
        )
        override = Override(
            int(made.scalar_one()), row_name, column.key, values["computed"], typed, why,
            work.user.name, work.now,
        )  # fmt: skip
        work.audit("report.override", request.definition.name, column=column.key)
        return work.outcome(override, Change.DOSSIERS)


def remove_override(office: Office, override_id: int) -> Outcome[None]:
    """Goes back to the computed figure; the typed one stays in the history.

    Raises RuleViolation(OVERRIDE_NOT_FOUND).
    """
    office.require(Permission.REPORT)
    with office.command() as work:
        done = work.connection.execute(
            update(figure_overrides)
            .where(figure_overrides.c.id == override_id, figure_overrides.c.removed_at.is_(None))
            .values(removed_at=work.now, removed_by=work.user.name)
        )
        if done.rowcount != 1:
            raise RuleViolation(Rule.OVERRIDE_NOT_FOUND, text=override_id)
        work.audit("report.override_removed", str(override_id))
        return work.outcome(None, Change.DOSSIERS)


def typed_cell(value: str, column: TableColumn) -> Cell:
    """A stored value as a cell of its column."""
    if not column.is_numeric:
        return value
    number = Decimal(value)
    return int(number) if column.kind in (Kind.NUMBER, Kind.MONEY) else number


def typed_words(override: Override) -> str:
    """Who typed what over which number, and why, for one cell."""
    words = OVERRIDDEN_CELL if override.computed else OVERRIDDEN_EMPTY_CELL
    return words.format(
        value=override.value,
        computed=override.computed,
        user=override.user_name,
        at=moment(override.at),
        reason=override.reason.rstrip("."),
    )


def plain_value(text: str, column: TableColumn) -> str:
    """What was typed, in the form that is stored: 1.234,5 → 1234.5. Raises NOT_A_NUMBER."""
    cleaned = clean(text)
    if not cleaned:
        raise InputRefused(InputProblem("report_value", Entry.REQUIRED))
    if not column.is_numeric:
        return cleaned
    whole = column.kind in (Kind.NUMBER, Kind.MONEY)
    plain = cleaned.replace(" ", "")
    if "," in plain or whole:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        raise InputRefused(InputProblem("report_value", Entry.NOT_A_NUMBER, {"text": text}))
    if column.kind in _NEVER_NEGATIVE and not 0 <= number <= _MOST:
        facts = {"value": text, "lowest": 0, "highest": _MOST}
        raise InputRefused(InputProblem("report_value", Entry.OUT_OF_RANGE, facts))
    return str(number)


def _same_report(request: ReportRequest) -> list[Any]:
    return [
        figure_overrides.c.report == request.definition.name,
        figure_overrides.c.first_day == request.days.start,
        figure_overrides.c.last_day == request.days.end,
        figure_overrides.c.grouping == str(request.grouping),
    ]


def _remove(
    connection: Any, request: ReportRequest, row_name: str, column_key: str, work: Any
) -> None:
    connection.execute(
        update(figure_overrides)
        .where(
            *_same_report(request),
            figure_overrides.c.row_name == row_name,
            figure_overrides.c.column_key == column_key,
            figure_overrides.c.removed_at.is_(None),
        )
        .values(removed_at=work.now, removed_by=work.user.name)
    )
