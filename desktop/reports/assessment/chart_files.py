"""The pictures of a score as Word and Excel, each beside the numbers that it is drawn from."""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.pdf_files import opened_pdf
from desktop.reports.assessment.charts import ChartPaper, write_charts
from desktop.reports.charts import COLOURS
from desktop.reports.writing import written_whole
from desktop.wording.criteria import decimal

YEARS, FIELDS, STEPS = (
    "Kết quả qua các năm (%)",
    "Từng lĩnh vực (% điểm áp dụng)",
    ("Từ điểm tối đa đến điểm đạt"),
)
_STEP_HEADINGS = ("Bậc", "Thay đổi", "Từ", "Đến")
_PICTURE_SCALE = 2.5
_Rows = list[tuple[str | Decimal | None, ...]]


def tables_of(paper: ChartPaper) -> dict[str, tuple[tuple[str, ...], _Rows]]:
    """Headings and rows of each picture, by its title; None where a number is not known."""
    trend = paper.trend
    years: _Rows = [
        (label, *(_number(line.values[place]) for line in trend.lines))
        for place, label in enumerate(trend.labels)
    ]
    fields: _Rows = [
        (axis, *(line.percents[place] for line in paper.radar))
        for place, axis in enumerate(paper.axes)
    ]
    steps: _Rows = [
        (name, step.change, step.start, step.end)
        for step, name in zip(paper.steps, paper.step_names, strict=True)
    ]
    return {
        YEARS: (("Năm", *(line.name for line in trend.lines)), years),
        FIELDS: (("Lĩnh vực", *(line.name for line in paper.radar)), fields),
        STEPS: (_STEP_HEADINGS, steps),
    }


def write_charts_xlsx(target: Path, paper: ChartPaper) -> int:
    """A sheet of charts that Excel draws and one of their numbers; gives the sheets."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as workbook:
        shown, told = workbook.add_worksheet("Biểu đồ"), workbook.add_worksheet("Số liệu")
        for sheet in (shown, told):
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 1)
            sheet.set_footer(f"&C{' – '.join(paper.marks)}"[:255])
        _Book(workbook, shown, told, paper).write()
    return 2


class _Book:
    """Numbers first, then the charts that point at them."""

    def __init__(self, workbook: Any, shown: Any, told: Any, paper: ChartPaper) -> None:
        font = {"font_name": "Times New Roman", "font_size": 11}
        self.title = workbook.add_format({**font, "bold": True, "font_size": 14})
        self.plain = workbook.add_format({**font, "italic": True})
        self.head = workbook.add_format(
            {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center"}
        )
        self.text = workbook.add_format({**font, "border": 1, "text_wrap": True})
        self.number = workbook.add_format({**font, "border": 1, "num_format": "0.00"})
        self.workbook, self.shown, self.told, self.paper = workbook, shown, told, paper
        self.places: dict[str, tuple[int, int]] = {}  # title → first and last row

    def write(self) -> None:
        """Both sheets."""
        for sheet in (self.shown, self.told):
            sheet.write_string(0, 0, self.paper.title, self.title)
            sheet.write_string(1, 0, self.paper.subtitle, self.plain)
            sheet.write_string(2, 0, " – ".join(self.paper.marks), self.plain)
        self.told.set_column(0, 0, 46)
        self.told.set_column(1, 6, 16)
        row = 4
        for title, (headings, rows) in tables_of(self.paper).items():
            row = self._table(row, title, headings, rows) + 2
        for line in self.paper.years:
            self.told.write_string(row, 0, line, self.plain)
            row += 1
        self._lines("A5", YEARS, {"type": "line"}, len(self.paper.trend.lines), (0, 100))
        radar = {"type": "radar", "subtype": "with_markers"}
        self._lines("K5", FIELDS, radar, len(self.paper.radar), (0, 100))
        self._waterfall("A26")

    def _table(self, row: int, title: str, headings: tuple[str, ...], rows: _Rows) -> int:
        self.told.write_string(row, 0, title, self.title)
        for column, heading in enumerate(headings):
            self.told.write_string(row + 1, column, heading, self.head)
        first = row + 2
        for place, cells in enumerate(rows, start=first):
            for column, cell in enumerate(cells):
                if isinstance(cell, Decimal):
                    self.told.write_number(place, column, float(cell), self.number)
                else:
                    self.told.write_string(place, column, cell or "", self.text)
        last = first + len(rows) - 1
        self.places[title] = (first, last)
        if title == STEPS:
            self._hidden_bars(first, rows)
        return last + 1

    def _hidden_bars(self, first: int, rows: _Rows) -> None:
        """Excel stacks bars: one that is not seen carries the one that is."""
        for place, (_, _, start, end) in enumerate(rows, start=first):
            assert isinstance(start, Decimal)
            assert isinstance(end, Decimal)
            low, high = min(start, end), max(start, end)
            self.told.write_number(place, 7, float(low), self.number)
            self.told.write_number(place, 8, float(high - low), self.number)
        self.told.set_column(7, 8, None, None, {"hidden": True})

    def _lines(
        self, cell: str, title: str, kind: dict[str, str], count: int, span: tuple[int, int]
    ) -> None:
        first, last = self.places[title]
        if last < first:
            return
        chart = self.workbook.add_chart(kind)
        for column in range(1, count + 1):
            chart.add_series(
                {
                    "name": ["Số liệu", first - 1, column],
                    "categories": ["Số liệu", first, 0, last, 0],
                    "values": ["Số liệu", first, column, last, column],
                    "line": {"color": COLOURS[(column - 1) % len(COLOURS)], "width": 2},
                    "marker": {"type": "circle", "size": 5},
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_y_axis({"min": span[0], "max": span[1]})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 620, "height": 400})
        self.shown.insert_chart(cell, chart, {"description": title})

    def _waterfall(self, cell: str) -> None:
        first, last = self.places[STEPS]
        if last < first:
            return
        chart = self.workbook.add_chart({"type": "column", "subtype": "stacked"})
        categories = ["Số liệu", first, 0, last, 0]
        hidden = {"fill": {"none": True}, "border": {"none": True}}
        chart.add_series(
            {"categories": categories, "values": ["Số liệu", first, 7, last, 7], **hidden}
        )
        # The label is the change, not the height of the bar.
        labels = [{"value": decimal(step.change, 2)} for step in self.paper.steps]
        chart.add_series(
            {
                "categories": categories,
                "values": ["Số liệu", first, 8, last, 8],
                "fill": {"color": COLOURS[0]},
                "gap": 40,
                "data_labels": {"value": True, "custom": labels},
            }
        )
        chart.show_hidden_data()
        chart.set_title({"name": STEPS, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_size({"width": 1250, "height": 420})
        self.shown.insert_chart(cell, chart, {"description": STEPS})


def write_charts_docx(target: Path, paper: ChartPaper) -> int:
    """The page of pictures and under it the numbers; gives how many tables."""
    import docx
    from docx.shared import Mm

    from desktop.reports.assessment.docx import add_line, add_part, set_up_plain

    document: Any = docx.Document()
    set_up_plain(document, f"{paper.title} – {paper.subtitle}", paper.marks)
    add_line(document, paper.title, 14, bold=True, centred=True)
    add_line(document, paper.subtitle, 12, centred=True)
    picture = document.add_picture(_picture(paper), width=Mm(240))
    picture._inline.docPr.set("descr", f"{YEARS}; {FIELDS}; {STEPS}: số liệu ở các bảng dưới")
    tables = tables_of(paper)
    for title, (headings, rows) in tables.items():
        widths = (46, *(18 for _ in headings[1:]))
        add_part(document, title, headings, [tuple(map(_text, row)) for row in rows], widths)
    for line in paper.years:
        add_line(document, line, 12)
    with written_whole(target) as aside, aside.open("wb") as file:
        document.save(file)
    return len(tables)


def _picture(paper: ChartPaper) -> Any:
    """The printed page as PNG, without its head and foot: drawn once, the same everywhere."""
    import io

    with TemporaryDirectory() as folder:
        page = Path(folder) / "charts.pdf"
        write_charts(page, paper, bare=True)
        content = page.read_bytes()
    with opened_pdf(content) as document:
        bitmap = document[0].render(scale=_PICTURE_SCALE, rev_byteorder=True, prefer_bgrx=False)
        pixels, size, stride = bytes(bitmap.buffer), (bitmap.width, bitmap.height), bitmap.stride
    return io.BytesIO(_png(pixels, size, stride))


def _png(pixels: bytes, size: tuple[int, int], stride: int) -> bytes:
    """RGB rows as a PNG file: a signature and three chunks."""
    width, height = size
    rows = b"".join(
        b"\x00" + pixels[row * stride : row * stride + width * 3] for row in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _number(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _text(cell: str | Decimal | None) -> str:
    return decimal(cell, 2) if isinstance(cell, Decimal) else cell or "–"
