"""Đơn vị: every unit of the province with its place in the appraisal; Enter opens its lines."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.text import matches_all, words
from desktop.services.provinces.rounds import RoundWork, UnitWork
from desktop.ui.appraisal.unit_looks import (
    UNIT_COLUMNS,
    UNIT_NARROW_WORDS,
    UnitNarrow,
    unit_passes,
    unit_row,
)
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.table_or_advice import TableOrAdvice


class UnitsView(QWidget):
    """Tells ``opened`` with the code of a unit that has submitted."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("appraisedUnits")
        self._work: RoundWork | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.bar = ChipBar("unitBar", "Tìm đơn vị", UNIT_NARROW_WORDS.items())
        self.table = CellTable(
            "appraisedUnitTable", "Các đơn vị; Enter mở bản tự chấm", UNIT_COLUMNS, many=True
        )
        self.lists = TableOrAdvice(
            self.table,
            "search",
            "Không có đơn vị nào khớp",
            "Gõ ít chữ hơn, hoặc bỏ chọn nhãn lọc ở trên.",
        )
        column.addWidget(self.bar)
        column.addWidget(self.lists, 1)
        self.bar.changed.connect(self._show)
        self.bar.left.connect(self.focus_table)
        self.table.opened.connect(self._open)

    def show_work(self, work: RoundWork) -> None:
        """Replaces the units; the marked one stays marked."""
        self._work = work
        self.bar.count(work.units, lambda unit, chip: unit_passes(unit, UnitNarrow(chip)))
        self._show()

    @property
    def shown_units(self) -> list[UnitWork]:
        """The units in the order shown."""
        return [row.value for row in self.table.cells.rows]

    @property
    def chosen_units(self) -> list[UnitWork]:
        """The selected units."""
        chosen = set(self.table.chosen_keys)
        return [row.value for row in self.table.cells.rows if row.key in chosen]

    def focus_table(self) -> None:
        """The keyboard goes to the units."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def narrow(self, narrow: UnitNarrow | None) -> None:
        """Shows what a chip holds."""
        self.bar.clear()
        self.bar.choose(narrow)
        self._show()

    def _show(self) -> None:
        if self._work is None:
            return
        query = words(self.bar.text)
        chip = self.bar.narrow
        narrow = None if chip is None else UnitNarrow(chip)
        rows = [
            unit_row(unit)
            for unit in self._work.units
            if unit_passes(unit, narrow) and _found(unit, query)
        ]
        self.lists.show_table(bool(rows))
        self.table.show_rows(rows)

    def _open(self, code: object) -> None:
        self.opened.emit(str(code))


def _found(unit: UnitWork, query: list[str]) -> bool:
    return not query or matches_all(query, words(f"{unit.unit_name} {unit.unit_code}"))
