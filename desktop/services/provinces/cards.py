"""One unit of the province, whole: machines, invitations, packages, what it continues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.packages import PackageOutcome
from desktop.domain.roles import Permission
from desktop.models.province import invitations, quarantined_items, received_packages
from desktop.province.desks import devices_of
from desktop.services.office import Office
from desktop.services.provinces.confirming import read_confirmations
from desktop.services.provinces.inviting import unit_of
from desktop.services.provinces.lineage import FormerUnit, read_former
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.sync.signatures import fingerprint

_PACKAGES = 60


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A machine: its id, the fingerprint to compare, since when, until when."""

    id: str
    desk_number: int
    name: str
    fingerprint: str
    enrolled_at: datetime
    revoked_at: datetime | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation: when made, until when, when used."""

    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package that was received, with its outcome and the sentences about it."""

    id: int
    unit_code: str
    unit_name: str
    number: int
    device: str
    made_at: datetime
    received_at: datetime
    items: int
    size: int
    outcome: PackageOutcome
    problems: tuple[str, ...]
    set_aside: int


@dataclass(frozen=True, slots=True)
class UnitCard:
    """Everything of one unit that is no figure and no score."""

    code: str
    name: str
    devices: tuple[DeviceRow, ...]
    invitations: tuple[InvitationRow, ...]
    packages: tuple[PackageRow, ...]
    former: tuple[FormerUnit, ...]


def unit_card(office: Office, code: str) -> UnitCard:
    """The card of a unit. Raises UNKNOWN_UNIT, UNIT_OF_OTHER_PROVINCE, NOT_A_PROVINCE."""
    office.require(Permission.RUN_PROVINCE)
    unit = unit_of(require_desk(office), code)
    confirmed = read_confirmations(office)
    with store_reading(office) as connection:
        devices = tuple(
            DeviceRow(
                str(device.id),
                device.desk_number,
                device.name,
                fingerprint(device.sign_key),
                device.enrolled_at,
                device.revoked_at,
                confirmed.holds_for(device),
            )
            for device in devices_of(connection, unit.code)
        )
        i = invitations.c
        query = select(invitations).where(i.unit_code == unit.code).order_by(i.made_at.desc())
        invited = tuple(
            InvitationRow(row.made_at, row.expires_at, row.used_at)
            for row in connection.execute(query.limit(10))
        )
        packages = read_packages(connection, {unit.code: unit.name}, unit.code)
        former = tuple(read_former(connection, unit.code))
    return UnitCard(unit.code, unit.name, devices, invited, packages, former)


def read_packages(
    connection: Connection,
    names: dict[str, str],
    unit: str = "",
    since: datetime | None = None,
    limit: int = _PACKAGES,
) -> tuple[PackageRow, ...]:
    """Received packages, newest first; of one unit where named, from a moment on."""
    p, q = received_packages.c, quarantined_items.c
    aside = select(q.package_id, func.count().label("count")).group_by(q.package_id).subquery()
    query = select(received_packages, aside.c.count).outerjoin(aside, aside.c.package_id == p.id)
    if unit:
        query = query.where(p.unit_code == unit)
    if since is not None:
        query = query.where(p.received_at >= since)
    rows = connection.execute(query.order_by(p.received_at.desc(), p.id.desc()).limit(limit))
    return tuple(_package(row, names) for row in rows)


def _package(row: Any, names: dict[str, str]) -> PackageRow:
    return PackageRow(
        row.id,
        row.unit_code,
        names.get(row.unit_code, row.unit_code),
        row.number,
        str(row.device),
        row.made_at,
        row.received_at,
        row.item_count,
        row.bytes,
        row.outcome,
        tuple(problem["message"] for problem in row.problems),
        row.count or 0,
    )
