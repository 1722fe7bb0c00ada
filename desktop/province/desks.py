"""The province itself: its keys, its units' devices, its invitations."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.models.offices import secrets
from desktop.models.province import invitations, province_desks, unit_devices
from desktop.models.upserts import upsert
from desktop.sync.invitations import ProvinceKeys
from desktop.sync.manifest import Origin
from desktop.sync.records import Record
from desktop.sync.sealing import is_recipient, new_identity, recipient_of
from desktop.sync.signatures import SigningKey, is_public_key

_SIGNING_KEY = "province_signing_key"
_SEAL_IDENTITY = "province_seal_identity"
_FORMER_KEYS, _KEY_WORDS = "province_former_keys", "province_key_words"


@dataclass(frozen=True, slots=True)
class ProvinceDesk:
    """Who the province is, with its private keys; they never leave the encrypted database."""

    code: str
    name: str
    mailbox: str
    signing: SigningKey
    identity: str
    # What units sealed before they knew the present keys must still open.
    former_signers: tuple[str, ...] = ()
    former_identities: tuple[str, ...] = ()

    def identity_for(self, recipient: str) -> str | None:
        """The identity behind a recipient, present or former; None for somebody else's."""
        for identity in (self.identity, *self.former_identities):
            if recipient_of(identity) == recipient:
                return identity
        return None

    @property
    def public(self) -> ProvinceKeys:
        """What goes onto invitations."""
        return ProvinceKeys(self.code, self.name, self.signing.public, recipient_of(self.identity))


@dataclass(frozen=True, slots=True)
class Device:
    """A machine of a unit that the province knows."""

    id: uuid.UUID
    unit_code: str
    desk_number: int
    name: str
    sign_key: str
    seal_key: str
    enrolled_at: datetime
    revoked_at: datetime | None


def create_desk(
    connection: Connection, code: str, name: str, mailbox: str, now: datetime
) -> ProvinceDesk:
    """Makes the province's keys and remembers who it is."""
    desk = ProvinceDesk(code, name, mailbox, SigningKey.new(), new_identity())
    connection.execute(
        insert(province_desks).values(id=1, code=code, name=name, mailbox=mailbox, created_at=now)
    )
    rows = [
        {"key": _SIGNING_KEY, "value": desk.signing.text},
        {"key": _SEAL_IDENTITY, "value": desk.identity},
    ]
    connection.execute(insert(secrets), rows)
    return desk


def read_desk(connection: Connection) -> ProvinceDesk | None:
    """The desk, None in the folder of a unit."""
    row = connection.execute(select(province_desks)).one_or_none()
    if row is None:
        return None
    wanted = secrets.c.key.in_((_SIGNING_KEY, _SEAL_IDENTITY, _FORMER_KEYS))
    kept = {r.key: r.value for r in connection.execute(select(secrets).where(wanted))}
    signing = SigningKey.from_text(kept[_SIGNING_KEY])
    former = json.loads(kept.get(_FORMER_KEYS, "[]"))
    return ProvinceDesk(
        row.code,
        row.name,
        row.mailbox,
        signing,
        kept[_SEAL_IDENTITY],
        tuple(one["sign"] for one in former),
        tuple(one["identity"] for one in former),
    )


@dataclass(frozen=True, slots=True)
class KeyWord:
    """One change of the province's keys, as it is told to the units."""

    sign: str
    made_at: datetime
    envelope: str


def key_words(connection: Connection) -> list[KeyWord]:
    """Every change there was, oldest first."""
    kept = connection.execute(
        select(secrets.c.value).where(secrets.c.key == _KEY_WORDS)
    ).scalar_one_or_none()
    return [
        KeyWord(one["sign"], datetime.fromisoformat(one["made_at"]), one["envelope"])
        for one in json.loads(kept or "[]")
    ]


def replace_keys(
    connection: Connection, desk: ProvinceDesk, signing: SigningKey, identity: str, word: KeyWord
) -> None:
    """The new keys take the place of the present ones, which stay for reading."""
    former = [
        {"sign": sign, "identity": old}
        for sign, old in zip(
            (*desk.former_signers, desk.signing.public),
            (*desk.former_identities, desk.identity),
            strict=True,
        )
    ]
    words = [
        {"sign": one.sign, "made_at": one.made_at.isoformat(), "envelope": one.envelope}
        for one in (*key_words(connection), word)
    ]
    rows = {
        _SIGNING_KEY: signing.text,
        _SEAL_IDENTITY: identity,
        _FORMER_KEYS: json.dumps(former),
        _KEY_WORDS: json.dumps(words),
    }
    for key, value in rows.items():
        statement = upsert(connection, secrets).values(key=key, value=value)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )


def remember_invitation(
    connection: Connection,
    invitation: uuid.UUID,
    unit: str,
    secret: str,
    valid: tuple[datetime, datetime],
) -> None:
    """Keeps only the hash of the secret; ``valid`` from, until."""
    connection.execute(
        insert(invitations).values(
            id=invitation,
            unit_code=unit,
            secret_sha256=_hash(secret),
            made_at=valid[0],
            expires_at=valid[1],
        )
    )


def find_device(connection: Connection, device: uuid.UUID) -> Device | None:
    """The device, revoked or not; None when it never enrolled."""
    row = connection.execute(_ONE_DEVICE, {"device": device}).one_or_none()
    return None if row is None else _device(row)


_ONE_DEVICE = select(unit_devices).where(unit_devices.c.uuid == bindparam("device"))


def devices_of(connection: Connection, unit: str | None = None) -> list[Device]:
    """The devices of a unit, or of all, in the order of enrolment."""
    query = select(unit_devices).order_by(unit_devices.c.enrolled_at, unit_devices.c.uuid)
    if unit is not None:
        query = query.where(unit_devices.c.unit_code == unit)
    return [_device(row) for row in connection.execute(query)]


def first_with_number(connection: Connection, origin: Origin) -> Device | None:
    """An earlier machine of the unit, still in use, that numbers its dossiers the same way."""
    row = connection.execute(_SAME_NUMBER, {"device": origin.device}).first()
    return None if row is None else _device(row)


_LATER = unit_devices.alias("later")
_SAME_NUMBER = (
    select(unit_devices)
    .join(
        _LATER,
        (_LATER.c.unit_code == unit_devices.c.unit_code)
        & (_LATER.c.desk_number == unit_devices.c.desk_number)
        & (_LATER.c.enrolled_at > unit_devices.c.enrolled_at),
    )
    .where(_LATER.c.uuid == bindparam("device"), unit_devices.c.revoked_at.is_(None))
    .order_by(unit_devices.c.enrolled_at)
    .limit(1)
)


def change_device_keys(connection: Connection, device: uuid.UUID, sign: str, seal: str) -> None:
    """The keys that the device itself has announced."""
    connection.execute(
        update(unit_devices)
        .where(unit_devices.c.uuid == device)
        .values(sign_key=sign, seal_key=seal)
    )


def revoke(connection: Connection, device: uuid.UUID, now: datetime) -> None:
    """From now on this device's new packages are refused."""
    connection.execute(
        update(unit_devices).where(unit_devices.c.uuid == device).values(revoked_at=now)
    )


def enrol(
    connection: Connection, record: Record, origin: Origin, known: Device | None, now: datetime
) -> Device:
    """Accepts a device that shows the secret of an invitation. Raises PackageRefused.

    The same device may show its invitation again (its first chain was lost); a new invitation
    gives a ``known`` device new keys and lifts a revocation.
    """
    content = record.content
    sign, seal = content["sign"], content["seal"]
    if sign != origin.key or not (is_public_key(sign) and is_recipient(seal)):
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    _use_invitation(connection, record, origin, known, now)
    if known is not None and known.unit_code != origin.unit:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    desk, name = content["desk"], content["name"]
    device = Device(origin.device, origin.unit, desk, name, sign, seal, now, None)
    values = {"uuid" if key == "id" else key: value for key, value in asdict(device).items()}
    statement = upsert(connection, unit_devices).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["uuid"], set_=values))
    return device


def _use_invitation(
    connection: Connection, record: Record, origin: Origin, known: Device | None, now: datetime
) -> None:
    row = connection.execute(_ONE_INVITATION, {"invitation": record.id}).one_or_none()
    secret = _hash(record.content["secret"])
    if row is None or row.unit_code != origin.unit or row.secret_sha256 != secret:
        raise PackageRefused(PackageProblem.INVITATION_UNKNOWN)
    if row.used_by is not None:
        again = row.used_by == origin.device and known is not None and known.revoked_at is None
        if not (again and known is not None and known.sign_key == record.content["sign"]):
            raise PackageRefused(PackageProblem.INVITATION_USED)
        return
    if row.expires_at <= now:
        raise PackageRefused(PackageProblem.INVITATION_EXPIRED, expires=row.expires_at)
    used = {"invitation": record.id, "now": now, "device": origin.device}
    connection.execute(_USED, used)


_ONE_INVITATION = select(invitations).where(invitations.c.id == bindparam("invitation"))
_USED = (
    update(invitations)
    .where(invitations.c.id == bindparam("invitation"))
    .values(used_at=bindparam("now"), used_by=bindparam("device"))
)


def _device(row: Any) -> Device:
    return Device(
        row.uuid,
        row.unit_code,
        row.desk_number,
        row.name,
        row.sign_key,
        row.seal_key,
        row.enrolled_at,
        row.revoked_at,
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
