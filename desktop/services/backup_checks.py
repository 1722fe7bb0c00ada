"""Proving a backup: every byte read, every hash compared, the database inside opened."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.models.dossiers import dossiers
from desktop.models.engine import Database
from desktop.security.files import disk_problem, is_no_space
from desktop.services.backup_files import (
    DAMAGE,
    BackupCheck,
    backup_info,
    pool_path,
    read_manifest,
    was_a_backup,
)
from desktop.services.office import DATABASE_NAME

_CUT_SHORT = "tệp bị cắt ngang hoặc chép chưa xong"
_DAMAGED = "có chỗ trong tệp không đọc lại được"


def verify_backup(path: Path, database_key: bytes | None = None) -> BackupCheck:
    """Reads every byte, compares every hash; with the key also opens the database inside.

    Raises NOT_A_BACKUP, BACKUP_TOO_NEW, FILE_NOT_FOUND; DISK_FULL when there is no room to open
    the database in.
    """
    try:
        manifest = read_manifest(path)
    except RuleViolation as error:
        if error.code is Rule.NOT_A_BACKUP and was_a_backup(path):
            return BackupCheck(False, _CUT_SHORT)
        raise
    info = backup_info(path, manifest)
    try:
        with zipfile.ZipFile(path) as archive:
            for entry, content_hash in _hashes(archive, path, manifest):
                if content_hash != manifest["files"][entry]["sha256"]:
                    return BackupCheck(False, f"{entry} không khớp mã kiểm chứng", info)
            if database_key is not None:
                problem = _open_inside(archive, database_key, manifest)
                if problem:
                    return BackupCheck(False, problem, info)
    except OSError as error:
        if is_no_space(error):
            raise disk_problem(error, path) from error
        return BackupCheck(False, _DAMAGED)
    except DAMAGE:
        return BackupCheck(False, _DAMAGED)
    detail = f"{info.dossiers} hồ sơ, {info.attachments} tệp đính kèm, mọi mã kiểm chứng khớp"
    return BackupCheck(True, detail, info)


def count_inside(path: Path, database_key: bytes) -> int:
    """Dossiers in the database of a backup. Raises DATABASE_DAMAGED."""
    database = Database(path, database_key)
    try:
        with database.reading() as connection:
            if connection.execute(text("PRAGMA quick_check(1)")).scalar_one() != "ok":
                raise EnvironmentProblem(Surroundings.DATABASE_DAMAGED, detail="quick_check")
            return int(connection.execute(select(func.count()).select_from(dossiers)).scalar_one())
    finally:
        database.discard()


def _hashes(
    archive: zipfile.ZipFile, path: Path, manifest: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    for entry, described in manifest["files"].items():
        digest = hashlib.sha256()
        source = (
            archive.open(entry)
            if described["where"] == "inside"
            else pool_path(path, entry).open("rb")
        )
        with source as file:
            while block := file.read(1 << 20):
                digest.update(block)
        yield entry, digest.hexdigest()


def _open_inside(
    archive: zipfile.ZipFile, database_key: bytes, manifest: dict[str, Any]
) -> str | None:
    with tempfile.TemporaryDirectory(prefix="somotcua-") as scratch:
        copy = Path(scratch) / DATABASE_NAME
        with archive.open(DATABASE_NAME) as reading, copy.open("wb") as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
        try:
            counted = count_inside(copy, database_key)
        except EnvironmentProblem as problem:
            if problem.code is Surroundings.DISK_FULL:
                raise
            return "dữ liệu bên trong không mở được"
    if counted != manifest["dossiers"]:
        return f"số hồ sơ bên trong là {counted}, danh mục ghi {manifest['dossiers']}"
    return None
