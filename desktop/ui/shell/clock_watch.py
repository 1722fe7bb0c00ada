"""Tells a clock that cannot be right, at the start and when it jumps while the window is open."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop.services.clock_check import ClockTrouble, clock_trouble
from desktop.services.office import Office
from desktop.ui.shell.messages import Teller
from desktop.ui.shell.runner import Runner
from desktop.wording.dates import moment
from desktop.wording.intake import clock_words

_LOOK_MS = 60_000


class ClockWatch(QObject):
    """One for the window; each doubt is told once."""

    def __init__(self, office: Office, runner: Runner, messages: Teller, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._runner = runner
        self._messages = messages
        self._doubted: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Asks beside the writer."""
        self._runner.query(
            lambda _: clock_trouble(self._office), self._known, key="clock", owner=self
        )

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def _known(self, found: ClockTrouble | None) -> None:
        last = found.last_written_at if found is not None else None
        if found is not None and last is not None and last != self._doubted:
            words = clock_words(moment(found.now), moment(last), is_behind=found.is_behind)
            self._messages.warn(words)
        self._doubted = last
