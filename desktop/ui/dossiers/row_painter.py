"""Draws the rows of the list: the looks of the style sheet at a fraction of its cost.

A styled item view asks the style about every cell and lays every text out anew at every paint,
0.1 ms a cell. Here the table draws its rows itself and keeps the layout of each text
(``python -m bench --only paging``). Words and colours still come from the model alone, so that
screen readers and copying tell the same as the picture.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText

from desktop.ui.dossiers.table_model import SIGN_SIDE, DossierTableModel
from desktop.ui.theme import colours

# Where the style sheet would put them: its padding, and what Qt leaves around text and sign.
_PADDING = 11
_SIGN_GAP = 6
_KEPT_TEXTS = 4_000
Span = tuple[int, int, int]


class RowPainter:
    """One for the whole table."""

    def __init__(self, model: DossierTableModel) -> None:
        self._model = model
        self._font = QFont()
        self._texts: dict[tuple[str, int], QStaticText] = {}
        c = colours()
        self._usual, self._line, self._selected = map(QColor, (c.text, c.border, c.selected))

    def start(self, painter: QPainter, font: QFont) -> None:
        """Before the rows of one paint: the font of the table."""
        if font != self._font or len(self._texts) > _KEPT_TEXTS:
            self._font = QFont(font)
            self._texts.clear()
        painter.setFont(self._font)

    def draw_row(
        self, painter: QPainter, row: QRect, place: int, columns: Iterable[Span], *, selected: bool
    ) -> None:
        """One row; ``columns`` are (number, left, width). The line below belongs to the row."""
        top, height = row.top(), row.height()
        if selected:
            painter.fillRect(row, self._selected)
        painter.fillRect(row.left(), top + height - 1, row.width(), 1, self._line)
        model = self._model
        for column, left, width in columns:
            shown = model.cell(place, column)
            if not shown.text:
                continue
            left, room = left + _PADDING, width - 2 * _PADDING
            sign = model.sign(shown)
            if sign is not None:
                painter.drawPixmap(left, top + (height - 1 - SIGN_SIDE) // 2, sign)
                left, room = left + SIGN_SIDE + _SIGN_GAP, room - SIGN_SIDE - _SIGN_GAP
            if room <= 0:
                continue
            painter.setPen(self._usual if selected else model.colour(shown) or self._usual)
            laid, down = self._laid(shown.text, room, height)
            painter.drawStaticText(QPointF(left, top + down), laid)

    def _laid(self, text: str, width: int, height: int) -> tuple[QStaticText, int]:
        """The text, cut with "…" to the width, laid out, and how far below the row's top."""
        laid = self._texts.get((text, width))
        if laid is None:
            laid = self._lay(text)
            if laid.size().width() > width:
                cut = QFontMetrics(self._font).elidedText(text, Qt.TextElideMode.ElideRight, width)
                laid = self._lay(cut)
            self._texts[(text, width)] = laid
        return laid, (height - 1 - int(laid.size().height())) // 2

    def _lay(self, text: str) -> QStaticText:
        laid = QStaticText(text)
        laid.setTextFormat(Qt.TextFormat.PlainText)
        laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid.prepare(font=self._font)
        return laid
