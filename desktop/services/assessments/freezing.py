"""The frozen copy: everything that an approved score rests on, in the form in which it travels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desktop.domain.criteria.answers import inputs_to_data
from desktop.domain.criteria.numbers import plain
from desktop.domain.criteria.scoring import NodeScore, score_set
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation
from desktop.models.assessments import criteria_sets, evidence_documents, evidence_links
from desktop.models.base import canonical_json
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.records import EMPTY_LINE, LineRecord, OpenAssessment
from desktop.services.assessments.sheets import answers_of
from desktop.services.attachments import blob_store
from desktop.services.office import Office
from desktop.sync.records import written_instant

COPY_FORMAT = 2


def frozen_copy(opened: OpenAssessment) -> dict[str, Any]:
    """Set, answers, score and proof as plain data; shape: ``copy`` of ``assessment.schema.json``.

    Raises EVIDENCE_LOST when a file is gone before its hash was ever known.
    """
    score = score_set(opened.criteria, answers_of(opened.lines), SafeFormulas())
    connection = opened.work.connection
    ids = list(dict.fromkeys(proof.document_id for proof in _proofs(connection, opened.row.id)))
    name_files(opened.work.office, connection, ids)
    return {
        "format": COPY_FORMAT,
        "year": opened.row.year,
        "set": _set(connection, opened),
        "total": plain(score.total),
        "applicable": plain(score.applicable),
        "percent": plain(score.percent),
        "band": score.band.name if score.band else "",
        "lines": [copy_line(row, opened.line(row.item.id)) for row in score.rows if row.is_scored],
        "evidence": copy_evidence(connection, opened.row.id),
        "documents": document_data(connection, ids),
    }


def copy_evidence(connection: Connection, assessment_id: int) -> list[dict[str, Any]]:
    """The documents at each line, as a copy names them."""
    return [
        {"item": proof.item_id, "document": str(proof.uuid), "pages": proof.pages}
        for proof in _proofs(connection, assessment_id)
    ]


def _proofs(connection: Connection, assessment_id: int) -> Sequence[Row[Any, Any, Any, Any]]:
    links = evidence_links.c
    return connection.execute(
        select(links.item_id, links.document_id, links.pages, evidence_documents.c.uuid)
        .join(evidence_documents, evidence_documents.c.id == links.document_id)
        .where(links.assessment_id == assessment_id, links.removed_at.is_(None))
        .order_by(links.id)
    ).all()


def fingerprint(content: dict[str, Any]) -> str:
    """The hash of a copy's canonical JSON."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def document_data(connection: Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Documents as records name them, in the order given; their files must have names."""
    query = select(evidence_documents).where(evidence_documents.c.id.in_(ids))
    rows = {row.id: row for row in connection.execute(query)}
    return [
        {
            "id": str(row.uuid),
            "file": row.sha256,
            "name": row.file_name[:255],
            "media_type": row.media_type,
            "size": row.size,
            "pages": row.page_count,
            "number": row.number,
            "dated": row.dated.isoformat() if row.dated else None,
            "signer": row.signer,
            "issuer": row.issuer,
            "summary": row.summary,
        }
        for row in (rows[document_id] for document_id in ids)
    ]


def name_files(office: Office, connection: Connection, ids: Iterable[int]) -> None:
    """Hashes the files of documents that an earlier version of the program stored unhashed."""
    documents = evidence_documents.c
    query = select(documents.id, documents.blob, documents.file_name).where(
        documents.id.in_(list(ids)), documents.sha256.is_(None)
    )
    lost = []
    for row in connection.execute(query).all():
        try:
            content = blob_store(office).get(row.blob, row.file_name)
        except EnvironmentProblem:
            lost.append(row.file_name)
            continue
        digest = hashlib.sha256(content).hexdigest()
        connection.execute(
            update(evidence_documents).where(documents.id == row.id).values(sha256=digest)
        )
    if lost:
        raise RuleViolation(Rule.EVIDENCE_LOST, files=lost)


def _set(connection: Connection, opened: OpenAssessment) -> dict[str, Any]:
    query = select(criteria_sets.c.sha256).where(criteria_sets.c.id == opened.row.set_id)
    return {
        "code": opened.criteria.code,
        "version": opened.criteria.version,
        "title": opened.criteria.title,
        "sha256": connection.execute(query).scalar_one(),
    }


def copy_line(row: NodeScore, record: LineRecord | None) -> dict[str, Any]:
    """A scored line as a copy keeps it."""
    record = record if record is not None else EMPTY_LINE
    answer = record.answer
    return {
        "id": row.item.id,
        "kind": None if answer.kind is None else answer.kind.value,
        "inputs": inputs_to_data(answer.inputs),
        "own": None if answer.own_points is None else plain(answer.own_points),
        "why": answer.why,
        "computed": None if row.computed is None else plain(row.computed),
        "counted": plain(row.counted),
        "note": record.note,
        "reading": _reading(record.reading),
    }


def _reading(data: dict[str, Any] | None) -> dict[str, Any] | None:
    if data is None:
        return None
    read_at = written_instant(datetime.fromtimestamp(data["read_at"], UTC))
    return {**data, "read_at": read_at}
