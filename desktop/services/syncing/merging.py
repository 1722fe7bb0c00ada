"""Merging versions of shared records: what stands, what lost, what came from what.

The rule itself is ``desktop.domain.desks``; here it meets the tables. A local change gets its
version when it is first needed: when it is packed, or when another desk's version arrives.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.desks import DeskKind, Version, grown_past, merge, seed_id, version_id
from desktop.models.assessments import assessments
from desktop.models.desks import desk_losers, desk_versions
from desktop.models.journal import outbox
from desktop.models.offices import devices
from desktop.models.prepared import PreparedInsert, first_value, run
from desktop.services.office import Work
from desktop.services.outcomes import Change
from desktop.services.syncing.desk_applying import KeyChanges, lay_shared
from desktop.services.syncing.desk_bodies import Shared
from desktop.services.syncing.desk_dossiers import (
    add_what_happened,
    dossier_bodies,
    lay_dossier,
)
from desktop.services.syncing.desk_tables import BY_KIND
from desktop.services.syncing.links import this_device


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


class Merger:
    """Takes in records inside one transaction."""

    def __init__(self, work: Work, read_shared: Callable[[], list[Shared]]) -> None:
        self._work = work
        self._read_shared = read_shared
        self._me = this_device(work.connection)
        self._rows: dict[UUID, int] = {}
        self._seen = 0
        self._losing = records_with_losers(work.connection)
        self.keys = KeyChanges()
        self.news = 0
        self.conflicts = 0

    @cached_property
    def _shared(self) -> dict[tuple[DeskKind, UUID], Shared]:
        """What stands here beside the dossiers; read once, and only when it is needed."""
        return {(shared.kind, shared.id): shared for shared in self._read_shared()}

    def take_in(self, told: Told) -> bool:
        """Whether the version was news. Raises CannotTakeIn, MustWait."""
        current = self._seal_current(told.kind, told.id)
        losers = self._open_losers(told.kind, told.id)
        heads = [head.version for head in (*([current] if current else []), *losers)]
        found = merge(heads, told.version)
        if not found.is_news:
            self._seen = max(self._seen, told.version.counter)
            return False
        standing = {head.id for head in found.heads}
        self._close_losers(told, losers, standing)
        kept = [loser for loser in losers if loser.version.id in standing]
        if current is not None and current.version.id in standing:
            kept.append(whole(self._work.connection, current))
        self._place(told, current, kept, found.winner)
        self._seen = max(self._seen, told.version.counter)
        self.news += 1
        return True

    def note_seen(self) -> None:
        """From now on this office's own revisions are above all that were taken in."""
        run(self._work.connection, _SEE, (self._seen, self._seen))

    def _place(self, told: Told, current: Told | None, kept: list[Told], winner: Version) -> None:
        """Lays the winner into the register and keeps the others as losing versions."""
        everybody = {head.version.id: head for head in (*kept, told)}
        first = everybody.pop(winner.id)
        if current is None or current.version.id != winner.id:
            if current is None or _says_more(first, current):
                self._lay(first)
            write_version(self._work.connection, first)
            if (first.kind, first.id) in self._losing:
                forget_loser(self._work.connection, first)
        for loser in everybody.values():
            same = loser.sha256 == first.sha256
            self._losing.add((loser.kind, loser.id))
            self.conflicts += keep_loser(self._work, loser, settled=same) and not same
        if everybody and told.kind is DeskKind.DOSSIER:
            self._add_up(first, sorted(everybody.values(), key=lambda head: head.version))

    def _add_up(self, first: Told, losers: list[Told]) -> None:
        """History and files of all that stand; the winner speaks last."""
        number = first_value(
            self._work.connection, "SELECT id FROM dossiers WHERE uuid = ?", (first.id.bytes,)
        )
        for head in (*losers, first):
            assert head.body is not None
            add_what_happened(self._work, number, first.id, head.body, decides=True)

    def _lay(self, told: Told) -> None:
        work, version = self._work, told.version
        if told.kind is DeskKind.DOSSIER:
            assert told.body is not None
            by = self._device_row(UUID(version.device))
            lay_dossier(work, told.id, told.body, version.counter, by)
            self._tell_province(told)
            work.changes.add(Change.DOSSIERS)
        else:
            here = self._shared.get((told.kind, told.id))
            bodies = told.body, here.body if here is not None else None
            lay_shared(work, told.kind, told.id, bodies, self.keys)
            self._tell_province(told)
            self._shared[(told.kind, told.id)] = Shared(told.kind, told.id, told.label, told.body)

    def _tell_province(self, told: Told) -> None:
        """What a desk without a way of its own has written goes the way of this one."""
        named = _at_province(self._work.connection, told)
        if named is None:
            return
        kind, record = named
        values = {
            "record_kind": kind,
            "record_uuid": record,
            "revision": told.version.counter,
            "queued_at": self._work.now,
        }
        _QUEUE.run(self._work.connection, values)

    def _open_losers(self, kind: DeskKind, record: UUID) -> list[Told]:
        """Hardly any record has some: only those that have are asked for."""
        if (kind, record) not in self._losing:
            return []
        return open_losers(self._work.connection, kind, record)

    def _seal_current(self, kind: DeskKind, record: UUID) -> Told | None:
        """What stands here, with a version also for what was changed since the last package."""
        connection = self._work.connection
        if kind is DeskKind.DOSSIER:
            found = current_dossier(connection, record)
        elif (shared := self._shared.get((kind, record))) is not None:
            known = read_version(connection, kind, record)
            self.note_seen()
            found = shared_version(known, shared, self._work.revision(), self._me)
        else:
            found = None
        if found is None:
            return None
        told, is_new = found
        if is_new:
            told = replace(told, is_told=False)
            write_version(connection, told)
        return told

    def _close_losers(self, told: Told, losers: list[Told], standing: set[str]) -> None:
        """A version that came from a losing one has settled it."""
        gone = [loser.version.id for loser in losers if loser.version.id not in standing]
        if gone:
            settle_losers(self._work, told.kind, told.id, gone)

    def _device_row(self, device: UUID) -> int:
        if device not in self._rows:
            found = select(devices.c.id).where(devices.c.uuid == device)
            self._rows[device] = self._work.connection.execute(found).scalar_one()
        return self._rows[device]


def _says_more(first: Told, current: Told) -> bool:
    """Equal content still needs its own history and revision, or says who wrote it and when.

    Not so what ships with the program: every desk has laid it in by itself.
    """
    if first.kind is DeskKind.DOSSIER:
        return True
    return first.body != current.body if first.kind in BY_KIND else first.sha256 != current.sha256


def _at_province(connection: Connection, told: Told) -> tuple[str, UUID] | None:
    """Under which kind and id the province knows a record; None for what it never sees."""
    if told.kind is DeskKind.DOSSIER:
        return "dossier", told.id
    body = told.body or {}
    if told.kind is DeskKind.EXPLANATION and body["sent"] is not None:
        return "explanation", UUID(body["uuid"])
    if told.kind is DeskKind.SUBMISSION:
        year, code = body["assessment_id"]
        query = select(assessments.c.uuid).where(
            assessments.c.year == year, assessments.c.set_code == code
        )
        return "assessment", connection.execute(query).scalar_one()
    return None


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
_SEE = "UPDATE offices SET revision = ? WHERE revision < ?"
_QUEUE = PreparedInsert(
    outbox,
    "ON CONFLICT (record_kind, record_uuid) DO UPDATE SET revision = excluded.revision",
)
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
