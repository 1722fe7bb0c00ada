"""Versions of shared records in their tables: which one stands, which ones lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.desks import DeskKind, Version, grown_past, seed_id, version_id
from desktop.models.desks import desk_losers, desk_versions
from desktop.models.prepared import PreparedInsert, run
from desktop.services.office import Work
from desktop.services.syncing.desk_bodies import Shared
from desktop.services.syncing.desk_dossiers import (
    dossier_bodies,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a record as a package tells it."""

    kind: DeskKind
    id: UUID
    version: Version
    past: tuple[str, ...]
    sha256: str
    label: str
    body: dict[str, Any] | None
    # Whether the other desks know this version.
    is_told: bool = True


def current_dossier(connection: Connection, record: UUID) -> tuple[Told, bool] | None:
    """The dossier as it stands, and whether its version is a new one.

    A version that is known comes without its body: few are looked into (``whole``).
    """
    row = run(connection, _REVISION, (record.bytes,)).fetchone()
    if row is None:
        return None
    counter, device, code = row[0], UUID(bytes=row[1]), str(row[2])
    known = read_version(connection, DeskKind.DOSSIER, record)
    if known is not None and (known.counter, known.device) == (counter, device):
        return _known_version(Shared(DeskKind.DOSSIER, record, code, None), known), False
    shared = next(dossier_bodies(connection, [record]))
    return _changed_version(shared, known, counter, device), True


def whole(connection: Connection, told: Told) -> Told:
    """A dossier's standing version with its body."""
    if told.kind is not DeskKind.DOSSIER or told.body is not None:
        return told
    return replace(told, body=next(dossier_bodies(connection, [told.id])).body)


def dossier_revisions(
    connection: Connection, records: Sequence[UUID]
) -> dict[UUID, tuple[int, UUID]]:
    """By whom and at which revision each dossier was written last."""
    found = {}
    for start in range(0, len(records), _BLOCK):
        block = [record.bytes for record in records[start : start + _BLOCK]]
        marks = ", ".join("?" * len(block))
        for counter, device, _code, record in run(connection, f"{_REVISIONS} IN ({marks})", block):
            found[UUID(bytes=record)] = (counter, UUID(bytes=device))
    return found


def dossier_version(
    connection: Connection, shared: Shared, counter: int, device: UUID
) -> tuple[Told, bool]:
    """A dossier's standing version; True when it was changed since its last version."""
    known = read_version(connection, shared.kind, shared.id)
    if known is not None and (known.counter, known.device) == (counter, device):
        return _known_version(shared, known), False
    return _changed_version(shared, known, counter, device), True


def _changed_version(shared: Shared, known: Known | None, counter: int, device: UUID) -> Told:
    past = grown_past(known.past, known.version) if known is not None else []
    return _new_version(shared, counter, device, past)


def shared_version(
    known: Known | None, shared: Shared, counter: int, me: UUID
) -> tuple[Told, bool]:
    """The same for a record without a revision of its own: its content tells of a change."""
    if known is not None and known.sha256 == shared.sha256:
        return _known_version(shared, known), False
    if known is None:
        past = [seed_id(shared.kind, str(shared.id))]
    else:
        past = grown_past(known.past, known.version)
    return _new_version(shared, counter, me, past), True


def _new_version(shared: Shared, counter: int, device: UUID, past: list[str]) -> Told:
    digest = shared.sha256
    made = version_id(shared.kind, str(shared.id), counter, str(device), digest)
    return _told(shared, made, counter, device, past, digest)


def _known_version(shared: Shared, known: Known) -> Told:
    told = _told(shared, known.version, known.counter, known.device, known.past, known.sha256)
    return replace(told, is_told=known.is_told)


def _told(
    shared: Shared, version: str, counter: int, device: UUID, past: list[str], digest: str
) -> Told:
    made = Version(counter, str(device), version, frozenset(past))
    return Told(shared.kind, shared.id, made, tuple(past), digest, shared.label, shared.body)


@dataclass(frozen=True, slots=True)
class Known:
    """The version of a record that stands in the register."""

    version: str
    counter: int
    device: UUID
    past: list[str]
    sha256: str
    is_told: bool


_KNOWN = "SELECT version, counter, device, past, content_sha256, told"
_ONE_KNOWN = f"{_KNOWN} FROM desk_versions WHERE kind = ? AND record_uuid = ?"
_ALL_SHARED = f"{_KNOWN}, kind, record_uuid FROM desk_versions WHERE kind <> 'desk_dossier'"


def read_version(connection: Connection, kind: DeskKind, record: UUID) -> Known | None:
    """A record's standing version, None before its first."""
    row = run(connection, _ONE_KNOWN, (str(kind), record.bytes)).fetchone()
    return None if row is None else _known(row)


def read_versions(connection: Connection) -> dict[tuple[DeskKind, UUID], Known]:
    """The standing versions of everything but the dossiers."""
    rows = run(connection, _ALL_SHARED).fetchall()
    return {(DeskKind(row[6]), UUID(bytes=row[7])): _known(row) for row in rows}


def _known(row: Any) -> Known:
    version, counter, device, past, digest, is_told = row[:6]
    made_by = UUID(bytes=device)
    return Known(version, counter, made_by, json.loads(past), digest, bool(is_told))


_REVISIONS = (
    "SELECT d.revision, v.uuid, d.code, d.uuid FROM dossiers d"
    " JOIN devices v ON v.id = d.revision_device WHERE d.uuid"
)
_REVISION = f"{_REVISIONS} = ?"
_BLOCK = 400
_WRITE = PreparedInsert(
    desk_versions,
    "ON CONFLICT (kind, record_uuid) DO UPDATE SET version = excluded.version,"
    " counter = excluded.counter, device = excluded.device, past = excluded.past,"
    " content_sha256 = excluded.content_sha256, label = excluded.label, told = excluded.told",
)


def write_version(connection: Connection, told: Told) -> None:
    """Remembers which version stands."""
    values = {
        "kind": str(told.kind),
        "record_uuid": told.id,
        "version": told.version.id,
        "counter": told.version.counter,
        "device": UUID(told.version.device),
        "past": list(told.past),
        "content_sha256": told.sha256,
        "label": told.label,
        "told": told.is_told,
    }
    _WRITE.run(connection, values)


def records_with_losers(connection: Connection) -> set[tuple[DeskKind, UUID]]:
    """The records that have versions that lost, settled or not."""
    rows = run(connection, "SELECT DISTINCT kind, record_uuid FROM desk_losers")
    return {(DeskKind(kind), UUID(bytes=record)) for kind, record in rows}


def open_losers(connection: Connection, kind: DeskKind, record: UUID) -> list[Told]:
    """Losing versions that nobody has settled."""
    query = select(desk_losers).where(
        desk_losers.c.kind == kind,
        desk_losers.c.record_uuid == record,
        desk_losers.c.settled_at.is_(None),
    )
    return [told_of_loser(row) for row in connection.execute(query)]


def told_of_loser(row: Any) -> Told:
    """A losing version out of its row."""
    version = Version(row.counter, str(row.device), row.version, frozenset(row.past))
    kind, past, digest = DeskKind(row.kind), tuple(row.past), row.content_sha256
    return Told(kind, row.record_uuid, version, past, digest, row.label, row.body, row.told)


def keep_loser(work: Work, loser: Told, *, settled: bool) -> bool:
    """Keeps a version that does not stand; False when it was kept already."""
    added = work.connection.execute(
        upsert(desk_losers)
        .values(
            kind=loser.kind,
            record_uuid=loser.id,
            version=loser.version.id,
            counter=loser.version.counter,
            device=UUID(loser.version.device),
            past=list(loser.past),
            content_sha256=loser.sha256,
            body=loser.body,
            label=loser.label,
            told=loser.is_told,
            noted_at=work.now,
            settled_at=work.now if settled else None,
        )
        .on_conflict_do_nothing()
    )
    return bool(added.rowcount)


def forget_loser(connection: Connection, told: Told) -> None:
    """A version that stands again is no loser."""
    connection.execute(
        delete(desk_losers).where(
            desk_losers.c.kind == told.kind,
            desk_losers.c.record_uuid == told.id,
            desk_losers.c.version == told.version.id,
        )
    )


def settle_losers(work: Work, kind: DeskKind, record: UUID, versions: list[str]) -> None:
    """Notes that somebody has decided; the versions stay and can be taken back later."""
    work.connection.execute(
        update(desk_losers)
        .where(
            desk_losers.c.kind == kind,
            desk_losers.c.record_uuid == record,
            desk_losers.c.version.in_(versions),
        )
        .values(settled_at=work.now)
    )
