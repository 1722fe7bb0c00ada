"""Two versions of a set, line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.items import CriteriaSet
from desktop.services.assessments.set_comparing import (
    DifferenceRow,
    compare_heads,
    difference_rows,
)
from desktop.services.assessments.sets import compare_sets
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable


class CompareDialog(QDialog):
    """Any two of the given sets: versions of one, or last year's beside this year's."""

    def __init__(self, sets: tuple[CriteriaSet, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compareSets")
        self.setWindowTitle("So hai phiên bản bộ tiêu chí")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 560)
        self._sets = sets
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.before = self._picker("compareBefore", "Phiên bản trước")
        self.after = self._picker("compareAfter", "Phiên bản sau")
        row.addWidget(self.before, 1)
        row.addWidget(label("→"))
        row.addWidget(self.after, 1)
        column.addLayout(row)
        self.summary = label("", "section", wrap=True, name="compareSummary")
        column.addWidget(self.summary)
        self.table = RowsTable(
            "compareTable", "Dòng khác nhau", ("Dòng", "Khác ở", "Trước", "Sau"), (70, 190, 330, 0)
        )
        column.addWidget(self.table, 1)
        close = button("Đóng", role="primary", name="compareClose", tip="Phím tắt: Esc")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.before.setCurrentIndex(min(1, len(sets) - 1))
        for picker in (self.before, self.after):
            picker.currentIndexChanged.connect(lambda _place: self._compare())
        self._compare()

    def _picker(self, name: str, title: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(title)
        for criteria in self._sets:
            made.addItem(f"{criteria.title} · {criteria.version}")
        made.setMinimumContentsLength(20)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return made

    def _compare(self) -> None:
        before = self._sets[self.before.currentIndex()]
        after = self._sets[self.after.currentIndex()]
        heads = compare_heads(before, after)
        found = [row for difference in compare_sets(before, after)
                 for row in difference_rows(difference)]  # fmt: skip
        rows = [_row(row) for row in (*heads, *found)]
        self.table.show_rows(rows)
        self.summary.setText(_summary(heads, found))


def _summary(heads: list[DifferenceRow], found: list[DifferenceRow]) -> str:
    """Bao nhiêu dòng khác, mới, bỏ; cả bộ khác mấy chỗ."""
    if not heads and not found:
        return "Hai phiên bản giống hệt nhau từng dòng"
    lines = {row.item for row in found}
    new = sum(row.is_new for row in found)
    gone = sum(row.is_gone for row in found)
    parts = [f"{len(lines)} dòng khác nhau" if lines else "Mọi dòng giống nhau"]
    if new or gone:
        parts.append(f"{new} dòng mới, {gone} dòng bỏ, {len(lines) - new - gone} dòng sửa")
    if heads:
        parts.append(f"cả bộ khác {len(heads)} chỗ")
    return "; ".join(parts)


def _row(row: DifferenceRow) -> tuple[list[str], str, str | None]:
    c = colours()
    colour = c.good if row.is_new else c.overdue if row.is_gone else None
    return [row.item or "Cả bộ", row.what, row.before, row.after], row.item, colour
