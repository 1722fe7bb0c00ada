"""What every main window has over its pages: the search box and the sheet of keys."""

from __future__ import annotations

from collections.abc import Callable

from desktop.ui.shell.key_sheet import KeySheet, button_keys
from desktop.ui.shell.page import Page
from desktop.ui.shell.search_box import SearchBox, Target
from desktop.ui.shell.window import MainWindow
from desktop.wording.help import PURPOSES

# Targets that are offered at once, and those that are offered once something is typed.
Offer = Callable[[MainWindow], tuple[list[Target], list[Target] | None]]


def furnish(window: MainWindow, first: type[Page], offer: Offer) -> MainWindow:
    """Connects search and keys and opens the first page."""
    window.search_wanted.connect(lambda: _open_search(window, offer))
    window.keys_wanted.connect(lambda: _open_keys(window))
    window.open_page(first.key)
    window.current.setFocus()
    return window


def usual_targets(window: MainWindow) -> list[Target]:
    """What can be done from everywhere."""
    return [
        Target("Khóa màn hình", "lock", window.lock_wanted.emit, "Ctrl+L"),
        Target("Phím tắt", "keyboard", window.keys_wanted.emit, "F1"),
    ]


def _open_search(window: MainWindow, offer: Offer) -> None:
    targets, more = offer(window)
    box = SearchBox(window.context, targets, window, more)
    middle = window.geometry().center()
    box.move(middle.x() - box.width() // 2, window.geometry().top() + 90)
    box.open()


def _open_keys(window: MainWindow) -> None:
    page = window.current
    keys = (*button_keys(page), *page.help_keys())
    KeySheet(page.title, PURPOSES.get(page.key, ""), keys, window).open()
