"""Lock dates of the steps, exceptions for single units, and taking in what had waited for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from desktop.domain.appraisals import Step
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.packages import ItemReason, ItemRefused
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.appraisals import step_locks
from desktop.models.province import quarantined_items, received_packages
from desktop.models.upserts import upsert
from desktop.province.desks import ProvinceDesk
from desktop.province.loading import Loading
from desktop.province.record_loading import RecordLoader
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.inviting import unit_of
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command, store_reading
from desktop.sync.records import read_record


@dataclass(frozen=True, slots=True)
class LockRow:
    """The last day of a step; ``unit_code`` empty: for all units."""

    year: int
    step: Step
    unit_code: str
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class SetLock:
    """The lock as it now stands, and how many waiting items it let in."""

    row: LockRow
    let_in: int


def set_lock(
    office: Office, year: int, step: Step, last_day: date, unit: str = "", reason: str = ""
) -> Outcome[SetLock]:
    """Sets the last day for all units, or an exception for one, which needs a reason.

    Submissions and explanations that had waited for the exception are taken in at once.
    Raises UNKNOWN_UNIT, UNIT_OF_OTHER_PROVINCE, InputRefused.
    """
    office.require(Permission.LEAD_APPRAISAL)
    desk = require_desk(office)
    code = unit_of(desk, unit).code if unit else ""
    why = clean(reason)
    if code and not why:
        raise InputRefused(InputProblem("reason", Entry.REQUIRED))
    row = LockRow(year, step, code, last_day, why)
    with store_command(office) as (work, connection):
        _write(connection, work, row)
        let_in = _let_in(connection, desk, work, code)
        work.audit("province.lock", f"{step} {year} {code}".strip(), last_day=str(last_day))
        return work.outcome(SetLock(row, let_in), Change.ASSESSMENTS)


def list_locks(office: Office, year: int) -> tuple[LockRow, ...]:
    """The locks of a year: for all first, then the exceptions."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    s = step_locks.c
    query = select(step_locks).where(s.year == year).order_by(s.step, s.unit_code)
    with store_reading(office) as connection:
        return tuple(
            LockRow(row.year, row.step, row.unit_code, row.last_day, row.reason)
            for row in connection.execute(query)
        )


def _write(connection: Connection, work: Work, row: LockRow) -> None:
    key = {"year": row.year, "step": row.step, "unit_code": row.unit_code}
    values = {
        "last_day": row.last_day,
        "reason": row.reason,
        "set_at": work.now,
        "set_by": work.user.name,
    }
    connection.execute(
        upsert(connection, step_locks)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def _let_in(connection: Connection, desk: ProvinceDesk, work: Work, unit: str) -> int:
    """Tries again what was put aside because of a lock; what is still late stays there."""
    q, p = quarantined_items.c, received_packages.c
    query = (
        select(q.package_id, q.position, q.text, p.unit_code, p.chain)
        .join(received_packages, p.id == q.package_id)
        .where(q.reason == ItemReason.LOCKED)
        .order_by(q.package_id, q.position)
    )
    if unit:
        query = query.where(p.unit_code == unit)
    let_in = 0
    for row in connection.execute(query).all():
        loading = Loading(row.unit_code, row.chain, row.package_id, work.now)
        record = read_record(row.text.encode())
        if isinstance(RecordLoader(connection, desk, loading).load(record), ItemRefused):
            continue
        connection.execute(
            delete(quarantined_items).where(
                q.package_id == row.package_id, q.position == row.position
            )
        )
        let_in += 1
    return let_in
