"""Sending and fetching from the page: beside the writer lane, with progress and Hủy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.runner import Job, JobProgress
from desktop.wording import sync_page as words
from desktop.wording.dates import size

if TYPE_CHECKING:
    from desktop.services.syncing.sending import SyncReport


class Carrying(QObject):
    """One turn at a time. Tells ``busy`` and, with what a turn could not do, ``reported``."""

    busy = Signal(bool)
    reported = Signal(object)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        context.runner.job_finished.connect(self._finished)

    @property
    def is_busy(self) -> bool:
        """Whether a turn is on its way."""
        return self._job is not None

    def send_and_fetch(self) -> None:
        """One turn through the mailbox of the invitation."""
        office = self._context.office
        self._start(
            lambda progress: _run(office, progress),
            lambda report: words.run_words(report.sent, report.acknowledged),
            "Đang gửi và nhận",
        )

    def write_stick(self, folder: Path) -> None:
        """Packages onto a stick or into a folder."""
        office = self._context.office
        self._start(
            lambda progress: _export(office, folder, progress),
            lambda report: words.sent_words(report.sent, size(report.sent_bytes), str(folder)),
            "Đang chép ra USB",
        )

    def read_stick(self, folder: Path) -> None:
        """Receipts from a stick or folder."""
        office = self._context.office
        self._start(
            lambda _progress: _import(office, folder),
            lambda report: words.received_words(report.received, report.acknowledged),
            "Đang đọc biên nhận",
        )

    def _start(
        self,
        work: Callable[[JobProgress], Outcome[Any]],
        say: Callable[[SyncReport], str],
        label: str,
    ) -> None:
        if self._job is not None:
            return

        def done(report: SyncReport) -> None:
            self.reported.emit(report.problems)
            self._context.messages.say(say(report))

        # A long turn must not stand before the next dossier: each of its own commands is short.
        self._job = self._context.runner.query(work, done, owner=self, label=label)
        self.busy.emit(True)

    def _finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.busy.emit(False)


def _run(office: Office, progress: JobProgress) -> Outcome[SyncReport]:
    from desktop.services.syncing.sending import run

    return run(office, progress)


def _export(office: Office, folder: Path, progress: JobProgress) -> Outcome[SyncReport]:
    from desktop.services.syncing.sending import export_to

    return export_to(office, folder, progress)


def _import(office: Office, folder: Path) -> Outcome[SyncReport]:
    from desktop.services.syncing.sending import import_from

    return import_from(office, folder)
