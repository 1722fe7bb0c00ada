"""A new set: its name, its code, its year, empty or with the lines of another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.services.assessments.set_editing import SetEdit, new_set, proposed_code, this_year
from desktop.services.assessments.sets import SetRow
from desktop.ui.scoring.year_field import YearField
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField, Field, TextField, field_line
from desktop.wording.problems import entry_text


class NewSetDialog(QDialog):
    """Tells ``begun`` with the edit; nothing is kept before the editor saves it."""

    begun = Signal(object)

    def __init__(self, context: UiContext, chosen: SetRow | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newSetDialog")
        self.setWindowTitle("Bộ tiêu chí mới")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 300)
        self._context = context
        self._is_own_code = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Bộ tiêu chí mới", "section"))
        self.title = TextField("Tên bộ tiêu chí", "newSetTitle", most=300)
        self.year = YearField("Năm", "newSetYear", this_year(context.office))
        self.code = TextField("Mã trong chương trình", "newSetCode", most=80)
        choices: list[tuple[str, object]] = [("Bộ trống", "")]
        if chosen is not None:
            choices.append((f"Chép từ “{chosen.title}”", chosen.code))
        self.source = ChoiceField("Bắt đầu từ", "newSetSource", choices)
        column.addWidget(self.title)
        column.addLayout(field_line(((self.code, 3), (self.year, 1))))
        column.addWidget(self.source)
        column.addWidget(
            label("Chưa có gì được ghi cho đến khi bấm Lưu trong màn hình sửa.", "muted", wrap=True)
        )
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        leave = button("Thôi", name="newSetLeave", tip="Phím tắt: Esc")
        self.go = button("Bắt đầu sửa", role="primary", name="newSetGo", key="Ctrl+Return")
        leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._begin)
        row.addWidget(leave)
        row.addWidget(self.go)
        column.addLayout(row)
        self.title.changed.connect(self._propose)
        self.year.changed.connect(self._propose)
        self.code.changed.connect(self._own_code)
        self._propose()
        self.title.edit.setFocus()

    def _own_code(self) -> None:
        self._is_own_code = True

    def _propose(self) -> None:
        """A code out of the name, until somebody writes one."""
        if not self._is_own_code:
            self.code.set_text(proposed_code(self.title.text, self.year.year))

    def _begin(self) -> None:
        office = self._context.office
        code, title = self.code.text, self.title.text
        year, source = self.year.year, str(self.source.value or "")

        def refused(error: Exception) -> bool:
            if not isinstance(error, InputRefused):
                return False
            fields: dict[str, Field] = {"criteria_code": self.code, "criteria_title": self.title}
            for problem in error.problems:
                field = fields.get(problem.field, self.title)
                field.show_error(entry_text(problem))
                field.entry.setFocus()
            return True

        def begun(edit: SetEdit) -> None:
            self.begun.emit(edit)
            self.accept()

        self._context.runner.query(
            lambda _: new_set(office, code, title, year, source),
            begun,
            owner=self,
            on_error=refused,
        )
