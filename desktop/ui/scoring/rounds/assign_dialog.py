"""Giao dòng: who does the marked lines, until which day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.moments import parse_date
from desktop.services.assessments.sheets import SheetLine
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField, TextField
from desktop.wording.dates import day
from desktop.wording.problems import entry_text

_NOBODY = ""
_NAMED = 6


class AssignDialog(QDialog):
    """Tells ``confirmed`` with a name (empty: taken back) and a day or None."""

    confirmed = Signal(str, object)

    def __init__(
        self, lines: tuple[SheetLine, ...], people: tuple[str, ...], today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assignDialog")
        self.setWindowTitle("Giao dòng cho người làm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_head(lines), "section", wrap=True, name="assignHead"))
        column.addWidget(label(_named(lines), "muted", wrap=True, name="assignLines"))
        choices: list[tuple[str, object]] = [(name, name) for name in people]
        self.who = ChoiceField(
            "Giao cho", "assignee", [*choices, ("Chưa giao ai (thu lại)", _NOBODY)]
        )
        self.until = TextField(
            "Xong trước hết ngày",
            "assignUntil",
            placeholder="30/11/2026, để trống nếu không có hạn",
        )
        now = {(line.assignee, line.due_on) for line in lines}
        if len(now) == 1:
            ((assignee, due),) = now
            if assignee:
                self.who.choose(assignee)
            self.until.set_text(day(due))
        column.addWidget(self.who)
        column.addWidget(self.until)
        busy = sorted({line.assignee for line in lines if line.assignee})
        if busy and len(now) > 1:
            column.addWidget(
                label(
                    f"Trong đó có dòng đang giao cho {', '.join(busy)}: sẽ đổi sang người mới.",
                    "warning",
                    wrap=True,
                )
            )
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        later = button("Để sau", name="assignLater", tip="Phím tắt: Esc")
        self.go = button(
            f"Giao {len(lines)} dòng", role="primary", name="assignGo", key="Ctrl+Return"
        )
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        buttons.addWidget(later)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.who.combo.setFocus()

    def _confirm(self) -> None:
        due: date | None = None
        try:
            if self.until.text:
                due = parse_date(self.until.text, "due_on")
        except InputRefused as refused:
            self.until.show_error(entry_text(refused.problems[0]))
            self.until.edit.setFocus()
            return
        name = str(self.who.value or "")
        if name and due is not None and due < self._today:
            self.until.show_error("Ngày này đã qua; hãy chọn ngày từ hôm nay trở đi.")
            self.until.edit.setFocus()
            return
        self.confirmed.emit(name, due if name else None)
        self.accept()


def _head(lines: tuple[SheetLine, ...]) -> str:
    if len(lines) == 1:
        return f"{lines[0].id}  {lines[0].item.name}"
    return f"Giao {len(lines)} dòng"


def _named(lines: tuple[SheetLine, ...]) -> str:
    if len(lines) == 1:
        return "Chọn nhiều dòng ở cây bằng Shift+mũi tên, hoặc chọn cả một tiêu chí."
    more = f" và {len(lines) - _NAMED} dòng khác" if len(lines) > _NAMED else ""
    return ", ".join(line.id for line in lines[:_NAMED]) + more
