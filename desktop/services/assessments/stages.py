"""Where an assessment stands between the unit and the province, read from what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from desktop.domain.criteria.rounds import Facts, Stage, stage_of
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.packages import ItemOutcome, SentState
from desktop.domain.submissions import Judged
from desktop.models.assessments import approved_copies
from desktop.models.rounds import explanations, submissions
from desktop.models.sync import sent_items, sent_packages
from desktop.services.assessments.province_word import (
    Appraisal,
    Publication,
    read_appraisals,
    read_publication,
)
from desktop.services.assessments.records import AssessmentRow, find_assessment
from desktop.services.office import Office
from desktop.sync.records import ASSESSMENT


@dataclass(frozen=True, slots=True)
class Submission:
    """The newest submission. ``sha256`` names the approved copy it carries.

    ``package`` is the number of the package it lies in, None while it waits to be packed;
    ``acknowledged_at`` when the province's receipt for it came.
    """

    submitted_at: datetime
    submitted_by: str
    sha256: str
    package: int | None
    acknowledged_at: datetime | None
    outcome: ItemOutcome | None


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """Everything about where an assessment stands.

    ``explain_until``: the last day of the running explanation round; the province's word stands
    over the office's own deadline.
    """

    assessment: AssessmentRow
    stage: Stage
    submission: Submission | None
    appraisals: tuple[Appraisal, ...]
    publication: Publication | None
    explain_until: date | None
    explanations_waiting: int
    explanations_sent: int
    locked: Rule | None

    @property
    def judged(self) -> Judged:
        """Whether the province has spoken, and on the copy that was submitted last.

        Its word proves that the copy arrived, whatever became of the receipt.
        """
        if not self.appraisals and self.publication is None:
            return Judged.NOT_YET
        copies = [appraisal.copy for appraisal in self.appraisals]
        if copies and (self.submission is None or self.submission.sha256 not in copies):
            return Judged.OTHER_COPY
        return Judged.THIS_COPY


def round_status(office: Office, year: int, set_code: str | None = None) -> RoundStatus:
    """Where the assessment of a year stands. Raises ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        return status_of(connection, row, local_date(office.now()))


def status_of(connection: Connection, row: AssessmentRow, today: date) -> RoundStatus:
    """The same on a connection at hand."""
    appraised = read_appraisals(connection, row.uuid)
    published = read_publication(connection, row.year, row.set_code)
    submission = _submission(connection, row)
    waiting, sent = _explanations(connection, row.id, appraised[-1].round if appraised else 1)
    facts = Facts(
        row.state,
        submission is not None,
        appraised[-1].round if appraised else 0,
        sent > 0,
        published is not None,
    )
    said = [a.explain_until for a in appraised if a.explain_until is not None]
    past = row.score_until is not None and today > row.score_until
    return RoundStatus(
        row,
        stage_of(facts),
        submission,
        appraised,
        published,
        said[-1] if said else row.explain_until,
        waiting,
        sent,
        Rule.DEADLINE_PASSED if past else None,
    )


def require_workable(connection: Connection, row: AssessmentRow, today: date) -> None:
    """Refuses changes to answers and proof: ASSESSMENT_STATE, ASSESSMENT_STAGE, DEADLINE_PASSED."""
    status = status_of(connection, row, today)
    if status.stage in (Stage.HANDED_IN, Stage.APPROVED):
        raise RuleViolation(Rule.ASSESSMENT_STATE, state=row.state)
    if status.stage is not Stage.OPEN:
        raise RuleViolation(Rule.ASSESSMENT_STAGE, stage=status.stage)
    if status.locked is not None:
        raise RuleViolation(Rule.DEADLINE_PASSED, what="tự chấm", until=row.score_until)


def _explanations(connection: Connection, assessment_id: int, round_number: int) -> tuple[int, int]:
    """How many explanations of a round wait to be sent, and how many were sent."""
    e = explanations.c
    mine = (e.assessment_id == assessment_id) & (e.round == round_number)
    rows = connection.execute(select(e.is_withdrawn, e.is_sent, e.sent).where(mine)).all()
    waits = sum(not row.is_sent and not (row.is_withdrawn and row.sent is None) for row in rows)
    return waits, sum(row.sent is not None for row in rows)


def _submission(connection: Connection, row: AssessmentRow) -> Submission | None:
    """The submission of the newest approved copy; an older copy that was taken back is none."""
    newest = select(func.max(approved_copies.c.id)).where(approved_copies.c.assessment_id == row.id)
    found = connection.execute(
        select(submissions, approved_copies.c.sha256)
        .join(approved_copies, approved_copies.c.id == submissions.c.copy_id)
        .where(submissions.c.copy_id == newest.scalar_subquery())
        .order_by(submissions.c.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    packages = sent_packages.c
    sent = connection.execute(
        select(packages.number, packages.acknowledged_at, sent_items.c.outcome)
        .join(sent_packages, packages.id == sent_items.c.package_id)
        .where(
            sent_items.c.record_kind == ASSESSMENT,
            sent_items.c.record_uuid == row.uuid,
            packages.state.in_((SentState.WAITING, SentState.ACKNOWLEDGED)),
            packages.made_at >= found.submitted_at,
        )
        .order_by(packages.id)
    ).all()
    answered = [one for one in sent if one.acknowledged_at is not None]
    package = tuple((answered or sent)[0]) if sent else (None, None, None)
    return Submission(found.submitted_at, found.submitted_by, found.sha256, *package)
