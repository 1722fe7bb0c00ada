"""What an import would do, shown before it is done: counts and every problem with its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.import_results import ImportResult
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import number
from desktop.wording.imports import problem_text

_TWO_LINES = 46


class ImportReport(QDialog):
    """Nothing is written before the button is pressed."""

    def __init__(
        self,
        parent: QWidget,
        file_name: str,
        result: ImportResult,
        what: str,
        action: str,
        confirm: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importReport")
        self.setWindowTitle(f"Nhập {file_name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        changes = result.added + result.changed
        title = (
            f"Sẽ thêm {number(result.added)} và sửa {number(result.changed)} {what}"
            if changes
            else f"Không có {what} nào thay đổi"
        )
        column.addWidget(label(title, "section", wrap=True, name="importSummary"))
        rest = f"Đọc {number(result.read)} dòng, {number(result.unchanged)} dòng giữ nguyên"
        if result.rejected:
            rest += f", {number(result.rejected)} dòng không nhập được"
        column.addWidget(label(f"{rest}. Chưa có gì được ghi.", "muted", wrap=True))
        if result.problems:
            column.addWidget(problem_table(result))
        else:
            column.addWidget(label("Không có vấn đề nào trong tệp.", "good"))
            column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="importLater", tip="Phím tắt: Esc")
        go = button(action, role="primary", name="importConfirm", key="Ctrl+Return")
        go.setEnabled(bool(changes))
        later.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        self.accepted.connect(confirm)
        row.addWidget(later)
        row.addWidget(go)
        column.addLayout(row)
        (go if changes else later).setFocus()


def problem_table(result: ImportResult) -> RowsTable:
    """Place and reason; what stops a row first, notes after."""
    table = RowsTable(
        "importProblems", "Vấn đề trong tệp", ("Vị trí", "Vấn đề và cách sửa"), (190, 0)
    )
    # The cell at the end of the place, the way out at the end of the reason: both are seen.
    table.setWordWrap(True)
    table.verticalHeader().setDefaultSectionSize(_TWO_LINES)
    ordered = sorted(result.problems, key=lambda problem: problem.is_note)
    muted = colours().muted
    table.rows.set_rows(
        [([p.place, problem_text(p)], p, muted if p.is_note else None) for p in ordered[:5_000]]
    )
    return table
