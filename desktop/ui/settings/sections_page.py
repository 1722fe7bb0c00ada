"""A page of sections: a list on the left, the chosen one on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget

from desktop.services.outcomes import Change
from desktop.ui.icons import SIZE, icon
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.theme import ROW_HEIGHT, colours


class SectionsPage(Page):
    """A list of sections on the left, the chosen one on the right; each is made when opened."""

    sections: tuple[type[Section], ...] = ()

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._made: dict[str, Section] = {}
        self.list = QListWidget()
        self.list.setObjectName("sectionList")
        self.list.setAccessibleName("Các mục thiết lập")
        self.list.setFixedWidth(216)
        self.list.setIconSize(QSize(SIZE, SIZE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in self.sections:
            item = QListWidgetItem(icon(section.icon_name, colours().muted), section.title)
            item.setData(Qt.ItemDataRole.UserRole, section.key)
            item.setSizeHint(QSize(0, ROW_HEIGHT + 2))
            self.list.addItem(item)
        self.stack = QStackedWidget()
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self.list)
        across.addWidget(self.stack, 1)
        self.content.addLayout(across, 1)
        self.list.currentRowChanged.connect(self._show)

    def enter(self) -> None:
        """The last section again, at first the first."""
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        else:
            self._show(self.list.currentRow())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_section(self, key: str) -> Section:
        """Shows a section by its key."""
        place = next(n for n, section in enumerate(self.sections) if section.key == key)
        self.list.setCurrentRow(place)
        return self._made[key]

    def refresh(self, changes: frozenset[Change]) -> None:
        """Tells every section that exists."""
        for section in self._made.values():
            section.refresh(changes)

    def _show(self, place: int) -> None:
        kind = self.sections[place]
        if kind.key not in self._made:
            self._made[kind.key] = kind(self.context)
            self.stack.addWidget(self._made[kind.key])
        section = self._made[kind.key]
        self.stack.setCurrentWidget(section)
        section.enter()
