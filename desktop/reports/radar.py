"""A radar in a PDF: one axis a label, every line an outline to the same scale of a hundred."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

from desktop.domain.figures_series import Series, Value
from desktop.reports.fonts import REGULAR
from desktop.reports.tables.wrapping import word_width

Point = tuple[float, float]
_RINGS = 4
_DASHES = ((), (4, 2), (1, 2), (6, 2, 1, 2))


def draw_radar_in(
    canvas: Any,
    series: Series,
    box: tuple[float, float, float, float],
    colours: tuple[str, ...],
    size: float,
) -> None:
    """Draws a series into a box (x, y, width, height): names around, a legend left."""
    x, y, width, height = box
    # Names beside the outer axes need room for two lines of some words.
    radius = max(min(height / 2 - 2.6 * size, width * 0.27), 20.0)
    middle = x + width / 2, y + height / 2
    angles = axis_angles(len(series.labels))
    draw_net(canvas, middle, radius, angles)
    canvas.setFont(REGULAR, size)
    for name, angle in zip(series.labels, angles, strict=True):
        room = width / 2 - radius * abs(cos(angle)) - 10
        draw_axis_name(canvas, name, at(middle, radius + 5, angle), angle, room, size)
    for place, line in enumerate(series.lines):
        colour = colours[place % len(colours)]
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(1.6 if place == 0 else 1.0)
        canvas.setDash(*([list(_DASHES[place % len(_DASHES)])] if _DASHES[place % 4] else []))
        draw_outline(canvas, known_points(line.values, middle, radius, angles))
        canvas.setDash()
        top = y + height - (place + 1) * (size + 4)
        canvas.setFillColor(colour)
        canvas.rect(x, top, size - 1, size - 1, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.drawString(x + size + 3, top, line.name)


def axis_angles(count: int) -> list[float]:
    """The first axis points up, the others follow clockwise."""
    return [pi / 2 - 2 * pi * n / max(count, 1) for n in range(count)]


def draw_net(canvas: Any, middle: Point, radius: float, angles: list[float]) -> None:
    """Rings at each quarter, and the axes."""
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor("#cbd5e1")
    for ring in range(1, _RINGS + 1):
        draw_outline(canvas, [at(middle, radius * ring / _RINGS, angle) for angle in angles])
    for angle in angles:
        canvas.line(*middle, *at(middle, radius, angle))


def known_points(
    values: tuple[Value, ...], middle: Point, radius: float, angles: list[float]
) -> list[Point]:
    """Where the known values stand; gaps are left out."""
    return [
        at(middle, radius * min(float(value), 100.0) / 100, angle)
        for value, angle in zip(values, angles, strict=True)
        if value is not None
    ]


def at(middle: Point, radius: float, angle: float) -> Point:
    """A point around the middle."""
    return middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)


def draw_outline(canvas: Any, points: list[Point]) -> None:
    """A closed line through the points."""
    if len(points) < 2:
        return
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path)


def draw_axis_name(
    canvas: Any, name: str, point: Point, angle: float, width: float, size: float
) -> None:
    """Two lines at most, on the side where the axis ends."""
    canvas.setFillColor("#000000")
    parts = in_two_lines(name, width, size)
    step = size + 0.5
    above = step * (len(parts) - 1) if sin(angle) > 0.9 else 0
    for row, part in enumerate(parts):
        place = point[0], point[1] - 3 - row * step + above
        if abs(cos(angle)) < 0.2:
            canvas.drawCentredString(*place, part)
        elif cos(angle) > 0:
            canvas.drawString(*place, part)
        else:
            canvas.drawRightString(*place, part)


def in_two_lines(text: str, width: float, size: float) -> list[str]:
    """The text in at most two lines of this width; what is left over ends in dots."""
    lines, line = [], ""
    for word in text.split():
        wider = f"{line} {word}".strip()
        if line and word_width(wider, REGULAR, size) > width:
            lines.append(line)
            wider = word
        line = wider
    lines.append(line)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]
