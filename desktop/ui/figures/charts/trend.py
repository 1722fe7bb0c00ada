"""A line over time with the target beside it: the share on time, month by month."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.domain.figures_series import Series, Value, percent_ticks
from desktop.ui.figures.charts.base import LEGEND, Chart, Mark, decimal_text, draw_legend
from desktop.ui.theme import colours

_BASE = 20
_LEFT = 40


class TrendChart(Chart):
    """Percentages between a floor that shows the differences and a hundred."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Scale, target, line with dots."""
        draw_legend(self, painter, series)
        area = QRectF(
            _LEFT, LEGEND + 8, self.width() - _LEFT - 12, self.height() - LEGEND - 8 - _BASE
        )
        ticks = _ticks(series)
        floor, top = ticks[0], ticks[-1]
        self._scale(painter, area, ticks)
        if series.target is not None:
            y = area.bottom() - (float(series.target) - floor) / (top - floor) * area.height()
            pen = QPen(QColor(colours().due), 1.4, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words = f"chỉ tiêu {decimal_text(series.target)} {series.unit}"
            box = QRectF(area.right() - 160, y - 17, 158, 15)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, words)
        marks = []
        for number_of_line, line in enumerate(series.lines):
            points = _points(line.values, area, floor, top)
            marks += self._line(painter, points, number_of_line)
        self._labels(painter, series, area)
        return marks

    def _line(
        self, painter: QPainter, points: list[QPointF | None], number_of_line: int
    ) -> list[Mark]:
        colour = self.colour(number_of_line)
        painter.setPen(QPen(colour, 2))
        # A month without a value leaves a gap: joining over it would invent one.
        for one, other in itertools.pairwise(points):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        marks = []
        painter.setBrush(colour)
        for place, point in enumerate(points):
            if point is not None:
                painter.drawEllipse(point, 3, 3)
                marks.append(
                    Mark(QRectF(point.x() - 5, point.y() - 5, 10, 10), number_of_line, place)
                )
        return marks

    def _scale(self, painter: QPainter, area: QRectF, ticks: tuple[int, ...]) -> None:
        for value in ticks:
            y = area.bottom() - (value - ticks[0]) / (ticks[-1] - ticks[0]) * area.height()
            painter.setPen(QPen(QColor(colours().border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours().muted))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _LEFT - 6, 16), flags, str(value))

    def _labels(self, painter: QPainter, series: Series, area: QRectF) -> None:
        painter.setPen(QColor(colours().muted))
        step = area.width() / max(len(series.labels) - 1, 1)
        every = max(1, -(-56 // max(int(step), 1)))
        for place, label in enumerate(series.labels):
            if place % every:
                continue
            x = min(area.left() + place * step - 30, self.width() - 60.0)
            box = QRectF(x, area.bottom() + 3, 60, _BASE - 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, label)


def _ticks(series: Series) -> tuple[int, ...]:
    values = [v for line in series.lines for v in line.values if v is not None]
    return percent_ticks(min([*values, *([] if series.target is None else [series.target])]))


def _points(
    values: tuple[Value, ...], area: QRectF, floor: float, top: float
) -> list[QPointF | None]:
    step = area.width() / max(len(values) - 1, 1)
    return [
        None
        if value is None
        else QPointF(
            area.left() + place * step,
            area.bottom() - (float(value) - floor) / (top - floor) * area.height(),
        )
        for place, value in enumerate(values)
    ]
