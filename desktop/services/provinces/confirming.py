"""Machines that a person of the province has compared with the unit, by telephone or in person.

An invitation lets a machine in; the confirmation says that it is the machine that was meant.
It stands with the keys in the encrypted folder and holds for the joining that was compared: a
machine that changes its keys proves the new ones by the old, one that joins anew is looked at
again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.offices import settings
from desktop.province.desks import Device, devices_of
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.settings import write_setting
from desktop.sync.signatures import fingerprint

_SETTING = "province_confirmed_devices"


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Which machines were compared: their ids with the second of the joining that was meant."""

    known: dict[str, int]

    def holds_for(self, device: Device) -> bool:
        """Whether this machine was compared since it joined."""
        return self.known.get(str(device.id)) == int(device.enrolled_at.timestamp())


def read_confirmations(office: Office) -> Confirmations:
    """All of them."""
    with office.reading() as connection:
        return Confirmations(_known(connection))


def confirm_device(office: Office, unit_code: str, device: str) -> Outcome[Device]:
    """Notes that a machine was compared; ``device`` is its id or the start of it.

    Raises DEVICE_NOT_FOUND when none or several fit, DEVICE_REVOKED.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_reading(office) as connection:
        found = find_device_of(connection, unit_code, device)
    with office.command() as work:
        known = _known(work.connection)
        known[str(found.id)] = int(found.enrolled_at.timestamp())
        write_setting(work, _SETTING, known)
        shown = fingerprint(found.sign_key)
        work.audit("province.confirm", unit_code, device=str(found.id), key=shown)
        return work.outcome(found, Change.SYNC)


def find_device_of(connection: Connection, unit_code: str, device: str) -> Device:
    """The one machine in force that fits. Raises DEVICE_NOT_FOUND, DEVICE_REVOKED."""
    wanted = device.strip().lower()
    found = [d for d in devices_of(connection, unit_code) if fits(d.id, wanted)]
    if len(found) != 1:
        raise RuleViolation(Rule.DEVICE_NOT_FOUND, unit=unit_code, device=device)
    if found[0].revoked_at is not None:
        raise RuleViolation(Rule.DEVICE_REVOKED, unit=unit_code, device=device)
    return found[0]


def fits(device: uuid.UUID, wanted: str) -> bool:
    """Whether a text is the beginning of an id, and long enough to mean it."""
    return len(wanted) >= 4 and str(device).startswith(wanted)


def _known(connection: Connection) -> dict[str, int]:
    query = select(settings.c.value).where(settings.c.key == _SETTING)
    kept: Any = connection.execute(query).scalar_one_or_none()
    return dict(kept or {})
