"""Documents of a line's explanation: a new file, one that proves something already, taken off."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import RoundEvent, explanation_id, next_stage
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.assessments import evidence_documents
from desktop.models.rounds import explanation_documents
from desktop.services.assessments.evidence import DocumentFacts, clean_facts, keep_document
from desktop.services.assessments.explaining import (
    ExplanationRow,
    explanation_of,
    running_round,
    write_explanation,
)
from desktop.services.assessments.records import OpenAssessment, find_assessment
from desktop.services.assessments.stages import status_of
from desktop.services.attachments import blob_store, check_attachable, right_name
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome


def add_explanation_document(
    office: Office,
    year: int,
    item_id: str,
    file_name: str,
    content: bytes,
    facts: DocumentFacts | None = None,
    *,
    pages: str = "",
    set_code: str | None = None,
) -> Outcome[ExplanationRow]:
    """Adds a document to a line's explanation, which must have been written."""
    office.require(Permission.ASSESS)
    facts = clean_facts(facts or DocumentFacts(), pages)
    shown = right_name(clean(file_name), check_attachable(content, file_name))
    with office.reading() as connection:  # refused before anything is written to the disk
        row = find_assessment(connection, year, set_code)
        status = status_of(connection, row, local_date(office.now()))
        next_stage(status.stage, RoundEvent.EXPLAIN)
    stored = blob_store(office).put(content)
    with office.command() as work:
        explained = _Explained.find(work, year, item_id, set_code)
        document = keep_document(work, year, stored, shown, content, facts)
        explained.link(document, pages)
        explained.note(LineEvent.ADD_EVIDENCE, document, shown)
        return work.outcome(explained.row(), Change.ASSESSMENTS)


def use_explanation_document(
    office: Office,
    year: int,
    item_id: str,
    document_id: int,
    *,
    pages: str = "",
    set_code: str | None = None,
) -> Outcome[ExplanationRow]:
    """Lets a document that the office has already prove the explanation too.

    Raises EVIDENCE_NOT_FOUND, and like ``add_explanation_document``.
    """
    office.require(Permission.ASSESS)
    clean_facts(DocumentFacts(), pages)
    with office.command() as work:
        explained = _Explained.find(work, year, item_id, set_code)
        name = _file_name(work, document_id, item_id)
        explained.link(document_id, pages)
        explained.note(LineEvent.ADD_EVIDENCE, document_id, name)
        return work.outcome(explained.row(), Change.ASSESSMENTS)


def remove_explanation_document(
    office: Office, year: int, item_id: str, document_id: int, set_code: str | None = None
) -> Outcome[ExplanationRow]:
    """Takes a document off an explanation; the file and what else it proves stay."""
    office.require(Permission.ASSESS)
    with office.command() as work:
        explained = _Explained.find(work, year, item_id, set_code)
        links = explanation_documents.c
        gone = work.connection.execute(
            delete(explanation_documents).where(
                links.explanation == explained.key, links.document_id == document_id
            )
        )
        if not gone.rowcount:
            raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item=item_id)
        write_explanation(explained.opened, item_id, explained.round, {})
        name = _file_name(work, document_id, item_id)
        explained.note(LineEvent.REMOVE_EVIDENCE, document_id, name)
        return work.outcome(explained.row(), Change.ASSESSMENTS)


class _Explained:
    """The explanation of a line in the running round, inside a command."""

    def __init__(self, opened: OpenAssessment, item_id: str, round_number: int) -> None:
        self.opened = opened
        self.item_id = item_id
        self.round = round_number
        self.key = explanation_id(opened.row.uuid, item_id, round_number)

    @staticmethod
    def find(work: Work, year: int, item_id: str, set_code: str | None) -> _Explained:
        """Raises ASSESSMENT_STAGE, DEADLINE_PASSED; InputRefused before the text is written."""
        opened = OpenAssessment.find(work, year, set_code)
        status = running_round(work.connection, opened, local_date(work.now))
        found = _Explained(opened, item_id, status.appraisals[-1].round)
        if found._stored() is None:
            raise InputRefused(InputProblem("explanation", Entry.REQUIRED))
        return found

    def link(self, document_id: int, pages: str) -> None:
        """Names a document; again means other pages."""
        write_explanation(self.opened, self.item_id, self.round, {})
        where = clean(pages)
        self.opened.work.connection.execute(
            upsert(explanation_documents)
            .values(explanation=self.key, document_id=document_id, pages=where)
            .on_conflict_do_update(
                index_elements=["explanation", "document_id"], set_={"pages": where}
            )
        )

    def note(self, event: LineEvent, document_id: int, name: str) -> None:
        """History and audit."""
        row = self.opened.row
        self.opened.note(event, self.item_id, document=document_id, file=name, round=self.round)
        subject = f"{row.set_code} {row.year} {self.item_id}"
        action = "assessment.evidence"
        if event is LineEvent.REMOVE_EVIDENCE:
            action = "assessment.evidence_remove"
        self.opened.work.audit(action, subject)

    def row(self) -> ExplanationRow:
        """As it now stands."""
        found = self._stored()
        assert found is not None
        return found

    def _stored(self) -> ExplanationRow | None:
        work = self.opened.work
        return explanation_of(
            work.office, work.connection, self.opened.row.id, self.item_id, self.round
        )


def _file_name(work: Work, document_id: int, item_id: str) -> str:
    query = select(evidence_documents.c.file_name).where(evidence_documents.c.id == document_id)
    name = work.connection.execute(query).scalar_one_or_none()
    if name is None:
        raise RuleViolation(Rule.EVIDENCE_NOT_FOUND, item=item_id)
    return str(name)
