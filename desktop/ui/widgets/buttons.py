"""Buttons with the house's roles, icons and keys in their tooltips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcutEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop.ui.icons import BEFORE_WORDS, SIZE, icon, icon_before_words
from desktop.ui.theme import colours

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def key_text(sequence: str) -> str:
    """A key as people read it: "Ctrl+Enter"."""
    shown = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter")


class Button(QPushButton):
    """Acts when its key or Enter is pressed, and other words leave it its key."""

    def event(self, event: QEvent) -> bool:
        """Its own key."""
        return _by_key(self, event) or super().event(event)

    def setText(self, text: str) -> None:
        """Qt takes the key away with the old words: here it stays."""
        key = self.shortcut()
        super().setText(text)
        self.setShortcut(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Outside of a dialog's default button, Qt itself knows only the space bar."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """Acts when its key or Enter is pressed, as all buttons do."""

    def event(self, event: QEvent) -> bool:
        """Its own key."""
        return _by_key(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt itself knows only the space bar."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.click()
        else:
            super().keyPressEvent(event)


def _by_key(pressed: Button | IconButton, event: QEvent) -> bool:
    """Clicks at once; whether it was the button's key.

    Qt lets the button go down for a tenth of a second and acts only then: what is typed in
    between would fall into the form that is being saved.
    """
    if not isinstance(event, QShortcutEvent) or event.isAmbiguous():
        return False
    pressed.click()
    return True


def button(
    text: str,
    *,
    role: str = "",
    name: str = "",
    icon_name: str = "",
    key: str = "",
    tip: str = "",
) -> QPushButton:
    """A push button; ``key`` works while the button is shown and stands in the tooltip."""
    made = Button(text)
    made.setObjectName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if icon_name:
        colour = {"primary": colours().accent_text, "quiet": colours().accent}.get(role)
        if role == "danger":
            colour = colours().overdue
        made.setIcon(icon_before_words(icon_name, colour) if text else icon(icon_name, colour))
        made.setIconSize(BEFORE_WORDS if text else QSize(SIZE, SIZE))
    if key:
        made.setShortcut(QKeySequence(key))
    tips = [part for part in (tip, f"Phím tắt: {key_text(key)}" if key else "") if part]
    made.setToolTip("\n".join(tips))
    return made


def icon_button(icon_name: str, tip: str, *, name: str = "", key: str = "") -> QToolButton:
    """A small button that shows only an icon; its tip is its name for screen readers."""
    made = IconButton()
    made.setObjectName(name)
    made.setIcon(icon(icon_name, colours().muted))
    made.setIconSize(QSize(SIZE, SIZE))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(tip)
    made.setToolTip(f"{tip}\nPhím tắt: {key_text(key)}" if key else tip)
    if key:
        made.setShortcut(QKeySequence(key))
    return made


class Segments(QWidget):
    """One of a few choices, side by side; arrow keys move between them."""

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, object]], name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values = [value for _, value in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.setSpacing(0)
        for place, (text, _) in enumerate(choices):
            part = button(text, role="segment", name=f"{name}{place}")
            part.setCheckable(True)
            part.setProperty("edge", {0: "first", len(choices) - 1: "last"}.get(place, ""))
            row.addWidget(part)
            self._group.addButton(part, place)
        row.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def value(self) -> object:
        """The chosen value."""
        return self._values[self._group.checkedId()]

    def choose(self, value: object) -> None:
        """Chooses without telling ``chosen``."""
        self._group.button(self._values.index(value)).setChecked(True)
