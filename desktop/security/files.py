"""Writing a small file so that a power cut leaves the old one or the new one, whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings

_NO_SPACE = {28, 27, 122}  # ENOSPC, EFBIG, EDQUOT


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside, flushes, renames. Raises EnvironmentProblem when the disk refuses."""
    aside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise disk_problem(error, path) from error


def sync_folder(folder: Path) -> None:
    """Makes a rename durable where the system offers it (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_problem(error: OSError, path: Path) -> EnvironmentProblem:
    """The right problem for a failed write."""
    if is_no_space(error):
        return EnvironmentProblem(Surroundings.DISK_FULL)
    if isinstance(error, PermissionError):
        return EnvironmentProblem(Surroundings.FOLDER_NOT_WRITABLE, folder=path.parent)
    return EnvironmentProblem(Surroundings.FILE_NOT_WRITABLE, file=path.name)


def is_no_space(error: OSError) -> bool:
    """Whether the disk was full, or a quota used up."""
    return error.errno in _NO_SPACE


def read_problem(error: OSError, path: Path) -> EnvironmentProblem:
    """The right problem for a failed read."""
    if isinstance(error, FileNotFoundError):
        return EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=path)
    return EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path)
