"""A periodic report as PDF: the letter after NĐ 30/2020/NĐ-CP (Phụ lục I), then its annex."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from desktop.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, drawable
from desktop.reports.periodic.letter import Letter, LetterPart
from desktop.reports.qr import draw_qr
from desktop.reports.tables.pdf import (
    BOTTOM,
    LEFT,
    MM,
    QR_SIDE,
    RIGHT,
    SIGN_SPACE,
    Paper,
)
from desktop.reports.tables.pdf_grid import Grid
from desktop.wording import reports as words

_SIZE = 13.5
_INDENT = 10 * MM
_BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=_SIZE,
    leading=_SIZE * 1.35,
    alignment=TA_JUSTIFY,
    firstLineIndent=_INDENT,
    allowWidows=0,
    allowOrphans=0,
)
_HEADINGS = (
    ParagraphStyle("part", parent=_BODY, fontName=BOLD, alignment=0),
    ParagraphStyle("piece", parent=_BODY, fontName=BOLD, alignment=0),
    ParagraphStyle("point", parent=_BODY, fontName=BOLD_ITALIC, alignment=0),
)
_GAP = 5.0
# A paragraph of so many lines is never broken; a longer one keeps two on each page.
_WHOLE_LINES, _KEPT_LINES = 3, 2


class LetterPaper(Paper):
    """The letter on upright pages; the annex lies on its side when it has many columns."""

    def draw(self) -> None:
        """The whole report."""
        letter = self.table.letter
        assert letter is not None
        self._foot()
        self._letterhead()
        self._heading(letter)
        self._paragraph(letter.opening, _BODY)
        for place in range(len(letter.parts)):
            self._part(letter.parts[place:])
        # A signature never stands on a page without a line of text.
        self._need(self._height(letter.closing, _BODY) + _GAP + self._signed_height())
        self._paragraph(letter.closing, _BODY)
        self._signed(letter)
        self._annex(letter)

    def _heading(self, letter: Letter) -> None:
        self.y -= 14
        self._text(letter.title, BOLD, 14, centred=True)
        self._text(letter.abstract, BOLD, 14, centred=True)
        self.canvas.setLineWidth(0.7)
        middle, length = LEFT + self.width / 2, self.width * 0.2
        self.y -= 4
        self.canvas.line(middle - length / 2, self.y, middle + length / 2, self.y)
        self.y -= 12

    def _part(self, parts: tuple[LetterPart, ...]) -> None:
        """The first of the parts; a heading never stands alone at the foot of a page."""
        self._need(self._room(parts))
        self._paragraph(parts[0].heading, _heading(parts[0]))
        for text in parts[0].paragraphs:
            self._paragraph(text, _BODY)

    def _room(self, parts: tuple[LetterPart, ...]) -> float:
        """A heading with the lines that must follow it: of its text, or of the next part."""
        if not parts:
            return 0.0
        first, *rest = parts
        room = self._height(first.heading, _heading(first)) + _GAP
        if not first.paragraphs:
            return room + self._room(tuple(rest))
        lines = round(self._height(first.paragraphs[0], _BODY) / _BODY.leading)
        kept = lines if lines <= _WHOLE_LINES else _KEPT_LINES
        return room + kept * _BODY.leading

    def _height(self, text: str, style: ParagraphStyle) -> float:
        _, height = Paragraph(escape(drawable(text)), style).wrap(self.width, self.page_height)
        return float(height)

    def _paragraph(self, text: str, style: ParagraphStyle) -> None:
        """Broken over pages where it must be; two lines at least stay together."""
        if not text:
            return
        pieces: list[Any] = [Paragraph(escape(drawable(text)), style)]
        while pieces:
            piece = pieces.pop(0)
            _, height = piece.wrap(self.width, self.y - BOTTOM)
            if height <= self.y - BOTTOM:
                piece.drawOn(self.canvas, LEFT, self.y - height)
                self.y -= height + _GAP
                continue
            split = piece.split(self.width, self.y - BOTTOM)
            if len(split) > 1:
                first, *rest = split
                _, height = first.wrap(self.width, self.y - BOTTOM)
                first.drawOn(self.canvas, LEFT, self.y - height)
                pieces = [*rest, *pieces]
            else:
                pieces = [piece, *pieces]
            self._turn()

    def _signed(self, letter: Letter) -> None:
        """The signature on the right; recipients, and the code of an issued report, on the left."""
        self._need(self._signed_height())
        self.y -= 10
        top, middle = self.y, LEFT + self.width * 0.75
        y = top - 13
        self.canvas.setFont(BOLD, 13)
        for line in letter.signer:
            self.canvas.drawCentredString(middle, y, line)
            y -= 16
        self._recipients(top)
        self.y = top - self._signed_height()

    def _signed_height(self) -> float:
        """Room for the seal and the name, or for recipients and code, whichever is more."""
        recipients = 13 * len(self.table.head.recipients) + 40
        code = QR_SIDE + 12 if self.table.stamp else 0
        return float(max(SIGN_SPACE + 60, recipients + code))

    def _annex(self, letter: Letter) -> None:
        self.canvas.showPage()
        if self.table.landscape:
            self._lay_down()
        self._begin_page()
        self._text(letter.annex_title, BOLD, 14, centred=True)
        self._text(letter.annex_of, ITALIC, 13, centred=True)
        self._text(self.table.subtitle, ITALIC, 12, centred=True)
        self.y -= 6
        size = 10.0 if len(self.table.columns) > 8 else 11.0
        grid = Grid(self.canvas, self.table, LEFT, self.width, size)
        self.y = grid.draw(self.y, BOTTOM, self._turn) - 8
        self._remarks()
        if self.table.stamp:
            self._need(QR_SIDE + 20)
            self.y -= QR_SIDE + 4
            draw_qr(self.canvas, self.table.stamp, LEFT - 4, self.y, QR_SIDE)
            self.canvas.setFont(REGULAR, 8)
            stamp = words.STAMP_LINE.format(stamp=self.table.short_stamp)
            self.canvas.drawString(LEFT, self.y - 6, stamp)

    def _lay_down(self) -> None:
        """Pages from here on lie on their side."""
        self.page_width, self.page_height = landscape(A4)
        self.canvas.setPageSize((self.page_width, self.page_height))
        self.width = self.page_width - LEFT - RIGHT
        self.right = self.page_width - RIGHT


def _heading(part: LetterPart) -> ParagraphStyle:
    return _HEADINGS[min(part.level, len(_HEADINGS) - 1)]
