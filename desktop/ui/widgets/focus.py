"""Where the keyboard is: it stays where the eye is when a part of the screen goes away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


def focused(beside: QWidget) -> QWidget | None:
    """What has the keyboard in the window of a widget, also while a dialog stands before it."""
    return QApplication.focusWidget() or beside.window().focusWidget()


def holds_focus(widget: QWidget) -> bool:
    """Whether the keyboard is in a widget or in one of its parts."""
    inside: QWidget | None = widget.window().focusWidget()
    return inside is not None and (inside is widget or widget.isAncestorOf(inside))


def give_focus(*places: QWidget) -> bool:
    """Puts the keyboard into the first place that can be seen and used."""
    for place in places:
        if isValid(place) and place.isVisible() and place.isEnabled():
            place.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
    return False


class FocusBack:
    """Remembers where the hand was when something opened, to put it back there."""

    def __init__(self, beside: QWidget) -> None:
        self._was = focused(beside)

    def give_back(self, *otherwise: QWidget) -> None:
        """Back to that place; when it is gone, to the first of the others."""
        before = (self._was,) if self._was is not None else ()
        give_focus(*before, *otherwise)


class KeyboardWatch(QObject):
    """An event filter on the widget that has the keyboard, wherever that goes.

    A filter on the application is asked about every event of every widget: two of them,
    written in Python, took a third of all the time that the window worked.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and isValid(old):
            for widget in self.watched_with(old):
                widget.removeEventFilter(self)
        if now is not None:
            for widget in self.watched_with(now):
                widget.installEventFilter(self)

    def watched_with(self, holder: QWidget) -> list[QWidget]:
        """Whose events are seen while a widget has the keyboard."""
        return [holder]
