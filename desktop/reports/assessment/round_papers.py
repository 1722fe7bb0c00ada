"""The explanations after a round, as an annex to the office's letter: PDF, Word, Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.reports.assessment.paper import (
    ANNEX_NUMBER,
    PROOF_HEADINGS,
    ROUND_HEADINGS,
    ROUND_PARTS,
    RoundPaper,
)
from desktop.reports.writing import written_whole

_WIDTHS = (6, 18, 6, 6, 7, 6, 17, 22, 12)
_PROOF_WIDTHS = (6, 30, 11, 27, 14, 12)
_SHEET_WIDTHS = (9, 40, 11, 11, 11, 11, 40, 60, 36)
_PROOF_SHEET_WIDTHS = (6, 44, 13, 44, 22, 16)
_POINTS = (2, 3, 4, 5)
_Rows = list[tuple[str, ...]]


def round_writer(ending: str) -> Callable[[Path, RoundPaper], int]:
    """The writer for ``.pdf``, ``.docx`` or ``.xlsx``; each gives pages, tables or sheets.

    They raise DISK_FULL, FILE_NOT_WRITABLE.
    """
    return {".pdf": _write_pdf, ".docx": _write_docx, ".xlsx": _write_xlsx}[ending]


def _write_pdf(target: Path, paper: RoundPaper) -> int:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.platypus import CondPageBreak, Flowable, Spacer

    from desktop.reports.assessment.pdf import (
        PART_ROOM,
        PaperDocument,
        letterhead,
        proofs_and_signature,
        styled,
        table_block,
        text_block,
    )
    from desktop.reports.fonts import BOLD, register_fonts

    register_fonts()
    heading = styled(12, font=BOLD, spaceBefore=10, spaceAfter=5)
    flow: list[Flowable] = [letterhead(paper, ANNEX_NUMBER), Spacer(1, 10)]
    flow.append(text_block(paper.title, styled(14, TA_CENTER, BOLD)))
    flow.append(text_block(paper.subtitle, styled(13, TA_CENTER, BOLD, spaceAfter=4)))
    flow += [text_block(fact, styled(12, spaceBefore=2)) for fact in paper.facts]
    flow += [CondPageBreak(PART_ROOM), text_block(ROUND_PARTS[0], heading)]
    flow.append(table_block(ROUND_HEADINGS, _rows(paper), _WIDTHS, right=_POINTS))
    flow += proofs_and_signature(paper.proofs, text_block(ROUND_PARTS[1], heading))
    with written_whole(target) as aside:
        document = PaperDocument(str(aside), paper)
        document.build(flow)
    return document.page


def _write_docx(target: Path, paper: RoundPaper) -> int:
    import docx

    from desktop.reports.assessment.docx import (
        add_line,
        add_part,
        add_signature,
        letterhead,
        set_up,
    )

    document = docx.Document()
    set_up(document, paper)
    letterhead(document, paper, ANNEX_NUMBER)
    add_line(document, paper.title, 14, bold=True, centred=True)
    add_line(document, paper.subtitle, 13, bold=True, centred=True)
    for fact in paper.facts:
        add_line(document, fact, 13)
    add_part(document, ROUND_PARTS[0], ROUND_HEADINGS, _rows(paper), _WIDTHS)
    add_part(document, ROUND_PARTS[1], PROOF_HEADINGS, _proofs(paper), _PROOF_WIDTHS)
    add_signature(document)
    with written_whole(target) as aside, aside.open("wb") as file:
        document.save(file)
    return len(ROUND_PARTS)


def _write_xlsx(target: Path, paper: RoundPaper) -> int:
    import xlsxwriter

    from desktop.reports.assessment.xlsx import add_sheet, cell_formats

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as workbook:
        formats = cell_formats(workbook)
        add_sheet(
            workbook, formats, paper, "Giải trình", ROUND_PARTS[0],
            ROUND_HEADINGS, _rows(paper), _SHEET_WIDTHS, frozenset(), ANNEX_NUMBER,
        )  # fmt: skip
        add_sheet(
            workbook, formats, paper, "Tài liệu bổ sung", ROUND_PARTS[1],
            PROOF_HEADINGS, _proofs(paper), _PROOF_SHEET_WIDTHS, frozenset(), ANNEX_NUMBER,
        )  # fmt: skip
    return len(ROUND_PARTS)


def _rows(paper: RoundPaper) -> _Rows:
    return [
        (
            row.number, row.name, row.maximum, row.own, row.appraised, row.proposed,
            row.remark, row.explanation, row.documents,
        )
        for row in paper.rows
    ]  # fmt: skip


def _proofs(paper: RoundPaper) -> _Rows:
    return [(r.number, r.document, r.dated, r.summary, r.lines, r.pages) for r in paper.proofs]
