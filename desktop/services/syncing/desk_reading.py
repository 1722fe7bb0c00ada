"""Reading one package of another desk: who may speak, what is taken in, what is put aside."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import exc, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.desks import DeskKind, Version
from desktop.domain.packages import (
    ItemRefused,
    PackageProblem,
    PackageRefused,
)
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
from desktop.services.outcomes import Change
from desktop.services.passwords import keys_changed
from desktop.services.progress import Progress
from desktop.services.syncing.desk_dossiers import add_awaited_files
from desktop.services.syncing.desk_joining import peer_values
from desktop.services.syncing.desk_keys import is_former, may_sign, note_claim
from desktop.services.syncing.desk_loading import (
    TAKE_IN,
    everything_shared,
)
from desktop.services.syncing.desk_refusals import CannotTakeIn
from desktop.services.syncing.desk_versions import Told
from desktop.services.syncing.desks import (
    Peer,
    read_chain,
    read_peers,
    write_peer,
)
from desktop.services.syncing.links import this_device
from desktop.services.syncing.merging import Merger
from desktop.services.syncing.scan_records import note_deliveries
from desktop.sync.desk_places import DeskPlace
from desktop.sync.desk_records import read_desk_record
from desktop.sync.mailboxes import Mailbox
from desktop.sync.opening import Head
from desktop.sync.records import Record
from desktop.wording.desks import quarantine_text

# What a body of the wrong shape can lead to, down to a value that the database cannot hold. Not
# a disk that is full or a file that is locked: those stop the whole package.
_SPOILT = (
    CannotTakeIn,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    exc.IntegrityError,
    exc.InterfaceError,
    exc.ProgrammingError,
    exc.DataError,
    sqlcipher.IntegrityError,
    sqlcipher.InterfaceError,
    sqlcipher.ProgrammingError,
    sqlcipher.DataError,
)


@dataclass
class Turn:
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


def check_sender(turn: Turn, head: Head, lines: list[bytes]) -> None:
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
        if not mine.is_lead:
            raise PackageRefused(PackageProblem.DEVICE_UNKNOWN)
        _enrol(turn, head, lines)
    elif peer.revoked_at is not None:
        raise PackageRefused(PackageProblem.DEVICE_REVOKED)
    else:
        _check_key(turn, peer, head)


def _check_key(turn: Turn, peer: Peer, head: Head) -> None:
    origin = head.manifest.origin
    with turn.office.reading() as connection:
        if may_sign(connection, peer, origin.key, origin.chain, head.manifest.number):
            return
        former = is_former(connection, peer, origin.key)
    if not former or peer.is_me:
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    note_claim(turn.office, peer, origin.key)
    raise PackageRefused(PackageProblem.FORMER_KEY)


def _enrol(turn: Turn, head: Head, lines: list[bytes]) -> None:
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


def take_in_package(turn: Turn, head: Head, lines: list[bytes], files: list[bytes]) -> None:
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
        merger.note_seen()
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
    turn: Turn, work: Work, merger: Merger, sender: uuid.UUID, record: Record
) -> None:
    """One record; a spoilt one is put aside and the rest goes on."""
    run(work.connection, "SAVEPOINT one_record")
    try:
        kind = DeskKind(record.kind)
        if kind in _NEWS:
            _NEWS[kind](work, sender, record)
        else:
            merger.take_in(_told(record))
    except (*_SPOILT, exc.StatementError) as error:
        if isinstance(error, exc.OperationalError):
            raise
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


def _put_aside(turn: Turn, work: Work, sender: uuid.UUID, kind: str, label: str, why: str) -> None:
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
    """A desk that is known asks for everything (it is new, or was restored), or tells its way."""
    if record.id != sender:
        return
    body = record.content["body"]
    # Desks of an earlier version say nothing of their way.
    values = {"asked": str(body["asked"]), "has_way": bool(body.get("way", False))}
    work.connection.execute(update(desk_peers).where(desk_peers.c.device == sender).values(values))
    note_deliveries(work.connection, sender, list(map(str, body.get("delivered", ()))))


def _hear_roster(work: Work, sender: uuid.UUID, record: Record) -> None:
    """The founding desk says who belongs to the office and who no longer does."""
    connection = work.connection
    known = {peer.device: peer for peer in read_peers(connection)}
    if not known[sender].is_lead:
        return
    for told in record.content["body"]["desks"]:
        values = peer_values(told)
        peer = known.get(values["device"])
        if peer is None:
            write_peer(connection, values)
            continue
        told_values = _told_of(peer, values)
        if told_values:
            mine = desk_peers.c.device == peer.device
            connection.execute(update(desk_peers).where(mine).values(told_values))


def _told_of(peer: Peer, told: dict[str, Any]) -> dict[str, Any]:
    """What the leading desk says anew of a desk that is known here."""
    found: dict[str, Any] = {}
    if peer.revoked_at is None and told["revoked_at"] is not None:
        found["revoked_at"] = told["revoked_at"]
    if told["key_epoch"] > peer.key_epoch:
        # A person there has taken back an older key. Nobody else changes this desk's own keys.
        found["key_epoch"] = told["key_epoch"]
        if not peer.is_me:
            keys = {"sign_key": told["sign_key"], "seal_key": told["seal_key"]}
            found.update(keys, claimed_key=None)
    return found


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
