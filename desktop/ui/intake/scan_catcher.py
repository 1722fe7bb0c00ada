"""A card scanned anywhere on the page lands in the scan field.

A keyboard-wedge scanner types far faster than a person. The burst is watched without holding
any key back from a field of text; when it ends with Enter and looks like a card, the field it
fell into gets its old text again and the scan is told. What is no field of text gets none of
the burst: the space in a name would press the button that has the focus, and save a dossier.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.domain.chip_cards import LONGEST_SCAN, looks_like_scan
from desktop.ui.widgets.focus import KeyboardWatch

# Scanners send a key every 1 to 20 ms; the fastest typists stay above 60.
_BURST_S = 0.045
# Where a card has clearly begun, a longer pause is the machine's, not the end of the scan.
_STALL_S = 0.5
_CARD_BEGINS = re.compile(r"\d{9,12}\||[\w.]{5,24}-\d{6}-\d{4,7}\|")
_LONGEST_BEGINNING = 40
# So many keys in one burst come from no finger.
_SURELY_A_SCANNER = 4


class ScanCatcher(KeyboardWatch):
    """Watches the keys while its page is shown; tells ``scanned`` with the raw text."""

    scanned = Signal(str)

    def __init__(self, page: QWidget, is_scan: Callable[[str], bool] = looks_like_scan) -> None:
        super().__init__(page)
        self._page = page
        self._is_scan = is_scan
        self._keys: list[str] = []
        self._last = 0.0
        self._field: QWidget | None = None
        self._text_before = ""
        self._choice_before = -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees each key once: the widget with the focus gets it first."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        holder = QApplication.focusWidget()
        if watched is not holder or not self._page.isVisible():
            return False
        if holder.window() is not self._page.window():
            return False  # a dialog before the page has its own fields
        return self._see(event)

    def _see(self, event: QKeyEvent) -> bool:
        # The system's own time of the key: a busy program must not tear a scan apart.
        now = event.timestamp() / 1000 if event.timestamp() else time.monotonic()
        if not 0 <= now - self._last <= self._patience():
            self._start(QApplication.focusWidget())
        self._last = now
        no_finger = len(self._keys) >= _SURELY_A_SCANNER
        is_text = isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text, self._keys = "".join(self._keys), []
            if self._is_scan(text) or (no_finger and not is_text):
                self._give_back()
                self.scanned.emit(text)
                return True
            return False
        if event.text() and len(self._keys) < LONGEST_SCAN:
            self._keys.append(event.text())
        return no_finger and not is_text and bool(event.text())

    def _patience(self) -> float:
        return (
            _STALL_S if _CARD_BEGINS.match("".join(self._keys[:_LONGEST_BEGINNING])) else _BURST_S
        )

    def _start(self, field: QWidget | None) -> None:
        self._keys = []
        self._field = field
        self._text_before = _text_of(field)
        self._choice_before = field.currentIndex() if isinstance(field, QComboBox) else -1

    def _give_back(self) -> None:
        if isinstance(self._field, QComboBox):
            self._field.setCurrentIndex(self._choice_before)
        elif isinstance(self._field, QAbstractItemView):
            _close_cell(self._field)
        elif isinstance(self._field, QLineEdit):
            self._field.setText(self._text_before)
        elif isinstance(self._field, QPlainTextEdit):
            self._field.setPlainText(self._text_before)


def _close_cell(view: QAbstractItemView) -> None:
    """The first digit has opened an editor in the cell: away with it and what it holds."""
    editor = QApplication.focusWidget()
    if editor is not None and editor is not view and view.isAncestorOf(editor):
        nothing = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, nothing))


def _text_of(field: QWidget | None) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else ""
