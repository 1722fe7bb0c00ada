"""Kết quả giải quyết TTHC: Biểu II.06a with its 13 columns, and the 07a/BTP variant of 2026."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func

from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure
from desktop.reports.tables.table import Cell, Row
from desktop.services.figures.counting import Counted, total_of
from desktop.services.figures.marks import MarkSlice, mark_condition
from desktop.services.figures.series import row_series
from desktop.services.office import Office
from desktop.services.reports.grouped import ROW_HEADINGS, Group, Grouper, counts_by_row, groups
from desktop.services.reports.request import Built, ReportRequest
from desktop.wording.figures import LEVEL_UNKNOWN_WORDS, PAYMENT_UNKNOWN_WORDS, UNDATED_WORDS

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
    """The variant seen in 2026; what no dossier of a row says stays empty, not nothing."""
    grouper = Grouper(office, request.grouping, request.counted)
    marked = {mark: _marked(grouper, mark) for mark in (*MARKS_07A.values(), *_SILENT)}
    paid = {key for mark in _PAID_APART for key in marked[mark]}
    rows = groups(office, request.counted, request.grouping, paid)
    built = counted_table(rows, COLUMNS_07A)
    cells = [_marked_cells(marked, group.key) for group in rows]
    sums = {mark: {_ALL: sum(found.values())} for mark, found in marked.items()}
    return replace(
        built,
        rows=tuple({**row, **more} for row, more in zip(built.rows, cells, strict=True)),
        total={**(built.total or {}), **_marked_cells(sums, _ALL)},
        figures={**COLUMNS_07A, **MARKS_07A},
        notes=tuple(
            words.format(count=count)
            for mark, words in _SILENT.items()
            if (count := sums[mark][_ALL])
        ),
    )


MARKS_07A: dict[str, Mark] = {
    "online_full": Mark.ONLINE_FULL,
    "online_part": Mark.ONLINE_PART,
    "outside": Mark.OUTSIDE,
    "paid_online": Mark.PAID_ONLINE,
    "paid_direct": Mark.PAID_DIRECT,
}
_ALL = "TỔNG SỐ"
# Paid in the period, of dossiers that may have come and ended before it: rows of their own.
_PAID_APART = (Mark.PAID_ONLINE, Mark.PAID_DIRECT)
_SILENT = {
    Mark.LEVEL_UNKNOWN: LEVEL_UNKNOWN_WORDS,
    Mark.PAYMENT_UNKNOWN: PAYMENT_UNKNOWN_WORDS,
}
# What says nothing about the first leaves the others of its row open when they are all nothing.
_LEFT_OPEN = {
    Mark.LEVEL_UNKNOWN: (Mark.ONLINE_FULL, Mark.ONLINE_PART),
    Mark.PAYMENT_UNKNOWN: _PAID_APART,
}


def _marked(grouper: Grouper, mark: Mark) -> dict[Any, int]:
    condition = mark_condition(MarkSlice(mark, grouper.period))
    (found,) = counts_by_row(grouper, condition, func.count())
    return found


def _marked_cells(marked: dict[Mark, dict[Any, int]], key: Any) -> dict[str, int | None]:
    counted: dict[Mark, int | None] = {mark: found.get(key, 0) for mark, found in marked.items()}
    for silent, others in _LEFT_OPEN.items():
        if counted[silent] and not any(counted[mark] for mark in others):
            counted |= dict.fromkeys(others)
    return {column: counted[mark] for column, mark in MARKS_07A.items()}


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
