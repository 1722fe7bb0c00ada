"""A tick with a text that wraps; QCheckBox itself keeps its text on one line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.ui.widgets.cards import label


class WrapCheck(QWidget):
    """The tick carries the text as its name; a click on the text ticks too."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.tick = QCheckBox()
        self.tick.setAccessibleName(text)
        self._words = label(text, wrap=True)
        self._words.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.setFocusProxy(self.tick)

    @property
    def is_checked(self) -> bool:
        """Whether it is ticked."""
        return self.tick.isChecked()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the words toggles."""
        if watched is self._words and event.type() == QEvent.Type.MouseButtonPress:
            self.tick.toggle()
        return False
