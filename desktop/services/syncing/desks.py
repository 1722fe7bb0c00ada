"""The desks of one unit: who they are, their keys, which row of packages this one writes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.desks import desk_chains, desk_peers
from desktop.models.offices import devices, offices, restores
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.links import DeviceKeys, read_secret, this_device, write_secret
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey

DESK_SIGNING_KEY = "desk_signing_key"
DESK_SEAL_IDENTITY = "desk_seal_identity"


@dataclass(frozen=True, slots=True)
class Peer:
    """One desk of the unit. ``asked`` differs from ``answered`` while it waits for everything.

    ``seen`` is what it last said it has read: chain to number; ``seen_at`` when it said so.
    """

    device: uuid.UUID
    desk_number: int
    name: str
    sign: str
    seal: str
    is_founder: bool
    joined_at: datetime
    revoked_at: datetime | None
    asked: str
    answered: str
    seen: dict[str, int]
    seen_at: datetime | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """This desk's row of packages."""

    chain: uuid.UUID
    next_number: int
    last_manifest: str | None
    audit_sent: int
    asked: str


def list_desks(office: Office) -> tuple[Peer, ...]:
    """Every desk of the unit by number; empty while this is the only one there ever was."""
    with office.reading() as connection:
        return read_peers(connection)


def read_peers(connection: Connection) -> tuple[Peer, ...]:
    """The same inside a transaction."""
    me = this_device(connection)
    rows = connection.execute(select(desk_peers).order_by(desk_peers.c.desk_number))
    return tuple(_peer(row, me) for row in rows)


def active_others(peers: tuple[Peer, ...]) -> list[Peer]:
    """The other desks that may read."""
    return [peer for peer in peers if not peer.is_me and peer.revoked_at is None]


def require_desks(office: Office) -> tuple[Peer, ...]:
    """The desks. Raises RuleViolation(NO_OTHER_DESKS)."""
    peers = list_desks(office)
    if not peers:
        raise RuleViolation(Rule.NO_OTHER_DESKS)
    return peers


def require_founder(peers: tuple[Peer, ...]) -> None:
    """Raises RuleViolation(NOT_FOUNDING_DESK): numbers come from one place."""
    founder = next((peer for peer in peers if peer.is_founder), None)
    if founder is not None and not founder.is_me:
        raise RuleViolation(Rule.NOT_FOUNDING_DESK, founder=founder.desk_number)


def found_desks(work: Work) -> None:
    """Makes this office the founding desk, once."""
    connection = work.connection
    if connection.execute(select(desk_peers.c.device)).first() is not None:
        return
    keys = make_desk_keys(connection)
    device = connection.execute(
        select(devices).join(offices, offices.c.device_id == devices.c.id)
    ).one()
    write_peer(
        connection,
        {
            "device": device.uuid,
            "desk_number": device.desk_number,
            "name": device.name,
            "sign_key": keys.signing.public,
            "seal_key": recipient_of(keys.identity),
            "is_founder": True,
            "joined_at": work.now,
        },
    )
    begin_desk_chain(work, asked="")


def make_desk_keys(connection: Connection) -> DeviceKeys:
    """New keys of this desk, kept in the encrypted database."""
    signing, identity = SigningKey.new(), new_identity()
    write_secret(connection, DESK_SIGNING_KEY, signing.text)
    write_secret(connection, DESK_SEAL_IDENTITY, identity)
    return DeviceKeys(signing, identity)


def desk_keys(connection: Connection) -> DeviceKeys:
    """The keys of this desk."""
    signing = SigningKey.from_text(read_secret(connection, DESK_SIGNING_KEY))
    return DeviceKeys(signing, read_secret(connection, DESK_SEAL_IDENTITY))


def write_peer(connection: Connection, values: dict[str, Any]) -> None:
    """Adds a desk; its device becomes known to the register too."""
    connection.execute(insert(desk_peers).values(values))
    known = select(devices.c.id).where(devices.c.uuid == values["device"])
    if connection.execute(known).first() is None:
        connection.execute(
            insert(devices).values(
                uuid=values["device"],
                desk_number=values["desk_number"],
                name=values["name"],
                created_at=values["joined_at"],
            )
        )


def begin_desk_chain(work: Work, asked: str) -> None:
    """Begins a new row of packages; ``asked``: a word by which others know they must answer."""
    connection = work.connection
    known = connection.execute(select(func.count()).select_from(restores)).scalar_one()
    values = {
        "chain": new_travel_id(),
        "next_number": 1,
        "last_manifest": None,
        "begun_at": work.now,
        "restores": known,
        "asked": asked,
    }
    if connection.execute(select(desk_chains.c.id)).first() is None:
        connection.execute(insert(desk_chains).values(id=1, **values))
    else:
        connection.execute(update(desk_chains).values(values))


def renew_after_restore(work: Work) -> bool:
    """A restored desk begins a new row of packages and asks the others for everything."""
    known = work.connection.execute(select(func.count()).select_from(restores)).scalar_one()
    counted = work.connection.execute(select(desk_chains.c.restores)).scalar_one()
    if known == counted:
        return False
    begin_desk_chain(work, asked=str(new_travel_id()))
    return True


def read_chain(connection: Connection) -> Chain:
    """Where this desk's row of packages stands."""
    row = connection.execute(select(desk_chains)).one()
    return Chain(row.chain, row.next_number, row.last_manifest, row.audit_sent, row.asked)


def office_id(connection: Connection) -> uuid.UUID:
    """The id that all desks of the office share."""
    found: uuid.UUID = connection.execute(select(offices.c.uuid)).scalar_one()
    return found


def revoke_desk(office: Office, desk_number: int) -> Outcome[Peer]:
    """Packages of this desk are read no more, and new ones cannot be opened by it.

    What it had sent before stays. Raises NOT_FOUNDING_DESK, DESK_UNKNOWN.
    """
    office.require(Permission.MANAGE_USERS)
    peers = require_desks(office)
    require_founder(peers)
    peer = next((p for p in peers if p.desk_number == desk_number and not p.is_me), None)
    if peer is None:
        numbers = tuple(p.desk_number for p in peers if not p.is_me)
        raise RuleViolation(Rule.DESK_UNKNOWN, desk=desk_number, desks=numbers)
    with office.command() as work:
        work.connection.execute(
            update(desk_peers)
            .where(desk_peers.c.device == peer.device, desk_peers.c.revoked_at.is_(None))
            .values(revoked_at=work.now)
        )
        work.audit("desks.revoke", str(desk_number))
        return work.outcome(peer, Change.SYNC)


def _peer(row: Any, me: uuid.UUID) -> Peer:
    return Peer(
        row.device,
        row.desk_number,
        row.name,
        row.sign_key,
        row.seal_key,
        row.is_founder,
        row.joined_at,
        row.revoked_at,
        row.asked,
        row.answered,
        row.seen or {},
        row.seen_at,
        row.device == me,
    )
