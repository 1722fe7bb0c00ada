"""One page of the register: head, lines of the table, page number, straight onto the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.forms.paper import PRACTICE_MARK, Letterhead
from desktop.reports.forms.wrapping import Wrapper

PAGE = landscape(A4)
# The left margin is the binding's.
_LEFT, _RIGHT, _TOP, _BOTTOM = 18 * mm, 8 * mm, 10 * mm, 10 * mm
_PADDING = 2.0
_LEADING = 1.17
Lines = list[tuple[str, ...]]


class RegisterPage:
    """Writes lines until the page is full; ``finish`` turns it."""

    def __init__(
        self,
        canvas: Any,
        block: Mapping[str, Any],
        values: Mapping[str, str],
        letterhead: Letterhead,
        number: str,
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
        self._draw_edges(letterhead, number)
        self._y = self._draw_titles([text.format_map(values) for text in block["head"]])
        self._top = self._y
        self._y = self._draw_heads()
        self._first = self._y
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
        """Writes lines that stand ready; gives back what did not fit."""
        step = self._size * _LEADING
        needed = max(max(map(len, lines)) * step + 2 * _PADDING, self._least)
        room = self._y - _BOTTOM
        if needed <= room:
            self._put(lines, needed, step)
            return []
        if self._y < self._first or needed <= self._first - _BOTTOM:
            return lines
        count = int((room - 2 * _PADDING) / step)
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

    def _draw_edges(self, letterhead: Letterhead, number: str) -> None:
        canvas, top = self._canvas, PAGE[1] - _TOP
        canvas.setFont(REGULAR, 9)
        canvas.drawString(_LEFT, top, letterhead.parent_body)
        canvas.setFont(BOLD, 9)
        canvas.drawString(_LEFT, top - 11, letterhead.shop_name)
        canvas.setFont(ITALIC, 10)
        canvas.drawRightString(PAGE[0] - _RIGHT, top, number)
        if letterhead.is_practice:
            canvas.setFont(BOLD, 7.5)
            canvas.drawCentredString(PAGE[0] / 2, PAGE[1] - 14, PRACTICE_MARK)

    def _draw_titles(self, titles: list[str]) -> float:
        y = PAGE[1] - _TOP - 26
        for place, title in enumerate(titles):
            face, size = (BOLD, 13) if place == 0 else (ITALIC, 10)
            self._canvas.setFont(face, size)
            self._canvas.drawCentredString(PAGE[0] / 2, y, title)
            y -= size + 4
        return y + 4

    def _draw_heads(self) -> float:
        """Group headings over theirs, headings, and the numbers of the columns."""
        size = self._size
        step = size * _LEADING
        bold = wrapper(BOLD, size)
        headings = [
            bold.wrap(column["heading"], width - 2 * _PADDING)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        self._upper = step + 2 * _PADDING if self._grouped() else 0.0
        height = max(map(len, headings)) * step + 2 * _PADDING
        bottom = self._top - self._upper - height
        self._canvas.setFont(BOLD, size)
        for place, lines in enumerate(headings):
            room = height + (0 if self._columns[place].get("group") else self._upper)
            first = bottom + room / 2 + len(lines) * step / 2 - size * 0.9
            for line_number, line in enumerate(lines):
                self._centre(line, self._edges[place : place + 2], first - line_number * step)
        for start, end, group in self._grouped():
            edges = [self._edges[start], self._edges[end]]
            self._centre(group, edges, self._top - self._upper + _PADDING + size * 0.2)
            y = self._top - self._upper
            self._canvas.setLineWidth(0.5)
            self._canvas.line(edges[0], y, edges[1], y)
        return self._draw_numbers(bottom)

    def _draw_numbers(self, top: float) -> float:
        size = self._size * 0.85
        bottom = top - size * _LEADING - _PADDING
        self._canvas.setLineWidth(0.5)
        self._canvas.line(self._edges[0], top, self._edges[-1], top)
        self._canvas.setFont(ITALIC, size)
        for place in range(len(self._columns)):
            self._centre(f"({place + 1})", self._edges[place : place + 2], bottom + size * 0.35)
        return bottom

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


@cache
def wrapper(face: str, size: float) -> Wrapper:
    """The wrapper of a face and size, shared by all pages."""
    return Wrapper(face, size)
