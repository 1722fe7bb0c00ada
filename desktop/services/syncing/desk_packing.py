"""From what changed on this desk to a sealed package for the others; never blocks the counter.

Records are read from one snapshot and sealed; only then a short transaction notes their
versions. A record that changes meanwhile has another revision and travels with the next one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.desks import DeskKind
from desktop.domain.errors import EnvironmentProblem
from desktop.models.desks import (
    desk_chains,
    desk_losers,
    desk_packages,
    desk_peers,
    desk_sent_files,
    desk_versions,
)
from desktop.models.dossiers import attachments, dossiers
from desktop.models.journal import audit_entries
from desktop.models.offices import devices, offices
from desktop.models.prepared import run
from desktop.security import key_file
from desktop.security.blob_store import BlobStore
from desktop.services.attachments import blob_store
from desktop.services.declaration_templates import TEMPLATES_KEY
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.progress import Progress
from desktop.services.syncing.desk_applying import removed_body
from desktop.services.syncing.desk_bodies import Shared, shared_records
from desktop.services.syncing.desk_dossiers import dossier_bodies
from desktop.services.syncing.desk_news import announcement, audit_news, roster
from desktop.services.syncing.desk_tables import REMOVABLE
from desktop.services.syncing.desk_versions import (
    Told,
    dossier_revisions,
    dossier_version,
    read_versions,
    shared_version,
    told_of_loser,
    write_version,
)
from desktop.services.syncing.desks import (
    Chain,
    Peer,
    active_others,
    desk_keys,
    office_id,
    read_chain,
    read_peers,
)
from desktop.services.syncing.links import this_device
from desktop.services.syncing.packing import OUTBOX_NAME
from desktop.sync.desk_places import AMONG_DESKS, DeskPlace
from desktop.sync.manifest import Manifest, Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.records import Record, Revision
from desktop.sync.sealing import recipient_of

STORE_NAME = "desks"
MOST_DOSSIERS = 4_000
# The audit's name for taking in a package of another desk.
TAKE_IN = "desks.take_in"


@dataclass
class _Load:
    """What one package holds, and what has to be remembered of it."""

    news: list[Record] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    new: list[Told] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    audit_until: int = 0
    counter: int = 0
    is_last: bool = True


def store_folder(office: Office, place: DeskPlace) -> Path:
    """Where a desk's package is kept here until every desk has read it."""
    folder = office.folder / OUTBOX_NAME / STORE_NAME / str(place.device) / str(place.chain)
    return folder / f"{place.number:08d}"


def pack_for_desks(office: Office, progress: Progress) -> int:
    """Packs everything the other desks have not been told; gives the number of packages."""
    made = 0
    while True:
        progress.check_cancelled()
        is_last = _pack_one(office)
        if is_last is None:
            return made
        made += 1
        progress.step(made, 0, "Đóng gói cho các quầy")
        if is_last:
            return made


def _pack_one(office: Office) -> bool | None:
    """Packs once; True when nothing more waits, None when nothing waited."""
    keys_here = key_file.load(office.folder)
    with office.reading() as connection:
        peers, chain = read_peers(connection), read_chain(connection)
        asking = [peer for peer in active_others(peers) if peer.asked != peer.answered]
        if not asking and not _something_happened(connection, chain):
            return None
        load = _load(connection, office, keys_here, peers, chain, asking)
        if not (load.told or load.news):
            return None
        manifest = _write(connection, office, peers, chain, load)
    _remember(office, chain, manifest, load, asking)
    return load.is_last


def _something_happened(connection: Connection, chain: Chain) -> bool:
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


def _load(
    connection: Connection,
    office: Office,
    keys: key_file.KeyFile,
    peers: tuple[Peer, ...],
    chain: Chain,
    asking: list[Peer],
) -> _Load:
    me = this_device(connection)
    mine = next(peer for peer in peers if peer.is_me)
    load = _Load()
    load.counter = connection.execute(select(offices.c.revision)).scalar_one() + 1
    if asking or chain.next_number == 1 or _shared_may_have_changed(connection, chain):
        _add_shared(connection, keys, me, load, everything=bool(asking))
    _add_dossiers(connection, peers, load, me, bool(asking), mine.is_lead)
    _add_losers(connection, load, everything=bool(asking))
    _add_files(connection, office, load, everything=bool(asking))
    everything = bool(asking) and mine.is_lead
    entries, load.audit_until = audit_news(connection, me, chain, everything=everything)
    load.news.extend(entries)
    if chain.next_number == 1:
        load.news.insert(0, announcement(connection, mine, chain))
    if (load.news or load.told) and mine.is_lead:
        load.news.insert(0, roster(me, peers))
    return load


def _add_shared(
    connection: Connection,
    keys: key_file.KeyFile,
    me: uuid.UUID,
    load: _Load,
    *,
    everything: bool,
) -> None:
    known = read_versions(connection)
    for shared in everything_shared(connection, keys):
        told, is_new = shared_version(known.get((shared.kind, shared.id)), shared, load.counter, me)
        is_news = is_new or not told.is_told
        if is_news:
            load.new.append(told)
        if is_news or (everything and told.version.counter):
            load.told.append(told)


def everything_shared(connection: Connection, keys: key_file.KeyFile) -> list[Shared]:
    """All records beside the dossiers, and those that were there and are no longer."""
    found = list(shared_records(connection, keys))
    return [*found, *_removed(connection, found)]


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
    connection: Connection,
    peers: tuple[Peer, ...],
    load: _Load,
    me: uuid.UUID,
    asked: bool,
    is_lead: bool,
) -> None:
    """Changed dossiers; for a desk that asked, all (the founder) or all of this desk's own.

    The founder answers with everything it knows; what it does not know yet, its author tells.
    """
    wanted = [uuid.UUID(bytes=row[0]) for row in run(connection, _CHANGED)]
    changed = set(wanted)
    if asked:
        query = select(dossiers.c.uuid)
        if not is_lead:
            mine = select(devices.c.id).where(devices.c.uuid == me)
            query = query.where(dossiers.c.revision_device == mine.scalar_subquery())
        everything = connection.execute(query.order_by(dossiers.c.id)).scalars()
        wanted += [record for record in everything if record not in changed]
    elif len(wanted) > MOST_DOSSIERS:
        wanted, load.is_last = wanted[:MOST_DOSSIERS], False
    revisions = dossier_revisions(connection, wanted)
    for shared in dossier_bodies(connection, wanted):
        told, is_new = dossier_version(connection, shared, *revisions[shared.id])
        load.told.append(told)
        if is_new or not told.is_told:
            load.new.append(told)


def _add_losers(connection: Connection, load: _Load, *, everything: bool) -> None:
    """Versions that lost here before any other desk had heard of them."""
    unheard = desk_losers.c.told.is_(False)
    still_open = desk_losers.c.settled_at.is_(None)
    query = select(desk_losers).where(or_(unheard, still_open) if everything else unheard)
    load.told.extend(told_of_loser(row) for row in connection.execute(query))


def _add_files(connection: Connection, office: Office, load: _Load, *, everything: bool) -> None:
    """Files of the told records that no other desk has been told before."""
    sent = set(connection.execute(select(desk_sent_files.c.blob)).scalars())
    if everything:
        sent = set()
    records = [told.id for told in load.told if told.kind is DeskKind.DOSSIER]
    store = blob_store(office)
    for start in range(0, len(records), 400):
        query = (
            select(attachments.c.blob, attachments.c.file_name)
            .join(dossiers, dossiers.c.id == attachments.c.dossier_id)
            .where(dossiers.c.uuid.in_(records[start : start + 400]))
        )
        named = [tuple(row) for row in connection.execute(query)]
        _add_contents(load, store, named, sent)
    _add_contents(load, store, _named_files(load), sent)


def _add_contents(
    load: _Load, store: BlobStore, named: list[tuple[str, str]], sent: set[str]
) -> None:
    """A file goes once; one that was lost from the disk waits until it is found again."""
    for blob, name in named:
        if blob in sent:
            continue
        with suppress(EnvironmentProblem):
            load.files.append((blob, store.get(blob, name)))
            sent.add(blob)


def _named_files(load: _Load) -> list[tuple[str, str]]:
    """Evidence, and the unit's own Word templates."""
    found = []
    for told in load.told:
        body = told.body or {}
        if told.kind is DeskKind.EVIDENCE and "blob" in body:
            found.append((str(body["blob"]), str(body["file_name"])))
        elif told.kind is DeskKind.SETTING and body.get("key") == TEMPLATES_KEY:
            found += [(str(one["blob"]), str(one["name"])) for one in body["value"] or ()]
    return found


def _record(told: Told) -> Record:
    revision = Revision(told.version.counter, uuid.UUID(told.version.device))
    content = {
        "label": told.label,
        "version": told.version.id,
        "past": list(told.past),
        "sha256": told.sha256,
        "body": told.body,
    }
    return Record(told.kind, told.id, revision, content)


def _write(
    connection: Connection,
    office: Office,
    peers: tuple[Peer, ...],
    chain: Chain,
    load: _Load,
) -> Manifest:
    keys, me = desk_keys(connection), this_device(connection)
    own = recipient_of(keys.identity)
    origin = Origin(office.info.unit_code, me, chain.chain, keys.signing.public)
    now = datetime.fromtimestamp(int(office.now().timestamp()), UTC)
    address = Address(origin, AMONG_DESKS, own, chain.next_number, chain.last_manifest, now)
    place = DeskPlace(str(office_id(connection)), me, chain.chain, chain.next_number)
    readers = tuple(peer.seal for peer in active_others(peers))
    writer = PackageWriter(store_folder(office, place), address, own, keys.signing, readers)
    order = {kind: place for place, kind in enumerate(DeskKind)}
    records = [*load.news, *map(_record, load.told)]
    try:
        for record in sorted(records, key=lambda r: order[DeskKind(r.kind)]):
            writer.add_line(record.kind, record.line())
        for _, content in load.files:
            writer.add_file(content)
        return writer.finish()
    except BaseException:
        writer.drop()
        raise


def _remember(
    office: Office, chain: Chain, manifest: Manifest, load: _Load, asking: list[Peer]
) -> None:
    digest = sha256(manifest.to_bytes())
    with office.command() as work:
        connection = work.connection
        for told in load.new:
            write_version(connection, replace(told, is_told=True))
        _note_losers_told(connection, load)
        _see(connection, load.counter)
        connection.execute(
            insert(desk_packages).values(
                manifest_sha256=digest,
                device=manifest.origin.device,
                chain=chain.chain,
                number=manifest.number,
                items=len(load.told),
                at=work.now,
            )
        )
        values = {"next_number": manifest.number + 1, "last_manifest": digest}
        connection.execute(update(desk_chains).values(**values, audit_sent=load.audit_until))
        for blob, _ in load.files:
            connection.execute(upsert(desk_sent_files).values(blob=blob).on_conflict_do_nothing())
        for peer in asking:
            connection.execute(
                update(desk_peers)
                .where(desk_peers.c.device == peer.device)
                .values(answered=peer.asked)
            )
        work.outcome(None, Change.SYNC)


def _note_losers_told(connection: Connection, load: _Load) -> None:
    versions = [told.version.id for told in load.told if not told.is_told]
    for start in range(0, len(versions), 400):
        mine = desk_losers.c.version.in_(versions[start : start + 400])
        connection.execute(update(desk_losers).where(mine).values(told=True))


def _see(connection: Connection, counter: int) -> None:
    connection.execute(update(offices).where(offices.c.revision < counter).values(revision=counter))
