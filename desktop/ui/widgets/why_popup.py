"""The why of a due date, beside the button that asked for it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.widgets.cards import label

_MARGIN = 12
_WIDTH, _HIGHEST, _FRAME = 600, 460, 56


class WhyPopup(QFrame):
    """The why of a due date, day by day; closes by itself when something else is clicked."""

    def __init__(self, text: str, anchor: QWidget) -> None:
        super().__init__(anchor.window(), Qt.WindowType.Popup)
        self.setObjectName("whyPopup")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._anchor = anchor
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(label("Cách tính ngày hẹn trả", "section"))
        days = label(text, name="whyText", wrap=True)
        days.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        days.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(days)
        column.addWidget(area)
        height = days.heightForWidth(_WIDTH - _FRAME) + _FRAME + days.fontMetrics().height()
        self.resize(_WIDTH, min(height, _HIGHEST))

    def open_beside(self) -> None:
        """Under the button, or over it where there is no room; always inside the window."""
        window = self._anchor.window()
        inside = window.rect().translated(window.mapToGlobal(QPoint(0, 0)))
        corner = self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + 2))
        left = min(corner.x(), inside.right() - self.width() - _MARGIN)
        top = corner.y()
        if top + self.height() + _MARGIN > inside.bottom():
            top = max(corner.y() - self._anchor.height() - self.height() - 4, inside.top())
        self.move(max(left, inside.left() + _MARGIN), top)
        self.show()
