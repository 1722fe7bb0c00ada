"""A built report as a table: cells as paper shows them, the total last."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from desktop.services.reports.building import BuiltReport
from desktop.services.reports.cells import ReportColumn, cell_text, report_columns
from desktop.services.reports.overrides import Override, typed_words
from desktop.services.reports.request import line_name
from desktop.ui.theme import colours, ui_font

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ReportTableModel(QAbstractTableModel):
    """Rows of one report; empty before the first."""

    def __init__(self) -> None:
        super().__init__()
        self.report: BuiltReport | None = None
        self.columns: tuple[ReportColumn, ...] = ()
        self._typed: dict[tuple[str, str], Override] = {}
        self._bold = ui_font(weight=QFont.Weight.DemiBold)
        self._by_hand = ui_font(weight=QFont.Weight.DemiBold)
        self._by_hand.setUnderline(True)

    def show(self, report: BuiltReport) -> None:
        """Replaces everything."""
        self.beginResetModel()
        self.report = report
        self.columns = report_columns(report)
        self._typed = {(one.row_name, one.column_key): one for one in report.overrides}
        self.endResetModel()

    def typed_at(self, index: Index) -> Override | None:
        """The figure typed over a cell, None where the machine's own stands."""
        row = self._row(index.row())
        return self._typed.get((line_name(row), self.columns[index.column()].key))

    def place_of(self, index: Index) -> tuple[str, str]:
        """Row name and column key of a cell, as the services name them."""
        assert self.report is not None
        row = self._row(index.row())
        name = "total" if self._is_total(index.row()) else line_name(row)
        return name, self.columns[index.column()].key

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The rows and the total."""
        if parent.isValid() or self.report is None:
            return 0
        return len(self.report.table.rows) + (self.report.table.total is not None)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The columns of the form."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, alignment, weight of the total, colour of what can be opened."""
        column = self.columns[index.column()]
        typed = self.typed_at(index) if role in (_TIP, _COLOUR, _FONT) else None
        if typed is not None and role == _TIP:
            return typed_words(typed)
        if typed is not None and role in (_COLOUR, _FONT):
            return QColor(colours().due) if role == _COLOUR else self._by_hand
        if role in (_DISPLAY, _TIP):
            text = cell_text(self._row(index.row()), column)
            if role == _TIP and column.is_door and text:
                return f"{text}\nEnter hoặc bấm đúp để mở danh sách"
            return text
        if role == _ALIGN:
            return _RIGHT if column.is_numeric else _LEFT
        if role == _FONT and self._is_total(index.row()):
            return self._bold
        if role == _COLOUR and column.is_door:
            return QColor(colours().accent)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """What a column means; the head itself is drawn by ``ReportHead``."""
        if orientation == Qt.Orientation.Horizontal and role in (_DISPLAY, _TIP):
            return self.columns[section].about
        return None

    def _is_total(self, row: int) -> bool:
        assert self.report is not None
        return row >= len(self.report.table.rows)

    def _row(self, row: int) -> Any:
        assert self.report is not None
        table = self.report.table
        return table.total if self._is_total(row) else table.rows[row]
