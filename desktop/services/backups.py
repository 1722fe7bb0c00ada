"""Backups: one file with the database, the keys and a list of attachments, read back at once.

A backup made to a folder of the user's choice carries every attachment inside. The daily ones,
beside the office and in the second folder, share a pool of attachments (content-addressed, never
edited), so a year of scans is not copied every evening; each still lists and proves its own. What
is new in the pool is read back at once; what was proved before is read again in turns, so that an
office with many scans closes in seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    backups_in,
    hash_file,
)
from desktop.services.backup_retention import prune_backups
from desktop.services.backup_seal import ROOM, seal
from desktop.services.office import ATTACHMENTS_NAME, BACKUPS_NAME, DATABASE_NAME, Office
from desktop.services.progress import Progress, Silent
from desktop.target_folders import make_folder

# So much of what was proved before is read again at each close: some ten seconds of an old disk.
REREAD_BYTES = 2**30
_LOCK_NAME = "backup.lock"
_LOCK_TIMEOUT_S = 30


def create_backup(
    office: Office, to: Path | None = None, progress: Progress | None = None
) -> BackupInfo:
    """Writes a backup, reads all of it back and proves it. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    folder = to or office.folder / BACKUPS_NAME
    return _create(office, folder, progress or Silent(), inside=to is not None, every=True)


def daily_backup(office: Office) -> BackupInfo | None:
    """At close: a backup of the day's latest changes, then the retention rule.

    None when the newest backup is of today and nothing has changed since.
    """
    beside = office.folder / BACKUPS_NAME
    return pooled_backup(office, beside) if lacks_todays_backup(office, beside) else None


def lacks_todays_backup(office: Office, folder: Path) -> bool:
    """Whether a folder has no backup of today, or something has changed since the newest."""
    today = local_date(office.now())
    ours = f"somotcua-{office.info.unit_code}-"
    infos = [info for info in backups_in(folder) if info.file.name.startswith(ours)]
    has_today = any(local_date(info.made_at) == today for info in infos)
    return not has_today or _changed_since(office, infos[0].made_at)


def pooled_backup(office: Office, folder: Path) -> BackupInfo:
    """A backup with its attachments in the folder's pool; old ones leave by the retention rule."""
    info = _create(office, folder, Silent(), inside=False, every=False)
    prune_backups(office, folder)
    return info


def _create(
    office: Office, folder: Path, progress: Progress, *, inside: bool, every: bool
) -> BackupInfo:
    made_at = office.now()
    name = f"somotcua-{office.info.unit_code}-{local(made_at):%Y%m%d-%H%M%S}{ENDING}"
    target = folder / name
    try:
        with _one_at_a_time(office):
            make_folder(folder)
            target = _free_name(folder / name)
            with _scratch(office, folder) as scratch:
                snapshot, archive = scratch / DATABASE_NAME, scratch / target.name
                office.database.snapshot_to(snapshot, progress.step)
                held = _held(office, snapshot)
                turn = _everything if every else _todays_turn(held, local_date(made_at))
                described = _described_office(office, held, made_at, at_close=not every)
                fresh = _write_archive(office, archive, held, described, None if inside else turn)
                archive.replace(target)
            sync_folder(folder)
    except OSError as error:
        raise disk_problem(error, target) from error
    check = verify_backup(target, office.database_key, lambda blob: blob in fresh or turn(blob))
    if not check.ok or check.info is None:
        raise EnvironmentProblem(Surroundings.BACKUP_DAMAGED, file=target, detail=check.detail)
    with office.command() as work:
        work.audit("backup.create", target.name)
    return check.info


def _everything(_blob: str) -> bool:
    return True


def _todays_turn(held: _Held, day: date) -> Callable[[str], bool]:
    """Which of the attachments that were proved before are read again today: each in its turn."""
    turns = max(1, -(-held.bytes // REREAD_BYTES))
    return lambda blob: int(blob[:8], 16) % turns == day.toordinal() % turns


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
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Held:
    """The copied database, how many dossiers it holds, and hash and size of each stored file."""

    database: Path
    dossiers: int
    blobs: dict[str, tuple[str, int]]

    @property
    def bytes(self) -> int:
        """The size of all stored files together."""
        return sum(size for _, size in self.blobs.values())


def _held(office: Office, snapshot: Path) -> _Held:
    """Counted in the copy: somebody may have written to the office since."""
    copy = Database(snapshot, office.database_key)
    try:
        with copy.reading() as connection:
            count = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
            stored = connection.execute(
                select(blobs.c.name, blobs.c.stored_sha256, blobs.c.stored_size).order_by(
                    blobs.c.name
                )
            )
            described = {row.name: (row.stored_sha256, row.stored_size) for row in stored}
            return _Held(snapshot, int(count), described)
    finally:
        copy.discard()


def _write_archive(
    office: Office,
    target: Path,
    held: _Held,
    manifest: dict[str, Any],
    turn: Callable[[str], bool] | None,
) -> set[str]:
    """Writes the file; gives the attachments that were read just now.

    ``turn``: which of the pooled ones are read again; None puts every attachment inside.
    """
    store, pool = blob_store(office), target.parent.parent / POOL_NAME
    own = office.folder / BACKUPS_NAME / POOL_NAME
    files: dict[str, dict[str, Any]] = {}
    fresh = set[str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry, source in (
            (DATABASE_NAME, held.database),
            (key_file.KEY_FILE_NAME, office.folder / key_file.KEY_FILE_NAME),
        ):
            archive.write(source, entry)
            files[entry] = _described(source, hash_file(source), "inside")
        for name, (stored_hash, size) in held.blobs.items():
            entry = f"{ATTACHMENTS_NAME}/{name[:2]}/{name}"
            pooled = pool / name[:2] / name
            if turn is not None and not turn(name) and _has_size(pooled, size):
                files[entry] = _described(pooled, stored_hash, "beside")
                continue
            places = store.path_of(name), pooled, own / name[:2] / name
            sound = _sound_copy(places, stored_hash)
            if sound is None:
                continue  # the doctor tells; a damaged file must not stop the backup
            fresh.add(name)
            if turn is None:
                archive.write(sound, entry)
            elif sound != pooled:
                _into_pool(sound, pooled)
            files[entry] = _described(sound, stored_hash, "inside" if turn is None else "beside")
        manifest["files"] = files
        manifest["attachments"] = len(files) - 2
        archive.writestr(MANIFEST_NAME, json.dumps(manifest, ensure_ascii=False))
        archive.comment = ROOM
    seal(target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return fresh


def _described_office(
    office: Office, held: _Held, made_at: datetime, *, at_close: bool
) -> dict[str, Any]:
    """The manifest without its files."""
    return {
        "format": FORMAT,
        "program": __version__,
        "schema": migrations.HEAD,
        "made_at": int(made_at.timestamp()),
        "unit_code": office.info.unit_code,
        "unit_name": office.info.unit_name,
        "desk": office.info.desk_number,
        "at_close": at_close,
        "dossiers": held.dossiers,
        "sealed": True,
    }


def _has_size(path: Path, size: int) -> bool:
    with suppress(OSError):
        return path.stat().st_size == size
    return False


def _sound_copy(places: tuple[Path, ...], stored_hash: str) -> Path | None:
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
        _copy_whole(source, target)


def _copy_whole(source: Path, target: Path) -> None:
    """Under its name only once it is on the disk: later evenings look at its size alone."""
    aside = target.with_name(target.name + ".part")
    with source.open("rb") as reading, aside.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    aside.replace(target)


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
