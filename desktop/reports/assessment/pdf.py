"""The papers as PDF in the layout of NĐ 30/2020/NĐ-CP, A4 on its side, fonts embedded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

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
    ProofRow,
)
from desktop.reports.fonts import BOLD, ITALIC, REGULAR, register_fonts
from desktop.reports.writing import written_whole
from desktop.wording.dates import long_day

_PAGE = landscape(A4)
_LEFT, _RIGHT, _TOP, _BOTTOM = 25 * mm, 15 * mm, 20 * mm, 18 * mm
_WIDTH = _PAGE[0] - _LEFT - _RIGHT
# A part begins on a page where its heading and a few rows fit.
PART_ROOM = 45 * mm
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_FIELD, _GROUP = Color(0.88, 0.88, 0.88), Color(0.95, 0.95, 0.95)
_SCORE_WIDTHS = (6, 29, 7, 7, 7, 26, 18)
_EXPLANATION_WIDTHS = (8, 32, 8, 52)
_PROOF_WIDTHS = (6, 30, 11, 27, 14, 12)
# So many rows of the last table go with the signature to the last page.
_ROWS_WITH_SIGNATURE = 2


def write_pdf(target: Path, paper: AssessmentPaper) -> int:
    """Writes all parts; gives the number of pages. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    register_fonts()
    with written_whole(target) as aside:
        document = PaperDocument(str(aside), paper)
        document.build(_content(paper))
    return document.page


class PaperDocument(BaseDocTemplate):
    """Pages with their number on top (from the second on) and the marks at the foot."""

    def __init__(self, file: str, paper: Headed) -> None:
        super().__init__(
            file,
            pagesize=_PAGE,
            title=f"{paper.title} – {paper.subtitle}",
            author=paper.body,
            creator="Sổ Một Cửa",
            lang="vi-VN",
            invariant=1,
            initialFontName=REGULAR,
        )
        self.paper = paper
        height = _PAGE[1] - _TOP - _BOTTOM
        frame = Frame(_LEFT, _BOTTOM, _WIDTH, height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._edges))

    def _edges(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        if self.page > 1:
            canvas.setFont(REGULAR, 12)
            canvas.drawCentredString(_PAGE[0] / 2, _PAGE[1] - 12 * mm, str(self.page))
        canvas.setFont(BOLD, 8.5)
        canvas.drawCentredString(_PAGE[0] / 2, 9 * mm, " – ".join(self.paper.marks))
        canvas.restoreState()


def styled(size: float = 11, align: Any = 0, font: str = REGULAR, **more: Any) -> ParagraphStyle:
    """A style of this size in points; ``more`` as reportlab takes it."""
    return ParagraphStyle(
        "text", fontName=font, fontSize=size, leading=size * 1.2, alignment=align, **more
    )


def text_block(text: str, style: ParagraphStyle) -> Paragraph:
    """Plain text as a paragraph: nothing in it is markup."""
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _content(paper: AssessmentPaper) -> list[Flowable]:
    flow: list[Flowable] = [letterhead(paper, REPORT_NUMBER), Spacer(1, 10)]
    flow.append(text_block(paper.title, styled(14, TA_CENTER, BOLD)))
    flow.append(text_block(paper.subtitle, styled(13, TA_CENTER, BOLD, spaceAfter=4)))
    flow += [text_block(fact, styled(12, spaceBefore=2)) for fact in paper.facts]
    heading = styled(12, font=BOLD, spaceBefore=10, spaceAfter=5)
    flow += [CondPageBreak(PART_ROOM), text_block(PARTS[0], heading), _score(paper)]
    flow += [CondPageBreak(PART_ROOM), text_block(PARTS[1], heading)]
    flow.append(
        table_block(
            EXPLANATION_HEADINGS,
            [(r.number, r.name, r.points, r.explanation) for r in paper.explanations],
            _EXPLANATION_WIDTHS,
            right=(2,),
        )
    )
    flow += [CondPageBreak(PART_ROOM), text_block(PARTS[2], heading), *_write_up(paper)]
    return [*flow, *proofs_and_signature(paper.proofs, text_block(PARTS[3], heading))]


def _write_up(paper: AssessmentPaper) -> list[Flowable]:
    flow: list[Flowable] = []
    for heading, text in zip(WRITE_UP_HEADINGS, (paper.difficulties, paper.proposals), strict=True):
        flow.append(text_block(heading, styled(12, font=BOLD, spaceBefore=4)))
        said = (text or NOTHING).split("\n")
        flow += [text_block(paragraph, styled(12, spaceBefore=2)) for paragraph in said]
    return flow


def proofs_and_signature(proofs: Sequence[ProofRow], heading: Flowable) -> list[Flowable]:
    """Index of documents and signature, which never stands alone on a page: it is a row of it."""
    rows = [(r.number, r.document, r.dated, r.summary, r.lines, r.pages) for r in proofs]
    if not rows:
        nothing = text_block(NOTHING, styled(11))
        return [KeepTogether([heading, nothing, Spacer(1, 12), _signature()])]
    cells, widths = _cells(PROOF_HEADINGS, rows, _PROOF_WIDTHS)
    cells.append([_signature(), *[""] * (len(widths) - 1)])
    table = LongTable(cells, colWidths=widths, repeatRows=1)
    last = len(cells) - 1
    together = max(last - _ROWS_WITH_SIGNATURE, 1)
    table.setStyle(
        TableStyle(
            [
                *_INSIDE,
                ("GRID", (0, 0), (-1, -2), 0.5, black),
                ("SPAN", (0, -1), (-1, -1)),
                ("NOSPLIT", (0, together), (-1, last)),
                ("TOPPADDING", (0, -1), (-1, -1), 12),
            ]
        )
    )
    return [CondPageBreak(PART_ROOM), heading, table]


def letterhead(paper: Headed, number: str) -> Table:
    """Office and nation, number and day (NĐ 30/2020/NĐ-CP); an annex has no number."""
    centred, bold = styled(12, TA_CENTER), styled(12, TA_CENTER, BOLD)
    left = [
        text_block(paper.body, bold),
        _Rule(70),
        Spacer(1, 6),
        text_block(number, centred),
    ]
    dated = f"{paper.place}, {long_day(paper.issued_on)}"
    right = [
        text_block(_NATION, bold),
        text_block(_MOTTO, styled(13, TA_CENTER, BOLD)),
        _Rule(160),
        Spacer(1, 6),
        text_block(dated, styled(13, TA_CENTER, ITALIC)),
    ]
    table = Table([[left, right]], colWidths=[_WIDTH * 0.42, _WIDTH * 0.58])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _score(paper: AssessmentPaper) -> LongTable:
    rows = [(r.number, r.name, r.maximum, r.computed, r.own, r.why, r.proof) for r in paper.score]
    levels = [r.level for r in paper.score]
    rows += [("", name, "", "", value, "", "") for name, value in paper.totals]
    table = table_block(
        SCORE_HEADINGS, rows, _SCORE_WIDTHS, right=(2, 3, 4), bold=_bold_rows(paper)
    )
    marks = []
    for place, level in enumerate(levels, start=1):
        if paper.score[place - 1].level == 0 or _is_group(paper, place - 1):
            shade = _FIELD if level == 0 else _GROUP
            marks.append(("BACKGROUND", (0, place), (-1, place), shade))
    assert isinstance(table, LongTable)
    table.setStyle(TableStyle(marks))
    return table


def _is_group(paper: AssessmentPaper, place: int) -> bool:
    following = paper.score[place + 1 : place + 2]
    return bool(following) and following[0].level > paper.score[place].level


def _bold_rows(paper: AssessmentPaper) -> frozenset[int]:
    groups = {n for n, _ in enumerate(paper.score) if _is_group(paper, n)}
    fields = {n for n, row in enumerate(paper.score) if row.level == 0}
    totals = range(len(paper.score), len(paper.score) + len(paper.totals))
    return frozenset(groups | fields | set(totals))


def table_block(
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    shares: tuple[int, ...],
    right: tuple[int, ...] = (),
    bold: frozenset[int] = frozenset(),
) -> Flowable:
    """A ruled table over pages, its head on each; words where there is nothing."""
    if not rows:
        return text_block(NOTHING, styled(11))
    cells, widths = _cells(headings, rows, shares, right, bold)
    table = LongTable(cells, colWidths=widths, repeatRows=1)
    table.setStyle(GRID)
    return table


def _cells(
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    shares: tuple[int, ...],
    right: tuple[int, ...] = (),
    bold: frozenset[int] = frozenset(),
) -> tuple[list[list[Any]], list[float]]:
    """Head and rows as paragraphs, and the widths of the columns."""
    head = [text_block(heading, styled(10.5, TA_CENTER, BOLD)) for heading in headings]
    styles = {
        (is_bold, column): styled(
            10.5, TA_RIGHT if column in right else 0, BOLD if is_bold else REGULAR
        )
        for is_bold in (True, False)
        for column in range(len(headings))
    }
    cells = [
        [text_block(cell, styles[number in bold, column]) for column, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    return [head, *cells], [_WIDTH * share / 100 for share in shares]


def _signature() -> Flowable:
    cells = [
        text_block(SIGNER, styled(13, TA_CENTER, BOLD)),
        text_block(SIGNED_HOW, styled(11, TA_CENTER, ITALIC)),
        Spacer(1, 24 * mm),
    ]
    table = Table([["", cells]], colWidths=[_WIDTH * 0.58, _WIDTH * 0.4])
    table.hAlign = "RIGHT"
    return table


class _Rule(Flowable):
    """A centred rule of a fixed length."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Takes the whole width and four points."""
        self.width, self.height = width, 4.0
        return width, 4.0

    def draw(self) -> None:
        """Draws the rule."""
        start = (self.width - self.length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(start, 2, start + self.length, 2)


_INSIDE: list[tuple[Any, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, black), *_INSIDE])
