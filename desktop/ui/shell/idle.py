"""Telling when nobody has touched keyboard or mouse for a while: the window then locks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_MINUTE_MS = 60_000


class IdleWatch(QObject):
    """Tells ``idle`` once; the next touch starts the wait again."""

    idle = Signal()

    def __init__(self, parent: QObject, wait_ms: int) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        # Only once the window stands: building it makes a thousand events, none of them a touch.
        QTimer.singleShot(0, self, self._begin_to_watch)
        self.set_wait(wait_ms)

    def _begin_to_watch(self) -> None:
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def set_wait(self, wait_ms: int) -> None:
        """Another length of the wait; 0 never tells."""
        self._timer.stop()
        self._timer.setInterval(wait_ms)
        if wait_ms > 0:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or mouse press starts the wait again."""
        if event.type() in _TOUCHES and self._timer.interval() > 0:
            self._timer.start()
        return False


def minutes(count: int) -> int:
    """Minutes of the settings as milliseconds; 0 stays "never"."""
    return max(count, 0) * _MINUTE_MS


_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
