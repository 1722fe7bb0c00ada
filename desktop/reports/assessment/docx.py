"""The papers as Word, to be edited before signing; layout of NĐ 30/2020/NĐ-CP, A4 on its side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from desktop.reports.assessment.paper import (
    EXPLANATION_HEADINGS,
    NOTHING,
    PARTS,
    PROOF_HEADINGS,
    REPORT_NUMBER,
    SCORE_HEADINGS,
    SIGNED_HOW,
    SIGNER,
    WRITE_UP_HEADINGS,
    AssessmentPaper,
    Headed,
)
from desktop.reports.writing import written_whole
from desktop.wording.dates import long_day

_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_FONT = "Times New Roman"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SCORE_WIDTHS = (6, 29, 7, 7, 7, 26, 18)
_EXPLANATION_WIDTHS = (8, 32, 8, 52)
_PROOF_WIDTHS = (6, 30, 11, 27, 14, 12)
_Rows = Sequence[tuple[str, ...]]


def write_docx(target: Path, paper: AssessmentPaper) -> int:
    """Writes all parts; gives the number of tables. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import docx

    document = docx.Document()
    set_up(document, paper)
    letterhead(document, paper, REPORT_NUMBER)
    add_line(document, paper.title, 14, bold=True, centred=True)
    add_line(document, paper.subtitle, 13, bold=True, centred=True)
    for fact in paper.facts:
        add_line(document, fact, 13)
    _parts(document, paper)
    add_signature(document)
    with written_whole(target) as aside, aside.open("wb") as file:
        document.save(file)
    return len(PARTS)


def _parts(document: Any, paper: AssessmentPaper) -> None:
    score: list[tuple[str, ...]] = [
        (r.number, r.name, r.maximum, r.computed, r.own, r.why, r.proof) for r in paper.score
    ]
    bold = {n for n, row in enumerate(paper.score) if row.level == 0}
    bold |= set(range(len(score), len(score) + len(paper.totals)))
    score += [("", name, "", "", value, "", "") for name, value in paper.totals]
    add_part(document, PARTS[0], SCORE_HEADINGS, score, _SCORE_WIDTHS, bold)
    explained = [(r.number, r.name, r.points, r.explanation) for r in paper.explanations]
    add_part(document, PARTS[1], EXPLANATION_HEADINGS, explained, _EXPLANATION_WIDTHS)
    add_heading(document, PARTS[2])
    said = (paper.difficulties, paper.proposals)
    for heading, text in zip(WRITE_UP_HEADINGS, said, strict=True):
        add_line(document, heading, 13, bold=True)
        for paragraph in (text or NOTHING).split("\n"):
            add_line(document, paragraph, 13)
    proofs = [(r.number, r.document, r.dated, r.summary, r.lines, r.pages) for r in paper.proofs]
    add_part(document, PARTS[3], PROOF_HEADINGS, proofs, _PROOF_WIDTHS)


def add_part(
    document: Any,
    title: str,
    headings: tuple[str, ...],
    rows: _Rows,
    widths: tuple[int, ...],
    bold: set[int] | None = None,
) -> None:
    """A heading and a ruled table under it; words where there is nothing."""
    from docx.oxml import parse_xml

    add_heading(document, title)
    if not rows:
        add_line(document, NOTHING, 13)
        return
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 635
    places = [int(room * width / sum(widths)) for width in widths]
    lines = [_row(headings, headings, places, head=True)]
    lines += [_row(r, headings, places, bold=n in (bold or ())) for n, r in enumerate(rows)]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in places)
    xml = (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(places)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
    document.add_paragraph()._p.addprevious(parse_xml(xml))


def _row(
    cells: tuple[str, ...],
    headings: tuple[str, ...],
    widths: list[int],
    *,
    head: bool = False,
    bold: bool = False,
) -> str:
    parts = []
    for text, heading, width in zip(cells, headings, widths, strict=True):
        align = "center" if head else ("right" if heading.startswith("Điểm") else "left")
        weight = "<w:b/>" if head or bold else ""
        run = f'<w:r><w:rPr>{weight}<w:sz w:val="21"/></w:rPr>{_lines(text)}</w:r>'
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="{align}"/></w:pPr>'
            f"{run if text else ''}</w:p></w:tc>"
        )
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(parts)}</w:tr>"


def _lines(text: str) -> str:
    """Line breaks kept; letters that XML cannot hold left out."""
    sound = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
    parts = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in sound.split("\n")]
    return "<w:br/>".join(parts)


def set_up(document: Any, paper: Headed) -> None:
    """Page, margins, page number, marks at the foot, language."""
    set_up_plain(document, f"{paper.title} – {paper.subtitle}", paper.marks)
    document.core_properties.author = paper.body[:255]


def set_up_plain(document: Any, title: str, marks: Sequence[str]) -> None:
    """The same for a paper without a letterhead."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for foot in (section.footer, section.first_page_footer):
        foot.paragraphs[0].add_run(" – ".join(marks)).bold = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.paragraph_format.space_after = Pt(2)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    core = document.core_properties
    core.title, core.language = title[:255], "vi-VN"


def stand_upright(document: Any) -> None:
    """A4 on its short side, with the margins of NĐ 30/2020/NĐ-CP."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _page_number(paragraph: Any) -> None:
    """Top centre, not on the first page (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def letterhead(document: Any, paper: Headed, number: str) -> None:
    """Office and nation, number and day."""
    dated = f"{paper.place}, {long_day(paper.issued_on)}"
    left = ((paper.body, 12, True, False), (number, 13, False, False))
    right = ((_NATION, 12, True, False), (_MOTTO, 13, True, False), (dated, 13, False, True))
    block = document.add_table(rows=1, cols=2)
    for cell, lines in zip(block.rows[0].cells, (left, right), strict=True):
        for place, (text, size, bold, italic) in enumerate(lines):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            _run(paragraph, text, size, bold=bold, italic=italic, centred=True)
            if place == len(lines) - 2:
                _rule_below(paragraph, 3.6 if lines is left else 2.6)
    document.add_paragraph()


def _rule_below(paragraph: Any, indent: float) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Cm

    paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.right_indent = Cm(indent)
    rule = f'<w:pBdr {_W}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(rule))


def add_heading(document: Any, text: str) -> None:
    """Kept with what follows."""
    paragraph = add_line(document, text, 13, bold=True)
    paragraph.paragraph_format.keep_with_next = True


def add_line(document: Any, text: str, size: float, **how: bool) -> Any:
    """A paragraph; gives it back."""
    paragraph = document.add_paragraph()
    _run(paragraph, text, size, **how)
    return paragraph


def _run(
    paragraph: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    sound = "".join(letter for letter in text if letter >= " ")
    run = paragraph.add_run(sound)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_signature(document: Any) -> None:
    """Kept with the line above it, so that it never stands alone on a page."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    block = document.add_table(rows=1, cols=2)
    cell = block.rows[0].cells[1]
    _run(cell.paragraphs[0], SIGNER, 13, bold=True, centred=True)
    _run(cell.add_paragraph(), SIGNED_HOW, 11, italic=True, centred=True)
    for _ in range(4):
        cell.add_paragraph()
