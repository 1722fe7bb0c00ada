"""One line of text from the user, with buttons that say what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import TextField


class AskText(QDialog):
    """Tells ``given`` with the text when it is not empty; Enter takes it, Esc leaves."""

    given = Signal(str)

    def __init__(self, parent: QWidget, title: str, question: str, action: str) -> None:
        super().__init__(parent)
        self.setObjectName("askText")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        self.field = TextField(question, "askedText", most=200)
        column.addWidget(self.field)
        row = QHBoxLayout()
        later = button("Để sau", name="askLater", tip="Phím tắt: Esc")
        self.go = button(action, role="primary", name="askGo", tip="Phím tắt: Enter")
        self.go.setDefault(True)
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._take)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)

    def _take(self) -> None:
        text = self.field.text
        if not text:
            self.field.show_error("Hãy gõ tên trước.")
            self.field.entry.setFocus()
            return
        self.given.emit(text)
        self.accept()
