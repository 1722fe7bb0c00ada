"""The tree of lines: arrows walk, Enter goes to the answer, what was folded stays folded."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from desktop.ui.scoring.presentation import is_open
from desktop.ui.scoring.tree_model import NAME, POINTS, PROGRESS, STATE, SheetTreeModel
from desktop.ui.theme import ROW_HEIGHT, colours

Index = QModelIndex | QPersistentModelIndex
_POINTS_WIDTH, _STATE_WIDTH = 96, 160
_BAR = 4


class SheetTree(QTreeView):
    """Tells ``picked`` with the number of the marked line, ``opened`` on Enter."""

    picked = Signal(str)
    opened = Signal()
    folded = Signal()

    def __init__(self, model: SheetTreeModel) -> None:
        super().__init__()
        self.setObjectName("sheetTree")
        self.setAccessibleName("Cây tiêu chí")
        self._tree_model = model
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setItemDelegate(_RowDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(POINTS, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(POINTS, _POINTS_WIDTH)
        header.resizeSection(STATE, _STATE_WIDTH)
        self._collapsed: set[str] = set()
        self._is_restoring = False
        self.expanded.connect(lambda index: self._remember(index, False))
        self.collapsed.connect(lambda index: self._remember(index, True))
        model.modelReset.connect(self._after_reset)

    @property
    def folds(self) -> list[str]:
        """The numbers of the groups that are folded."""
        return sorted(self._collapsed)

    def set_folds(self, folds: list[str]) -> None:
        """Folds what was folded the last time."""
        self._collapsed = set(folds)
        self._unfold()

    @property
    def current_id(self) -> str:
        """The number of the marked line; empty without one."""
        line = self._tree_model.line(self.currentIndex())
        return line.id if line is not None else ""

    @property
    def marked_ids(self) -> list[str]:
        """The numbers of all marked lines and groups, from the top."""
        rows = self.selectionModel().selectedRows(NAME)
        lines = [self._tree_model.line(index) for index in rows]
        order = {line.id: place for place, line in enumerate(self._tree_model.lines)}
        return sorted((line.id for line in lines if line is not None), key=order.__getitem__)

    def choose(self, item_id: str) -> bool:
        """Marks a line and brings it into view; False when it is hidden."""
        index = self._tree_model.index_of(item_id)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.setExpanded(above, True)
            above = above.parent()
        # Said in full: with several lines markable, the view would ask which keys are held.
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        whole = QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, alone | whole)
        self.scrollTo(index)
        return True

    def next_open(self, item_id: str) -> str:
        """The next line that is still to be answered, from a line on and around the end."""
        lines = self._tree_model.lines
        places = [place for place, line in enumerate(lines) if line.id == item_id]
        start = places[0] + 1 if places else 0
        for line in (*lines[start:], *lines[: max(start - 1, 0)]):
            if is_open(line):
                return line.id
        return ""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tells which line is marked now."""
        super().currentChanged(current, previous)
        line = self._tree_model.line(current)
        if line is not None:
            self.picked.emit(line.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the answer; at a group it folds and unfolds."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if self._tree_model.rowCount(index.siblingAtColumn(NAME)):
                self.setExpanded(index, not self.isExpanded(index))
            else:
                self.opened.emit()
            return
        super().keyPressEvent(event)

    def _after_reset(self) -> None:
        kept = self._tree_model.kept
        self._unfold()
        if kept:
            self.choose(kept)

    def _unfold(self) -> None:
        """All open while narrowed, else as the user left it."""
        self._is_restoring = True
        self.expandAll()
        if not self._tree_model.is_narrowed:
            for item_id in self._collapsed:
                index = self._tree_model.index_of(item_id)
                if index.isValid():
                    self.setExpanded(index, False)
        self._is_restoring = False

    def _remember(self, index: QModelIndex, is_folded: bool) -> None:
        line = self._tree_model.line(index)
        if line is None or self._is_restoring or self._tree_model.is_narrowed:
            return
        (self._collapsed.add if is_folded else self._collapsed.discard)(line.id)
        QTimer.singleShot(0, self, self.folded.emit)


class _RowDelegate(QStyledItemDelegate):
    """Rows of the house's height; groups carry a thin bar of how much of them is done."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as rows everywhere."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The usual row; under the state of a group its bar."""
        # The row itself shows where the keyboard is; the style's own frame would cover its words.
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        share = index.data(PROGRESS)
        if share is None:
            return
        area = option.rect
        whole = QRect(area.left() + 8, area.bottom() - _BAR - 1, area.width() - 20, _BAR)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().border))
        painter.drawRoundedRect(whole, 2, 2)
        done = QRect(whole)
        done.setWidth(round(whole.width() * share))
        painter.setBrush(QColor(colours().good if share >= 1 else colours().accent))
        if done.width() > 2:
            painter.drawRoundedRect(done, 2, 2)
        painter.restore()
