"""Results over the years against the edges of the ratings, with rank and rating underneath."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.domain.criteria.items import Band
from desktop.domain.figures_series import Series
from desktop.ui.figures.charts.base import LEGEND, Chart, Mark, draw_legend, value_text
from desktop.ui.theme import colours

_BASE, _LEFT, _BANDS = 38, 10, 96


class YearsChart(Chart):
    """Lines with dots; each year says its rank; dashed lines are the edges of the ratings."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._notes: tuple[str, ...] = ()
        self._bands: tuple[Band, ...] = ()

    def show_years(self, series: Series, notes: tuple[str, ...], bands: tuple[Band, ...]) -> None:
        """Replaces what is drawn; ``notes`` stand under the years."""
        self._notes = notes
        self._bands = bands
        self.show_series(series)
        told = "; ".join(f"{year}: {note}" for year, note in zip(series.labels, notes, strict=True))
        self.setAccessibleDescription(f"{self.accessibleDescription()}. {told}")

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Edges of the ratings, lines, values, years with their notes."""
        draw_legend(self, painter, series)
        area = QRectF(
            _LEFT, LEGEND + 12, self.width() - _LEFT - _BANDS, self.height() - LEGEND - 12 - _BASE
        )
        floor = _floor(series, self._bands)
        self._edges(painter, area, floor)
        step = area.width() / len(series.labels)
        marks: list[Mark] = []
        for number, line in enumerate(series.lines):
            spots = [
                None
                if value is None
                else QPointF(area.left() + (place + 0.5) * step, _height(area, floor, float(value)))
                for place, value in enumerate(line.values)
            ]
            marks += self._line(painter, spots, number, series)
        self._years(painter, series, area, step)
        return marks

    def words(self, mark: Mark) -> str:
        """The usual words, with rating and rank."""
        note = self._notes[mark.place] if mark.place < len(self._notes) else ""
        return f"{super().words(mark)}\n{note}"

    def _edges(self, painter: QPainter, area: QRectF, floor: float) -> None:
        for band in self._bands:
            edge = float(band.lowest)
            if not floor <= edge <= 100:
                continue
            y = _height(area, floor, edge)
            painter.setPen(QPen(QColor(colours().border), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours().muted))
            text = f"{band.name} {value_text(band.lowest, '')}"
            box = QRectF(area.right() + 6, y - 8, _BANDS - 8, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _line(
        self, painter: QPainter, spots: Sequence[QPointF | None], number: int, series: Series
    ) -> list[Mark]:
        colour = self.colour(number)
        style = Qt.PenStyle.SolidLine if number else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2, style))
        for one, other in itertools.pairwise(spots):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        marks = []
        for place, spot in enumerate(spots):
            if spot is None:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(spot, 3.5, 3.5)
            painter.setPen(colour)
            text = value_text(series.lines[number].values[place], "")
            above = number == len(series.lines) - 1
            box = QRectF(spot.x() - 40, spot.y() - 20 if above else spot.y() + 5, 80, 15)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)
            marks.append(Mark(QRectF(spot.x() - 6, spot.y() - 6, 12, 12), number, place))
        return marks

    def _years(self, painter: QPainter, series: Series, area: QRectF, step: float) -> None:
        for place, year in enumerate(series.labels):
            left = area.left() + place * step
            painter.setPen(QColor(colours().text))
            top = area.bottom() + 6
            painter.drawText(QRectF(left, top, step, 16), Qt.AlignmentFlag.AlignHCenter, year)
            painter.setPen(QColor(colours().muted))
            note = painter.fontMetrics().elidedText(
                self._notes[place], Qt.TextElideMode.ElideRight, int(step) - 6
            )
            painter.drawText(QRectF(left, top + 16, step, 16), Qt.AlignmentFlag.AlignHCenter, note)


def _floor(series: Series, bands: tuple[Band, ...]) -> float:
    """A little under the lowest value, at the edge of a rating where there is one."""
    values = [float(v) for line in series.lines for v in line.values if v is not None]
    lowest = min(values) - 4
    edges = [float(band.lowest) for band in bands if float(band.lowest) <= lowest]
    return max([*edges, 0.0, lowest // 10 * 10])


def _height(area: QRectF, floor: float, value: float) -> float:
    return area.bottom() - (min(value, 100.0) - floor) / (100 - floor) * area.height()
