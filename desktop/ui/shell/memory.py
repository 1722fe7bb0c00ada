"""What the window remembers for the user between two days: sizes of the parts of a page."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSplitter

from desktop.services.settings import read_preference, save_preference
from desktop.ui.shell.context import UiContext

_SAVE_AFTER_MS = 600


def remember_splitter(context: UiContext, splitter: QSplitter, key: str) -> None:
    """Puts the sizes of the last time back, and keeps every change of the hand."""
    name = f"splitter {key}"
    office, runner = context.office, context.runner
    wait = QTimer(splitter)
    wait.setSingleShot(True)
    wait.setInterval(_SAVE_AFTER_MS)

    def keep() -> None:
        sizes = splitter.sizes()
        runner.command(lambda _: save_preference(office, name, sizes))

    def restore(sizes: object) -> None:
        if isinstance(sizes, list) and len(sizes) == splitter.count():
            splitter.setSizes([int(size) for size in sizes])

    wait.timeout.connect(keep)
    splitter.splitterMoved.connect(lambda *_: wait.start())
    runner.query(lambda _: read_preference(office, name), restore, owner=splitter)
