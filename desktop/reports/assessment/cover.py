"""The cover of the evidence volume with its index, and a sheet to lay before each document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    LongTable,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from desktop.reports.assessment.paper import (
    COVER_TITLE,
    NOTHING,
    PARTS,
    PROOF_HEADINGS,
    AssessmentPaper,
    ProofRow,
    cover_count,
    sheet_facts,
    sheet_title,
)
from desktop.reports.assessment.pdf import GRID, styled, text_block
from desktop.reports.fonts import BOLD, REGULAR, register_fonts
from desktop.reports.writing import written_whole

_MARGIN_LEFT, _MARGIN_RIGHT, _MARGIN = 30 * mm, 15 * mm, 20 * mm
_WIDTH = A4[0] - _MARGIN_LEFT - _MARGIN_RIGHT
_INDEX_WIDTHS = (7, 30, 13, 25, 14, 11)


def write_cover(target: Path, paper: AssessmentPaper) -> int:
    """Writes cover, index and one sheet a document; gives the pages."""
    register_fonts()
    with written_whole(target) as aside:
        document = SimpleDocTemplate(
            str(aside),
            pagesize=A4,
            leftMargin=_MARGIN_LEFT,
            rightMargin=_MARGIN_RIGHT,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=f"{COVER_TITLE} – {paper.subtitle}",
            author=paper.body,
            creator="Sổ Một Cửa",
            lang="vi-VN",
            invariant=1,
            initialFontName=REGULAR,
        )

        def foot(canvas: Any, _document: Any) -> None:
            canvas.saveState()
            canvas.setFont(BOLD, 8.5)
            canvas.drawCentredString(A4[0] / 2, 9 * mm, " – ".join(paper.marks))
            canvas.restoreState()

        document.build(_content(paper), onFirstPage=foot, onLaterPages=foot)
    return int(document.page)


def _content(paper: AssessmentPaper) -> list[Flowable]:
    flow: list[Flowable] = [
        text_block(paper.body, styled(14, TA_CENTER, BOLD)),
        Spacer(1, 70 * mm),
        text_block(COVER_TITLE, styled(24, TA_CENTER, BOLD, spaceAfter=10)),
        text_block(paper.title, styled(15, TA_CENTER, BOLD, spaceAfter=6)),
        text_block(paper.subtitle, styled(13, TA_CENTER)),
        Spacer(1, 12 * mm),
        text_block(cover_count(paper), styled(13, TA_CENTER)),
        PageBreak(),
        text_block(PARTS[3].split(". ", 1)[1], styled(14, TA_CENTER, BOLD, spaceAfter=8)),
    ]
    if not paper.proofs:
        return [*flow, text_block(NOTHING, styled(12))]
    flow.append(_index(paper.proofs))
    for proof in paper.proofs:
        flow += [PageBreak(), *_sheet(proof)]
    return flow


def _index(proofs: tuple[ProofRow, ...]) -> LongTable:
    head = [text_block(heading, styled(10.5, TA_CENTER, BOLD)) for heading in PROOF_HEADINGS]
    body = styled(10.5)
    listed = [(p.number, p.document, p.dated, p.summary, p.lines, p.pages) for p in proofs]
    rows = [[text_block(cell, body) for cell in line] for line in listed]
    widths = [_WIDTH * share / 100 for share in _INDEX_WIDTHS]
    table = LongTable([head, *rows], colWidths=widths, repeatRows=1)
    table.setStyle(GRID)
    return table


def _sheet(proof: ProofRow) -> list[Flowable]:
    """What to know of the document behind it, large enough to leaf through."""
    label, value = styled(12, font=BOLD), styled(13)
    rows = [[text_block(name, label), text_block(text, value)] for name, text in sheet_facts(proof)]
    table = Table(rows, colWidths=[_WIDTH * 0.28, _WIDTH * 0.72])
    spaced = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)]
    table.setStyle(TableStyle(spaced))
    heading = styled(20, TA_CENTER, BOLD, spaceAfter=24)
    title = text_block(sheet_title(proof), heading)
    return [Spacer(1, 60 * mm), title, table]
