"""Hội đồng: the lines on which unit and province still differ, the largest difference first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.numbers import read_points
from desktop.services.provinces.appraisal_papers import council_table, write_council_list
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.previews import table_pdf
from desktop.services.provinces.sheets import council_list
from desktop.ui.appraisal.line_looks import COUNCIL_COLUMNS, council_row
from desktop.ui.appraisal.targets import Target, TargetKind
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.wording.criteria import points

_FILES = "PDF (*.pdf);;Excel (*.xlsx)"
_TYPING_MS = 250


class CouncilView(QWidget):
    """Tells ``opened`` with the unit and the line that is to be settled."""

    opened = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("councilView")
        self._context = context
        self._printer = DeskPrinter(context, self)
        self._target: Target | None = None
        self.lines: tuple[UnitLine, ...] = ()
        self._is_waited_for = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wait.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.at_least = TextField("", "councilAtLeast", most=8)
        self.at_least.edit.setAccessibleName("Chênh lệch từ bao nhiêu điểm")
        self.at_least.edit.setFixedWidth(70)
        self.at_least.edit.setPlaceholderText("0")
        self.print = button("Xem trang in", name="councilPrint", icon_name="printer", key="Ctrl+P")
        self.save = button("Lưu tệp", name="councilSave", icon_name="download", key="Ctrl+E")
        self.told = label("", "muted", name="councilTold")
        row.addWidget(label("Chênh lệch từ"))
        row.addWidget(self.at_least)
        row.addWidget(label("điểm trở lên"))
        row.addWidget(self.told, 1)
        row.addWidget(self.print)
        row.addWidget(self.save)
        column.addLayout(row)
        self.table = CellTable(
            "councilTable", "Các dòng trình hội đồng; Enter ghi kết luận", COUNCIL_COLUMNS
        )
        self.lists = TableOrAdvice(
            self.table,
            "circle-check",
            "Không có dòng nào chờ hội đồng",
            "Dòng đơn vị đã giải trình mà hai bên còn khác nhau, và dòng tỉnh chưa chấm được, "
            "hiện ở đây sau khi kết thúc vòng 1.",
        )
        column.addWidget(self.lists, 1)
        self.at_least.changed.connect(self._wait.start)
        self.table.opened.connect(self.opened)
        self.print.clicked.connect(self.preview)
        self.save.clicked.connect(self._ask)

    def show_year(self, year: int, set_code: str) -> None:
        """Reads the list of a year."""
        self._target = Target(TargetKind.COUNCIL, year, set_code)
        self._read()

    @property
    def threshold(self) -> Decimal:
        """Differences below it are left out; nothing while no number stands there."""
        return abs(read_points(self.at_least.text) or Decimal(0))

    def focus_table(self) -> None:
        """The keyboard goes to the list."""
        self._is_waited_for = not self.lines
        where = self.table if self.lines else self.at_least.edit
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def preview(self) -> None:
        """The list as it lies before the council."""
        target, lines, at_least = self._target, self.lines, self.threshold
        if target is None or not lines:
            return
        office = self._context.office
        title = f"Danh sách trình hội đồng năm {target.year}"
        self._context.runner.query(
            lambda _: table_pdf(office, council_table(office, target.year, lines, at_least)),
            lambda pdf: self._printer.show_pdf(pdf, title, f"{_name(target)}.pdf"),
            owner=self,
            label="Đang dựng trang in",
        )

    def save_to(self, path: Path) -> None:
        """Writes the list; its ending chooses PDF or Excel."""
        target, lines, at_least = self._target, self.lines, self.threshold
        if target is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: write_council_list(office, target.year, lines, path, at_least),
            lambda _written: self._context.messages.say(f"Đã ghi danh sách vào {path}."),
            owner=self,
            label="Đang ghi danh sách",
        )

    def _ask(self) -> None:
        if self._target is None:
            return
        usual = f"{_name(self._target)}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu danh sách trình hội đồng", usual, _FILES)
        if chosen:
            self.save_to(Path(chosen))

    def _read(self) -> None:
        target = self._target
        if target is None:
            return
        office, at_least = self._context.office, self.threshold
        self._context.runner.query(
            lambda _: council_list(office, target.year, target.set_code, at_least),
            self._show,
            key="councilList",
            owner=self,
            label="Đang tìm các dòng còn khác nhau",
        )

    def _show(self, lines: tuple[UnitLine, ...]) -> None:
        self.lines = lines
        self.lists.show_table(bool(lines))
        self.table.show_rows([council_row(line) for line in lines])
        if lines and self._is_waited_for and self.at_least.edit.hasFocus():
            self.focus_table()  # the list was still on its way when the page was opened
        self._is_waited_for = False
        units = len({line.unit_code for line in lines})
        gap = sum((line.gap for line in lines if line.standing is not None), Decimal(0))
        self.told.setText(
            f"{len(lines)} dòng của {units} đơn vị, chênh tổng cộng {points(gap)} điểm"
            if lines
            else ""
        )
        for made in (self.print, self.save):
            made.setEnabled(bool(lines))


def _name(target: Target) -> str:
    return f"hoi-dong-{target.year}"
