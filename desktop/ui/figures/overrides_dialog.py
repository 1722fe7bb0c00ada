"""The figures typed over computed ones in one report: read, and given back to the machine."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.reports.building import BuiltReport
from desktop.services.reports.cells import report_columns
from desktop.services.reports.overrides import Override, remove_override
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import moment

_HEADINGS = ("Dòng", "Cột", "Máy tính", "Nhập tay", "Người nhập", "Lý do")
_WIDTHS = (150, 300, 85, 85, 250, 0)


class OverridesDialog(QDialog):
    """Also those whose line is gone from the report; closes when none is left."""

    def __init__(self, context: UiContext, report: BuiltReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overridesDialog")
        self.setWindowTitle("Số nhập tay của báo cáo")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 340)
        self._context = context
        self._columns = {one.key: " ".join(one.about.split()) for one in report_columns(report)}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        advice = (
            "Báo cáo dùng số nhập tay và ghi chú cả hai số. "
            "Dùng lại số máy tính thì số nhập tay vẫn còn trong nhật ký."
        )
        column.addWidget(label(advice, "muted", wrap=True))
        self.table = RowsTable("overridesTable", "Số nhập tay", _HEADINGS, _WIDTHS)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.later = button("Đóng", name="overridesClose")
        self.remove = button(
            "Dùng lại số máy tính", role="primary", name="overridesRemove", key="Ctrl+Return"
        )
        self.later.clicked.connect(self.reject)
        self.remove.clicked.connect(self._remove)
        for made in (self.later, self.remove):
            row.addWidget(made)
        column.addLayout(row)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.activated.connect(self.remove.click)
        self._show(report.overrides)

    def _show(self, overrides: tuple[Override, ...]) -> None:
        self._overrides = overrides
        self.table.show_rows([(self._cells(one), one, None) for one in overrides])
        self.table.setFocus()

    def _cells(self, one: Override) -> list[str]:
        return [
            one.row_name,
            self._columns.get(one.column_key, one.column_key),
            one.computed or "trống",
            one.value,
            f"{one.user_name}, {moment(one.at)}",
            one.reason,
        ]

    def _remove(self) -> None:
        chosen, office = self.table.current_value(), self._context.office
        if not isinstance(chosen, Override):
            return

        def removed(_done: None) -> None:
            self._show(tuple(one for one in self._overrides if one.id != chosen.id))
            if not self._overrides:
                self.accept()

        self._context.runner.command(
            lambda _: remove_override(office, chosen.id), removed, button=self.remove, owner=self
        )
