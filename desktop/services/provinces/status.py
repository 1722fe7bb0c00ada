"""Where each unit of the province stands: sent, late, never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from desktop import resources
from desktop.domain.moments import day_start
from desktop.domain.packages import ItemReason
from desktop.domain.roles import Permission
from desktop.models.province import quarantined_items, received_packages, unit_dossiers
from desktop.province.desks import Device, devices_of
from desktop.services.office import Office
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit's row. ``last_package``: when the last accepted package was received."""

    unit_code: str
    unit_name: str
    last_package: datetime | None
    packages: int
    dossiers: int
    devices: tuple[Device, ...]


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
    """Every unit of the province in the order of codes; dossiers of a year, or of all."""
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
    return tuple(
        UnitStatus(
            unit.code,
            unit.name,
            *last.get(unit.code, (None, 0)),
            count.get(unit.code, 0),
            tuple(device for device in devices if device.unit_code == unit.code),
        )
        for unit in resources.communes()
        if unit.province_code == desk.code
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
