"""A page that stands for a document of a unit in practice data; it says so in large letters."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.fonts import BOLD, ITALIC, REGULAR, register_fonts
from desktop.wording.criteria import SAMPLE_MARK

_LEFT, _TOP, _LINE = 30 * mm, 40 * mm, 8 * mm


def render_sample_page(issuer: str, number: str, title: str, lines: Sequence[str]) -> bytes:
    """One page as PDF: who issued it, its number, title and lines, and the mark."""
    register_fonts()
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    place = A4[1] - _TOP
    for font, size, text in (
        (BOLD, 13, issuer),
        (REGULAR, 13, f"Số: {number}"),
        (BOLD, 16, title),
        *((REGULAR, 13, line) for line in lines),
        (ITALIC, 13, f"({SAMPLE_MARK})"),
    ):
        canvas.setFont(font, size)
        canvas.drawString(_LEFT, place, text)
        place -= _LINE * (2 if font == BOLD else 1)
    canvas.showPage()
    canvas.save()
    return output.getvalue()
