"""A table, or what will stand in it and the first step, when it is empty."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.widgets.cards import EmptyState


class TableOrAdvice(QStackedWidget):
    """``show_table`` chooses which of the two is seen."""

    def __init__(self, table: QWidget, icon_name: str, text: str, advice: str) -> None:
        super().__init__()
        self.table = table
        self.empty = EmptyState(icon_name, text, advice)
        self.addWidget(table)
        self.addWidget(self.empty)

    def show_table(self, on: bool) -> None:
        """The table when there is something in it."""
        self.setCurrentWidget(self.table if on else self.empty)
