"""The table of dossiers: keyboard, columns to choose, widths remembered, copy, menus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from desktop.services.dossier_filters import Sort
from desktop.services.dossier_lists import dossier_rows
from desktop.services.dossier_rows import DossierRow
from desktop.services.settings import read_preference, save_preference
from desktop.ui.dossiers.presentation import COLUMNS
from desktop.ui.dossiers.row_painter import RowPainter, Span
from desktop.ui.dossiers.table_model import DossierTableModel
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import ROW_HEIGHT
from desktop.ui.widgets.tables import mark_row
from desktop.wording.dates import number

_PREFERENCE = "dossier columns"
_SAVE_AFTER_MS = 800
# Whose words are cut first, and who gets the room that is left over.
_WORDY = ("procedure", "address", "applicant")


class DossierTable(QTableView):
    """Selected rows are told by ``picked``; Enter opens, Space shows the side panel."""

    picked = Signal(list)
    opened = Signal(str)
    preview_wanted = Signal()
    sort_wanted = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, context: UiContext, model: DossierTableModel) -> None:
        super().__init__()
        self.setObjectName("dossierTable")
        self.setAccessibleName("Danh sách hồ sơ")
        self._context = context
        self.table_model = model
        self.setModel(model)
        self._painter = RowPainter(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        self._point_at("", Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort_by)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.setStretchLastSection(True)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_SAVE_AFTER_MS)
        self._keep.timeout.connect(self._keep_columns)
        header.sectionResized.connect(self._width_changed)
        header.sectionMoved.connect(lambda *_: self._keep.start())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._row_menu)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell_picked())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._read_around())
        self.doubleClicked.connect(lambda _index: self._open_current())
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        self._kept_ids: list[int] = []
        self._chosen_widths: dict[str, int] = {}
        self._sharing = False
        self._apply_widths({})
        context.runner.query(
            lambda _: read_preference(context.office, _PREFERENCE), self._restore, owner=self
        )

    def selected_rows(self) -> list[DossierRow]:
        """The selected dossiers that are loaded, in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = (self.table_model.row_at(place) for place in places)
        return [row for row in rows if row is not None]

    def selected_ids(self) -> list[int]:
        """All selected dossiers, also those whose rows are not loaded."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return self.table_model.ids_at(places)

    def with_selected(self, then: Callable[[list[DossierRow]], None]) -> None:
        """All selected dossiers, also those far down whose rows were never looked at."""
        ids, rows = self.selected_ids(), self.selected_rows()
        if len(rows) == len(ids):
            then(rows)
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: dossier_rows(office, ids), then, key="selected dossiers", owner=self
        )

    def select_ids(self, ids: list[int]) -> None:
        """Selects the rows of these dossiers and shows the first; what is not listed is left."""
        places = [self.table_model.place_of(one) for one in ids]
        listed = [place for place in places if place is not None]
        if listed:
            self.select_place(listed[0])
        for place in listed[1:]:
            self._select_too(place)

    def _select_too(self, place: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(self.table_model.index(place, 0), flags)

    def select_place(self, place: int) -> None:
        """Selects one row and shows it."""
        index = self.table_model.index(place, 0)
        mark_row(self, index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space previews, Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open_current()
        elif event.key() == Qt.Key.Key_Menu:
            self._row_menu(self.visualRect(self.currentIndex()).center())
        elif event.key() == Qt.Key.Key_Space:
            self.preview_wanted.emit()
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """The selected rows as shown, for pasting into a spreadsheet."""
        self.with_selected(self._copy)

    def _copy(self, rows: list[DossierRow]) -> None:
        columns = [self.table_model.columns[place] for place in self._places_as_seen()]
        lines = ["\t".join(column.heading for column in columns)] if len(rows) > 1 else []
        lines += ["\t".join(self.table_model.texts(row, columns)) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._context.messages.say(f"Đã sao chép {number(len(rows))} dòng.")

    def _places_as_seen(self) -> list[int]:
        """The columns in the order in which a hand has put them."""
        header = self.horizontalHeader()
        return sorted(range(self.table_model.columnCount()), key=header.visualIndex)

    def _open_current(self) -> None:
        row = self.table_model.row_at(self.currentIndex().row())
        if row is not None:
            self.opened.emit(row.code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long names get what room there is."""
        super().resizeEvent(event)
        self._share_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in view, drawn by us: the style takes ten times as long."""
        painter = QPainter(self.viewport())
        self._painter.start(painter, self.font())
        columns = self._columns_in(event.rect())
        width = self.horizontalHeader().length() - self.horizontalHeader().offset()
        chosen = self.selectionModel()
        for place in self._places_in(event.rect()):
            row = QRect(0, self.rowViewportPosition(place), width, self.rowHeight(place))
            selected = chosen.isRowSelected(place)
            self._painter.draw_row(painter, row, place, columns, selected=selected)
        painter.end()

    def _places_in(self, area: QRect) -> range:
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.table_model.rowCount() - 1) + 1)

    def _columns_in(self, area: QRect) -> list[Span]:
        """The columns that a piece of the view shows, with their place and width."""
        header = self.horizontalHeader()
        spans = (
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in range(header.count())
            if not header.isSectionHidden(column)
        )
        return [
            (column, left, width)
            for column, left, width in spans
            if left <= area.right() and left + width > area.left()
        ]

    def _read_around(self) -> None:
        height = self.viewport().height()
        first, last = self.rowAt(0), self.rowAt(height - 1)
        if first >= 0:
            self.table_model.read_around(first, last if last >= 0 else first)

    def _tell_picked(self) -> None:
        self.picked.emit(self.selected_rows())

    def _before_reset(self) -> None:
        places = [index.row() for index in self.selectionModel().selectedRows()]
        self._kept_ids = self.table_model.ids_at(places)
        # A view that is scrolled far down takes seconds to shrink to fewer rows.
        self._kept_scroll = self.verticalScrollBar().value()
        self.scrollToTop()

    def _after_reset(self) -> None:
        """What was selected stays selected when it is still in the list."""
        for dossier_id in self._kept_ids:
            place = self.table_model.place_of(dossier_id)
            if place is not None:
                self._select_too(place)
        self.verticalScrollBar().setValue(self._kept_scroll)

    def _sort_by(self, section: int) -> None:
        orders = self.table_model.sort_of(section)
        if orders is None:
            self._point_at(*self._sorted_by)  # Qt has put its arrow over what orders nothing
            return
        wanted = orders[1] if self.table_model.filter.sort is orders[0] else orders[0]
        down = wanted in (Sort.NEWEST, Sort.DUE_LAST, Sort.NAME_DOWN, Sort.CODE_DOWN)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self._point_at(self.table_model.columns[section].key, order)
        self.sort_wanted.emit(wanted)

    def _point_at(self, key: str, order: Qt.SortOrder) -> None:
        self._sorted_by = (key, order)
        keys = [column.key for column in self.table_model.columns]
        section = keys.index(key) if key in keys else -1
        self.horizontalHeader().setSortIndicator(section, order)

    def _row_menu(self, place: QPoint) -> None:
        index: QModelIndex = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setObjectName("rowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Mở hồ sơ\tEnter", self._open_current)
        menu.addAction("Sao chép các dòng đã chọn\tCtrl+C", self.copy_rows)
        text = str(index.data() or "")
        copy_cell = menu.addAction(f"Sao chép ô “{text[:40]}”")
        copy_cell.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        self.menu_wanted.emit(menu)
        menu.popup(self.viewport().mapToGlobal(place))

    def _choose_columns(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("columnMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {column.key for column in self.table_model.columns}
        for column in COLUMNS:
            action = menu.addAction(column.heading)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setEnabled(column.key != "code")
            action.toggled.connect(lambda on, key=column.key: self._show_column(key, on))
        menu.addSeparator()
        self._add_orders(menu)
        menu.addAction("Trở về mặc định", self._usual_columns)
        menu.popup(self.horizontalHeader().mapToGlobal(place))
        menu.setActiveAction(menu.actions()[1])

    def choose_columns(self) -> None:
        """The menu of the header, for those who use no mouse."""
        self._choose_columns(QPoint(0, self.horizontalHeader().height()))

    def _add_orders(self, menu: QMenu) -> None:
        """Which columns the list may be ordered by, as a click on their head does."""
        orders = menu.addMenu("Xếp theo")
        for place, column in enumerate(self.table_model.columns):
            if self.table_model.sort_of(place) is not None:
                orders.addAction(column.heading).triggered.connect(
                    lambda _on=False, chosen=place: self._sort_by(chosen)
                )

    def _show_column(self, key: str, on: bool) -> None:
        widths = self._widths()
        keys = [self.table_model.columns[place].key for place in self._places_as_seen()]
        if on:
            keys.append(key)
        else:
            keys.remove(key)
        self._set_columns(keys)
        self._apply_widths(widths)
        self._keep.start()

    def _set_columns(self, keys: list[str]) -> None:
        """Columns in this order: what a hand has moved stands in the keys from now on."""
        self.table_model.set_columns(keys)
        header = self.horizontalHeader()
        header.blockSignals(True)
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        header.blockSignals(False)
        self._point_at(*self._sorted_by)

    def _usual_columns(self) -> None:
        self._set_columns([column.key for column in COLUMNS if column.is_usual])
        self._apply_widths({})
        self._keep.start()

    def _widths(self) -> dict[str, int]:
        """The widths that were chosen, whatever room the window gives beyond them."""
        return {
            column.key: self._chosen_widths.get(column.key, column.width)
            for column in self.table_model.columns
        }

    def _apply_widths(self, widths: dict[str, int]) -> None:
        self._chosen_widths = dict(widths)
        self._share_room()

    def _share_room(self) -> None:
        """Every column as wide as chosen; what is left over goes to the longest words."""
        widths = self._widths()
        spare = self.viewport().width() - sum(widths.values())
        wordy = next((key for key in _WORDY if key in widths), "")
        if wordy and spare > 0:
            widths[wordy] += spare
        self._sharing = True
        for place, column in enumerate(self.table_model.columns):
            self.setColumnWidth(place, widths[column.key])
        self._sharing = False

    def _width_changed(self, place: int, _old: int, width: int) -> None:
        """A hand on the border of a column; the last one only follows the window."""
        last = self.horizontalHeader().visualIndex(place) == self.horizontalHeader().count() - 1
        if self._sharing or last:
            return
        self._chosen_widths[self.table_model.columns[place].key] = width
        self._keep.start()

    def _keep_columns(self) -> None:
        keys = [self.table_model.columns[place].key for place in self._places_as_seen()]
        kept = {"keys": keys, "widths": self._widths()}
        self._context.runner.command(
            lambda _: save_preference(self._context.office, _PREFERENCE, kept)
        )

    def _restore(self, kept: dict[str, object] | None) -> None:
        if not kept:
            return
        keys, widths = kept.get("keys"), kept.get("widths")
        if isinstance(keys, list) and isinstance(widths, dict):
            self._set_columns([str(key) for key in keys])
            self._apply_widths({str(key): int(width) for key, width in widths.items()})
        self._keep.stop()
