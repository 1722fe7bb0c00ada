"""What a periodic report asks: why a value stands over a computed one, whether to issue as is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.services.periodic.checking import Finding
from desktop.services.periodic.importing import ImportedForm
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, NoteField, TextField, focus_first
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.imports import problem_text
from desktop.wording.problems import entry_text


class ReasonDialog(QDialog):
    """For a value over a computed one; tells ``given`` with value and reason, stays till kept."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget, name: str, computed: str, typed: str) -> None:
        super().__init__(parent)
        self.setObjectName("reasonDialog")
        self.setWindowTitle("Nhập số khác")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(f"Dòng “{name}”. Máy tính ra: {computed}.", wrap=True))
        advice = (
            "Số máy tính vẫn được giữ; phụ lục ghi chú ai nhập, lúc nào, vì sao. "
            "Xóa ô (phím Delete) là trở lại số máy tính."
        )
        column.addWidget(label(advice, "muted", wrap=True))
        self.value = TextField("Số đúng", "reasonValue")
        self.value.set_text(typed)
        self.reason = NoteField("Lý do", "reasonText", lines=2)
        column.addWidget(self.value)
        column.addWidget(self.reason)
        later, self.save = _buttons(column, "Ghi số này", "reason")
        later.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self.given.emit(self.value.text, self.reason.text))
        self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, refused: InputRefused) -> None:
        """What is wrong, beside the fields."""
        fields: dict[str, Field] = {"reason": self.reason}
        for problem in refused.problems:
            fields.get(problem.field, self.value).show_error(entry_text(problem))
        focus_first([self.value, self.reason])


class IncompleteDialog(QDialog):
    """Before issuing a report that lacks something: tells ``anyway``, or which place to see."""

    anyway = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget, missing: Sequence[Finding]) -> None:
        super().__init__(parent)
        self.setObjectName("incompleteDialog")
        self.setWindowTitle("Báo cáo còn thiếu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        said = (
            f"Còn {len(missing)} chỗ chưa điền. Bản phát hành sẽ khóa lời văn và số liệu như nay."
        )
        column.addWidget(label(said, wrap=True))
        self.table = RowsTable("missingTable", "Chỗ còn thiếu", ("Chỗ còn thiếu",), (0,))
        self.table.show_rows([([one.words], one, None) for one in missing])
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        see = button("Tới chỗ đang chọn", name="missingSee", key="Ctrl+G")
        go = button(
            "Phát hành khi còn thiếu", role="danger", name="missingIssue", key="Ctrl+Return"
        )
        see.clicked.connect(self._see)
        self.table.doubleClicked.connect(lambda _index: self._see())
        go.clicked.connect(self._go)
        row.addWidget(see)
        row.addWidget(go)
        column.addLayout(row)

    def _see(self) -> None:
        self.chosen.emit(self.table.current_value())
        self.reject()

    def _go(self) -> None:
        self.anyway.emit()
        self.accept()


class FormImportDialog(QDialog):
    """What a file of a form gave, before it is kept."""

    def __init__(
        self, parent: QWidget, file_name: str, found: ImportedForm, confirm: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("formImport")
        self.setWindowTitle(f"Nhập biểu {file_name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 360)
        info = found.info
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(info.title, "section", wrap=True, name="formTitle"))
        said = (
            f"{info.rows} dòng, {info.computed} dòng tự tính, {info.from_records} dòng tự điền "
            "từ sổ. Chưa có gì được ghi."
        )
        column.addWidget(label(said, "muted", wrap=True))
        if found.problems:
            table = RowsTable("formProblems", "Chỗ chưa hiểu", ("Ô", "Chỗ chưa hiểu"), (170, 0))
            table.show_rows([([p.place, problem_text(p)], p, None) for p in found.problems])
            column.addWidget(table, 1)
        else:
            column.addWidget(label("Hiểu được mọi dòng của biểu.", "good"))
            column.addStretch(1)
        later, save = _buttons(column, "Nhập biểu này", "formImport")
        later.clicked.connect(self.reject)
        save.clicked.connect(confirm)
        save.clicked.connect(self.accept)


def _buttons(column: QVBoxLayout, action: str, name: str) -> tuple[QPushButton, QPushButton]:
    """Để sau, and the one that does it."""
    row = QHBoxLayout()
    row.addStretch(1)
    later = button("Để sau", name=f"{name}Later", tip="Phím tắt: Esc")
    go = button(action, role="primary", name=f"{name}Go", key="Ctrl+Return")
    row.addWidget(later)
    row.addWidget(go)
    column.addLayout(row)
    return later, go
