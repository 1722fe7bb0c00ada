"""The papers of a procedure: ticked when handed in, with the numbers of each kind of copy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.domain.procedures import RequiredDocument
from desktop.services.dossier_rows import HandedInDocument
from desktop.ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = ("Thành phần hồ sơ", "Chính", "C.thực", "Photo")
_TIPS = ("", "Số bản chính", "Số bản chứng thực", "Số bản photo")
_COUNTS = ("originals", "certified_copies", "copies")
_MOST = 99
_LEAST_HEIGHT = 120
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class DocumentsModel(QAbstractTableModel):
    """Rows are papers; column 0 ticks, the others count."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._items: list[HandedInDocument] = []

    @property
    def items(self) -> tuple[HandedInDocument, ...]:
        """The papers as ticked."""
        return tuple(self._items)

    def set_items(self, items: list[HandedInDocument]) -> None:
        """Replaces the papers."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def add(self, name: str) -> None:
        """A paper that the list does not know."""
        self.beginInsertRows(_NO_PARENT, len(self._items), len(self._items))
        document = RequiredDocument(name, originals=1, required=False)
        self._items.append(HandedInDocument(document, True, len(self._items) + 1))
        self.endInsertRows()
        self.edited.emit()

    def toggle(self, row: int) -> None:
        """Ticks or unticks."""
        item = self._items[row]
        self._items[row] = HandedInDocument(item.document, not item.handed_in, item.position)
        self._tell(row)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The papers."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Name and three counts."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Name, counts, tick, and amber for what is missing."""
        item = self._items[index.row()]
        document = item.document
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)):
            if index.column() == 0:
                return document.name
            count = getattr(document, _COUNTS[index.column() - 1])
            return count if role == int(Qt.ItemDataRole.EditRole) else (str(count) if count else "")
        if role == int(Qt.ItemDataRole.CheckStateRole) and index.column() == 0:
            return Qt.CheckState.Checked if item.handed_in else Qt.CheckState.Unchecked
        if role == int(Qt.ItemDataRole.ForegroundRole):
            if item.handed_in:
                return None
            return QColor(colours().due if document.required else colours().muted)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            needed = "Bắt buộc" if document.required else "Chỉ khi cần"
            note = f"\n{document.note}" if document.note else ""
            return f"{document.name}\n{needed}{note}"
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and index.column():
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """Short headings with full words in their tips."""
        if orientation == Qt.Orientation.Horizontal:
            if role == int(Qt.ItemDataRole.DisplayRole):
                return _HEADINGS[section]
            if role == int(Qt.ItemDataRole.ToolTipRole):
                return _TIPS[section]
            if role == int(Qt.ItemDataRole.TextAlignmentRole) and section == 0:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names tick, counts edit."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """A tick or a count from 0 to 99."""
        if role == int(Qt.ItemDataRole.CheckStateRole):
            self.toggle(index.row())
            return True
        try:
            count = int(value or 0)
        except ValueError:
            return False
        if not 0 <= count <= _MOST:
            return False
        item = self._items[index.row()]
        counts = {name: getattr(item.document, name) for name in _COUNTS}
        counts[_COUNTS[index.column() - 1]] = count
        document = RequiredDocument(
            item.document.name, **counts, required=item.document.required, note=item.document.note
        )
        self._items[index.row()] = HandedInDocument(
            document, item.handed_in or count > 0, item.position
        )
        self._tell(index.row())
        return True

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADINGS) - 1))
        self.edited.emit()


class _Counting(QStyledItemDelegate):
    """Digits only; the usual arrows would leave no room for them in so narrow a column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A number from 0 to 99."""
        box = QLineEdit(parent)
        box.setValidator(QIntValidator(0, _MOST, box))
        box.setMaxLength(len(str(_MOST)))
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setStyleSheet("padding: 0; border-radius: 0; min-height: 0;")
        name = index.model().index(index.row(), 0).data()
        box.setAccessibleName(f"{_TIPS[index.column()]}: {name}")
        return box


class DocumentsTable(QTableView):
    """Space ticks, digits count; Tab leaves the table."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents")
        self.setAccessibleName("Thành phần hồ sơ")
        self.documents = DocumentsModel()
        self.setModel(self.documents)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(30)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        counting = _Counting(self)
        for column in range(1, len(_HEADINGS)):
            self.setItemDelegateForColumn(column, counting)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, 54)

    def sizeHint(self) -> QSize:
        """Two papers of two lines: what stays in sight when the rest of the column grows."""
        return QSize(super().sizeHint().width(), _LEAST_HEIGHT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the cursor stands is seen at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.documents.rowCount():
            self.setCurrentIndex(self.documents.index(0, 0))
        elif not self.selectedIndexes() and self.currentIndex().isValid():
            self.selectionModel().select(
                self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row wherever the cursor stands."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.documents.toggle(index.row())
            return
        super().keyPressEvent(event)
