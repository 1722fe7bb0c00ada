"""What an act of the tour needs: the window, keys, waiting, pictures."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.moments import at
from desktop.services.clock import FixedClock
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.shell.window import MainWindow

# A Friday with a late afternoon: the same pictures whenever they are taken.
TOUR_DAY = datetime.date(2026, 11, 20)
_PATIENCE_S = 120.0
_QUIET_S = 0.02
# For a picture also what moves by itself has come to rest: a sign that fades away, a layout.
_STILL_S = 0.12
_TYPING_MS = 400
W = TypeVar("W", bound=QWidget)


class StageError(Exception):
    """The window did not do what a clerk would expect."""


@dataclass
class Taken:
    """What the tour left behind."""

    pictures: list[Path] = field(default_factory=list)
    papers: list[Path] = field(default_factory=list)


class Stage:
    """Drives the window as a clerk does and waits as a clerk does: until it is ready."""

    def __init__(self, application: QApplication, folder: Path, out: Path) -> None:
        self.application = application
        WidgetsThreadCollector(application)
        self.folder = folder
        self.out = out
        self.taken = Taken()
        self.clock = FixedClock(at(TOUR_DAY, datetime.time(7, 40)))
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The main window. Raises StageError before sign-in."""
        if self._window is None:
            raise StageError("no window yet")
        return self._window

    @window.setter
    def window(self, window: MainWindow) -> None:
        self._window = window

    def find(self, name: str) -> QWidget:
        """A widget by its object name, shown. Raises StageError when it is not there."""
        return self.find_kind(QWidget, name)

    def find_kind(self, kind: type[W], name: str) -> W:
        """The same for a widget of one kind."""
        for holder in (self.window.current, *self._tops()):
            for widget in holder.findChildren(kind, name):
                if widget.isVisible():
                    return widget
        raise StageError(f"not on the screen: {name}")

    def wait_for(self, name: str) -> QWidget:
        """A widget that appears soon."""

        def there() -> QWidget | None:
            try:
                return self.find(name)
            except StageError:
                return None

        self.wait(lambda: there() is not None, name)
        return self.find(name)

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Lets the window live until a condition holds. Raises StageError after two minutes."""
        end = time.monotonic() + _PATIENCE_S
        while not ready():
            if time.monotonic() > end:
                raise StageError(f"waited in vain: {what}")
            self._live()

    def settle(self, quiet: float = _QUIET_S) -> None:
        """Until nothing is on its way and the timers of the page have rung, for ``quiet`` s."""
        quiet_since = time.monotonic()
        end = quiet_since + _PATIENCE_S
        while time.monotonic() - quiet_since < quiet:
            self._live()
            if self._busy():
                quiet_since = time.monotonic()
            if time.monotonic() > end:
                raise StageError("the window never came to rest")

    def _busy(self) -> bool:
        """A job is on its way, or a timer that waits for the end of typing has not rung."""
        if self._window is not None and not self._window.runner.is_idle:
            return True
        return any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= _TYPING_MS
            for top in self._tops()
            for timer in top.findChildren(QTimer)
        )

    def to_front(self, window: QWidget) -> None:
        """Keys go to this window."""
        window.activateWindow()
        self.wait(window.isActiveWindow, "the window in front")
        self.settle()

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        on: QWidget | None = None,
    ) -> None:
        """A key, sent to where the focus is."""
        if self.application.activeWindow() is None:
            # Off-screen nobody gives the keys back to the window when a popup closes.
            self.to_front(self._tops()[-1])
        QTest.keyClick(on or self._focused(), key, modifiers)
        self.settle()

    def type(self, text: str, on: QWidget | None = None) -> None:
        """Text as an input method hands it over: Vietnamese letters come composed."""
        target = on or self._focused()
        target.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(text)
        self.application.sendEvent(target, event)
        self.settle()

    def scan(self, text: str) -> None:
        """A keyboard-wedge scanner: the whole card, then Enter."""
        field = self.find("scan")
        self.type(text, field)
        self.press(Qt.Key.Key_Return, on=field)

    def paste_file(self, path: Path, on: QWidget) -> None:
        """A file copied elsewhere, pasted where the keyboard is."""
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(path.resolve()))])
        self.application.clipboard().setMimeData(copied)
        on.setFocus()
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, on=on)
        # What still lies there when the interpreter has gone kills the process at its end.
        self.application.clipboard().clear()

    def click(self, name: str) -> None:
        """The left button on a widget."""
        QTest.mouseClick(self.wait_for(name), Qt.MouseButton.LeftButton)
        self.settle()

    def close_banner(self) -> None:
        """The page without the word over it, which may have gone by itself."""
        for close in self.window.findChildren(QWidget, "bannerClose"):
            if close.isVisible():
                self.click("bannerClose")

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Keeps what is on the screen as ``NN-name.png``."""
        self.settle(_STILL_S)
        target = self.out / f"{name}.png"
        if not (widget or self.window).grab().save(str(target)):
            raise StageError(f"not written: {target}")
        self.taken.pictures.append(target)

    def o_clock(self, hour: int, minute: int) -> None:
        """The office's clock moves on."""
        self.clock.moment = at(TOUR_DAY, datetime.time(hour, minute))

    def paper(self, name: str, write: Callable[[Path], object]) -> None:
        """A paper or file of the day, written by a service."""
        target = self.out / name
        write(target)
        self.taken.papers.append(target)

    def _focused(self) -> QWidget:
        # Off-screen, a window may hold a focus widget without being the active window.
        focused = self.application.focusWidget() or self._tops()[-1].focusWidget()
        if focused is None:
            raise StageError("nothing has the focus")
        return focused

    def _tops(self) -> list[QWidget]:
        return [widget for widget in self.application.topLevelWidgets() if widget.isVisible()]

    def _live(self) -> None:
        self.application.processEvents()
        time.sleep(0.004)
