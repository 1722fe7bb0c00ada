"""Starts workers of the nursery and kills them without warning."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PATIENCE_S = 120


@dataclass
class Worker:
    """A running worker and what it has been acknowledged so far."""

    pid: int
    log: Path

    def lines(self) -> list[list[str]]:
        """Every whole line, cut into its parts."""
        if not self.log.exists():
            return []
        whole = self.log.read_text(encoding="utf-8").rpartition("\n")[0]
        return [line.split("\t") for line in whole.splitlines()]

    def is_running(self) -> bool:
        """Whether the process is still there and no zombie."""
        with suppress(OSError, IndexError):
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    def wait_for(self, lines: int) -> None:
        """Until so many lines were said, or the worker is gone."""
        end = time.monotonic() + _PATIENCE_S
        while len(self.lines()) < lines and self.is_running():
            assert time.monotonic() < end, self.lines()[-3:]
            wait(0.004)

    def kill(self) -> list[list[str]]:
        """SIGKILL; gives what was acknowledged, and fails when the worker failed by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        end = time.monotonic() + _PATIENCE_S
        while self.is_running():
            assert time.monotonic() < end
            wait(0.004)
        said = self.lines()
        failed = [line for line in said if line[0] == "failed"]
        assert not failed, failed
        return said


@dataclass
class Nursery:
    """The forking process; one for a whole module of tests."""

    process: subprocess.Popen[str]
    logs: Path
    started: int = field(default=0)

    def start(self, work: str, folder: Path, **more: Any) -> Worker:
        """A new worker at work."""
        self.started += 1
        log = self.logs / f"{self.started}.log"
        order = {
            "work": work,
            "folder": str(folder),
            "seed": self.started,
            "log": str(log),
            "more": {key: str(value) for key, value in more.items()},
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return Worker(int(self.process.stdout.readline()), log)


@contextmanager
def open_nursery(logs: Path) -> Iterator[Nursery]:
    """A nursery that has imported everything."""
    logs.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield Nursery(process, logs)
        assert process.stdin is not None
        process.stdin.close()


def wait(seconds: float) -> None:
    """Lets a worker run on for a moment; the moment of the kill is what the test is about."""
    time.sleep(seconds)
