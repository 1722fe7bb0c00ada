"""Receiving a dossier: due date, number, record, papers, history, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, update

from desktop.domain.dossiers import Channel, DossierEvent, DossierState
from desktop.domain.due_dates import DueDate, compute_due
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel, RequiredDocument
from desktop.domain.roles import Permission
from desktop.domain.text import clean, sort_key
from desktop.models.dossiers import (
    dossier_documents,
    dossier_events,
    dossiers,
    undo_points,
)
from desktop.models.prepared import PreparedInsert, run
from desktop.models.search import index_dossier, index_words, reindex_dossier
from desktop.services.calendar import read_calendar
from desktop.services.dossier_numbers import next_code
from desktop.services.dossier_rows import HandedInDocument
from desktop.services.intake_entry import DossierInput, check_entry, documents_of, with_payment
from desktop.services.intake_warnings import Warned, warnings_of
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.people import remember_person, same_person
from desktop.services.procedures import (
    ProcedureRow,
    VersionRow,
    count_uses,
    procedure_by_code,
    version_for,
)
from desktop.services.reserved_codes import check_reserved, mark_used

DESK_HOLDER = "Bộ phận Một cửa"
# The numbers change with the shape of the form: an older draft is then left alone, not misread.
INTAKE_DRAFT, BATCH_DRAFT = "intake-1", "batch-1"
# Taking back a reception keeps the number and the line in the register, as voided.
VOID_COLUMNS = {"columns": {"state": str(DossierState.VOIDED)}}


# Built once: at the counter, building a statement would cost as much as running it.
_ADD_DOSSIER = PreparedInsert(dossiers, "RETURNING id", leave_out=("id",))
_ADD_DOCUMENTS = PreparedInsert(dossier_documents)
ADD_EVENT = PreparedInsert(dossier_events, "RETURNING id", leave_out=("id",))
_ADD_UNDO_POINT = PreparedInsert(undo_points)
_DROP_DRAFT = "DELETE FROM drafts WHERE user_id = ? AND kind = ?"


@dataclass(frozen=True, slots=True)
class ReceivedDossier:
    """A saved dossier: its number, its promise with the why, and what to look at."""

    id: int
    code: str
    received_at: datetime
    due: DueDate | None
    state: DossierState
    fee_vnd: int | None
    warnings: tuple[Warned, ...]
    payment: Payment | None = None
    paid_on: date | None = None


def receive_dossier(office: Office, entry: DossierInput) -> Outcome[ReceivedDossier]:
    """Saves one dossier in one transaction and gives it its number.

    Raises InputRefused with every problem at once,
    RuleViolation(PROCEDURE_OFF, CODE_NOT_RESERVED).
    """
    office.require(Permission.RECEIVE)
    procedure = procedure_by_code(office, entry.procedure_code)
    if not procedure.is_active:
        raise RuleViolation(Rule.PROCEDURE_OFF, code=procedure.code)
    with office.command() as work:
        received_at = entry.received_at or work.now
        version = version_for(work.connection, procedure, local_date(received_at))
        checked = check_entry(entry, procedure, version)
        day = local_date(received_at)
        today = local_date(work.now)
        paid = with_payment(checked, min(day, today), today)
        received = _write(work, replace(paid, received_at=received_at), procedure, version)
        return work.outcome(received, Change.DOSSIERS)


def _write(
    work: Work, entry: DossierInput, procedure: ProcedureRow, version: VersionRow
) -> ReceivedDossier:
    assert entry.received_at is not None
    connection = work.connection
    received_at = entry.received_at
    due = None
    if entry.limit is not None and not entry.no_appointment:
        due = compute_due(received_at, entry.limit, read_calendar(work.office))
    known_id = same_person(connection, entry.applicant)
    warnings = warnings_of(connection, work.office, entry, work.now, known_id)
    sheet = None
    if entry.reserved_code:
        sheet = check_reserved(work, entry.reserved_code, local_date(received_at))
    code = sheet.code if sheet else next_code(work, local_date(received_at))
    person_id = remember_person(work, entry.applicant, known_id)
    values = dossier_values(work, entry, procedure.id, version.id, code)
    values |= {
        "person_id": person_id,
        "original_due_at": due.due_at if due else None,
        "legal_due_at": due.due_at if due else None,
        "due_at": due.due_at if due else None,
        "supplement_mode": version.facts.supplement_mode,
        "online_level": online_level(entry.channel, version),
    }
    if sheet is not None and sheet.voided_id is not None:
        dossier_id, uuid = _write_over(connection, sheet.voided_id, values)
    else:
        dossier_id, uuid = _ADD_DOSSIER.run(connection, values), values["uuid"]
        index_dossier(connection, dossier_id, search_words(values))
    if sheet is not None:
        mark_used(work, code, dossier_id)
    write_documents(connection, dossier_id, documents_of(entry, version))
    _write_first_event(work, dossier_id, received_at)
    count_uses(work, procedure.id)
    _drop_draft(work, BATCH_DRAFT if sheet else INTAKE_DRAFT)
    work.queue("dossier", uuid)
    work.audit("dossier.receive", code, procedure=procedure.code)
    return ReceivedDossier(
        dossier_id,
        code,
        received_at,
        due,
        DossierState.RECEIVED,
        entry.fee_vnd,
        warnings,
        entry.payment,
        entry.paid_on,
    )


def _write_over(connection: Connection, dossier_id: int, values: dict[str, Any]) -> tuple[int, Any]:
    """Keys a sheet in again whose dossier was taken back: its number is on paper already."""
    kept = {name: value for name, value in values.items() if name not in ("uuid", "code")}
    update_it = update(dossiers).where(dossiers.c.id == dossier_id)
    uuid = connection.execute(update_it.values(kept).returning(dossiers.c.uuid)).scalar_one()
    connection.execute(
        dossier_documents.delete().where(dossier_documents.c.dossier_id == dossier_id)
    )
    reindex_dossier(connection, dossier_id, search_words(values))
    return dossier_id, uuid


def dossier_values(
    work: Work, entry: DossierInput, procedure_id: int, version_id: int, code: str
) -> dict[str, Any]:
    """The columns of a new dossier that follow from the entry alone."""
    limit = entry.limit
    return {
        **entered_columns(entry),
        "uuid": new_travel_id(),
        "revision": work.revision(),
        "revision_device": work.office.info.device_id,
        "code": code,
        "procedure_id": procedure_id,
        "version_id": version_id,
        "limit_value": limit.value if limit else None,
        "limit_unit": limit.unit if limit else None,
        "limit_cutoff": f"{limit.cutoff:%H:%M}" if limit and limit.cutoff else None,
        "channel": entry.channel,
        "pages": entry.pages,
        "copies": entry.copies,
        "desk_number": work.office.info.desk_number,
        "received_by": work.user.name,
        "submitted_at": entry.submitted_at,
        "received_at": entry.received_at,
        "pauses": [],
        "state": DossierState.RECEIVED,
        "holder": DESK_HOLDER,
    }


def online_level(channel: Channel, version: VersionRow) -> OnlineLevel | None:
    """The service level of a dossier: its procedure's on that day, for what came online."""
    return version.facts.online_level if channel is Channel.ONLINE else None


def entered_columns(entry: DossierInput) -> dict[str, Any]:
    """The columns that may still be mended later: person, money, how the result goes back."""
    applicant, submitter = entry.applicant, entry.submitter
    return {
        "applicant_kind": applicant.kind,
        "applicant_name": applicant.name,
        "applicant_sort": sort_key(applicant.name),
        "id_number": applicant.id_number,
        "birth_date": applicant.birth_date,
        "sex": applicant.sex,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "tax_code": applicant.tax_code,
        "submitter_name": submitter.name,
        "submitter_id_number": submitter.id_number,
        "submitter_phone": submitter.phone,
        "submitter_note": submitter.note,
        "portal_code": entry.portal_code,
        "sets": entry.sets,
        "fee_vnd": entry.fee_vnd,
        "fee_note": entry.fee_note,
        "payment": entry.payment,
        "paid_on": entry.paid_on,
        "outside_boundary": entry.outside_boundary,
        "return_method": entry.return_method,
        "return_address": entry.return_address,
        "note": entry.note,
    }


def search_words(values: dict[str, Any]) -> str:
    """What the search index knows about a dossier."""
    texts = (
        "applicant_name",
        "code",
        "portal_code",
        "id_number",
        "phone",
        "tax_code",
        "submitter_name",
        "submitter_id_number",
        "submitter_phone",
        "address",
    )
    return index_words(values["procedure_id"], *(values[name] for name in texts))


def write_documents(
    connection: Connection, dossier_id: int, documents: tuple[HandedInDocument, ...]
) -> None:
    """Adds the papers of a dossier in their order."""
    rows = [
        document_values(dossier_id, place, item) for place, item in enumerate(documents, start=1)
    ]
    if rows:
        _ADD_DOCUMENTS.run_many(connection, rows)


def document_values(dossier_id: int, position: int, item: HandedInDocument) -> dict[str, Any]:
    """The columns of one paper."""
    document: RequiredDocument = item.document
    return {
        "dossier_id": dossier_id,
        "position": position,
        "name": clean(document.name),
        "originals": document.originals,
        "certified_copies": document.certified_copies,
        "copies": document.copies,
        "required": document.required,
        "handed_in": item.handed_in,
        "note": document.note,
    }


def _write_first_event(work: Work, dossier_id: int, received_at: datetime) -> None:
    event_id = ADD_EVENT.run(
        work.connection,
        {
            "dossier_id": dossier_id,
            "event": DossierEvent.RECEIVE,
            "at": received_at,
            "recorded_at": work.now,
            "user_name": work.user.name,
            "state": DossierState.RECEIVED,
        },
    )
    point = {"dossier_id": dossier_id, "event_id": event_id, "before": VOID_COLUMNS}
    _ADD_UNDO_POINT.run(work.connection, point)


def _drop_draft(work: Work, kind: str) -> None:
    run(work.connection, _DROP_DRAFT, (work.user.id, kind))
