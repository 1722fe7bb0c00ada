"""A grid of weekdays by hours: the darker, the more came; the number stands in the cell."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.domain.figures_series import Series
from desktop.ui.figures.charts.base import Chart, Mark
from desktop.ui.theme import colours
from desktop.wording.dates import number

_NAMES = 64
_HEAD = 18
_CENTRE = Qt.AlignmentFlag.AlignCenter


class HeatChart(Chart):
    """Lines are rows, labels are columns."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Head, names, cells."""
        c = colours()
        highest = max((float(v) for line in series.lines for v in line.values if v), default=1.0)
        width = (self.width() - _NAMES) / len(series.labels)
        height = min(30.0, (self.height() - _HEAD) / len(series.lines))
        marks = []
        painter.setPen(QColor(c.muted))
        for place, label in enumerate(series.labels):
            painter.drawText(QRectF(_NAMES + place * width, 0, width, _HEAD), _CENTRE, label)
        for row, line in enumerate(series.lines):
            top = _HEAD + row * height
            painter.setPen(QColor(c.muted))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, _NAMES, height), left, line.name)
            for place, value in enumerate(line.values):
                share = float(value or 0) / highest
                box = QRectF(_NAMES + place * width + 1, top + 1, width - 2, height - 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_mixed(c.hover, c.accent, share))
                painter.drawRoundedRect(box, 2, 2)
                if value:
                    painter.setPen(QColor(c.accent_text if share > 0.55 else c.text))
                    painter.drawText(box, _CENTRE, number(int(value)))
                    marks.append(Mark(box, row, place))
        return marks


def _mixed(low: str, high: str, share: float) -> QColor:
    a, b = QColor(low), QColor(high)
    mixed = (
        round(x + (y - x) * share)
        for x, y in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    )
    return QColor(*mixed)
