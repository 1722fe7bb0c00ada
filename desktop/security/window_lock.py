"""The right to be the only window on a folder, held by the system and not by a note.

The lock is the kind that ``filelock`` takes, without the 20 ms that loading ``filelock`` adds to
every start (``python -m bench --only start``).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class AlreadyHeld(Exception):
    """Another process, or another window of this one, holds the lock."""


class WindowLock:
    """Held from the moment it is made until ``release``; gone with the process, even killed."""

    def __init__(self, path: Path) -> None:
        """Raises AlreadyHeld; OSError when the file cannot be made."""
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(self._descriptor)
        except OSError as error:
            self.release()
            raise AlreadyHeld from error

    def release(self) -> None:
        """Gives the folder free; once more does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
