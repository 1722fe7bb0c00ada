"""The office's link to its province and the keys of this device."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.errors import Rule, RuleViolation
from desktop.models.offices import devices, offices, secrets
from desktop.models.sync import province_links
from desktop.services.office import Office
from desktop.sync.invitations import ProvinceKeys
from desktop.sync.signatures import SigningKey

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
