"""Two versions of a set, line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.services.assessments.sets import LineDifference, compare_sets
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria import points, rule_text


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
            "compareTable", "Dòng khác nhau", ("Dòng", "Khác ở", "Trước", "Sau"), (70, 150, 340, 0)
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
        found = compare_sets(before, after)
        rows = [row for difference in found for row in _rows(difference)]
        self.table.show_rows(rows)
        self.summary.setText(
            f"{len(found)} dòng khác nhau" if found else "Hai phiên bản giống hệt nhau từng dòng"
        )


def _rows(difference: LineDifference) -> list[tuple[list[str], str, str | None]]:
    before, after, c = difference.before, difference.after, colours()
    if before is None and after is not None:
        return [([after.id, "dòng mới", "", after.name], after.id, c.good)]
    if after is None and before is not None:
        return [([before.id, "bỏ dòng", before.name, ""], before.id, c.overdue)]
    assert before is not None
    assert after is not None
    pairs = zip(_facts(before), _facts(after), strict=True)
    rows: list[tuple[list[str], str, str | None]] = [
        ([after.id, name, old, new], after.id, None)
        for (name, old), (_, new) in pairs
        if old != new
    ]
    return rows or [([after.id, "cách ghi khác", before.name, after.name], after.id, None)]


def _facts(item: CriteriaItem) -> list[tuple[str, str]]:
    most = "" if item.maximum is None else points(item.maximum)
    return [
        ("tên", item.name),
        ("điểm tối đa", most),
        ("cách tính", rule_text(item)),
        ("tài liệu", item.evidence),
        ("cơ quan thẩm định", item.department),
    ]
