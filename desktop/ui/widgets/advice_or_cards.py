"""Cards under each other that scroll, or what to do first when nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.ui.widgets.cards import EmptyState


class AdviceOrCards(QWidget):
    """``show_cards`` chooses which of the two is seen; the advice is there at first."""

    def __init__(self, icon_name: str, text: str, advice: str) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyState(icon_name, text, advice)
        outer.addWidget(self.empty)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVisible(False)
        outer.addWidget(self.area)

    def fill(self, parts: Iterable[QWidget], spacing: int, holder: QWidget | None = None) -> None:
        """Puts the cards in."""
        holder = holder or QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(spacing)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.area.setWidget(holder)

    def show_cards(self, on: bool, *, from_top: bool = False) -> None:
        """The cards when there is something to tell."""
        self.empty.setVisible(not on)
        self.area.setVisible(on)
        if from_top:
            self.area.verticalScrollBar().setValue(0)
