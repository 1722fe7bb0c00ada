"""Opening a self-assessment for a year, and moving it to a newer version of its set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from desktop.domain.criteria.answers import Answer, AnswerKind, inputs_to_data, value_text
from desktop.domain.criteria.carrying import Carried, Fate, carry_over
from desktop.domain.criteria.progress import AssessmentState, LineEvent
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.models.assessments import (
    assessment_lines,
    assessments,
    criteria_sets,
    evidence_links,
)
from desktop.services.assessments.records import (
    AssessmentRow,
    OpenAssessment,
    assessment_row,
    find_assessment,
    read_lines,
)
from desktop.services.assessments.sets import (
    check_ready,
    find_set,
    newer_version,
    set_of_version,
    store_set,
)
from desktop.services.office import Office, shared_id
from desktop.services.outcomes import Change, Outcome

_YEARS = (2000, 2199)
_MARK = "~"


def open_assessment(office: Office, set_code: str, year: int) -> Outcome[AssessmentRow]:
    """Opens the year by the newest version of a set; what is open already stays as it is.

    Raises CRITERIA_NOT_FOUND, CRITERIA_NOT_READY, InputRefused(OUT_OF_RANGE).
    """
    office.require(Permission.ASSESS)
    if not _YEARS[0] <= year <= _YEARS[1]:
        facts = {"value": year, "lowest": _YEARS[0], "highest": _YEARS[1]}
        raise InputRefused(InputProblem("year", Entry.OUT_OF_RANGE, facts))
    with office.command() as work:
        found = find_set(work.connection, set_code, year)
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
                uuid=shared_id(work.connection, f"assessment/{set_code}/{year}"),
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


def set_titles(office: Office) -> dict[int, str]:
    """What the set of each assessment is called in the version it is scored by."""
    query = select(assessments.c.id, criteria_sets.c.title).join(
        criteria_sets, criteria_sets.c.id == assessments.c.set_id
    )
    with office.reading() as connection:
        return {row.id: row.title for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A line with an answer, note or document, and what becomes of it in the newer version."""

    item_id: str
    name: str
    new_id: str | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What moving to the newest version would do; the same versions when there is none newer."""

    before: str
    after: str
    lines: tuple[CarriedLine, ...]

    @property
    def not_fitting(self) -> tuple[CarriedLine, ...]:
        """Lines whose answer does not fit any more; it stays in the history."""
        return tuple(line for line in self.lines if line.fate in (Fate.ASKED, Fate.GONE))


def preview_version(office: Office, year: int, set_code: str | None = None) -> VersionChange:
    """What ``change_version`` would do, line by line; changes nothing.

    Raises CRITERIA_NOT_READY where the newest version cannot be scored by.
    """
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        before = set_of_version(connection, row.set_id)
        newer = newer_version(connection, row.set_code, row.set_id, row.year)
        after = set_of_version(connection, newer)
        if after.version != before.version:
            check_ready(after)
        used = set(read_lines(connection, row.id))
        links = evidence_links.c
        used |= set(
            connection.execute(
                select(links.item_id).where(
                    links.assessment_id == row.id, links.removed_at.is_(None)
                )
            ).scalars()
        )
    lines = tuple(
        CarriedLine(c.before.id, c.before.name, c.after.id if c.after else None, c.fate)
        for c in carry_over(before, after)
        if c.before.id in used
    )
    return VersionChange(before.version, after.version, lines)


def change_version(
    office: Office, year: int, set_code: str | None = None
) -> Outcome[tuple[str, ...]]:
    """Moves an open assessment to the newest version of its set.

    Answers, notes, documents and assignments go with their line, also to another number; where
    the line's rule or maximum changed, or the line is gone, the answer is kept in the history.
    Gives the numbers (old ones) of the lines whose answer did not fit.
    """
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.to_change(work, year, set_code)
        set_id = opened.row.set_id
        newer = newer_version(work.connection, opened.row.set_code, set_id, year)
        if newer == set_id:
            return work.outcome(())
        newest = set_of_version(work.connection, newer)
        check_ready(newest)
        carried = carry_over(opened.criteria, newest)
        asked = [c.before.id for c in carried if _drop_answer(opened, c)]
        for gone in (c.before.id for c in carried if c.fate is Fate.GONE):
            _retire(opened, gone)
        _renumber(opened, {c.before.id: c.after.id for c in carried if c.after is not None})
        opened.note(LineEvent.CHANGE_VERSION, version=newest.version, asked=asked)
        opened.touch(set_id=newer)
        work.audit("assessment.change_version", f"{opened.row.set_code} {year}")
        return work.outcome(tuple(asked), Change.ASSESSMENTS)


def _drop_answer(opened: OpenAssessment, carried: Carried) -> bool:
    """Puts an answer that does not fit into the history; whether there was one."""
    item_id = carried.before.id
    answer = opened.line(item_id).answer
    has_answer = answer.kind is not None or answer.own_points is not None
    if not has_answer or carried.fate not in (Fate.ASKED, Fate.GONE):
        return False
    opened.note(LineEvent.CLEAR, item_id, before=answer_data(opened, item_id))
    opened.write_line(item_id, kind=None, inputs={}, own_points=None, why="", reading=None)
    return True


def _retire(opened: OpenAssessment, item_id: str) -> None:
    """Takes a line that is gone out of the way: its note into the history, its documents free."""
    connection = opened.work.connection
    note = opened.line(item_id).note
    if note:
        opened.note(LineEvent.NOTE, item_id, before=note)
    lines, links = assessment_lines.c, evidence_links.c
    connection.execute(
        delete(assessment_lines).where(
            lines.assessment_id == opened.row.id, lines.item_id == item_id
        )
    )
    freed = connection.execute(
        update(evidence_links)
        .where(
            links.assessment_id == opened.row.id,
            links.item_id == item_id,
            links.removed_at.is_(None),
        )
        .values(removed_at=opened.work.now)
        .returning(links.document_id)
    )
    for document in freed.scalars().all():
        opened.note(LineEvent.REMOVE_EVIDENCE, item_id, document=document)


def _renumber(opened: OpenAssessment, numbers: Mapping[str, str]) -> None:
    """Gives lines and documents their new numbers; by way of marked ones, since they may swap."""
    moved = {old: new for old, new in numbers.items() if old != new}
    connection = opened.work.connection
    for table in (assessment_lines, evidence_links):
        mine = table.c.assessment_id == opened.row.id
        for was, now in (
            *((old, _MARK + new) for old, new in moved.items()),
            *((_MARK + new, new) for new in moved.values()),
        ):
            connection.execute(
                update(table).where(mine, table.c.item_id == was).values(item_id=now)
            )
    for old, new in moved.items():
        opened.note(LineEvent.CHANGE_VERSION, new, moved_from=old)


def answer_data(
    opened: OpenAssessment, item_id: str, answer: Answer | None = None
) -> dict[str, object]:
    """An answer as the history keeps it; the one that stands when none is given.

    ``text`` is the value in words: a later version of the set could no longer say them.
    """
    answer = opened.line(item_id).answer if answer is None else answer
    own = None if answer.own_points is None else str(answer.own_points)
    item = opened.criteria.by_id.get(item_id)
    rule = item.rule if item is not None and answer.kind is AnswerKind.VALUE else None
    return {
        "kind": answer.kind,
        "inputs": inputs_to_data(answer.inputs),
        "own_points": own,
        "why": answer.why,
        "text": "" if rule is None else value_text(rule, answer.inputs),
    }
