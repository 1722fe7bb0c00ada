"""What every section of the settings is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.roles import Permission, has
from desktop.services.outcomes import Change
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import label


class Section(QWidget):
    """A heading, a line of advice, and content. Override ``enter`` and ``refresh``."""

    key = ""
    title = ""
    icon_name = ""
    advice = ""
    changes: frozenset[Change] = frozenset()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName(f"section_{self.key}")
        self.context = context
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(4, 0, 0, 0)
        self.body.setSpacing(10)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.title, "section"))
        if self.advice:
            words.addWidget(label(self.advice, "muted", wrap=True))
        head.addLayout(words, 1)
        self.action_bar = QHBoxLayout()
        self.action_bar.setSpacing(8)
        head.addLayout(self.action_bar)
        self.body.addLayout(head)

    def enter(self) -> None:
        """The section was opened."""

    def refresh(self, changes: frozenset[Change]) -> None:
        """Reads again what the changes touch."""
        if changes & self.changes and self.isVisible():
            self.enter()

    def may(self, permission: Permission) -> bool:
        """Whether the user has the permission."""
        return has(self.context.office.user.role, permission)
