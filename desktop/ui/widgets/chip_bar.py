"""Over a table: a search without accents, and chips with how many rows each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button

R = TypeVar("R")
_TYPING_MS = 120
_SEARCH = 240


class ChipBar(QWidget):
    """Tells ``changed`` when chip or words change; ``left`` on Enter or Down in the search."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, searched: str, chips: Iterable[tuple[StrEnum, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = dict(chips)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wait.timeout.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.search = _Search(searched, f"{name}Search")
        self.search.setMaximumWidth(_SEARCH)
        self.search.went_on.connect(self.left)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        row.addWidget(self.search, 1)
        self.chips: dict[StrEnum, QPushButton] = {}
        for place, (narrow, words) in enumerate(self._words.items(), start=1):
            chip = button(words, role="chip", name=f"{name}_{narrow}", key=f"Ctrl+{place}")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._chip, narrow))
            self.chips[narrow] = chip
            row.addWidget(chip)
        row.addStretch(1)

    @property
    def narrow(self) -> StrEnum | None:
        """The chosen chip."""
        return next((narrow for narrow, chip in self.chips.items() if chip.isChecked()), None)

    @property
    def text(self) -> str:
        """The words of the search."""
        return self.search.text()

    def count(self, rows: Iterable[R], passes: Callable[[R, StrEnum], bool]) -> None:
        """Writes how many rows stand under each chip."""
        known = list(rows)
        for narrow, chip in self.chips.items():
            keys = chip.shortcut()
            chip.setText(f"{self._words[narrow]} {sum(passes(row, narrow) for row in known)}")
            chip.setShortcut(keys)  # another text takes the key away

    def choose(self, narrow: StrEnum | None) -> None:
        """Chooses a chip, or none, without telling ``changed``."""
        for known, chip in self.chips.items():
            chip.setChecked(known is narrow)

    def clear(self) -> None:
        """Everything is shown again; does not tell ``changed``."""
        self.choose(None)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def _chip(self, chosen: StrEnum) -> None:
        on = self.chips[chosen].isChecked()
        self.choose(chosen if on else None)
        self.changed.emit()


class _Search(QLineEdit):
    """Enter or Down goes on to the rows; Esc clears."""

    went_on = Signal()

    def __init__(self, searched: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(searched)
        self.setPlaceholderText(searched)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
