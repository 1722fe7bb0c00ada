"""The annex as a table: values that may be typed, computed ones marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from desktop.domain.statistics.computing import Origin
from desktop.domain.statistics.forms import NUMERIC, Place, ValueType
from desktop.services.periodic.sheets import Sheet
from desktop.ui.theme import colours, ui_font
from desktop.wording.periodic import ORIGIN_WORDS

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
FIXED = 3  # number, label, unit
_TO_FILL = "cần điền"
_INDENT = "\u2003"


class AnnexModel(QAbstractTableModel):
    """One filled form; tells ``typed`` with a place and a text, and stores nothing itself."""

    typed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._bold = ui_font(weight=QFont.Weight.DemiBold)
        self._leaning = ui_font()
        self._leaning.setItalic(True)

    def show(self, sheet: Sheet) -> None:
        """Replaces the form, or only what stands in it."""
        same = self.sheet is not None and self.sheet.form == sheet.form
        if not same:
            self.beginResetModel()
        self.sheet = sheet
        if same:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()

    def place_at(self, index: Index) -> Place | None:
        """The cell of the form; None for words and headings."""
        if self.sheet is None or not index.isValid():
            return None
        column = index.column() - FIXED
        form = self.sheet.form
        if not 0 <= column < len(form.columns):
            return None
        row = form.rows[index.row()]
        return None if row.type is ValueType.HEADING else (row.key, form.columns[column].key)

    def index_of(self, place: Place) -> QModelIndex:
        """Where a cell stands."""
        assert self.sheet is not None
        rows = [row.key for row in self.sheet.form.rows]
        columns = [column.key for column in self.sheet.form.columns]
        return self.index(rows.index(place[0]), FIXED + columns.index(place[1]))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The rows of the form."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.form.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Words, values, and with one column of values where each comes from."""
        if parent.isValid() or self.sheet is None:
            return 0
        return FIXED + len(self.sheet.form.columns) + self.says_origin

    @property
    def says_origin(self) -> bool:
        """Whether a last column says where values come from: with one column of values only."""
        return self.sheet is not None and len(self.sheet.form.columns) == 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values can be typed, computed ones too: then with a reason."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.place_at(index) else usual

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, look, and the origin of a value in words."""
        if self.sheet is None:
            return None
        place = self.place_at(index)
        if role == _DISPLAY and place is not None and self._is_open(place):
            return _TO_FILL
        if role in (_DISPLAY, _EDIT):
            return self.sheet.text(place) if place else self._words(index)
        if role == _TIP:
            return self._origin(place) if place else self._words(index).strip()
        if role == _ALIGN:
            is_number = place is not None and self.sheet.form.type_at(place) in NUMERIC
            return _RIGHT if is_number else _LEFT
        if role == _FONT:
            return self._font(index, place)
        if role == _GROUND and place is not None:
            colour = self._ground(place)
            return QColor(colour) if colour else None
        if role == _COLOUR and self._is_quiet(index, place):
            return QColor(colours().muted)
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Asks for the value to be kept; the new one is shown when it is."""
        place = self.place_at(index)
        if role != _EDIT or place is None or self.sheet is None:
            return False
        text = str(value or "")
        if text != self.sheet.text(place):
            self.typed.emit(place, text)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings of the form."""
        if orientation != Qt.Orientation.Horizontal or self.sheet is None:
            return None
        if role == _ALIGN:
            values_end = FIXED + len(self.sheet.form.columns)
            return _RIGHT if FIXED <= section < values_end else _LEFT
        if role != _DISPLAY:
            return None
        values = [column.heading for column in self.sheet.form.columns]
        return ["STT", "Chỉ tiêu", "Đơn vị", *values, "Nguồn"][section]

    def _is_open(self, place: Place) -> bool:
        """Whether the cell itself says that it waits, since no column says so."""
        return self.sheet is not None and self.sheet.lacks(place) and not self.says_origin

    def _is_quiet(self, index: Index, place: Place | None) -> bool:
        if place is not None:
            return self._is_open(place)
        return self.says_origin and index.column() == self.columnCount() - 1

    def _font(self, index: Index, place: Place | None) -> QFont | None:
        """Computed values lean, so that colour is not their only mark."""
        assert self.sheet is not None
        if place is not None and self.sheet.cells[place].origin is Origin.FORMULA:
            return self._leaning
        return self._bold if self.sheet.form.rows[index.row()].level == 0 else None

    def _words(self, index: Index) -> str:
        assert self.sheet is not None
        row = self.sheet.form.rows[index.row()]
        if index.column() < FIXED:
            label = _INDENT * row.level + row.label
            return [row.number, label, row.unit][index.column()]
        if row.type is ValueType.HEADING:
            return ""
        return self._origin((row.key, self.sheet.form.columns[0].key))

    def _origin(self, place: Place) -> str:
        assert self.sheet is not None
        if self.sheet.lacks(place):
            return "cần điền"
        state = self.sheet.cells[place]
        return "" if state.origin is Origin.BLANK else ORIGIN_WORDS[state.origin]

    def _ground(self, place: Place) -> str:
        assert self.sheet is not None
        if self.sheet.lacks(place):
            return colours().overdue_soft
        return {
            Origin.FORMULA: colours().accent_soft,
            Origin.RECORDS: colours().good_soft,
            Origin.TYPED_OVER: colours().due_soft,
        }.get(self.sheet.cells[place].origin, "")
