"""Which former units a unit continues, so that old numbers and results stay attributed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.appraisals import unit_lineage
from desktop.models.upserts import upsert
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.inviting import unit_of
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command, store_reading


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A unit that another one continues: whole, or a part of it, since a day."""

    unit_code: str
    former_code: str
    former_name: str
    since: date
    whole: bool
    basis: str


def continue_unit(office: Office, former: FormerUnit) -> Outcome[FormerUnit]:
    """Notes that a unit of today continues a former one; said again, it replaces what stood.

    Raises InputRefused, UNIT_OF_OTHER_PROVINCE.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    unit = unit_of(desk, former.unit_code)
    code, name = clean(former.former_code), clean(former.former_name)
    problems = [InputProblem("former", Entry.REQUIRED) for text in (code, name) if not text]
    if code == unit.code:
        problems.append(InputProblem("former", Entry.UNKNOWN_UNIT, {"text": code}))
    if problems:
        raise InputRefused(*problems[:1])
    kept = FormerUnit(unit.code, code, name, former.since, former.whole, clean(former.basis))
    values = {
        "former_name": kept.former_name,
        "since": kept.since,
        "whole": kept.whole,
        "basis": kept.basis,
    }
    with store_command(office) as (work, connection):
        connection.execute(
            upsert(connection, unit_lineage)
            .values(unit_code=kept.unit_code, former_code=kept.former_code, **values)
            .on_conflict_do_update(index_elements=["unit_code", "former_code"], set_=values)
        )
        work.audit("province.lineage", f"{kept.unit_code} {kept.former_code}")
        return work.outcome(kept, Change.OFFICE)


def forget_former(office: Office, unit_code: str, former_code: str) -> Outcome[bool]:
    """Takes a note back; whether there was one."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    u = unit_lineage.c
    where = (u.unit_code == unit_code) & (u.former_code == former_code)
    with store_command(office) as (work, connection):
        gone = connection.execute(delete(unit_lineage).where(where)).rowcount > 0
        work.audit("province.lineage", f"{unit_code} {former_code}", removed=True)
        return work.outcome(gone, Change.OFFICE)


def former_units(office: Office, unit_code: str = "") -> tuple[FormerUnit, ...]:
    """What a unit continues, or all notes, in the order of codes."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_reading(office) as connection:
        return tuple(read_former(connection, unit_code))


def read_former(connection: Connection, unit_code: str = "") -> list[FormerUnit]:
    """The same on a connection at hand."""
    u = unit_lineage.c
    query = select(unit_lineage).order_by(u.unit_code, u.former_code)
    if unit_code:
        query = query.where(u.unit_code == unit_code)
    return [
        FormerUnit(row.unit_code, row.former_code, row.former_name, row.since, row.whole, row.basis)
        for row in connection.execute(query)
    ]


def codes_through_time(connection: Connection, unit_code: str) -> tuple[str, ...]:
    """The unit's own code and those of every former unit it continues whole, however far back."""
    found = [unit_code]
    for code in found:
        found += [
            former.former_code
            for former in read_former(connection, code)
            if former.whole and former.former_code not in found
        ]
    return tuple(found)
