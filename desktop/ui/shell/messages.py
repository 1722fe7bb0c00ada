"""The only door for messages: banners for rules, dialogs for the surroundings and for bugs."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import EnvironmentProblem, InputRefused, RuleViolation
from desktop.services.logs import note_bug
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label
from desktop.wording.problems import Message, bug_message, message

_SHOWN_MS = 6_000
_WIDEST = 760


class Teller(Protocol):
    """What a page may say; a recording one stands in for it in tests."""

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """A short good word that goes away, maybe with Hoàn tác."""
        ...

    def undo_last(self) -> None:
        """Does what Hoàn tác of the last good word would do; says so when there is none."""
        ...

    @property
    def offers_undo(self) -> bool:
        """Whether the word now on the screen can be taken back."""
        ...

    def warn(self, words: Message) -> None:
        """A banner about a refused action."""
        ...

    def tell_error(self, error: Exception) -> None:
        """Whatever went wrong, in its proper form."""
        ...


class Banner(QFrame):
    """A line over the page: what, what is safe, what to do; closes by itself when good."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("banner")
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setObjectName("bannerText")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = button("Hoàn tác", role="quiet", name="bannerUndo", icon_name="arrow-back-up")
        self._undo.setToolTip("Trở lại như trước việc vừa nói\nPhím tắt: Ctrl+Z")
        self._close = icon_button("x", "Đóng thông báo", name="bannerClose")
        for made in (self._undo, self._close):  # a click must not take the keyboard along
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._close.clicked.connect(self.hide)
        self._undo.clicked.connect(self.run_undo)
        self._action: Callable[[], None] | None = None
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays at the top of the page, over it, so that nothing on the page moves."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(parent.width() - 48, _WIDEST)
        self.setFixedWidth(width)
        self.setFixedHeight(max(self.heightForWidth(width), 46))
        self.move((parent.width() - width) // 2, 10)
        self.raise_()

    def show_good(self, text: str, undo: Callable[[], None] | None) -> None:
        """A good word, gone after a while."""
        self._show(text, "good", "circle-check", colours().good)
        self._action = undo
        self._undo.setVisible(undo is not None)
        self._timer.start(_SHOWN_MS)

    def show_problem(self, words: Message) -> None:
        """A refusal; stays until closed or replaced."""
        self._show(" ".join(words.lines), "error", "alert-triangle", colours().overdue)
        self._action = None
        self._undo.hide()
        self._timer.stop()

    def _show(self, text: str, kind: str, icon_name: str, colour: str) -> None:
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._icon.setPixmap(pixmap(icon_name, colour, 20))
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._place()

    @property
    def offers_undo(self) -> bool:
        """Whether Hoàn tác stands there now."""
        return self.isVisible() and self._action is not None

    def run_undo(self) -> bool:
        """Takes the last thing back, once; False when there is nothing to take back."""
        action, self._action = self._action, None
        if action is None:
            return False
        self.hide()
        action()
        return True


class Messages:
    """Shows messages in the window."""

    def __init__(self, banner: Banner, window: QWidget, folder: Path) -> None:
        self._banner = banner
        self._window = window
        self._folder = folder

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """A short good word that goes away."""
        self._banner.show_good(text, undo)

    def undo_last(self) -> None:
        """Ctrl+Z."""
        if not self._banner.run_undo():
            self.say("Không có việc nào vừa làm để hoàn tác.")

    @property
    def offers_undo(self) -> bool:
        """Whether the banner now shows Hoàn tác."""
        return self._banner.offers_undo

    def warn(self, words: Message) -> None:
        """A banner about a refused action."""
        self._banner.show_problem(words)

    def tell_error(self, error: Exception) -> None:
        """A banner for entries and rules, a dialog for the rest."""
        if isinstance(error, (InputRefused, RuleViolation)):
            self.warn(message(error))
        elif isinstance(error, EnvironmentProblem):
            self._tell_of_surroundings(message(error))
        else:
            self.tell_bug(error)

    def _tell_of_surroundings(self, words: Message) -> None:
        """Once: three commands that meet the same full disk are one piece of news."""
        open_now = self._window.findChildren(ProblemDialog)
        if any(shown.isVisible() and shown.words == words for shown in open_now):
            return
        ProblemDialog(words, self._window).open()

    def tell_bug(self, error: BaseException) -> None:
        """One dialog with a reference number; the program goes on."""
        trace = "".join(traceback.format_exception(error))
        reference, log = note_bug(self._folder, trace)
        ProblemDialog(bug_message(reference, log), self._window, copyable=True).open()


class ProblemDialog(QDialog):
    """What happened, what is safe, what to do."""

    def __init__(self, words: Message, parent: QWidget | None, copyable: bool = False) -> None:
        super().__init__(parent)
        self.words = words
        self.setObjectName("problemDialog")
        self.setWindowTitle("Sổ Một Cửa")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        for place, line in enumerate(words.lines):
            shown = label(line, "section" if place == 0 else "", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(shown)
        layout.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        if copyable:
            copy = button("Sao chép", name="copyProblem", icon_name="copy")
            text = "\n".join(words.lines)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
            row.addWidget(copy)
        done = button("Đã hiểu", role="primary", name="closeProblem")
        done.clicked.connect(self.accept)
        row.addWidget(done)
        layout.addLayout(row)
        done.setFocus()
