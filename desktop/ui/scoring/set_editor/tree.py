"""The tree of a set being edited: number, name, points, rule, and a sign where a check fails."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop.domain.criteria.editing import Move
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.wording.criteria import points
from desktop.wording.scoring import RULE_KIND_NAMES

_HEADS = ("Số", "Tên", "Điểm", "Cách tính", "")
_NAME, _FAULT = 1, 4
# The compact row: a set has a hundred of them.
_ROW_HEIGHT = 28
_NUMBER_ROLE = int(Qt.ItemDataRole.UserRole)
_MOVES = {
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Right: Move.IN,
    Qt.Key.Key_Left: Move.OUT,
}


class SetTree(QTreeWidget):
    """Keys: Insert, Shift+Insert, Delete, Alt+arrows, Enter into the form."""

    chosen = Signal(str)
    line_wanted = Signal()
    part_wanted = Signal()
    removal_wanted = Signal()
    move_wanted = Signal(object)
    form_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("setTree")
        self.setAccessibleName("Các dòng của bộ tiêu chí")
        self.setColumnCount(len(_HEADS))
        self.setHeaderLabels(list(_HEADS))
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for place, width in ((0, 118), (2, 58), (3, 148), (_FAULT, 30)):
            self.setColumnWidth(place, width)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._shape: list[int] = []
        self.currentItemChanged.connect(self._told)

    def show_set(
        self, criteria: CriteriaSet, faults: Mapping[str, tuple[str, bool]], current: str
    ) -> None:
        """Replaces the rows; ``faults``: words by line, and whether they stop scoring."""
        self.blockSignals(True)
        places = {item.id: place for place, item in enumerate(criteria.items)}
        shape = [places.get(item.parent or "", -1) for item in criteria.items]
        # The rows of the same tree are said anew: a click may be waiting on one of them.
        is_same = shape == self._shape
        rows = list(self._rows.values()) if is_same else self._rebuild(criteria, shape)
        self._rows = {}
        for item, row in zip(criteria.items, rows, strict=True):
            self._fill(row, item, criteria.is_scored(item), faults.get(item.id))
            self._rows[item.id] = row
        self.choose(current)
        self.blockSignals(False)

    def choose(self, number: str) -> None:
        """Marks a line, the first one where it is gone."""
        row = self._rows.get(number) or self.topLevelItem(0)
        if row is not None:
            self.setCurrentItem(row)
            self.scrollToItem(row)

    @property
    def current(self) -> str:
        """The number of the marked line; empty in an empty set."""
        row = self.currentItem()
        return "" if row is None else str(row.data(0, _NUMBER_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of editing; the others are the tree's own."""
        key = Qt.Key(event.key())
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if with_alt and key in _MOVES:
            self.move_wanted.emit(_MOVES[key])
        elif key == Qt.Key.Key_Insert:
            (self.part_wanted if with_shift else self.line_wanted).emit()
        elif key == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.form_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _told(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None:
            self.chosen.emit(str(now.data(0, _NUMBER_ROLE)))

    def _rebuild(self, criteria: CriteriaSet, shape: list[int]) -> list[QTreeWidgetItem]:
        """Rows anew, with what was closed still closed."""
        closed = {number for number, row in self._rows.items() if not row.isExpanded()}
        known = {number for number, row in self._rows.items() if row.childCount()}
        self.clear()
        self._shape = shape
        rows: list[QTreeWidgetItem] = []
        for above in shape:
            row = QTreeWidgetItem()
            row.setSizeHint(0, QSize(0, _ROW_HEIGHT))
            if above < 0:
                self.addTopLevelItem(row)
            else:
                rows[above].addChild(row)
            rows.append(row)
        for item, row in zip(criteria.items, rows, strict=True):
            row.setExpanded(item.id not in closed or item.id not in known)
        return rows

    def _fill(
        self,
        row: QTreeWidgetItem,
        item: CriteriaItem,
        is_scored: bool,
        fault: tuple[str, bool] | None,
    ) -> None:
        most = "" if item.maximum is None else points(item.maximum)
        rule = RULE_KIND_NAMES[item.rule.kind] if item.rule is not None else ""
        if is_scored and item.rule is None:
            rule = "chưa có"
        for column, text in enumerate((item.id, item.name, most, rule)):
            row.setText(column, text)
        row.setData(0, _NUMBER_ROLE, item.id)
        row.setToolTip(_NAME, item.name)
        font = row.font(_NAME)
        font.setWeight(font.Weight.Normal if is_scored else font.Weight.DemiBold)
        row.setFont(_NAME, font)
        words, stops = fault if fault is not None else ("", False)
        colour = colours().overdue if stops else colours().due
        row.setIcon(_FAULT, icon("alert-triangle", colour) if words else QIcon())
        row.setToolTip(_FAULT, words)
        row.setData(_FAULT, int(Qt.ItemDataRole.AccessibleTextRole), words)
        row.setForeground(0, QColor(colour if words else colours().text))
