"""Writing a small file so that a power cut leaves the old one or the new one, whole."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.target_folders import make_folder

_FLUSHED_AT_ONCE = 16
_NO_SPACE = {28, 27, 122}  # ENOSPC, EFBIG, EDQUOT
_READ_ONLY = 30  # EROFS; Windows says 19 in a number of its own
_WINDOWS_READ_ONLY = 19


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside, flushes, renames. Raises EnvironmentProblem when the disk refuses."""
    aside = path.with_name(path.name + ".part")
    try:
        make_folder(path.parent)
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


class DurableFolder:
    """Files of one new folder, all of them on the disk once ``finish`` has returned.

    Each is flushed beside the making of the next: waiting for the disk after every file would
    cost more than sealing it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pool = ThreadPoolExecutor(_FLUSHED_AT_ONCE, thread_name_prefix="flushing")
        self._flushing: list[tuple[Path, Future[None]]] = []

    def write(self, name: str, content: bytes) -> None:
        """Writes a file that counts only after ``finish``. Raises EnvironmentProblem."""
        path = self.folder / name
        try:
            path.write_bytes(content)
        except OSError as error:
            raise disk_problem(error, path) from error
        self._flushing.append((path, self._pool.submit(_flush, path)))

    def finish(self) -> None:
        """Waits for the disk. Raises EnvironmentProblem."""
        for path, flushing in self._flushing:
            try:
                flushing.result()
            except OSError as error:
                raise disk_problem(error, path) from error
        self.close()
        sync_folder(self.folder)

    def close(self) -> None:
        """Lets go of every file."""
        self._pool.shutdown(cancel_futures=True)


def _flush(path: Path) -> None:
    # Windows flushes only what was opened for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


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
    if error.errno == _READ_ONLY or getattr(error, "winerror", None) == _WINDOWS_READ_ONLY:
        return EnvironmentProblem(Surroundings.PLACE_READ_ONLY, folder=path.parent)
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
    if path.is_dir():  # which Windows calls a lack of rights
        return EnvironmentProblem(Surroundings.FILE_IS_FOLDER, file=path)
    return EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path)
