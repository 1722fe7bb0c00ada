"""The button of saved lists: open one, keep the present filter, forget one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.services.dossier_filters import DossierFilter
from desktop.services.settings import read_preference, save_preference
from desktop.ui.dossiers.views import (
    PREFERENCE,
    SHIPPED,
    SavedView,
    views_from_data,
    views_to_data,
    with_view,
)
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.ask_text import AskText
from desktop.ui.widgets.buttons import button

_KEYS = 9


class ViewsButton(QWidget):
    """Tells ``chosen`` with a filter; Ctrl+1…9 choose without the menu."""

    chosen = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._own: tuple[SavedView, ...] = ()
        self._now = DossierFilter()
        self.button = button("Danh sách đã lưu", name="savedViews", icon_name="star", key="Ctrl+D")
        self.menu = QMenu(self)
        self.menu.setObjectName("savedViewsMenu")
        self.button.clicked.connect(self._pop_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        for place in range(_KEYS):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self)
            shortcut.activated.connect(partial(self._choose_place, place))
        office = context.office
        context.runner.query(
            lambda _: views_from_data(read_preference(office, PREFERENCE)), self._read, owner=self
        )
        self._fill()

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The shipped lists, then the user's own."""
        return (*SHIPPED, *self._own)

    def show_filter(self, now: DossierFilter) -> None:
        """What the list shows now: the button says its name when it is a saved one."""
        self._now = now
        name = next((view.name for view in self.views if view.filter == now), "")
        self.button.setText(name or "Danh sách đã lưu")
        self._fill()

    def save(self, name: str) -> None:
        """Keeps the present filter under a name."""
        self._store(with_view(self._own, SavedView(name, self._now)))
        self._context.messages.say(f"Đã lưu danh sách “{name}”. Mở lại bằng nút có hình ngôi sao.")

    def forget(self, view: SavedView) -> None:
        """Takes one of the user's own lists out; dossiers are not touched."""
        before = self._own
        self._store(tuple(kept for kept in before if kept is not view))
        self._context.messages.say(
            f"Đã bỏ danh sách “{view.name}”; hồ sơ không thay đổi.", lambda: self._store(before)
        )

    def _read(self, views: tuple[SavedView, ...]) -> None:
        self._own = views
        self.show_filter(self._now)

    def _store(self, views: tuple[SavedView, ...]) -> None:
        self._read(views)
        office, data = self._context.office, views_to_data(views)
        self._context.runner.command(lambda _: save_preference(office, PREFERENCE, data))

    def _fill(self) -> None:
        self.menu.clear()
        for place, view in enumerate(self.views):
            key = f"\tCtrl+{place + 1}" if place < _KEYS else ""
            action = self.menu.addAction(f"{view.name}{key}")
            action.setCheckable(True)
            action.setChecked(view.filter == self._now)
            action.triggered.connect(partial(self._choose_place, place))
        self.menu.addSeparator()
        keep = self.menu.addAction("Lưu bộ lọc đang dùng…")
        keep.setEnabled(not self._now.is_plain)
        keep.triggered.connect(self._ask_name)
        for view in self._own:
            self.menu.addAction(f"Bỏ “{view.name}”").triggered.connect(partial(self.forget, view))

    def _choose_place(self, place: int, _checked: bool = False) -> None:
        if place < len(self.views):
            self.chosen.emit(self.views[place].filter)

    def _ask_name(self) -> None:
        dialog = AskText(self, "Lưu danh sách", "Tên danh sách", "Lưu danh sách")
        dialog.given.connect(self.save)
        dialog.open()

    def _pop_up(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
