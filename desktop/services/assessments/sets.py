"""Criteria sets of the office: shipped, imported, in versions; nothing is edited in place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from desktop.domain.criteria.checks import SetFault, SetProblem, check_set
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.set_data import (
    SetDataError,
    set_from_data,
    set_to_data,
)
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.roles import Permission
from desktop.models.assessments import criteria_sets
from desktop.models.base import canonical_json
from desktop.resource_paths import resource_path
from desktop.security.files import read_problem
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome

# What a set may still lack and yet be scored by: such lines are scored by hand, with a reason.
FORGIVEN = (SetFault.RULE_MISSING, SetFault.EVIDENCE_MISSING)


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A version of a set; ``id`` None while it stands in the program's files only."""

    id: int | None
    criteria: CriteriaSet


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set as a list shows it; ``open_questions`` are failed checks."""

    code: str
    version: str
    title: str
    province: str
    year: int
    decision: str
    items: int
    max_points: Decimal
    is_sample: bool
    unconfirmed: bool
    source: str
    is_ready: bool
    open_questions: int


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that two versions do not say alike; None where it is missing."""

    item: str
    before: CriteriaItem | None
    after: CriteriaItem | None


@cache
def shipped_sets() -> tuple[CriteriaSet, ...]:
    """The sets in ``resources/criteria``. Raises EnvironmentProblem(RESOURCES_DAMAGED)."""
    found = []
    for path in sorted(resource_path("criteria").glob("*.json")):
        try:
            found.append(set_from_data(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, SetDataError) as error:
            name = f"criteria/{path.name}"
            raise EnvironmentProblem(Surroundings.RESOURCES_DAMAGED, file=name) from error
    return tuple(found)


def list_sets(office: Office) -> tuple[SetRow, ...]:
    """The newest version of every set, the office's own before the shipped ones."""
    with office.reading() as connection:
        rows = connection.execute(select(criteria_sets).order_by(criteria_sets.c.id)).all()
    newest = {row.code: set_from_data(row.content) for row in rows}
    shipped = [s for s in shipped_sets() if s.code not in newest]
    return tuple(set_row(criteria) for criteria in [*reversed(newest.values()), *shipped])


def read_set(office: Office, code: str) -> StoredSet:
    """The newest version of a set. Raises RuleViolation(CRITERIA_NOT_FOUND)."""
    with office.reading() as connection:
        return find_set(connection, code)


def find_set(connection: Connection, code: str, year: int | None = None) -> StoredSet:
    """The same inside a transaction; for the scoring of a ``year`` the newest that is not of a
    later one: next year's copy is no news for this year's draft."""
    query = select(criteria_sets).where(criteria_sets.c.code == code)
    if year is not None:
        query = query.order_by((criteria_sets.c.year <= year).desc())
    row = connection.execute(query.order_by(criteria_sets.c.id.desc()).limit(1)).one_or_none()
    if row is not None:
        return StoredSet(row.id, set_from_data(row.content))
    for criteria in shipped_sets():
        if criteria.code == code:
            return StoredSet(None, criteria)
    known = connection.execute(select(criteria_sets.c.code).distinct()).scalars()
    choices = sorted({*known, *(criteria.code for criteria in shipped_sets())})
    raise RuleViolation(Rule.CRITERIA_NOT_FOUND, set=code, choices=choices)


def newer_version(connection: Connection, code: str, set_id: int, year: int) -> int:
    """The version that a draft of a year should move to: its own where none is newer.

    A version for another year, later than the draft's or earlier than its own, is no news.
    """
    current = set_of_version(connection, set_id)
    query = (
        select(criteria_sets.c.id)
        .where(
            criteria_sets.c.code == code,
            criteria_sets.c.id > set_id,
            criteria_sets.c.year.between(current.year, max(year, current.year)),
        )
        .order_by(criteria_sets.c.id.desc())
        .limit(1)
    )
    found: int | None = connection.execute(query).scalar_one_or_none()
    return set_id if found is None else found


def set_of_version(connection: Connection, set_id: int) -> CriteriaSet:
    """The set of one stored version, read once: a version never changes."""
    uuid = connection.execute(
        select(criteria_sets.c.uuid).where(criteria_sets.c.id == set_id)
    ).scalar_one()
    if uuid not in _READ:
        content = connection.execute(
            select(criteria_sets.c.content).where(criteria_sets.c.id == set_id)
        ).scalar_one()
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[uuid] = set_from_data(content)
    return _READ[uuid]


_READ: dict[UUID, CriteriaSet] = {}
_MOST_READ = 16


def problems_of(criteria: CriteriaSet) -> tuple[SetProblem, ...]:
    """Every failed check of a set."""
    return check_set(criteria, SafeFormulas())


def check_ready(criteria: CriteriaSet) -> None:
    """Raises RuleViolation(CRITERIA_NOT_READY) when a set cannot be scored by."""
    standing = [p for p in problems_of(criteria) if p.fault not in FORGIVEN]
    if standing:
        from desktop.wording.criteria import fault_text

        shown = [fault_text(problem).rstrip(".") for problem in standing[:3]]
        if len(standing) > len(shown):
            shown.append(f"và {len(standing) - len(shown)} chỗ khác")
        raise RuleViolation(Rule.CRITERIA_NOT_READY, set=criteria.title, problems="; ".join(shown))


def save_set(office: Office, criteria: CriteriaSet, source_file: str) -> Outcome[StoredSet]:
    """Stores a set as a new version; the same content is not stored twice.

    A version name that is taken by other content gets a number behind it.
    """
    office.require(Permission.EDIT_CRITERIA)
    with office.command() as work:
        stored = store_set(work, criteria, source_file)
        return work.outcome(stored, Change.CRITERIA)


def store_set(work: Work, criteria: CriteriaSet, source_file: str) -> StoredSet:
    """The same inside a command."""
    rows = work.connection.execute(
        select(criteria_sets.c.id, criteria_sets.c.version, criteria_sets.c.sha256)
        .where(criteria_sets.c.code == criteria.code)
        .order_by(criteria_sets.c.id)
    ).all()
    if rows and rows[-1].sha256 == set_hash(criteria):
        return StoredSet(rows[-1].id, replace(criteria, version=rows[-1].version))
    taken = {row.version for row in rows} | _shipped_names(criteria)
    criteria = replace(criteria, version=_free_version(criteria.version, taken))
    set_id = work.connection.execute(
        insert(criteria_sets)
        .values(
            uuid=new_travel_id(),
            code=criteria.code,
            version=criteria.version,
            year=criteria.year,
            title=criteria.title,
            content=set_to_data(criteria),
            sha256=set_hash(criteria),
            source_file=source_file,
            created_at=work.now,
            created_by=work.user.name,
        )
        .returning(criteria_sets.c.id)
    ).scalar_one()
    work.audit("criteria.save", f"{criteria.code} {criteria.version}", items=len(criteria.items))
    return StoredSet(set_id, criteria)


def _shipped_names(criteria: CriteriaSet) -> set[str]:
    """Names of shipped versions that say something else: stored or not, they are taken."""
    return {
        shipped.version
        for shipped in shipped_sets()
        if shipped.code == criteria.code and set_hash(shipped) != set_hash(criteria)
    }


def compare_sets(before: CriteriaSet, after: CriteriaSet) -> tuple[LineDifference, ...]:
    """Lines added, removed or said otherwise, in the order of the newer version."""
    ids = [item.id for item in after.items]
    ids += [item.id for item in before.items if item.id not in after.by_id]
    pairs = ((i, before.by_id.get(i), after.by_id.get(i)) for i in ids)
    return tuple(LineDifference(i, old, new) for i, old, new in pairs if old != new)


def read_set_file(path: Path) -> CriteriaSet:
    """A set in our own format. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, CRITERIA_MALFORMED."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise malformed(path, "", "size")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        return set_from_data(data)
    except OSError as error:
        raise read_problem(error, path) from error
    except SetDataError as error:
        raise malformed(path, error.place, error.what) from error
    except (ValueError, RecursionError) as error:
        raise malformed(path, "", "JSON") from error


_LARGEST_FILE = 8 * 2**20


def malformed(path: Path, place: str, what: str) -> RuleViolation:
    """The refusal of a file that holds no criteria set."""
    return RuleViolation(
        Rule.CRITERIA_MALFORMED, file=path.name, place=place or "đầu tệp", what=what
    )


def _free_version(version: str, taken: set[str]) -> str:
    number, free = 2, version
    while free in taken:
        free, number = f"{version}-{number}", number + 1
    return free


def set_hash(criteria: CriteriaSet) -> str:
    """Of everything but the version's name."""
    data: dict[str, Any] = {**set_to_data(criteria), "version": ""}
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def set_row(criteria: CriteriaSet) -> SetRow:
    """A set as a list shows it."""
    problems = problems_of(criteria)
    tops = [i for i in criteria.items if i.parent is None and i.block is Block.MAIN]
    return SetRow(
        code=criteria.code,
        version=criteria.version,
        title=criteria.title,
        province=criteria.province,
        year=criteria.year,
        decision=criteria.decision,
        items=len(criteria.items),
        max_points=sum((item.maximum or ZERO for item in tops), ZERO),
        is_sample=criteria.is_sample,
        unconfirmed=criteria.unconfirmed,
        source=criteria.source,
        is_ready=all(problem.fault in FORGIVEN for problem in problems),
        open_questions=len(problems),
    )
