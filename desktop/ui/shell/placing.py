"""Where a window opens: in the middle of its screen, or over all of it where it is small."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

# What the system puts around a window: a title bar above, thin edges.
_FRAME = 36


def place(window: QWidget, before: QWidget | None) -> None:
    """Call before ``show``; ``before`` is the window that it takes the place of."""
    around = before if before is not None and before.isVisible() else window
    room = around.screen().availableGeometry()
    wanted = window.size().expandedTo(window.minimumSize())
    least = window.minimumSize()
    fits_whole = least.width() <= room.width() and least.height() <= room.height()
    if fits_whole and (wanted.width() > room.width() or wanted.height() + _FRAME > room.height()):
        # Qt asks for the size and then for the whole screen: what is given back on "restore".
        window.resize(least)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        return
    window.resize(wanted)
    left = room.left() + (room.width() - wanted.width()) // 2
    top = room.top() + (room.height() - wanted.height() - _FRAME) // 2
    window.move(max(left, room.left()), max(top, room.top()))
