"""Proving a backup: every byte read, every hash compared, the database inside opened."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.models.dossiers import dossiers
from desktop.models.engine import Database
from desktop.security import key_file
from desktop.security.files import disk_problem, is_no_space
from desktop.services.backup_files import (
    DAMAGE,
    POOL_NAME,
    BackupCheck,
    backup_info,
    pool_path,
    read_manifest,
    was_a_backup,
)
from desktop.services.backup_seal import is_seal_whole
from desktop.services.office import DATABASE_NAME

_CUT_SHORT = "tệp bị cắt ngang hoặc chép chưa xong"
_DAMAGED = "có chỗ trong tệp không đọc lại được"


def verify_backup(
    path: Path,
    database_key: bytes | None = None,
    is_read: Callable[[str], bool] = lambda _name: True,
) -> BackupCheck:
    """Reads every byte, compares every hash; with the key also opens the database inside.

    ``is_read`` says by its name which attachment in the pool is read; of the others only the
    size is looked at. Attachments alone that are lost are told apart: the register is whole.
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
        if manifest.get("sealed") and not is_seal_whole(path):
            return BackupCheck(False, _DAMAGED, info)
        with zipfile.ZipFile(path) as archive:
            for entry in (DATABASE_NAME, key_file.KEY_FILE_NAME):
                if not _is_sound(archive, path, entry, manifest["files"][entry], is_read):
                    return BackupCheck(False, f"{entry} không khớp mã kiểm chứng", info)
            lost, absent = _lost(archive, path, manifest, is_read)
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
    if lost:
        return BackupCheck(False, _lost_text(len(lost), absent), info, frozenset(lost))
    detail = f"{info.dossiers} hồ sơ, {info.attachments} tệp đính kèm, mọi mã kiểm chứng khớp"
    return BackupCheck(True, detail, info)


def _lost_text(lost: int, absent: int) -> str:
    if absent == lost:
        return (
            f"sổ hồ sơ đủ và đúng, nhưng thiếu {lost} tệp đính kèm: chúng nằm trong thư mục "
            f"“{POOL_NAME}” cạnh tệp sao lưu lúc sao lưu; hãy chép cả thư mục ấy về cạnh tệp này"
        )
    return f"sổ hồ sơ đủ và đúng, nhưng {lost} tệp đính kèm bị mất hoặc hỏng"


def _lost(
    archive: zipfile.ZipFile,
    path: Path,
    manifest: dict[str, Any],
    is_read: Callable[[str], bool],
) -> tuple[set[str], int]:
    """The attachments that are not what the manifest says, and how many are not there at all."""
    lost, absent = set[str](), 0
    for entry, described in manifest["files"].items():
        if entry in (DATABASE_NAME, key_file.KEY_FILE_NAME):
            continue
        try:
            is_sound = _is_sound(archive, path, entry, described, is_read)
        except FileNotFoundError:
            is_sound, absent = False, absent + 1
        except DAMAGE:
            is_sound = False
        if not is_sound:
            lost.add(entry)
    return lost, absent


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


def _is_sound(
    archive: zipfile.ZipFile,
    path: Path,
    entry: str,
    described: dict[str, Any],
    is_read: Callable[[str], bool],
) -> bool:
    """Whether a file of the backup is what its manifest says. Raises as reading does."""
    is_inside = described["where"] == "inside"
    if not is_inside and not is_read(entry.rsplit("/", 1)[-1]):
        return pool_path(path, entry).stat().st_size == int(described["size"])
    digest = hashlib.sha256()
    with archive.open(entry) if is_inside else pool_path(path, entry).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest() == str(described["sha256"])


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
