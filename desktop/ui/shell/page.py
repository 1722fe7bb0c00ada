"""What a page is: a title, a line of state, at most three actions, and its content."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.outcomes import Change
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import ElidedLabel


class Page(QWidget):
    """Base of all pages. Override ``enter`` and ``refresh``."""

    key = ""
    title = ""
    icon_name = ""
    # The page of the sidebar that this one belongs to; "" stands in the sidebar itself.
    under = ""
    # The digit of its key Alt+N (screens: 1 Hôm nay … 7 Đồng bộ, 8 Thiết lập).
    place = 0
    # A second key of pages that are opened all day long.
    function_key = ""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(24, 16, 24, 14)
        self.content.setSpacing(10)
        self._title = QLabel(self.title)
        self._title.setObjectName("pageTitle")
        self.state = ElidedLabel()
        self.state.setObjectName("pageState")
        self.action_bar = QHBoxLayout()
        self.action_bar.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self.state)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addLayout(self.action_bar)
        self.content.addLayout(head)

    def enter(self) -> None:
        """The page was just opened."""

    def refresh(self, changes: frozenset[Change]) -> None:
        """Something changed; called for every command, on every page that exists."""

    def open_section(self, key: str) -> object:
        """Shows a part of the page; pages without parts have none."""
        raise KeyError(key)

    def leave(self) -> bool:
        """Whether the page may be left; pages keep what was typed, so usually yes."""
        return True

    def undo(self) -> None:
        """Ctrl+Z: takes back what the last message offered to take back."""
        self.context.messages.undo_last()

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page for the F1 sheet: (key, what it does)."""
        return ()
