"""Chấm ngang: every line of the set with how many units wait; Enter opens it over all units."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.text import matches_all, words
from desktop.services.office import User
from desktop.services.provinces.assigning import is_mine
from desktop.services.provinces.rounds import LineWork, RoundWork
from desktop.ui.appraisal.unit_looks import WORK_COLUMNS, work_row
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.cells import Cell, CellRow
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.table_or_advice import TableOrAdvice


class WorkNarrow(StrEnum):
    """The chips over the lines of the set."""

    MINE = "mine"
    OPEN = "open"
    EXPLAINED = "explained"


_WORDS = {
    WorkNarrow.MINE: "Phần của tôi",
    WorkNarrow.OPEN: "Chưa chấm xong",
    WorkNarrow.EXPLAINED: "Có giải trình",
}


class AcrossView(QWidget):
    """Tells ``opened`` with the number of a line. One's own lines stand first."""

    opened = Signal(str)

    def __init__(self, user: User) -> None:
        super().__init__()
        self.setObjectName("acrossLines")
        self._user = user
        self._work: RoundWork | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.bar = ChipBar("acrossBar", "Tìm dòng", _WORDS.items())
        self.table = CellTable(
            "acrossTable", "Các dòng của bộ tiêu chí; Enter mở dòng ở mọi đơn vị", WORK_COLUMNS
        )
        self.lists = TableOrAdvice(
            self.table,
            "search",
            "Không có dòng nào khớp",
            "Gõ ít chữ hơn, hoặc bỏ chọn nhãn lọc ở trên.",
        )
        column.addWidget(self.bar)
        column.addWidget(self.lists, 1)
        self.bar.changed.connect(self._show)
        self.bar.left.connect(self.focus_table)
        self.table.opened.connect(lambda key: self.opened.emit(str(key)))

    def show_work(self, work: RoundWork) -> None:
        """Replaces the lines; the marked one stays marked."""
        self._work = work
        self.bar.count(work.lines, lambda line, chip: self._passes(line, WorkNarrow(chip)))
        self._show()

    @property
    def shown_lines(self) -> list[LineWork]:
        """The lines in the order shown."""
        return [row.value for row in self.table.cells.rows if not row.is_head]

    def focus_table(self) -> None:
        """The keyboard goes to the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _passes(self, line: LineWork, narrow: WorkNarrow | None) -> bool:
        if narrow is WorkNarrow.MINE:
            return is_mine(line.assigned, self._user)
        if narrow is WorkNarrow.OPEN:
            return line.tally.open > 0
        if narrow is WorkNarrow.EXPLAINED:
            return line.tally.explained > 0
        return True

    def _show(self) -> None:
        if self._work is None:
            return
        query = words(self.bar.text)
        chip = self.bar.narrow
        narrow = None if chip is None else WorkNarrow(chip)
        found = [
            line for line in self._work.lines if self._passes(line, narrow) and _found(line, query)
        ]
        mine = [line for line in found if is_mine(line.assigned, self._user)]
        others = [line for line in found if not is_mine(line.assigned, self._user)]
        rows: list[CellRow] = []
        if mine and others:
            rows.append(_head("mine", f"Phần của tôi: {len(mine)} dòng"))
        rows += [work_row(line, is_mine=True) for line in mine]
        if mine and others:
            rows.append(_head("others", f"Các dòng khác: {len(others)} dòng"))
        rows += [work_row(line, is_mine=False) for line in others]
        self.lists.show_table(bool(rows))
        self.table.show_rows(rows)


def _head(key: str, text: str) -> CellRow:
    return CellRow(("", key), (Cell(text),), is_head=True)


def _found(line: LineWork, query: list[str]) -> bool:
    if not query:
        return True
    item = line.item
    if item.id.casefold().startswith(".".join(query)):
        return True
    text = f"{item.name} {line.assigned.department} {line.assigned.appraiser}"
    return matches_all(query, words(text))
