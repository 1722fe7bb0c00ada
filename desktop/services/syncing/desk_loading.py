"""What one package for the other desks holds: what changed here, or all, for a desk that asked.

A package is read as a whole in one go, so it is bounded: what does not fit goes with the next.
What was left out is known by its versions; how far an answer has come is known to the process
alone. One that is cut short begins anew: what is told twice changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Select, or_, select

from desktop.domain.desks import DeskKind
from desktop.domain.packages import MIB
from desktop.models.desks import desk_losers, desk_sent_files, desk_versions
from desktop.models.dossiers import attachments, blobs, dossiers
from desktop.models.journal import audit_entries
from desktop.models.offices import devices, offices
from desktop.models.prepared import run
from desktop.security.key_file import KeyFile
from desktop.services.declaration_templates import TEMPLATES_KEY
from desktop.services.syncing.desk_applying import removed_body
from desktop.services.syncing.desk_bodies import Shared, shared_records
from desktop.services.syncing.desk_dossiers import dossier_bodies
from desktop.services.syncing.desk_news import (
    announcement,
    audit_records,
    last_audit_entry,
    roster,
    way_changed,
)
from desktop.services.syncing.desk_tables import REMOVABLE
from desktop.services.syncing.desk_versions import (
    Told,
    dossier_revisions,
    dossier_version,
    read_versions,
    shared_version,
    told_of_loser,
)
from desktop.services.syncing.desks import Chain, Peer
from desktop.services.syncing.links import this_device
from desktop.services.syncing.scan_records import untold_deliveries
from desktop.sync.records import Record

MOST_DOSSIERS = 4_000
MOST_FILES = 1_000
MOST_FILES_BYTES = 64 * MIB
MOST_DELIVERIES = 50_000
# The audit's name for taking in a package of another desk.
TAKE_IN = "desks.take_in"
_BLOCK = 400


@dataclass
class Answer:
    """How far the answer to desks that asked for everything has come."""

    # Ids of the records beside the dossiers, and names of the files, that were told in it.
    told: set[uuid.UUID] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    # Dossiers up to this row number were told, and delivered scans up to this name.
    after: int = 0
    delivered: str = ""


@dataclass
class Load:
    """What one package holds, and what has to be remembered of it."""

    counter: int
    news: list[Record] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    new: list[Told] = field(default_factory=list)
    # Names in the office's store, and what people call them.
    files: list[tuple[str, str]] = field(default_factory=list)
    audit: Iterable[Record] = ()
    audit_until: int = 0
    # Scans that the province has through this desk, which the others do not know yet.
    delivered: list[str] = field(default_factory=list)
    is_last: bool = True
    # After this package the answer stands here; for dossiers, as ``Answer.after``.
    after: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.told or self.news or self.audit)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of this desk: its own news, or everything for these desks."""

    peers: tuple[Peer, ...]
    chain: Chain
    asking: list[Peer]
    answer: Answer

    @property
    def mine(self) -> Peer:
        """This desk."""
        return next(peer for peer in self.peers if peer.is_me)


class _Room:
    """What still fits beside what is in the package; one record always does."""

    def __init__(self, load: Load, sent: set[str]) -> None:
        self._load, self._sent = load, sent
        self._bytes = 0

    def take(self, files: Sequence[tuple[str, str, int]]) -> bool:
        """Takes a record's files that were not sent before; False where they do not fit."""
        new = {blob: (name, size) for blob, name, size in files if blob not in self._sent}
        size = self._bytes + sum(size for _, size in new.values())
        count = len(self._load.files) + len(new)
        if self._load.files and new and (size > MOST_FILES_BYTES or count > MOST_FILES):
            return False
        self._bytes = size
        self._sent |= new.keys()
        self._load.files += [(blob, name) for blob, (name, _) in new.items()]
        return True


def something_happened(connection: Connection, chain: Chain) -> bool:
    """Whether anything was written here since the last package: each command leaves an entry.

    Taking in what others wrote is no news to them, and would be answered without end.
    """
    if chain.next_number == 1:
        return True
    entry = audit_entries.c
    query = select(entry.id).where(entry.id > chain.audit_sent, entry.action != TAKE_IN)
    if connection.execute(query.limit(1)).first() is not None:
        return True
    return any(
        connection.execute(select(table.c.kind).where(table.c.told.is_(False)).limit(1)).first()
        for table in (desk_versions, desk_losers)
    )


def load_package(connection: Connection, keys: KeyFile, asked: Asked) -> Load:
    """Reads what the next package holds. A dossier follows the procedures it refers to."""
    me, chain, everything = this_device(connection), asked.chain, bool(asked.asking)
    counter = connection.execute(select(offices.c.revision)).scalar_one() + 1
    load = Load(counter, after=asked.answer.after, audit_until=chain.audit_sent)
    room = _Room(load, _sent_files(connection, asked))
    if everything or chain.next_number == 1 or _shared_may_have_changed(connection, chain):
        _add_shared(connection, keys, me, load, room, asked)
    if load.is_last:
        _add_dossiers(connection, me, load, room, asked)
    if load.is_last:
        _add_deliveries(connection, load, asked)
    if load.is_last:
        _add_losers(connection, load, everything=everything)
        _add_audit(connection, me, load, asked)
    if chain.next_number == 1 or load.delivered or way_changed(connection, asked.mine):
        load.news.insert(0, announcement(connection, asked.mine, chain, load.delivered))
    if not load.is_empty and asked.mine.is_lead:
        load.news.insert(0, roster(me, asked.peers))
    return load


def everything_shared(connection: Connection, keys: KeyFile) -> list[Shared]:
    """All records beside the dossiers, and those that were there and are no longer."""
    found = list(shared_records(connection, keys))
    return [*found, *_removed(connection, found)]


def _sent_files(connection: Connection, asked: Asked) -> set[str]:
    if asked.asking:
        return set(asked.answer.files)
    return set(connection.execute(select(desk_sent_files.c.blob)).scalars())


# What a counter does all day touches no people, settings, days or procedures.
_ONLY_DOSSIERS = ("dossier.%", "attachment.%", "print.%", "sync.%", "backup.%", TAKE_IN)


def _shared_may_have_changed(connection: Connection, chain: Chain) -> bool:
    entry = audit_entries.c
    others = [entry.action.not_like(pattern) for pattern in _ONLY_DOSSIERS]
    query = select(entry.id).where(entry.id > chain.audit_sent, *others).limit(1)
    if connection.execute(query).first() is not None:
        return True
    untold = desk_versions.c.told.is_(False), desk_versions.c.kind != DeskKind.DOSSIER
    return connection.execute(select(desk_versions.c.kind).where(*untold)).first() is not None


def _add_shared(
    connection: Connection, keys: KeyFile, me: uuid.UUID, load: Load, room: _Room, asked: Asked
) -> None:
    """In the order in which it is taken in; the first that does not fit ends the package."""
    known, order = read_versions(connection), {kind: n for n, kind in enumerate(DeskKind)}
    everything = bool(asked.asking)
    for shared in sorted(everything_shared(connection, keys), key=lambda one: order[one.kind]):
        told, is_new = shared_version(known.get((shared.kind, shared.id)), shared, load.counter, me)
        is_news = is_new or not told.is_told
        is_wanted = everything and told.version.counter and told.id not in asked.answer.told
        if not (is_news or is_wanted):
            continue
        # What is no news, the lead desk has: one copy of its file is enough.
        named = _named_files(told) if is_news or asked.mine.is_lead else []
        if not room.take(_with_sizes(connection, named)):
            load.is_last = False
            return
        load.told.append(told)
        if is_news:
            load.new.append(told)


def _removed(connection: Connection, found: list[Shared]) -> Iterator[Shared]:
    here = {shared.id for shared in found}
    query = select(desk_versions.c.kind, desk_versions.c.record_uuid, desk_versions.c.label)
    for row in connection.execute(query.where(desk_versions.c.kind.in_(REMOVABLE))):
        if row.record_uuid not in here:
            kind = DeskKind(row.kind)
            yield Shared(kind, row.record_uuid, row.label, removed_body(kind, row.label))


_CHANGED = (
    "SELECT d.uuid FROM dossiers d JOIN devices v ON v.id = d.revision_device"
    " LEFT JOIN desk_versions s ON s.kind = 'desk_dossier' AND s.record_uuid = d.uuid"
    " WHERE s.version IS NULL OR s.told = 0 OR s.counter <> d.revision OR s.device <> v.uuid"
)


def _add_dossiers(
    connection: Connection, me: uuid.UUID, load: Load, room: _Room, asked: Asked
) -> None:
    """Changed dossiers; for a desk that asked, all (the lead desk) or all of this desk's own.

    The lead desk answers with everything it knows; what it does not know yet, its author tells.
    """
    places = {uuid.UUID(bytes=row[0]): 0 for row in run(connection, _CHANGED)}
    if asked.asking and len(places) < MOST_DOSSIERS:
        query = _to_answer(me, asked).limit(MOST_DOSSIERS - len(places) + 1)
        for row in connection.execute(query):
            places.setdefault(row.uuid, row.id)
    wanted = list(places)[:MOST_DOSSIERS]
    fitting = list(_fitting(connection, wanted, room))
    load.is_last = len(fitting) == len(places)
    load.after = max([load.after, *(places[record] for record in fitting)])
    revisions = dossier_revisions(connection, fitting)
    for shared in dossier_bodies(connection, fitting):
        told, is_new = dossier_version(connection, shared, *revisions[shared.id])
        load.told.append(told)
        if is_new or not told.is_told:
            load.new.append(told)


def _to_answer(me: uuid.UUID, asked: Asked) -> Select[tuple[uuid.UUID, int]]:
    query = select(dossiers.c.uuid, dossiers.c.id).where(dossiers.c.id > asked.answer.after)
    if not asked.mine.is_lead:
        mine = select(devices.c.id).where(devices.c.uuid == me)
        query = query.where(dossiers.c.revision_device == mine.scalar_subquery())
    return query.order_by(dossiers.c.id)


def _fitting(connection: Connection, ids: list[uuid.UUID], room: _Room) -> Iterator[uuid.UUID]:
    """The dossiers in order, up to the first whose files do not fit."""
    for start in range(0, len(ids), _BLOCK):
        block = ids[start : start + _BLOCK]
        files: dict[uuid.UUID, list[tuple[str, str, int]]] = {}
        query = (
            select(dossiers.c.uuid, attachments.c.blob, attachments.c.file_name, attachments.c.size)
            .join(dossiers, dossiers.c.id == attachments.c.dossier_id)
            .where(dossiers.c.uuid.in_(block))
        )
        for record, *file in connection.execute(query):
            files.setdefault(record, []).append((file[0], file[1], file[2]))
        for record in block:
            if not room.take(files.get(record, ())):
                return
            yield record


def _add_deliveries(connection: Connection, load: Load, asked: Asked) -> None:
    """In turns: a unit of many years has delivered more scans than one record may name."""
    found = untold_deliveries(
        connection,
        MOST_DELIVERIES + 1,
        everything=bool(asked.asking),
        after=asked.answer.delivered,
    )
    load.delivered = found[:MOST_DELIVERIES]
    load.is_last = len(found) <= MOST_DELIVERIES


def _add_losers(connection: Connection, load: Load, *, everything: bool) -> None:
    """Versions that lost here before any other desk had heard of them."""
    unheard = desk_losers.c.told.is_(False)
    still_open = desk_losers.c.settled_at.is_(None)
    query = select(desk_losers).where(or_(unheard, still_open) if everything else unheard)
    load.told.extend(told_of_loser(row) for row in connection.execute(query))


def _add_audit(connection: Connection, me: uuid.UUID, load: Load, asked: Asked) -> None:
    """This desk's own entries since the last package; the lead desk answers with all it holds."""
    load.audit_until = last_audit_entry(connection)
    everything = bool(asked.asking) and asked.mine.is_lead
    if everything or load.audit_until > asked.chain.audit_sent:
        after = 0 if everything else asked.chain.audit_sent
        load.audit = audit_records(connection, me, after, others_too=everything)


def _named_files(told: Told) -> list[tuple[str, str]]:
    """Evidence, and the unit's own Word templates."""
    body = told.body or {}
    if told.kind is DeskKind.EVIDENCE and "blob" in body:
        return [(str(body["blob"]), str(body["file_name"]))]
    if told.kind is DeskKind.SETTING and body.get("key") == TEMPLATES_KEY:
        return [(str(one["blob"]), str(one["name"])) for one in body["value"] or ()]
    return []


def _with_sizes(connection: Connection, named: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    if not named:
        return []
    query = select(blobs.c.name, blobs.c.size).where(blobs.c.name.in_([blob for blob, _ in named]))
    sizes = {row.name: row.size for row in connection.execute(query)}
    return [(blob, name, sizes.get(blob, 0)) for blob, name in named]
