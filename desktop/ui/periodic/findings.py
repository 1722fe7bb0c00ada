"""What a report still lacks: a short list under it, each line a way to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.periodic.checking import MISSING, Finding
from desktop.ui.theme import colours
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable

_HEIGHT = 176


class FindingsPanel(QWidget):
    """Tells ``chosen`` with the finding to go to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findingsPanel")
        self.setFixedHeight(_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = _Table()
        self.table.doubleClicked.connect(lambda _index: self._tell())
        self.table.entered_on.connect(self._tell)
        self.shown = TableOrAdvice(
            self.table, "circle-check", "Báo cáo đã đủ", "Các số khớp nhau, lời văn đúng kỳ."
        )
        column.addWidget(self.shown)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Replaces the list."""
        self.table.show_rows(
            [
                (
                    ["Còn thiếu" if one.kind in MISSING else "Nên xem lại", one.words],
                    one,
                    None if one.kind in MISSING else colours().due,
                )
                for one in findings
            ]
        )
        self.shown.show_table(bool(findings))

    def _tell(self) -> None:
        finding = self.table.current_value()
        if finding is not None:
            self.chosen.emit(finding)


class _Table(RowsTable):
    """Enter goes to the place."""

    entered_on = Signal()

    def __init__(self) -> None:
        headings = ("Việc", "Chỗ cần xem (Enter để tới)")
        super().__init__("findingsTable", "Chỗ cần xem", headings, (110, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tells."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered_on.emit()
        else:
            super().keyPressEvent(event)
