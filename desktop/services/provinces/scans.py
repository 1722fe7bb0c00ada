"""Scans of dossiers that units have sent because the province asked: listed, written out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.imports.file_kinds import ENDINGS
from desktop.models.appraisals import unit_records
from desktop.models.province import received_files
from desktop.security.files import write_whole
from desktop.services.attachments import blob_store
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.provinces.inviting import unit_of
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.sync.records import DOSSIER_FILES
from desktop.target_folders import make_folder

_ENDINGS = {str(kind): endings[0] for kind, endings in ENDINGS.items()}


@dataclass(frozen=True, slots=True)
class Scan:
    """One file; ``is_here`` False while its package is still on the way."""

    sha256: str
    media_type: str
    size: int
    pages: int | None
    is_result: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class DossierScans:
    """The scans of one dossier of a unit."""

    unit_code: str
    code: str
    files: tuple[Scan, ...]


def list_scans(office: Office, unit_code: str, code: str = "") -> tuple[DossierScans, ...]:
    """What a unit has sent, by dossier; of one dossier with a code."""
    office.require(Permission.RUN_PROVINCE)
    unit = unit_of(require_desk(office), unit_code)
    r, f = unit_records.c, received_files.c
    with store_reading(office) as connection:
        query = select(r.content).where(r.kind == DOSSIER_FILES, r.unit_code == unit.code)
        contents = connection.execute(query.order_by(r.year, r.uuid)).scalars().all()
        here = set(connection.execute(select(f.sha256).where(f.unit_code == unit.code)).scalars())
    wanted = clean(code).upper()
    found = (_scans(unit.code, content, here) for content in contents)
    return tuple(sorted((s for s in found if wanted in ("", s.code)), key=lambda s: s.code))


def _scans(unit: str, content: dict[str, Any], here: set[str]) -> DossierScans:
    files = tuple(
        Scan(f["file"], f["type"], f["size"], f["pages"], f["result"], f["file"] in here)
        for f in content["files"]
    )
    return DossierScans(unit, content["code"], files)


def export_scans(office: Office, found: tuple[DossierScans, ...], folder: Path) -> tuple[Path, ...]:
    """Writes the files, opened, into a folder a dossier; the names are made here. It is noted."""
    office.require(Permission.RUN_PROVINCE)
    store, f = blob_store(office), received_files.c
    written: list[Path] = []
    for one in found:
        with store_reading(office) as connection:
            query = select(f.sha256, f.blob).where(f.unit_code == one.unit_code)
            blobs = {row.sha256: row.blob for row in connection.execute(query)}
        for place, scan in enumerate((s for s in one.files if s.is_here), start=1):
            ending = _ENDINGS.get(scan.media_type, ".bin")
            make_folder(folder)  # asked for by name; the folders of dossiers inside are ours
            target = folder / one.code / f"{place:02d}{ending}"
            write_whole(target, store.get(blobs[scan.sha256], target.name))
            written.append(target)
        note_seen(office, "province.scans", one.code)
    return tuple(written)
