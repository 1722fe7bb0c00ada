"""A tabular report as PDF in the layout of NĐ 30/2020/NĐ-CP (Phụ lục I)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.reports.charts import CHART_HEIGHT, draw_chart
from desktop.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, register_fonts
from desktop.reports.qr import draw_qr
from desktop.reports.tables.pdf_grid import Grid
from desktop.reports.tables.table import ReportTable
from desktop.reports.tables.wrapping import word_width, wrapped
from desktop.reports.writing import written_whole
from desktop.wording import reports as words
from desktop.wording.dates import long_day

MM = 72 / 25.4
TOP, BOTTOM, LEFT, RIGHT = 20 * MM, 20 * MM, 30 * MM, 15 * MM
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
SIGN_SPACE = 26 * MM
SIGNED = SIGN_SPACE + 60  # what the whole block of signatures needs
_REMARK_SIZE = 10.5
QR_SIDE = 24 * MM
_SIGN_HINT = "(Ký, ghi rõ họ tên)"
_SEAL_HINT = "(Ký, ghi rõ họ tên, đóng dấu)"


def write_pdf(table: ReportTable, target: Path) -> int:
    """Writes the report; gives the number of pages. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    size = landscape(A4) if table.landscape and table.letter is None else A4
    with written_whole(target) as aside:
        # The first font named: reportlab's own usual one would be listed without being embedded.
        canvas = Canvas(
            str(aside),
            pagesize=size,
            invariant=1,
            lang="vi-VN",
            initialFontName=REGULAR,  # type: ignore[arg-type] # the stubs say a number
        )
        canvas.setTitle(f"{table.title} – {table.subtitle}")
        canvas.setAuthor(table.head.unit)
        canvas.setSubject(table.head.form_number or table.title)
        canvas.setKeywords(table.stamp)
        canvas.setCreator("Sổ Một Cửa")
        page = _paper_for(table)(canvas, table, size)
        page.draw()
        canvas.save()
    return page.number


def _paper_for(table: ReportTable) -> type[Paper]:
    if table.letter is None:
        return Paper
    from desktop.reports.periodic.pdf import LetterPaper

    return LetterPaper


class Paper:
    """Draws from top to bottom; ``y`` is where the next thing goes."""

    def __init__(self, canvas: Any, table: ReportTable, size: tuple[float, float]) -> None:
        self.canvas = canvas
        self.table = table
        self.page_width, self.page_height = size
        self.width = self.page_width - LEFT - RIGHT
        self.right = self.page_width - RIGHT
        self.y = self.page_height - TOP
        self.number = 1

    def draw(self) -> None:
        """The whole report."""
        self._foot()
        self._letterhead()
        self._titles()
        size = 10.0 if len(self.table.columns) > 11 else 11.0
        grid = Grid(self.canvas, self.table, LEFT, self.width, size)
        remarks = self._remark_lines()
        tail = 0.0 if remarks else 8 + SIGNED
        self.y = grid.draw(self.y, BOTTOM, self._turn, tail) - 8
        self._remarks(SIGNED)
        self._signatures()
        self._charts()

    def _turn(self) -> float:
        self.canvas.showPage()
        return self._begin_page()

    def _begin_page(self) -> float:
        self.number += 1
        self.canvas.setFont(REGULAR, 13)
        top = self.page_height - 12 * MM
        self.canvas.drawCentredString(self.page_width / 2, top, str(self.number))
        self._foot()
        self.y = self.page_height - TOP
        return self.y

    def _foot(self) -> None:
        if self.table.head.is_practice:
            self.canvas.setFont(BOLD, 9)
            self.canvas.setFillGray(0.35)
            text = "VĂN PHÒNG THỰC HÀNH – DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
            self.canvas.drawCentredString(self.page_width / 2, 10 * MM, text)
            self.canvas.setFillGray(0)

    def _need(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self._turn()

    def _letterhead(self) -> None:
        head, top = self.table.head, self.y
        share = 0.40 if self.page_width < self.page_height else 0.42
        left = LEFT + self.width * share / 2
        right = LEFT + self.width * (share + (1 - share) / 2)
        room = self.width * share - 6
        above = wrapped(head.parent_body.upper(), REGULAR, 12, room) if head.parent_body else []
        y = self._lines(left, top, above, REGULAR)
        names = wrapped(head.unit_name.upper(), BOLD, 12, room)
        y = self._lines(left, y, names, BOLD)
        self._rule(left, y - 5, word_width(names[-1], BOLD, 12) * 0.42)
        lower = self._lines(right, top, [_NATION], BOLD) - 16
        self.canvas.setFont(BOLD, 13)
        self.canvas.drawCentredString(right, lower, _MOTTO)
        self._rule(right, lower - 5, word_width(_MOTTO, BOLD, 13))
        self.y = min(y, lower) - 24
        self.canvas.setFont(REGULAR, 13)
        self.canvas.drawCentredString(left, self.y, head.number_line)
        day = long_day(head.made_on) if head.made_on else "ngày ..... tháng ..... năm ........"
        self.canvas.setFont(ITALIC, 13)
        self.canvas.drawCentredString(right, self.y, f"{head.place}, {day}")
        self.y -= 14

    def _lines(self, middle: float, top: float, lines: list[str], font: str) -> float:
        self.canvas.setFont(font, 12)
        for line in lines:
            top -= 14
            self.canvas.drawCentredString(middle, top, line)
        return top

    def _rule(self, middle: float, y: float, length: float) -> None:
        self.canvas.setLineWidth(0.7)
        self.canvas.line(middle - length / 2, y, middle + length / 2, y)

    def _titles(self) -> None:
        head, table = self.table.head, self.table
        if head.form_number:
            self._text(head.form_number, BOLD, 11)
        self.y -= 4
        self._text(table.title, BOLD, 14, centred=True)
        self._text(table.subtitle, ITALIC, 13, centred=True)
        if head.form_number:
            unit = words.REPORTING_UNIT.format(unit=head.unit)
            self._text(unit, REGULAR, 11)
            receiver = head.receiver or "…" * 16
            self._text(words.RECEIVING_UNIT.format(unit=receiver), REGULAR, 11)
        if head.counted_in:
            self.canvas.setFont(ITALIC, 11)
            self.canvas.drawRightString(self.right, self.y - 11, head.counted_in)
            self.y -= 15
        self.y -= 8

    def _text(self, text: str, font: str, size: float, centred: bool = False) -> None:
        for line in wrapped(text, font, size, self.width):
            self._need(size * 1.3)
            self.canvas.setFont(font, size)
            self.y -= size * 1.25
            if centred:
                self.canvas.drawCentredString(LEFT + self.width / 2, self.y, line)
            else:
                self.canvas.drawString(LEFT, self.y, line)
        self.y -= 2

    def _remark_lines(self) -> list[tuple[str, str]]:
        """Typeface and text: headings, what does not add up, notes."""
        groups = (
            (words.PROBLEMS_HEADING, self.table.problems),
            (words.NOTES_HEADING, self.table.notes),
        )
        return [
            line
            for heading, lines in groups
            if lines
            for line in ((BOLD_ITALIC, heading), *((REGULAR, f"- {text}") for text in lines))
        ]

    def _remarks(self, below: float = 0.0) -> None:
        """Remarks; the last one stays with what stands ``below``, a heading with its first."""
        lines = self._remark_lines()
        last = len(lines) - 1
        for place, (font, text) in enumerate(lines):
            height = self._remark_height(text, font, _REMARK_SIZE)
            if font == BOLD_ITALIC:
                height += self._remark_height(lines[place + 1][1], REGULAR, _REMARK_SIZE)
            self._need(height + (below if place + (font == BOLD_ITALIC) == last else 0.0))
            self._text(text, font, _REMARK_SIZE)

    def _remark_height(self, text: str, font: str, size: float) -> float:
        return len(wrapped(text, font, size, self.width)) * size * 1.3 + 2

    def _charts(self) -> None:
        if not self.table.charts:
            return
        self._turn()
        self._text(words.CHARTS_HEADING, BOLD, 13, centred=True)
        beside = 2 if self.table.landscape else 1
        gap = 14.0
        width = (self.width - gap * (beside - 1)) / beside
        for start in range(0, len(self.table.charts), beside):
            self._need(CHART_HEIGHT + 12)
            self.y -= CHART_HEIGHT + 10
            for place, series in enumerate(self.table.charts[start : start + beside]):
                left = LEFT + place * (width + gap)
                draw_chart(self.canvas, series, left, self.y, width, CHART_HEIGHT)

    def _signatures(self) -> None:
        head = self.table.head
        self._need(SIGNED)
        self.y -= 10
        top = self.y
        self._recipients(top)
        places = (
            (LEFT + self.width * 0.47, head.left_signer, _SIGN_HINT),
            (LEFT + self.width * 0.82, head.right_signer, _SEAL_HINT),
        )
        for middle, title, hint in places:
            self.canvas.setFont(BOLD, 13)
            self.canvas.drawCentredString(middle, top - 13, title)
            self.canvas.setFont(ITALIC, 11)
            self.canvas.drawCentredString(middle, top - 27, hint)
        self.y = top - 27 - SIGN_SPACE

    def _recipients(self, top: float) -> None:
        self.canvas.setFont(BOLD_ITALIC, 12)
        self.canvas.drawString(LEFT, top - 13, "Nơi nhận:")
        self.canvas.setFont(REGULAR, 11)
        y = top - 26
        for line in self.table.head.recipients:
            self.canvas.drawString(LEFT, y, line)
            y -= 13
        if self.table.stamp:
            y -= QR_SIDE - 8
            draw_qr(self.canvas, self.table.stamp, LEFT - 4, y, QR_SIDE)
            self.canvas.setFont(REGULAR, 8)
            text = words.STAMP_LINE.format(stamp=self.table.short_stamp)
            self.canvas.drawString(LEFT, y - 6, text)
