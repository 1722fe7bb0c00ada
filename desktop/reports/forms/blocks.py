"""The blocks of a layout as flowables: letterhead, lines, tables, signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from desktop.reports.fonts import ITALIC, REGULAR, drawable
from desktop.reports.forms.layout import FormLayout
from desktop.reports.forms.marks import DottedLines, QrMark, Rule
from desktop.reports.forms.paper import FormData
from desktop.reports.forms.sheets import Sheet
from desktop.wording.dates import long_day

_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_BOLD_MARK = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SIGN_HINT = "(Ký và ghi rõ họ tên)"
_ALIGNED = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
_QR_SIDE = 20 * mm
_TO_FILL = "………………"
# Control signs that a database may hold and XML may not.
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")


def marked_up(text: str) -> str:
    """A text as reportlab's markup: nothing in it is markup but line breaks."""
    text = drawable(_UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text)))
    return escape(text).replace("\n", "<br/>")


class Blocks:
    """Flowables of one copy of a paper."""

    def __init__(
        self, layout: FormLayout, data: FormData, sheet: Sheet, width: float, copy_name: str
    ) -> None:
        self.layout = layout
        self.data = data
        self.size = sheet.size
        self.width = width
        self.copy_name = copy_name
        self._draw: dict[str, Callable[[dict[str, Any]], list[Flowable]]] = {
            "letterhead": self._letterhead,
            "code_and_date": self._code_and_date,
            "title": self._title,
            "line": self._line,
            "paragraph": self._body,
            "pair": self._pair,
            "heading": self._heading,
            "note": self._note,
            "write": self._write,
            "table": self._table,
            "signatures": self._signatures,
        }

    def flowables(self) -> list[Flowable]:
        """In the order of the layout; blocks whose ``when`` is empty are left out."""
        made: list[Flowable] = []
        for block in self.layout.blocks:
            if "when" in block and not self.data.values[block["when"]]:
                continue
            if block["kind"] == "signatures":
                _stay_with_next(made)
            made.extend(self._draw[block["kind"]](block))
        return made

    def _style(self, size: float = 0, align: Any = TA_LEFT, **more: Any) -> ParagraphStyle:
        size = size or self.size
        options = {
            "fontName": REGULAR,
            "leading": size * 1.22,
            "splitLongWords": 1,
            "allowWidows": 0,
            "allowOrphans": 0,
            **more,
        }
        return ParagraphStyle("block", fontSize=size, alignment=align, **options)

    def _text(self, template: str) -> str:
        """The markup of a text: ``**`` around what the layout makes bold, values as they are."""
        parts = _BOLD_MARK.split(template)
        filled = [marked_up(part.format_map(self.data.values)) for part in parts]
        return "".join(f"<b>{t}</b>" if n % 2 else t for n, t in enumerate(filled))

    def _paragraph(self, template: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(self._text(template), style)

    def _letterhead(self, _block: dict[str, Any]) -> list[Flowable]:
        small = self.size * 0.84
        head = self.data.letterhead
        centred = self._style(small, TA_CENTER)
        left = [
            Paragraph(marked_up(head.parent_body), centred),
            Paragraph(f"<b>{marked_up(head.shop_name)}</b>", centred),
            Rule(0.4),
        ]
        right = [
            Paragraph(f"<b>{_NATION}</b>", self._style(small, TA_CENTER)),
            Paragraph(f"<b>{_MOTTO}</b>", self._style(small * 1.06, TA_CENTER)),
            Rule(0.62),
        ]
        qr_side = _QR_SIDE if self.data.qr else 0
        nation = small * 0.71 * len(_NATION)
        widths = [qr_side, self.width - qr_side - nation, nation]
        cells = [[QrMark(self.data.qr, qr_side) if qr_side else "", left, right]]
        table = Table(cells, colWidths=widths)
        table.setStyle(PLAIN)
        return [table, Spacer(1, self.size * 0.3)]

    def _code_and_date(self, _block: dict[str, Any]) -> list[Flowable]:
        data, small = self.data, self.size * 0.92
        suffix = f"/{self.layout.code_suffix}" if self.layout.code_suffix else ""
        code = marked_up(data.code) or _TO_FILL
        number = Paragraph(f"Số: <b>{code}</b>{marked_up(suffix)}", self._style(small))
        dated = f"{data.letterhead.place_name}, {long_day(data.issued_on)}"
        place = Paragraph(
            f'<font name="{ITALIC}">{marked_up(dated)}</font>', self._style(small, TA_RIGHT)
        )
        rows: list[list[Any]] = [[number, place]]
        if self.copy_name:
            style = self._style(small * 0.9)
            rows.append([Paragraph(f"<i>{marked_up(self.copy_name)}</i>", style), ""])
        table = Table(rows, colWidths=[self.width * 0.48, self.width * 0.52])
        table.setStyle(PLAIN)
        return [table]

    def _title(self, _block: dict[str, Any]) -> list[Flowable]:
        style = self._style(
            self.size * 1.22, TA_CENTER, spaceBefore=self.size * 0.7, spaceAfter=self.size * 0.6
        )
        return [Paragraph(f"<b>{marked_up(self.layout.title)}</b>", style)]

    def _line(self, block: dict[str, Any]) -> list[Flowable]:
        align = _ALIGNED[block.get("align", "left")]
        return [self._paragraph(block["text"], self._style(0, align, spaceAfter=self.size * 0.18))]

    def _body(self, block: dict[str, Any]) -> list[Flowable]:
        """Running text as NĐ 30/2020 wants it: justified, first line in by a centimetre."""
        after = self.size * 0.35
        style = self._style(0, TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=after)
        return [self._paragraph(block["text"], style)]

    def _pair(self, block: dict[str, Any]) -> list[Flowable]:
        cells = [self._paragraph(block[side], self._style()) for side in ("left", "right")]
        table = Table([cells], colWidths=[self.width * 0.45, self.width * 0.55])
        table.setStyle(PLAIN)
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

    def _write(self, block: dict[str, Any]) -> list[Flowable]:
        """Labels and dotted lines to write on by hand."""
        text = block["text"].format_map(self.data.values)
        right = block.get("right", "").format_map(self.data.values)
        rules = int(block.get("rules", 1))
        return [DottedLines(text, self.width, self.size, rules, right)]

    def _table(self, block: dict[str, Any]) -> list[Flowable]:
        size = block.get("size", 0) * self.size / 13 or self.size * 0.9
        columns = block["columns"]
        styles = [self._style(size, _ALIGNED[column["align"]]) for column in columns]
        heads = self._table_heads(columns, size)
        rows: list[list[Any]] = [
            [
                Paragraph(marked_up(row[column["cell"]]), style)
                for column, style in zip(columns, styles, strict=True)
            ]
            for row in self.data.tables[block["rows"]]
        ]
        empty = int(block.get("empty_rows", 0))
        rows += [["" for _ in columns] for _ in range(empty)]
        height = block.get("row_height", 8) * mm
        heights = [None] * (len(heads) + len(rows) - empty) + [height] * empty
        widths = [self.width * column["width"] / 100 for column in columns]
        table = Table(
            heads + rows,
            widths,
            heights,
            repeatRows=len(heads),
        )
        table.setStyle(TableStyle([*_GRID, *_spans(columns, len(heads))]))
        return [table, Spacer(1, self.size * 0.35)]

    def _table_heads(self, columns: list[dict[str, Any]], size: float) -> list[list[Any]]:
        style = self._style(size * 0.94, TA_CENTER)

        def cell(text: str) -> Any:
            return Paragraph(f"<b>{marked_up(text)}</b>", style) if text else ""

        lower = [cell(column["heading"]) for column in columns]
        if not any(column.get("group") for column in columns):
            return [lower]
        upper = [
            cell(column["group"]) if column.get("group") else cell(column["heading"])
            for column in columns
        ]
        return [upper, lower]

    def _signatures(self, block: dict[str, Any]) -> list[Flowable]:
        title = self._style(self.size, TA_CENTER)
        hint = self._style(self.size * 0.86, TA_CENTER, fontName=ITALIC)
        cells: list[Any] = []
        for side in ("left", "right"):
            if not block[side]:
                cells.append("")
                continue
            name = block.get(f"{side}_name", "")
            said = block.get(f"{side}_hint", _SIGN_HINT)
            cells.append(
                [
                    Paragraph(f"<b>{self._text(block[side])}</b>", title),
                    Paragraph(self._text(said), hint),
                    Spacer(1, self.size * 4.6),
                    Paragraph(f"<b>{self._text(name)}</b>", title),
                ]
            )
        table = Table([cells], colWidths=[self.width / 2] * 2)
        table.setStyle(PLAIN)
        gap = Spacer(1, self.size * 0.5)
        gap.keepWithNext = 1
        return [gap, table]


def _stay_with_next(made: list[Flowable]) -> None:
    """The text before the signatures goes with them: nobody signs an empty page."""
    for block in reversed(made):
        if isinstance(block, (Paragraph, DottedLines)):
            block.keepWithNext = 1
        if not isinstance(block, Spacer):
            return


def _spans(columns: list[dict[str, Any]], heads: int) -> list[tuple[Any, ...]]:
    """Cells that belong together in a head of two rows."""
    if heads == 1:
        return []
    spans: list[tuple[Any, ...]] = []
    start = 0
    while start < len(columns):
        group = columns[start].get("group", "")
        end = start
        while group and end + 1 < len(columns) and columns[end + 1].get("group") == group:
            end += 1
        spans.append(("SPAN", (start, 0), (end, 0) if group else (start, 1)))
        start = end + 1
    return spans


PLAIN = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)
_GRID: list[tuple[Any, ...]] = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]
