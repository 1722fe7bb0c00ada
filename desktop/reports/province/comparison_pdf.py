"""The comparison as PDF pages of a projector's shape (16:9): large letters, colours with figures.

No map: communes are compared by field. The colour says the share of a field's points, the
figure beside it says the same for those who do not see the colour.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.domain.figures_series import Series, SeriesKind
from desktop.reports.charts import draw_chart
from desktop.reports.fonts import BOLD, ITALIC, REGULAR, drawable, register_fonts
from desktop.reports.province.comparison import Comparison, ComparisonRow
from desktop.reports.tables.wrapping import word_width, wrapped
from desktop.reports.writing import written_whole

PAGE = (960.0, 540.0)
_MARGIN = 28.0
_TOP = 74.0
_HEAD = 58.0
_ROWS = 16
_LINES = 4
# Charts for paper have letters of 8 points.
_LARGER, _LARGEST, _CHART_ROW = 1.7, 2.4, 16
_RANK, _NAME, _RESULT, _BAND = 48.0, 214.0, 78.0, 106.0
# From little to much, light enough for black figures on each.
_LOW, _MIDDLE, _HIGH = (0.98, 0.80, 0.78), (0.99, 0.95, 0.78), (0.76, 0.91, 0.79)


def write_comparison(comparison: Comparison, target: Path) -> int:
    """Writes the pages; gives their number. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    with written_whole(target) as aside:
        canvas = Canvas(
            str(aside),
            pagesize=PAGE,
            invariant=1,
            lang="vi-VN",
            initialFontName=REGULAR,  # type: ignore[arg-type] # the stubs say a number
        )
        canvas.setTitle(comparison.title)
        canvas.setCreator("Sổ Một Cửa")
        pages = _Pages(canvas, comparison)
        count = pages.draw()
        canvas.save()
    return count


class _Pages:
    def __init__(self, canvas: Any, comparison: Comparison) -> None:
        self.canvas = canvas
        self.comparison = comparison
        fields = max(len(comparison.fields), 1)
        self.left = _MARGIN + _RANK + _NAME
        self.column = (PAGE[0] - 2 * _MARGIN - _RANK - _NAME - _RESULT - _BAND) / fields
        self.height = (PAGE[1] - _TOP - _HEAD - 30) / _ROWS

    def draw(self) -> int:
        rows, charts = self.comparison.rows, self.comparison.charts
        starts = range(0, max(len(rows), 1), _ROWS)
        pairs = range(0, len(charts), 2)
        count = len(starts) + len(pairs)
        for number, start in enumerate(pairs, start=1):
            self._title(number, count)
            self._charts(charts[start : start + 2])
            self.canvas.showPage()
        for number, start in enumerate(starts, start=len(pairs) + 1):
            self._title(number, count)
            self._heads()
            for place, row in enumerate(rows[start : start + _ROWS]):
                self._row(row, PAGE[1] - _TOP - _HEAD - (place + 1) * self.height)
            self.canvas.showPage()
        return count

    def _charts(self, charts: tuple[Series, ...]) -> None:
        """One or two pictures side by side, drawn larger: letters that are read from the back."""
        canvas = self.canvas
        width = (PAGE[0] - 2 * _MARGIN - 30 * (len(charts) - 1)) / len(charts)
        height = PAGE[1] - _TOP - 40
        for place, series in enumerate(charts):
            larger = _LARGER
            if series.kind is SeriesKind.RANKED:
                larger = min(_LARGEST, height / (len(series.labels) * _CHART_ROW + 20))
            canvas.saveState()
            canvas.translate(_MARGIN + place * (width + 30), 24)
            canvas.scale(larger, larger)
            draw_chart(canvas, series, 0, 0, width / larger, height / larger)
            canvas.restoreState()

    def _title(self, number: int, count: int) -> None:
        canvas = self.canvas
        canvas.setFillColor("#000000")
        canvas.setFont(BOLD, 24)
        canvas.drawString(_MARGIN, PAGE[1] - 40, drawable(self.comparison.title))
        canvas.setFont(REGULAR, 13)
        canvas.drawRightString(PAGE[0] - _MARGIN, PAGE[1] - 40, f"{number}/{count}")
        mark = drawable(self.comparison.mark)
        # The mark is never cut: what the list is comes before what it is called.
        room = PAGE[0] - 2 * _MARGIN - word_width(mark, ITALIC, 13) - 20
        subtitle = _fitted(drawable(self.comparison.subtitle), REGULAR, 13, room)
        canvas.drawString(_MARGIN, PAGE[1] - 60, subtitle)
        if mark:
            canvas.setFont(ITALIC, 13)
            canvas.setFillColor("#b91c1c")
            canvas.drawRightString(PAGE[0] - _MARGIN, PAGE[1] - 60, mark)

    def _heads(self) -> None:
        canvas, y = self.canvas, PAGE[1] - _TOP - _HEAD
        canvas.setFillColor("#1e3a8a")
        canvas.rect(_MARGIN, y, PAGE[0] - 2 * _MARGIN, _HEAD, stroke=0, fill=1)
        canvas.setFillColor("#ffffff")
        self._head("Hạng", "", _MARGIN, _RANK)
        self._head("Đơn vị", "", _MARGIN + _RANK, _NAME)
        for place, (_number, name, maximum) in enumerate(self.comparison.fields):
            self._head(name, maximum, self.left + place * self.column, self.column)
        right = PAGE[0] - _MARGIN - _BAND
        self._head("Chỉ số (%)", "", right - _RESULT, _RESULT)
        self._head("Xếp loại", "", right, _BAND)

    def _head(self, name: str, maximum: str, x: float, width: float) -> None:
        """The heading in up to four lines, its maximum below."""
        size = 11.0 if width > 70 else 8.0
        lines = wrapped(drawable(name), BOLD, size, width - 4)
        if len(lines) > _LINES:
            lines = [*lines[: _LINES - 1], lines[_LINES - 1] + "…"]
        if maximum:
            lines = [*lines, f"({maximum})"]
        y = PAGE[1] - _TOP - _HEAD / 2 + len(lines) * size * 0.6 - size
        for line in lines:
            self.canvas.setFont(BOLD, size)
            self.canvas.drawCentredString(x + width / 2, y, _fitted(line, BOLD, size, width - 4))
            y -= size * 1.2

    def _row(self, row: ComparisonRow, y: float) -> None:
        canvas, base = self.canvas, y + self.height / 2 - 5
        for place, (text, share) in enumerate(row.cells):
            x = self.left + place * self.column
            if share is not None:
                canvas.setFillColorRGB(*_colour(share))
                canvas.rect(x + 1, y + 1, self.column - 2, self.height - 2, stroke=0, fill=1)
            canvas.setFillColor("#000000")
            canvas.setFont(REGULAR, 13)
            canvas.drawCentredString(x + self.column / 2, base, text)
        canvas.setFillColor("#000000")
        canvas.setFont(BOLD, 15)
        canvas.drawCentredString(_MARGIN + _RANK / 2, base, str(row.rank))
        canvas.setFont(REGULAR, 15)
        name = _fitted(drawable(row.name), REGULAR, 15, _NAME - 8)
        canvas.drawString(_MARGIN + _RANK + 4, base, name)
        right = PAGE[0] - _MARGIN - _BAND
        canvas.setFont(BOLD, 15)
        canvas.drawCentredString(right - _RESULT / 2, base, row.percent)
        canvas.setFont(REGULAR, 14)
        canvas.drawCentredString(right + _BAND / 2, base, _fitted(row.band, REGULAR, 14, _BAND - 4))
        canvas.setStrokeColor("#cbd5e1")
        canvas.setLineWidth(0.5)
        canvas.line(_MARGIN, y, PAGE[0] - _MARGIN, y)


def _colour(share: float) -> tuple[float, float, float]:
    """Red to yellow to green over 0, a half, 1."""
    share = min(max(share, 0.0), 1.0)
    start, end, part = (_LOW, _MIDDLE, share * 2)
    if share > 0.5:
        start, end, part = (_MIDDLE, _HIGH, share * 2 - 1)
    red, green, blue = (a + (b - a) * part for a, b in zip(start, end, strict=True))
    return red, green, blue


def _fitted(text: str, font: str, size: float, width: float) -> str:
    if word_width(text, font, size) <= width:
        return text
    while text and word_width(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
