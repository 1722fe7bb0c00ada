"""Cards, captions, empty states: the frames that pages are made of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.icons import pixmap
from desktop.ui.theme import colours

# The label over a field and a line of words below it.
_AROUND_FOCUS = 40


class Card(QFrame):
    """A bordered area with an optional heading; add to ``body``."""

    def __init__(self, heading: str = "", *, margins: int = 14, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margins, margins - 2, margins, margins)
        self.body.setSpacing(spacing)
        self.head = QHBoxLayout()
        if heading:
            self.head.addWidget(label(heading, "section"))
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class ScrollCard(Card):
    """A card whose content scrolls when it does not fit: rare, but never clipped."""

    def __init__(self, heading: str = "", *, spacing: int = 8) -> None:
        super().__init__(heading, spacing=spacing)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(spacing)
        area.setWidget(holder)
        self.body.addWidget(area, 1)
        self.frame = self.body
        self.body = inner
        self._area = area
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What gets the keyboard is seen, also when it was not reached by Tab."""
        holder = self._area.widget()
        if new is not None and holder is not None and holder.isAncestorOf(new):
            self._area.ensureWidgetVisible(new, 0, _AROUND_FOCUS)


class EmptyState(QWidget):
    """What will stand here, and the first step."""

    def __init__(
        self, icon_name: str, text: str, advice: str, action: QWidget | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        picture = QLabel()
        picture.setPixmap(pixmap(icon_name, colours().strong_border, 40))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        self.title = label(text, "section")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.advice = label(advice, "muted")
        self.advice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.advice.setWordWrap(True)
        column.addWidget(self.title)
        column.addWidget(self.advice)
        if action is not None:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(action)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def say(self, text: str, advice: str) -> None:
        """Other words in the same place."""
        self.title.setText(text)
        self.advice.setText(advice)


class ElidedLabel(QLabel):
    """A label that gives way: drawn with … at the end instead of pushing its neighbours out.

    Its text stays whole for whoever asks, and stands in the tooltip where it is cut.
    """

    def __init__(self, text: str = "", *, gives_way: bool = True) -> None:
        super().__init__(text)
        self.gives_way = False
        if gives_way:
            self.give_way()

    def give_way(self) -> None:
        """From now on it may be cut."""
        self.gives_way = True
        self.setMinimumWidth(30)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def event(self, event: QEvent) -> bool:
        """The tooltip of a cut text is that text."""
        if isinstance(event, QHelpEvent) and not self.toolTip() and self._is_cut():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text as far as it fits."""
        if not self._is_cut():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(self.alignment()), shown)

    def _is_cut(self) -> bool:
        wide = self.fontMetrics().horizontalAdvance(self.text())
        return self.gives_way and wide > self.contentsRect().width()


def label(text: str = "", role: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """A label with a role of the style sheet."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def clear_layout(layout: QLayout) -> None:
    """Takes every widget out of a layout and deletes it."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def line() -> QFrame:
    """A thin rule between parts."""
    made = QFrame()
    made.setFixedHeight(1)
    made.setStyleSheet(f"background: {colours().border}; border: none;")
    return made
