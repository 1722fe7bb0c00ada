"""Drawing forms: blocks of a layout and a paper's data to PDF pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.fonts import BOLD, ITALIC, REGULAR, register_fonts
from desktop.reports.forms.blocks import Blocks
from desktop.reports.forms.layout import FormLayout
from desktop.reports.forms.layout_checks import LayoutFault
from desktop.reports.forms.pages import Placed, paginate
from desktop.reports.forms.paper import PRACTICE_MARK, FormData
from desktop.reports.forms.sheets import Area, Sheet, sheet_of

__all__ = ["draw_on_page", "make_canvas", "render_form", "render_forms"]


def render_form(layout: FormLayout, data: FormData, paper: str) -> bytes:
    """One paper with all its copies as PDF; see :func:`render_forms`."""
    return render_forms(layout, (data,), paper)


def render_forms(layout: FormLayout, papers: Sequence[FormData], paper: str) -> bytes:
    """The PDF of several papers of one form, one behind the other, every copy in full.

    Fonts are embedded, the text can be copied, title and language are set.
    Raises KeyError when the data lack a value that the layout names.
    """
    for data in papers:
        missing = layout.names - set(data.values) | layout.tables - set(data.tables)
        if missing:
            raise KeyError(sorted(missing))
    register_fonts()
    sheet = sheet_of(paper)
    output = io.BytesIO()
    canvas = make_canvas(output, sheet.page)
    first = papers[0]
    canvas.setTitle(f"{spoken_title(layout)} {first.code if len(papers) == 1 else ''}".strip())
    canvas.setAuthor(first.letterhead.shop_name)
    canvas.setSubject(spoken_title(layout))
    for data in papers:
        _draw_paper(canvas, layout, data, sheet)
    canvas.save()
    return output.getvalue()


def spoken_title(layout: FormLayout) -> str:
    """The title as running text, for the document's properties."""
    return layout.title.replace("\n", " ").capitalize()


def make_canvas(output: Any, page: tuple[float, float]) -> Any:
    """A canvas that never names a face which is not embedded."""
    return Canvas(
        output,
        pagesize=page,
        invariant=1,
        pageCompression=1,
        lang="vi-VN",
        initialFontName=REGULAR,  # type: ignore[arg-type]
    )


def draw_on_page(
    canvas: Any, layout: FormLayout, data: FormData, sheet: Sheet, footer: str
) -> None:
    """A short form on one page of a longer document. Raises LayoutFault when it needs more."""
    area = sheet.areas[0]
    pages = _pages(canvas, layout, data, sheet, area, "")
    if len(pages) != 1:
        raise LayoutFault(layout.title, LayoutProblem.NO_ROOM)
    _draw_page(canvas, pages[0], area)
    canvas.setFont(ITALIC, 10)
    canvas.drawRightString(area[0] + area[2], area[1] + area[3] + 12, footer)
    if data.letterhead.is_practice:
        canvas.setFont(BOLD, 7.5)
        canvas.drawCentredString(sheet.page[0] / 2, sheet.page[1] - 14, PRACTICE_MARK)
    canvas.showPage()


def _draw_paper(canvas: Any, layout: FormLayout, data: FormData, sheet: Sheet) -> None:
    """Copies beside each other where the sheet has room for two, else one after another."""
    names, areas = data.copy_names, sheet.areas
    for start in range(0, len(names), len(areas)):
        together = list(zip(names[start : start + len(areas)], areas, strict=False))
        copies = [(_pages(canvas, layout, data, sheet, area, n), area) for n, area in together]
        total = max(len(pages) for pages, _ in copies)
        for number in range(total):
            for pages, area in copies:
                if number < len(pages):
                    _draw_page(canvas, pages[number], area)
                _draw_edges(canvas, layout, data, area, number + 1, total)
            if len(areas) > 1:
                _draw_cutting_line(canvas, sheet)
            canvas.showPage()


def _pages(
    canvas: Any, layout: FormLayout, data: FormData, sheet: Sheet, area: Area, copy_name: str
) -> list[list[Placed]]:
    _, _, width, height = area
    flow = Blocks(layout, data, sheet, width, copy_name).flowables()
    return paginate(flow, width, height, canvas)


def _draw_page(canvas: Any, page: list[Placed], area: Area) -> None:
    x, y, _, _ = area
    for placed in page:
        placed.block.drawOn(canvas, x, y + placed.y)


def _draw_cutting_line(canvas: Any, sheet: Sheet) -> None:
    canvas.saveState()
    canvas.setDash(2, 3)
    canvas.setLineWidth(0.4)
    canvas.line(sheet.page[0] / 2, 6 * mm, sheet.page[0] / 2, sheet.page[1] - 6 * mm)
    canvas.restoreState()


def _draw_edges(
    canvas: Any, layout: FormLayout, data: FormData, area: Area, number: int, total: int
) -> None:
    """Code and page number under the text; the practice mark above it."""
    x, y, width, height = area
    canvas.saveState()
    canvas.setFont(ITALIC, 7.5)
    canvas.drawString(x, y - 12, data.code or spoken_title(layout))
    if total > 1:
        canvas.drawRightString(x + width, y - 12, f"Trang {number}/{total}")
    if data.letterhead.is_practice:
        canvas.setFont(BOLD, 7.5)
        canvas.drawCentredString(x + width / 2, y + height + 5, PRACTICE_MARK)
    canvas.restoreState()
