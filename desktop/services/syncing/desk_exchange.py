"""One exchange with a shared folder or a stick: read what others laid, lay what they lack."""

from __future__ import annotations

import shutil
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlcipher3.dbapi2 import IntegrityError as DriverIntegrityError

from desktop.domain.desks import DeskKind, Version
from desktop.domain.packages import (
    MOST_ENVELOPE_BYTES,
    ItemRefused,
    PackageProblem,
    PackageRefused,
)
from desktop.domain.roles import Permission
from desktop.models.desks import (
    desk_audit,
    desk_invitations,
    desk_packages,
    desk_peers,
    desk_quarantine,
    desk_sent_files,
)
from desktop.models.dossiers import blobs
from desktop.models.prepared import run
from desktop.security import key_file
from desktop.services.attachments import blob_store
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.passwords import keys_changed
from desktop.services.progress import Progress, Silent
from desktop.services.syncing.desk_dossiers import CannotTakeIn, MustWait, add_awaited_files
from desktop.services.syncing.desk_joining import peer_values
from desktop.services.syncing.desk_packing import (
    TAKE_IN,
    everything_shared,
    pack_for_desks,
    store_folder,
)
from desktop.services.syncing.desks import (
    Peer,
    active_others,
    desk_keys,
    office_id,
    read_chain,
    read_peers,
    renew_after_restore,
    require_desks,
    write_peer,
)
from desktop.services.syncing.links import this_device
from desktop.services.syncing.merging import Merger, Told
from desktop.services.syncing.packing import one_at_a_time
from desktop.sync.carrying import lay_file, lay_package, source_in, take_away
from desktop.sync.desk_places import DeskPlace, desk_packages_among, office_prefix, seen_place
from desktop.sync.desk_records import Seen, read_desk_record, read_seen
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.opening import Head, Source, check_parts, read_files, read_head, read_lines
from desktop.sync.places import MANIFEST, SIGNATURE, part_name
from desktop.sync.records import Record
from desktop.wording.desks import quarantine_text, refused_text

_SPOILT = (
    CannotTakeIn,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    IntegrityError,
    DriverIntegrityError,
)


@dataclass(frozen=True, slots=True)
class DeskReport:
    """What an exchange did: packages read and laid, news, new conflicts, what did not fit."""

    read: int
    laid: int
    news: int
    conflicts: int
    waiting: int
    problems: tuple[str, ...]


@dataclass
class _Turn:
    """One exchange on its way."""

    office: Office
    mailbox: Mailbox
    progress: Progress
    home: uuid.UUID
    read: int = 0
    news: int = 0
    conflicts: int = 0
    waiting: dict[DeskPlace, PackageProblem] = field(default_factory=dict)
    problems: dict[DeskPlace, str] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)


def exchange(office: Office, folder: Path, progress: Progress | None = None) -> Outcome[DeskReport]:
    """Reads every package of the other desks in a folder and lays what they lack.

    Does the same however often and in whatever order; what is damaged or half there changes
    nothing and is read at the next turn. Raises NO_OTHER_DESKS, MAILBOX_UNREACHABLE, DISK_FULL.
    """
    office.require(Permission.SEND)
    require_desks(office)
    with one_at_a_time(office):
        with office.command() as work:
            renew_after_restore(work)
            home = office_id(work.connection)
        turn = _Turn(office, FolderMailbox(folder), progress or Silent(), home)
        _read_all(turn)
        pack_for_desks(office, turn.progress)
        laid = _lay_all(turn)
        _tell_seen(turn)
        _hear_seen(turn)
        _prune(turn)
    problems = (*turn.problems.values(), *turn.items)
    report = DeskReport(turn.read, laid, turn.news, turn.conflicts, len(turn.waiting), problems)
    return Outcome(report, frozenset(Change))


def _read_all(turn: _Turn) -> None:
    """Until a look at the folder brings nothing more: what waited for another may go now."""
    before = -1
    while before != turn.read:
        before = turn.read
        turn.waiting.clear()
        turn.problems.clear()
        for place in _unread(turn):
            turn.progress.check_cancelled()
            turn.progress.step(turn.read, 0, "Đọc gói của các quầy")
            _read_one(turn, place)


def _unread(turn: _Turn) -> list[DeskPlace]:
    with turn.office.reading() as connection:
        known = {tuple(row) for row in connection.execute(_PLACES)}
    return [
        place
        for place, files in _listed(turn).items()
        if (place.device, place.chain, place.number) not in known and MANIFEST in files
    ]


_PLACES = select(desk_packages.c.device, desk_packages.c.chain, desk_packages.c.number)


def _listed(turn: _Turn) -> dict[DeskPlace, set[str]]:
    names = [stored.name for stored in turn.mailbox.list(office_prefix(turn.home))]
    return desk_packages_among(names)


def _read_one(turn: _Turn, place: DeskPlace) -> None:
    source = source_in(turn.mailbox, place)
    try:
        head = read_head(source)
        _check_place(turn, place, head)
        check_parts(head, source)
        with turn.office.reading() as connection:
            identity = desk_keys(connection).identity
        lines = list(read_lines(head, source, identity))
        files = [content for _, content in read_files(head, source, identity)]
        _check_sender(turn, head, lines)
        _take_in(turn, head, lines, files)
        _keep_copy(turn, place, head, source)
        turn.read += 1
    except PackageRefused as refused:
        _refuse(turn, place, refused)
    except MustWait:
        turn.waiting[place] = PackageProblem.PACKAGES_MISSING


def _check_place(turn: _Turn, place: DeskPlace, head: Head) -> None:
    origin, number = head.manifest.origin, head.manifest.number
    if origin.unit != turn.office.info.unit_code:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    if (origin.device, origin.chain, number) != (place.device, place.chain, place.number):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE)


def _check_sender(turn: _Turn, head: Head, lines: list[bytes]) -> None:
    """The sender is a known desk that was not revoked, or one that was invited here."""
    origin = head.manifest.origin
    with turn.office.reading() as connection:
        peers = {peer.device: peer for peer in read_peers(connection)}
        chain = read_chain(connection)
    peer = peers.get(origin.device)
    if peer is not None and peer.is_me and origin.chain == chain.chain:
        # Not made here, and yet in this desk's own row: the office was copied.
        raise PackageRefused(PackageProblem.CHAIN_FORKED, number=head.manifest.number)
    if peer is None:
        mine = next(peer for peer in peers.values() if peer.is_me)
        if not mine.is_founder:
            raise PackageRefused(PackageProblem.DEVICE_UNKNOWN)
        _enrol(turn, head, lines)
    elif peer.sign != origin.key:
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    elif peer.revoked_at is not None:
        raise PackageRefused(PackageProblem.DEVICE_REVOKED)


def _enrol(turn: _Turn, head: Head, lines: list[bytes]) -> None:
    """Believes a new desk by the secret of its invitation, once."""
    origin = head.manifest.origin
    record = next((r for r in map(_parsed, lines[:3]) if r and r.kind == DeskKind.DEVICE), None)
    if record is None or record.id != origin.device:
        raise PackageRefused(PackageProblem.DEVICE_UNKNOWN)
    body = record.content["body"]
    with turn.office.command() as work:
        row = work.connection.execute(
            select(desk_invitations).where(desk_invitations.c.device == origin.device)
        ).one_or_none()
        if row is None or body.get("secret") != row.secret:
            raise PackageRefused(PackageProblem.INVITATION_UNKNOWN)
        if row.used_at is not None:
            raise PackageRefused(PackageProblem.INVITATION_USED)
        work.connection.execute(
            update(desk_invitations).where(desk_invitations.c.id == row.id).values(used_at=work.now)
        )
        values = {
            "device": origin.device,
            "desk_number": row.desk_number,
            "name": row.name,
            "sign_key": origin.key,
            "seal_key": str(body["seal"]),
            "joined_at": work.now,
            "asked": str(body["asked"]),
        }
        write_peer(work.connection, values)
        work.audit("desks.enrol", str(row.desk_number))
        work.outcome(None, Change.SYNC)


def _parsed(line: bytes) -> Record | None:
    try:
        return read_desk_record(line)
    except ItemRefused:
        return None


def _take_in(turn: _Turn, head: Head, lines: list[bytes], files: list[bytes]) -> None:
    """One package, one transaction. Raises MustWait, and then nothing was changed."""
    office, origin = turn.office, head.manifest.origin
    stored = [blob_store(office).put(content) for content in files]
    keys = key_file.load(office.folder)
    with ExitStack() as until_safe, office.command() as work:
        merger = Merger(work, partial(everything_shared, work.connection, keys))
        for blob in stored:
            _note_blob(work, blob)
        for line in lines:
            record = _parsed(line)
            if record is None:
                _put_aside(turn, work, origin.device, "", "", "not_readable")
                continue
            _take_in_record(turn, work, merger, origin.device, record)
        work.connection.execute(
            insert(desk_packages).values(
                manifest_sha256=head.sha256,
                device=origin.device,
                chain=origin.chain,
                number=head.manifest.number,
                items=len(lines),
                at=work.now,
            )
        )
        if merger.news:
            number = f"{origin.device}"
            work.audit(TAKE_IN, number, news=merger.news, conflicts=merger.conflicts)
        if merger.keys.wraps:
            until_safe.enter_context(keys_changed(office.folder, merger.keys.applied_to))
        work.outcome(None, Change.SYNC)
    turn.news += merger.news
    turn.conflicts += merger.conflicts


def _take_in_record(
    turn: _Turn, work: Work, merger: Merger, sender: uuid.UUID, record: Record
) -> None:
    """One record; a spoilt one is put aside and the rest goes on."""
    run(work.connection, "SAVEPOINT one_record")
    try:
        kind = DeskKind(record.kind)
        if kind in _NEWS:
            _NEWS[kind](work, sender, record)
        else:
            merger.take_in(_told(record))
    except _SPOILT as error:
        run(work.connection, "ROLLBACK TO one_record")
        why = error.why if isinstance(error, CannotTakeIn) else "not_readable"
        _put_aside(turn, work, sender, record.kind, str(record.content["label"]), why)
    run(work.connection, "RELEASE one_record")


def _told(record: Record) -> Told:
    content, revision = record.content, record.revision
    past = tuple(content["past"])
    version = Version(revision.counter, str(revision.device), content["version"], frozenset(past))
    return Told(
        DeskKind(record.kind),
        record.id,
        version,
        past,
        content["sha256"],
        content["label"],
        content["body"],
    )


def _put_aside(turn: _Turn, work: Work, sender: uuid.UUID, kind: str, label: str, why: str) -> None:
    work.connection.execute(
        insert(desk_quarantine).values(
            device=sender, kind=kind, label=label, why=why, noted_at=work.now
        )
    )
    turn.items.append(quarantine_text(kind, label, why))


def _note_blob(work: Work, stored: Any) -> None:
    values = {"stored_size": stored.stored_size, "stored_sha256": stored.stored_sha256}
    work.connection.execute(
        upsert(blobs)
        .values(name=stored.name, size=stored.size, created_at=work.now, **values)
        .on_conflict_do_update(index_elements=["name"], set_=values)
    )
    work.connection.execute(
        upsert(desk_sent_files).values(blob=stored.name).on_conflict_do_nothing()
    )
    add_awaited_files(work.connection, stored.name)


def _hear_device(work: Work, sender: uuid.UUID, record: Record) -> None:
    """A desk that is known asks for everything: it is new, or was restored."""
    if record.id == sender:
        work.connection.execute(
            update(desk_peers)
            .where(desk_peers.c.device == sender)
            .values(asked=str(record.content["body"]["asked"]))
        )


def _hear_roster(work: Work, sender: uuid.UUID, record: Record) -> None:
    """The founding desk says who belongs to the office and who no longer does."""
    connection = work.connection
    known = {peer.device: peer for peer in read_peers(connection)}
    if not known[sender].is_founder:
        return
    for told in record.content["body"]["desks"]:
        values = peer_values(told)
        peer = known.get(values["device"])
        if peer is None:
            write_peer(connection, values)
        elif peer.revoked_at is None and values["revoked_at"] is not None:
            connection.execute(
                update(desk_peers)
                .where(desk_peers.c.device == peer.device)
                .values(revoked_at=values["revoked_at"])
            )


def _hear_audit(work: Work, _sender: uuid.UUID, record: Record) -> None:
    """Entries of another desk's chain are appended; what is there is never changed."""
    body = record.content["body"]
    device = uuid.UUID(body["device"])
    if device == this_device(work.connection):
        return
    rows = [
        {
            "device": device,
            "entry_id": int(number),
            "at": datetime.fromtimestamp(int(at), UTC),
            "user_name": str(user),
            "action": str(action),
            "subject": str(subject),
            "detail": detail,
            "hash": bytes.fromhex(digest),
        }
        for number, at, user, action, subject, detail, digest in body["entries"]
    ]
    if rows:
        work.connection.execute(upsert(desk_audit).on_conflict_do_nothing(), rows)


_NEWS = {
    DeskKind.DEVICE: _hear_device,
    DeskKind.ROSTER: _hear_roster,
    DeskKind.AUDIT: _hear_audit,
}


def _refuse(turn: _Turn, place: DeskPlace, refused: PackageRefused) -> None:
    """Sealed before this desk belonged to the office: its content comes with the answer."""
    if refused.problem is PackageProblem.NOT_FOR_US:
        return
    if refused.problem is PackageProblem.DEVICE_UNKNOWN:
        turn.waiting[place] = refused.problem
        return
    with turn.office.reading() as connection:
        names = {peer.device: peer.name for peer in read_peers(connection)}
    sender = names.get(place.device, str(place.device)[:8])
    turn.problems[place] = refused_text(sender, place.number, refused.problem, refused.facts)


def _keep_copy(turn: _Turn, place: DeskPlace, head: Head, source: Source) -> None:
    """The package as it came, to be carried on to desks that never see this folder."""
    folder = store_folder(turn.office, place)
    aside = folder.with_name(folder.name + ".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name in _file_names(len(head.manifest.parts)):
        content = source(name, 2**26)
        assert content is not None
        (aside / name).write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    aside.replace(folder)


def _file_names(parts: int) -> list[str]:
    return [*(part_name(n) for n in range(1, parts + 1)), SIGNATURE, MANIFEST]


def _kept(turn: _Turn) -> list[tuple[DeskPlace, Path]]:
    """The packages in this office's own store."""
    with turn.office.reading() as connection:
        rows = connection.execute(_PLACES)
        places = [DeskPlace(str(turn.home), *row) for row in rows]
    found = [(place, store_folder(turn.office, place)) for place in sorted(places)]
    return [(place, folder) for place, folder in found if (folder / MANIFEST).exists()]


def _lay_all(turn: _Turn) -> int:
    """Lays what the folder lacks; gives how many packages were new there."""
    listed, laid = _listed(turn), 0
    for place, folder in _kept(turn):
        turn.progress.check_cancelled()
        parts = len(list(folder.glob("part-*.age")))
        if set(_file_names(parts)) <= listed.get(place, set()):
            continue
        laid += lay_package(turn.mailbox, place, folder, parts) > 0
        turn.progress.step(laid, 0, "Đặt gói cho các quầy")
    return laid


def seen_numbers(connection: Connection) -> dict[str, int]:
    """Up to which number this desk has every package of each row."""
    rows = connection.execute(
        select(desk_packages.c.chain, desk_packages.c.number).order_by(
            desk_packages.c.chain, desk_packages.c.number
        )
    )
    found: dict[str, int] = {}
    for chain, number in rows:
        if number == found.get(str(chain), 0) + 1:
            found[str(chain)] = number
    return found


def _tell_seen(turn: _Turn) -> None:
    with turn.office.reading() as connection:
        me, keys = this_device(connection), desk_keys(connection)
        seen = Seen(turn.home, me, turn.office.now(), seen_numbers(connection))
    lay_file(turn.mailbox, seen_place(turn.home, me), seen.to_bytes(keys.signing))


def _hear_seen(turn: _Turn) -> None:
    with turn.office.reading() as connection:
        peers = active_others(read_peers(connection))
    heard = []
    for peer in peers:
        content = turn.mailbox.read(seen_place(turn.home, peer.device), MOST_ENVELOPE_BYTES)
        try:
            seen = read_seen(content or b"", peer.sign)
        except PackageRefused:
            continue
        if (seen.office, seen.device) == (turn.home, peer.device):
            heard.append(seen)
    with turn.office.command() as work:
        for seen in heard:
            work.connection.execute(
                update(desk_peers)
                .where(desk_peers.c.device == seen.device)
                .values(seen=seen.numbers, seen_at=seen.at)
            )


def _prune(turn: _Turn) -> None:
    """Removes packages that every desk has read: here, and this desk's own in the folder."""
    with turn.office.reading() as connection:
        peers = active_others(read_peers(connection))
        me = this_device(connection)
    for place, folder in _kept(turn):
        if not _read_by_all(place, peers):
            continue
        if place.device == me:
            take_away(turn.mailbox, place)
        shutil.rmtree(folder, ignore_errors=True)


def _read_by_all(place: DeskPlace, peers: list[Peer]) -> bool:
    waits = [peer for peer in peers if peer.device != place.device]
    return bool(peers) and all(
        peer.seen.get(str(place.chain), 0) >= place.number and peer.asked == peer.answered
        for peer in waits
    )
