"""Packages from the province to the units' devices: verdicts and results, sealed and signed.

A letter lies ready in the desk's folder and is laid into every mailbox at hand until the unit's
next submission record says that it was read: a stick that never came back loses nothing.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, union, update

from desktop.models.appraisals import appraisal_rounds, letters, published_results
from desktop.province.desks import Device, ProvinceDesk, devices_of
from desktop.province.state import desk_device
from desktop.services.office import Office
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.syncing.packing import OUTBOX_NAME
from desktop.sync.carrying import lay_package, take_away
from desktop.sync.mailboxes import Mailbox
from desktop.sync.manifest import Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import LetterPlace
from desktop.sync.records import APPRAISAL, PUBLICATION, Record, Revision
from desktop.sync.sealing import recipient_of

LETTERS_NAME = "letters"


@dataclass(frozen=True, slots=True)
class _Letter:
    place: LetterPlace
    parts: int
    is_settled: bool


def deliver(
    office: Office, desk: ProvinceDesk, mailbox: Mailbox, units: frozenset[str] | None = None
) -> int:
    """Packs what is new and lays every unread letter into the mailbox; gives how many lie there.

    ``units``: only theirs, for a stick that goes to few. What was read is taken away.
    """
    _pack(office, desk)
    laid = 0
    for letter in _known(office):
        if units is not None and letter.place.unit not in units:
            continue
        folder = _folder(office, letter.place)
        if letter.is_settled:
            take_away(mailbox, letter.place)
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.exists():
            lay_package(mailbox, letter.place, folder, letter.parts)
            laid += 1
    return laid


def _pack(office: Office, desk: ProvinceDesk) -> None:
    with store_reading(office) as connection:
        written_to = _units_with_records(connection)
        due = [
            device
            for device in (devices_of(connection) if written_to else ())
            if device.revoked_at is None
            and device.unit_code in written_to
            and _due(connection, device, uuid.UUID(int=0))
        ]
    for device in due:
        _pack_for(office, desk, device)


def _pack_for(office: Office, desk: ProvinceDesk, device: Device) -> None:
    with store_command(office) as (work, connection):
        own = desk_device(connection, desk)
        records = _due(connection, device, own)
        last = _last_letter(connection, device)
        if last is not None and last.made_at < device.enrolled_at:
            # New keys: what was sealed for the old ones cannot be read any more.
            connection.execute(
                update(letters)
                .where(letters.c.device == device.id, letters.c.settled_at.is_(None))
                .values(settled_at=work.now)
            )
        number = 1 if last is None else last.number + 1
        place = LetterPlace(device.unit_code, device.id, _chain(own, device), number)
        origin = Origin(desk.code, own, place.chain, desk.signing.public)
        previous = None if last is None else last.manifest_sha256
        address = Address(origin, desk.code, device.seal_key, number, previous, work.now)
        writer = PackageWriter(
            _folder(office, place), address, recipient_of(desk.identity), desk.signing
        )
        try:
            writer.add_records(records)
            manifest = writer.finish()
        except BaseException:
            writer.drop()
            raise
        connection.execute(
            insert(letters).values(
                device=device.id,
                number=number,
                unit_code=device.unit_code,
                chain=place.chain,
                manifest_sha256=sha256(manifest.to_bytes()),
                parts=len(manifest.parts),
                highest_counter=max(record.revision.counter for record in records),
                made_at=work.now,
            )
        )


def _units_with_records(connection: Connection) -> set[str]:
    """To whom there is anything to say at all: before the first verdict, to nobody."""
    tables = appraisal_rounds, published_results
    queries = (select(table.c.unit_code) for table in tables)
    return set(connection.execute(union(*queries)).scalars())


def _due(connection: Connection, device: Device, own: uuid.UUID) -> list[Record]:
    """The records for the device's unit that no letter for its present keys holds yet."""
    packed = connection.execute(
        select(func.max(letters.c.highest_counter)).where(
            letters.c.device == device.id, letters.c.made_at >= device.enrolled_at
        )
    ).scalar_one()
    found: list[Record] = []
    for kind, table in ((APPRAISAL, appraisal_rounds), (PUBLICATION, published_results)):
        query = select(table).where(
            table.c.unit_code == device.unit_code, table.c.counter > (packed or 0)
        )
        found += [_record(kind, row, own) for row in connection.execute(query)]
    return sorted(found, key=lambda record: record.revision.counter)


def _record(kind: str, row: Any, own: uuid.UUID) -> Record:
    return Record(kind, row.uuid, Revision(row.counter, own), row.content)


def _last_letter(connection: Connection, device: Device) -> Any:
    query = select(letters).where(letters.c.device == device.id)
    return connection.execute(query.order_by(letters.c.number.desc()).limit(1)).one_or_none()


def _known(office: Office) -> Iterable[_Letter]:
    with store_reading(office) as connection:
        rows = connection.execute(select(letters).order_by(letters.c.unit_code, letters.c.number))
        return [
            _Letter(
                LetterPlace(row.unit_code, row.device, row.chain, row.number),
                row.parts,
                row.settled_at is not None,
            )
            for row in rows
        ]


def _chain(own: uuid.UUID, device: Device) -> uuid.UUID:
    """One row of numbers a device, the same from whatever copy of the desk it is written."""
    return uuid.uuid5(own, str(device.id))


def _folder(office: Office, place: LetterPlace) -> Path:
    name = f"{place.device}-{place.number:08d}"
    return office.folder / OUTBOX_NAME / LETTERS_NAME / name
