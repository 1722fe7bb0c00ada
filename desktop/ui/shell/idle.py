"""Telling when nobody has touched keyboard or mouse for a while: the window then locks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_MINUTE_MS = 60_000


class IdleWatch(QObject):
    """Tells ``idle`` once; the next touch starts the wait again."""

    idle = Signal()

    def __init__(self, parent: QObject, wait_ms: int) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())
        self.set_wait(wait_ms)

    def _watch(self, window: QWindow | None) -> None:
        """Every touch comes through the window in front, and little else does."""
        if window is not None:
            window.installEventFilter(self)

    def set_wait(self, wait_ms: int) -> None:
        """Another length of the wait; 0 never tells."""
        self._timer.stop()
        self._timer.setInterval(wait_ms)
        if wait_ms > 0:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or press starts the wait again."""
        if event.type() in _TOUCHES and self._timer.interval() > 0:
            self._timer.start()
        return False


def minutes(count: int) -> int:
    """Minutes of the settings as milliseconds; 0 stays "never"."""
    return max(count, 0) * _MINUTE_MS


# Of a key that is a shortcut, the window sees only the release.
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)
