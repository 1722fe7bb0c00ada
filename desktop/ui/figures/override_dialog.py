"""Typing a figure over a computed one: both stay, with who and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.services.reports.building import BuiltReport, override_cell
from desktop.services.reports.overrides import Override, typed_words
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, NoteField, TextField, focus_first
from desktop.wording.problems import entry_text


class OverrideDialog(QDialog):
    """For one cell of one report; stays open until what is entered can be saved."""

    def __init__(
        self,
        context: UiContext,
        report: BuiltReport,
        place: tuple[str, str],
        shown: tuple[str, str],
        parent: QWidget,
        typed: Override | None = None,
    ) -> None:
        """``place``: row name and column key; ``shown``: the column's words and the cell's text.

        ``typed`` is the figure that already stands there by hand.
        """
        super().__init__(parent)
        self.setObjectName("overrideDialog")
        self.setWindowTitle("Nhập số khác")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._context = context
        self._report = report
        self._place = place
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        about = f"Dòng “{place[0]}”, cột “{shown[0]}”."
        if typed is None:
            about += f" Máy tính ra: {shown[1] or 'trống'}."
        else:
            about += f"\n{typed_words(typed)}"
        column.addWidget(label(about, wrap=True, name="overrideAbout"))
        advice = (
            "Số máy tính vẫn được giữ; báo cáo ghi chú ai nhập, lúc nào, vì sao. "
            "Bỏ số nhập tay lúc nào cũng được."
        )
        column.addWidget(label(advice, "muted", wrap=True))
        self.value = TextField("Số đúng", "overrideValue")
        self.reason = NoteField("Lý do", "overrideReason", lines=2)
        column.addWidget(self.value)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="overrideLater")
        self.save = button("Ghi số này", role="primary", name="overrideSave", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        row.addWidget(later)
        row.addWidget(self.save)
        column.addLayout(row)

    def _save(self) -> None:
        office, request = self._context.office, self._report.request
        row, column = self._place
        value, reason = self.value.text, self.reason.text

        def failed(error: Exception) -> bool:
            if isinstance(error, InputRefused):
                self._show_problems(error)
                return True
            return False

        self._context.runner.command(
            lambda _: override_cell(office, request, row, column, value, reason),
            lambda _override: self.accept(),
            button=self.save,
            owner=self,
            on_error=failed,
        )

    def _show_problems(self, refused: InputRefused) -> None:
        fields: dict[str, Field] = {"reason": self.reason}
        for problem in refused.problems:
            fields.get(problem.field, self.value).show_error(entry_text(problem))
        focus_first([self.value, self.reason])
