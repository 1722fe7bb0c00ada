"""Made-up submissions of many units, written straight into the desk's data."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from desktop import resources
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.criteria.numbers import half_up, plain
from desktop.domain.packages import PackageOutcome
from desktop.models.appraisals import unit_records, verdicts
from desktop.models.province import received_packages, unit_devices
from desktop.services.assessments.sets import set_hash, shipped_sets
from desktop.services.office import Office
from desktop.services.provinces.storing import store_command
from desktop.sync.signatures import SigningKey

YEAR = 2026
_KEY = SigningKey.from_text("11" * 32).public
SAMPLE = next(s for s in shipped_sets() if s.code == "mau-cap-xa")
UNITS = [unit for unit in resources.communes() if unit.province_code == "66"]


def submissions(province: Office, shares: Mapping[str, str], *, judged: bool = True) -> None:
    """Units (by code) that claim a share of every line's points, with the province's word."""
    now = province.now()
    with store_command(province) as (_work, connection):
        for number, (unit, share) in enumerate(shares.items(), start=1):
            device = uuid.UUID(int=number)
            a_package(connection, number, unit, device, now)
            points = points_of(SAMPLE, Decimal(share))
            values = {"unit_code": unit, "year": YEAR, "set_code": SAMPLE.code}
            record = {
                "uuid": uuid.UUID(int=10**6 + number), "kind": "assessment", "counter": 1,
                "device": device, "package_id": number, "received_at": now,
                "content": content(unit, points),
            }  # fmt: skip
            connection.execute(insert(unit_records).values({**values, **record}))
            if judged:
                rows = [
                    {
                        **values, "item_id": item, "round": 1, "verdict": "agreed",
                        "points": plain(size), "applies": True, "note": "", "department": "",
                        "appraiser": "", "judged_at": now,
                    }
                    for item, size in points.items()
                ]  # fmt: skip
                connection.execute(insert(verdicts), rows)


def points_of(criteria: CriteriaSet, share: Decimal) -> dict[str, Decimal]:
    """A share of the points of every line of the scale; no rewards, no penalties."""
    return {
        item.id: half_up((item.maximum or Decimal(0)) * share, 2)
        if item.block is Block.MAIN
        else Decimal(0)
        for item in criteria.scored
    }


def content(unit: str, points: Mapping[str, Decimal]) -> dict[str, Any]:
    """A submission as its record says it."""
    lines = [
        {
            "id": item, "kind": "value", "inputs": {}, "own": None, "why": "",
            "computed": plain(size), "counted": plain(size), "note": "", "reading": None,
        }
        for item, size in points.items()
    ]  # fmt: skip
    named = {"code": SAMPLE.code, "version": SAMPLE.version, "title": SAMPLE.title}
    copy = {
        "format": 2, "year": YEAR, "set": {**named, "sha256": set_hash(SAMPLE)},
        "total": plain(sum(points.values(), Decimal(0))), "applicable": "100", "percent": "0",
        "band": "", "lines": lines, "evidence": [], "documents": [],
    }  # fmt: skip
    stamp = "2026-11-20T02:00:00Z"
    return {
        "unit": unit, "year": YEAR, "submitted_at": stamp, "approved_at": stamp,
        "approved_by": "", "sha256": "", "difficulties": "", "proposals": "", "seen": 0,
        "copy": copy,
    }  # fmt: skip


def a_package(connection: Connection, number: int, unit: str, device: uuid.UUID, now: Any) -> None:
    """A device and its one package."""
    connection.execute(
        insert(unit_devices).values(
            uuid=device, unit_code=unit, desk_number=1, name="", sign_key=_KEY, seal_key="",
            enrolled_at=now,
        )
    )  # fmt: skip
    connection.execute(
        insert(received_packages).values(
            id=number, unit_code=unit, device=device, chain=device, number=1,
            manifest_sha256=str(number), made_at=now, received_at=now, item_count=1, bytes=1,
            outcome=PackageOutcome.ACCEPTED, problems=[], receipt="",
        )
    )  # fmt: skip
