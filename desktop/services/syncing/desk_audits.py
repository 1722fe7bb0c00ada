"""Proving the audit chains that other desks have told, as this desk proves its own.

A desk that was restored from a backup goes on from an older entry: its chain then has two
branches, and both are whole. What is not there yet is told apart from what was changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from desktop.models.desks import desk_packages
from desktop.models.prepared import run
from desktop.services.audit import hash_after, stored_moment
from desktop.services.office import Office
from desktop.services.syncing.desks import read_peers

_TOLD = (
    "SELECT device, entry_id, hash, at, user_name, action, subject, detail FROM desk_audit"
    " ORDER BY device, entry_id"
)


@dataclass(frozen=True, slots=True)
class ToldChain:
    """Another desk's chain as it lies here.

    ``broken_at``: when the first entry that does not fit was written. ``missing``: how many gaps
    there are; ``is_waiting``: whether packages of the desk are still on their way.
    """

    desk_number: int
    desk_name: str
    entries: int
    missing: int
    broken_at: datetime | None
    is_waiting: bool

    @property
    def ok(self) -> bool:
        """Nothing was changed, and what lacks is still on its way."""
        return self.broken_at is None and (not self.missing or self.is_waiting)


def told_chains(office: Office) -> list[ToldChain]:
    """The chains of all other desks, in the order of their numbers; empty for one desk alone."""
    with office.reading() as connection:
        peers = {peer.device: peer for peer in read_peers(connection)}
        waiting = _with_gaps(connection)
        found = []
        for device, rows in groupby(run(connection, _TOLD), key=lambda row: bytes(row[0])):
            peer = peers.get(uuid.UUID(bytes=device))
            number, name = (peer.desk_number, peer.name) if peer is not None else (0, "?")
            is_waiting = uuid.UUID(bytes=device) in waiting
            found.append(ToldChain(number, name, *_proved(rows), is_waiting))
    return sorted(found, key=lambda chain: chain.desk_number)


def _proved(rows: Iterator[Any]) -> tuple[int, int, datetime | None]:
    """How many entries, how many gaps, and when the first that fits nowhere was written."""
    entries = missing = before = 0
    hashes: set[bytes] = {b""}
    for number, same in groupby(rows, key=lambda row: int(row[1])):
        if number != before + 1:
            # What the entry builds on is not there: it can only be believed, and counted.
            missing += 1
            hashes = set()
        here: set[bytes] = set()
        for _device, _number, told, *content in same:
            if hashes and not any(hash_after(one, tuple(content)) == told for one in hashes):
                return entries, missing, stored_moment(content[0])
            here.add(bytes(told))
            entries += 1
        hashes, before = here, number
    return entries, missing, None


def _with_gaps(connection: Connection) -> set[uuid.UUID]:
    """The desks of which a package lacks before one that is here."""
    p = desk_packages.c
    numbers: dict[tuple[uuid.UUID, uuid.UUID], list[int]] = {}
    for device, chain, number in connection.execute(select(p.device, p.chain, p.number)):
        numbers.setdefault((device, chain), []).append(number)
    return {device for (device, _), known in numbers.items() if len(known) != max(known)}
