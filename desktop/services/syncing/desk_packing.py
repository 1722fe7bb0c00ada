"""From what changed on this desk to a sealed package for the others; never blocks the counter.

Records are read from one snapshot and sealed; only then a short transaction notes their
versions. A record that changes meanwhile has another revision and travels with the next one.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.desks import DeskKind
from desktop.domain.errors import EnvironmentProblem
from desktop.models.desks import (
    desk_chains,
    desk_losers,
    desk_packages,
    desk_peers,
    desk_sent_files,
)
from desktop.models.offices import offices
from desktop.security import key_file
from desktop.services.attachments import blob_store
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.progress import Progress
from desktop.services.syncing.desk_loading import (
    Answer,
    Asked,
    Load,
    load_package,
    something_happened,
)
from desktop.services.syncing.desk_versions import Told, write_version
from desktop.services.syncing.desks import (
    Peer,
    active_others,
    desk_keys,
    office_id,
    read_chain,
    read_peers,
)
from desktop.services.syncing.links import read_link, this_device
from desktop.services.syncing.packing import OUTBOX_NAME
from desktop.services.syncing.scan_records import note_deliveries
from desktop.sync.desk_places import AMONG_DESKS, DeskPlace
from desktop.sync.manifest import Manifest, Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.records import Record, Revision
from desktop.sync.sealing import recipient_of

STORE_NAME = "desks"


def store_folder(office: Office, place: DeskPlace) -> Path:
    """Where a desk's package is kept here until every desk has read it."""
    folder = office.folder / OUTBOX_NAME / STORE_NAME / str(place.device) / str(place.chain)
    return folder / f"{place.number:08d}"


def pack_for_desks(office: Office, progress: Progress) -> int:
    """Packs everything the other desks have not been told; gives the number of packages."""
    made, answer = 0, Answer()
    while True:
        progress.check_cancelled()
        load = _pack_one(office, answer)
        if load is None:
            return made
        made += 1
        progress.step(made, 0, "Đóng gói cho các quầy")
        if load.is_last:
            return made


def _pack_one(office: Office, answer: Answer) -> Load | None:
    """Packs once; None when nothing waited."""
    keys_here = key_file.load(office.folder)
    with office.reading() as connection:
        peers, chain = read_peers(connection), read_chain(connection)
        asking = [peer for peer in active_others(peers) if peer.asked != peer.answered]
        if not asking and not something_happened(connection, chain):
            return None
        asked = Asked(peers, chain, asking, answer)
        load = load_package(connection, keys_here, asked)
        written = None if load.is_empty else _write(connection, office, asked, load)
    if written is None:
        if asking:
            with office.command() as work:
                _note_answered(work, asking)
                work.outcome(None, Change.SYNC)
        return None
    manifest, sent = written
    _remember(office, manifest, load, sent, asked)
    answer.told |= {told.id for told in load.told if told.kind is not DeskKind.DOSSIER}
    answer.files |= {blob for blob, _ in load.files}
    answer.after = load.after
    answer.delivered = load.delivered[-1] if load.delivered else answer.delivered
    return load


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
    connection: Connection, office: Office, asked: Asked, load: Load
) -> tuple[Manifest, list[str]]:
    """The package on the disk, and the names of the files that went with it."""
    keys, me, chain = desk_keys(connection), this_device(connection), asked.chain
    own = recipient_of(keys.identity)
    origin = Origin(office.info.unit_code, me, chain.chain, keys.signing.public)
    now = datetime.fromtimestamp(int(office.now().timestamp()), UTC)
    address = Address(origin, AMONG_DESKS, own, chain.next_number, chain.last_manifest, now)
    place = DeskPlace(str(office_id(connection)), me, chain.chain, chain.next_number)
    readers = tuple(peer.seal for peer in active_others(asked.peers))
    writer = PackageWriter(store_folder(office, place), address, own, keys.signing, readers)
    order = {kind: place for place, kind in enumerate(DeskKind)}
    records = [*load.news, *map(_record, load.told)]
    try:
        for record in sorted(records, key=lambda r: order[DeskKind(r.kind)]):
            writer.add_line(record.kind, record.line())
        writer.add_records(load.audit)
        sent = _write_files(writer, office, load)
        return writer.finish(), sent
    except BaseException:
        writer.drop()
        raise


def _write_files(writer: PackageWriter, office: Office, load: Load) -> list[str]:
    """One after the other; one that was lost from the disk waits until it is found again."""
    store, sent = blob_store(office), list[str]()
    for blob, name in load.files:
        with suppress(EnvironmentProblem):
            writer.add_file(store.get(blob, name))
            sent.append(blob)
    return sent


def _remember(
    office: Office, manifest: Manifest, load: Load, sent: list[str], asked: Asked
) -> None:
    digest = sha256(manifest.to_bytes())
    with office.command() as work:
        connection = work.connection
        for told in load.new:
            write_version(connection, replace(told, is_told=True))
        _note_losers_told(connection, load)
        note_way(connection, manifest.origin.device, load.delivered)
        _see(connection, load.counter)
        connection.execute(
            insert(desk_packages).values(
                manifest_sha256=digest,
                device=manifest.origin.device,
                chain=asked.chain.chain,
                number=manifest.number,
                items=len(load.told),
                at=work.now,
            )
        )
        values = {"next_number": manifest.number + 1, "last_manifest": digest}
        connection.execute(update(desk_chains).values(**values, audit_sent=load.audit_until))
        for blob in sent:
            connection.execute(upsert(desk_sent_files).values(blob=blob).on_conflict_do_nothing())
        if load.is_last:
            _note_answered(work, asked.asking)
        work.outcome(None, Change.SYNC)


def _note_answered(work: Work, asking: list[Peer]) -> None:
    for peer in asking:
        work.connection.execute(
            update(desk_peers).where(desk_peers.c.device == peer.device).values(answered=peer.asked)
        )


def note_way(connection: Connection, me: uuid.UUID, delivered: list[str]) -> None:
    """What the others know of this desk's way to the province from this package on."""
    note_deliveries(connection, me, delivered)
    has_way = read_link(connection) is not None
    connection.execute(update(desk_peers).where(desk_peers.c.device == me).values(has_way=has_way))


def _note_losers_told(connection: Connection, load: Load) -> None:
    versions = [told.version.id for told in load.told if not told.is_told]
    for start in range(0, len(versions), 400):
        mine = desk_losers.c.version.in_(versions[start : start + 400])
        connection.execute(update(desk_losers).where(mine).values(told=True))


def _see(connection: Connection, counter: int) -> None:
    connection.execute(update(offices).where(offices.c.revision < counter).values(revision=counter))
