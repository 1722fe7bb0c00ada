"""Handing the approved copy to the province: recorded first, then packed at once if it can be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import RoundEvent, next_stage
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
)
from desktop.domain.moments import local_date
from desktop.domain.packages import MOST_LINE_BYTES
from desktop.domain.roles import Permission
from desktop.domain.text import clean_lines
from desktop.models.assessments import approved_copies, evidence_documents
from desktop.models.rounds import submissions
from desktop.services.assessments.approval import approved_copy
from desktop.services.assessments.freezing import COPY_FORMAT
from desktop.services.assessments.records import OpenAssessment, find_assessment
from desktop.services.assessments.stages import status_of
from desktop.services.attachments import blob_store
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.links import require_link
from desktop.services.syncing.packing import pack_records
from desktop.services.syncing.travelling import assessment_record
from desktop.sync.records import ASSESSMENT

# What the records' schemas allow a long text.
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission: hash of the copy, number of the package that carries it.

    ``package`` is None when it could not be packed yet (another sync runs): it waits and goes
    with the next one. ``files`` documents of evidence follow in packages of their own.
    """

    sha256: str
    package: int | None
    lines: int
    files: int


def submit(office: Office, year: int, set_code: str | None = None) -> Outcome[Submitted]:
    """Submits the newest approved copy. Again changes nothing and tells the same.

    Raises NOT_JOINED, ASSESSMENT_STAGE, APPROVED_COPY_OLD, APPROVED_COPY_CHANGED, EVIDENCE_LOST,
    SUBMISSION_TOO_LONG.
    """
    office.require(Permission.APPROVE_ASSESSMENT)
    require_link(office)
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        status = status_of(connection, row, local_date(office.now()))
    copy = approved_copy(office, year, row.set_code)
    if copy is not None and copy.content.get("format") != COPY_FORMAT:
        raise RuleViolation(Rule.APPROVED_COPY_OLD)
    if copy is None or status.submission is None:
        next_stage(status.stage, RoundEvent.SUBMIT)
        assert copy is not None
        _check_files(office, copy.content["documents"])
        with office.command() as work:
            _record(work, year, row.set_code)
    try:
        package = pack_records(office, ASSESSMENT)
    except EnvironmentProblem:
        package = None
    with office.reading() as connection:
        said = status_of(connection, row, local_date(office.now())).submission
    number = package if said is None else said.package or package
    lines, files = len(copy.content["lines"]), len(copy.content["documents"])
    changes = frozenset({Change.ASSESSMENTS, Change.SYNC})
    return Outcome(Submitted(copy.sha256, number, lines, files), changes)


def write_up(
    office: Office,
    year: int,
    *,
    difficulties: str | None = None,
    proposals: str | None = None,
    set_code: str | None = None,
) -> Outcome[None]:
    """Writes difficulties and proposals (công văn 383/BNV-CCHC); None leaves a part as it is."""
    office.require(Permission.ASSESS)
    said = {"difficulties": difficulties, "proposals": proposals}
    values = {name: clean_lines(text) for name, text in said.items() if text is not None}
    for field, text in (("difficulties", difficulties), ("proposals", proposals)):
        if text is not None and len(text) > LONGEST_TEXT:
            raise InputRefused(InputProblem(field, Entry.TOO_LONG, {"most": LONGEST_TEXT}))
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        opened.note(LineEvent.WRITE_UP, parts=sorted(values))
        opened.touch(**values)
        work.audit("assessment.write_up", f"{opened.row.set_code} {year}")
        return work.outcome(None, Change.ASSESSMENTS)


def _check_files(office: Office, documents: list[dict[str, str]]) -> None:
    """What would travel must be there: a list without its files proves nothing."""
    wanted = {document["file"]: document["name"] for document in documents}
    query = select(evidence_documents.c.sha256, evidence_documents.c.blob)
    store, found = blob_store(office), {}
    with office.reading() as connection:
        for row in connection.execute(query.where(evidence_documents.c.sha256.in_(wanted))):
            found[row.sha256] = store.path_of(row.blob).is_file()
    lost = [name for digest, name in wanted.items() if not found.get(digest, False)]
    if lost:
        raise RuleViolation(Rule.EVIDENCE_LOST, files=lost)


def _record(work: Work, year: int, set_code: str) -> None:
    opened = OpenAssessment.find(work, year, set_code)
    copies = approved_copies.c
    copy = work.connection.execute(
        select(copies.id, copies.sha256)
        .where(copies.assessment_id == opened.row.id)
        .order_by(copies.id.desc())
        .limit(1)
    ).one()
    work.connection.execute(
        insert(submissions).values(
            assessment_id=opened.row.id,
            copy_id=copy.id,
            revision=work.revision(),
            revision_device=work.office.info.device_id,
            submitted_at=work.now,
            submitted_by=work.user.name,
            difficulties=opened.row.difficulties,
            proposals=opened.row.proposals,
        )
    )
    record = assessment_record(work.connection, work.office.info.unit_code, opened.row.uuid)
    size = len(record.line()) if record is not None else 0
    if size > MOST_LINE_BYTES:
        facts = {"size": size // 1024, "most": MOST_LINE_BYTES // 1024}
        raise RuleViolation(Rule.SUBMISSION_TOO_LONG, **facts)
    work.queue(ASSESSMENT, opened.row.uuid)
    opened.note(LineEvent.SUBMIT, sha256=copy.sha256)
    work.audit("assessment.submit", f"{set_code} {year}", sha256=copy.sha256)
    work.outcome(None, Change.ASSESSMENTS, Change.SYNC)
