"""Starts whole processes and notes when each mark arrived."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.offices import BenchOffice
from desktop.security import key_file

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing that could be used, so many seconds after the start; memory in KiB.

    ``worked_s`` is the processor's time until then: it says more than the clock's when the
    machine is busy with other things.
    """

    name: str
    seconds: float
    rss_kib: int = 0
    uss_kib: int = 0
    worked_s: float = 0.0


def run_product(office: BenchOffice, last: str) -> dict[str, Mark]:
    """The window on an office, signed in; the process ends when the last mark is there."""
    return _run([str(office.folder), office.desk_user], "robot", last)


def run_bare(office: BenchOffice) -> dict[str, Mark]:
    """An empty window and one key derivation of the office's own cost."""
    cost = key_file.load(office.folder).users[office.desk_user].cost
    return _run([json.dumps(asdict(cost))], "bare", "office")


def _run(arguments: list[str], child: str, last: str) -> dict[str, Mark]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    # A program that was started before has its modules compiled, like the libraries' own.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"bench.children.{child}", *arguments]
    marks: dict[str, Mark] = {}
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, text=True, cwd=_ROOT
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            seconds = time.perf_counter() - started
            told = json.loads(line)
            memory = told.get("rss_kib", 0), told.get("uss_kib", 0)
            mark = Mark(told["mark"], seconds, *memory, told["worked_s"])
            marks[mark.name] = mark
            if mark.name == last:
                break
        # Ended hard on purpose: closing well would also make the day's backup.
        process.kill()
    if last not in marks:
        raise RuntimeError(f"{child} did not reach {last}")
    return marks
