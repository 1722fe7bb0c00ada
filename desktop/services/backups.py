"""Backups: one file with the database, the keys and a list of attachments, read back at once.

A backup made to a folder of the user's choice carries every attachment inside. The daily
ones beside the office share one pool of attachments (content-addressed, never edited), so a
year of scans is not copied every evening; each backup still lists and proves its own.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import func, select

from desktop import __version__
from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.moments import local, local_date
from desktop.models import migrations
from desktop.models.dossiers import blobs, dossiers
from desktop.models.engine import Database
from desktop.models.journal import audit_entries
from desktop.security import key_file
from desktop.security.files import disk_problem, sync_folder
from desktop.services.attachments import blob_store
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import (
    ENDING,
    FORMAT,
    MANIFEST_NAME,
    POOL_NAME,
    BackupInfo,
    hash_file,
    list_backups,
)
from desktop.services.backup_retention import prune_backups
from desktop.services.office import ATTACHMENTS_NAME, BACKUPS_NAME, DATABASE_NAME, Office
from desktop.services.progress import Progress, Silent

_LOCK_NAME = "backup.lock"
_LOCK_TIMEOUT_S = 30


def create_backup(
    office: Office, to: Path | None = None, progress: Progress | None = None
) -> BackupInfo:
    """Writes a backup, reads it back and proves it. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    progress = progress or Silent()
    folder = to or office.folder / BACKUPS_NAME
    made_at = office.now()
    name = f"somotcua-{office.info.unit_code}-{local(made_at):%Y%m%d-%H%M%S}{ENDING}"
    target = folder / name
    try:
        with _one_at_a_time(office):
            target = _free_name(folder / name)
            with _scratch(office, folder) as scratch:
                snapshot, archive = scratch / DATABASE_NAME, scratch / target.name
                office.database.snapshot_to(snapshot, progress.step)
                _write_archive(office, archive, _held(office, snapshot), made_at, to is not None)
                archive.replace(target)
            sync_folder(folder)
    except OSError as error:
        raise disk_problem(error, target) from error
    check = verify_backup(target, office.database_key)
    if not check.ok or check.info is None:
        raise EnvironmentProblem(Surroundings.BACKUP_DAMAGED, file=target, detail=check.detail)
    with office.command() as work:
        work.audit("backup.create", target.name)
    return check.info


def daily_backup(office: Office) -> BackupInfo | None:
    """At close: a backup of the day's latest changes, then the retention rule.

    None when the newest backup is of today and nothing has changed since.
    """
    today = local_date(office.now())
    infos = list_backups(office)
    has_today = any(local_date(info.made_at) == today for info in infos)
    if has_today and not _changed_since(office, infos[0].made_at):
        return None
    info = create_backup(office)
    prune_backups(office)
    return info


@contextmanager
def _one_at_a_time(office: Office) -> Iterator[None]:
    """Two programs that back up one office would clear each other's unfinished files away."""
    lock = FileLock(office.folder / _LOCK_NAME, timeout=_LOCK_TIMEOUT_S)
    try:
        lock.acquire()
    except Timeout:
        raise EnvironmentProblem(Surroundings.DATABASE_BUSY) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _scratch(office: Office, folder: Path) -> Iterator[Path]:
    """A folder for what is not finished; one of the same name was left by a power cut."""
    scratch = folder / f".part-{office.info.unit_code}-{office.info.desk_number}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Held:
    """The copied database, how many dossiers it holds, and the hash of each stored file."""

    database: Path
    dossiers: int
    blobs: dict[str, str]


def _held(office: Office, snapshot: Path) -> _Held:
    """Counted in the copy: somebody may have written to the office since."""
    copy = Database(snapshot, office.database_key)
    try:
        with copy.reading() as connection:
            count = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
            stored = connection.execute(
                select(blobs.c.name, blobs.c.stored_sha256).order_by(blobs.c.name)
            )
            return _Held(snapshot, int(count), {row.name: row.stored_sha256 for row in stored})
    finally:
        copy.discard()


def _write_archive(
    office: Office, target: Path, held: _Held, made_at: datetime, inside: bool
) -> None:
    store, pool = blob_store(office), office.folder / BACKUPS_NAME / POOL_NAME
    files: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry, source in (
            (DATABASE_NAME, held.database),
            (key_file.KEY_FILE_NAME, office.folder / key_file.KEY_FILE_NAME),
        ):
            archive.write(source, entry)
            files[entry] = _described(source, hash_file(source), "inside")
        for name, stored_hash in held.blobs.items():
            pooled = pool / name[:2] / name
            sound = _sound_copy((store.path_of(name), pooled), stored_hash)
            if sound is None:
                continue  # the doctor tells; a damaged file must not stop the backup
            entry = f"{ATTACHMENTS_NAME}/{name[:2]}/{name}"
            if inside:
                archive.write(sound, entry)
            elif sound != pooled:
                _into_pool(sound, pooled)
            files[entry] = _described(sound, stored_hash, "inside" if inside else "beside")
        manifest = {
            "format": FORMAT,
            "program": __version__,
            "schema": migrations.HEAD,
            "made_at": int(made_at.timestamp()),
            "unit_code": office.info.unit_code,
            "unit_name": office.info.unit_name,
            "dossiers": held.dossiers,
            "attachments": sum(1 for entry in files if entry.startswith(ATTACHMENTS_NAME)),
            "files": files,
        }
        archive.writestr(MANIFEST_NAME, json.dumps(manifest, ensure_ascii=False))
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _sound_copy(places: tuple[Path, Path], stored_hash: str) -> Path | None:
    """The first of the places where the file is whole."""
    for place in places:
        if place.exists() and hash_file(place) == stored_hash:
            return place
    return None


def _described(source: Path, content_hash: str, where: str) -> dict[str, Any]:
    return {"sha256": content_hash, "size": source.stat().st_size, "where": where}


def _into_pool(source: Path, target: Path) -> None:
    """Links (no copy on the same disk) or copies an attachment; a damaged copy is replaced."""
    if target.exists():
        if target.samefile(source) or hash_file(target) == hash_file(source):
            return
        target.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _changed_since(office: Office, moment: datetime) -> bool:
    with office.reading() as connection:
        last = connection.execute(select(func.max(audit_entries.c.at))).scalar_one_or_none()
    return last is not None and last > moment + timedelta(minutes=1)


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{ENDING}")
    return free
