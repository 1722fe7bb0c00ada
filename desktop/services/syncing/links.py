"""The office's link to its province and the keys of this device."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.models.offices import devices, offices, secrets, settings
from desktop.models.sync import province_links
from desktop.services.office import Office
from desktop.sync.invitations import ProvinceKeys
from desktop.sync.sealing import recipient_of
from desktop.sync.signatures import SigningKey

T = TypeVar("T")

FORMER_SIGNERS = "province_former_keys"
_FORMER_IDENTITIES = "device_former_identities"
SIGNING_KEY = "device_signing_key"
SEAL_IDENTITY = "device_seal_identity"
ENROLMENT_SECRET = "enrolment_secret"  # noqa: S105 - the name of the row


@dataclass(frozen=True, slots=True)
class Link:
    """Which province, through which mailbox, and where the chain of packages stands."""

    province: ProvinceKeys
    mailbox: str
    invitation_id: uuid.UUID
    joined_at: datetime
    enrolled_at: datetime | None
    chain: uuid.UUID
    next_number: int
    last_manifest: str | None
    device: uuid.UUID
    # Keys that the province had before, and that are believed for a while.
    former_signers: tuple[str, ...] = ()

    def trusted(self, read: Callable[[str], T]) -> T:
        """What a reader gives with the province's key, or a former one. Raises PackageRefused."""
        for key in (self.province.sign, *self.former_signers):
            try:
                return read(key)
            except PackageRefused as refused:
                if refused.problem is not PackageProblem.WRONG_SIGNER:
                    raise
        raise PackageRefused(PackageProblem.WRONG_SIGNER)


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """This device's private keys; they never leave the encrypted database."""

    signing: SigningKey
    identity: str


def read_link(connection: Connection) -> Link | None:
    """The link, None when the office has not joined yet."""
    row = connection.execute(select(province_links)).one_or_none()
    if row is None:
        return None
    province = ProvinceKeys(row.province_code, row.province_name, row.sign_key, row.seal_key)
    return Link(
        province,
        row.mailbox,
        row.invitation_id,
        row.joined_at,
        row.enrolled_at,
        row.chain,
        row.next_number,
        row.last_manifest,
        this_device(connection),
        _former_signers(connection),
    )


def _former_signers(connection: Connection) -> tuple[str, ...]:
    query = select(settings.c.value).where(settings.c.key == FORMER_SIGNERS)
    return tuple(one["key"] for one in connection.execute(query).scalar_one_or_none() or ())


def all_identities(connection: Connection) -> dict[str, str]:
    """Every identity this device has ever had, by its public half; the present one first."""
    kept = read_secret(connection, _FORMER_IDENTITIES)
    found = [read_secret(connection, SEAL_IDENTITY), *(json.loads(kept) if kept else ())]
    return {recipient_of(identity): identity for identity in found}


def keep_former_identity(connection: Connection, identity: str) -> None:
    """What was sealed for keys that were changed must still open."""
    kept = read_secret(connection, _FORMER_IDENTITIES)
    write_secret(
        connection, _FORMER_IDENTITIES, json.dumps([*(json.loads(kept) if kept else ()), identity])
    )


def require_link(office: Office) -> Link:
    """The link. Raises RuleViolation(NOT_JOINED)."""
    with office.reading() as connection:
        link = read_link(connection)
    if link is None:
        raise RuleViolation(Rule.NOT_JOINED)
    return link


def this_device(connection: Connection) -> uuid.UUID:
    """The id under which this machine is known everywhere."""
    query = select(devices.c.uuid).join(offices, offices.c.device_id == devices.c.id)
    found: uuid.UUID = connection.execute(query).scalar_one()
    return found


def device_keys(connection: Connection) -> DeviceKeys:
    """The private keys made at joining."""
    return DeviceKeys(
        SigningKey.from_text(read_secret(connection, SIGNING_KEY)),
        read_secret(connection, SEAL_IDENTITY),
    )


def read_secret(connection: Connection, key: str) -> str:
    """A secret as it stands now; empty when there is none."""
    query = select(secrets.c.value).where(secrets.c.key == key)
    return str(connection.execute(query).scalar_one_or_none() or "")


def write_secret(connection: Connection, key: str, value: str) -> None:
    """Keeps a secret inside the encrypted database."""
    statement = upsert(secrets).values(key=key, value=value)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        )
    )
