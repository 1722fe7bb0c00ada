"""One stick with a submission and dossiers of each of 168 units: checked, loaded, ranked.

Every package is sealed and signed by a device of its own that joins with its own invitation, so
that the desk does the whole of its work: signatures, seals, shapes, receipts, and the ranking.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from bench.measured import Measured
from bench.offices import BenchOffice, opened
from desktop import resources
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.criteria.numbers import half_up, plain
from desktop.models.base import canonical_json
from desktop.models.dossiers import dossiers
from desktop.security.key_file import Argon2Cost
from desktop.services.assessments.sets import set_hash, shipped_sets
from desktop.services.clock import SystemClock
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from desktop.services.syncing.dossier_records import dossier_records
from desktop.sync.carrying import lay_package
from desktop.sync.invitations import Invitation, read_invitation
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Origin
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.records import ASSESSMENT, DOSSIER, ENROLMENT, Record, Revision
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey

LIMIT_S = 60.0
UNITS, DOSSIERS = 168, 200
# The city of 168 wards and communes.
_PROVINCE, _ADMIN, _PASSWORD = "79", "Đo", "Mat-khau-2026!"
_YEAR = 2026


def measure(office: BenchOffice, units: int = UNITS, each: int = DOSSIERS) -> Measured:
    """Seconds from the stick to the ranking, on the desk's own database (SQLite)."""
    return measure_with(_a_dossier(office), units, each)


def measure_with(model: dict[str, Any], units: int, each: int) -> Measured:
    """The same with copies of a dossier at hand."""
    criteria = next(s for s in shipped_sets() if s.code == "mau-cap-xa")
    with TemporaryDirectory() as name:
        folder = Path(name)
        stick = folder / "usb"
        stick.mkdir()
        desk = _desk(folder)
        try:
            made = _fill(desk, folder, stick, units, each, model, criteria)
            started = time.perf_counter()
            taken = collect(desk, stick).value
            ranking = rank_units(desk, _YEAR)
            took = time.perf_counter() - started
        finally:
            desk.close()
    good = sum(package.outcome == "accepted" for package in taken)
    assert good == len(ranking.units) == made, (good, len(ranking.units), made)
    return Measured(
        "stick",
        f"Nhận {made} gói từ một USB (mỗi gói {each} hồ sơ, một bản tự chấm), xếp hạng",
        took,
        "s",
        limit=LIMIT_S,
        note=f"{made * (each + 2) / took:,.0f} bản ghi/giây, kể cả mở niêm phong và biên nhận",
    )


def _desk(folder: Path) -> Office:
    cheap = Argon2Cost(memory_kib=8, time_cost=1)
    new = NewProvince(_PROVINCE, _ADMIN, _PASSWORD)
    create_province(folder / "tỉnh", new, SystemClock(), cheap)
    return sign_in(folder / "tỉnh", _ADMIN, _PASSWORD, SystemClock())


def _a_dossier(office: BenchOffice) -> dict[str, Any]:
    open_ = opened(office, office.folder)
    try:
        with open_.reading() as connection:
            first = list(connection.execute(select(dossiers.c.uuid).limit(1)).scalars())
            return next(dossier_records(connection, first)).content
    finally:
        open_.close()


def _fill(
    desk: Office,
    folder: Path,
    stick: Path,
    units: int,
    each: int,
    model: dict[str, Any],
    criteria: CriteriaSet,
) -> int:
    mine = [unit for unit in resources.communes() if unit.province_code == _PROVINCE]
    for unit in mine[:units]:
        file = invite(desk, unit.code, folder / "mời.json").value.file
        invitation = read_invitation(file.read_bytes())
        _lay(folder, stick, invitation, _records(invitation, each, model, criteria))
    return len(mine[:units])


def _records(
    invitation: Invitation, each: int, model: dict[str, Any], criteria: CriteriaSet
) -> tuple[SigningKey, str, uuid.UUID, list[Record]]:
    signing, identity, device = SigningKey.new(), new_identity(), uuid.uuid4()
    enrolment = {
        "secret": invitation.secret,
        "desk": 1,
        "name": "Quầy 1",
        "sign": signing.public,
        "seal": recipient_of(identity),
    }
    records = [Record(ENROLMENT, invitation.id, Revision(0, device), enrolment)]
    for n in range(1, each + 1):
        content = {**model, "code": f"{invitation.unit}-261101-{n:04d}"}
        records.append(Record(DOSSIER, uuid.uuid4(), Revision(n, device), content))
    submitted = _submission(invitation.unit, criteria)
    records.append(Record(ASSESSMENT, uuid.uuid4(), Revision(each + 1, device), submitted))
    return signing, identity, device, records


def _submission(unit: str, criteria: CriteriaSet) -> dict[str, Any]:
    share = int(hashlib.sha256(unit.encode()).hexdigest()[:4], 16) % 50 + 50
    lines = list(_claims(criteria, share))
    named = {"code": criteria.code, "version": criteria.version, "title": criteria.title}
    copy = {
        "format": 2,
        "year": _YEAR,
        "set": {**named, "sha256": set_hash(criteria)},
        "total": str(share),
        "applicable": "100",
        "percent": str(share),
        "band": "",
        "lines": lines,
        "evidence": [],
        "documents": [],
    }
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {
        "unit": unit,
        "year": _YEAR,
        "submitted_at": stamp,
        "approved_at": stamp,
        "approved_by": "Lãnh đạo",
        "sha256": hashlib.sha256(canonical_json(copy).encode()).hexdigest(),
        "difficulties": "",
        "proposals": "",
        "seen": 0,
        "copy": json.loads(canonical_json(copy)),
    }


def _claims(criteria: CriteriaSet, share: int) -> Iterator[dict[str, Any]]:
    for item in criteria.scored:
        whole = item.maximum if item.maximum and item.block is Block.MAIN else None
        size = plain(half_up(whole * share / 100, 2)) if whole is not None else "0"
        yield {
            "id": item.id,
            "kind": "value",
            "inputs": {},
            "own": None,
            "why": "",
            "computed": size,
            "counted": size,
            "note": "",
            "reading": None,
        }


def _lay(
    folder: Path,
    stick: Path,
    invitation: Invitation,
    made: tuple[SigningKey, str, uuid.UUID, list[Record]],
) -> None:
    signing, identity, device, records = made
    chain = uuid.uuid4()
    origin = Origin(invitation.unit, device, chain, signing.public)
    province = invitation.province
    address = Address(origin, province.code, province.seal, 1, None, datetime.now(UTC))
    packed = folder / "gói" / str(device)
    writer = PackageWriter(packed, address, recipient_of(identity), signing)
    writer.add_records(records)
    manifest = writer.finish()
    place = PackagePlace(invitation.unit, device, chain, 1)
    lay_package(FolderMailbox(stick), place, packed, len(manifest.parts))
