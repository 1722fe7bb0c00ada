"""Mending what was typed wrong; every change is kept with its old value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from desktop.domain.dossiers import DossierEvent, ReturnMethod
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.payments import NOT_RECORDED, FeePaid, Payment, fee_paid
from desktop.domain.roles import Permission
from desktop.models.dossiers import dossier_documents, dossier_events, dossiers
from desktop.models.search import reindex_dossier
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import DossierCard, HandedInDocument, Submitter
from desktop.services.intake_entry import DossierInput, check_entry
from desktop.services.moves import find_dossier
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.people import Applicant
from desktop.services.procedures import procedure_by_code, version_for
from desktop.services.receiving import entered_columns, search_words, write_documents


@dataclass(frozen=True, slots=True)
class DossierEdit:
    """The mended values; everything else of the dossier stays."""

    applicant: Applicant
    submitter: Submitter
    documents: tuple[HandedInDocument, ...]
    portal_code: str
    sets: int
    fee_vnd: int | None
    fee_note: str
    return_method: ReturnMethod
    return_address: str
    note: str
    payment: Payment | None = None
    paid_on: date | None = None
    outside_boundary: bool = False
    submitted_at: datetime | None = None


def edit_of(card: DossierCard) -> DossierEdit:
    """The values as they stand, to be changed with ``replace``."""
    return DossierEdit(
        card.applicant,
        card.submitter,
        card.documents,
        card.row.portal_code,
        card.sets,
        card.row.fee_vnd,
        card.fee_note,
        card.return_method,
        card.return_address,
        card.row.note,
        card.row.payment,
        card.row.paid_on,
        card.row.outside_boundary,
        card.submitted_at,
    )


def edit_dossier(office: Office, code: str, edit: DossierEdit) -> Outcome[tuple[str, ...]]:
    """Stores what differs; gives the names of the changed columns. Raises InputRefused."""
    office.require(Permission.EDIT_DOSSIER)
    card = dossier_card(office, code)
    procedure = procedure_by_code(office, card.procedure_code)
    with office.command() as work:
        connection = work.connection
        found = find_dossier(connection, code)
        if found.state == "voided":
            raise RuleViolation(Rule.MOVE_NOT_ALLOWED, event=DossierEvent.EDIT, state=found.state)
        version = version_for(connection, procedure, card.row.received_at.date())
        entry = DossierInput(
            card.procedure_code,
            edit.applicant,
            submitter=edit.submitter,
            limit=card.limit,
            no_appointment=card.limit is None,
            portal_code=edit.portal_code,
            sets=edit.sets,
            fee_vnd=edit.fee_vnd,
            fee_note=edit.fee_note,
            return_method=edit.return_method,
            return_address=edit.return_address,
            note=edit.note,
        )
        checked = replace(check_entry(entry, procedure, version), fee_vnd=edit.fee_vnd)
        paid = _paid(work, edit, FeePaid(found.payment, found.paid_on))
        checked = replace(
            checked,
            payment=paid.payment,
            paid_on=paid.paid_on,
            outside_boundary=edit.outside_boundary,
        )
        values = {**entered_columns(checked), "submitted_at": edit.submitted_at}
        changed = {name: value for name, value in values.items() if found._mapping[name] != value}
        documents_differ = edit.documents != card.documents
        if not changed and not documents_differ:
            return Outcome((), frozenset())
        before = {name: _plain(found._mapping[name]) for name in changed}
        connection.execute(
            update(dossiers)
            .where(dossiers.c.id == found.id)
            .values(**changed, revision=work.revision(), revision_device=office.info.device_id)
        )
        if documents_differ:
            _replace_documents(connection, found.id, edit.documents)
            before["documents"] = len(card.documents)
        connection.execute(
            insert(dossier_events).values(
                dossier_id=found.id,
                event=DossierEvent.EDIT,
                at=work.now,
                recorded_at=work.now,
                user_name=work.user.name,
                state=found.state,
                data={"before": before, **_told(changed)},
            )
        )
        words = search_words({**found._mapping, **changed})
        reindex_dossier(connection, found.id, words)
        work.queue("dossier", found.uuid)
        work.audit("dossier.edit", found.code, fields=sorted(before))
        return work.outcome(tuple(before), Change.DOSSIERS)


def _paid(work: Work, edit: DossierEdit, kept: FeePaid) -> FeePaid:
    """A fee that became none takes along what was kept; a payment said anew for it is refused."""
    if edit.fee_vnd == 0 and FeePaid(edit.payment, edit.paid_on) == kept:
        return NOT_RECORDED
    today = local_date(work.now)
    return fee_paid(edit.payment, edit.paid_on, edit.fee_vnd, today, today)


def _told(changed: dict[str, Any]) -> dict[str, Any]:
    """What the history says in words about the new values: how the fee was paid."""
    if not {"payment", "paid_on"} & set(changed):
        return {}
    payment, paid_on = changed.get("payment"), changed.get("paid_on")
    told = {"payment": payment, "paid_on": paid_on}
    return {name: str(value) for name, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def _replace_documents(
    connection: Any, dossier_id: int, documents: tuple[HandedInDocument, ...]
) -> None:
    connection.execute(
        dossier_documents.delete().where(dossier_documents.c.dossier_id == dossier_id)
    )
    write_documents(connection, dossier_id, documents)
