"""A line that is cut and a disk that is full, for real."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.sync.mailboxes.folder import FolderMailbox


class CutOff(Exception):
    """The line is cut."""


class CutMailbox(FolderMailbox):
    """A folder that breaks off after so many bytes, in the middle of a file."""

    left = 0
    written = 0

    def put_new(self, name: str, content: bytes) -> None:
        """Writes what is left of the allowance."""
        if self.left < len(content):
            super().put_new(name, content[: self.left])
            self.written += self.left
            raise CutOff
        self.left -= len(content)
        self.written += len(content)
        super().put_new(name, content)


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
