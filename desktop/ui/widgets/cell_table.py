"""A table of rows with a look of their own: signs, tones, headings between; moved by keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.icons import icon
from desktop.ui.theme import ROW_HEIGHT, colours, ui_font
from desktop.ui.widgets.cells import Cell, CellRow, Column
from desktop.ui.widgets.tables import mark_row

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_TONE = int(Qt.ItemDataRole.ForegroundRole)
_SIGN = int(Qt.ItemDataRole.DecorationRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_SIDE = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_DATA = int(Qt.ItemDataRole.UserRole)
_SMALL = 13
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = int(Qt.AlignmentFlag.AlignLeft | _MIDDLE)


class CellModel(QAbstractTableModel):
    """Holds the rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[CellRow, ...] = ()
        self._bold = ui_font(_SMALL, QFont.Weight.DemiBold)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other headings."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def show_rows(self, rows: Sequence[CellRow]) -> bool:
        """Replaces the rows; True when only their words changed and the table keeps its place."""
        same = [row.key for row in rows] == [row.key for row in self.rows]
        if same and rows:
            self.rows = tuple(rows)
            last = self.index(len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return True
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()
        return False

    def replace_row(self, row: CellRow) -> None:
        """Other words in one row."""
        for place, known in enumerate(self.rows):
            if known.key == row.key:
                self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
                last = self.index(place, len(self.columns) - 1)
                self.dataChanged.emit(self.index(place, 0), last)
                return

    def place_of(self, key: Hashable) -> int:
        """The row of a key; -1 when it is not shown."""
        return next((n for n, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The headings."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings between the rows take no mark."""
        if index.isValid() and self.rows[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Words, sign, tone, side; what the colour says stands in the words too."""
        row = self.rows[index.row()]
        cell = row.cells[index.column()] if index.column() < len(row.cells) else Cell()
        if role == _DISPLAY:
            return cell.text
        if role == _TIP:
            return cell.tip or cell.text
        if role == _TONE:
            if row.is_head:
                return QColor(colours().text)
            return QColor(getattr(colours(), cell.tone)) if cell.tone else None
        if role == _SIGN and cell.sign:
            return icon(cell.sign, getattr(colours(), cell.sign_tone or cell.tone or "muted"))
        if role == _FONT and row.is_head:
            return self._bold
        if role == _GROUND and row.is_head:
            return QColor(colours().raised)
        if role == _GROUND and cell.share is not None:
            return _tint(cell.share)
        if role == _SIDE:
            return _LEFT if row.is_head else self._side(index.column())
        if role == _SPOKEN:
            return row.spoken if index.column() == 0 and row.spoken else cell.text
        return row.value if role == _DATA else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings and what they mean."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self.columns[section].heading
        if role == _SIDE:
            return self._side(section)
        return self.columns[section].tip or None if role == _TIP else None

    def _side(self, column: int) -> int:
        number = self.columns[column].is_number
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        return int(side | _MIDDLE)


class CellTable(QTableView):
    """Tells ``picked`` when the mark moves, ``opened`` on Enter or a double click.

    ``typed`` carries a letter that was pressed at the marked row, for a field that takes it.
    """

    picked = Signal(object)
    opened = Signal(object)
    typed = Signal(str)

    def __init__(
        self, name: str, title: str, columns: Sequence[Column], *, many: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.takes: Callable[[str], bool] = lambda _letter: False
        self.cells = CellModel(columns)
        self.setModel(self.cells)
        self.setFont(ui_font(_SMALL))
        self.setProperty("role", "cells")
        self.setItemDelegate(_Tinted(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._lay_columns()
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.doubleClicked.connect(lambda _index: self._open())

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other headings and widths."""
        if tuple(columns) != self.cells.columns:
            self.cells.show_columns(columns)
            self._lay_columns()

    def show_rows(self, rows: Sequence[CellRow], key: Hashable = None) -> None:
        """Replaces the rows; the mark stays at its row, or at ``key``, else at the first."""
        wanted = key if key is not None else self.current_key
        place = self.currentIndex().row()
        if self.cells.show_rows(rows) and (key is None or key == self.current_key):
            self._tell()
            return
        self.clearSpans()
        for number, row in enumerate(rows):
            if row.is_head and len(row.cells) == 1:
                self.setSpan(number, 0, 1, len(self.cells.columns))
        if not self.choose(wanted):
            near = [n for n, row in enumerate(rows) if not row.is_head]
            if near:
                after = next((n for n in near if n >= place), near[-1]) if place >= 0 else near[0]
                mark_row(self, self.cells.index(after, 0))

    def choose(self, key: Hashable) -> bool:
        """Marks the row of a key; False when it is not shown."""
        place = self.cells.place_of(key) if key is not None else -1
        if place < 0:
            return False
        mark_row(self, self.cells.index(place, 0))
        self.scrollTo(self.cells.index(place, 0))
        return True

    def step(self, by: int) -> bool:
        """The mark goes on by a row, headings passed over; False at the end."""
        place = self.currentIndex().row() + by
        while 0 <= place < len(self.cells.rows):
            if not self.cells.rows[place].is_head:
                return self.choose(self.cells.rows[place].key)
            place += by
        return False

    @property
    def current_row(self) -> CellRow | None:
        """The marked row."""
        place = self.currentIndex().row()
        return self.cells.rows[place] if 0 <= place < len(self.cells.rows) else None

    @property
    def current_key(self) -> Hashable:
        """The key of the marked row, None without one."""
        row = self.current_row
        return row.key if row is not None else None

    @property
    def chosen_keys(self) -> list[Hashable]:
        """Every selected row, in the order shown."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.cells.rows[place].key for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, a letter that a field wants goes there."""
        row = self.current_row
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            QGuiApplication.clipboard().setText("\t".join(cell.text for cell in row.cells))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._open()
        elif plain and event.text() and self.takes(event.text()):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump about: they belong to keys and fields."""

    def _open(self) -> None:
        if self.current_row is not None:
            self.opened.emit(self.current_key)

    def _tell(self) -> None:
        row = self.current_row
        if row is not None and not row.is_head:
            self.picked.emit(row.key)

    def _lay_columns(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self.cells.columns):
            stretches = QHeaderView.ResizeMode.Stretch
            usual = QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, usual if column.width else stretches)
            if column.width:
                self.setColumnWidth(place, column.width)


class _Tinted(QStyledItemDelegate):
    """Paints the ground of a cell, which the style sheet of the tables leaves out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground first, then the words; a marked row keeps its own ground."""
        ground = index.data(_GROUND)
        if isinstance(ground, QColor) and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


def _tint(share: float) -> QColor:
    """Red over amber to green, pale enough for the words on it in light and dark."""
    c = colours()
    share = min(max(share, 0.0), 1.0)
    low, high = (c.overdue_soft, c.due_soft) if share < 0.5 else (c.due_soft, c.good_soft)
    part = share * 2 if share < 0.5 else share * 2 - 1
    a, b = QColor(low), QColor(high)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x + (y - x) * part) for x, y in pairs))
