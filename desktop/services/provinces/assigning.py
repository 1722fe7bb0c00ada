"""Who judges which line: departments and appraisers, for all units or for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.domain.text import clean, fold
from desktop.models.appraisals import line_assignments
from desktop.models.upserts import upsert
from desktop.services.assessments.records import scored_item
from desktop.services.assessments.sets import read_set
from desktop.services.office import Office, User
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.users import list_users

_KEY = ["year", "set_code", "item_id", "unit_code"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges a line; the line's own department of the set where nobody was named."""

    department: str = ""
    appraiser: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named."""
        return not (self.department or self.appraiser)


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """A line as it is given for all units (or the asked one): what was written, what follows.

    ``exceptions`` counts units for which something else was said.
    """

    item: CriteriaItem
    written: Assignment
    assigned: Assignment
    exceptions: int


@dataclass(frozen=True, slots=True)
class AssignmentBoard:
    """Every line of a set with who judges it, and whom a line can be given to."""

    criteria: CriteriaSet
    lines: tuple[AssignedLine, ...]
    departments: tuple[str, ...]
    people: tuple[str, ...]


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
    office.require(Permission.LEAD_APPRAISAL)
    require_desk(office)
    criteria = read_set(office, set_code).criteria
    person = _person(office, to.appraiser)
    lines = list(dict.fromkeys(x for item_id in item_ids for x in lines_under(criteria, item_id)))
    said = Assignment(clean(to.department), person)
    return _write(office, year, set_code, unit, dict.fromkeys(lines, said))


def put_back_assignments(
    office: Office, year: int, set_code: str, before: Mapping[str, Assignment], unit: str = ""
) -> Outcome[int]:
    """Writes lines as they were given before: the undo of ``assign``."""
    office.require(Permission.LEAD_APPRAISAL)
    require_desk(office)
    return _write(office, year, set_code, unit, before)


def assignment_board(office: Office, year: int, set_code: str, unit: str = "") -> AssignmentBoard:
    """Who judges each line for all units, or for one."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    criteria = read_set(office, set_code).criteria
    a = line_assignments.c
    query = select(line_assignments).where(a.year == year, a.set_code == criteria.code)
    with store_reading(office) as connection:
        rows = connection.execute(query).all()
        assigned = assignments(connection, criteria, year, unit)
    written = {
        row.item_id: Assignment(row.department, row.appraiser)
        for row in rows
        if row.unit_code == unit
    }
    apart = [row.item_id for row in rows if row.unit_code and (row.department or row.appraiser)]
    users = [user for user in list_users(office) if user.is_active]
    named = [a.department for a in assigned.values()] + [user.department for user in users]
    return AssignmentBoard(
        criteria,
        tuple(
            AssignedLine(
                item,
                written.get(item.id, Assignment()),
                assigned[item.id],
                apart.count(item.id),
            )
            for item in criteria.scored
        ),
        _in_order(named),
        tuple(user.name for user in users),
    )


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


def is_mine(assigned: Assignment, user: User) -> bool:
    """Whether a line is a person's own: named, or of their department where nobody is named."""
    if assigned.appraiser:
        return assigned.appraiser == user.name
    return bool(user.department) and fold(assigned.department) == fold(user.department)


def _write(
    office: Office, year: int, set_code: str, unit: str, said: Mapping[str, Assignment]
) -> Outcome[int]:
    a = line_assignments.c
    key = {"year": year, "set_code": set_code, "unit_code": unit}
    with store_command(office) as (work, connection):
        for line, to in said.items():
            if to.is_empty:
                connection.execute(
                    delete(line_assignments).where(
                        a.year == year,
                        a.set_code == set_code,
                        a.unit_code == unit,
                        a.item_id == line,
                    )
                )
                continue
            values = {"department": to.department, "appraiser": to.appraiser}
            connection.execute(
                upsert(connection, line_assignments)
                .values(item_id=line, **key, **values)
                .on_conflict_do_update(index_elements=_KEY, set_=values)
            )
        work.audit("province.assign", f"{set_code} {year}", lines=len(said))
        return work.outcome(len(said), Change.ASSESSMENTS)


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


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
