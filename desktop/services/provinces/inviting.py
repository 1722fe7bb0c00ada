"""Inviting units and revoking devices."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.scans import Scans
from desktop.domain.units import Unit
from desktop.province.desks import Device, ProvinceDesk, remember_invitation, revoke
from desktop.security.files import write_whole
from desktop.services.office import Office, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.confirming import find_device_of
from desktop.services.provinces.mailboxes import public_access
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.sync.invitations import Invitation
from desktop.sync.mailboxes.access import Access
from desktop.sync.signatures import fingerprint

# Long enough for a stick to travel, short enough for a lost file to be useless.
VALID_DAYS = 30


@dataclass(frozen=True, slots=True)
class Invited:
    """The unit, where the file lies, and until when it may be used.

    ``fingerprint`` of the province's key is told to the unit by another way than the file.
    """

    unit_code: str
    unit_name: str
    file: Path
    expires_at: datetime
    fingerprint: str


def invite(
    office: Office,
    unit_code: str,
    out: Path,
    access: Access | None = None,
    scans: Scans = Scans.NONE,
) -> Outcome[Invited]:
    """Writes an invitation for one device of a unit. Raises InputRefused, NOT_A_PROVINCE.

    The file holds a one-time secret, and with ``access`` what opens the mailbox for this unit:
    it is handed over like a key. The province's own name and password are never in it.
    ``scans`` asks the unit for scans of its settled dossiers; the unit must agree by itself.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    unit = unit_of(desk, unit_code)
    made_at = office.now()
    invitation = Invitation(
        new_travel_id(),
        desk.public,
        unit.code,
        desk.mailbox,
        secrets.token_hex(32),
        made_at,
        made_at + timedelta(days=VALID_DAYS),
        (access or Access()).completed_by(public_access(office)),
        scans,
    )
    with store_command(office) as (work, connection):
        remember_invitation(
            connection,
            invitation.id,
            unit.code,
            invitation.secret,
            (made_at, invitation.expires_at),
        )
        work.audit("province.invite", unit.code, scans=str(scans))
        # Inside the transaction: an invitation that could not be written was never made.
        write_whole(out, invitation.to_bytes(desk.signing))
        shown = fingerprint(desk.signing.public)
        invited = Invited(unit.code, unit.name, out, invitation.expires_at, shown)
        return work.outcome(invited, Change.SYNC)


def revoke_device(office: Office, unit_code: str, device: str) -> Outcome[Device]:
    """Refuses a device's packages from now on; ``device`` is its id or the start of it.

    Raises DEVICE_NOT_FOUND when none or several fit, DEVICE_REVOKED when it was done before.
    """
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    with store_command(office) as (work, connection):
        found = find_device_of(connection, unit_code, device)
        revoke(connection, found.id, work.now)
        work.audit("province.revoke", unit_code, device=str(found.id))
        return work.outcome(found, Change.SYNC)


def unit_of(desk: ProvinceDesk, unit_code: str) -> Unit:
    """The unit of this province. Raises InputRefused(UNKNOWN_UNIT), UNIT_OF_OTHER_PROVINCE."""
    unit = resources.find_commune(unit_code.strip())
    if unit is None:
        raise InputRefused(InputProblem("unit", Entry.UNKNOWN_UNIT, {"text": unit_code}))
    if unit.province_code != desk.code:
        raise RuleViolation(
            Rule.UNIT_OF_OTHER_PROVINCE,
            unit=unit.name,
            other=unit.province_name,
            province=desk.name,
        )
    return unit
