"""The desks of one unit: who they are, their keys, which row of packages this one writes."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.models.desks import desk_chains, desk_peers
from desktop.models.offices import devices, offices, restores
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.syncing.links import DeviceKeys, read_secret, this_device, write_secret
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey

DESK_SIGNING_KEY = "desk_signing_key"
DESK_SEAL_IDENTITY = "desk_seal_identity"
_FORMER_IDENTITIES = "desk_former_identities"


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
    leads: bool = False
    key_epoch: int = 0
    claimed_key: str | None = None
    has_way: bool = False

    @property
    def is_lead(self) -> bool:
        """Whether this desk says who belongs to the office: the founding one, or its successor."""
        return self.revoked_at is None and (self.is_founder or self.leads)


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
    leaders = [peer for peer in peers if peer.is_lead]
    if leaders and not any(peer.is_me for peer in leaders):
        raise RuleViolation(Rule.NOT_FOUNDING_DESK, founder=leaders[0].desk_number)


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


def desk_identities(connection: Connection) -> list[str]:
    """Every identity this desk has ever had, the present one first: old packages still open."""
    kept = read_secret(connection, _FORMER_IDENTITIES)
    return [read_secret(connection, DESK_SEAL_IDENTITY), *(json.loads(kept) if kept else ())]


def renew_desk_keys(connection: Connection) -> tuple[DeviceKeys, DeviceKeys]:
    """New keys in place of the old ones, which stay for reading; gives both, old and new."""
    identities, old = desk_identities(connection), desk_keys(connection)
    write_secret(connection, _FORMER_IDENTITIES, json.dumps(identities))
    return old, make_desk_keys(connection)


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
        row.leads,
        row.key_epoch,
        row.claimed_key,
        row.has_way,
    )
