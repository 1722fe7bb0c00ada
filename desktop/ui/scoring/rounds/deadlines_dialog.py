"""The deadlines of the round: set, moved, taken away; also after they have run out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.moments import parse_date
from desktop.services.assessments.deadlines import Deadlines, check_order
from desktop.services.assessments.stages import RoundStatus
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import TextField
from desktop.wording.dates import day
from desktop.wording.problems import entry_text
from desktop.wording.rounds import days_left

_MEANS = {
    "score": "Hết ngày này, trả lời và tài liệu tự khóa cho đến khi được gia hạn.",
    "submit": "Chỉ để nhắc: nộp muộn vẫn hơn không nộp.",
    "explain": "Hết ngày này, giải trình tự khóa. Ngày do tỉnh đặt được áp dụng trước.",
}


class DeadlinesDialog(QDialog):
    """Tells ``confirmed`` with the deadlines; an empty field means none."""

    confirmed = Signal(object)

    def __init__(self, status: RoundStatus, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("deadlinesDialog")
        self.setWindowTitle(f"Hạn của đợt chấm năm {status.assessment.year}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        row = status.assessment
        self.fields = {
            "score": self._field("Chấm điểm đến hết ngày", "scoreUntil", row.score_until),
            "submit": self._field("Nộp cho tỉnh đến hết ngày", "submitUntil", row.submit_until),
            "explain": self._field("Giải trình đến hết ngày", "explainUntil", row.explain_until),
        }
        for name, field in self.fields.items():
            column.addWidget(field)
            column.addWidget(label(_MEANS[name], "caption", wrap=True))
        said = [a.explain_until for a in status.appraisals if a.explain_until is not None]
        if said:
            left = days_left(said[-1], today)
            column.addWidget(
                label(
                    f"Tỉnh cho giải trình đến hết {day(said[-1])} ({left}); "
                    "muốn thêm ngày thì xin tỉnh gia hạn.",
                    "warning",
                    wrap=True,
                    name="provinceUntil",
                )
            )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        later = button("Để sau", name="deadlinesLater", tip="Phím tắt: Esc")
        self.go = button("Đặt hạn", role="primary", name="deadlinesGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        buttons.addWidget(later)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.fields["score"].edit.setFocus()

    def _field(self, name: str, key: str, until: date | None) -> TextField:
        left = f" ({days_left(until, self._today)})" if until is not None else ""
        made = TextField(f"{name}{left}", key, placeholder="30/11/2026, để trống nếu không có hạn")
        made.set_text(day(until))
        return made

    def _confirm(self) -> None:
        found: dict[str, date | None] = {}
        for name, field in self.fields.items():
            try:
                found[name] = parse_date(field.text, "due_on") if field.text else None
            except InputRefused as refused:
                self._show_wrong(name, refused)
                return
        wanted = Deadlines(found["score"], found["submit"], found["explain"])
        try:
            check_order(wanted)
        except InputRefused as refused:
            self._show_wrong(refused.problems[0].field.removesuffix("_until"), refused)
            return
        self.confirmed.emit(wanted)
        self.accept()

    def _show_wrong(self, name: str, refused: InputRefused) -> None:
        self.fields[name].show_error(entry_text(refused.problems[0]))
        self.fields[name].edit.setFocus()
