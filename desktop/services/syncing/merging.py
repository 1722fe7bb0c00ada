"""Merging versions of shared records: what stands, what lost, what came from what.

The rule itself is ``desktop.domain.desks``; here it meets the tables. A local change gets its
version when it is first needed: when it is packed, or when another desk's version arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.desks import DeskKind, Version, merge
from desktop.models.assessments import assessments
from desktop.models.journal import outbox
from desktop.models.offices import devices
from desktop.models.prepared import PreparedInsert, first_value, run
from desktop.services.office import Work
from desktop.services.outcomes import Change
from desktop.services.syncing.desk_applying import KeyChanges, lay_shared
from desktop.services.syncing.desk_bodies import Shared
from desktop.services.syncing.desk_dossiers import (
    add_what_happened,
    lay_dossier,
)
from desktop.services.syncing.desk_shapes import check_dossier
from desktop.services.syncing.desk_tables import BY_KIND
from desktop.services.syncing.desk_versions import (
    Told,
    current_dossier,
    forget_loser,
    keep_loser,
    open_losers,
    read_version,
    records_with_losers,
    settle_losers,
    shared_version,
    whole,
    write_version,
)
from desktop.services.syncing.links import this_device


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
        if told.kind is DeskKind.DOSSIER:
            check_dossier(told.body)
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


_SEE = "UPDATE offices SET revision = ? WHERE revision < ?"
_QUEUE = PreparedInsert(
    outbox,
    "ON CONFLICT (record_kind, record_uuid) DO UPDATE SET revision = excluded.revision",
)
