"""Putting a backup back: into an empty folder, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.security import key_file
from desktop.security.files import disk_problem, sync_folder, write_whole
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import BackupInfo, pool_path, read_manifest
from desktop.services.office import DATABASE_NAME
from desktop.services.progress import Progress, Silent
from desktop.services.setting_up import UNFINISHED_DATABASE_NAME

_NOTE_NAME = "restored.json"


@dataclass(frozen=True, slots=True)
class RestoreNote:
    """What a restored office must know at its first sign-in; ``file`` is the backup's name."""

    backed_up_at: datetime
    restored_at: datetime
    file: str


def restore_backup(
    path: Path,
    into: Path,
    clock_now: datetime,
    progress: Progress | None = None,
    *,
    accept_lost: bool = False,
) -> BackupInfo:
    """Puts a verified backup into an empty folder. Raises FOLDER_NOT_EMPTY, BACKUP_DAMAGED.

    BACKUP_FILES_LOST when the register is whole and attachments are not; ``accept_lost``
    restores without them, and the health check of the office then names them.

    Sending stays off in the restored office until a person confirms, and its new dossiers of
    the days since the backup are numbered apart (the note is read at first sign-in).
    """
    progress = progress or Silent()
    check = verify_backup(path)
    if check.info is None or not (check.ok or check.lost):
        raise EnvironmentProblem(Surroundings.BACKUP_DAMAGED, file=path, detail=check.detail)
    if check.lost and not accept_lost:
        facts = {"file": path, "detail": check.detail, "count": len(check.lost)}
        raise EnvironmentProblem(Surroundings.BACKUP_FILES_LOST, **facts)
    try:
        if into.exists() and any(into.iterdir()):
            raise RuleViolation(Rule.FOLDER_NOT_EMPTY, folder=into)
        existed = into.exists()
    except OSError as error:
        raise EnvironmentProblem(Surroundings.FOLDER_NOT_WRITABLE, folder=into) from error
    try:
        note = RestoreNote(check.info.made_at, clock_now, path.name)
        _unpack(path, into, note, check.lost, progress)
    except BaseException as error:
        _empty(into, existed)
        if isinstance(error, OSError):
            raise disk_problem(error, into / DATABASE_NAME) from error
        raise
    return replace(check.info, attachments=check.info.attachments - len(check.lost))


def files_lost(error: Exception) -> int:
    """How many attachments a refused restore could do without; 0 for any other problem."""
    if isinstance(error, EnvironmentProblem) and error.code is Surroundings.BACKUP_FILES_LOST:
        return int(error.facts["count"])
    return 0


def read_restore_note(folder: Path, now: datetime) -> RestoreNote | None:
    """The note of an office that was restored and not yet opened, None for any other.

    A note that cannot be read still means a restore: then as if it had been made now.
    """
    try:
        data = json.loads((folder / _NOTE_NAME).read_text(encoding="utf-8"))
        backed_up, restored = (
            datetime.fromtimestamp(data[key], UTC) for key in ("backed_up_at", "restored_at")
        )
        return RestoreNote(backed_up, restored, str(data["file"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return RestoreNote(now, now, "?")


def drop_restore_note(folder: Path) -> None:
    """Forgets the note once the database knows."""
    (folder / _NOTE_NAME).unlink(missing_ok=True)


def _unpack(
    path: Path, into: Path, note: RestoreNote, lost: frozenset[str], progress: Progress
) -> None:
    """Attachments, database under its unfinished name, note, keys; the right name comes last.

    Until the keys are there the folder is no office; from then on the first sign-in finishes
    what a power cut left (as with a new office).
    """
    into.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path) as archive:
        entries = sorted(set(read_manifest(path)["files"]) - {key_file.KEY_FILE_NAME} - lost)
        for done, entry in enumerate(entries):
            progress.check_cancelled()
            progress.step(done, len(entries))
            _restore_entry(archive, path, entry, into)
        keys = archive.read(key_file.KEY_FILE_NAME)
    data = {
        "backed_up_at": int(note.backed_up_at.timestamp()),
        "restored_at": int(note.restored_at.timestamp()),
        "file": note.file,
    }
    write_whole(into / _NOTE_NAME, json.dumps(data).encode())
    write_whole(into / key_file.KEY_FILE_NAME, keys)
    (into / UNFINISHED_DATABASE_NAME).replace(into / DATABASE_NAME)
    sync_folder(into)


def _restore_entry(archive: zipfile.ZipFile, path: Path, entry: str, into: Path) -> None:
    name = UNFINISHED_DATABASE_NAME if entry == DATABASE_NAME else entry
    target = into.joinpath(*name.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    inside = entry in archive.namelist()
    source = archive.open(entry) if inside else pool_path(path, entry).open("rb")
    with source as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _empty(into: Path, existed: bool) -> None:
    """Takes away what an interrupted restore wrote; the folder was empty before."""
    with suppress(OSError):
        for path in into.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if not existed:
            into.rmdir()
