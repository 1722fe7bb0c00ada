"""Fields around a centre: how much of what was possible each of them reached."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.domain.figures_series import Series, Value
from desktop.ui.figures.charts.base import LEGEND, Chart, Mark, draw_legend
from desktop.ui.theme import colours

_RINGS = (0.25, 0.5, 0.75, 1.0)
_NAME_WIDTH, _NAME_HEIGHT = 132.0, 30.0
# Below this radius two lines of a name do not fit between two axes.
_SMALL = 68.0
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine,
           Qt.PenStyle.DashDotLine)  # fmt: skip


class RadarChart(Chart):
    """The first line is filled; the others, to compare with, differ by dashes as by colour."""

    _is_brief = False

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Rings, axes with names, one polygon a line."""
        draw_legend(self, painter, series)
        self._is_brief = False
        centre, radius = self._place()
        if radius < _SMALL:
            self._is_brief = True
            centre, radius = self._place()
        count = len(series.labels)
        self._net(painter, centre, radius, count)
        for place, name in enumerate(self._names(series)):
            self._name(painter, name, place, count, centre, radius)
        marks: list[Mark] = []
        for number in range(len(series.lines) - 1, -1, -1):
            values = series.lines[number].values
            spots = [_spot(centre, radius, place, count, v) for place, v in enumerate(values)]
            self._polygon(painter, spots, number)
            if number == 0:
                marks = self._dots(painter, spots)
        self._scale(painter, centre, radius)
        return marks

    def words(self, mark: Mark) -> str:
        """A field with what every line says of it."""
        assert self.series is not None
        said = [
            f"{line.name}: {line.values[mark.place]} {self.series.unit}".replace(".", ",")
            for line in self.series.lines
            if line.values[mark.place] is not None
        ]
        return "\n".join([self.series.labels[mark.place], *said])

    def _place(self) -> tuple[QPointF, float]:
        width, height = float(self.width()), float(self.height()) - LEGEND
        radius = min(width / 2 - self._name_width() - 12, height / 2 - self._name_height() - 10)
        return QPointF(width / 2, LEGEND + height / 2), max(radius, 40.0)

    def _name_width(self) -> float:
        """As wide as the longest name, up to a usual width: numbers alone need little room."""
        labels = self._names(self.series) if self.series is not None else ()
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in labels), default=0)
        return float(min(_NAME_WIDTH, longest + 6))

    def _name_height(self) -> float:
        return _NAME_HEIGHT / 2 if self._is_brief else _NAME_HEIGHT

    def _names(self, series: Series) -> tuple[str, ...]:
        """In a small chart names would lie over each other: there the fields' numbers stand."""
        if not self._is_brief:
            return series.labels
        return tuple(name.split(" ", 1)[0].rstrip(".") for name in series.labels)

    def _net(self, painter: QPainter, centre: QPointF, radius: float, count: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours().border), 1))
        for share in _RINGS:
            ring = [_at(centre, radius * share, place, count) for place in range(count)]
            painter.drawPolygon(QPolygonF(ring))
        for place in range(count):
            painter.drawLine(centre, _at(centre, radius, place, count))

    def _scale(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        """What the rings stand for, above all lines and beside the dots of the first axis."""
        ground = QColor(colours().surface)
        ground.setAlpha(210)
        for share in _RINGS[1::2]:
            text = f"{share * 100:.0f} %"
            wide = painter.fontMetrics().horizontalAdvance(text) + 4
            box = QRectF(centre.x() + 7, centre.y() - radius * share + 2, wide, 14)
            painter.fillRect(box, ground)
            painter.setPen(QColor(colours().muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _polygon(self, painter: QPainter, spots: list[QPointF | None], number: int) -> None:
        known = [spot for spot in spots if spot is not None]
        colour = self.colour(number)
        pen = QPen(colour, 2 if number == 0 else 1.4, _STYLES[number % len(_STYLES)])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if number == 0:
            soft = QColor(colour)
            soft.setAlpha(40)
            painter.setBrush(soft)
        if len(known) > 2:
            painter.drawPolygon(QPolygonF(known))

    def _dots(self, painter: QPainter, spots: list[QPointF | None]) -> list[Mark]:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour(0))
        marks = []
        for place, spot in enumerate(spots):
            if spot is not None:
                painter.drawEllipse(spot, 3.5, 3.5)
                area = QRectF(spot.x() - 6, spot.y() - 6, 12, 12)
                marks.append(Mark(area, 0, place))
        return marks

    def _name(
        self, painter: QPainter, name: str, place: int, count: int, centre: QPointF, radius: float
    ) -> None:
        """Two lines at most, on the side where the axis ends, inside the widget."""
        tip = _at(centre, radius + 8, place, count)
        lean = math.sin(2 * math.pi * place / count)
        wide = self._name_width()
        # Beside the net, never over it; above and below it, in the middle.
        left = tip.x() - wide * (0.5 if abs(lean) < 0.2 else 0.0 if lean > 0 else 1.0)
        left = min(max(left, 0.0), self.width() - wide)
        rise = -math.cos(2 * math.pi * place / count)
        high = self._name_height()
        top = tip.y() - high * (0.5 - rise * 0.5)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        if abs(lean) < 0.2:
            flags |= Qt.AlignmentFlag.AlignHCenter
        elif lean < 0:
            flags |= Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(colours().text))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(wide * 1.7))
        painter.drawText(QRectF(left, top, wide, high), int(flags), shown)


def _at(centre: QPointF, radius: float, place: int, count: int) -> QPointF:
    angle = 2 * math.pi * place / count
    return QPointF(centre.x() + radius * math.sin(angle), centre.y() - radius * math.cos(angle))


def _spot(centre: QPointF, radius: float, place: int, count: int, value: Value) -> QPointF | None:
    if value is None:
        return None
    return _at(centre, radius * min(float(value), 100.0) / 100, place, count)
