"""Receives a dossier and exports, again and again, killed a little later each time.

Run as a program of its own: it forks before anything is open. The child kills itself with
SIGKILL after so many calls of functions, so that every run dies at the same places.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from desktop.services.clock import SystemClock
from desktop.services.signing_in import sign_in
from desktop.services.syncing.sending import export_to
from tests.factory import ADMIN, PASSWORD, a_received


class Countdown:
    """Kills the process when the count is used up."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def __call__(self, _frame: Any, event: str, _argument: Any) -> None:
        if event == "call":
            self.calls -= 1
            if self.calls == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _child(folder: Path, stick: Path, calls: int) -> None:
    office = sign_in(folder, ADMIN, PASSWORD, SystemClock())
    a_received(office)
    countdown = Countdown(calls)
    sys.setprofile(countdown)
    export_to(office, stick)
    sys.setprofile(None)
    print(-countdown.calls if calls <= 0 else 0, flush=True)


def main(folder: Path, stick: Path, rounds: int) -> int:
    """First an undisturbed run that counts; then as many killed ones, spread over its length."""
    killed, total = 0, 0
    read, write = os.pipe()
    for turn in range(rounds + 1):
        calls = 0 if turn == 0 else max(1, total * turn // rounds)
        child = os.fork()
        if child == 0:
            os.dup2(write, 1)
            _child(folder, stick, calls)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if turn == 0:
            total = int(os.read(read, 100).split()[0])
        killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return killed


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
