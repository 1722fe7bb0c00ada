"""Hands and eyes of a test at the window: type, press, wait for a condition, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services.office import Office
from desktop.ui.shell.page import Page
from desktop.ui.shell.window import MainWindow

W = TypeVar("W", bound=QWidget)
# Only what never comes takes so long: a busy build server must not turn a test red.
_PATIENCE_S = 90.0
_SCANNER_MS = 4
CARD = "001090000001||Nguyễn Văn An|02031990|Nam|Thôn 1, Xã A, Huyện B, Hà Nội|15072021"


def wait_for(condition: Callable[[], Any], what: str = "") -> None:
    """Lets the window live until the condition holds."""
    end = monotonic() + _PATIENCE_S
    while not condition():
        assert monotonic() < end, f"waited in vain: {what or condition}"
        QTest.qWait(5)


def put_in(widget: QWidget, text: str) -> None:
    """What an input method commits: the only way Vietnamese letters reach a field."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def preedit(widget: QWidget, text: str) -> None:
    """What Telex shows while a word is not finished."""
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def shown(name: str) -> QWidget | None:
    """A visible top-level window or dialog by its name."""
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == name and widget.isVisible():
            return widget
    return None


def wait_shown(name: str) -> Any:
    """Waits for a dialog and gives it."""
    wait_for(lambda: shown(name) is not None, name)
    return shown(name)


@dataclass
class PrintDoor:
    """Stands where the printer driver stands and keeps what was sent."""

    printed: list[tuple[bytes, str]] = field(default_factory=list)
    known: list[str] = field(default_factory=lambda: ["Máy in quầy"])

    def print_pdf(self, pdf: bytes, printer_name: str, copies: int = 1) -> None:
        """Takes a document."""
        self.printed.extend([(pdf, printer_name)] * copies)

    def names(self) -> list[str]:
        """The printers of this machine."""
        return list(self.known)


@dataclass
class Desk:
    """One open main window."""

    office: Office
    window: MainWindow
    presses: int = 0

    def settle(self) -> None:
        """Waits until nothing is on its way and no timer of typing is pending."""
        QApplication.processEvents()
        wait_for(lambda: self.window.runner.is_idle, "an idle runner")
        QApplication.processEvents()

    def activate(self) -> None:
        """Gives the window the keyboard."""
        self.window.activateWindow()
        wait_for(lambda: QApplication.activeWindow() is self.window, "an active window")

    def page(self, key: str) -> Any:
        """Opens a page and waits for its content."""
        self.window.open_page(key)
        self.settle()
        return self.window.current

    @property
    def current(self) -> Page:
        """The page that is shown."""
        return self.window.current

    def find(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        """A widget by its name."""
        found = (inside or self.window).findChild(kind, name)
        assert found is not None, name
        return found

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        on: QWidget | None = None,
    ) -> None:
        """One key press, counted, where the keyboard is."""
        if on is self.window:
            self.activate()
        target = on or QApplication.focusWidget() or self.window
        self.presses += 1
        QTest.keyClick(target, key, modifiers)

    def scan(self, text: str, into: QWidget) -> None:
        """A keyboard-wedge scanner: every letter as a key at once, Enter at the end."""
        into.setFocus()
        for place, letter in enumerate(text):
            _send_key(into, letter, at=1_000_000 + place * _SCANNER_MS)
        _send_key(into, "\r", Qt.Key.Key_Return, at=1_000_000 + len(text) * _SCANNER_MS)

    @property
    def said(self) -> str:
        """What the banner says; empty when it is hidden."""
        return self.window.banner._text.text() if self.window.banner.isVisible() else ""


def _send_key(widget: QWidget, letter: str, key: int = 0, *, at: int) -> None:
    """A key press as a scanner's driver sends it: ``at`` is the system's time of it in ms."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(at)
        QApplication.sendEvent(widget, event)
