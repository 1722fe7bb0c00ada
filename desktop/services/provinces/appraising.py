"""Appraising: lines assigned to departments and appraisers; verdict, points, note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select

from desktop.domain.appraisals import COUNCIL, ROUNDS, Step, is_locked
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.judging import NO_CLAIM, Judged, check_points, verdict_of
from desktop.domain.criteria.numbers import plain
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, Role
from desktop.domain.text import clean, clean_lines, fold
from desktop.models.appraisals import (
    appraisal_rounds,
    line_assignments,
    published_results,
    verdict_events,
    verdicts,
)
from desktop.models.upserts import upsert
from desktop.province.record_loading import read_lock
from desktop.services.assessments.records import scored_item
from desktop.services.assessments.sets import read_set
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.services.provinces.submissions import Submission, find_submission, set_of
from desktop.services.users import list_users


@dataclass(frozen=True, slots=True)
class VerdictInput:
    """What an appraiser says. ``points`` None with ``applies`` False: the line does not apply.

    ``asks``: the unit should explain; ``corrects``: a word that has gone out already, which is
    then to be sent again by closing the round once more.
    """

    points: Decimal | None
    note: str = ""
    applies: bool = True
    asks: bool = False
    department: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class WrittenVerdict:
    """The verdict as it now stands."""

    unit_code: str
    item: str
    round: int
    judged: Judged


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges a line; the line's own department of the set where nobody was named."""

    department: str = ""
    appraiser: str = ""


def appraise(
    office: Office,
    unit: str,
    item_id: str,
    year: int,
    round_number: int,
    said: VerdictInput,
    set_code: str | None = None,
) -> Outcome[WrittenVerdict]:
    """Writes a verdict of round 1 or 2, or of the council; the one before stays in the history.

    Raises NOTHING_SUBMITTED, SET_NOT_HERE, LINE_NOT_FOUND, LINE_HAS_PARTS, ROUND_NOT_OPEN,
    ROUND_CLOSED, RESULTS_PUBLISHED, STEP_LOCKED, LINE_OF_ANOTHER; InputRefused for points.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    check_round(round_number)
    with store_command(office) as (work, connection):
        written = appraise_in(
            office, work, connection, unit, item_id, year, round_number, said, set_code
        )
        return work.outcome(written, Change.ASSESSMENTS)


def check_round(round_number: int) -> None:
    """Raises InputRefused for a round that there is not."""
    if round_number not in (*ROUNDS, COUNCIL):
        facts = {"value": round_number, "lowest": ROUNDS[0], "highest": ROUNDS[-1]}
        raise InputRefused(InputProblem("round", Entry.OUT_OF_RANGE, facts))


def appraise_in(
    office: Office,
    work: Work,
    connection: Connection,
    unit: str,
    item_id: str,
    year: int,
    round_number: int,
    said: VerdictInput,
    set_code: str | None = None,
) -> WrittenVerdict:
    """The same inside a command."""
    submission = find_submission(connection, unit, year, set_code)
    criteria = set_of(office, submission)
    item = scored_item(criteria, item_id)
    refuse_published(connection, submission)
    if not said.corrects:
        _refuse_round(connection, submission, round_number)
    _refuse_locked(connection, submission, work)
    assigned = assignments(connection, criteria, year, submission.unit_code)[item.id]
    _refuse_others_line(work, item, assigned)
    judged = _judged(criteria, item, submission, said, assigned, work)
    write_verdict(connection, work, submission, item.id, round_number, judged)
    action = "province.council" if round_number == COUNCIL else "province.appraise"
    work.audit(action, f"{submission.unit_code} {item.id}", round=round_number)
    return WrittenVerdict(submission.unit_code, item.id, round_number, judged)


def assign(
    office: Office,
    item_ids: Sequence[str],
    year: int,
    set_code: str,
    to: Assignment,
    unit: str = "",
) -> Outcome[int]:
    """Gives lines (a group's number means every line under it) to a department and a person.

    For all units, or for one. Empty names take the lines back. Gives how many lines.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    criteria = read_set(office, set_code).criteria
    person = _person(office, to.appraiser)
    lines = list(dict.fromkeys(x for item_id in item_ids for x in lines_under(criteria, item_id)))
    key = {"year": year, "set_code": set_code, "unit_code": unit}
    values = {"department": clean(to.department), "appraiser": person}
    with store_command(office) as (work, connection):
        for line in lines:
            connection.execute(
                upsert(connection, line_assignments)
                .values(item_id=line, **key, **values)
                .on_conflict_do_update(index_elements=_ASSIGNMENT_KEY, set_=values)
            )
        work.audit("province.assign", f"{set_code} {year}", lines=len(lines))
        return work.outcome(len(lines), Change.ASSESSMENTS)


_ASSIGNMENT_KEY = ["year", "set_code", "item_id", "unit_code"]
_VERDICT_KEY = ["unit_code", "year", "set_code", "item_id", "round"]


def assignments(
    connection: Connection, criteria: CriteriaSet, year: int, unit: str
) -> dict[str, Assignment]:
    """Who judges each line for a unit: named for it, named for all, the set's own department."""
    a = line_assignments.c
    query = select(line_assignments).where(
        a.year == year, a.set_code == criteria.code, a.unit_code.in_(("", unit))
    )
    found = {item.id: Assignment(item.department) for item in criteria.scored}
    # The general ones first: what is said for the unit itself replaces them.
    for row in connection.execute(query.order_by(a.unit_code)):
        if row.item_id in found and (row.department or row.appraiser):
            department = row.department or found[row.item_id].department
            found[row.item_id] = Assignment(department, row.appraiser)
    return found


def lines_under(criteria: CriteriaSet, item_id: str) -> list[str]:
    """The scored lines under a number, or the line itself. Raises LINE_NOT_FOUND."""
    item = criteria.by_id.get(item_id)
    if item is None or criteria.is_scored(item):
        return [scored_item(criteria, item_id).id]
    return [line.id for line in criteria.scored if item in criteria.path(line)]


def write_verdict(
    connection: Connection,
    work: Work,
    submission: Submission,
    item_id: str,
    round_number: int,
    judged: Judged,
) -> None:
    """Stores a verdict inside a command and appends it to the history."""
    key = {
        "unit_code": submission.unit_code,
        "year": submission.year,
        "set_code": submission.set_code,
        "item_id": item_id,
        "round": round_number,
    }
    data: dict[str, Any] = {
        "verdict": str(judged.verdict),
        "points": None if judged.points is None else plain(judged.points),
        "applies": judged.applies,
        "note": judged.note,
        "department": judged.department,
        "appraiser": judged.appraiser,
    }
    values = {**data, "judged_at": work.now}
    connection.execute(
        upsert(connection, verdicts)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=_VERDICT_KEY, set_=values)
    )
    event = {**key, "at": work.now, "user_name": work.user.name, "data": data}
    connection.execute(insert(verdict_events).values(event))


def closed_rounds(connection: Connection, submission: Submission) -> set[int]:
    """The rounds whose word has gone to the unit."""
    a = appraisal_rounds.c
    query = select(a.round).where(
        a.unit_code == submission.unit_code,
        a.year == submission.year,
        a.set_code == submission.set_code,
    )
    return set(connection.execute(query).scalars())


def refuse_published(connection: Connection, submission: Submission) -> None:
    """Raises RESULTS_PUBLISHED: a published result is not touched any more."""
    p = published_results.c
    query = select(p.uuid).where(
        p.unit_code == submission.unit_code,
        p.year == submission.year,
        p.set_code == submission.set_code,
    )
    if connection.execute(query).first() is not None:
        facts = {"unit": submission.unit_code, "year": str(submission.year)}
        raise RuleViolation(Rule.RESULTS_PUBLISHED, **facts)


def _refuse_round(connection: Connection, submission: Submission, round_number: int) -> None:
    closed = closed_rounds(connection, submission)
    if round_number in closed or (round_number in ROUNDS and max(closed, default=0) > round_number):
        raise RuleViolation(Rule.ROUND_CLOSED, unit=submission.unit_code, round=round_number)


def _refuse_locked(connection: Connection, submission: Submission, work: Work) -> None:
    lock = read_lock(connection, submission.year, Step.APPRAISE, submission.unit_code)
    if is_locked(lock, local_date(work.now)):
        assert lock is not None
        raise RuleViolation(Rule.STEP_LOCKED, last_day=lock.last_day)


def _refuse_others_line(work: Work, item: CriteriaItem, assigned: Assignment) -> None:
    is_mine = assigned.appraiser in ("", work.user.name)
    if not is_mine and work.user.role is not Role.ADMIN:
        raise RuleViolation(Rule.LINE_OF_ANOTHER, item=item.id, appraiser=assigned.appraiser)


def _judged(
    criteria: CriteriaSet,
    item: CriteriaItem,
    submission: Submission,
    said: VerdictInput,
    assigned: Assignment,
    work: Work,
) -> Judged:
    claim = submission.claims.get(item.id, NO_CLAIM)
    points = None if said.points is None else check_points(criteria, item, said.points)
    if points is None and said.applies:
        raise InputRefused(InputProblem("points", Entry.REQUIRED))
    points = points if said.applies else Decimal(0)
    verdict = verdict_of(claim, points, said.applies)
    if said.asks:
        verdict = Verdict.NEEDS_EXPLANATION
    department = clean(said.department) or assigned.department
    note = clean_lines(said.note)
    return Judged(verdict, points, said.applies, note, department, work.user.name)


def _person(office: Office, name: str) -> str:
    wanted = clean(name)
    if not wanted:
        return ""
    active = [user.name for user in list_users(office) if user.is_active]
    for known in active:
        if fold(known) == fold(wanted):
            return known
    facts = {"text": wanted, "choices": ", ".join(active)}
    raise InputRefused(InputProblem("assignee", Entry.UNKNOWN_CHOICE, facts))
