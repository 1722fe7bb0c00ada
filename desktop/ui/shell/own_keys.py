"""Keys of ours that an entry field would else keep for itself.

Under X11, Qt gives Ctrl+K, Ctrl+U and Ctrl+E in a field of text a meaning of the old terminals
(delete to the end, delete all, go to the end). On our pages they search, hand in for another,
export: in a field too, as on Windows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.focus import KeyboardWatch

_OURS = frozenset({Qt.Key.Key_K, Qt.Key.Key_U, Qt.Key.Key_E})
_WITH_TERMINAL_KEYS = ("xcb", "wayland")


class OwnKeys(KeyboardWatch):
    """Watches the keyboard: a field does not get to claim one of these keys."""

    def watched_with(self, holder: QWidget) -> list[QWidget]:
        """The field, and what it is a part of: a box of numbers asks its own field again."""
        return [part for part in (holder, holder.parentWidget()) if part is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers the question "do you want this key for yourself?" with no."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier or event.key() not in _OURS:
            return False
        event.ignore()
        return True


def keep_own_keys(application: QGuiApplication) -> None:
    """Installs the watch where it is needed: elsewhere each event would pay for nothing."""
    if application.platformName() in _WITH_TERMINAL_KEYS:
        OwnKeys(application)
