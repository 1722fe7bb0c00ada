"""Where each unit of the province stands: sent, late, never."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, func, select

from desktop import resources
from desktop.domain.appraisals import Lock, Standing, Step, standing
from desktop.domain.moments import day_start, local_date
from desktop.domain.packages import ItemReason
from desktop.domain.roles import Permission
from desktop.models.appraisals import published_results, step_locks, unit_records
from desktop.models.province import (
    quarantined_items,
    received_files,
    received_packages,
    unit_dossiers,
)
from desktop.province.desks import Device, devices_of
from desktop.services.office import Office
from desktop.services.provinces.closing import highest_closed
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.submissions import find_submissions
from desktop.sync.records import EXPLANATION


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit's row. ``last_package``: when the last accepted package was received."""

    unit_code: str
    unit_name: str
    last_package: datetime | None
    packages: int
    dossiers: int
    devices: tuple[Device, ...]
    standing: Standing
    assessment: AssessmentStatus | None = None


@dataclass(frozen=True, slots=True)
class AssessmentStatus:
    """How far a unit's self-assessment has come. ``missing_files``: proof still on its way."""

    set_code: str
    submitted_at: datetime
    received_at: datetime
    percent: Decimal
    closed_round: int
    explanations: int
    missing_files: int
    is_published: bool


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An item that could not be used, with its reason, as it lies in its package."""

    unit_code: str
    package: int
    position: int
    reason: ItemReason
    detail: str
    text: str


def province_status(office: Office, year: int | None = None) -> tuple[UnitStatus, ...]:
    """Every unit of the province in the order of codes; dossiers of a year, or of all.

    How a unit stands (sent, late, never) is judged for the year, without one for the last.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    packages, dossiers = received_packages.c, unit_dossiers.c
    answered = (
        select(packages.unit_code, func.max(packages.received_at), func.count())
        .where(packages.outcome != "rejected")
        .group_by(packages.unit_code)
    )
    counted = select(dossiers.unit_code, func.count()).group_by(dossiers.unit_code)
    if year is not None:
        start, end = day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1))
        counted = counted.where(dossiers.received_at >= start, dossiers.received_at < end)
    with store_reading(office) as connection:
        last = {row[0]: (row[1], row[2]) for row in connection.execute(answered)}
        count = {row[0]: row[1] for row in connection.execute(counted)}
        devices = devices_of(connection)
        today = local_date(office.now())
        assessments = _Assessments(connection, today.year - 1 if year is None else year, today)
    return tuple(
        UnitStatus(
            unit.code,
            unit.name,
            *last.get(unit.code, (None, 0)),
            count.get(unit.code, 0),
            tuple(device for device in devices if device.unit_code == unit.code),
            assessments.standing(unit.code, ever_heard=unit.code in last),
            assessments.status(unit.code),
        )
        for unit in resources.communes()
        if unit.province_code == desk.code
    )


class _Assessments:
    """What came of a year's self-assessments, read once for all units."""

    def __init__(self, connection: Connection, year: int, today: date) -> None:
        self.today = today
        self.submitted = {s.unit_code: s for s in find_submissions(connection, year)}
        self.closed = highest_closed(connection, year)
        r, p, f = unit_records.c, published_results.c, received_files.c
        self.explained: Counter[str] = Counter(
            connection.execute(
                select(r.unit_code).where(r.kind == EXPLANATION, r.year == year)
            ).scalars()
        )
        self.published = set(
            connection.execute(select(p.unit_code).where(p.year == year)).scalars()
        )
        s = step_locks.c
        locks = select(s.unit_code, s.last_day).where(s.year == year, s.step == Step.SUBMIT)
        self.locks = {row[0]: Lock(row[1]) for row in connection.execute(locks)}
        self.files = {(row[0], row[1]) for row in connection.execute(select(f.unit_code, f.sha256))}

    def standing(self, unit: str, *, ever_heard: bool) -> Standing:
        """Sent, late or never."""
        lock = self.locks.get(unit) or self.locks.get("")
        found = self.submitted.get(unit)
        sent_on = None if found is None else local_date(found.submitted_at)
        return standing(sent_on, lock, self.today, ever_heard=ever_heard)

    def status(self, unit: str) -> AssessmentStatus | None:
        """None when nothing was submitted."""
        found = self.submitted.get(unit)
        if found is None:
            return None
        missing = sum((unit, d["file"]) not in self.files for d in found.copy["documents"])
        return AssessmentStatus(
            found.set_code,
            found.submitted_at,
            found.received_at,
            Decimal(found.copy["percent"]),
            self.closed.get((unit, found.set_code), 0),
            self.explained[unit],
            missing,
            unit in self.published,
        )


def quarantine(office: Office, limit: int = 500) -> tuple[Quarantined, ...]:
    """Items put aside, newest first."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    q, p = quarantined_items.c, received_packages.c
    query = (
        select(p.unit_code, p.number, q.position, q.reason, q.detail, q.text)
        .join(received_packages, p.id == q.package_id)
        .order_by(q.package_id.desc(), q.position)
        .limit(limit)
    )
    with store_reading(office) as connection:
        return tuple(Quarantined(*row) for row in connection.execute(query))
