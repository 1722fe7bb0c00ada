"""Drawing a form: blocks of a layout and the dossier's data to PDF pages."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer, Table, TableStyle

from desktop.reports.fonts import BOLD, ITALIC, REGULAR, register_fonts
from desktop.reports.forms.layout import FormLayout
from desktop.reports.qr import draw_qr
from desktop.wording.dates import long_day

PAPERS = ("A5", "A4", "A4x2")
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_BOLD_MARK = re.compile(r"\*\*(.+?)\*\*")
_PRACTICE = "VĂN PHÒNG THỰC HÀNH – DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The lines over every paper."""

    parent_body: str
    shop_name: str
    place_name: str
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class FormData:
    """What a form says: values by name, tables by name, the code and the QR's text."""

    letterhead: Letterhead
    code: str
    issued_on: date
    issued_at: datetime
    values: dict[str, str]
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    qr: str = ""
    copy_names: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A paper size: page, text areas on it (x, y, width, height), base type size."""

    page: tuple[float, float]
    areas: tuple[tuple[float, float, float, float], ...]
    size: float


def _sheet(paper: str) -> _Sheet:
    if paper == "A5":
        width, height = A5
        return _Sheet(A5, ((11 * mm, 12 * mm, width - 21 * mm, height - 21 * mm),), 10)
    if paper == "A4x2":
        width, height = landscape(A4)
        half = width / 2
        areas = tuple(
            (left + 11 * mm, 12 * mm, half - 21 * mm, height - 21 * mm) for left in (0.0, half)
        )
        return _Sheet((width, height), areas, 10)
    width, height = A4
    return _Sheet(A4, ((30 * mm, 18 * mm, width - 48 * mm, height - 36 * mm),), 13)


def render_form(layout: FormLayout, data: FormData, paper: str) -> bytes:
    """The PDF, every copy in full; fonts embedded, text that can be copied, title set.

    Raises KeyError when the data lack a value that the layout names.
    """
    missing = layout.names - set(data.values)
    if missing:
        raise KeyError(sorted(missing))
    register_fonts()
    sheet = _sheet(paper)
    output = io.BytesIO()
    canvas = _canvas(output, sheet)
    canvas.setTitle(f"{layout.title.capitalize()} {data.code}")
    canvas.setAuthor(data.letterhead.shop_name)
    canvas.setSubject(layout.title)
    if len(sheet.areas) > 1:
        _draw_side_by_side(canvas, layout, data, sheet)
    else:
        _draw_one_after_another(canvas, layout, data, sheet)
    canvas.save()
    return output.getvalue()


def _canvas(output: io.BytesIO, sheet: _Sheet) -> Any:
    """A canvas that never names a face which is not embedded."""
    return Canvas(
        output,
        pagesize=sheet.page,
        invariant=1,
        pageCompression=1,
        lang="vi-VN",
        initialFontName=REGULAR,  # type: ignore[arg-type]
    )


def _draw_one_after_another(canvas: Any, layout: FormLayout, data: FormData, sheet: _Sheet) -> None:
    for copy_name in data.copy_names:
        total = _count_pages(layout, data, sheet, sheet.areas[0], copy_name)
        flow = _Blocks(layout, data, sheet, sheet.areas[0][2], copy_name).flowables()
        for number in range(1, total + 1):
            _fill_area(canvas, flow, sheet.areas[0])
            _draw_edges(canvas, data, sheet.areas[0], number, total)
            canvas.showPage()


def _draw_side_by_side(canvas: Any, layout: FormLayout, data: FormData, sheet: _Sheet) -> None:
    """Copies beside each other on one sheet, to be cut in the middle."""
    names = data.copy_names
    for start in range(0, len(names), len(sheet.areas)):
        pairs = list(zip(names[start : start + len(sheet.areas)], sheet.areas, strict=False))
        flows = [_Blocks(layout, data, sheet, a[2], n).flowables() for n, a in pairs]
        total = _count_pages(layout, data, sheet, sheet.areas[0], names[0])
        for number in range(1, total + 1):
            for flow, (_, area) in zip(flows, pairs, strict=True):
                _fill_area(canvas, flow, area)
                _draw_edges(canvas, data, area, number, total)
            canvas.saveState()
            canvas.setDash(2, 3)
            canvas.setLineWidth(0.4)
            canvas.line(sheet.page[0] / 2, 6 * mm, sheet.page[0] / 2, sheet.page[1] - 6 * mm)
            canvas.restoreState()
            canvas.showPage()


def _count_pages(
    layout: FormLayout,
    data: FormData,
    sheet: _Sheet,
    area: tuple[float, float, float, float],
    copy_name: str,
) -> int:
    scratch = _canvas(io.BytesIO(), sheet)
    flow = _Blocks(layout, data, sheet, area[2], copy_name).flowables()
    pages = 0
    while flow:
        _fill_area(scratch, flow, area)
        pages += 1
    return pages


def _fill_area(canvas: Any, flow: list[Flowable], area: tuple[float, float, float, float]) -> None:
    frame = Frame(*area, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    before = len(flow)
    frame.addFromList(flow, canvas)
    if len(flow) == before and flow:
        pieces = frame.split(flow[0], canvas)
        if not pieces:
            raise ValueError("a block is larger than the page")
        flow[0:1] = pieces
        frame.addFromList(flow, canvas)


def _draw_edges(
    canvas: Any,
    data: FormData,
    area: tuple[float, float, float, float],
    number: int,
    total: int,
) -> None:
    """Code and page number under the text; the practice mark above it."""
    x, y, width, height = area
    canvas.saveState()
    canvas.setFont(ITALIC, 7.5)
    canvas.drawString(x, y - 12, data.code)
    if total > 1:
        canvas.drawRightString(x + width, y - 12, f"Trang {number}/{total}")
    if data.letterhead.is_practice:
        canvas.setFont(BOLD, 7.5)
        canvas.drawCentredString(x + width / 2, y + height + 5, _PRACTICE)
    canvas.restoreState()


class _Blocks:
    """Flowables of one copy."""

    def __init__(
        self, layout: FormLayout, data: FormData, sheet: _Sheet, width: float, copy_name: str
    ) -> None:
        self.layout = layout
        self.data = data
        self.size = sheet.size
        self.width = width
        self.copy_name = copy_name

    def flowables(self) -> list[Flowable]:
        """In the order of the layout; blocks whose ``when`` is empty are left out."""
        made: list[Flowable] = []
        for block in self.layout.blocks:
            if "when" in block and not self.data.values[block["when"]]:
                continue
            made.extend(getattr(self, f"_{block['kind']}")(block))
        return made

    def _style(self, size: float = 0, align: Any = TA_LEFT, **more: Any) -> ParagraphStyle:
        size = size or self.size
        options = {"fontName": REGULAR, "leading": size * 1.22, "splitLongWords": 1, **more}
        return ParagraphStyle("block", fontSize=size, alignment=align, **options)

    def _paragraph(self, text: str, style: ParagraphStyle) -> Paragraph:
        # The layout's own marks first: stars in a person's name are no marks.
        marked = _BOLD_MARK.sub(r"<b>\1</b>", escape(text))
        values = {name: escape(value) for name, value in self.data.values.items()}
        return Paragraph(marked.format_map(values), style)

    def _letterhead(self, _block: dict[str, Any]) -> list[Flowable]:
        small = self.size * 0.84
        head = self.data.letterhead
        centred = self._style(small, TA_CENTER)
        left = [
            Paragraph(escape(head.parent_body), centred),
            Paragraph(f"<b>{escape(head.shop_name)}</b>", centred),
            _Rule(0.4),
        ]
        right = [
            Paragraph(f"<b>{_NATION}</b>", self._style(small, TA_CENTER)),
            Paragraph(f"<b>{_MOTTO}</b>", self._style(small * 1.06, TA_CENTER)),
            _Rule(0.62),
        ]
        qr_side = 18 * mm if self.data.qr else 0
        nation = small * 0.71 * len(_NATION)
        widths = [qr_side, self.width - qr_side - nation, nation]
        cells = [[_Qr(self.data.qr, qr_side) if qr_side else "", left, right]]
        table = Table(cells, colWidths=widths)
        table.setStyle(_PLAIN)
        return [table, Spacer(1, self.size * 0.3)]

    def _code_and_date(self, _block: dict[str, Any]) -> list[Flowable]:
        data, small = self.data, self.size * 0.92
        suffix = f"/{self.layout.code_suffix}" if self.layout.code_suffix else ""
        code = Paragraph(f"Số: <b>{escape(data.code)}</b>{suffix}", self._style(small))
        dated = f"{data.letterhead.place_name}, {long_day(data.issued_on)}"
        place = Paragraph(
            f'<font name="{ITALIC}">{escape(dated)}</font>', self._style(small, TA_RIGHT)
        )
        rows: list[list[Any]] = [[code, place]]
        if self.copy_name:
            style = self._style(small * 0.9)
            rows.append([Paragraph(f"<i>{escape(self.copy_name)}</i>", style), ""])
        table = Table(rows, colWidths=[self.width * 0.5, self.width * 0.5])
        table.setStyle(_PLAIN)
        return [table]

    def _title(self, _block: dict[str, Any]) -> list[Flowable]:
        style = self._style(
            self.size * 1.22, TA_CENTER, spaceBefore=self.size * 0.7, spaceAfter=self.size * 0.6
        )
        return [Paragraph(f"<b>{escape(self.layout.title)}</b>", style)]

    def _line(self, block: dict[str, Any]) -> list[Flowable]:
        style = self._style(align=TA_LEFT, spaceAfter=self.size * 0.18)
        return [self._paragraph(block["text"], style)]

    def _pair(self, block: dict[str, Any]) -> list[Flowable]:
        cells = [self._paragraph(block[side], self._style()) for side in ("left", "right")]
        table = Table([cells], colWidths=[self.width * 0.45, self.width * 0.55])
        table.setStyle(_PLAIN)
        return [table, Spacer(1, self.size * 0.18)]

    def _heading(self, block: dict[str, Any]) -> list[Flowable]:
        style = self._style(
            spaceBefore=self.size * 0.1, spaceAfter=self.size * 0.25, keepWithNext=1
        )
        return [self._paragraph(block["text"], style)]

    def _note(self, block: dict[str, Any]) -> list[Flowable]:
        style = self._style(
            self.size * 0.9, TA_JUSTIFY, fontName=ITALIC, spaceBefore=self.size * 0.35
        )
        return [self._paragraph(block["text"], style)]

    def _table(self, block: dict[str, Any]) -> list[Flowable]:
        size = self.size * 0.9
        aligned = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
        columns = block["columns"]
        head_style = self._style(size * 0.94, TA_CENTER)
        styles = [self._style(size, aligned[column["align"]]) for column in columns]
        rows: list[list[Any]] = [
            [Paragraph(f"<b>{escape(c['heading'])}</b>", head_style) for c in columns]
        ]
        rows += [
            [Paragraph(escape(cell), style) for cell, style in zip(cells, styles, strict=True)]
            for cells in self.data.tables[block["rows"]]
        ]
        widths = [self.width * column["width"] / 100 for column in columns]
        table = Table(rows, colWidths=widths, repeatRows=1)
        table.setStyle(_GRID)
        return [table, Spacer(1, self.size * 0.35)]

    def _signatures(self, block: dict[str, Any]) -> list[Flowable]:
        title = self._style(self.size, TA_CENTER)
        hint = self._style(self.size * 0.86, TA_CENTER, fontName=ITALIC)
        room = self.size * 4.2
        cells: list[list[Any]] = []
        for side in ("left", "right"):
            name = block[f"{side}_name"].format_map(self.data.values)
            cells.append(
                [
                    Paragraph(f"<b>{escape(block[side])}</b>", title),
                    Paragraph("(Ký và ghi rõ họ tên)", hint),
                    Spacer(1, room),
                    Paragraph(f"<b>{escape(name)}</b>", title),
                ]
            )
        table = Table([cells], colWidths=[self.width / 2] * 2)
        table.setStyle(_PLAIN)
        return [Spacer(1, self.size * 0.5), table]


class _Rule(Flowable):
    """A centred rule, as long as a share of the width."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Takes the whole width and three points."""
        self.width, self.height = width, 3.0
        return width, 3.0

    def draw(self) -> None:
        """Draws the rule."""
        length = self.width * self.share
        start = (self.width - length) / 2
        self.canv.setLineWidth(0.6)
        self.canv.line(start, 1.2, start + length, 1.2)


class _Qr(Flowable):
    """A QR of a given side."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.text = text
        self.side = side

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square."""
        return self.side, self.side

    def draw(self) -> None:
        """Draws the code."""
        draw_qr(self.canv, self.text, -1.5 * mm, 0, self.side)


_PLAIN = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)
_GRID = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)
