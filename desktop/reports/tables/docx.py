"""A tabular report as Word, for everything a person edits before signing; same layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from desktop.reports.tables.table import (
    LEVEL,
    STRONG,
    Kind,
    ReportTable,
    Row,
    TableColumn,
    head_rows,
    shown,
)
from desktop.reports.tables.widths import fitted_widths
from desktop.reports.writing import written_whole
from desktop.wording import reports as words
from desktop.wording.dates import long_day

_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_FONT = "Times New Roman"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STEP = 180
# Twips. The motto's rule is as long as its line, the unit's a third to a half of its name
# (NĐ 30/2020/NĐ-CP, Phụ lục I, II.1 and II.2).
_MOTTO_RULE, _UNIT_RULE = 3_000, 1_500
_UNIT_SHARE = 0.42
_CELL_MARGIN = 60
_ALIGN = {Kind.TEXT: "left", Kind.DATE: "center", Kind.MOMENT: "center"}


def write_docx(table: ReportTable, target: Path) -> int:
    """Writes the report; gives the number of rows. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    if table.letter is not None:
        from desktop.reports.periodic.docx import write_letter

        write_letter(document, table, table.letter)
        return _saved(document, table, target)
    set_up(document, table)
    letterhead(document, table)
    _titles(document, table)
    end = document.add_paragraph()
    end._p.addprevious(parse_xml(table_xml(table, text_width(document))))
    remarks(document, table)
    _signatures(document, table)
    return _saved(document, table, target)


def _saved(document: Any, table: ReportTable, target: Path) -> int:
    with written_whole(target) as aside, aside.open("wb") as file:
        document.save(file)
    return len(table.rows)


def set_up(document: Any, table: ReportTable) -> None:
    """Page, margins, page numbers, typeface, language, title and stamp of a document."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    lies = table.landscape and table.letter is None
    width, height = (297, 210) if lies else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    if lies:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    if table.head.is_practice:
        for foot in (section.footer, section.first_page_footer):
            mark = foot.paragraphs[0].add_run("VĂN PHÒNG THỰC HÀNH – DỮ LIỆU MẪU")
            mark.bold = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.paragraph_format.space_after = Pt(2)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "vi-VN")
    core = document.core_properties
    core.title = f"{table.title} – {table.subtitle}"[:255]
    core.author, core.keywords, core.language = table.head.unit, table.stamp, "vi-VN"


def _page_number(paragraph: Any) -> None:
    """Top centre, not on the first page (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def letterhead(document: Any, table: ReportTable) -> None:
    """Two columns: who writes, and the nation's name with place and day."""
    from docx.shared import Twips

    head = table.head
    day = long_day(head.made_on) if head.made_on else ""
    left = (
        *(((head.parent_body.upper(), 12, False, False),) if head.parent_body else ()),
        (head.unit_name.upper(), 12, True, False),
        (head.number_line, 13, False, False),
    )
    right = (
        (_NATION, 12, True, False),
        (_MOTTO, 13, True, False),
        (f"{head.place}, {day}", 13, False, True),
    )
    block = document.add_table(rows=1, cols=2)
    block.autofit = False
    whole = text_width(document)
    shares = (_UNIT_SHARE, 1 - _UNIT_SHARE)
    for column, lines, share in zip(block.columns, (left, right), shares, strict=True):
        (cell,) = column.cells
        column.width = cell.width = Twips(round(whole * share))
        for place, (text, size, bold, italic) in enumerate(lines):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            add_run(paragraph, text, size, bold=bold, italic=italic, centred=True)
            if text in (head.unit_name.upper(), _MOTTO):
                rule_below(cell, whole * share, _MOTTO_RULE if text == _MOTTO else _UNIT_RULE)
    document.add_paragraph()


def rule_below(place: Any, width: float, length: int) -> None:
    """A centred rule on a line of its own, so that the text above keeps the whole width.

    ``place`` takes paragraphs (a cell, the document); width and length in twips.
    """
    from docx.oxml import parse_xml
    from docx.shared import Pt, Twips

    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Twips(round((width - length) / 2))
    shape.line_spacing, shape.space_after = Pt(3), Pt(3)
    border = f'<w:pBdr {_W}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:spacing", "w:ind", "w:jc"
    )


def add_run(
    paragraph: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
) -> None:
    """A text of one look at the end of a paragraph; letters that XML cannot hold left out."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(_sound(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _titles(document: Any, table: ReportTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head = table.head
    if head.form_number:
        add_run(document.add_paragraph(), head.form_number, 11, bold=True)
    add_run(document.add_paragraph(), table.title, 14, bold=True, centred=True)
    add_run(document.add_paragraph(), table.subtitle, 13, italic=True, centred=True)
    if head.form_number:
        unit = words.REPORTING_UNIT.format(unit=head.unit)
        add_run(document.add_paragraph(), unit, 11)
        receiver = words.RECEIVING_UNIT.format(unit=head.receiver or "…" * 16)
        add_run(document.add_paragraph(), receiver, 11)
    if head.counted_in:
        paragraph = document.add_paragraph()
        add_run(paragraph, head.counted_in, 11, italic=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def text_width(document: Any) -> int:
    """Twentieths of a point between the margins of the last section."""
    section = document.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) / 635)


def table_xml(table: ReportTable, width: int) -> str:
    """The whole table at once: python-docx needs seconds for a thousand rows of its own."""
    size = 20 if len(table.columns) > 11 else 22
    fitted = fitted_widths(table, width / 20, size / 2, _CELL_MARGIN / 20)
    widths = [int(one * 20) for one in fitted]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = [*_head_xml(table, widths, size)]
    lines += [_row_xml(table.columns, row, widths, size, bold=False) for row in table.rows]
    if table.total is not None:
        lines.append(_row_xml(table.columns, table.total, widths, size, bold=True))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _head_xml(table: ReportTable, widths: list[int], size: int) -> list[str]:
    """Lines of the head, marked to repeat on every page; merged cells run downwards."""
    lines = head_rows(table.columns)
    placed: list[dict[int, tuple[int, str, str]]] = [{} for _ in lines]
    for level, line in enumerate(lines):
        for start, count, deep, text in line:
            merge = '<w:vMerge w:val="restart"/>' if deep > 1 else ""
            placed[level][start] = (count, merge, text)
            for below in range(level + 1, level + deep):
                placed[below][start] = (count, "<w:vMerge/>", "")
    rows = []
    for cells in placed:
        parts = []
        for start in sorted(cells):
            count, merge, text = cells[start]
            span = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
            width = sum(widths[start : start + count])
            parts.append(_cell_xml(text, width, size, "center", True, span + merge))
        rows.append(_line_xml(parts, repeats=True))
    if any(column.number for column in table.columns):
        numbers = zip(table.columns, widths, strict=True)
        parts = [_cell_xml(c.number, width, size, "center", False) for c, width in numbers]
        rows.append(_line_xml(parts, repeats=True))
    return rows


def _row_xml(
    columns: tuple[TableColumn, ...], row: Row, widths: list[int], size: int, *, bold: bool
) -> str:
    parts = []
    bold = bold or bool(row.get(STRONG))
    for column, width in zip(columns, widths, strict=True):
        text = shown(row.get(column.key), column.kind)
        align = "right" if column.is_numeric else _ALIGN.get(column.kind, "left")
        depth = _STEP * int(str(row.get(LEVEL) or 0)) if column.indented else 0
        parts.append(_cell_xml(text, width, size, align, bold, depth=depth))
    return _line_xml(parts, repeats=False)


def _line_xml(parts: list[str], *, repeats: bool) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if repeats else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(parts)}</w:tr>"


def _cell_xml(
    text: str,
    width: int,
    size: int,
    align: str,
    bold: bool,
    properties: str = "",
    depth: int = 0,
) -> str:
    weight = "<w:b/>" if bold else ""
    indent = f'<w:ind w:left="{depth}"/>' if depth else ""
    body = f'<w:r><w:rPr>{weight}<w:sz w:val="{size}"/></w:rPr>{_lines_xml(text)}</w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:spacing w:after="0"/>'
        f'{indent}<w:jc w:val="{align}"/><w:rPr><w:sz w:val="{size}"/></w:rPr></w:pPr>'
        f"{body if text else ''}</w:p></w:tc>"
    )


def _lines_xml(text: str) -> str:
    """Line breaks kept; letters that XML cannot hold left out."""
    lines = _sound(text).split("\n")
    parts = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines]
    return "<w:br/>".join(parts)


def _sound(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def remarks(document: Any, table: ReportTable) -> None:
    """What does not add up, notes, and the code of an issued report."""
    for heading, lines in (
        (words.PROBLEMS_HEADING, table.problems),
        (words.NOTES_HEADING, table.notes),
    ):
        if lines:
            above = document.add_paragraph()
            above.paragraph_format.keep_with_next = True
            add_run(above, heading, 10.5, bold=True, italic=True)
            for line in lines:
                add_run(document.add_paragraph(), f"- {line}", 10.5)
    if table.stamp:
        stamp = words.STAMP_LINE.format(stamp=table.short_stamp)
        add_run(document.add_paragraph(), stamp, 9)


def _signatures(document: Any, table: ReportTable) -> None:
    from docx.shared import Pt

    head = table.head
    block = document.add_table(rows=1, cols=3)
    first, second, third = block.rows[0].cells
    add_run(first.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for line in head.recipients:
        add_run(first.add_paragraph(), line, 11)
    for cell, title in ((second, head.left_signer), (third, head.right_signer)):
        add_run(cell.paragraphs[0], title, 13, bold=True, centred=True)
        add_run(cell.add_paragraph(), "(Ký, ghi rõ họ tên)", 11, italic=True, centred=True)
        for _ in range(4):
            cell.add_paragraph().paragraph_format.space_after = Pt(6)
    keep_together(block)


def keep_together(block: Any) -> None:
    """The signatures stand on one page, and the nearest line of text above goes with them."""
    from docx.oxml import parse_xml

    for row in block.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {_W}/>"))
    for paragraph in block._tbl.xpath(".//w:p"):
        paragraph.get_or_add_pPr().get_or_add_keepNext()
    for above in block._tbl.itersiblings(preceding=True):
        for paragraph in above.xpath("self::w:p | ./w:tr[last()]//w:p"):
            paragraph.get_or_add_pPr().get_or_add_keepNext()
        if above.xpath(".//w:t"):
            return
