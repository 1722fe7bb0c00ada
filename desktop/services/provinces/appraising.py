"""Appraising: a verdict on a line of a unit, with its points and note, and its undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from desktop.domain.appraisals import COUNCIL, ROUNDS, Step, is_locked
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.judging import (
    NO_CLAIM,
    Judged,
    check_points,
    is_worse,
    verdict_of,
)
from desktop.domain.criteria.numbers import plain
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.domain.text import clean, clean_lines
from desktop.models.appraisals import (
    appraisal_rounds,
    published_results,
    verdict_events,
    verdicts,
)
from desktop.models.upserts import upsert
from desktop.province.record_loading import read_lock
from desktop.services.assessments.records import scored_item
from desktop.services.office import Office, User, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.assigning import Assignment, assignments
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.services.provinces.submissions import Submission, find_submission, set_of


@dataclass(frozen=True, slots=True)
class VerdictInput:
    """What an appraiser says. ``points`` None with ``applies`` False: the line does not apply.

    ``asks``: the unit should explain; ``corrects``: a word that has gone out already, which is
    then to be sent again by closing the round once more. ``explains``: whoever gives a unit less
    than it claims must say why (always so on the screen).
    """

    points: Decimal | None
    note: str = ""
    applies: bool = True
    asks: bool = False
    department: str = ""
    corrects: bool = False
    explains: bool = False


@dataclass(frozen=True, slots=True)
class WrittenVerdict:
    """The verdict as it now stands."""

    unit_code: str
    item: str
    round: int
    judged: Judged


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
    check_appraiser(office, round_number)
    with store_command(office) as (work, connection):
        weighing = Weighing(office, connection, year, round_number, set_code)
        written = weighing.weigh(unit, item_id, said)
        write_weighed(work, connection, weighing.submission(unit), written)
        return work.outcome(written, Change.ASSESSMENTS)


def take_back_verdict(
    office: Office,
    unit: str,
    item_id: str,
    year: int,
    round_number: int,
    before: Judged | None,
    set_code: str | None = None,
    *,
    corrects: bool = False,
) -> Outcome[None]:
    """Undo: the verdict of before stands again, or none. Refuses whatever ``appraise`` refuses."""
    check_appraiser(office, round_number)
    with store_command(office) as (work, connection):
        weighing = Weighing(office, connection, year, round_number, set_code)
        submission = weighing.submission(unit)
        item = weighing.check(submission, item_id, corrects=corrects)
        if before is None:
            _forget_verdict(connection, work, submission, item.id, round_number)
        else:
            write_verdict(connection, work, submission, item.id, round_number, before)
        work.audit("province.undo", f"{submission.unit_code} {item.id}", round=round_number)
        return work.outcome(None, Change.ASSESSMENTS)


def check_appraiser(office: Office, round_number: int) -> None:
    """Raises for who may not judge, or for a round that there is not."""
    office.require(Permission.RUN_PROVINCE)
    if round_number == COUNCIL:
        office.require(Permission.LEAD_APPRAISAL)
    require_desk(office)
    check_round(round_number)


def check_round(round_number: int) -> None:
    """Raises InputRefused for a round that there is not."""
    if round_number not in (*ROUNDS, COUNCIL):
        facts = {"value": round_number, "lowest": ROUNDS[0], "highest": ROUNDS[-1]}
        raise InputRefused(InputProblem("round", Entry.OUT_OF_RANGE, facts))


class Weighing:
    """Judges lines without writing anything; reads each submission once, however many lines."""

    def __init__(
        self,
        office: Office,
        connection: Connection,
        year: int,
        round_number: int,
        set_code: str | None = None,
    ) -> None:
        self._office, self._connection = office, connection
        self._year, self._round, self._set_code = year, round_number, set_code
        self._submissions: dict[str, Submission] = {}
        self._assigned: dict[str, dict[str, Assignment]] = {}

    def submission(self, unit: str) -> Submission:
        """A unit's submission. Raises NOTHING_SUBMITTED, ASSESSMENT_CHOOSE."""
        code = unit.strip()
        if code not in self._submissions:
            found = find_submission(self._connection, code, self._year, self._set_code)
            self._submissions[code] = found
        return self._submissions[code]

    def weigh(self, unit: str, item_id: str, said: VerdictInput) -> WrittenVerdict:
        """The verdict as it would stand. Raises what ``appraise`` raises."""
        submission = self.submission(unit)
        item = self.check(submission, item_id, corrects=said.corrects)
        assigned = self._assigned_for(submission)[item.id]
        criteria = set_of(self._office, submission)
        judged = _judged(criteria, item, submission, said, assigned, self._office.user)
        return WrittenVerdict(submission.unit_code, item.id, self._round, judged)

    def check(
        self, submission: Submission, item_id: str, *, corrects: bool = False
    ) -> CriteriaItem:
        """The line, when this person may write its verdict now."""
        item = scored_item(set_of(self._office, submission), item_id)
        refuse_published(self._connection, submission)
        if not corrects:
            _refuse_round(self._connection, submission, self._round)
        _refuse_locked(self._connection, submission, local_date(self._office.now()))
        _refuse_others_line(self._office.user, item, self._assigned_for(submission)[item.id])
        return item

    def _assigned_for(self, submission: Submission) -> dict[str, Assignment]:
        unit = submission.unit_code
        if unit not in self._assigned:
            criteria = set_of(self._office, submission)
            self._assigned[unit] = assignments(self._connection, criteria, self._year, unit)
        return self._assigned[unit]


def write_weighed(
    work: Work, connection: Connection, submission: Submission, weighed: WrittenVerdict
) -> None:
    """Stores what was weighed, inside a command."""
    write_verdict(connection, work, submission, weighed.item, weighed.round, weighed.judged)
    action = "province.council" if weighed.round == COUNCIL else "province.appraise"
    work.audit(action, f"{submission.unit_code} {weighed.item}", round=weighed.round)


_VERDICT_KEY = ["unit_code", "year", "set_code", "item_id", "round"]


def write_verdict(
    connection: Connection,
    work: Work,
    submission: Submission,
    item_id: str,
    round_number: int,
    judged: Judged,
) -> None:
    """Stores a verdict inside a command and appends it to the history."""
    key = _key(submission, item_id, round_number)
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


def _forget_verdict(
    connection: Connection, work: Work, submission: Submission, item_id: str, round_number: int
) -> None:
    """No verdict stands in this round any more; the history says so."""
    key = _key(submission, item_id, round_number)
    connection.execute(delete(verdicts).where(*(verdicts.c[name] == key[name] for name in key)))
    event = {**key, "at": work.now, "user_name": work.user.name, "data": {"taken_back": True}}
    connection.execute(insert(verdict_events).values(event))


def _key(submission: Submission, item_id: str, round_number: int) -> dict[str, Any]:
    return {
        "unit_code": submission.unit_code,
        "year": submission.year,
        "set_code": submission.set_code,
        "item_id": item_id,
        "round": round_number,
    }


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


def _refuse_locked(connection: Connection, submission: Submission, today: date) -> None:
    lock = read_lock(connection, submission.year, Step.APPRAISE, submission.unit_code)
    if is_locked(lock, today):
        assert lock is not None
        raise RuleViolation(Rule.STEP_LOCKED, last_day=lock.last_day)


def _refuse_others_line(user: User, item: CriteriaItem, assigned: Assignment) -> None:
    if not may_judge(user, assigned):
        raise RuleViolation(Rule.LINE_OF_ANOTHER, item=item.id, appraiser=assigned.appraiser)


def may_judge(user: User, assigned: Assignment) -> bool:
    """A line that was given to a person is judged by them, or by who leads the appraisal."""
    return assigned.appraiser in ("", user.name) or has(user.role, Permission.LEAD_APPRAISAL)


def _judged(
    criteria: CriteriaSet,
    item: CriteriaItem,
    submission: Submission,
    said: VerdictInput,
    assigned: Assignment,
    user: User,
) -> Judged:
    claim = submission.claims.get(item.id, NO_CLAIM)
    points = None if said.points is None else check_points(criteria, item, said.points)
    if points is None and said.applies:
        raise InputRefused(InputProblem("verdict_points", Entry.REQUIRED))
    points = points if said.applies else Decimal(0)
    note = clean_lines(said.note)
    if said.explains and not note and is_worse(item, claim, points, said.applies):
        raise InputRefused(InputProblem("verdict_note", Entry.REASON_WANTED))
    verdict = verdict_of(claim, points, said.applies)
    if said.asks:
        verdict = Verdict.NEEDS_EXPLANATION
    department = clean(said.department) or assigned.department
    return Judged(verdict, points, said.applies, note, department, user.name)
