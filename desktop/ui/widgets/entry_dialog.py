"""A small dialog of a few fields, with a button that says what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused, RuleViolation
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, focus_first
from desktop.wording.problems import entry_text, message


class EntryDialog(QDialog):
    """Fields in a column, Để sau and one named button; problems are shown beside the fields."""

    def __init__(self, parent: QWidget, title: str, action: str, role: str = "primary") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(10)
        self._buttons = QHBoxLayout()
        later = button("Để sau", name="entryLater", tip="Phím tắt: Esc")
        self.go = button(action, role=role, name="entrySave", tip="Phím tắt: Enter")
        self.go.setDefault(True)
        later.clicked.connect(self.reject)
        self._buttons.addStretch(1)
        self._buttons.addWidget(later)
        self._buttons.addWidget(self.go)

    def add(self, name: str, field: Field) -> None:
        """One more field."""
        self.fields[name] = field
        self.column.addWidget(field)

    def add_beside(self, name: str, field: Field, beside: QWidget) -> None:
        """One more field with a button at its right; words about it stand below both."""
        self.fields[name] = field
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addWidget(field.words)

    def explain(self, text: str) -> None:
        """What will happen, above the fields that follow."""
        words = label(text, wrap=True)
        words.setMinimumWidth(400)
        self.column.addWidget(words)

    def finish(self) -> None:
        """The buttons below the fields."""
        self.column.addLayout(self._buttons)

    def show_error(self, error: Exception) -> bool:
        """Words beside the fields; rules at the last one."""
        if isinstance(error, InputRefused):
            known = [problem for problem in error.problems if problem.field in self.fields]
            for problem in known:
                self.fields[problem.field].show_error(entry_text(problem))
            focus_first(list(self.fields.values()))
            return len(known) == len(error.problems)
        if isinstance(error, RuleViolation) and self.fields:
            field = next(iter(self.fields.values()))
            field.show_error(" ".join(message(error).lines))
            return True
        return False
