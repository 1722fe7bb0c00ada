"""Processes beside the desk that open parts of packages, on the cores that it does not use.

A thread would not do: reading a month's lines is work for Python itself, of which only one
thread runs at a time. Where no process can be started, and while the first ones still load,
the desk opens everything itself; so it does with whatever a process could not open.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor, wait
from pathlib import Path

from desktop.province.opening import Begun
from desktop.province.ready import PartJob, ReadyBlock, begin_life, load_pattern, ready_part
from desktop.sync.opening import Head
from desktop.sync.places import PackagePlace

_MOST = 4


def spare_cores() -> int:
    """How many cores are left beside the desk's own, as far as they are of use here."""
    has_share = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_share else os.cpu_count() or 1
    return min(cores - 1, _MOST)


class PartOpeners:
    """The processes; started by ``start``, gone after ``close``."""

    def __init__(self, folder: Path, processes: int) -> None:
        self.processes = processes
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._loaded: list[Future[None]] = []

    def start(self) -> None:
        """Begins to start them; does nothing where the system does not let us."""
        if self._pool is not None or self.processes < 1:
            return
        try:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.processes, context, begin_life)
            self._loaded = [self._pool.submit(load_pattern) for _ in range(self.processes)]
        except (OSError, ImportError, NotImplementedError, BrokenExecutor, RuntimeError):
            self.processes = 0

    @property
    def are_ready(self) -> bool:
        """Whether one of them has loaded the program and can be given work."""
        return any(one.done() and one.exception() is None for one in self._loaded)

    def wait(self) -> None:
        """Until they are ready, or are known never to be."""
        wait(self._loaded)

    def begin(self, place: PackagePlace, head: Head, number: int, identity: str) -> Begun:
        """Has a part opened; what is given waits for it."""
        assert self._pool is not None
        try:
            future = self._pool.submit(
                ready_part, PartJob(self._folder, place, head, number, identity)
            )
        except (BrokenExecutor, OSError, RuntimeError):
            self._loaded = []
            return lambda: None
        return lambda: self._result(future)

    def _result(self, future: Future[ReadyBlock | None]) -> ReadyBlock | None:
        try:
            return future.result()
        except (BrokenExecutor, CancelledError):
            # One was killed or ran out of memory: from here on the desk does it all itself.
            self._loaded = []
            return None

    def close(self) -> None:
        """Ends them; what they still work on is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool, self._loaded = None, []
