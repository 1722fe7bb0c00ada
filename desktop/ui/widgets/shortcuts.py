"""Keys of a part of the screen: they act while the keyboard is anywhere in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def keys_inside(part: QWidget, *keys: tuple[str, Callable[[], object]]) -> list[QShortcut]:
    """Ties keys to what they do; gives the shortcuts in the same order."""
    made = []
    for key, act in keys:
        shortcut = QShortcut(QKeySequence(key), part)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        made.append(shortcut)
    return made
