"""The lock of a window: one holder at a time, and none after a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.security.window_lock import AlreadyHeld, WindowLock

_HOLDER = """
import sys
from pathlib import Path
from desktop.security.window_lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_has_one_holder_and_can_be_taken_again_after_release(tmp_path: Path) -> None:
    path = tmp_path / "window.lock"
    lock = WindowLock(path)
    with pytest.raises(AlreadyHeld):
        WindowLock(path)
    lock.release()
    lock.release()
    WindowLock(path).release()


def test_a_killed_holder_leaves_the_lock_free(tmp_path: Path) -> None:
    path = tmp_path / "window.lock"
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyHeld):
            WindowLock(path)
        holder.kill()
        holder.wait()
    WindowLock(path).release()


def test_a_folder_that_is_not_there_is_no_lock_of_somebody_else(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        WindowLock(tmp_path / "missing" / "window.lock")
