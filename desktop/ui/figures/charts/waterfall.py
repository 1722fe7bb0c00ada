"""From a whole to what is left: each bar hangs where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.domain.figures_series import Series
from desktop.ui.figures.charts.base import Chart, Mark, value_text
from desktop.ui.theme import colours

_ROW = 26
_NAMED = 0.36
_VALUE = 84


@dataclass(frozen=True, slots=True)
class _Bar:
    start: float
    end: float
    is_whole: bool


class WaterfallChart(Chart):
    """Lying bars, so that the names of the fields can be read: the whole on top, the rest last."""

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """A row a step: name, bar, change."""
        bars = _bars(series)
        top = max(max(bar.start, bar.end) for bar in bars) or 1.0
        named = self.width() * _NAMED
        room = self.width() - named - _VALUE
        height = min(_ROW, self.height() / len(bars))
        marks = []
        for place, bar in enumerate(bars):
            y = place * height
            self._name(painter, series.labels[place], QRectF(2, y, named - 10, height), bar)
            left = named + min(bar.start, bar.end) / top * room
            width = max(abs(bar.end - bar.start) / top * room, 1.5)
            box = QRectF(left, y + height * 0.18, width, height * 0.64)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tone(bar))
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(QColor(colours().muted))
            text = self._change(series, place, bar)
            beside = QRectF(max(box.right(), left) + 6, y, _VALUE, height)
            painter.drawText(beside, _LEFT, text)
            if place + 1 < len(bars):
                self._thread(painter, named + bar.end / top * room, y + height * 0.82, height)
            marks.append(Mark(QRectF(2, y + 1, self.width() - 4, height - 2), 0, place))
        return marks

    def words(self, mark: Mark) -> str:
        """The step, its change, what is left after it."""
        assert self.series is not None
        bar = _bars(self.series)[mark.place]
        text = self._change(self.series, mark.place, bar)
        left = f"{bar.end:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        rest = "" if bar.is_whole else f" → còn {left} {self.series.unit}"
        return f"{self.series.labels[mark.place]}\n{text}{rest}"

    def _name(self, painter: QPainter, text: str, area: QRectF, bar: _Bar) -> None:
        font = painter.font()
        font.setBold(bar.is_whole)
        painter.setFont(font)
        painter.setPen(QColor(colours().text))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, _LEFT, shown)
        font.setBold(False)
        painter.setFont(font)

    def _tone(self, bar: _Bar) -> QColor:
        c = colours()
        if bar.is_whole:
            return QColor(c.accent)
        return QColor(c.good if bar.end > bar.start else c.overdue)

    def _change(self, series: Series, place: int, bar: _Bar) -> str:
        value: int | Decimal = series.lines[0].values[place] or 0
        if bar.is_whole:
            return value_text(value, "")
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return f"{sign}{value_text(-value if value < 0 else value, '')}"

    def _thread(self, painter: QPainter, x: float, y: float, height: float) -> None:
        """From the end of a bar to the start of the next one."""
        painter.setPen(QPen(QColor(colours().strong_border), 1))
        painter.drawLine(QPointF(x, y), QPointF(x, y + height * 0.36))


def _bars(series: Series) -> list[_Bar]:
    values = [float(value or 0) for value in series.lines[0].values]
    found: list[_Bar] = []
    for place, value in enumerate(values):
        whole = place in (0, len(values) - 1)
        start = 0.0 if whole else found[-1].end
        found.append(_Bar(start, value if whole else start + value, whole))
    return found


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
