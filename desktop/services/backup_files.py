"""What a backup file is: its list of contents, its names, and the backups beside an office.

A zip archive without compression (everything inside is encrypted already): the database, the
keys, a manifest, and attachments either inside or in a pool beside the file.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation
from desktop.models import migrations
from desktop.security import key_file
from desktop.security.files import read_problem
from desktop.services.office import ATTACHMENTS_NAME, BACKUPS_NAME, DATABASE_NAME, Office

ENDING = ".smcbackup"
FORMAT = 1
MANIFEST_NAME = "manifest.json"
POOL_NAME = "attachments"
# What reading a damaged archive may raise; a flipped flag asks for passwords and odd packings.
DAMAGE = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_ARCHIVE = b"PK\x03\x04"
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
    # Attachments that are missing or broken, when everything else is sound.
    lost: frozenset[str] = frozenset()


def list_backups(office: Office) -> list[BackupInfo]:
    """Backups beside the office, newest first; files that cannot be read are left out."""
    return backups_in(office.folder / BACKUPS_NAME)


def backups_in(folder: Path) -> list[BackupInfo]:
    """Backups in a folder, newest first; files that cannot be read are left out."""
    found = []
    for path in backup_paths(folder):
        with suppress(EnvironmentProblem, RuleViolation):
            found.append(backup_info(path, read_manifest(path)))
    return sorted(found, key=lambda info: info.made_at, reverse=True)


def backup_paths(folder: Path) -> list[Path]:
    """Every file of a folder that calls itself a backup."""
    return sorted(folder.glob(f"*{ENDING}"))


def read_manifest(path: Path) -> dict[str, Any]:
    """The list of contents. Raises NOT_A_BACKUP, BACKUP_TOO_NEW, FILE_NOT_FOUND."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST_NAME).file_size > _MOST_MANIFEST:
                raise ValueError("manifest too large")
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST_NAME))
        if int(manifest["format"]) > FORMAT or migrations.is_newer(str(manifest["schema"])):
            raise RuleViolation(Rule.BACKUP_TOO_NEW, file=path.name)
        for entry in manifest["files"]:
            _check_entry_name(entry)
        backup_info(path, manifest)
    except OSError as error:
        raise read_problem(error, path) from error
    except DAMAGE as error:
        raise RuleViolation(Rule.NOT_A_BACKUP, file=path.name) from error
    return manifest


def was_a_backup(path: Path) -> bool:
    """Whether a file that is none now began as one: its copying stopped, or its end broke."""
    with suppress(OSError), path.open("rb") as file:
        return path.suffix == ENDING and (not (head := file.read(4)) or head == _ARCHIVE)
    return False


def backup_info(path: Path, manifest: dict[str, Any]) -> BackupInfo:
    """What a manifest says in short."""
    return BackupInfo(
        path,
        datetime.fromtimestamp(manifest["made_at"], UTC),
        manifest["unit_name"],
        int(manifest["dossiers"]),
        int(manifest["attachments"]),
        path.stat().st_size,
    )


def pool_path(path: Path, entry: str) -> Path:
    """Where the pool beside a backup keeps an attachment of its manifest."""
    return path.parent.joinpath(POOL_NAME, *entry.split("/")[1:])


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_entry_name(entry: str) -> None:
    """Only our own three kinds of names; a name from a file is never used as a path unchecked."""
    if entry in (DATABASE_NAME, key_file.KEY_FILE_NAME):
        return
    parts = entry.split("/")
    shape = len(parts) == 3 and parts[0] == ATTACHMENTS_NAME and parts[1] == parts[2][:2]
    if not (shape and len(parts[2]) == 64 and all(c in "0123456789abcdef" for c in parts[2])):
        raise ValueError(entry)
