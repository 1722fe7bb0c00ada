"""The only threads of the window: one writer lane, a few readers, one for what takes hours.

A job is a plain function that touches no widget; its result comes back on the main thread.
Commands run in order; the newest query of a key wins and older results are dropped.
A thread holds its work a moment longer than the answer needs to arrive. Whatever belongs to
the window is therefore let go on the main thread only (``Job.let_go``): a dialog whose last
holder is a worker would be taken apart there, and that ends the program.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.domain.errors import Cancelled
from desktop.services.outcomes import Outcome

_READERS = 3
SLOW_MS = 400


@dataclass
class Job:
    """One piece of work on its way; ``progress`` tells where it stands."""

    number: int
    label: str
    on_done: Callable[[Any], None]
    on_error: Callable[[Exception], bool] | None
    owner: QObject | None
    button: QWidget | None
    key: str | None
    progress: JobProgress
    work: Callable[[JobProgress], Any] | None = None
    result: Any = None
    # A window that closes drops what has not begun.
    error: BaseException | None = field(default_factory=Cancelled)

    @property
    def is_dropped(self) -> bool:
        """Whether the one who asked is gone."""
        return self.owner is not None and not isValid(self.owner)

    def run(self) -> None:
        """In the worker's thread: keeps what came of it until the main thread fetches it."""
        try:
            assert self.work is not None
            self.result, self.error = self.work(self.progress), None
        except BaseException as error:  # noqa: BLE001 - shown on the main thread, nothing hidden
            self.error = error

    def let_go(self) -> None:
        """Forgets all that may hold a widget, its tracebacks too; only on the main thread."""
        self.work = self.result = self.error = self.on_error = self.owner = self.button = None
        self.on_done = _nothing


@dataclass
class JobProgress:
    """Progress of a job, written by its thread, read by the strip."""

    done: int = 0
    total: int = 0
    what: str = ""
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def step(self, done: int, total: int, what: str = "") -> None:
        """Tells how far the job is."""
        self.done, self.total = done, total
        if what:
            self.what = what

    def check_cancelled(self) -> None:
        """Raises Cancelled when the user pressed Hủy."""
        if self._cancelled.is_set():
            raise Cancelled

    @property
    def is_cancelled(self) -> bool:
        """Whether the user pressed Hủy."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Asks the job to stop at its next check."""
        self._cancelled.set()


class Runner(QObject):
    """Runs jobs; tells ``changed`` what kinds of things a command changed.

    ``cancelled`` tells the label of a job that stopped because the user pressed Hủy.
    """

    changed = Signal(object)
    job_started = Signal(object)
    job_finished = Signal(object)
    failed = Signal(object, object)
    cancelled = Signal(str)
    _returned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._background = ThreadPoolExecutor(1, thread_name_prefix="background")
        self._aside: dict[int, Job] = {}
        self._numbers = itertools.count(1)
        self._newest: dict[str, int] = {}
        self._running: dict[int, Job] = {}
        self._is_closed = False
        self._returned.connect(self._deliver)
        # What is asked while the window is being built begins when it stands: threads at work
        # would take turns with the building, and the window would come later.
        self._held: list[Callable[[], None]] | None = []
        QTimer.singleShot(0, self, self._begin)

    def command(
        self,
        work: Callable[[JobProgress], Outcome[Any]],
        on_done: Callable[[Any], None] = lambda value: None,
        *,
        label: str = "",
        button: QWidget | None = None,
        owner: QObject | None = None,
        on_error: Callable[[Exception], bool] | None = None,
    ) -> Job:
        """Runs a command in the writer lane; ``on_error`` returns True when it has shown it."""
        job = self._job(label, on_done, on_error, owner, button, None)
        if button is not None:
            _disable(button)
        self._submit(self._writer, job, work)
        QTimer.singleShot(SLOW_MS, self, lambda: self._announce(job))
        return job

    def query(
        self,
        work: Callable[[JobProgress], Any],
        on_done: Callable[[Any], None],
        *,
        key: str | None = None,
        owner: QObject | None = None,
        label: str = "",
        on_error: Callable[[Exception], bool] | None = None,
    ) -> Job:
        """Runs a query beside the writer. Of one key, only the newest answer arrives."""
        job = self._job(label, on_done, on_error, owner, None, key)
        if key is not None:
            self._newest[key] = job.number
        self._submit(self._readers, job, work)
        if label:
            QTimer.singleShot(SLOW_MS, self, lambda: self._announce(job))
        return job

    def background(
        self,
        work: Callable[[JobProgress], Outcome[Any]],
        on_done: Callable[[Any], None],
        *,
        owner: QObject | None = None,
        on_error: Callable[[Exception], bool] | None = None,
    ) -> Job:
        """Runs what may last for hours beside everything else, one after another.

        It is not announced and keeps nobody waiting; closing asks it to stop.
        """
        job = self._job("", on_done, on_error, owner, None, None)
        self._aside[job.number] = job
        self._submit(self._background, job, work)
        return job

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way that somebody waits for."""
        return self._running.keys() <= self._aside.keys()

    def close(self) -> None:
        """Waits for what is running; what is asked after that is dropped, never an error."""
        self._begin()
        self._is_closed = True
        for job in self._aside.values():
            job.progress.cancel()
        self._background.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    def _job(
        self,
        label: str,
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], bool] | None,
        owner: QObject | None,
        button: QWidget | None,
        key: str | None,
    ) -> Job:
        number = next(self._numbers)
        job = Job(number, label, on_done, on_error, owner, button, key, JobProgress(what=label))
        self._running[number] = job
        return job

    def _submit(
        self, pool: ThreadPoolExecutor, job: Job, work: Callable[[JobProgress], Any]
    ) -> None:
        if self._is_closed:
            self._running.pop(job.number, None)
            return

        job.work = work

        def run() -> None:
            if job.key is None or self._newest.get(job.key) == job.number:
                job.run()

        def start() -> None:
            pool.submit(run).add_done_callback(lambda _: self._returned.emit(job))

        if self._held is None:
            start()
        else:
            self._held.append(start)

    def _begin(self) -> None:
        held, self._held = self._held or (), None
        for start in held:
            start()

    def _announce(self, job: Job) -> None:
        if job.number in self._running:
            self.job_started.emit(job)

    def _deliver(self, job: Job) -> None:
        self._running.pop(job.number, None)
        self._aside.pop(job.number, None)
        try:
            self.job_finished.emit(job)
            if job.button is not None and isValid(job.button):
                _enable(job.button)
            if job.error is None:
                self._hand_over(job)
            elif isinstance(job.error, Cancelled):
                if job.progress.is_cancelled and job.label and not job.is_dropped:
                    self.cancelled.emit(job.label)
            elif isinstance(job.error, Exception):
                self._fail(job, job.error)
        finally:
            job.let_go()

    def _hand_over(self, job: Job) -> None:
        stale = job.key is not None and self._newest.get(job.key) != job.number
        result = job.result
        if isinstance(result, Outcome):
            if result.changes:
                self.changed.emit(result.changes)
            result = result.value
        if not job.is_dropped and not stale:
            job.on_done(result)

    def _fail(self, job: Job, error: Exception) -> None:
        if job.is_dropped:
            return
        if job.on_error is not None and job.on_error(error):
            return
        self.failed.emit(error, job.label)


def _nothing(_value: Any) -> None:
    """Stands where a job has let go of what its answer was for."""


def _disable(button: QWidget) -> None:
    """A disabled button would hand the keyboard to whatever comes next on the page."""
    window = button.window()
    if window.focusWidget() is button:
        window.setFocus(Qt.FocusReason.OtherFocusReason)
    button.setEnabled(False)


def _enable(button: QWidget) -> None:
    """The keyboard comes back, unless the hand has gone elsewhere meanwhile."""
    button.setEnabled(True)
    window = button.window()
    if button.isVisible() and window.focusWidget() is window:
        button.setFocus(Qt.FocusReason.OtherFocusReason)
