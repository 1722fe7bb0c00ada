"""Small tables of plain rows: for lists of tens or hundreds, not of dossiers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QPushButton, QTableView

from desktop.ui.icons import icon
from desktop.ui.theme import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

# A column of names is never narrower than this while others can give way to their heading.
_NARROWEST_NAME = 150
_SIDES = 26
_SHORT_WORD, _LONGEST_CODE, _LOOKED_AT = 8, 16, 40


class RowsModel(QAbstractTableModel):
    """Rows of texts, each with its value behind it."""

    def __init__(self, headings: Sequence[str], numbers: Collection[int] = ()) -> None:
        super().__init__()
        self._headings = list(headings)
        self._numbers = frozenset(numbers)
        self._rows: list[tuple[list[str], Any, str | None]] = []

    @property
    def headings(self) -> tuple[str, ...]:
        """The words over the columns."""
        return tuple(self._headings)

    def set_headings(self, headings: Sequence[str]) -> None:
        """Other columns."""
        self.beginResetModel()
        self._headings = list(headings)
        self.endResetModel()

    def set_rows(self, rows: Sequence[tuple[list[str], Any, str | None]]) -> None:
        """Replaces the rows: texts, value, colour of the text (None for the usual one)."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def texts(self, column: int, most: int) -> list[str]:
        """The texts of a column in the first rows."""
        return [texts[column] for texts, _, _ in self._rows[:most] if column < len(texts)]

    def value(self, row: int) -> Any:
        """What stands behind a row."""
        return self._rows[row][1]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, tip and colour."""
        texts, _, colour = self._rows[index.row()]
        if role in (_DISPLAY, int(Qt.ItemDataRole.ToolTipRole)):
            return texts[index.column()] if index.column() < len(texts) else ""
        if role == int(Qt.ItemDataRole.ForegroundRole) and colour:
            return QColor(colour)
        if role == _ALIGNMENT and index.column() in self._numbers:
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return self._headings[section]
        if role == _ALIGNMENT:
            return _RIGHT if section in self._numbers else _LEFT
        return None


def _is_code(text: str) -> bool:
    """A code, a day with its hour, a word: what would be another one if it were cut."""
    digits = sum(letter.isdigit() for letter in text)
    return len(text) <= _SHORT_WORD or (len(text) <= _LONGEST_CODE and digits * 2 >= len(text))


def mark_row(table: QTableView, index: QModelIndex) -> None:
    """Marks exactly one row, also while Ctrl is held down: ``selectRow`` would unmark it then."""
    flags = (
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    table.selectionModel().setCurrentIndex(index, flags)


class RowsTable(QTableView):
    """A table over RowsModel; Ctrl+C copies, widths are given in pixels (0 stretches).

    ``numbers``: the columns that stand right.
    """

    def __init__(
        self,
        name: str,
        title: str,
        headings: Sequence[str],
        widths: Sequence[int],
        numbers: Collection[int] = (),
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._offered: list[QPushButton] = []
        self.rows = RowsModel(headings, numbers)
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self._widths = list(widths)
        self._is_fitting = False
        for place, width in enumerate(widths):
            if width:
                self.setColumnWidth(place, width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._dragged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns fit the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window columns of words give way, so that names can still be read."""
        floors = [
            min(width, self._floor(place)) if width else 0
            for place, width in enumerate(self._widths)
        ]
        wanted = self._widths.count(0) * _NARROWEST_NAME
        lack = max(sum(self._widths) + wanted - self.viewport().width(), 0)
        spare = sum(self._widths) - sum(floors)
        share = min(lack / spare, 1.0) if spare else 0.0
        self._is_fitting = True
        for place, (width, floor) in enumerate(zip(self._widths, floors, strict=True)):
            if width:
                self.setColumnWidth(place, round(width - (width - floor) * share))
        self._is_fitting = False

    def _floor(self, place: int) -> int:
        """What a column needs: its heading, and codes, dates and numbers whole."""
        heading = self.horizontalHeader().fontMetrics()
        widest = heading.horizontalAdvance(self.rows.headings[place])
        for text in self.rows.texts(place, _LOOKED_AT):
            if _is_code(text):
                widest = max(widest, self.fontMetrics().horizontalAdvance(text))
        return widest + _SIDES

    def _dragged(self, place: int, _before: int, width: int) -> None:
        """A width chosen by hand is the wanted one from now on."""
        if not self._is_fitting and place < len(self._widths) and self._widths[place]:
            self._widths[place] = width

    def show_rows(self, rows: Sequence[tuple[list[str], Any, str | None]]) -> None:
        """Replaces the rows; the place of the mark stays, at first it is the first row."""
        place = max(self.currentIndex().row(), 0)
        self.rows.set_rows(rows)
        self._fit()
        if rows:
            mark_row(self, self.rows.index(min(place, len(rows) - 1), 0))
        for made in self._offered:
            made.setVisible(bool(rows))

    def offer(self, *buttons: QPushButton) -> None:
        """Actions on the marked row: also in the right-click menu, hidden without any row."""
        self._offered.extend(buttons)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, and what the buttons beside the table do."""
        if not self.currentIndex().isValid():
            return
        menu = QMenu(self)
        menu.setObjectName("rowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for made in self._offered:
            if made.isHidden():
                continue
            action = menu.addAction(made.icon(), made.text(), made.click)
            action.setEnabled(made.isEnabled())
            action.setToolTip(made.toolTip())
        menu.addAction(icon("copy"), "Sao chép dòng\tCtrl+C", self.copy_row)
        menu.popup(event.globalPos())

    def copy_row(self) -> None:
        """The marked row as text with tabs, for a spreadsheet."""
        row = self.currentIndex().row()
        cells = (self.rows.index(row, c).data() for c in range(self.rows.columnCount()))
        QGuiApplication.clipboard().setText("\t".join(str(cell) for cell in cells))

    def current_value(self) -> Any:
        """The value of the marked row, None without one."""
        index = self.currentIndex()
        return self.rows.value(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the marked row."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            self.copy_row()
            return
        super().keyPressEvent(event)
