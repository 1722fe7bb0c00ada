"""Lying bars, the longest on top: fields, procedures, officers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.domain.figures_series import Series
from desktop.ui.figures.charts.base import Chart, Mark, value_text
from desktop.ui.theme import colours

_ROW = 24


class RankedChart(Chart):
    """One line of values, a bar a label, in the order of the series."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """As many rows as fit; name left, bar, value right."""
        line = series.lines[0]
        fits = max(1, int(self.height() // _ROW))
        shown = [(place, value) for place, value in enumerate(line.values) if value][:fits]
        highest = max(float(value) for _, value in shown)
        named = self.width() * 0.42
        marks = []
        for row, (place, value) in enumerate(shown):
            top = row * _ROW
            painter.setPen(QColor(colours().text))
            metrics = painter.fontMetrics()
            name = metrics.elidedText(
                series.labels[place], Qt.TextElideMode.ElideRight, int(named) - 10
            )
            painter.drawText(QRectF(0, top, named - 8, _ROW), _LEFT, name)
            text = value_text(value, "")
            room = self.width() - named - 64
            box = QRectF(named, top + 5, max(float(value) / highest * room, 2.0), _ROW - 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(0))
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(QColor(colours().muted))
            painter.drawText(QRectF(box.right() + 6, top, 90, _ROW), _LEFT, text)
            marks.append(Mark(box, 0, place))
        return marks


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
