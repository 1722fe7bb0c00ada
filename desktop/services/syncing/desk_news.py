"""What a desk tells beside its records: who it is, who belongs to the office, its audit chain."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

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


def audit_news(
    connection: Connection, me: uuid.UUID, chain: Chain, *, everything: bool
) -> tuple[list[Record], int]:
    """This desk's own audit entries since the last package, and up to which they go.

    For a desk that asked: all entries of all desks that are known here.
    """
    first = 0 if everything else chain.audit_sent
    own = select(audit_entries).where(audit_entries.c.id > first).order_by(audit_entries.c.id)
    rows = connection.execute(own).all()
    until = rows[-1].id if rows else chain.audit_sent
    found = list(_audit_records(me, [_entry(row.id, row) for row in rows]))
    if everything:
        others = select(desk_audit).order_by(desk_audit.c.device, desk_audit.c.entry_id)
        by_device: dict[uuid.UUID, list[list[Any]]] = {}
        for row in connection.execute(others):
            by_device.setdefault(row.device, []).append(_entry(row.entry_id, row))
        for device, entries in by_device.items():
            found.extend(_audit_records(device, entries))
    return found, until


def _entry(number: int, row: Any) -> list[Any]:
    at = int(row.at.timestamp())
    return [number, at, row.user_name, row.action, row.subject, row.detail, row.hash.hex()]


def _audit_records(device: uuid.UUID, entries: list[list[Any]]) -> Iterator[Record]:
    for start in range(0, len(entries), _AUDIT_IN_RECORD):
        block = entries[start : start + _AUDIT_IN_RECORD]
        name = f"{device}:{block[0][0]}:{block[-1][-1]}"
        body = {"device": str(device), "entries": block}
        yield _news(DeskKind.AUDIT, named_id(DeskKind.AUDIT, name), device, body)


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
