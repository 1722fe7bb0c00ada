"""Explaining lines after a round (giải trình): written by anybody, sent by the leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.numbers import ZERO, half_up, plain
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import RoundEvent, explanation_id, next_stage
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean_lines
from desktop.models.assessments import evidence_documents
from desktop.models.rounds import explanation_documents, explanations
from desktop.services.assessments.freezing import document_data, name_files
from desktop.services.assessments.records import OpenAssessment, scored_item
from desktop.services.assessments.stages import RoundStatus, status_of
from desktop.services.attachments import blob_store
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.sync.records import EXPLANATION, written_instant

# What the record's schema allows.
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class ExplanationDocument:
    """A document that an explanation points to, and where in it.

    ``is_lost``: its file is no longer on the disk; the explanation cannot be sent with it.
    """

    document_id: int
    file_name: str
    pages: str
    number: str = ""
    dated: date | None = None
    summary: str = ""
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """An explanation as the office has it.

    ``is_sent``: this very text has gone out; ``was_sent``: some text has.
    """

    item_id: str
    round: int
    text: str
    proposed: Decimal | None
    documents: tuple[ExplanationDocument, ...]
    is_withdrawn: bool
    is_sent: bool
    written_at: datetime
    written_by: str
    was_sent: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether the province should hear something that it has not."""
        return not self.is_sent and not (self.is_withdrawn and not self.was_sent)


@dataclass(frozen=True, slots=True)
class ExplanationEntry:
    """What a person says to a line; None leaves a part as it is.

    ``proposed`` are the points the unit thinks right, signed or not; "" as text takes them back.
    """

    text: str | None = None
    proposed: Decimal | None = None
    no_proposal: bool = False
    withdrawn: bool = False


def explain_line(
    office: Office,
    year: int,
    item_id: str,
    entry: ExplanationEntry,
    set_code: str | None = None,
) -> Outcome[ExplanationRow]:
    """Writes or changes the explanation of a line for the running round.

    Raises ASSESSMENT_STAGE before the first appraisal, DEADLINE_PASSED after its last day,
    LINE_*, InputRefused (text, points).
    """
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        status = running_round(work.connection, opened, local_date(work.now))
        item = scored_item(opened.criteria, item_id)
        number = status.appraisals[-1].round
        before = explanation_of(office, work.connection, opened.row.id, item_id, number)
        values = _values(opened, item, entry, before)
        write_explanation(opened, item_id, number, values)
        opened.note(LineEvent.EXPLAIN, item_id, round=number, **values)
        work.audit("assessment.explain", f"{opened.row.set_code} {year} {item_id}")
        row = explanation_of(office, work.connection, opened.row.id, item_id, number)
        assert row is not None
        return work.outcome(row, Change.ASSESSMENTS)


def send_explanations(office: Office, year: int, set_code: str | None = None) -> Outcome[int]:
    """The leader sends what was written; gives the number of lines.

    Raises NOTHING_TO_SEND, EXPLANATION_FILE_LOST, ASSESSMENT_STAGE, DEADLINE_PASSED.
    """
    office.require(Permission.APPROVE_ASSESSMENT)
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        number = running_round(work.connection, opened, local_date(work.now)).appraisals[-1].round
        e = explanations.c
        waiting = work.connection.execute(
            select(explanations).where(
                e.assessment_id == opened.row.id, e.round == number, e.is_sent.is_(False)
            )
        ).all()
        rows = [row for row in waiting if not (row.is_withdrawn and row.sent is None)]
        if not rows:
            raise RuleViolation(Rule.NOTHING_TO_SEND)
        _check_files(office, work.connection, rows)
        for row in rows:
            content = _content(opened, row)
            work.connection.execute(
                update(explanations)
                .where(e.uuid == row.uuid)
                .values(
                    is_sent=True,
                    sent=content,
                    revision=work.revision(),
                    revision_device=office.info.device_id,
                )
            )
            work.queue(EXPLANATION, row.uuid)
            opened.note(LineEvent.EXPLAIN, row.item_id, round=number, sent=True)
        opened.note(LineEvent.EXPLAIN, round=number, lines=len(rows))
        work.audit("assessment.explain_send", f"{opened.row.set_code} {year}", lines=len(rows))
        return work.outcome(len(rows), Change.ASSESSMENTS, Change.SYNC)


def read_explanations(
    office: Office, connection: Connection, assessment_id: int
) -> tuple[ExplanationRow, ...]:
    """Every explanation of an assessment, by round and line."""
    e = explanations.c
    query = select(explanations).where(e.assessment_id == assessment_id)
    rows = connection.execute(query.order_by(e.round, e.item_id)).all()
    return tuple(_shown(office, connection, row) for row in rows)


def running_round(connection: Connection, opened: OpenAssessment, today: date) -> RoundStatus:
    """The status when a round can be explained. Raises ASSESSMENT_STAGE, DEADLINE_PASSED."""
    status = status_of(connection, opened.row, today)
    next_stage(status.stage, RoundEvent.EXPLAIN)
    until = status.explain_until
    if until is not None and today > until:
        raise RuleViolation(Rule.DEADLINE_PASSED, what="giải trình", until=until)
    return status


def _values(
    opened: OpenAssessment,
    item: CriteriaItem,
    entry: ExplanationEntry,
    before: ExplanationRow | None,
) -> dict[str, Any]:
    text = clean_lines(entry.text) if entry.text is not None else (before.text if before else "")
    if not text:
        raise InputRefused(InputProblem("explanation", Entry.REQUIRED))
    if len(text) > LONGEST_TEXT:
        raise InputRefused(InputProblem("explanation", Entry.TOO_LONG, {"most": LONGEST_TEXT}))
    proposed = before.proposed if before is not None else None
    if entry.proposed is not None:
        proposed = _checked(opened, item, abs(entry.proposed))
    if entry.no_proposal:
        proposed = None
    return {
        "text": text,
        "proposed": None if proposed is None else plain(proposed),
        "is_withdrawn": entry.withdrawn,
    }


def _checked(opened: OpenAssessment, item: CriteriaItem, points: Decimal) -> Decimal:
    highest = item.maximum or ZERO
    if points > highest or points != half_up(points, opened.criteria.rounding.points):
        facts = {"value": points, "lowest": ZERO, "highest": highest}
        raise InputRefused(InputProblem("proposed_points", Entry.OUT_OF_RANGE, facts))
    return points


def write_explanation(
    opened: OpenAssessment, item_id: str, number: int, values: dict[str, Any]
) -> None:
    """Stores columns of a line's explanation; what was sent before is no longer its last word."""
    work = opened.work
    stamp = {"is_sent": False, "written_at": work.now, "written_by": work.user.name}
    new = {
        "revision": work.revision(),
        "revision_device": work.office.info.device_id,
        "uuid": explanation_id(opened.row.uuid, item_id, number),
        "assessment_id": opened.row.id,
        "item_id": item_id,
        "round": number,
        "text": "",
        "is_withdrawn": False,
    }
    work.connection.execute(
        upsert(explanations)
        .values({**new, **values, **stamp})
        .on_conflict_do_update(index_elements=["uuid"], set_={**values, **stamp})
    )


def explanation_of(
    office: Office, connection: Connection, assessment_id: int, item_id: str, number: int
) -> ExplanationRow | None:
    """The explanation of a line in a round, None before it was written."""
    e = explanations.c
    row = connection.execute(
        select(explanations).where(
            e.assessment_id == assessment_id, e.item_id == item_id, e.round == number
        )
    ).one_or_none()
    return None if row is None else _shown(office, connection, row)


def _shown(office: Office, connection: Connection, row: Any) -> ExplanationRow:
    return ExplanationRow(
        row.item_id,
        row.round,
        row.text,
        None if row.proposed is None else Decimal(row.proposed),
        tuple(
            ExplanationDocument(
                found.document_id,
                found.file_name,
                found.pages,
                found.number,
                found.dated,
                found.summary,
                is_lost=not blob_store(office).path_of(found.blob).is_file(),
            )
            for found in _documents(connection, row.uuid)
        ),
        row.is_withdrawn,
        row.is_sent,
        row.written_at,
        row.written_by,
        row.sent is not None,
    )


def _documents(connection: Connection, explanation: UUID) -> list[Any]:
    links, documents = explanation_documents.c, evidence_documents.c
    return list(
        connection.execute(
            select(
                links.document_id,
                links.pages,
                documents.file_name,
                documents.uuid,
                documents.blob,
                documents.number,
                documents.dated,
                documents.summary,
            )
            .join(evidence_documents, documents.id == links.document_id)
            .where(links.explanation == explanation)
            .order_by(links.document_id)
        ).all()
    )


def _check_files(office: Office, connection: Connection, rows: Sequence[Any]) -> None:
    """What is named must be there to follow: a withdrawn explanation proves nothing."""
    lost = [
        f"{row.item_id}: {document.file_name}"
        for row in rows
        if not row.is_withdrawn
        for document in _documents(connection, row.uuid)
        if not blob_store(office).path_of(document.blob).is_file()
    ]
    if lost:
        raise RuleViolation(Rule.EXPLANATION_FILE_LOST, files=lost)


def _content(opened: OpenAssessment, row: Any) -> dict[str, Any]:
    """The record as it travels; shape: ``explanation.schema.json``."""
    work = opened.work
    documents = _documents(work.connection, row.uuid)
    ids = [document.document_id for document in documents]
    name_files(work.office, work.connection, ids)
    return {
        "unit": work.office.info.unit_code,
        "assessment": str(opened.row.uuid),
        "year": opened.row.year,
        "set": opened.row.set_code,
        "item": row.item_id,
        "round": row.round,
        "text": row.text,
        "proposed": row.proposed,
        "evidence": [{"document": str(d.uuid), "pages": d.pages} for d in documents],
        "documents": document_data(work.connection, ids),
        "sent_at": written_instant(work.now),
        "approved_by": work.user.name,
        "withdrawn": row.is_withdrawn,
    }
