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

from bench.measured import Measured
from bench.offices import BenchOffice
from bench.units import a_desk, a_device, a_month, lay, some_dossiers, units_of
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.criteria.numbers import half_up, plain
from desktop.models.base import canonical_json
from desktop.services.assessments.sets import set_hash, shipped_sets
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.ranking import rank_units
from desktop.sync.records import ASSESSMENT, Record, Revision

LIMIT_S = 60.0
UNITS, DOSSIERS = 168, 200
# The city of 168 wards and communes.
_PROVINCE = "79"
_YEAR = 2026


def measure(office: BenchOffice, units: int = UNITS, each: int = DOSSIERS) -> Measured:
    """Seconds from the stick to the ranking, on the desk's own database (SQLite)."""
    return measure_with(some_dossiers(office, each), units, each)


def measure_with(models: list[dict[str, Any]], units: int, each: int) -> Measured:
    """The same with contents of dossiers at hand."""
    criteria = next(s for s in shipped_sets() if s.code == "mau-cap-xa")
    with TemporaryDirectory() as name:
        folder = Path(name)
        stick = folder / "usb"
        stick.mkdir()
        desk = a_desk(folder / "tỉnh", _PROVINCE)
        try:
            made = 0
            for unit in units_of(_PROVINCE, units):
                device = a_device(desk, unit.code, folder)
                submitted = _submission(unit.code, criteria)
                last = Record(ASSESSMENT, uuid.uuid4(), Revision(each + 1, device.id), submitted)
                lay(device, [*a_month(device, models, each), last], folder / "gói", stick)
                made += 1
            started, worked = time.perf_counter(), time.process_time()
            taken = collect(desk, stick).value
            ranking = rank_units(desk, _YEAR)
            took, worked = time.perf_counter() - started, time.process_time() - worked
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
        note=f"{made * (each + 2) / took:,.0f} bản ghi/giây, kể cả mở niêm phong và biên nhận;"
        f" bộ xử lý {worked:.1f} s",
    )


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
