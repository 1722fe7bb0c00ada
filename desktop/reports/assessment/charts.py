"""The pictures of a score as vectors: years, fields on a radar, from maximum to score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.criteria.pictures import StepKind, WaterfallStep
from desktop.domain.figures_series import Series
from desktop.reports.charts import COLOURS, draw_chart
from desktop.reports.fonts import BOLD, REGULAR, register_fonts
from desktop.reports.radar import (
    at,
    axis_angles,
    draw_axis_name,
    draw_net,
    draw_outline,
    in_two_lines,
    known_points,
)
from desktop.reports.writing import written_whole
from desktop.wording.criteria import decimal

_PAGE = landscape(A4)
_SIZE = 8.5


@dataclass(frozen=True, slots=True)
class RadarLine:
    """One outline on the radar: a name and a share in percent for each axis; None for a gap."""

    name: str
    percents: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartPaper:
    """What the page of pictures shows; ``years`` are lines of text under the trend."""

    title: str
    subtitle: str
    marks: tuple[str, ...]
    trend: Series
    years: tuple[str, ...]
    axes: tuple[str, ...]
    radar: tuple[RadarLine, ...]
    steps: tuple[WaterfallStep, ...]
    step_names: tuple[str, ...]


def write_charts(target: Path, paper: ChartPaper, *, bare: bool = False) -> int:
    """Writes one page; gives its number. ``bare``: the pictures alone, to lay into another paper.

    Raises DISK_FULL, FILE_NOT_WRITABLE.
    """
    register_fonts()
    with written_whole(target) as aside:
        canvas = Canvas(str(aside), pagesize=_PAGE, invariant=1, lang="vi-VN")
        canvas.setTitle(f"{paper.title} – {paper.subtitle}")
        if bare:  # cut to what is drawn
            canvas.setCropBox((8 * mm, 15 * mm, _PAGE[0] - 8 * mm, _PAGE[1] - 24 * mm))
        else:
            _head_and_foot(canvas, paper)
        left, half = 15 * mm, (_PAGE[0] - 34 * mm) / 2
        draw_chart(canvas, paper.trend, left, 122 * mm, half, 60 * mm)
        canvas.setFont(REGULAR, _SIZE)
        for place, line in enumerate(paper.years):
            canvas.drawString(left, 116 * mm - place * 11, line)
        draw_radar(canvas, paper.axes, paper.radar, (left + half * 1.52, 136 * mm), 32 * mm)
        draw_waterfall(canvas, paper, (left, 22 * mm, _PAGE[0] - 2 * left, 68 * mm))
        canvas.showPage()
        canvas.save()
    return 1


def _head_and_foot(canvas: Any, paper: ChartPaper) -> None:
    canvas.setFont(BOLD, 14)
    canvas.drawCentredString(_PAGE[0] / 2, _PAGE[1] - 16 * mm, paper.title)
    canvas.setFont(REGULAR, 11)
    canvas.drawCentredString(_PAGE[0] / 2, _PAGE[1] - 22 * mm, paper.subtitle)
    canvas.setFont(BOLD, 8.5)
    canvas.drawCentredString(_PAGE[0] / 2, 9 * mm, " – ".join(paper.marks))


def draw_radar(
    canvas: Any,
    axes: tuple[str, ...],
    lines: tuple[RadarLine, ...],
    middle: tuple[float, float],
    radius: float,
) -> None:
    """Draws the shares of the fields around a middle; the first axis points up."""
    x, y = middle
    canvas.saveState()
    canvas.setFont(BOLD, 10)
    canvas.setFillColor("#000000")
    canvas.drawCentredString(x, y + radius + 30, "Từng lĩnh vực (% điểm áp dụng)")
    angles = axis_angles(len(axes))
    draw_net(canvas, middle, radius, angles)
    canvas.setFont(REGULAR, _SIZE)
    for name, angle in zip(axes, angles, strict=True):
        draw_axis_name(canvas, name, at(middle, radius + 7, angle), angle, 62 * mm / 2, _SIZE)
    for place, line in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(1.6 if place == 0 else 1.0)
        canvas.setDash() if place == 0 else canvas.setDash(3, 2)
        draw_outline(canvas, known_points(line.percents, middle, radius, angles))
        canvas.setDash()
        canvas.setFillColor(colour)
        canvas.rect(x + radius * 1.4, y - radius - 24 + place * 11, 7, 7, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.drawString(x + radius * 1.4 + 10, y - radius - 24 + place * 11, line.name)
    canvas.restoreState()


def draw_waterfall(canvas: Any, paper: ChartPaper, box: tuple[float, float, float, float]) -> None:
    """Draws the bars from the maximum to the score; each carries its number and its name."""
    x, y, width, height = box
    canvas.saveState()
    canvas.setFont(BOLD, 10)
    canvas.setFillColor("#000000")
    canvas.drawString(x, y + height + 6, "Từ điểm tối đa đến điểm đạt")
    top = float(max((max(s.start, s.end) for s in paper.steps), default=Decimal(1))) or 1.0
    room, under = height - 40, y + 22
    place = width / max(len(paper.steps), 1)
    for number, (step, name) in enumerate(zip(paper.steps, paper.step_names, strict=True)):
        low, high = sorted((float(step.start), float(step.end)))
        left = x + number * place + place * 0.14
        canvas.setFillColor(_COLOUR_OF[step.kind] if step.change <= 0 else _GAINS[step.kind])
        bar = max(room * (high - low) / top, 0.6)
        canvas.rect(left, under + room * low / top, place * 0.72, bar, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        canvas.setFont(REGULAR, _SIZE)
        centre = left + place * 0.36
        canvas.drawCentredString(centre, under + room * high / top + 3, decimal(step.change, 2))
        for row, part in enumerate(in_two_lines(name, place - 4, _SIZE)):
            canvas.drawCentredString(centre, y + 11 - row * 10, part)
    canvas.restoreState()


_COLOUR_OF = dict.fromkeys(StepKind, COLOURS[2]) | {StepKind.NOT_APPLICABLE: COLOURS[4]}
_GAINS = dict.fromkeys(StepKind, COLOURS[1]) | {
    StepKind.MAXIMUM: COLOURS[4],
    StepKind.TOTAL: COLOURS[0],
}
