"""Where the keyboard is: it stays where the eye is when a part of the screen goes away."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
