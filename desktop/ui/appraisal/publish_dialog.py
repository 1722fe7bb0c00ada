"""Publishing: first what would happen, then a second look at the very list, then it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.provinces.publishing import PublishingOutlook
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.ui.widgets.fields import DateField, TextField, field_line
from desktop.ui.widgets.wrap_check import WrapCheck
from desktop.wording.appraisal import LATER_UNITS, PUBLISH_MEANS, PUBLISH_SECOND_LOOK
from desktop.wording.criteria import SAMPLE_MARK, decimal

_NAMED = 5
_COLUMNS = (
    Column("Hạng", 70, is_number=True),
    Column("Đơn vị"),
    Column("Điểm", 90, is_number=True),
    Column("Chỉ số (%)", 100, is_number=True),
    Column("Xếp loại", 140),
)


class PublishDialog(QDialog):
    """Tells ``confirmed`` with the decision and its day, after both looks."""

    confirmed = Signal(str, object)

    def __init__(self, outlook: PublishingOutlook, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("publishDialog")
        self.setWindowTitle(f"Công bố kết quả năm {outlook.ranking.year}")
        self.resize(680, 560)
        self._outlook = outlook
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.steps = QStackedWidget()
        self.steps.addWidget(self._first(today))
        self.steps.addWidget(self._second())
        column.addWidget(self.steps, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.later = button("Để sau", name="publishLater", tip="Phím tắt: Esc")
        self.look = button(
            "Xem lại bảng sẽ công bố", role="primary", name="publishLook", key="Ctrl+Return"
        )
        self.go = button(
            f"Công bố {outlook.ready} đơn vị",
            role="danger",
            name="publishGo",
            tip="Phím tắt: Tab tới nút rồi Space",
        )
        for made in (self.later, self.look, self.go):
            row.addWidget(made)
        column.addLayout(row)
        self.later.clicked.connect(self._back)
        self.look.clicked.connect(self._look)
        self.go.clicked.connect(self._confirm)
        self.seen.tick.toggled.connect(self.go.setEnabled)
        self.go.setEnabled(False)
        self.go.setVisible(False)
        self.decision.edit.setFocus()

    def _first(self, today: date) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        outlook = self._outlook
        year = outlook.ranking.year
        fresh = outlook.ready - outlook.already
        title = f"Công bố kết quả năm {year} của {outlook.ready} đơn vị"
        column.addWidget(label(title, "section", wrap=True))
        if outlook.ranking.criteria.is_sample:
            column.addWidget(label(SAMPLE_MARK, "warning", wrap=True))
        self.told = label(PUBLISH_MEANS, wrap=True, name="publishMeans")
        column.addWidget(self.told)
        said = [f"{fresh} đơn vị công bố lần đầu."]
        if outlook.already:
            said.append(f"{outlook.already} đơn vị đã công bố: điểm giữ nguyên, hạng xếp lại.")
        column.addWidget(label(" ".join(said), wrap=True))
        warnings = _warnings(outlook)
        self.warnings = label(
            "\n".join(f"• {text}" for text in warnings),
            "warning",
            wrap=True,
            name="publishWarnings",
        )
        column.addWidget(self.warnings)
        self.warnings.setVisible(bool(warnings))
        self.decision = TextField(
            "Quyết định công bố", "publishDecision", placeholder="123/QĐ-UBND", most=120
        )
        self.day = DateField("Ngày công bố", "publishDay")
        self.day.set_value(QDate(today.year, today.month, today.day))
        column.addLayout(field_line(((self.decision, 3), (self.day, 1))))
        column.addWidget(label(LATER_UNITS, "muted", wrap=True))
        column.addStretch(1)
        return part

    def _second(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.again = label("", "section", wrap=True, name="publishAgain")
        column.addWidget(self.again)
        self.table = CellTable("publishTable", "Bảng sẽ công bố", _COLUMNS)
        self.table.show_rows(
            [
                CellRow(
                    unit.result.unit_code,
                    (
                        Cell(str(unit.rank)),
                        Cell(unit.result.unit_name),
                        Cell(decimal(unit.result.total, 2)),
                        Cell(decimal(unit.result.percent, 2)),
                        Cell(unit.result.band or "chưa xếp loại"),
                    ),
                )
                for unit in self._outlook.ranking.units
            ]
        )
        column.addWidget(self.table, 1)
        self.seen = WrapCheck(PUBLISH_SECOND_LOOK)
        self.seen.tick.setObjectName("publishSeen")
        column.addWidget(self.seen)
        return part

    def _look(self) -> None:
        decision = self.decision.text
        by = f" theo {decision}" if decision else ", chưa ghi quyết định"
        self.again.setText(f"Bảng sẽ công bố{by}:")
        self.steps.setCurrentIndex(1)
        self.look.setVisible(False)
        self.go.setVisible(True)
        self.later.setText("Quay lại")
        self.table.setFocus()

    def _back(self) -> None:
        if self.steps.currentIndex() == 0:
            self.reject()
            return
        self.steps.setCurrentIndex(0)
        self.seen.tick.setChecked(False)
        self.go.setVisible(False)
        self.look.setVisible(True)
        self.later.setText("Để sau")
        self.decision.edit.setFocus()

    def _confirm(self) -> None:
        picked = self.day.value
        self.confirmed.emit(self.decision.text, date(picked.year(), picked.month(), picked.day()))
        self.accept()


def _warnings(outlook: PublishingOutlook) -> list[str]:
    found = []
    if outlook.open_lines:
        found.append(f"Còn {outlook.open_lines} dòng chưa chấm: tính theo điểm đơn vị tự chấm.")
    if outlook.unsettled:
        found.append(f"{outlook.unsettled} dòng hội đồng chưa kết luận: tính theo điểm tỉnh chấm.")
    if outlook.open_rounds:
        names = _named(outlook.open_rounds)
        found.append(f"Chưa gửi vòng nào cho {names}: đơn vị chưa được giải trình.")
    if outlook.skipped:
        found.append(f"Không công bố {_named(outlook.skipped)}: chưa ai chấm.")
    if outlook.ranking.missing:
        found.append(f"{len(outlook.ranking.missing)} đơn vị của tỉnh không có kết quả.")
    return found


def _named(names: Sequence[str]) -> str:
    more = f" và {len(names) - _NAMED} đơn vị khác" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
