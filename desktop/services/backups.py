"""Backups: one file with the database, the keys and a list of attachments; verified; restored.

A backup made to a folder of the user's choice carries every attachment inside. The daily
ones beside the office share one pool of attachments (content-addressed, never edited), so a
year of scans is not copied every evening; each backup still lists and proves its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from desktop import __version__
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.moments import local, local_date
from desktop.models import migrations
from desktop.models.dossiers import blobs, dossiers
from desktop.models.engine import Database
from desktop.security import key_file
from desktop.security.files import disk_problem, read_problem, sync_folder, write_whole
from desktop.services.attachments import blob_store
from desktop.services.office import ATTACHMENTS_NAME, BACKUPS_NAME, DATABASE_NAME, Office
from desktop.services.progress import Progress, Silent

ENDING = ".smcbackup"
RESTORED_NOTE_NAME = "restored.json"
_FORMAT = 1
_POOL_NAME = "attachments"
_MANIFEST = "manifest.json"
_MOST_MANIFEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup holds; ``bytes`` is the size of the file itself."""

    file: Path
    made_at: datetime
    unit_name: str
    dossiers: int
    attachments: int
    bytes: int


@dataclass(frozen=True, slots=True)
class BackupCheck:
    """Whether a backup can be relied on, in words."""

    ok: bool
    detail: str
    info: BackupInfo | None = None


def create_backup(
    office: Office, to: Path | None = None, progress: Progress | None = None
) -> BackupInfo:
    """Writes a backup, reads it back and proves it. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    progress = progress or Silent()
    folder = to or office.folder / BACKUPS_NAME
    made_at = office.now()
    name = f"somotcua-{office.info.unit_code}-{local(made_at):%Y%m%d-%H%M%S}{ENDING}"
    target = _free_name(folder / name)
    aside = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".part-") as scratch:
            snapshot = Path(scratch) / DATABASE_NAME
            office.database.snapshot_to(snapshot, lambda done, all_: progress.step(done, all_))
            _write_archive(office, aside, snapshot, made_at, inside=to is not None)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise disk_problem(error, target) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    check = verify_backup(target, office.database_key)
    if not check.ok or check.info is None:
        raise EnvironmentProblem(Surroundings.BACKUP_DAMAGED, file=target, detail=check.detail)
    with office.command() as work:
        work.audit("backup.create", target.name)
    return check.info


def daily_backup(office: Office) -> BackupInfo | None:
    """At close: one backup a day, then the retention rule; None when today has one already."""
    today = local_date(office.now())
    if any(local_date(info.made_at) == today for info in list_backups(office)):
        newest = list_backups(office)[0]
        if not _changed_since(office, newest.made_at):
            return None
    info = create_backup(office)
    prune_backups(office)
    return info


def list_backups(office: Office) -> list[BackupInfo]:
    """Backups beside the office, newest first; damaged files are left out."""
    found = []
    for path in (office.folder / BACKUPS_NAME).glob(f"*{ENDING}"):
        with suppress(EnvironmentProblem, RuleViolation):
            found.append(_info(path, _manifest(path)))
    return sorted(found, key=lambda info: info.made_at, reverse=True)


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


def verify_backup(path: Path, database_key: bytes | None = None) -> BackupCheck:
    """Reads every byte, compares every hash; with the key also opens the database inside."""
    try:
        manifest = _manifest(path)
        info = _info(path, manifest)
        with zipfile.ZipFile(path) as archive:
            for entry, content_hash in _hashes(archive, path, manifest):
                if content_hash != manifest["files"][entry]["sha256"]:
                    return BackupCheck(False, f"{entry} không khớp mã kiểm chứng", info)
            if database_key is not None:
                problem = _open_inside(archive, database_key, manifest)
                if problem:
                    return BackupCheck(False, problem, info)
    except (EnvironmentProblem, RuleViolation):
        raise
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError) as error:
        return BackupCheck(False, f"tệp bị hỏng ({type(error).__name__})")
    detail = f"{info.dossiers} hồ sơ, {info.attachments} tệp đính kèm, mọi mã kiểm chứng khớp"
    return BackupCheck(True, detail, info)


def restore_backup(
    path: Path, into: Path, clock_now: datetime, progress: Progress | None = None
) -> BackupInfo:
    """Puts a verified backup into an empty folder. Raises FOLDER_NOT_EMPTY, BACKUP_DAMAGED.

    Sending stays off in the restored office until a person confirms, and its new dossiers of
    the days since the backup are numbered apart (``restored.json`` is read at first sign-in).
    """
    progress = progress or Silent()
    check = verify_backup(path)
    if not check.ok or check.info is None:
        raise EnvironmentProblem(Surroundings.BACKUP_DAMAGED, file=path, detail=check.detail)
    if into.exists() and any(into.iterdir()):
        raise RuleViolation(Rule.FOLDER_NOT_EMPTY, folder=into)
    manifest = _manifest(path)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path) as archive:
            entries = sorted(manifest["files"])
            for done, entry in enumerate(entries):
                progress.check_cancelled()
                progress.step(done, len(entries))
                _restore_entry(archive, path, entry, into)
            keys = archive.read(key_file.KEY_FILE_NAME)
        note = {
            "backed_up_at": int(check.info.made_at.timestamp()),
            "restored_at": int(clock_now.timestamp()),
            "file": path.name,
        }
        write_whole(into / RESTORED_NOTE_NAME, json.dumps(note).encode())
        # The key file comes last: until it is there, the folder is not an office.
        write_whole(into / key_file.KEY_FILE_NAME, keys)
    except OSError as error:
        raise disk_problem(error, into) from error
    return check.info


def drill(office: Office, progress: Progress | None = None) -> BackupCheck:
    """Restores the newest backup into a throw-away folder, opens it and compares counts."""
    infos = list_backups(office)
    newest = infos[0].file if infos else create_backup(office).file
    with tempfile.TemporaryDirectory(prefix="somotcua-") as scratch:
        into = Path(scratch) / "office"
        info = restore_backup(newest, into, office.now(), progress)
        counted = _count_inside(into / DATABASE_NAME, office.database_key)
        files = sum(1 for p in (into / ATTACHMENTS_NAME).rglob("*") if p.is_file())
    ok = counted == info.dossiers and files == info.attachments
    detail = f"{counted} hồ sơ và {files} tệp đính kèm mở lại được từ {newest.name}"
    return BackupCheck(ok, detail, info)


def _write_archive(
    office: Office, aside: Path, snapshot: Path, made_at: datetime, *, inside: bool
) -> None:
    store = blob_store(office)
    with office.reading() as connection:
        names = sorted(connection.execute(select(blobs.c.name)).scalars())
        count = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
    files: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry, source in (
            (DATABASE_NAME, snapshot),
            (key_file.KEY_FILE_NAME, office.folder / key_file.KEY_FILE_NAME),
        ):
            archive.write(source, entry)
            files[entry] = _described(source, "inside")
        for name in names:
            source = store.path_of(name)
            if not source.exists():
                continue  # the doctor tells; a damaged file must not stop the backup
            entry = f"{ATTACHMENTS_NAME}/{name[:2]}/{name}"
            if inside:
                archive.write(source, entry)
            else:
                _into_pool(source, aside.parent / _POOL_NAME / name[:2] / name)
            files[entry] = _described(source, "inside" if inside else "beside")
        manifest = {
            "format": _FORMAT,
            "program": __version__,
            "schema": migrations.HEAD,
            "made_at": int(made_at.timestamp()),
            "unit_code": office.info.unit_code,
            "unit_name": office.info.unit_name,
            "dossiers": count,
            "attachments": sum(1 for entry in files if entry.startswith(ATTACHMENTS_NAME)),
            "files": files,
        }
        archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False))


def _described(source: Path, where: str) -> dict[str, Any]:
    return {"sha256": _hash_file(source), "size": source.stat().st_size, "where": where}


def _into_pool(source: Path, target: Path) -> None:
    """Links (no copy on the same disk) or copies an attachment, once."""
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _manifest(path: Path) -> dict[str, Any]:
    """The list of contents. Raises NOT_A_BACKUP, BACKUP_TOO_NEW, FILE_NOT_FOUND."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_MANIFEST).file_size > _MOST_MANIFEST:
                raise ValueError("manifest too large")
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        if int(manifest["format"]) > _FORMAT or migrations.is_newer(str(manifest["schema"])):
            raise RuleViolation(Rule.BACKUP_TOO_NEW, file=path.name)
        for entry in manifest["files"]:
            _check_entry_name(entry)
    except OSError as error:
        raise read_problem(error, path) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise RuleViolation(Rule.NOT_A_BACKUP, file=path.name) from error
    return manifest


def _check_entry_name(entry: str) -> None:
    """Only our own three kinds of names; a name from a file is never used as a path unchecked."""
    if entry in (DATABASE_NAME, key_file.KEY_FILE_NAME):
        return
    parts = entry.split("/")
    shape = len(parts) == 3 and parts[0] == ATTACHMENTS_NAME and parts[1] == parts[2][:2]
    if not (shape and len(parts[2]) == 64 and all(c in "0123456789abcdef" for c in parts[2])):
        raise ValueError(entry)


def _info(path: Path, manifest: dict[str, Any]) -> BackupInfo:
    from datetime import UTC

    return BackupInfo(
        path,
        datetime.fromtimestamp(manifest["made_at"], UTC),
        manifest["unit_name"],
        int(manifest["dossiers"]),
        int(manifest["attachments"]),
        path.stat().st_size,
    )


def _hashes(
    archive: zipfile.ZipFile, path: Path, manifest: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    for entry, described in manifest["files"].items():
        digest = hashlib.sha256()
        source = (
            archive.open(entry)
            if described["where"] == "inside"
            else _pool_path(path, entry).open("rb")
        )
        with source as file:
            while block := file.read(1 << 20):
                digest.update(block)
        yield entry, digest.hexdigest()


def _pool_path(path: Path, entry: str) -> Path:
    return path.parent.joinpath(_POOL_NAME, *entry.split("/")[1:])


def _restore_entry(archive: zipfile.ZipFile, path: Path, entry: str, into: Path) -> None:
    if entry == key_file.KEY_FILE_NAME:
        return
    target = into.joinpath(*entry.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    inside = entry in archive.namelist()
    source = archive.open(entry) if inside else _pool_path(path, entry).open("rb")
    with source as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _open_inside(
    archive: zipfile.ZipFile, database_key: bytes, manifest: dict[str, Any]
) -> str | None:
    with tempfile.TemporaryDirectory(prefix="somotcua-") as scratch:
        copy = Path(scratch) / DATABASE_NAME
        with archive.open(DATABASE_NAME) as reading, copy.open("wb") as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
        try:
            counted = _count_inside(copy, database_key)
        except EnvironmentProblem:
            return "dữ liệu bên trong không mở được"
    if counted != manifest["dossiers"]:
        return f"số hồ sơ bên trong là {counted}, danh mục ghi {manifest['dossiers']}"
    return None


def _count_inside(path: Path, database_key: bytes) -> int:
    database = Database(path, database_key)
    try:
        with database.reading() as connection:
            if connection.execute(text("PRAGMA quick_check(1)")).scalar_one() != "ok":
                raise EnvironmentProblem(Surroundings.DATABASE_DAMAGED, detail="quick_check")
            return int(connection.execute(select(func.count()).select_from(dossiers)).scalar_one())
    finally:
        database.close()


def _changed_since(office: Office, moment: datetime) -> bool:
    from desktop.models.journal import audit_entries

    with office.reading() as connection:
        last = connection.execute(select(func.max(audit_entries.c.at))).scalar_one_or_none()
    return last is not None and last > moment + timedelta(minutes=1)


def _prune_pool(office: Office) -> None:
    """Drops pooled attachments that no kept backup lists."""
    pool = office.folder / BACKUPS_NAME / _POOL_NAME
    wanted = {
        entry.rsplit("/", 1)[-1]
        for info in list_backups(office)
        for entry in _manifest(info.file)["files"]
    }
    for path in pool.rglob("*"):
        if path.is_file() and path.name not in wanted:
            path.unlink()


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{ENDING}")
    return free


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
