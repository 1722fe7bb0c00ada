"""Reports that list dossiers: register extract, overdue, certification and civil-status books."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.domain.due_dates import working_days_between
from desktop.domain.figures import RESULT_STATES, Figure, Period, Stretch
from desktop.domain.moments import local_date
from desktop.models.dossiers import dossier_events, dossiers
from desktop.reports.tables.table import Cell, Row
from desktop.services.calendar import read_calendar
from desktop.services.figures.slices import FigureSlice, ended_within, slice_conditions
from desktop.services.office import Office
from desktop.services.procedures import ProcedureRow, list_procedures
from desktop.services.reports.catalogue import certification_books, civil_status_field
from desktop.services.reports.request import Built, ReportRequest
from desktop.wording.dates import number
from desktop.wording.terms import term

_BLOCK = 500


def build_register_extract(office: Office, request: ReportRequest) -> Built:
    """The dossiers received in the period, in the order of reception."""
    conditions = slice_conditions(office, FigureSlice(Figure.RECEIVED, request.counted))
    found = _found(office, conditions, dossiers.c.received_at)
    return _listed(office, found, _register_row)


def _register_row(row: Any, procedure: ProcedureRow) -> dict[str, Cell]:
    return {
        "code": row.code,
        "procedure": procedure.shown_name,
        "sets": row.sets,
        "applicant": row.applicant_name,
        "address": row.address,
        "phone": row.phone,
        "received": row.received_at,
        "due": row.due_at,
        "returned": row.returned_at,
        "method": term(row.return_method),
        "state": term(row.state),
        "note": row.note,
    }


def build_overdue(office: Office, request: ReportRequest) -> Built:
    """Settled late in the period, and in hand and over at its close; longest first."""
    # Two questions, each served by its index; nothing answers both.
    found = [
        row
        for figure in (Figure.SETTLED_LATE, Figure.IN_PROGRESS_OVER)
        for row in _found(office, slice_conditions(office, FigureSlice(figure, request.counted)))
    ]
    clocks = {row.id: _clock_then(row, request.counted) for row in found}
    found.sort(key=lambda row: (clocks[row.id].due or local_date(row.received_at), row.id))
    calendar = read_calendar(office)
    with office.reading() as connection:
        whys = _reasons(connection, [row.id for row in found], request.counted.end)

    def cells(row: Any, procedure: ProcedureRow) -> dict[str, Cell]:
        # Later than the period it is still open for this report.
        ended = row.ended_at if _ended_by(row, request.counted) else None
        clock = clocks[row.id]
        stops = (clock.asked, local_date(ended) if ended else None, request.counted.end)
        last = min(day for day in stops if day is not None)
        days_late = working_days_between(clock.due, last, calendar) if clock.due else None
        # An apology after the close was no apology of this period.
        told = local_date(row.apologised_at) if row.apologised_at is not None else None
        said = told is not None and told <= request.counted.end
        return {
            "code": row.code,
            "applicant": row.applicant_name,
            "procedure": procedure.shown_name,
            "received": local_date(row.received_at),
            "due": clock.due,
            "ended": local_date(ended) if ended else None,
            "days_late": days_late,
            "apologised": told if said else None,
            "new_due": local_date(row.due_at) if said and row.due_at else None,
            "reason": whys.get(row.id, {}).get("reason", ""),
            "holder": row.holder,
        }

    return _listed(office, found, cells)


def _ended_by(row: Any, period: Period) -> bool:
    return row.ended_at is not None and local_date(row.ended_at) <= period.end


def _clock_then(row: Any, period: Period) -> Stretch:
    """The stretch of the clock that ran at the close of the period.

    Papers asked for or handed in later have moved the due date, or let it stand still, since.
    """

    def day(seconds: int | None) -> date | None:
        if seconds is None:
            return None
        return local_date(datetime.fromtimestamp(seconds, row.received_at.tzinfo))

    due = local_date(row.legal_due_at) if row.legal_due_at else None
    asked = local_date(row.waiting_since) if row.waiting_since else None
    started = local_date(row.received_at)
    for start, end, *kept in reversed(row.pauses):
        came = day(end)
        if came is not None and came <= period.end:
            started = came
            break
        original = row.original_due_at
        due = day(kept[0]) if kept and kept[0] else (local_date(original) if original else None)
        asked = day(start)
    return Stretch(started, due, asked)


def _reasons(connection: Connection, ids: list[int], end: date) -> dict[int, Mapping[str, Any]]:
    """The reason of each dossier's apology up to a day; without one, of its last explained step."""
    found: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(ids), _BLOCK):
        events = dossier_events.c
        explained = connection.execute(
            select(events.id, events.dossier_id, events.event, events.reason, events.at).where(
                events.dossier_id.in_(ids[start : start + _BLOCK]),
                events.undone.is_(False),
                events.reason != "",
            )
        )
        # Put in order here: ORDER BY id would make SQLite walk the whole history.
        rows = sorted(explained, key=lambda row: row.id)
        for row in rows:
            if local_date(row.at) > end:
                continue
            known = found.get(row.dossier_id)
            if known is None or known["event"] is not DossierEvent.APOLOGISE:
                found[row.dossier_id] = {"event": row.event, "reason": row.reason}
    return found


def build_certification_book(office: Office, request: ReportRequest) -> Built:
    """Certified in the period, by book; numbers as recorded, never made up (NĐ 23/2015 Đ.13)."""
    books = certification_books()
    ids = {row.id: books[row.code] for row in list_procedures(office) if row.code in books}
    found = _found(office, [_certified(request.counted, ids)], dossiers.c.ended_at)
    order = list(dict.fromkeys(books.values()))
    found.sort(key=lambda row: (order.index(ids[row.procedure_id]), *_in_book(row)))

    def cells(row: Any, procedure: ProcedureRow) -> dict[str, Cell]:
        return {
            "book": ids[row.procedure_id],
            "number": row.result_number,
            "day": row.result_date or local_date(row.ended_at),
            "applicant": row.applicant_name,
            "id_number": row.id_number,
            "content": procedure.shown_name,
            "copies": row.copies,
            "pages": row.pages,
            "signer": row.result_signer,
            "fee": row.fee_vnd,
            "code": row.code,
        }

    return _listed(office, found, cells, _missing_numbers)


def _in_book(row: Any) -> tuple[Any, ...]:
    """A line's place in its book: by day, then by number; without a number at the day's end."""
    day = row.result_date or local_date(row.ended_at)
    digits = re.match(r"\d+", row.result_number or "")
    return day, digits is None, int(digits[0]) if digits else 0, row.ended_at, row.id


def _certified(period: Period, ids: Iterable[int]) -> ColumnElement[bool]:
    results = dossiers.c.state.in_(RESULT_STATES)
    return and_(ended_within(period), results, dossiers.c.procedure_id.in_(list(ids)))


def build_civil_status_book(office: Office, request: ReportRequest) -> Built:
    """Civil-status events with a result in the period, in the order of registration."""
    field = civil_status_field()
    ids = [row.id for row in list_procedures(office) if row.facts.field == field]
    found = _found(office, [_certified(request.counted, ids)], dossiers.c.ended_at)

    def cells(row: Any, procedure: ProcedureRow) -> dict[str, Cell]:
        return {
            "event": procedure.shown_name,
            "number": row.result_number,
            "day": row.result_date or local_date(row.ended_at),
            "applicant": row.applicant_name,
            "birth": row.birth_date,
            "id_number": row.id_number,
            "address": row.address,
            "signer": row.result_signer,
            "returned": local_date(row.returned_at) if row.returned_at else None,
            "code": row.code,
            "note": row.note,
        }

    return _listed(office, found, cells, _missing_numbers)


def _missing_numbers(rows: list[Row]) -> tuple[str, ...]:
    missing = sum(not row["number"] for row in rows)
    if not missing:
        return ()
    return (f"{number(missing)} dòng chưa có số: hãy ghi số kết quả vào hồ sơ.",)


def _found(
    office: Office,
    conditions: list[ColumnElement[bool]],
    order: ColumnElement[Any] | None = None,
) -> list[Any]:
    query = select(dossiers).where(dossiers.c.state != DossierState.VOIDED, *conditions)
    if order is not None:
        query = query.order_by(order, dossiers.c.id)
    with office.reading() as connection:
        return list(connection.execute(query).all())


def _listed(
    office: Office,
    found: list[Any],
    cells: Callable[[Any, ProcedureRow], dict[str, Cell]],
    problems: Callable[[list[Row]], tuple[str, ...]] = lambda _rows: (),
) -> Built:
    by_id = {row.id: row for row in list_procedures(office)}
    rows: list[Row] = [
        {"order": n, **cells(row, by_id[row.procedure_id])} for n, row in enumerate(found, start=1)
    ]
    return Built(tuple(rows), notes=(f"Cộng: {number(len(rows))} hồ sơ.",), problems=problems(rows))
