"""Bars side by side, a group a label: months with received, settled, late."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.domain.figures_series import Series, whole_ticks
from desktop.ui.figures.charts.base import LEGEND, Chart, Mark, draw_legend
from desktop.ui.theme import colours
from desktop.wording.dates import number

_BASE = 20
_LEFT = 40


class BarChart(Chart):
    """Grouped bars over one scale with a few quiet lines."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Scale, bars, labels."""
        draw_legend(self, painter, series)
        area = QRectF(
            _LEFT, LEGEND + 6, self.width() - _LEFT - 6, self.height() - LEGEND - 6 - _BASE
        )
        values = [value for line in series.lines for value in line.values if value is not None]
        ticks = whole_ticks(max(values), most=3)
        self._scale(painter, area, ticks)
        width = area.width() / len(series.labels)
        bar = max(2.0, min(18.0, width * 0.8 / len(series.lines)))
        marks = []
        for place, label in enumerate(series.labels):
            left = area.left() + place * width + (width - bar * len(series.lines)) / 2
            for number_of_line, line in enumerate(series.lines):
                value = line.values[place]
                if value:
                    height = float(value) / ticks[-1] * area.height()
                    x = left + number_of_line * bar
                    box = QRectF(x, area.bottom() - height, max(bar - 1.5, 1.5), height)
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(self.colour(number_of_line))
                    painter.drawRoundedRect(box, 1.5, 1.5)
                    marks.append(Mark(box, number_of_line, place))
            self._label(painter, label, area, place, width, len(series.labels))
        return marks

    def _scale(self, painter: QPainter, area: QRectF, ticks: tuple[int, ...]) -> None:
        for value in ticks:
            y = area.bottom() - value / ticks[-1] * area.height()
            painter.setPen(QPen(QColor(colours().border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours().muted))
            box = QRectF(0, y - 8, _LEFT - 6, 16)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, number(value))

    def _label(
        self, painter: QPainter, label: str, area: QRectF, place: int, width: float, count: int
    ) -> None:
        wide = painter.fontMetrics().horizontalAdvance(label) + 8
        every = max(1, -(-int(wide) // max(int(width), 1)))
        near_end = count - 1 - place < every
        if (place % every or near_end) and place != count - 1:
            return
        painter.setPen(QColor(colours().muted))
        middle = area.left() + (place + 0.5) * width
        left = min(middle - wide / 2, self.width() - wide)
        box = QRectF(left, area.bottom() + 3, wide, _BASE - 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, label)
