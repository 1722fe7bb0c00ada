"""The sheet as a tree: three columns, narrowed by a chip and by words; hundreds of lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from desktop.domain.text import words
from desktop.services.assessments.sheets import SheetLine
from desktop.ui.icons import icon
from desktop.ui.scoring.presentation import (
    LineLook,
    Narrow,
    found_by,
    look_of,
    passes,
    points_text,
)
from desktop.ui.theme import colours, ui_font
from desktop.wording.dates import day

NAME, POINTS, STATE = range(3)
HEADINGS = ("Tiêu chí", "Điểm", "Tình trạng")
# A share from 0 to 1 of the lines of a group that are done; None at a line.
PROGRESS = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


class SheetTreeModel(QAbstractItemModel):
    """Holds the lines of one sheet; an index carries the line's place in the sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[SheetLine, ...] = ()
        self._looks: list[LineLook] = []
        self._places: dict[str, int] = {}
        self._children: dict[int, list[int]] = {}
        self._rows: dict[int, int] = {}
        self._narrow: Narrow | None = None
        self._query: list[str] = []
        self._bold = ui_font(weight=QFont.Weight.DemiBold)
        self.kept = ""
        self.me = ""
        self.today: date | None = None

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """Every line of the sheet, narrowed or not."""
        return self._lines

    @property
    def is_narrowed(self) -> bool:
        """Whether some lines may be hidden."""
        return self._narrow is not None or bool(self._query)

    @property
    def shown_count(self) -> int:
        """How many scored lines are shown."""
        return sum(self._lines[place].is_scored for place in self._rows)

    def show_lines(self, lines: Sequence[SheetLine]) -> bool:
        """Replaces the lines; True when the tree kept its shape and only its words changed."""
        before = [line.id for line in self._lines]
        shape = self._rows
        self._lines = tuple(lines)
        self._looks = [look_of(line, self.today) for line in lines]
        self._places = {line.id: place for place, line in enumerate(lines)}
        children, rows = self._shape()
        if before == [line.id for line in lines] and rows == shape:
            self._tell_changed()
            return True
        self.beginResetModel()
        self._children, self._rows = children, rows
        self.endResetModel()
        return False

    def narrow(self, narrow: Narrow | None, text: str) -> None:
        """Shows only lines under a chip and with these words, and what they stand under."""
        self._narrow, self._query = narrow, words(text)
        self.beginResetModel()
        self._children, self._rows = self._shape()
        self.endResetModel()

    def line(self, index: Index) -> SheetLine | None:
        """The line behind an index."""
        return self._lines[index.internalId()] if index.isValid() else None

    def index_of(self, item_id: str, column: int = NAME) -> QModelIndex:
        """Where a line stands; invalid when it is hidden."""
        place = self._places.get(item_id, -1)
        if place not in self._rows:
            return QModelIndex()
        return self.createIndex(self._rows[place], column, place)

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """Of a row under its parent."""
        below = self._children.get(self._place(parent), [])
        if not 0 <= row < len(below) or not 0 <= column < len(HEADINGS):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = _NONE) -> QModelIndex:  # type: ignore[override]  # the other parent() is the owner
        """The group above."""
        line = self.line(index)
        if line is None or line.parent is None or line.parent not in self._places:
            return QModelIndex()
        place = self._places[line.parent]
        return self.createIndex(self._rows[place], NAME, place)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Lines under a group."""
        if parent.isValid() and parent.column() != NAME:
            return 0
        return len(self._children.get(self._place(parent), []))

    def columnCount(self, _parent: Index = _NONE) -> int:
        """Name, points, state."""
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return HEADINGS[section]
        if role == _ALIGNMENT:
            side = Qt.AlignmentFlag.AlignRight if section == POINTS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Words, signs and tones; every state says in words what its colour says."""
        place, column = index.internalId(), index.column()
        line, look = self._lines[place], self._looks[place]
        if role == _DISPLAY:
            if column == NAME:
                return f"{line.id}  {line.item.name}"
            return points_text(line) if column == POINTS else look.words
        if role == _FOREGROUND:
            return QColor(getattr(colours(), look.tone)) if column == STATE else None
        if role == _DECORATION and column == STATE:
            return icon(look.icon_name, getattr(colours(), look.tone))
        if role == _ALIGNMENT and column == POINTS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _FONT and line.parent is None:
            return self._bold
        if role == _TIP:
            return self._tip(line, look, column)
        if role == _ACCESSIBLE:
            return f"{line.id} {line.item.name}: {points_text(line)} điểm, {look.words}"
        if role == PROGRESS and column == STATE and not line.is_scored:
            return line.complete / line.lines if line.lines else 0.0
        return None

    def _tip(self, line: SheetLine, look: LineLook, column: int) -> str:
        if column == NAME:
            return f"{line.id} {line.item.name}"
        if column == POINTS and line.is_scored:
            return line.why or line.rule
        due = f", hạn {day(line.due_on)}" if line.due_on else ""
        who = f"\nGiao cho {line.assignee}{due}" if line.assignee else ""
        return f"{look.words[:1].upper()}{look.words[1:]}{who}"

    def _place(self, parent: Index) -> int:
        return parent.internalId() if parent.isValid() else -1

    def _shape(self) -> tuple[dict[int, list[int]], dict[int, int]]:
        """The shown children of every group (-1: the top) and the row of each shown line."""
        seen: set[int] = set()
        for place, line in enumerate(self._lines):
            kept = line.id == self.kept and self._narrow is not None
            matches = passes(line, self._narrow, self.me) or kept
            if line.is_scored and matches and found_by(line, self._query):
                seen.update(self._way_up(place))
        children: dict[int, list[int]] = {}
        rows: dict[int, int] = {}
        for place, line in enumerate(self._lines):
            if place in seen:
                above = self._places.get(line.parent, -1) if line.parent is not None else -1
                below = children.setdefault(above, [])
                rows[place] = len(below)
                below.append(place)
        return children, rows

    def _way_up(self, place: int) -> list[int]:
        found = [place]
        parent = self._lines[place].parent
        while parent is not None and parent in self._places and len(found) < 12:
            found.append(self._places[parent])
            parent = self._lines[found[-1]].parent
        return found

    def _tell_changed(self) -> None:
        for above, below in self._children.items():
            parent = QModelIndex()
            if above >= 0:
                parent = self.createIndex(self._rows[above], NAME, above)
            first = self.index(0, NAME, parent)
            self.dataChanged.emit(first, self.index(len(below) - 1, STATE, parent))
