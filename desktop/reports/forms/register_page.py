"""One page of the register: head, lines of the table, page number, straight onto the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName, PDFPage, PDFStream, PDFZCompress

from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.forms.layout_checks import LayoutFault
from desktop.reports.forms.paper import PRACTICE_MARK, Letterhead
from desktop.reports.forms.wrapping import LEADING, Wrapper

PAGE = landscape(A4)
# The left margin is the binding's.
_LEFT, _RIGHT, _TOP, _BOTTOM = 18 * mm, 8 * mm, 10 * mm, 10 * mm
_PADDING = 2.0
Lines = list[tuple[str, ...]]


class RegisterPage:
    """Writes lines until the page is full; ``finish`` turns it."""

    def __init__(
        self,
        canvas: Any,
        block: Mapping[str, Any],
        values: Mapping[str, str],
        letterhead: Letterhead,
        number: int,
    ) -> None:
        self._canvas = canvas
        self._columns = block["columns"]
        self._size = float(block.get("size", 8.5))
        self._least = float(block.get("row_height", 7)) * mm
        self._wrapper = wrapper(REGULAR, self._size)
        width = PAGE[0] - _LEFT - _RIGHT
        self._widths = [width * column["width"] / 100 for column in self._columns]
        self._edges = [_LEFT]
        for column in self._widths:
            self._edges.append(self._edges[-1] + column)
        self._titles = [text.format_map(values) for text in block["head"]]
        self._top = (
            PAGE[1] - _TOP - 26 - sum(_title_face(n)[1] + 4 for n in range(len(self._titles)))
        )
        self._upper = self._wrapper.step + 2 * _PADDING if self._grouped() else 0.0
        volume = f"head-{values['year']}-{values['volume']}"
        self._y = self._first = self._draw_frame(letterhead, volume)
        canvas.setFont(ITALIC, 10)
        canvas.drawRightString(PAGE[0] - _RIGHT, PAGE[1] - _TOP, page_label(number))
        self._rules = [self._top, self._y]
        self._text = canvas.beginText()
        self._text.setFont(REGULAR, self._size)

    def write(self, cells: Mapping[str, str]) -> Lines:
        """Writes one entry; gives back what did not fit: all of it, unless a page is too short."""
        wrap = self._wrapper.wrap
        lines = [
            wrap(cells[column["cell"]], width - 2 * _PADDING)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        return self.go_on(lines)

    def go_on(self, lines: Lines) -> Lines:
        """Writes lines that stand ready; gives back what did not fit. Raises LayoutFault."""
        step = self._wrapper.step
        least = min(self._least, self._first - _BOTTOM)
        needed = max(max(map(len, lines)) * step + 2 * _PADDING, least)
        room = self._y - _BOTTOM
        if needed <= room:
            self._put(lines, needed, step)
            return []
        if self._y < self._first:
            return lines
        count = int((room - 2 * _PADDING) / step)
        if count < 1:
            raise LayoutFault("register", LayoutProblem.NO_ROOM)
        self._put([column[:count] for column in lines], room, step)
        return [column[count:] for column in lines]

    def say(self, words: str) -> None:
        """One line over the whole width."""
        self._text.setTextOrigin(_LEFT + _PADDING, self._y - self._size * 1.6)
        self._text.textOut(words)
        self._y -= self._least
        self._rules.append(self._y)

    def finish(self) -> None:
        """Draws text and grid, and turns the page."""
        canvas = self._canvas
        canvas.drawText(self._text)
        canvas.setLineWidth(0.5)
        left, right = self._edges[0], self._edges[-1]
        lines = [(left, y, right, y) for y in self._rules]
        lines += [(x, self._top, x, self._y) for x in (left, right)]
        upper = self._top_of_columns()
        lines += [(x, top, x, self._y) for x, top in zip(self._edges[1:-1], upper, strict=True)]
        canvas.lines(lines)
        canvas.showPage()
        _pack_last_page(canvas)

    def _put(self, lines: Lines, height: float, step: float) -> None:
        text, start = self._text, self._y - _PADDING - self._size * 0.92
        for place, column in enumerate(lines):
            centred = self._columns[place]["align"] == "center"
            x = self._edges[place] + _PADDING
            room = self._widths[place] - 2 * _PADDING
            y = start
            for line in column:
                at = x + (room - self._wrapper.width(line)) / 2 if centred else x
                text.setTextOrigin(at, y)
                text.textOut(line)
                y -= step
        self._y -= height
        self._rules.append(self._y)

    def _draw_frame(self, letterhead: Letterhead, name: str) -> float:
        """Letterhead, titles and column heads: drawn once a volume, then only named."""
        bottom = self._bottom_of_heads()
        if not self._canvas.hasForm(name):
            self._canvas.beginForm(name)
            self._draw_letterhead(letterhead)
            self._draw_titles()
            self._draw_heads(bottom)
            self._canvas.endForm()
        self._canvas.doForm(name)
        return bottom

    def _draw_letterhead(self, letterhead: Letterhead) -> None:
        canvas, top = self._canvas, PAGE[1] - _TOP
        canvas.setFont(REGULAR, 9)
        canvas.drawString(_LEFT, top, letterhead.parent_body)
        canvas.setFont(BOLD, 9)
        canvas.drawString(_LEFT, top - 11, letterhead.shop_name)
        if letterhead.is_practice:
            canvas.setFont(BOLD, 7.5)
            canvas.drawCentredString(PAGE[0] / 2, PAGE[1] - 14, PRACTICE_MARK)

    def _draw_titles(self) -> None:
        y = PAGE[1] - _TOP - 26
        for place, title in enumerate(self._titles):
            face, size = _title_face(place)
            self._canvas.setFont(face, size)
            self._canvas.drawCentredString(PAGE[0] / 2, y, title)
            y -= size + 4

    def _headings(self) -> list[tuple[str, ...]]:
        bold = wrapper(BOLD, self._size)
        return [
            bold.wrap(column["heading"], width - 2 * _PADDING)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]

    def _bottom_of_heads(self) -> float:
        step = self._wrapper.step
        height = max(map(len, self._headings())) * step + 2 * _PADDING
        numbers = self._size * 0.85 * LEADING + _PADDING
        return self._top - self._upper - height - numbers

    def _draw_heads(self, bottom: float) -> None:
        """Group headings over theirs, headings, and the numbers of the columns."""
        size, step = self._size, self._wrapper.step
        numbers_top = self._draw_numbers(bottom)
        height = self._top - self._upper - numbers_top
        self._canvas.setFont(BOLD, size)
        for place, lines in enumerate(self._headings()):
            room = height + (0 if self._columns[place].get("group") else self._upper)
            first = numbers_top + room / 2 + len(lines) * step / 2 - size * 0.9
            for line_number, line in enumerate(lines):
                self._centre(line, self._edges[place : place + 2], first - line_number * step)
        for start, end, group in self._grouped():
            edges = [self._edges[start], self._edges[end]]
            y = self._top - self._upper
            self._centre(group, edges, y + _PADDING + size * 0.2)
            self._canvas.line(edges[0], y, edges[1], y)

    def _draw_numbers(self, bottom: float) -> float:
        size = self._size * 0.85
        top = bottom + size * LEADING + _PADDING
        self._canvas.setLineWidth(0.5)
        self._canvas.line(self._edges[0], top, self._edges[-1], top)
        self._canvas.setFont(ITALIC, size)
        for place in range(len(self._columns)):
            self._centre(f"({place + 1})", self._edges[place : place + 2], bottom + size * 0.35)
        return top

    def _centre(self, text: str, edges: list[float], y: float) -> None:
        self._canvas.drawCentredString((edges[0] + edges[1]) / 2, y, text)

    def _grouped(self) -> list[tuple[int, int, str]]:
        """Runs of columns under one group heading: first, one past the last, heading."""
        runs: list[tuple[int, int, str]] = []
        for place, column in enumerate(self._columns):
            group = column.get("group", "")
            if group and runs and runs[-1][1:] == (place, group):
                runs[-1] = (runs[-1][0], place + 1, group)
            elif group:
                runs.append((place, place + 1, group))
        return runs

    def _top_of_columns(self) -> list[float]:
        """Where the rule between two columns begins: lower inside a group."""
        inside = {place for start, end, _ in self._grouped() for place in range(start + 1, end)}
        return [
            self._top - self._upper if place in inside else self._top
            for place in range(1, len(self._columns))
        ]


def page_label(number: int) -> str:
    """Trang 07."""
    return f"Trang {number:02d}"


def _pack_last_page(canvas: Any) -> None:
    """Compresses a page as soon as it is turned: reportlab would keep all of them in full."""
    page = next(reversed(canvas._doc.idToObject.values()))
    if not isinstance(page, PDFPage) or not page.stream:
        return
    content = PDFStream(content=page.stream)
    content.content = PDFZCompress.encode(page.stream)
    content.dictionary["Filter"] = PDFArray([PDFName(PDFZCompress.pdfname)])
    page.Contents, page.stream = content, None


def _title_face(place: int) -> tuple[str, float]:
    """Face and size of the lines over the table: the first is the book's name."""
    return (BOLD, 13) if place == 0 else (ITALIC, 10)


@cache
def wrapper(face: str, size: float) -> Wrapper:
    """The wrapper of a face and size, shared by all pages."""
    return Wrapper(face, size)
