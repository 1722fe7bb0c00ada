"""Where the appraisal of a year stands: units and lines with what still waits for a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from desktop.domain.appraisals import ROUNDS, Lock, Standing, Step, is_locked
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.models.appraisals import step_locks, unit_records, verdict_events
from desktop.services.office import Office
from desktop.services.provinces.assigning import Assignment, assignments
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.sheets import every_line
from desktop.services.provinces.status import UnitStatus, province_status
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.submissions import find_submissions, set_of
from desktop.sync.records import ASSESSMENT


@dataclass(frozen=True, slots=True)
class AppraisedSet:
    """A set that units were scored by in a year."""

    year: int
    set_code: str
    units: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over lines. ``open``: the round that is being judged waits for a word;
    ``explained``: the unit explained; ``unsettled``: the council must speak."""

    lines: int = 0
    open: int = 0
    mine: int = 0
    mine_open: int = 0
    explained: int = 0
    unsettled: int = 0

    @property
    def judged(self) -> int:
        """Lines that wait for nobody."""
        return self.lines - self.open


@dataclass(frozen=True, slots=True)
class UnitWork:
    """A unit's place in the appraisal; ``closed_round`` the last one that went out to it.

    ``is_readable`` is False for a unit that scored by a set which the desk does not have.
    """

    unit_code: str
    unit_name: str
    standing: Standing
    submitted_at: datetime | None
    tally: Tally
    closed_round: int
    missing_files: int
    is_locked: bool
    is_published: bool
    is_readable: bool

    @property
    def is_submitted(self) -> bool:
        """Whether there is something to appraise."""
        return self.submitted_at is not None and self.is_readable


@dataclass(frozen=True, slots=True)
class LineWork:
    """A line over all units."""

    item: CriteriaItem
    assigned: Assignment
    tally: Tally


@dataclass(frozen=True, slots=True)
class RoundWork:
    """The appraisal of a year by a set. ``criteria`` None: nobody has submitted yet."""

    year: int
    criteria: CriteriaSet | None
    units: tuple[UnitWork, ...]
    lines: tuple[LineWork, ...]
    lock: Lock | None

    @property
    def tally(self) -> Tally:
        """Over all lines of all units."""
        return _added(unit.tally for unit in self.units)

    @property
    def is_published(self) -> bool:
        """Whether every unit with lines has its published result."""
        judged = [unit for unit in self.units if unit.is_submitted]
        return bool(judged) and all(unit.is_published for unit in judged)


@dataclass(frozen=True, slots=True)
class VerdictEvent:
    """One thing that was said about a line, or taken back; ``verdict`` None then."""

    at: datetime
    user_name: str
    round: int
    verdict: Verdict | None
    points: str | None
    applies: bool
    note: str


def appraised_sets(office: Office) -> tuple[AppraisedSet, ...]:
    """Years and sets with submissions, the newest year first."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    r = unit_records.c
    query = select(r.year, r.set_code).where(r.kind == ASSESSMENT)
    with store_reading(office) as connection:
        counted = Counter((row.year, row.set_code) for row in connection.execute(query))
    order = sorted(counted, key=lambda key: (-key[0], key[1]))
    return tuple(AppraisedSet(year, code, counted[year, code]) for year, code in order)


def round_work(office: Office, year: int, set_code: str | None = None) -> RoundWork:
    """Every unit of the province, and every line of the set, with what is still open."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    statuses = province_status(office, year)
    by_unit: dict[str, _Count] = {}
    by_line: dict[str, _Count] = {}
    for line in every_line(office, year, set_code, recomputes=False):
        by_unit.setdefault(line.unit_code, _Count()).add(line)
        by_line.setdefault(line.item.id, _Count()).add(line)
    with store_reading(office) as connection:
        locks = _locks(connection, year)
        criteria = _criteria(office, connection, year, set_code, frozenset(by_unit))
        who = assignments(connection, criteria, year, "") if criteria is not None else {}
    today = local_date(office.now())
    return RoundWork(
        year,
        criteria,
        tuple(_unit(status, by_unit.get(status.unit_code), locks, today) for status in statuses),
        tuple(
            LineWork(item, who[item.id], by_line.get(item.id, _Count()).tally)
            for item in (criteria.scored if criteria is not None else ())
        ),
        locks.get(""),
    )


def verdict_history(
    office: Office, unit: str, item_id: str, year: int, set_code: str
) -> tuple[VerdictEvent, ...]:
    """Everything that was ever said about a line of a unit, newest first."""
    office.require(Permission.RUN_PROVINCE)
    v = verdict_events.c
    query = select(verdict_events).where(
        v.unit_code == unit, v.year == year, v.set_code == set_code, v.item_id == item_id
    )
    with store_reading(office) as connection:
        rows = connection.execute(query.order_by(v.id.desc())).all()
    return tuple(
        VerdictEvent(
            row.at,
            row.user_name,
            row.round,
            None if row.data.get("taken_back") else Verdict(row.data["verdict"]),
            row.data.get("points"),
            row.data.get("applies", True),
            row.data.get("note", ""),
        )
        for row in rows
    )


class _Count:
    """Counts lines as they come by."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self.closed_round = 0

    def add(self, line: UnitLine) -> None:
        self.closed_round = max(self.closed_round, line.closed_round)
        self.counted.update(
            lines=1,
            open=line.is_open,
            mine=line.is_mine,
            mine_open=line.is_mine and line.is_open,
            explained=bool(line.explanation),
            unsettled=line.is_for_council and line.closed_round >= ROUNDS[-1],
        )

    @property
    def tally(self) -> Tally:
        """What was counted."""
        return Tally(**self.counted)


def _added(tallies: Iterable[Tally]) -> Tally:
    counted: Counter[str] = Counter()
    for one in tallies:
        counted.update({name: getattr(one, name) for name in Tally.__slots__})
    return Tally(**counted)


def _unit(
    status: UnitStatus, count: _Count | None, locks: dict[str, Lock], today: date
) -> UnitWork:
    about = status.assessment
    lock = locks.get(status.unit_code) or locks.get("")
    return UnitWork(
        status.unit_code,
        status.unit_name,
        status.standing,
        about.submitted_at if about is not None else None,
        count.tally if count is not None else Tally(),
        count.closed_round if count is not None else 0,
        about.missing_files if about is not None else 0,
        is_locked(lock, today),
        about.is_published if about is not None else False,
        count is not None,
    )


def _locks(connection: Connection, year: int) -> dict[str, Lock]:
    """Last days of the appraisal: for all (empty code), and exceptions."""
    s = step_locks.c
    query = select(s.unit_code, s.last_day, s.reason).where(s.year == year, s.step == Step.APPRAISE)
    rows = connection.execute(query)
    return {row.unit_code: Lock(row.last_day, row.reason) for row in rows}


def _criteria(
    office: Office,
    connection: Connection,
    year: int,
    set_code: str | None,
    readable: frozenset[str],
) -> CriteriaSet | None:
    """The set as the newest readable submission has it."""
    for submission in reversed(find_submissions(connection, year, set_code)):
        if submission.unit_code in readable:
            return set_of(office, submission)
    return None
