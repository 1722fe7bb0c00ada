"""Opening a self-assessment for a year, and moving it to a newer version of its set."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from desktop.domain.criteria.answers import inputs_to_data
from desktop.domain.criteria.progress import AssessmentState, LineEvent
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.models.assessments import assessment_lines, assessments
from desktop.services.assessments.records import AssessmentRow, OpenAssessment, assessment_row
from desktop.services.assessments.sets import check_ready, compare_sets, find_set, store_set
from desktop.services.office import Office, new_travel_id
from desktop.services.outcomes import Change, Outcome

_YEARS = (2000, 2199)


def open_assessment(office: Office, set_code: str, year: int) -> Outcome[AssessmentRow]:
    """Opens the year by the newest version of a set; what is open already stays as it is.

    Raises CRITERIA_NOT_FOUND, CRITERIA_NOT_READY, InputRefused(OUT_OF_RANGE).
    """
    office.require(Permission.ASSESS)
    if not _YEARS[0] <= year <= _YEARS[1]:
        facts = {"value": year, "lowest": _YEARS[0], "highest": _YEARS[1]}
        raise InputRefused(InputProblem("year", Entry.OUT_OF_RANGE, facts))
    with office.command() as work:
        found = find_set(work.connection, set_code)
        known = select(assessments).where(
            assessments.c.year == year, assessments.c.set_code == set_code
        )
        row = work.connection.execute(known).one_or_none()
        if row is not None:
            return work.outcome(assessment_row(row))
        check_ready(found.criteria)
        stored = store_set(work, found.criteria, "") if found.id is None else found
        row = work.connection.execute(
            insert(assessments)
            .values(
                uuid=new_travel_id(),
                revision=work.revision(),
                revision_device=office.info.device_id,
                year=year,
                set_code=set_code,
                set_id=stored.id,
                state=AssessmentState.OPEN,
                opened_at=work.now,
                opened_by=work.user.name,
            )
            .returning(assessments)
        ).one()
        opened = OpenAssessment(work, assessment_row(row), stored.criteria, {})
        opened.note(LineEvent.OPEN, version=stored.criteria.version)
        work.audit("assessment.open", f"{set_code} {year}")
        return work.outcome(assessment_row(row), Change.ASSESSMENTS, Change.CRITERIA)


def list_assessments(office: Office, year: int | None = None) -> tuple[AssessmentRow, ...]:
    """Assessments, newest year first; several sets of a year side by side."""
    query = select(assessments).order_by(assessments.c.year.desc(), assessments.c.id)
    if year is not None:
        query = query.where(assessments.c.year == year)
    with office.reading() as connection:
        return tuple(assessment_row(row) for row in connection.execute(query))


def change_version(
    office: Office, year: int, set_code: str | None = None
) -> Outcome[tuple[str, ...]]:
    """Moves an open assessment to the newest version of its set.

    Answers stay with their line; where the line's rule or maximum changed the answer is kept in
    the history and the line asked again. Gives the numbers of the lines asked again.
    """
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        newest = find_set(work.connection, opened.row.set_code)
        if newest.id == opened.row.set_id or newest.id is None:
            return work.outcome(())
        check_ready(newest.criteria)
        asked = []
        for change in compare_sets(opened.criteria, newest.criteria):
            same = (
                change.before is not None
                and change.after is not None
                and change.before.rule == change.after.rule
                and change.before.maximum == change.after.maximum
            )
            if same or change.item not in opened.lines:
                continue
            record = opened.line(change.item)
            if record.answer.kind is None and record.answer.own_points is None:
                continue
            asked.append(change.item)
            opened.note(LineEvent.CLEAR, change.item, **answer_data(opened, change.item))
            work.connection.execute(
                update(assessment_lines)
                .where(
                    assessment_lines.c.assessment_id == opened.row.id,
                    assessment_lines.c.item_id == change.item,
                )
                .values(kind=None, inputs={}, own_points=None, why="", reading=None)
            )
        opened.note(LineEvent.CHANGE_VERSION, version=newest.criteria.version)
        opened.touch(set_id=newest.id)
        work.audit("assessment.change_version", f"{opened.row.set_code} {year}")
        return work.outcome(tuple(asked), Change.ASSESSMENTS)


def answer_data(opened: OpenAssessment, item_id: str) -> dict[str, object]:
    """An answer as the history keeps it."""
    answer = opened.line(item_id).answer
    own = None if answer.own_points is None else str(answer.own_points)
    return {
        "kind": answer.kind,
        "inputs": inputs_to_data(answer.inputs),
        "own_points": own,
        "why": answer.why,
    }
