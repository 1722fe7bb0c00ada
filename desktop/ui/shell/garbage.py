"""Python's search for cycles, kept to the thread that owns the widgets.

Python searches in whatever thread happens to allocate: in a reader's, too. A cycle that holds a
closed dialog would then be taken apart there, and Qt's objects must not die in a thread that is
not theirs: the program ends without a word, rarely and anywhere.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1_000


class WidgetsThreadCollector(QObject):
    """Searches as often as Python itself would have, but only here. Ends with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()


def collect_if_due() -> int | None:
    """Searches the oldest generation whose turn it is; gives which one, None for none."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return None
