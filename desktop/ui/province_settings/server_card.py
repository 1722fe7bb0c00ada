"""A card that asks for a server's address, tries it, and only then lets the data be used there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.roles import Permission
from desktop.services.provinces.probing import DatabaseLook, DatabaseUse, look_at_own_database
from desktop.ui.shell.context import UiContext
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.permits import allow, permit
from desktop.wording.province_desk import database_seen


@dataclass(frozen=True, slots=True)
class ServerWords:
    """What a card says, the object names of its parts, and which databases it may use."""

    title: str
    about: str
    field: str
    action: str
    try_first: str
    names: tuple[str, str, str, str]
    uses: frozenset[DatabaseUse]


class ServerCard(Card):
    """The address, what was seen there, and the button; ``go`` gets the address."""

    def __init__(self, context: UiContext, words: ServerWords, go: Callable[[str], None]) -> None:
        super().__init__(words.title)
        self._context, self._words = context, words
        field, test, seen, action = words.names
        self.body.addWidget(label(words.about, "muted", wrap=True))
        self.address = TextField(
            words.field, field, placeholder="postgresql://ban_tinh@may-chu/ban_tinh"
        )
        self.test_button = button("Thử kết nối", name=test, icon_name="transfer", key="Ctrl+T")
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.seen = label("", wrap=True, name=seen)
        self.body.addWidget(self.seen)
        self.go_button = button(words.action, role="primary", name=action, key="Ctrl+Return")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go_button)
        self.body.addLayout(row)
        self.address.changed.connect(self._forget)
        self.test_button.clicked.connect(self.test)
        self.go_button.clicked.connect(lambda: go(self.address.text))
        self._forget()
        permit(self.test_button, context.office, Permission.RUN_PROVINCE)

    def test(self) -> None:
        """Connects and says what it found."""
        office, address = self._context.office, self.address.text
        self.seen.setText("Đang kết nối…")
        self._context.runner.query(
            lambda _: look_at_own_database(office, address),
            self._looked,
            owner=self,
            key="database look",
            on_error=self.refused,
        )

    def refused(self, error: Exception) -> bool:
        """Says in the card why it did not work."""
        self._say(error_words(error), False)
        return True

    def _looked(self, look: DatabaseLook) -> None:
        is_usable = look.use in self._words.uses
        self._say(database_seen(look.place, look.version, look.use), is_usable)
        allow(self.go_button, is_usable, self._words.try_first)

    def _say(self, text: str, good: bool) -> None:
        self.seen.setStyleSheet(f"color: {colours().good if good else colours().overdue};")
        self.seen.setText(("✓ " if good else "✗ ") + text)

    def _forget(self) -> None:
        self.seen.setText("")
        allow(self.go_button, False, self._words.try_first)
