"""Over the tree: a search without accents, and chips with how many lines each holds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.services.assessments.sheets import SheetLine
from desktop.ui.icons import icon
from desktop.ui.scoring.presentation import NARROW_WORDS, Narrow, passes
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.flow import FlowLayout

_TYPING_MS = 120


class TreeBar(QWidget):
    """Tells ``changed`` with the chip (or None) and the words; ``left`` on Enter or Down."""

    changed = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("treeBar")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wait.timeout.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = _Search()
        self.search.went_on.connect(self.left)
        self.search.textChanged.connect(lambda _text: self._wait.start())
        column.addWidget(self.search)
        row = FlowLayout()
        self.chips: dict[Narrow, QPushButton] = {}
        for place, narrow in enumerate(Narrow, start=1):
            chip = button(
                NARROW_WORDS[narrow], role="chip", name=f"chip_{narrow}", key=f"Ctrl+{place}"
            )
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._chip, narrow))
            self.chips[narrow] = chip
            row.addWidget(chip)
        column.addLayout(row)

    @property
    def narrow(self) -> Narrow | None:
        """The chosen chip."""
        return next((narrow for narrow, chip in self.chips.items() if chip.isChecked()), None)

    def count(self, lines: tuple[SheetLine, ...], me: str) -> None:
        """Writes how many lines stand under each chip; own lines once lines are given out."""
        given = any(line.assignee for line in lines)
        self.chips[Narrow.MINE].setVisible(given)
        for narrow, chip in self.chips.items():
            found = sum(passes(line, narrow, me) for line in lines if line.is_scored)
            keys = chip.shortcut()
            chip.setText(f"{NARROW_WORDS[narrow]} {found}")
            chip.setShortcut(keys)  # another text takes the key away

    def clear(self) -> None:
        """Everything is shown again."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self.search.clear()
        self._tell()

    def _chip(self, chosen: Narrow) -> None:
        on = self.chips[chosen].isChecked()
        for narrow, chip in self.chips.items():
            chip.setChecked(on and narrow is chosen)
        self._tell()

    def _tell(self) -> None:
        self._wait.stop()
        self.changed.emit(self.narrow, self.search.text())


class _Search(QLineEdit):
    """Enter and Down go on to the tree; Esc clears."""

    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheetSearch")
        self.setAccessibleName("Tìm dòng")
        self.setPlaceholderText("Tìm số, tên dòng, tài liệu; gõ không dấu cũng được")
        self.setToolTip("Phím tắt: Ctrl+F")
        self.setClearButtonEnabled(False)
        self.addAction(
            icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition
        ).setToolTip("Tìm dòng")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The tree is one key away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
