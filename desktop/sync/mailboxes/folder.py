"""A mailbox in a folder: a USB stick, a share of the network, a disk of the province."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.security.files import disk_problem, is_no_space, sync_folder
from desktop.sync.mailboxes import Stored, checked_name, is_name

# Everything lies below this one folder, so that a stick keeps its own order.
ROOT_NAME = "somotcua"


class FolderMailbox:
    """The five verbs on a folder. The folder itself must be there: a stick may be missing."""

    is_far = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = folder / ROOT_NAME
        self._disk: int | None = None

    def list(self, under: str) -> list[Stored]:
        """All files below a name, links left out."""
        self.check_there()
        start = self._path(under)
        if not under.endswith("/"):
            is_file = start.is_file() and not start.is_symlink()
            return [Stored(under, start.stat().st_size)] if is_file else []
        found = []
        for here, _folders, files in os.walk(start, onerror=self._refuse):
            for file in files:
                path = Path(here, file)
                name = path.relative_to(self._root).as_posix()
                if is_name(name) and not path.is_symlink():
                    found.append(Stored(name, path.stat().st_size))
        return sorted(found, key=lambda stored: stored.name)

    def read(self, name: str, most: int) -> bytes | None:
        """The content up to one byte more than asked for."""
        try:
            with self._path(name).open("rb") as file:
                return file.read(most + 1)
        except FileNotFoundError:
            self.check_there()
            return None
        except OSError as error:
            raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=name) from error

    def put_new(self, name: str, content: bytes) -> None:
        """Writes and flushes; a file that could not be written whole is removed."""
        self.check_there()
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    with suppress(OSError):
                        path.unlink()
                    raise
        except OSError as error:
            raise self._not_written(error, path) from error

    def rename_new(self, old: str, new: str) -> None:
        """Renames and flushes the folder. Sticks know no links: the free name is looked at."""
        source, target = self._path(old), self._path(new)
        try:
            if target.exists():
                raise FileExistsError(target)
            source.rename(target)
            sync_folder(target.parent)
        except OSError as error:
            raise self._not_written(error, target) from error

    def delete(self, name: str) -> None:
        """Removes the file, and folders that it leaves empty."""
        path = self._path(name)
        try:
            if name.endswith("/"):
                with suppress(FileNotFoundError):
                    shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise self._not_written(error, path) from error
        for folder in path.parents:
            if folder == self._root:
                break
            try:
                folder.rmdir()
            except OSError:
                break  # not empty: others still use it

    def close(self) -> None:
        """Holds nothing open."""

    def _path(self, name: str) -> Path:
        return self._root.joinpath(*checked_name(name).strip("/").split("/"))

    def check_there(self) -> None:
        """Raises MAILBOX_UNREACHABLE: a stick that was pulled out, a folder that is a file.

        An empty folder may stay behind where the stick was: what is laid there goes nowhere.
        """
        try:
            found = self.folder.stat()
        except OSError as error:
            raise self._unreachable() from error
        self._disk = found.st_dev if self._disk is None else self._disk
        if not S_ISDIR(found.st_mode) or found.st_dev != self._disk:
            raise self._unreachable()

    def _unreachable(self) -> EnvironmentProblem:
        return EnvironmentProblem(Surroundings.MAILBOX_UNREACHABLE, place=self.folder)

    def _not_written(self, error: OSError, path: Path) -> EnvironmentProblem:
        """Pulled out, full, or what else is wrong with a disk."""
        try:
            self.check_there()
        except EnvironmentProblem as gone:
            return gone
        if is_no_space(error):
            return EnvironmentProblem(Surroundings.MAILBOX_STICK_FULL, place=self.folder)
        return disk_problem(error, self.folder / path.name)

    def _refuse(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise self._unreachable() from error
