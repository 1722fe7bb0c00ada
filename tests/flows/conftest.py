"""Flows use the window and the printer of the screens' tests."""

from __future__ import annotations

from tests.ui.conftest import (
    desk,
    flashes,
    nothing_flashes,
    open_desk,
    print_door,
    qapp,
    qt_says_nothing,
    shelf,
)

__all__ = [
    "desk",
    "flashes",
    "nothing_flashes",
    "open_desk",
    "print_door",
    "qapp",
    "qt_says_nothing",
    "shelf",
]
