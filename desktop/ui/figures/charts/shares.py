"""One bar cut into shares, with the parts named below: channels of reception."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.domain.figures_series import Series
from desktop.ui.figures.charts.base import Chart, Mark, decimal_text, value_text
from desktop.ui.theme import colours

_BAR = 26
_ROW = 24


class ShareChart(Chart):
    """Parts of a whole; each part is a line with its sum over the labels."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """The bar, then a row a part: colour, name, value, share."""
        sums = [sum((value or 0) for value in line.values) for line in series.lines]
        whole = sum(sums)
        x, marks = 2.0, []
        for place, part in enumerate(sums):
            if not part:
                continue
            width = float(part) / float(whole) * (self.width() - 4)
            box = QRectF(x, 6, max(width - 1.5, 1.5), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(place))
            painter.drawRoundedRect(box, 3, 3)
            marks.append(Mark(box, place, 0))
            x += width
        for place, (line, part) in enumerate(zip(series.lines, sums, strict=True)):
            top = 6 + _BAR + 10 + place * _ROW
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(place))
            painter.drawRoundedRect(QRectF(2, top + 5, 10, 10), 2, 2)
            painter.setPen(QColor(colours().text))
            row = QRectF(20, top, self.width() - 24, 20)
            painter.drawText(row, _LEFT, line.name)
            share = decimal_text(_percent(part, whole))
            painter.drawText(row, _RIGHT, f"{value_text(part, '')} · {share} %")
        return marks


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _percent(part: int | Decimal, whole: int | Decimal) -> Decimal:
    share = Decimal(part) * 100 / Decimal(whole)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
