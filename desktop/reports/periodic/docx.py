"""A periodic report as Word: the letter that a person edits before signing, then its annex."""

from __future__ import annotations

from typing import Any

from desktop.reports.periodic.letter import Letter, LetterPart
from desktop.reports.tables.docx import (
    add_run,
    keep_together,
    letterhead,
    remarks,
    rule_below,
    set_up,
    table_xml,
    text_width,
)
from desktop.reports.tables.table import ReportTable

_SIZE = 13.5


def write_letter(document: Any, table: ReportTable, letter: Letter) -> None:
    """The whole report into an empty document."""
    from docx.oxml import parse_xml

    set_up(document, table)
    letterhead(document, table)
    for text in (letter.title, letter.abstract):
        add_run(document.add_paragraph(), text, 14, bold=True, centred=True)
    rule_below(document, text_width(document), 1_500)
    _paragraph(document, letter.opening)
    for part in letter.parts:
        _part(document, part)
    _paragraph(document, letter.closing)
    _signed(document, table, letter)
    _annex_section(document, table)
    add_run(document.add_paragraph(), letter.annex_title, 14, bold=True, centred=True)
    add_run(document.add_paragraph(), letter.annex_of, 13, italic=True, centred=True)
    add_run(document.add_paragraph(), table.subtitle, 12, italic=True, centred=True)
    end = document.add_paragraph()
    end._p.addprevious(parse_xml(table_xml(table, text_width(document))))
    remarks(document, table)


def _part(document: Any, part: LetterPart) -> None:
    from docx.shared import Cm

    heading = document.add_paragraph()
    add_run(heading, part.heading, _SIZE, bold=True, italic=part.level > 1)
    heading.paragraph_format.first_line_indent = Cm(1)
    heading.paragraph_format.keep_with_next = True
    for text in part.paragraphs:
        _paragraph(document, text)


def _paragraph(document: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    if not text:
        return
    paragraph = document.add_paragraph()
    add_run(paragraph, text, _SIZE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_after = Pt(5)


def _signed(document: Any, table: ReportTable, letter: Letter) -> None:
    from docx.shared import Pt

    document.add_paragraph()
    block = document.add_table(rows=1, cols=2)
    left, right = block.rows[0].cells
    add_run(left.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for line in table.head.recipients:
        add_run(left.add_paragraph(), line, 11)
    for place, line in enumerate(letter.signer):
        paragraph = right.paragraphs[0] if place == 0 else right.add_paragraph()
        add_run(paragraph, line, 13, bold=True, centred=True)
    for _ in range(4):
        right.add_paragraph().paragraph_format.space_after = Pt(6)
    keep_together(block)


def _annex_section(document: Any, table: ReportTable) -> None:
    """A page of its own; on its side when the table is wide."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm, Pt

    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The line that holds the break takes no room: else it may open an empty page.
    document.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    document.paragraphs[-1].paragraph_format.space_after = Pt(0)
    section.different_first_page_header_footer = False
    if table.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
