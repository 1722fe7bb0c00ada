"""A table of verdicts before it is kept: each row with what it would replace."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.appraisals import ROUNDS
from desktop.domain.criteria.judging import Judged
from desktop.services.provinces.verdict_import import TablePreview, VerdictPreview
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.wording.appraisal import round_name
from desktop.wording.criteria import points

_COLUMNS = (
    Column("Dòng tệp", 80, is_number=True),
    Column("Đơn vị", 180),
    Column("Dòng", 230),
    Column("Tự chấm", 80, is_number=True),
    Column("Đang có", 80, is_number=True),
    Column("Sẽ ghi", 80, is_number=True),
    Column("Lưu ý"),
)


class TableDialog(QDialog):
    """Tells ``confirmed`` when the whole table shall be written, ``round_wanted`` for another."""

    confirmed = Signal()
    round_wanted = Signal(object)

    def __init__(self, preview: TablePreview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.setWindowTitle(f"Nhập bảng điểm: {preview.file_name}")
        self.resize(1000, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.rounds = Segments([(round_name(n), n) for n in ROUNDS], "tableRound")
        self.rounds.chosen.connect(self.round_wanted)
        self.told = label("", "section", wrap=True, name="tableTold")
        self.means = label("", "muted", wrap=True)
        self.table = CellTable("verdictTable", "Các dòng của bảng", _COLUMNS)
        for part in (self.rounds, self.told, self.means):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        across = QHBoxLayout()
        across.addStretch(1)
        later = button("Bỏ, không ghi gì", name="tableLater", tip="Phím tắt: Esc")
        self.go = button("", role="primary", name="tableGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        across.addWidget(later)
        across.addWidget(self.go)
        column.addLayout(across)
        self.show_preview(preview)
        self.table.setFocus()

    @property
    def round(self) -> int:
        """The round that the table is read for."""
        value = self.rounds.value
        assert isinstance(value, int)
        return value

    def show_preview(self, preview: TablePreview) -> None:
        """The same table read for a round."""
        good = len(preview.rows) - preview.bad
        self.rounds.choose(preview.round)
        told = f"{round_name(preview.round)}: {good} dòng ghi được"
        if preview.bad:
            told += f", {preview.bad} dòng chưa được"
        if preview.skipped:
            told += f", {preview.skipped} dòng bỏ trống điểm nên không động tới"
        self.told.setText(f"{told}.")
        self.means.setText(
            "Hãy sửa các dòng đỏ trong tệp rồi nhập lại; còn dòng đỏ thì không dòng nào được ghi."
            if preview.bad
            else "Chưa có gì được ghi. Ghi xong vẫn sửa từng dòng được cho tới khi kết thúc vòng."
        )
        rows = sorted(preview.rows, key=lambda row: (not row.problem, row.row))
        self.table.show_rows([_row(row) for row in rows])
        keys = self.go.shortcut()
        self.go.setText(f"Ghi {good} dòng")
        self.go.setShortcut(keys)  # another text takes the key away
        self.go.setEnabled(good > 0 and not preview.bad)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()


def _row(row: VerdictPreview) -> CellRow:
    note, tone = row.problem, "overdue"
    if not note and row.lacks_reason:
        note, tone = "thấp hơn tự chấm, chưa ghi nhận xét", "due"
    elif not note and row.before is not None and row.before != row.judged:
        note, tone = "thay điểm đang có", "due"
    elif not note and row.judged is not None:
        note, tone = row.judged.note, "muted"
    return CellRow(
        row.row,
        (
            Cell(str(row.row)),
            Cell(row.unit_name or row.unit_code),
            Cell(f"{row.item_id}  {row.item_name}".strip()),
            Cell("–" if row.claimed is None else points(row.claimed)),
            Cell(_points(row.before)),
            Cell(_points(row.judged)),
            Cell(note, tone),
        ),
        row,
    )


def _points(judged: Judged | None) -> str:
    if judged is None:
        return ""
    return (
        "KAD" if not judged.applies else ("–" if judged.points is None else points(judged.points))
    )
