"""The register: search, chips, list, and the chosen dossier beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.scanned_search import name_in_scan
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_rows import DossierCard, DossierRow
from desktop.services.exports import export_dossiers
from desktop.services.figures.slice_words import list_title
from desktop.services.outcomes import Change
from desktop.services.procedures import count_fields
from desktop.ui.dossiers.along_the_list import AlongTheList
from desktop.ui.dossiers.bulk_bar import BulkPanel
from desktop.ui.dossiers.detail import DossierDetail
from desktop.ui.dossiers.edit_dialog import EditDialog
from desktop.ui.dossiers.filter_bar import FilterBar
from desktop.ui.dossiers.keep_place import KeepPlace
from desktop.ui.dossiers.keys import KEYS
from desktop.ui.dossiers.list_menu import ListMenu
from desktop.ui.dossiers.panel import DossierPanel
from desktop.ui.dossiers.presentation import NO_DOSSIERS, NO_HITS
from desktop.ui.dossiers.scan_asks import ScanAsks, is_scan
from desktop.ui.dossiers.table_model import DossierTableModel
from desktop.ui.dossiers.table_view import DossierTable
from desktop.ui.intake.scan_catcher import ScanCatcher
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.memory import remember_splitter
from desktop.ui.shell.page import Page
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.focus import give_focus, holds_focus
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.save_file import ask_where
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.wording.dates import number

_SELECTION_MS = 80
_SIDE_WIDTH = 360


class DossiersPage(Page):
    """Hồ sơ (F3)."""

    key = "dossiers"
    title = "Hồ sơ"
    icon_name = "table"
    place = 3
    function_key = "F3"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.bar = FilterBar(context)
        self.model = DossierTableModel(context, self)
        self.table = DossierTable(context, self.model)
        KeepPlace(self.table)
        self._menu = ListMenu(self.table, context.office.user.role)
        self.panel = DossierPanel(context)
        self.bulk = BulkPanel(context)
        self.asks = ScanAsks(context, self.table)
        self._detail: DossierDetail | None = None
        self._printer = DeskPrinter(context, self)
        self._first_visit = True
        self._to_focus = False
        self._side_closed = False
        self._build()
        self._connect()

    def enter(self) -> None:
        """The search field is ready; the list is there."""
        self.leave_detail()
        if self._first_visit:
            self._first_visit = False
            self._read_fields()
            self.model.show(self.bar.filter)
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Reads the list and the shown dossier again."""
        if Change.PROCEDURES in changes:
            self._read_fields()
        if changes & {Change.DOSSIERS, Change.CALENDAR, Change.PROCEDURES}:
            self.model.reload()
            self.panel.reload()
            if self.in_detail:
                self.detail.reload()

    def show_filter(self, wanted: DossierFilter) -> None:
        """Opens a list that a number elsewhere counted."""
        self._first_visit = False
        self._show_no_dossier()
        self.bar.show_filter(self.asks.asked(wanted))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def scan(self, text: str) -> None:
        """A card or the QR of a slip, wherever on the page the cursor stands."""
        if not is_scan(text):
            return  # a burst of something else: no key of it may press a button
        shown = self.detail if self.in_detail else self.panel
        in_bulk = not self.in_detail and self.side.currentWidget() is self.bulk
        form = self.bulk.form if in_bulk else shown.moving.form
        if form is None or not form.take_receiver(name_in_scan(text)):
            self.leave_detail()
            self.show_filter(DossierFilter(text=text))

    def show_dossier(self, code: str) -> None:
        """Shows one dossier in the panel, wherever the list stands."""
        self.table.clearSelection()
        self._show_side(True)
        self.side.setCurrentWidget(self.panel)
        self.panel.show_code(code)

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return KEYS

    def _build(self) -> None:
        self.export_button = button(
            "Xuất Excel", name="exportList", icon_name="download", key="Ctrl+E"
        )
        self.receive_button = button(
            "Tiếp nhận mới", role="primary", name="receiveNew", icon_name="plus"
        )
        self.receive_button.setToolTip("Phím tắt: F2")
        permit(self.receive_button, self.context.office, Permission.RECEIVE)
        permit(self.export_button, self.context.office, Permission.EXPORT)
        self.action_bar.addWidget(self.export_button)
        self.action_bar.addWidget(self.receive_button)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.lists = QStackedWidget()
        self.empty = EmptyState("inbox", "", "")
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.bulk)
        self.side.setMinimumWidth(_SIDE_WIDTH)
        self.side.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lists)
        self.split.addWidget(holder)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setHandleWidth(10)
        self.split.setSizes([10_000, _SIDE_WIDTH])
        remember_splitter(self.context, self.split, "dossiers")
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.bar)
        rows.addWidget(self.split, 1)
        self.views = QStackedWidget()
        self.views.addWidget(whole)
        self.content.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self.model.show)
        self.model.loaded.connect(self._loaded)
        self._pick = QTimer(self)
        self._pick.setSingleShot(True)
        self._pick.setInterval(_SELECTION_MS)
        self._pick.timeout.connect(self._picked)
        self.table.picked.connect(self._pick_soon)
        self.table.opened.connect(self.open_detail)
        self._menu.move_wanted.connect(self._move_from_menu)
        self._menu.paper_wanted.connect(partial(self._printer.preview_form, "receipt"))
        self.table.preview_wanted.connect(self._open_or_close_side)
        self.table.sort_wanted.connect(self.bar.set_sort)
        self.bar.search.returnPressed.connect(self._to_list)
        self.catcher = ScanCatcher(self, is_scan)
        self.catcher.scanned.connect(self.scan)
        self.export_button.clicked.connect(self._export)
        self.receive_button.clicked.connect(lambda: self.context.open_page("intake"))
        self.panel.edit_wanted.connect(self._edit)
        self.bulk.moved.connect(self._bulk_moved)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.bar.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_list)
        keys_inside(
            self,
            ("Ctrl+F", self.enter),
            ("F6", self._next_pane),
            ("Ctrl+Shift+L", self.table.choose_columns),
        )

    def _read_fields(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: [name for name, _count in count_fields(office)],
            self.bar.set_fields,
            owner=self,
        )

    def _loaded(self, count: int) -> None:
        whole = self.bar.filter.is_plain
        self._show_state()
        self._leave_bulk()
        if count:
            self.lists.setCurrentWidget(self.table)
            return
        if holds_focus(self.split):  # what is about to be hidden would give the keyboard away
            give_focus(self.bar.search)
        self._show_no_dossier()
        self.empty.say(*(NO_DOSSIERS if whole else NO_HITS))
        self.lists.setCurrentWidget(self.empty)

    def _pick_soon(self, rows: list[DossierRow]) -> None:
        """An arrow held down reads one dossier, not each that it passes."""
        self.panel.moving.expect(rows[0].code if len(rows) == 1 else "")
        self._pick.start()

    def _picked(self) -> None:
        self.table.with_selected(self._show_picked)

    def _show_picked(self, rows: list[DossierRow]) -> None:
        if rows and not self._side_closed:
            self._show_side(True)
        if len(rows) > 1:
            self._show_bulk(rows)
        elif rows:
            self.side.setCurrentWidget(self.panel)
            self.panel.show_code(rows[0].code)
        else:
            self._leave_bulk()

    def _leave_bulk(self) -> None:
        """Never a button for dossiers that are no longer marked, or not even listed."""
        if self.side.currentWidget() is self.bulk and not self.table.selected_ids():
            if holds_focus(self.bulk):
                give_focus(self.table, self.bar.search)
            self.side.setCurrentWidget(self.panel)
            self._show_no_dossier()

    def _show_no_dossier(self) -> None:
        """The list has the whole width while there is nothing to show beside it."""
        self.panel.show_nothing()
        self._show_side(False)

    def _open_or_close_side(self) -> None:
        """Space: opens or closes the panel, and so it stays for the rows to come."""
        self._side_closed = self.side.isVisible()
        self._show_side(not self._side_closed and bool(self.table.selected_rows()))

    def _show_bulk(self, rows: list[DossierRow]) -> None:
        self.side.setCurrentWidget(self.bulk)
        self.bulk.show_rows(rows)

    def _bulk_moved(self) -> None:
        if holds_focus(self.bulk):
            give_focus(self.table)
        self.table.clearSelection()
        self.side.setCurrentWidget(self.panel)
        self._show_no_dossier()

    def undo(self) -> None:
        """Ctrl+Z: what the message now offers, else the shown dossier's last step."""
        view = self.detail if self.in_detail else self.panel
        shown = self.in_detail or (
            self.side.isVisible() and self.side.currentWidget() is self.panel
        )
        if self.context.messages.offers_undo:
            super().undo()
        elif shown and view.card is not None and view.card.can_undo:
            view.start_move(DossierEvent.UNDO)
        else:
            super().undo()

    def _move_from_menu(self, event: DossierEvent) -> None:
        self.table.with_selected(partial(self._start_move, event))

    def _start_move(self, event: DossierEvent, rows: list[DossierRow]) -> None:
        self._show_side(True)
        if len(rows) == 1:
            self.side.setCurrentWidget(self.panel)
            self.panel.show_and_move(rows[0].code, event)
        elif rows:
            self._show_bulk(rows)
            self.bulk.start_move(event)

    def _show_side(self, on: bool) -> None:
        self.side.setVisible(on)

    @property
    def in_detail(self) -> bool:
        """Whether one dossier has the whole page."""
        return self.views.currentIndex() == 1

    @property
    def detail(self) -> DossierDetail:
        """The whole page of one dossier, made when it is first wanted."""
        if self._detail is None:
            self._detail = DossierDetail(self.context)
            self.views.addWidget(self._detail)
            self.along = AlongTheList(self.context, self.model, self._detail)
            for place, made in enumerate(self.along.buttons):
                self.action_bar.insertWidget(place, made)
            self.along.back.clicked.connect(self.leave_detail)
            self.along.place_told.connect(self._show_state)
            self._detail.back_wanted.connect(self.leave_detail)
            self._detail.shown.connect(lambda _card: self._detail_shown())
            self._detail.edit_wanted.connect(self._edit)
        return self._detail

    def _edit(self, card: DossierCard, start: str) -> None:
        EditDialog(self.context, card, self, start).open()

    def open_detail(self, code: str) -> None:
        """Enter: one dossier over the whole page; the list waits as it is."""
        self._to_focus = True
        self.detail.show_code(code)
        self.views.setCurrentWidget(self.detail)
        self.detail.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_actions()

    def leave_detail(self) -> None:
        """Esc: the list as it was, at the row of the dossier that was looked at last."""
        if not self.in_detail:
            return
        self.views.setCurrentIndex(0)
        self._show_actions()
        self._show_state()
        card = self.detail.card
        marked = self.table.selected_rows()
        place = self.model.place_of(card.row.id) if card is not None else None
        if place is not None and card is not None and card.row.id not in [r.id for r in marked]:
            self.table.select_place(place)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _detail_shown(self) -> None:
        if self._to_focus and self.in_detail:
            self._to_focus = False
            self.detail.moving.focus_start()

    def _show_actions(self) -> None:
        wide = self.in_detail
        for made in self.along.buttons:
            made.setVisible(wide)
        for made in (self.export_button, self.receive_button):
            made.setVisible(not wide)

    def _show_state(self, where: str = "") -> None:
        if self.in_detail:
            self.state.setText(where or self.state.text())
            return
        wanted = self.bar.filter
        title = list_title(wanted)
        said = f" · {title}" if title else "" if wanted.is_plain else " khớp với bộ lọc"
        self.state.setText(f"{number(self.model.rowCount())} hồ sơ{said}")

    def _to_list(self) -> None:
        """Enter in the search field goes on to the first hit."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.select_place(0)

    def _next_pane(self) -> None:
        if self.bar.search.hasFocus():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.table.hasFocus() and self.side.isVisible():
            shown = self.panel if self.side.currentWidget() is self.panel else self.bulk
            shown.setFocus(Qt.FocusReason.TabFocusReason)
            shown.focusNextChild()
        else:
            self.bar.search.setFocus(Qt.FocusReason.TabFocusReason)

    def _export(self) -> None:
        usual = f"ho-so-{local_date(self.context.office.now()):%Y%m%d}.xlsx"
        target = ask_where(self, "Xuất danh sách", usual, "Excel (*.xlsx);;CSV (*.csv)")
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Writes what the list shows, with progress and cancel."""
        office, wanted = self.context.office, replace(self.bar.filter)
        self.context.runner.query(
            lambda progress: export_dossiers(office, wanted, target, progress),
            lambda count: self.context.messages.say(f"Đã ghi {number(count)} hồ sơ vào {target}."),
            owner=self,
            label="Đang xuất danh sách",
        )
