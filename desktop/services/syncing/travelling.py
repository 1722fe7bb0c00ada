"""What waits in the outbox as records: dossiers, submissions, explanations; files of evidence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.packages import SentState
from desktop.models.assessments import approved_copies, assessments, evidence_documents
from desktop.models.offices import devices
from desktop.models.rounds import explanations, sent_files, submissions
from desktop.models.sync import sent_packages
from desktop.services.assessments.seen import seen_counter
from desktop.services.syncing.dossier_records import dossier_records
from desktop.sync.records import (
    ASSESSMENT,
    DOSSIER,
    EXPLANATION,
    Record,
    Revision,
    written_instant,
)

# What leaves the office, the few and awaited before the many.
TRAVELLING = (ASSESSMENT, EXPLANATION, DOSSIER)
FILE = "file"


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file of evidence that no package carries yet. ``blob`` is its name in our own store."""

    sha256: str
    blob: str
    name: str
    size: int


def waiting_records(connection: Connection, unit: str, rows: Sequence[Any]) -> Iterator[Record]:
    """The records of rows of the outbox, kind by kind, each kind in the order given."""
    for kind in TRAVELLING:
        ids = [row.record_uuid for row in rows if row.record_kind == kind]
        if kind == DOSSIER:
            yield from dossier_records(connection, ids)
        elif kind == ASSESSMENT:
            found = (assessment_record(connection, unit, record_id) for record_id in ids)
            yield from (record for record in found if record is not None)
        elif ids:
            yield from _explanation_records(connection, ids)


def assessment_record(connection: Connection, unit: str, record_id: uuid.UUID) -> Record | None:
    """The newest submission of an assessment; None when it was never submitted."""
    row = connection.execute(
        select(
            submissions,
            assessments.c.year,
            approved_copies.c.content,
            approved_copies.c.sha256,
            approved_copies.c.approved_at,
            approved_copies.c.approved_by,
            devices.c.uuid.label("device_uuid"),
        )
        .join(assessments, assessments.c.id == submissions.c.assessment_id)
        .join(approved_copies, approved_copies.c.id == submissions.c.copy_id)
        .join(devices, devices.c.id == submissions.c.revision_device)
        .where(assessments.c.uuid == record_id)
        .order_by(submissions.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    content = {
        "unit": unit,
        "year": row.year,
        "submitted_at": written_instant(row.submitted_at),
        "approved_at": written_instant(row.approved_at),
        "approved_by": row.approved_by,
        "sha256": row.sha256,
        "difficulties": row.difficulties,
        "proposals": row.proposals,
        "seen": seen_counter(connection, record_id),
        "copy": row.content,
    }
    return Record(ASSESSMENT, record_id, Revision(row.revision, row.device_uuid), content)


def due_files(connection: Connection) -> list[DueFile]:
    """Files that submissions and sent explanations name and no package in force carries."""
    wanted: dict[str, str] = {}
    for documents in _named_documents(connection):
        wanted |= {document["file"]: document["name"] for document in documents}
    if not wanted:
        return []
    carried = select(sent_files.c.sha256).join(
        sent_packages, sent_packages.c.id == sent_files.c.package_id
    )
    in_force = (SentState.WAITING, SentState.ACKNOWLEDGED)
    done = set(connection.execute(carried.where(sent_packages.c.state.in_(in_force))).scalars())
    due = [digest for digest in wanted if digest not in done]
    columns = evidence_documents.c.sha256, evidence_documents.c.blob, evidence_documents.c.size
    query = select(*columns).where(evidence_documents.c.sha256.in_(due))
    found = {row.sha256: row for row in connection.execute(query)}
    return [
        DueFile(digest, found[digest].blob, wanted[digest], found[digest].size)
        for digest in due
        if digest in found
    ]


def _named_documents(connection: Connection) -> Iterable[list[dict[str, str]]]:
    newest = select(func.max(submissions.c.id)).group_by(submissions.c.assessment_id)
    copies = select(approved_copies.c.content).join(
        submissions, submissions.c.copy_id == approved_copies.c.id
    )
    for content in connection.execute(copies.where(submissions.c.id.in_(newest))).scalars():
        yield content["documents"]
    sent = select(explanations.c.sent).where(explanations.c.sent.is_not(None))
    for content in connection.execute(sent).scalars():
        yield content["documents"]


def _explanation_records(connection: Connection, ids: list[uuid.UUID]) -> Iterator[Record]:
    query = (
        select(explanations, devices.c.uuid.label("device_uuid"))
        .join(devices, devices.c.id == explanations.c.revision_device)
        .where(explanations.c.uuid.in_(ids), explanations.c.sent.is_not(None))
    )
    rows = {row.uuid: row for row in connection.execute(query)}
    for record_id in ids:
        if record_id in rows:
            row = rows[record_id]
            revision = Revision(row.revision, row.device_uuid)
            yield Record(EXPLANATION, record_id, revision, row.sent)
