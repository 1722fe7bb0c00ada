"""The list as Qt sees it: ids of everything, rows in pages, fetched when they are looked at.

Rows that are not there yet show "…" and arrive a moment later; nothing here blocks.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPixmap

from desktop.services.calendar import read_calendar
from desktop.services.dossier_filters import DossierFilter, Sort
from desktop.services.dossier_lists import dossier_ids, dossier_rows, first_dossiers
from desktop.services.dossier_rows import DossierRow
from desktop.ui.dossiers.presentation import COLUMNS, SIGNS, Column, Moment, Shown, Tone
from desktop.ui.icons import pixmap
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours

PAGE = 120
SIGN_SIDE = 15
_KEPT_PAGES = 60
_FIRST = 60
_ON_ITS_WAY = Shown("…")
_NOTHING = Shown("")

# Compared as plain numbers: an enum lookup costs more than the rest of ``data``.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class DossierTableModel(QAbstractTableModel):
    """Rows of one filter; ``loaded`` tells the number once all ids are known."""

    loaded = Signal(int)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: list[Column] = [c for c in COLUMNS if c.is_usual]
        self._filter = DossierFilter()
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[DossierRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._missed: set[int] = set()  # pages that were looked at before they were there
        self._shown: dict[int, dict[int, Shown]] = {}
        self._load_number = 0
        self._first_number = 0  # the load whose first rows are there
        self._whole_number = 0  # the load whose ids are all known
        self._at = self._moment()
        self._colours: dict[Tone, QColor] = {}
        self._signs: dict[Tone, QPixmap] = {}
        self.repaint_colours()

    def show(self, wanted: DossierFilter) -> None:
        """Loads a filter: the first rows at once, then all ids."""
        self._filter = wanted
        self._load_number += 1
        number = self._load_number
        office = self._context.office
        self._context.runner.query(
            lambda _: first_dossiers(office, wanted, _FIRST),
            lambda rows: self._first_arrived(number, rows),
            key="dossier list",
            owner=self,
        )
        self._context.runner.query(
            lambda _: dossier_ids(office, wanted),
            lambda ids: self._ids_arrived(number, ids),
            key="dossier ids",
            owner=self,
        )

    def reload(self) -> None:
        """Reads the same filter again; the view keeps its place."""
        self.show(self._filter)

    @property
    def filter(self) -> DossierFilter:
        """What is shown."""
        return self._filter

    @property
    def columns(self) -> list[Column]:
        """The columns shown, in order."""
        return self._columns

    def set_columns(self, keys: list[str]) -> None:
        """Chooses columns by key; unknown keys are left out."""
        known = {column.key: column for column in COLUMNS}
        self.beginResetModel()
        self._columns = [known[key] for key in keys if key in known] or self._columns
        self._shown.clear()
        self.endResetModel()

    def row_at(self, place: int) -> DossierRow | None:
        """The row at a place, None while it is on its way."""
        page, offset = divmod(place, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._missed.add(page)
            self._ask(page)
            return None
        return rows[offset] if offset < len(rows) else None

    def cell(self, place: int, column: int) -> Shown:
        """What a cell shows; its words are made once, not at every paint."""
        cells = self._shown.setdefault(place, {})
        shown = cells.get(column)
        if shown is None:
            row = self.row_at(place)
            if row is None:
                return _ON_ITS_WAY if column == 0 else _NOTHING
            shown = cells[column] = self._columns[column].show(row, self._at)
        return shown

    def texts(self, row: DossierRow, columns: list[Column]) -> list[str]:
        """A row's words for a spreadsheet: one line a cell, whatever was typed into it."""
        return [" ".join(column.show(row, self._at).text.split()) for column in columns]

    def colour(self, shown: Shown) -> QColor | None:
        """The colour of a cell's words, None for the usual one."""
        return self._colours.get(shown.tone)

    def sign(self, shown: Shown) -> QPixmap | None:
        """The sign before a cell's words, None without one."""
        return self._signs.get(shown.tone)

    def read_around(self, first: int, last: int) -> None:
        """Reads the pages before and behind what is in view, ahead of the next page-down."""
        for page in (last // PAGE + 1, first // PAGE - 1):
            if 0 <= page * PAGE < len(self._ids) and page not in self._pages:
                self._ask(page)

    def place_of(self, dossier_id: int) -> int | None:
        """Where an id stands in the list."""
        try:
            return self._ids.index(dossier_id)
        except ValueError:
            return None

    def ids_at(self, places: list[int]) -> list[int]:
        """The ids of places."""
        return [self._ids[place] for place in places if place < len(self._ids)]

    def repaint_colours(self) -> None:
        """Takes the colours of the theme."""
        c = colours()
        self._colours = {
            Tone.MUTED: QColor(c.muted),
            Tone.OVERDUE: QColor(c.overdue),
            Tone.DUE: QColor(c.due),
            Tone.GOOD: QColor(c.good),
            Tone.ACCENT: QColor(c.accent),
        }
        self._signs = {
            tone: pixmap(name, self._colours[tone].name(), SIGN_SIDE)
            for tone, name in SIGNS.items()
        }

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """All rows of the filter."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The chosen columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, colour, sign and tip of a cell."""
        if role not in (_DISPLAY, _FOREGROUND, _DECORATION, _TOOL_TIP):
            return None
        shown = self.cell(index.row(), index.column())
        if role == _DISPLAY:
            return shown.text
        if role == _TOOL_TIP:
            return shown.text or None
        if not shown.text:
            return None
        return self.colour(shown) if role == _FOREGROUND else self.sign(shown)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            column = self._columns[section]
            if role == _DISPLAY:
                return column.heading
            if role == _TOOL_TIP and column.sorts:
                return "Bấm để sắp xếp; bấm chuột phải để chọn cột"
            if role == int(Qt.ItemDataRole.TextAlignmentRole):
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort_of(self, section: int) -> tuple[Sort, Sort] | None:
        """The two orders of a column, None when it does not sort."""
        return self._columns[section].sorts

    def _moment(self) -> Moment:
        office = self._context.office
        return Moment(office.now(), read_calendar(office))

    def _first_arrived(self, number: int, rows: list[DossierRow]) -> None:
        # Two readers race: once all ids are there, the first rows would cut the list short.
        if number != self._load_number or number == self._whole_number:
            return
        self._first_number = number
        self._at = self._moment()
        self.beginResetModel()
        self._ids = array("q", [row.id for row in rows])
        self._forget_pages()
        self._pages[0] = rows
        self.endResetModel()
        if len(rows) < _FIRST:
            self.loaded.emit(len(rows))

    def _ids_arrived(self, number: int, ids: array[int]) -> None:
        if number != self._load_number:
            return
        self._whole_number = number
        self._at = self._moment()
        # The ids may be there before the first rows: what stands on the screen is then of before.
        first = self._pages.get(0) if number == self._first_number else None
        agrees = first is not None and [row.id for row in first] == list(ids[: len(first)])
        if agrees and len(ids) >= len(self._ids):
            self._grow(ids)
        else:
            self.beginResetModel()
            self._ids = ids
            self._forget_pages()
            self.endResetModel()
        self.loaded.emit(len(ids))

    def _forget_pages(self) -> None:
        for known in (self._pages, self._asked, self._missed, self._shown):
            known.clear()

    def _forget_cells(self, page: int) -> None:
        for place in range(page * PAGE, (page + 1) * PAGE):
            self._shown.pop(place, None)

    def _grow(self, ids: array[int]) -> None:
        """The rows beyond the first ones appear; what is on screen does not move."""
        known = len(self._ids)
        if len(ids) > known:
            self.beginInsertRows(_NO_PARENT, known, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        if known < min(PAGE, len(ids)):
            self._pages.pop(0, None)
            self._missed.add(0)
            self._ask(0)

    def _page_ids(self, page: int) -> array[int]:
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        wanted = list(self._page_ids(page))
        number, office = self._load_number, self._context.office
        self._context.runner.query(
            lambda _: dossier_rows(office, wanted),
            lambda rows: self._page_arrived(number, page, wanted, rows),
            owner=self,
        )

    def _page_arrived(
        self, number: int, page: int, wanted: list[int], rows: list[DossierRow]
    ) -> None:
        if number != self._load_number:
            return
        self._asked.discard(page)
        if wanted != list(self._page_ids(page)):
            # Asked for before all ids were known: these rows stand elsewhere now.
            if page in self._missed:
                self._ask(page)
            return
        self._pages[page] = rows
        self._forget_cells(page)
        while len(self._pages) > _KEPT_PAGES:
            dropped, _ = self._pages.popitem(last=False)
            self._forget_cells(dropped)
        if page not in self._missed:
            return  # read ahead: nobody has seen "…" here, nothing to paint anew
        self._missed.discard(page)
        top, last = page * PAGE, min((page + 1) * PAGE, len(self._ids)) - 1
        if last >= top:
            self.dataChanged.emit(
                self.index(top, 0), self.index(last, max(len(self._columns) - 1, 0))
            )
