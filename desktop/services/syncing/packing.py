"""From the outbox to sealed packages; never blocks the counter.

Records are read from one snapshot, the package is written beside and renamed, and only then
one short transaction takes the rows out of the outbox. A crash before it leaves a folder that
the next packing replaces; a record that changes meanwhile stays in the outbox.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.packages import MIB, SentState
from desktop.models.journal import outbox
from desktop.models.offices import devices, offices
from desktop.models.rounds import sent_files
from desktop.models.sync import province_links, sent_items, sent_packages
from desktop.security.files import disk_problem
from desktop.services.attachments import blob_store
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.progress import Progress
from desktop.services.syncing.links import (
    ENROLMENT_SECRET,
    DeviceKeys,
    Link,
    device_keys,
    read_link,
    read_secret,
)
from desktop.services.syncing.scan_records import due_scans, remember_digests
from desktop.services.syncing.travelling import (
    FILE,
    TRAVELLING,
    due_files,
    waiting_records,
)
from desktop.sync.manifest import Manifest, Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.records import DOSSIER, ENROLMENT, Record, Revision
from desktop.sync.sealing import recipient_of

OUTBOX_NAME = "outbox"
# Small enough that a receipt stays small, and a cut line costs little.
MOST_RECORDS = 20_000
# Files travel after the records, in packages that a bad line carries one by one.
MOST_FILES_BYTES = 16 * MIB


@dataclass(frozen=True, slots=True)
class _Line:
    """What the database remembers of a record in a package."""

    kind: str
    id: uuid.UUID
    counter: int
    label: str
    sha256: str = ""


@contextmanager
def one_at_a_time(office: Office) -> Iterator[None]:
    """One sync run an office. The system drops the lock with the process: it never goes stale."""
    folder = office.folder / OUTBOX_NAME
    try:
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise EnvironmentProblem(Surroundings.SYNC_BUSY) from None
    except OSError as error:
        raise disk_problem(error, folder) from error
    try:
        yield
    finally:
        lock.release()


def package_folder(office: Office, chain: uuid.UUID, number: int) -> Path:
    """Where a package of ours lies until the province has answered."""
    return office.folder / OUTBOX_NAME / f"{chain}-{number:08d}"


def place_of(office: Office, link: Link, chain: uuid.UUID, number: int) -> PackagePlace:
    """Where the package lies in a mailbox."""
    return PackagePlace(office.info.unit_code, link.device, chain, number)


def pack_all(office: Office, progress: Progress) -> int:
    """Packs everything that waits, files after records; gives the number of new packages."""
    made, packed = 0, MOST_RECORDS
    while packed >= MOST_RECORDS:
        progress.check_cancelled()
        packed = _pack_one(office, TRAVELLING)
        made += packed > 0
        progress.step(made, 0, "Đóng gói")
    while _pack_files(office):
        progress.check_cancelled()
        made += 1
        progress.step(made, 0, "Đóng gói tệp")
    while _pack_scans(office):
        progress.check_cancelled()
        made += 1
        progress.step(made, 0, "Đóng gói bản quét")
    return made


def pack_records(office: Office, *kinds: str) -> int | None:
    """Packs what waits of these kinds alone; gives the package's number, None when none waits."""
    with one_at_a_time(office):
        if not _pack_one(office, kinds):
            return None
        with office.reading() as connection:
            link = read_link(connection)
        return None if link is None else link.next_number - 1


def _pack_one(office: Office, kinds: tuple[str, ...]) -> int:
    """Packs the oldest records that wait; gives their number, 0 when none waits."""
    with office.reading() as connection:
        link = read_link(connection)
        assert link is not None
        rows = _due(connection, kinds)
        records = _records(connection, office, link, rows)
        first = next(records, None)
        if first is None:
            return 0
        writer = _writer(office, link, device_keys(connection))
        try:
            lines = _write(writer, first, records)
            manifest = writer.finish()
        except BaseException:
            writer.drop()
            raise
    _remember(office, link, manifest, lines)
    return len(lines)


def _pack_files(office: Office) -> int:
    """Packs some files of evidence; gives their number. A lost one waits for its return."""
    with office.reading() as connection:
        link = read_link(connection)
        assert link is not None
        due = due_files(connection)
        keys = device_keys(connection)
    if not due:
        return 0
    store, size, lines = blob_store(office), 0, list[_Line]()
    writer = _writer(office, link, keys)
    try:
        for file in due:
            if lines and size + file.size > MOST_FILES_BYTES:
                break
            try:
                content = store.get(file.blob, file.name)
            except EnvironmentProblem:
                continue
            writer.add_file(content)
            size += file.size
            lines.append(_Line(FILE, uuid.UUID(hex=file.sha256[:32]), 0, file.name, file.sha256))
        manifest = writer.finish() if lines else None
    except BaseException:
        writer.drop()
        raise
    if manifest is None:
        writer.drop()
        return 0
    _remember(office, link, manifest, lines)
    return len(lines)


def _pack_scans(office: Office) -> int:
    """Packs scans of some dossiers, where both sides have agreed to it; gives their number."""
    with office.reading() as connection:
        link = read_link(connection)
        assert link is not None
        due = list(due_scans(connection, blob_store(office), office.info.unit_code))
        keys = device_keys(connection)
    if not due:
        return 0
    writer, lines, files = _writer(office, link, keys), list[_Line](), list[_Line]()
    try:
        for scan in due:
            record = scan.record
            writer.add_line(record.kind, record.line())
            lines.append(_Line(record.kind, record.id, record.revision.counter, record.label))
        for scan in due:
            for new in scan.new:
                writer.add_file(new.content)
                name = uuid.UUID(hex=new.sha256[:32])
                files.append(_Line(FILE, name, 0, scan.record.label, new.sha256))
        manifest = writer.finish()
    except BaseException:
        writer.drop()
        raise
    _remember(office, link, manifest, [*lines, *files], lambda work: remember_digests(work, due))
    return len(files)


def pack_record(office: Office, record: Record, then: Callable[[Work], None]) -> None:
    """Packs one record alone, with the present keys; ``then`` joins the same transaction."""
    with office.reading() as connection:
        link = read_link(connection)
        assert link is not None
        writer = _writer(office, link, device_keys(connection))
    try:
        writer.add_line(record.kind, record.line())
        manifest = writer.finish()
    except BaseException:
        writer.drop()
        raise
    line = _Line(record.kind, record.id, record.revision.counter, record.label)
    _remember(office, link, manifest, [line], then)


def _due(connection: Connection, kinds: tuple[str, ...]) -> list[Any]:
    query = select(outbox).where(outbox.c.record_kind.in_(kinds))
    order = outbox.c.record_kind == DOSSIER, outbox.c.queued_at, outbox.c.record_uuid
    return list(connection.execute(query.order_by(*order).limit(MOST_RECORDS)).all())


def _records(
    connection: Connection, office: Office, link: Link, rows: list[Any]
) -> Iterator[Record]:
    # Until the province has answered, every first package of a chain introduces the device.
    if link.enrolled_at is None and link.next_number == 1:
        yield _enrolment(connection, office, link)
    yield from waiting_records(connection, office.info.unit_code, rows)


def _enrolment(connection: Connection, office: Office, link: Link) -> Record:
    keys = device_keys(connection)
    device = connection.execute(
        select(devices).join(offices, offices.c.device_id == devices.c.id)
    ).one()
    content = {
        "secret": read_secret(connection, ENROLMENT_SECRET),
        "desk": device.desk_number,
        "name": device.name[:100],
        "sign": keys.signing.public,
        "seal": recipient_of(keys.identity),
    }
    return Record(ENROLMENT, link.invitation_id, Revision(0, link.device), content)


def _writer(office: Office, link: Link, keys: DeviceKeys) -> PackageWriter:
    origin = Origin(office.info.unit_code, link.device, link.chain, keys.signing.public)
    address = Address(
        origin,
        link.province.code,
        link.province.seal,
        link.next_number,
        link.last_manifest,
        office.now(),
    )
    folder = package_folder(office, link.chain, link.next_number)
    return PackageWriter(folder, address, recipient_of(keys.identity), keys.signing)


def _write(writer: PackageWriter, first: Record, more: Iterator[Record]) -> list[_Line]:
    lines = []
    for record in _chained(first, more):
        writer.add_line(record.kind, record.line())
        lines.append(_Line(record.kind, record.id, record.revision.counter, record.label))
    return lines


def _chained(first: Record, more: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from more


def _remember(
    office: Office,
    link: Link,
    manifest: Manifest,
    lines: list[_Line],
    then: Callable[[Work], None] = lambda work: None,
) -> None:
    digest = sha256(manifest.to_bytes())
    with office.command() as work:
        connection = work.connection
        made_at: datetime = manifest.made_at
        package_id = connection.execute(
            insert(sent_packages)
            .values(
                chain=link.chain,
                number=manifest.number,
                manifest_sha256=digest,
                made_at=made_at,
                item_count=len(lines),
                parts=len(manifest.parts),
                bytes=manifest.stored_bytes,
                state=SentState.WAITING,
            )
            .returning(sent_packages.c.id)
        ).scalar_one()
        connection.execute(insert(sent_items), _item_rows(package_id, lines))
        files = [{"sha256": line.sha256, "package_id": package_id} for line in lines if line.sha256]
        if files:
            connection.execute(insert(sent_files), files)
        then(work)
        _take_out(connection, lines)
        connection.execute(
            update(province_links).values(next_number=manifest.number + 1, last_manifest=digest)
        )
        work.audit("sync.pack", f"{manifest.number}", items=len(lines))
        work.outcome(None, Change.SYNC)


def _item_rows(package_id: int, lines: list[_Line]) -> list[dict[str, Any]]:
    return [
        {
            "package_id": package_id,
            "position": position,
            "record_kind": line.kind,
            "record_uuid": line.id,
            "counter": line.counter,
            "label": line.label,
            "message": "",
        }
        for position, line in enumerate(lines, start=1)
    ]


def _take_out(connection: Connection, lines: list[_Line]) -> None:
    """Takes packed records out of the outbox, unless they have changed since."""
    rows = [
        {"kind": line.kind, "id": line.id, "packed": line.counter}
        for line in lines
        if line.kind in TRAVELLING
    ]
    if not rows:
        return
    connection.execute(
        delete(outbox).where(
            outbox.c.record_kind == bindparam("kind"),
            outbox.c.record_uuid == bindparam("id"),
            outbox.c.revision <= bindparam("packed"),
        ),
        rows,
    )
