"""A problem before any office is open: what happened, what to do, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label


class ProblemWindow(QWidget):
    """Words and buttons."""

    again = Signal()
    other_folder_wanted = Signal()
    anyway_wanted = Signal()

    def __init__(self, words: str, anyway: str = "") -> None:
        super().__init__()
        self.setObjectName("problemWindow")
        self.setWindowTitle("Sổ Một Cửa")
        self.setMinimumSize(660 if anyway else 520, 260)
        self.setStyleSheet(f"#problemWindow {{ background: {colours().window}; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 30, 36, 24)
        column.setSpacing(12)
        column.addWidget(label("Chưa mở được văn phòng", "section"))
        self._words = label(words, wrap=True, name="problemWords")
        column.addWidget(self._words)
        column.addStretch(1)
        row = QHBoxLayout()
        other = button("Mở văn phòng khác", name="otherFolder", key="Alt+M")
        again = button("Thử lại", role="primary", name="tryAgain", key="F5")
        other.clicked.connect(self.other_folder_wanted)
        again.clicked.connect(self.again)
        row.addWidget(other)
        row.addStretch(1)
        if anyway:
            go_on = button(anyway, name="goOnAnyway", key="Alt+K")
            go_on.clicked.connect(self.anyway_wanted)
            row.addWidget(go_on)
        row.addWidget(again)
        column.addLayout(row)
        again.setFocus()

    def show_work(self, words: str) -> None:
        """Says what is being done about it; nothing else may be begun meanwhile."""
        self._words.setText(words)
        self.setEnabled(False)
