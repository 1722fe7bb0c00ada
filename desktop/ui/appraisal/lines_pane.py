"""The lines that are judged: chips and search over a table, and which line waits next."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.text import matches_all, words
from desktop.services.provinces.lines import UnitLine
from desktop.ui.appraisal.line_looks import (
    ACROSS_COLUMNS,
    LINE_NARROW_WORDS,
    UNIT_SHEET_COLUMNS,
    LineNarrow,
    key_of,
    line_passes,
    line_row,
    sheet_rows,
)
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.cell_table import CellTable
from desktop.ui.widgets.chip_bar import ChipBar
from desktop.ui.widgets.table_or_advice import TableOrAdvice

_KEYS = "= như tự chấm · số: gõ điểm · Ctrl+J dòng chưa chấm kế tiếp"


class LinesPane(QWidget):
    """Tells ``shown`` when other rows stand there; marks and letters come from ``table``.

    The bar is laid by the owner: it stands over more than this pane.
    """

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("linesPane")
        self.lines: dict[Hashable, UnitLine] = {}
        self._kept: set[Hashable] = set()
        self._across = False
        self.bar = ChipBar("lineBar", "Tìm dòng", LINE_NARROW_WORDS.items())
        self.table = CellTable("judgeTable", "Các dòng cần chấm", UNIT_SHEET_COLUMNS)
        self.table.takes = lambda letter: letter in "=0123456789,- "
        self.lists = TableOrAdvice(
            self.table,
            "circle-check",
            "Không có dòng nào ở nhãn này",
            "Bỏ chọn nhãn lọc ở trên để xem mọi dòng, hoặc Ctrl+PgDn sang phần kế tiếp.",
        )
        self.keys = label(_KEYS, "caption", name="judgeKeys")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.lists, 1)
        column.addWidget(self.keys)
        self.bar.changed.connect(self._narrow)
        self.bar.left.connect(self.focus_table)

    def begin(self, *, across: bool) -> None:
        """Another target: rows headed by units (``across``) or by lines under their fields."""
        self._across = across
        self._kept = set()
        self.table.show_columns(ACROSS_COLUMNS if across else UNIT_SHEET_COLUMNS)

    def show_lines(self, lines: Sequence[UnitLine], key: Hashable = None) -> None:
        """Replaces the lines; the marked one stays marked, or ``key`` is, whatever hides it."""
        self.lines = {key_of(line): line for line in lines}
        self.bar.count(lines, lambda line, chip: line_passes(line, LineNarrow(chip)))
        wanted = self.lines.get(key)
        if wanted is not None and not self._passes(wanted):
            self.bar.clear()
        self._show(key)

    def put(self, line: UnitLine) -> None:
        """One line as it stands now; it stays where it is until the chip changes."""
        self.lines[key_of(line)] = line
        self.table.cells.replace_row(line_row(line, across=self._across))

    def focus_table(self) -> None:
        """The keyboard goes to the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def line(self) -> UnitLine | None:
        """The marked line."""
        return self.lines.get(self.table.current_key)

    @property
    def waiting(self) -> int:
        """How many lines wait for a word."""
        return sum(line.is_open for line in self.lines.values())

    def to_next_open(self) -> bool:
        """Marks the next shown line that this person may judge now; False without one."""
        keys = [row.key for row in self.table.cells.rows if not row.is_head]
        place = keys.index(self.table.current_key) if self.table.current_key in keys else -1
        for key in (*keys[place + 1 :], *keys[: max(place, 0)]):
            line = self.lines[key]
            if line.is_open and line.may_judge:
                return self.table.choose(key)
        return False

    def _narrow(self) -> None:
        self._kept = set()
        self._show(None)

    def _passes(self, line: UnitLine) -> bool:
        chip = self.bar.narrow
        query = words(self.bar.text)
        if query and not _found(line, query):
            return False
        narrow = None if chip is None else LineNarrow(chip)
        return line_passes(line, narrow) or key_of(line) in self._kept

    def _show(self, key: Hashable) -> None:
        """Rows under the chip; a line that was shown stays until the chip changes."""
        seen = [line for line in self.lines.values() if self._passes(line)]
        self._kept = {key_of(line) for line in seen}
        rows = sheet_rows(seen, across=self._across)
        self.lists.show_table(bool(rows))
        self.table.show_rows(rows, key)
        self.shown.emit()


def _found(line: UnitLine, query: list[str]) -> bool:
    if line.item.id.casefold().startswith(".".join(query)):
        return True
    text = f"{line.item.name} {line.unit_name} {line.assigned.department}"
    return matches_all(query, words(text))
