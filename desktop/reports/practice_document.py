"""An invented document of the practice office: one page that says that it is a sample."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.fonts import BOLD, REGULAR, register_fonts

_MARK = "DỮ LIỆU MẪU – THỰC HÀNH"
_TOP, _LINE = 270 * mm, 7 * mm


@dataclass(frozen=True, slots=True)
class PracticeDocument:
    """What stands on the page."""

    issuer: str
    place: str
    number: str
    dated: date
    title: str
    summary: str
    signer: str


def render_practice_document(document: PracticeDocument) -> bytes:
    """The page as PDF; the same document gives the same bytes."""
    register_fonts()
    output = io.BytesIO()
    # The stubs take the name of a font for a number; without one a typeface that is not
    # embedded would be named in every file.
    canvas = Canvas(output, pagesize=A4, invariant=1, initialFontName=REGULAR)  # type: ignore[arg-type]
    canvas.setTitle(f"{document.title} {document.number}")
    middle = A4[0] / 2
    canvas.saveState()
    canvas.setFillColor(Color(0.8, 0.8, 0.8))
    canvas.setFont(BOLD, 34)
    canvas.translate(middle, A4[1] / 2)
    canvas.rotate(45)
    canvas.drawCentredString(0, 0, _MARK)
    canvas.restoreState()
    on = document.dated
    for place, (font, size, text) in enumerate(
        (
            (BOLD, 13, document.issuer.upper()),
            (REGULAR, 13, f"Số: {document.number}"),
            (REGULAR, 13, f"{document.place}, ngày {on:%d} tháng {on:%m} năm {on.year}"),
            (BOLD, 15, document.title),
            (BOLD, 13, document.summary),
            (REGULAR, 13, "Văn bản này do chương trình bịa ra để thực hành, không có giá trị."),
            (BOLD, 13, "TM. ỦY BAN NHÂN DÂN"),
            (BOLD, 13, document.signer),
        )
    ):
        canvas.setFont(font, size)
        canvas.drawCentredString(middle, _TOP - place * 2 * _LINE, text)
    canvas.showPage()
    canvas.save()
    return output.getvalue()
