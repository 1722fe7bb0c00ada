"""What a desk tells beside its records: who it is, who belongs to the office, its audit chain."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.desks import DeskKind
from desktop.models.desks import (
    desk_audit,
)
from desktop.models.journal import audit_entries
from desktop.services.syncing.desk_bodies import body_sha256, named_id
from desktop.services.syncing.desk_invitations import told_peer
from desktop.services.syncing.desk_joining import INVITATION_ID, INVITATION_SECRET
from desktop.services.syncing.desks import (
    Chain,
    Peer,
)
from desktop.services.syncing.links import read_link, read_secret
from desktop.sync.records import Record, Revision

_AUDIT_IN_RECORD = 400
_NO_VERSION = "0" * 32


def last_audit_entry(connection: Connection) -> int:
    """The number of this desk's newest audit entry, 0 for none."""
    return connection.execute(select(func.max(audit_entries.c.id))).scalar_one() or 0


def audit_records(
    connection: Connection, me: uuid.UUID, after: int, *, others_too: bool
) -> Iterator[Record]:
    """This desk's own audit entries after a number; those of the other desks all, or not at all.

    Read as they are taken: a register of years has more of them than memory should hold.
    """
    own = select(audit_entries).where(audit_entries.c.id > after).order_by(audit_entries.c.id)
    for rows in connection.execute(own).partitions(_AUDIT_IN_RECORD):
        yield _audit_record(me, [_entry(row.id, row) for row in rows])
    if not others_too:
        return
    others = select(desk_audit).order_by(desk_audit.c.device, desk_audit.c.entry_id)
    for device, entries in groupby(connection.execute(others), key=lambda row: row.device):
        while block := list(islice(entries, _AUDIT_IN_RECORD)):
            yield _audit_record(device, [_entry(row.entry_id, row) for row in block])


def _entry(number: int, row: Any) -> list[Any]:
    at = int(row.at.timestamp())
    return [number, at, row.user_name, row.action, row.subject, row.detail, row.hash.hex()]


def _audit_record(device: uuid.UUID, block: list[list[Any]]) -> Record:
    name = f"{device}:{block[0][0]}:{block[-1][-1]}"
    body = {"device": str(device), "entries": block}
    return _news(DeskKind.AUDIT, named_id(DeskKind.AUDIT, name), device, body)


def way_changed(connection: Connection, mine: Peer) -> bool:
    """Whether the others do not know yet that this desk has a way to the province, or has none."""
    return mine.has_way != (read_link(connection) is not None)


def announcement(connection: Connection, mine: Peer, chain: Chain, delivered: list[str]) -> Record:
    """Who this desk is, whether it asks for everything, and what the province has through it."""
    body = {
        "way": read_link(connection) is not None,
        "delivered": delivered,
        "desk": mine.desk_number,
        "name": mine.name,
        "sign": mine.sign,
        "seal": mine.seal,
        "asked": chain.asked,
        "invitation": read_secret(connection, INVITATION_ID),
        "secret": read_secret(connection, INVITATION_SECRET),
    }
    return _news(DeskKind.DEVICE, mine.device, mine.device, body)


def roster(me: uuid.UUID, peers: tuple[Peer, ...]) -> Record:
    """Who belongs to the office; only the founding desk is believed."""
    return _news(DeskKind.ROSTER, me, me, {"desks": [told_peer(peer) for peer in peers]})


def _news(kind: DeskKind, record: uuid.UUID, device: uuid.UUID, body: dict[str, Any]) -> Record:
    content = {
        "label": "",
        "version": _NO_VERSION,
        "past": [],
        "sha256": body_sha256(body),
        "body": body,
    }
    return Record(kind, record, Revision(0, device), content)
