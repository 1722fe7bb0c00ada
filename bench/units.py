"""Units with a month of dossiers each: their packages, sealed, signed and laid on one stick.

Every unit has a device of its own that joins with its own invitation, so that the province does
the whole of its work: signatures, seals, shapes, receipts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.offices import BenchOffice, opened
from desktop import resources
from desktop.domain.units import Unit
from desktop.models.dossiers import dossiers
from desktop.security.key_file import Argon2Cost
from desktop.services.clock import SystemClock
from desktop.services.office import Office
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from desktop.services.syncing.dossier_records import dossier_records
from desktop.sync.carrying import lay_package
from desktop.sync.invitations import Invitation, read_invitation
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Origin
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.records import DOSSIER, ENROLMENT, Record, Revision
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey

_ADMIN, _PASSWORD = "Đo", "Mat-khau-2026!"
_MONTH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class UnitDevice:
    """A unit's machine as the province invited it."""

    invitation: Invitation
    id: uuid.UUID
    signing: SigningKey
    identity: str

    @property
    def unit(self) -> str:
        """The code of the unit."""
        return self.invitation.unit


def a_desk(folder: Path, province: str, database: str = "") -> Office:
    """A province's desk, signed in."""
    cheap = Argon2Cost(memory_kib=8, time_cost=1)
    new = NewProvince(province, _ADMIN, _PASSWORD, database=database)
    create_province(folder, new, SystemClock(), cheap)
    return sign_in(folder, _ADMIN, _PASSWORD, SystemClock())


def some_dossiers(office: BenchOffice, most: int) -> list[dict[str, Any]]:
    """Contents of the newest dossiers of the bench's office, as they travel."""
    open_ = opened(office, office.folder)
    try:
        with open_.reading() as connection:
            query = select(dossiers.c.uuid).order_by(dossiers.c.id.desc()).limit(most)
            ids = list(connection.execute(query).scalars())
            return [record.content for record in dossier_records(connection, ids)]
    finally:
        open_.close()


def units_of(province: str, most: int) -> list[Unit]:
    """So many units of a province."""
    return [unit for unit in resources.communes() if unit.province_code == province][:most]


def a_device(desk: Office, unit: str, folder: Path) -> UnitDevice:
    """A new device with an invitation."""
    file = invite(desk, unit, folder / "mời.json").value.file
    invitation = read_invitation(file.read_bytes())
    return UnitDevice(invitation, uuid.uuid4(), SigningKey.new(), new_identity())


def a_month(device: UnitDevice, models: Sequence[dict[str, Any]], each: int) -> Iterator[Record]:
    """The enrolment, then dossiers with codes and ids of their own over the last four weeks."""
    enrolment = {
        "secret": device.invitation.secret,
        "desk": 1,
        "name": "Quầy 1",
        "sign": device.signing.public,
        "seal": recipient_of(device.identity),
    }
    yield Record(ENROLMENT, device.invitation.id, Revision(0, device.id), enrolment)
    began, step = datetime.now(UTC) - _MONTH, _MONTH / max(each, 1)
    for n in range(each):
        moment = began + n * step
        stamp = int(moment.timestamp() * 1000)
        own = device.id.int & ((1 << 62) - 1)
        key = uuid.UUID(int=(stamp << 80) | (7 << 76) | ((n & 0xFFF) << 64) | (2 << 62) | own)
        code = f"{device.unit}-{moment:%y%m%d}-{n:05d}"
        content = {**models[n % len(models)], "code": code}
        yield Record(DOSSIER, key, Revision(n + 1, device.id), content)


def lay(device: UnitDevice, records: Iterable[Record], folder: Path, stick: Path) -> None:
    """Packs the records as the device's first package and lays it on the stick."""
    chain = uuid.uuid4()
    origin = Origin(device.unit, device.id, chain, device.signing.public)
    province = device.invitation.province
    address = Address(origin, province.code, province.seal, 1, None, datetime.now(UTC))
    packed = folder / str(device.id)
    writer = PackageWriter(packed, address, recipient_of(device.identity), device.signing)
    writer.add_records(records)
    manifest = writer.finish()
    place = PackagePlace(device.unit, device.id, chain, 1)
    lay_package(FolderMailbox(stick), place, packed, len(manifest.parts))
