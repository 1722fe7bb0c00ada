"""Which of the daily backups stay, and what leaves with the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from desktop.domain.moments import local_date
from desktop.services.backup_files import (
    POOL_NAME,
    BackupInfo,
    backup_paths,
    list_backups,
    read_manifest,
)
from desktop.services.office import BACKUPS_NAME, Office


def prune_backups(office: Office) -> list[Path]:
    """Keeps every day of a week, every week of a month, every month of a year, the newest."""
    infos = list_backups(office)
    kept = {info.file for info in to_keep(infos, local_date(office.now()))}
    gone = [info.file for info in infos if info.file not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    if gone:
        _prune_pool(office)
    return gone


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


def _prune_pool(office: Office) -> None:
    """Drops pooled attachments that no kept backup lists."""
    infos = list_backups(office)
    if len(infos) < len(backup_paths(office)):
        return  # a backup whose list cannot be read may still need any of them
    wanted = {
        entry.rsplit("/", 1)[-1] for info in infos for entry in read_manifest(info.file)["files"]
    }
    for path in (office.folder / BACKUPS_NAME / POOL_NAME).rglob("*"):
        if path.is_file() and path.name not in wanted:
            path.unlink()
