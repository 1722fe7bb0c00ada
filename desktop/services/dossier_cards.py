"""One dossier in full: papers, history, hand-overs, files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.dossiers import DossierEvent
from desktop.domain.procedures import RequiredDocument
from desktop.models.dossiers import (
    attachments,
    dossier_documents,
    dossier_events,
    hand_overs,
    undo_points,
)
from desktop.models.procedures import procedure_versions, procedures
from desktop.services.dossier_lists import dossier_row
from desktop.services.dossier_rows import (
    AttachmentRow,
    DossierCard,
    HandedInDocument,
    HandOver,
    HistoryEntry,
    Submitter,
)
from desktop.services.move_steps import limit_of
from desktop.services.moves import find_dossier
from desktop.services.office import Office
from desktop.services.people import Applicant
from desktop.services.procedure_facts import facts_from_data
from desktop.services.undo import BESIDE_THE_CLOCK, undo_problem


def dossier_card(office: Office, code: str) -> DossierCard:
    """One dossier in full, by its code or the portal's. Raises DOSSIER_NOT_FOUND."""
    with office.reading() as connection:
        found = find_dossier(connection, code)
        return _card(office, connection, found)


def _card(office: Office, connection: Connection, found: Any) -> DossierCard:
    version = connection.execute(
        select(procedure_versions.c.number, procedure_versions.c.facts, procedures.c.code)
        .join(procedures, procedures.c.id == procedure_versions.c.procedure_id)
        .where(procedure_versions.c.id == found.version_id)
    ).one()
    facts = facts_from_data(version.facts)
    names = {found.procedure_id: (facts.short_name or facts.name, facts.field)}
    history = _history(connection, found.id)
    return DossierCard(
        row=dossier_row(found, names),
        applicant=_applicant(found),
        submitter=Submitter(
            found.submitter_name,
            found.submitter_id_number,
            found.submitter_phone,
            found.submitter_note,
        ),
        procedure_code=version.code,
        procedure_full_name=facts.name,
        version_number=version.number,
        result_name=facts.result_name,
        limit=limit_of(found),
        supplement_mode=found.supplement_mode,
        documents=_documents(connection, found.id),
        sets=found.sets,
        pages=found.pages,
        copies=found.copies,
        fee_note=found.fee_note,
        return_method=found.return_method,
        return_address=found.return_address,
        desk_number=found.desk_number,
        received_by=found.received_by,
        submitted_at=found.submitted_at,
        legal_due_at=found.legal_due_at,
        apologised_at=found.apologised_at,
        waiting_since=found.waiting_since,
        pauses=tuple(
            (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            for start, end, *_ in found.pauses
        ),
        supplement_count=found.supplement_count,
        ended_at=found.ended_at,
        result_number=found.result_number,
        result_date=found.result_date,
        result_signer=found.result_signer,
        receiver=found.receiver,
        history=history,
        hand_overs=_hand_overs(connection, found.id),
        attachments=_attachments(connection, found.id),
        can_undo=_can_undo(office, connection, found, history),
    )


def _applicant(found: Any) -> Applicant:
    return Applicant(
        name=found.applicant_name,
        kind=found.applicant_kind,
        id_number=found.id_number,
        birth_date=found.birth_date,
        sex=found.sex,
        address=found.address,
        phone=found.phone,
        email=found.email,
        tax_code=found.tax_code,
    )


def _documents(connection: Connection, dossier_id: int) -> tuple[HandedInDocument, ...]:
    rows = connection.execute(
        select(dossier_documents)
        .where(dossier_documents.c.dossier_id == dossier_id)
        .order_by(dossier_documents.c.position)
    )
    return tuple(
        HandedInDocument(
            RequiredDocument(
                row.name,
                row.originals,
                row.certified_copies,
                row.copies,
                row.required,
                row.note,
            ),
            row.handed_in,
            row.position,
        )
        for row in rows
    )


def _history(connection: Connection, dossier_id: int) -> tuple[HistoryEntry, ...]:
    rows = connection.execute(
        select(dossier_events)
        .where(dossier_events.c.dossier_id == dossier_id)
        .order_by(dossier_events.c.id)
    )
    return tuple(
        HistoryEntry(
            row.id,
            row.at,
            row.recorded_at,
            row.event,
            row.user_name,
            row.reason,
            row.state,
            row.undone,
            row.data or {},
        )
        for row in rows
    )


def _hand_overs(connection: Connection, dossier_id: int) -> tuple[HandOver, ...]:
    rows = connection.execute(
        select(hand_overs)
        .where(hand_overs.c.dossier_id == dossier_id, hand_overs.c.superseded.is_(False))
        .order_by(hand_overs.c.id)
    )
    return tuple(
        HandOver(row.from_holder, row.to_holder, row.handed_at, row.confirmed_at, row.confirmed_by)
        for row in rows
    )


def _attachments(connection: Connection, dossier_id: int) -> tuple[AttachmentRow, ...]:
    rows = connection.execute(
        select(attachments)
        .where(attachments.c.dossier_id == dossier_id, attachments.c.removed_at.is_(None))
        .order_by(attachments.c.id)
    )
    return tuple(
        AttachmentRow(
            row.id,
            row.file_name,
            row.media_type,
            row.size,
            row.page_count,
            row.position,
            row.is_result,
            row.added_at,
            row.added_by,
        )
        for row in rows
    )


def _can_undo(
    office: Office, connection: Connection, found: Any, history: tuple[HistoryEntry, ...]
) -> bool:
    event_id = connection.execute(
        select(undo_points.c.event_id).where(undo_points.c.dossier_id == found.id)
    ).scalar_one_or_none()
    last = next((entry for entry in history if entry.id == event_id), None)
    if last is None:
        return False
    problem = undo_problem(office, last.event, last.user_name, last.recorded_at, found.code)
    return problem is None


def undoable_event(card: DossierCard) -> DossierEvent | None:
    """The step that an undo would take back, for the words of the button."""
    if not card.can_undo:
        return None
    for entry in reversed(card.history):
        if not entry.undone and entry.event not in BESIDE_THE_CLOCK:
            return entry.event
    return None
