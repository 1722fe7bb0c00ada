"""How many blank receipts, for which day: their numbers are taken, their pages shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.moments import local_date
from desktop.services.papers.blank_receipts import reserve_blank_receipts
from desktop.services.reserved_codes import MOST_AT_ONCE
from desktop.services.settings import read_settings
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import DateField, NumberField, field_line, focus_first
from desktop.wording.problems import entry_text

_USUAL_COUNT = 20


class BlankDialog(QDialog):
    """Tells ``reserved`` with the numbers and their day."""

    reserved = Signal(tuple, object)

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("blankDialog")
        self.setWindowTitle("In giấy tiếp nhận trắng có số")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._context = context
        settings = read_settings(context.office)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            label(
                "Mỗi tờ có số và mã QR riêng, in trước cho ngày mất điện. Số đã lấy không cấp "
                "cho hồ sơ khác; tờ không dùng đến thì ghi nhận là hỏng.",
                wrap=True,
            )
        )
        self.count = NumberField("Số tờ", "blankCount", lowest=1, highest=MOST_AT_ONCE)
        self.count.set_value(_USUAL_COUNT)
        self.day = DateField("Dùng cho ngày", "blankDay")
        today = local_date(context.office.now())
        self.day.set_value(QDate(today.year, today.month, today.day))
        column.addLayout(field_line(((self.count, 1), (self.day, 1))))
        copies = f"{settings.receipt_copies} liên mỗi số, khổ {settings.receipt_paper}"
        column.addWidget(label(f"Sẽ in {copies}; khổ giấy đổi ở Danh mục, thiết lập.", "caption"))
        row = QHBoxLayout()
        later = button("Để sau", name="blankLater", tip="Phím tắt: Esc")
        self.go = button(
            "Lấy số và xem trang in",
            role="primary",
            name="blankGo",
            icon_name="printer",
            key="Ctrl+Return",
        )
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._reserve)
        self.count.edit.returnPressed.connect(self._reserve)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self.count.entry.setFocus()

    def _reserve(self) -> None:
        office, count = self._context.office, self.count.value or 1
        value = self.day.value
        on = date(value.year(), value.month(), value.day())

        def done(codes: tuple[str, ...]) -> None:
            self.accept()
            self.reserved.emit(codes, on)

        self._context.runner.command(
            lambda _: reserve_blank_receipts(office, count, on),
            done,
            button=self.go,
            owner=self,
            on_error=self._refused,
        )

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, InputRefused):
            return False
        fields = {"count": self.count, "day": self.day}
        for problem in error.problems:
            fields[problem.field].show_error(entry_text(problem))
        focus_first(list(fields.values()))
        return True
