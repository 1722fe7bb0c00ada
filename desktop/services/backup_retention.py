"""Which of the daily backups stay, and what leaves with the others."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

from desktop.domain.moments import local_date
from desktop.services.backup_files import (
    POOL_NAME,
    BackupInfo,
    backup_paths,
    backups_in,
    read_manifest,
)
from desktop.services.office import BACKUPS_NAME, Office

# Another desk may be in the midst of its backup: what it has laid is in no list yet.
_WORK_OF_OTHERS_S = 24 * 3600


def prune_backups(office: Office, folder: Path | None = None) -> list[Path]:
    """Keeps every day of a week, every week of a month, every month of a year, the newest.

    In a second folder, which several desks may share, each counts its own backups only.
    """
    own = office.folder / BACKUPS_NAME
    folder = folder or own
    infos = backups_in(folder)
    mine = infos if folder == own else [info for info in infos if _is_of(office, info)]
    kept = {info.file for info in to_keep(mine, local_date(office.now()))}
    gone = [info.file for info in mine if info.file not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    if gone:
        _prune_pool(folder, spare_s=0 if folder == own else _WORK_OF_OTHERS_S)
    return gone


def _is_of(office: Office, info: BackupInfo) -> bool:
    """Made by this desk at close: what a person made by hand stays."""
    manifest = read_manifest(info.file)
    whose = manifest["unit_code"], manifest.get("desk")
    is_ours = whose == (office.info.unit_code, office.info.desk_number)
    return is_ours and bool(manifest.get("at_close"))


def to_keep(infos: list[BackupInfo], today: date) -> list[BackupInfo]:
    """The backups that the retention rule keeps; ``infos`` newest first."""
    kept: list[BackupInfo] = infos[:1]
    seen: set[tuple[str, Any]] = set()
    for info in infos:
        made = local_date(info.made_at)
        age = (today - made).days
        keys = (
            ("day", made) if age < 7 else None,
            ("week", made.isocalendar()[:2]) if age < 31 else None,
            ("month", (made.year, made.month)) if age < 366 else None,
        )
        fresh = [key for key in keys if key is not None and key not in seen]
        if fresh and info not in kept:
            kept.append(info)
        seen.update(fresh)
    return kept


def _prune_pool(folder: Path, spare_s: float) -> None:
    """Drops pooled attachments that no kept backup lists; not what has just been laid there."""
    infos = backups_in(folder)
    if len(infos) < len(backup_paths(folder)):
        return  # a backup whose list cannot be read may still need any of them
    wanted = {
        entry.rsplit("/", 1)[-1] for info in infos for entry in read_manifest(info.file)["files"]
    }
    for path in (folder / POOL_NAME).rglob("*"):
        is_settled = time.time() - path.stat().st_ctime >= spare_s
        if path.is_file() and path.name not in wanted and is_settled:
            path.unlink()
