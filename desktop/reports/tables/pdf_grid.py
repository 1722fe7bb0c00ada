"""The table itself on PDF pages: a head of several lines that repeats, rows that never break."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.reports.fonts import BOLD, REGULAR
from desktop.reports.tables.table import (
    LEVEL,
    STRONG,
    Kind,
    ReportTable,
    TableColumn,
    head_rows,
    shown,
)
from desktop.reports.tables.widths import fitted_widths
from desktop.reports.tables.wrapping import wrapped

_PAD = 3.0
_LINE = 0.5
_LEADING = 1.18
_STEP = 9.0


class Grid:
    """Draws a table downwards; ``turn_page`` gives the top of a new page."""

    def __init__(
        self, canvas: Any, table: ReportTable, left: float, width: float, size: float
    ) -> None:
        self.canvas = canvas
        self.table = table
        self.size = size
        self.leading = size * _LEADING
        self.widths = fitted_widths(table, width, size, _PAD)
        self.edges = [left]
        for one in self.widths:
            self.edges.append(self.edges[-1] + one)

    def draw(
        self, top: float, bottom: float, turn_page: Callable[[], float], tail: float = 0.0
    ) -> float:
        """Draws head, rows and totals from ``top``; gives where the table ends.

        The last row goes to a new page with the totals when these and the ``tail`` of points
        below the table would not fit under it: nobody signs on a page without a figure.
        """
        y = self._head(top)
        total = self.table.total
        under_rows = tail + (self.leading + 2 * _PAD if total is not None else 0.0)
        last = len(self.table.rows) - 1
        for place, row in enumerate(self.table.rows):
            floor = bottom + (under_rows if place == last else 0.0)
            y = self._row(row, y, floor, turn_page, REGULAR)
        if total is not None:
            y = self._row(total, y, bottom + tail, turn_page, BOLD)
        return y

    def _head(self, top: float) -> float:
        """The head's lines, then the numbers that the form gives its columns."""
        lines = head_rows(self.table.columns)
        texts = [
            [self._wrapped(text, BOLD, start, count) for start, count, _, text in line]
            for line in lines
        ]
        heights = self._heights(lines, texts)
        y = top
        for level, line in enumerate(lines):
            for (start, count, deep, _text), parts in zip(line, texts[level], strict=True):
                height = sum(heights[level : level + deep])
                self._box(start, start + count, y, height)
                self._centred(parts, BOLD, start, start + count, y, height)
            y -= heights[level]
        if any(column.number for column in self.table.columns):
            y = self._numbers(y)
        return y

    def _heights(self, lines: list[Any], texts: list[list[list[str]]]) -> list[float]:
        heights = [self.leading + 2 * _PAD] * len(lines)
        for level, line in enumerate(lines):
            for (_s, _c, deep, _t), parts in zip(line, texts[level], strict=True):
                need = len(parts) * self.leading + 2 * _PAD
                last = level + deep - 1
                have = sum(heights[level : last + 1])
                heights[last] += max(0.0, need - have)
        return heights

    def _numbers(self, y: float) -> float:
        height = self.leading + _PAD
        for place, column in enumerate(self.table.columns):
            self._box(place, place + 1, y, height)
            self._centred([column.number], REGULAR, place, place + 1, y, height)
        return y - height

    def _row(
        self, row: Any, y: float, bottom: float, turn_page: Callable[[], float], font: str
    ) -> float:
        font = BOLD if row.get(STRONG) else font
        depths = [_STEP * row.get(LEVEL, 0) if c.indented else 0.0 for c in self.table.columns]
        cells = [
            self._wrapped(shown(row.get(column.key), column.kind), font, place, 1, depths[place])
            for place, column in enumerate(self.table.columns)
        ]
        height = max(len(lines) for lines in cells) * self.leading + 2 * _PAD
        if y - height < bottom:
            y = self._head(turn_page())
        for place, (column, lines) in enumerate(zip(self.table.columns, cells, strict=True)):
            self._box(place, place + 1, y, height)
            self._cell(lines, column, font, place, y, depths[place])
        return y - height

    def _wrapped(
        self, text: str, font: str, start: int, count: int, depth: float = 0.0
    ) -> list[str]:
        width = sum(self.widths[start : start + count]) - 2 * _PAD - depth
        return wrapped(text, font, self.size, width)

    def _cell(
        self,
        lines: list[str],
        column: TableColumn,
        font: str,
        place: int,
        y: float,
        depth: float,
    ) -> None:
        self.canvas.setFont(font, self.size)
        baseline = y - _PAD - self.size
        for line in lines:
            if column.is_numeric:
                self.canvas.drawRightString(self.edges[place + 1] - _PAD, baseline, line)
            elif column.kind in (Kind.DATE, Kind.MOMENT):
                middle = (self.edges[place] + self.edges[place + 1]) / 2
                self.canvas.drawCentredString(middle, baseline, line)
            else:
                self.canvas.drawString(self.edges[place] + _PAD + depth, baseline, line)
            baseline -= self.leading

    def _centred(
        self, lines: list[str], font: str, start: int, end: int, y: float, height: float
    ) -> None:
        self.canvas.setFont(font, self.size)
        middle = (self.edges[start] + self.edges[end]) / 2
        baseline = y - (height - len(lines) * self.leading) / 2 - self.size
        for line in lines:
            self.canvas.drawCentredString(middle, baseline, line)
            baseline -= self.leading

    def _box(self, start: int, end: int, y: float, height: float) -> None:
        self.canvas.setLineWidth(_LINE)
        left, right = self.edges[start], self.edges[end]
        self.canvas.rect(left, y - height, right - left, height)
