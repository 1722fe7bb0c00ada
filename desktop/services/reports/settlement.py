"""Kết quả giải quyết TTHC: Biểu II.06a with its 13 columns, and the 07a/BTP variant of 2026."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.figures import Figure
from desktop.reports.tables.table import Cell, Row
from desktop.services.figures.counting import Counted, total_of
from desktop.services.figures.series import row_series
from desktop.services.office import Office
from desktop.services.reports.grouped import ROW_HEADINGS, Group, groups
from desktop.services.reports.request import Built, ReportRequest
from desktop.wording.figures import UNDATED_WORDS

SETTLEMENT_COLUMNS: dict[str, Figure] = {
    "c3": Figure.TOTAL,
    "c4": Figure.RECEIVED_ONLINE,
    "c5": Figure.RECEIVED_OFFLINE,
    "c6": Figure.CARRIED_OVER,
    "c7": Figure.SETTLED,
    "c8": Figure.SETTLED_EARLY,
    "c9": Figure.SETTLED_ON_TIME,
    "c10": Figure.SETTLED_LATE,
    "c11": Figure.IN_PROGRESS,
    "c12": Figure.IN_PROGRESS_WITHIN,
    "c13": Figure.IN_PROGRESS_OVER,
}
COLUMNS_07A: dict[str, Figure] = {
    "total": Figure.RECEIVED,
    "online": Figure.RECEIVED_ONLINE,
    "direct": Figure.RECEIVED_DIRECT,
    "post": Figure.RECEIVED_POST,
    "carried": Figure.CARRIED_OVER,
    "early": Figure.RESULT_EARLY,
    "on_time": Figure.RESULT_ON_TIME,
    "late_apologised": Figure.RESULT_LATE_APOLOGISED,
    "late_unapologised": Figure.RESULT_LATE_UNAPOLOGISED,
    "refused": Figure.REFUSED,
    "withdrawn": Figure.WITHDRAWN,
    "stopped": Figure.STOPPED,
    "in_progress": Figure.IN_PROGRESS,
}
DAILY_COLUMNS: dict[str, Figure] = {
    "carried": Figure.CARRIED_OVER,
    "received": Figure.RECEIVED,
    "settled": Figure.SETTLED,
    "in_progress": Figure.IN_PROGRESS,
    "over": Figure.IN_PROGRESS_OVER,
    "waiting": Figure.WAITING,
}


def build_settlement(office: Office, request: ReportRequest) -> Built:
    """Rows with c3 … c13; identities hold unless an old register is silent about days."""
    rows = groups(office, request.counted, request.grouping)
    built = counted_table(rows, SETTLEMENT_COLUMNS)
    return replace(built, charts=(row_series(ROW_HEADINGS[request.grouping], rows_of(rows)),))


def build_07a(office: Office, request: ReportRequest) -> Built:
    """The variant seen in 2026; columns that the record does not know stay empty."""
    return counted_table(groups(office, request.counted, request.grouping), COLUMNS_07A)


def counted_table(rows: list[Group], columns: dict[str, Figure]) -> Built:
    """A table whose columns are figures."""
    total = total_of(group.counted for group in rows)
    return Built(
        rows=tuple(counted_row(n, group, columns) for n, group in enumerate(rows, start=1)),
        total=total_row(total, columns),
        scopes=tuple(group.scope for group in rows),
        figures=columns,
        problems=undated_problem(total),
    )


def counted_row(order: int, group: Group, columns: dict[str, Figure]) -> Row:
    """One row: its number, its name, its figures."""
    cells: dict[str, Cell] = {"order": order, "name": group.name}
    return {**cells, **{key: group.counted[figure] for key, figure in columns.items()}}


def total_row(total: Counted, columns: dict[str, Figure]) -> Row:
    """The row of totals."""
    return {"name": "TỔNG SỐ", **{key: total[figure] for key, figure in columns.items()}}


def undated_problem(total: Counted) -> tuple[str, ...]:
    """What makes (3) larger than (7)+(11): old registers that are silent about a day."""
    undated = total[Figure.UNDATED]
    if not undated:
        return ()
    return (UNDATED_WORDS.format(count=undated),)


def rows_of(rows: list[Group]) -> list[tuple[str, Counted]]:
    """Names and figures, for charts."""
    return [(group.name, group.counted) for group in rows]
