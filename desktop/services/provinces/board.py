"""All units of the province on one board: what they sent, what is late, what needs a look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select, union

from desktop.domain.appraisals import Standing, Step
from desktop.domain.moments import local_date
from desktop.domain.text import fold
from desktop.models.appraisals import published_results, step_locks, unit_records
from desktop.models.province import invitations, quarantined_items, received_packages
from desktop.services.office import Office
from desktop.services.provinces.confirming import read_confirmations
from desktop.services.provinces.locks import LockRow, list_locks
from desktop.services.provinces.status import AssessmentStatus, UnitStatus, province_status
from desktop.services.provinces.storing import store_reading
from desktop.sync.records import ASSESSMENT

# A joined unit that says nothing for longer is worth a telephone call.
SILENT_DAYS = 7


class UnitFilter(StrEnum):
    """What a list of units may be narrowed to."""

    ALL = "all"
    LATE = "late"
    SENT = "sent"
    SENT_LATE = "sent_late"
    EXPECTED = "expected"
    NEVER = "never"
    SILENT = "silent"
    SET_ASIDE = "set_aside"
    INVITED = "invited"
    TO_CONFIRM = "to_confirm"
    EXCEPTED = "excepted"


_STANDINGS = {
    UnitFilter.LATE: Standing.LATE,
    UnitFilter.SENT: Standing.SENT,
    UnitFilter.SENT_LATE: Standing.SENT_LATE,
    UnitFilter.EXPECTED: Standing.EXPECTED,
    UnitFilter.NEVER: Standing.NEVER,
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the board shows it. ``silent_days`` is None for a unit that never sent.

    ``submit_by`` is the day that holds for this unit, ``exception`` why it differs from the
    others'; ``to_confirm`` machines were not compared yet; ``invited_until``: an invitation
    that still waits to be used.
    """

    code: str
    name: str
    standing: Standing
    last_package: datetime | None
    silent_days: int | None
    packages: int
    dossiers: int
    devices: int
    to_confirm: int
    set_aside: int
    submit_by: date | None
    exception: str
    invited_until: datetime | None
    assessment: AssessmentStatus | None

    @property
    def key(self) -> str:
        """Name and code without accents, for searching."""
        return fold(f"{self.name} {self.code}")

    def fits(self, wanted: UnitFilter) -> bool:
        """Whether the unit belongs to a narrowed list."""
        if wanted in _STANDINGS:
            return self.standing is _STANDINGS[wanted]
        return {
            UnitFilter.ALL: True,
            UnitFilter.SILENT: (self.silent_days or 0) > SILENT_DAYS,
            UnitFilter.SET_ASIDE: self.set_aside > 0,
            UnitFilter.INVITED: self.invited_until is not None,
            UnitFilter.TO_CONFIRM: self.to_confirm > 0,
            UnitFilter.EXCEPTED: bool(self.exception),
        }[wanted]


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """Every unit in the order of codes; ``locks`` of the year, those for all first."""

    year: int
    rows: tuple[UnitRow, ...]
    locks: tuple[LockRow, ...]

    def count(self, wanted: UnitFilter) -> int:
        """How many units fit."""
        return sum(row.fits(wanted) for row in self.rows)

    def lock(self, step: Step) -> date | None:
        """The last day of a step for all units."""
        return next(
            (lock.last_day for lock in self.locks if lock.step is step and not lock.unit_code),
            None,
        )


def unit_board(office: Office, year: int) -> UnitBoard:
    """The board of a year. Raises NOT_A_PROVINCE."""
    statuses = province_status(office, year)
    locks = list_locks(office, year)
    confirmed = read_confirmations(office)
    now = office.now()
    with store_reading(office) as connection:
        aside = _set_aside(connection)
        invited = _invited(connection, now)
    submit = {lock.unit_code: lock for lock in locks if lock.step is Step.SUBMIT}

    def row(unit: UnitStatus) -> UnitRow:
        lock = submit.get(unit.unit_code) or submit.get("")
        in_force = [device for device in unit.devices if device.revoked_at is None]
        age = None
        if unit.last_package is not None:
            age = (local_date(now) - local_date(unit.last_package)).days
        return UnitRow(
            unit.unit_code,
            unit.unit_name,
            unit.standing,
            unit.last_package,
            age,
            unit.packages,
            unit.dossiers,
            len(in_force),
            sum(not confirmed.holds_for(device) for device in in_force),
            aside[unit.unit_code],
            lock.last_day if lock is not None else None,
            lock.reason if lock is not None and lock.unit_code else "",
            invited.get(unit.unit_code),
            unit.assessment,
        )

    return UnitBoard(year, tuple(map(row, statuses)), locks)


def board_years(office: Office) -> tuple[int, ...]:
    """Years that have submissions, locks or results, and the last two; newest first.

    The first one is where the work is: the newest with a submission or lock, else last year.
    """
    today = local_date(office.now())
    r, p = unit_records.c, published_results.c
    query = union(
        select(step_locks.c.year), select(r.year).where(r.kind == ASSESSMENT), select(p.year)
    )
    with store_reading(office) as connection:
        known = set(connection.execute(query).scalars())
    usual = max(known, default=today.year - 1)
    years = sorted(known | {today.year, today.year - 1}, reverse=True)
    return (usual, *(year for year in years if year != usual))


def _set_aside(connection: Connection) -> Counter[str]:
    p = received_packages.c
    query = (
        select(p.unit_code, func.count())
        .join(quarantined_items, quarantined_items.c.package_id == p.id)
        .group_by(p.unit_code)
    )
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def _invited(connection: Connection, now: datetime) -> dict[str, datetime]:
    i = invitations.c
    query = select(i.unit_code, func.max(i.expires_at)).where(
        i.used_at.is_(None), i.expires_at > now
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(i.unit_code))}
