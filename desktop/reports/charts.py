"""Charts as vectors in a PDF, from the same series that the screen paints."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import ceil
from typing import Any

from desktop.domain.figures import percent
from desktop.domain.figures_series import Series, SeriesKind, Value, percent_ticks, whole_ticks
from desktop.reports.fonts import BOLD, REGULAR
from desktop.reports.radar import draw_radar_in
from desktop.reports.tables.table import decimal_text
from desktop.reports.tables.wrapping import word_width
from desktop.wording.dates import number

CHART_HEIGHT = 165.0
# Dark to light, told apart in grey print as well; late is red and always named.
COLOURS = ("#1d4ed8", "#15803d", "#b91c1c", "#b45309", "#64748b", "#0e7490", "#7c3aed", "#be185d")
_SIZE = 8.0


def draw_chart(
    canvas: Any, series: Series, x: float, y: float, width: float, height: float
) -> None:
    """Draws a series with its title into a box whose lower left corner is (x, y), points."""
    canvas.saveState()
    canvas.setFillColor("#000000")
    canvas.setFont(BOLD, 10)
    unit = f" ({series.unit})" if series.unit else ""
    canvas.drawString(x, y + height - 10, series.title + unit)
    canvas.setFont(REGULAR, _SIZE)
    _DRAWN[series.kind](canvas, series, _Box(x, y, width, height - 18))
    canvas.restoreState()


class _Box:
    """Where a chart may draw."""

    def __init__(self, x: float, y: float, width: float, height: float) -> None:
        self.x, self.y, self.width, self.height = x, y, width, height


def _text(value: Value) -> str:
    if value is None:
        return ""
    return decimal_text(value) if isinstance(value, Decimal) else number(value)


def _axes(canvas: Any, box: _Box, ticks: tuple[int, ...], labels: tuple[str, ...]) -> None:
    """Grid lines with numbers, labels under the places; long rows of labels lose every other."""
    canvas.setStrokeColor("#e2e8f0")
    canvas.setLineWidth(0.5)
    for value in ticks:
        line = box.y + box.height * (value - ticks[0]) / (ticks[-1] - ticks[0])
        canvas.line(box.x, line, box.x + box.width, line)
        canvas.setFillColor("#475569")
        canvas.drawRightString(box.x - 3, line - 3, number(value))
    place = box.width / max(len(labels), 1)
    widest = max((word_width(label, REGULAR, _SIZE) for label in labels), default=0.0)
    every = max(1, ceil((widest + 3) / place))
    for n, label in enumerate(labels):
        if n % every == 0:
            canvas.drawCentredString(box.x + (n + 0.5) * place, box.y - 10, label)


def _legend(canvas: Any, names: list[str], x: float, y: float) -> None:
    for place, name in enumerate(names):
        canvas.setFillColor(COLOURS[place % len(COLOURS)])
        canvas.rect(x, y, 7, 7, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.drawString(x + 10, y, name)
        x += word_width(name, REGULAR, _SIZE) + 24


def _inner(box: _Box, left: float = 30, under: float = 26) -> _Box:
    return _Box(box.x + left, box.y + under, box.width - left, box.height - under - 6)


def _bars(canvas: Any, series: Series, box: _Box) -> None:
    inner = _inner(box)
    values = [v for line in series.lines for v in line.values if v is not None]
    ticks = whole_ticks(max(values, default=0))
    _axes(canvas, inner, ticks, series.labels)
    place = inner.width / len(series.labels)
    bar = place * 0.8 / len(series.lines)
    for n, line in enumerate(series.lines):
        canvas.setFillColor(COLOURS[n % len(COLOURS)])
        for at, value in enumerate(line.values):
            if value:
                left = inner.x + at * place + place * 0.1 + n * bar
                height = inner.height * float(value) / ticks[-1]
                canvas.rect(left, inner.y, bar * 0.92, height, stroke=0, fill=1)
    _legend(canvas, [line.name for line in series.lines], inner.x, box.y)


def _shares(canvas: Any, series: Series, box: _Box) -> None:
    """One bar of parts, each with its number and its share."""
    whole = sum(int(line.values[0] or 0) for line in series.lines) or 1
    left, top = box.x, box.y + box.height - 46
    for n, line in enumerate(series.lines):
        value = int(line.values[0] or 0)
        length = box.width * value / whole
        canvas.setFillColor(COLOURS[n])
        canvas.rect(left, top, length, 26, stroke=0, fill=1)
        left += length
        share = percent(value, whole)
        under = top - 20 - n * 16
        canvas.rect(box.x, under, 8, 8, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.drawString(box.x + 13, under, f"{line.name}: {number(value)} ({_text(share)} %)")


def _ranked(canvas: Any, series: Series, box: _Box) -> None:
    line = series.lines[0]
    values = [value or 0 for value in line.values]
    most = float(max(values, default=0)) or 1.0
    step = min(16.0, box.height / max(len(values), 1))
    names = box.width * 0.42
    y = box.y + box.height - step
    for label, value in zip(series.labels, values, strict=True):
        canvas.setFillColor("#000000")
        canvas.drawRightString(box.x + names - 5, y + 3, _cut(label, names - 8))
        length = (box.width - names - 40) * float(value) / most
        canvas.setFillColor(COLOURS[0])
        canvas.rect(box.x + names, y + 1, length, step - 4, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.drawString(box.x + names + length + 4, y + 3, _text(value))
        y -= step


def _cut(text: str, width: float) -> str:
    if word_width(text, REGULAR, _SIZE) <= width:
        return text
    while text and word_width(text + "…", REGULAR, _SIZE) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _heat(canvas: Any, series: Series, box: _Box) -> None:
    inner = _Box(box.x + 24, box.y + 4, box.width - 24, box.height - 16)
    most = max((int(v or 0) for line in series.lines for v in line.values), default=0) or 1
    across, down = inner.width / len(series.labels), inner.height / len(series.lines)
    for n, label in enumerate(series.labels):
        middle = inner.x + (n + 0.5) * across
        canvas.drawCentredString(middle, inner.y + inner.height + 4, label)
    for row, line in enumerate(series.lines):
        y = inner.y + inner.height - (row + 1) * down
        canvas.setFillColor("#000000")
        canvas.drawRightString(inner.x - 5, y + down / 2 - 3, line.name)
        for n, value in enumerate(line.values):
            share = int(value or 0) / most
            canvas.setFillColorRGB(1 - 0.886 * share, 1 - 0.694 * share, 1 - 0.153 * share)
            canvas.rect(inner.x + n * across, y, across - 1, down - 1, stroke=0, fill=1)
            canvas.setFillColor("#ffffff" if share > 0.55 else "#000000")
            middle = inner.x + (n + 0.5) * across
            canvas.drawCentredString(middle, y + down / 2 - 3, _text(value))


def _trend(canvas: Any, series: Series, box: _Box) -> None:
    inner = _inner(box)
    known = [v for line in series.lines for v in line.values if v is not None]
    known += [series.target] if series.target is not None else []
    ticks = percent_ticks(min(known, default=0))
    low, top = ticks[0], ticks[-1]
    _axes(canvas, inner, ticks, series.labels)
    place = inner.width / len(series.labels)

    def height(value: Value) -> float:
        return inner.y + inner.height * (float(value or 0) - low) / (top - low)

    for n, line in enumerate(series.lines):
        canvas.setStrokeColor(COLOURS[n])
        canvas.setFillColor(COLOURS[n])
        before: tuple[float, float] | None = None
        for at, value in enumerate(line.values):
            if value is None:
                before = None
                continue
            point = (inner.x + (at + 0.5) * place, height(value))
            canvas.setLineWidth(1.4)
            if before is not None:
                canvas.line(*before, *point)
            canvas.circle(*point, 2, stroke=0, fill=1)
            before = point
    names = [line.name for line in series.lines]
    if series.target is not None:
        canvas.setStrokeColor(COLOURS[2])
        canvas.setDash(4, 3)
        canvas.line(inner.x, height(series.target), inner.x + inner.width, height(series.target))
        canvas.setDash()
        canvas.setFillColor(COLOURS[2])
        text = f"Chỉ tiêu {_text(series.target)} %"
        canvas.drawRightString(inner.x + inner.width, height(series.target) + 3, text)
    _legend(canvas, names, inner.x, box.y)


def _radar(canvas: Any, series: Series, box: _Box) -> None:
    draw_radar_in(canvas, series, (box.x, box.y, box.width, box.height), COLOURS, _SIZE)


_DRAWN: dict[SeriesKind, Callable[[Any, Series, _Box], None]] = {
    SeriesKind.BARS: _bars,
    SeriesKind.SHARES: _shares,
    SeriesKind.RANKED: _ranked,
    SeriesKind.HEAT: _heat,
    SeriesKind.TREND: _trend,
    SeriesKind.RADAR: _radar,
}
