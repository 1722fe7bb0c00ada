"""Documents of proof: stored once encrypted, proving as many lines as they do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.imports.file_kinds import has_text, page_count
from desktop.models.assessments import assessments, evidence_documents, evidence_links
from desktop.models.dossiers import attachments, blobs
from desktop.security.blob_store import StoredBlob
from desktop.services.assessments.records import (
    OpenAssessment,
    find_assessment,
    scored_item,
)
from desktop.services.assessments.sets import set_of_version
from desktop.services.attachments import FileContent, blob_store, check_attachable, right_name
from desktop.services.office import Office, Work, shared_id
from desktop.services.outcomes import Change, Outcome

_LONGEST = 500


class EvidenceWarning(StrEnum):
    """What a person should look at; the document is kept all the same."""

    OUTSIDE_YEAR = "outside_year"
    WITHOUT_DATE = "without_date"
    WITHOUT_NUMBER = "without_number"
    WITHOUT_SIGNER = "without_signer"
    ALREADY_USED = "already_used"
    USED_IN_OTHER_YEAR = "used_in_other_year"
    IN_A_DOSSIER = "in_a_dossier"
    NO_TEXT = "no_text"
    FILE_LOST = "file_lost"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is written on a document."""

    number: str = ""
    dated: date | None = None
    signer: str = ""
    issuer: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A document at a line; ``pages`` is where in it the proof stands."""

    id: int
    document_id: int
    item_id: str
    facts: DocumentFacts
    file_name: str
    media_type: str
    page_count: int
    pages: str
    added_at: datetime
    added_by: str
    other_lines: tuple[str, ...]
    warnings: tuple[EvidenceWarning, ...]


def add_evidence(
    office: Office,
    year: int,
    item_ids: Sequence[str],
    file_name: str,
    content: bytes,
    facts: DocumentFacts | None = None,
    *,
    pages: str = "",
    set_code: str | None = None,
) -> Outcome[tuple[EvidenceRow, ...]]:
    """Adds a document to one or more lines: on disk first, then in the record.

    The same file again is the same document: its facts are filled up, its line added.
    Raises FILE_* problems, LINE_*, ASSESSMENT_*, InputRefused(TOO_LONG, REQUIRED).
    """
    office.require(Permission.ASSESS)
    if not item_ids:
        raise InputRefused(InputProblem("item", Entry.REQUIRED))
    facts = clean_facts(facts or DocumentFacts(), pages)
    shown = right_name(clean(file_name), check_attachable(content, file_name))
    with office.reading() as connection:  # refused before anything is written to the disk
        _check_lines(connection, year, item_ids, set_code)
    stored = blob_store(office).put(content)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        document = keep_document(work, year, stored, shown, content, facts)
        for item_id in item_ids:
            scored_item(opened.criteria, item_id)
            link_document(opened, item_id, document, pages)
            opened.note(LineEvent.ADD_EVIDENCE, item_id, document=document, file=shown)
            work.audit("assessment.evidence", f"{opened.row.set_code} {year} {item_id}")
        opened.touch()
        added = [
            row
            for row in evidence_rows(work.connection, office, opened.row.id)
            if row.document_id == document and row.item_id in item_ids
        ]
        return work.outcome(tuple(added), Change.ASSESSMENTS)


def use_document(
    office: Office,
    year: int,
    item_id: str,
    document_id: int,
    *,
    pages: str = "",
    set_code: str | None = None,
) -> Outcome[None]:
    """Lets a document that is there already prove another line too."""
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        scored_item(opened.criteria, item_id)
        known = select(evidence_documents.c.file_name).where(evidence_documents.c.id == document_id)
        name = work.connection.execute(known).scalar_one_or_none()
        if name is None:
            raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item=item_id)
        link_document(opened, item_id, document_id, clean(pages))
        opened.note(LineEvent.ADD_EVIDENCE, item_id, document=document_id, file=name)
        opened.touch()
        work.audit("assessment.evidence", f"{opened.row.set_code} {year} {item_id}")
        return work.outcome(None, Change.ASSESSMENTS)


def remove_evidence(
    office: Office, year: int, evidence_id: int, set_code: str | None = None
) -> Outcome[None]:
    """Takes a document off a line; the file and its other lines stay."""
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        row = work.connection.execute(
            update(evidence_links)
            .where(
                evidence_links.c.id == evidence_id,
                evidence_links.c.assessment_id == opened.row.id,
                evidence_links.c.removed_at.is_(None),
            )
            .values(removed_at=work.now)
            .returning(evidence_links.c.item_id, evidence_links.c.document_id)
        ).one_or_none()
        if row is None:
            raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item="?")
        opened.note(LineEvent.REMOVE_EVIDENCE, row.item_id, document=row.document_id)
        opened.touch()
        work.audit("assessment.evidence_remove", f"{opened.row.set_code} {year} {row.item_id}")
        return work.outcome(None, Change.ASSESSMENTS)


def open_document(office: Office, document_id: int) -> FileContent:
    """The whole file. Raises EVIDENCE_NOT_FOUND, ATTACHMENT_DAMAGED."""
    query = select(evidence_documents).where(evidence_documents.c.id == document_id)
    with office.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item="?")
    content = blob_store(office).get(row.blob, row.file_name)
    return FileContent(row.file_name, row.media_type, content)


def evidence_rows(
    connection: Connection, office: Office, assessment_id: int
) -> tuple[EvidenceRow, ...]:
    """Every document of an assessment at each line it proves, in the order they came."""
    rows = connection.execute(
        select(evidence_links, evidence_documents)
        .join(evidence_documents, evidence_documents.c.id == evidence_links.c.document_id)
        .where(
            evidence_links.c.assessment_id == assessment_id,
            evidence_links.c.removed_at.is_(None),
        )
        .order_by(evidence_links.c.id)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    ).all()
    lines: dict[int, list[str]] = {}
    for row in rows:
        lines.setdefault(row.evidence_links_document_id, []).append(row.evidence_links_item_id)
    elsewhere = _elsewhere(connection, {row.evidence_documents_blob for row in rows})
    store = blob_store(office) if rows else None
    lost = {
        row.evidence_documents_blob
        for row in rows
        if store is not None and not store.path_of(row.evidence_documents_blob).is_file()
    }
    return tuple(_row(row, lines, elsewhere, lost) for row in rows)


def _row(
    row: Any, lines: dict[int, list[str]], elsewhere: _Elsewhere, lost: set[str]
) -> EvidenceRow:
    item_id = row.evidence_links_item_id
    others = tuple(i for i in lines[row.evidence_links_document_id] if i != item_id)
    facts = DocumentFacts(
        row.evidence_documents_number,
        row.evidence_documents_dated,
        row.evidence_documents_signer,
        row.evidence_documents_issuer,
        row.evidence_documents_summary,
    )
    year, blob = row.evidence_documents_year, row.evidence_documents_blob
    found = {
        EvidenceWarning.OUTSIDE_YEAR: facts.dated is not None and facts.dated.year != year,
        EvidenceWarning.WITHOUT_DATE: facts.dated is None,
        EvidenceWarning.WITHOUT_NUMBER: not facts.number,
        EvidenceWarning.WITHOUT_SIGNER: not facts.signer,
        EvidenceWarning.ALREADY_USED: bool(others),
        EvidenceWarning.USED_IN_OTHER_YEAR: bool(elsewhere.years.get(blob, set()) - {year}),
        EvidenceWarning.IN_A_DOSSIER: blob in elsewhere.dossiers,
        EvidenceWarning.NO_TEXT: not row.evidence_documents_has_text,
        EvidenceWarning.FILE_LOST: blob in lost,
    }
    return EvidenceRow(
        row.evidence_links_id,
        row.evidence_links_document_id,
        item_id,
        facts,
        row.evidence_documents_file_name,
        row.evidence_documents_media_type,
        row.evidence_documents_page_count,
        row.evidence_links_pages,
        row.evidence_links_added_at,
        row.evidence_links_added_by,
        others,
        tuple(warning for warning, holds in found.items() if holds),
    )


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Where else the same files stand: years of assessments, dossiers."""

    years: dict[str, set[int]]
    dossiers: set[str]


def _elsewhere(connection: Connection, names: set[str]) -> _Elsewhere:
    years: dict[str, set[int]] = {}
    documents = evidence_documents.c
    for row in connection.execute(
        select(documents.blob, assessments.c.year)
        .select_from(evidence_links)
        .join(evidence_documents, documents.id == evidence_links.c.document_id)
        .join(assessments, assessments.c.id == evidence_links.c.assessment_id)
        .where(documents.blob.in_(names), evidence_links.c.removed_at.is_(None))
        .distinct()
    ):
        years.setdefault(row.blob, set()).add(row.year)
    used = select(attachments.c.blob).where(
        attachments.c.blob.in_(names), attachments.c.removed_at.is_(None)
    )
    return _Elsewhere(years, set(connection.execute(used.distinct()).scalars()))


def _check_lines(
    connection: Connection, year: int, item_ids: Sequence[str], set_code: str | None
) -> None:
    row = find_assessment(connection, year, set_code)
    criteria = set_of_version(connection, row.set_id)
    for item_id in item_ids:
        scored_item(criteria, item_id)


def keep_document(
    work: Work,
    year: int,
    stored: StoredBlob,
    file_name: str,
    content: bytes,
    facts: DocumentFacts,
) -> int:
    """The document of this file in this year: known, with gaps filled, or new.

    The file must be on the disk already, whole and durable.
    """
    keep_blob(work, stored)
    kind = check_attachable(content, file_name)
    said = {
        "number": facts.number,
        "dated": facts.dated,
        "signer": facts.signer,
        "issuer": facts.issuer,
        "summary": facts.summary,
    }
    stamp = {
        "revision": work.revision(),
        "revision_device": work.office.info.device_id,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    known = {name: value for name, value in said.items() if value}
    return int(
        work.connection.execute(
            upsert(evidence_documents)
            .values(
                uuid=shared_id(work.connection, f"evidence/{year}/{stored.name}"),
                year=year,
                blob=stored.name,
                file_name=file_name,
                media_type=str(kind),
                size=len(content),
                page_count=page_count(content, kind),
                has_text=has_text(content, kind),
                added_at=work.now,
                added_by=work.user.name,
                **said,
                **stamp,
            )
            .on_conflict_do_update(index_elements=["year", "blob"], set_={**known, **stamp})
            .returning(evidence_documents.c.id)
        ).scalar_one()
    )


def keep_blob(work: Work, stored: StoredBlob) -> None:
    """Remembers a stored file. One that was lost from the disk has just been stored anew."""
    described = {
        "size": stored.size,
        "stored_size": stored.stored_size,
        "stored_sha256": stored.stored_sha256,
    }
    work.connection.execute(
        upsert(blobs)
        .values(name=stored.name, created_at=work.now, **described)
        .on_conflict_do_update(index_elements=["name"], set_=described)
    )


def link_document(opened: OpenAssessment, item_id: str, document_id: int, pages: str) -> None:
    """One link a line and document, inside a command; again means other pages."""
    links = evidence_links.c
    same = (
        links.assessment_id == opened.row.id,
        links.item_id == item_id,
        links.document_id == document_id,
        links.removed_at.is_(None),
    )
    connection = opened.work.connection
    if connection.execute(select(func.count()).where(*same)).scalar_one():
        if pages:
            connection.execute(update(evidence_links).where(*same).values(pages=pages))
        return
    connection.execute(
        insert(evidence_links).values(
            assessment_id=opened.row.id,
            item_id=item_id,
            document_id=document_id,
            pages=pages,
            added_at=opened.work.now,
            added_by=opened.work.user.name,
        )
    )


def clean_facts(facts: DocumentFacts, pages: str) -> DocumentFacts:
    """Facts in NFC without stray spaces. Raises InputRefused(TOO_LONG)."""
    for field, text in (
        ("document_number", facts.number),
        ("document_pages", pages),
        ("document_signer", facts.signer),
        ("document_issuer", facts.issuer),
        ("document_summary", facts.summary),
    ):
        if len(text) > _LONGEST:
            raise InputRefused(InputProblem(field, Entry.TOO_LONG, {"most": _LONGEST}))
    return DocumentFacts(
        clean(facts.number),
        facts.dated,
        clean(facts.signer),
        clean(facts.issuer),
        clean(facts.summary),
    )
