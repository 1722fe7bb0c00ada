"""Pages of PDFs and pictures as plain pixels, for the screen and for the printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Surroundings


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: pixels as RGB rows without padding, and its paper size in points."""

    width: int
    height: int
    rgb: bytes
    paper_width: float
    paper_height: float


def count_pdf_pages(pdf: bytes) -> int:
    """Pages of a PDF. Raises ATTACHMENT_DAMAGED."""
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points, without drawing any. Raises ATTACHMENT_DAMAGED."""
    document = _opened(pdf)
    try:
        return tuple(document.get_page_size(number) for number in range(len(document)))
    finally:
        document.close()


def page_image(pdf: bytes, number: int, dpi: float) -> PageImage:
    """One page (from 0) at a resolution. Raises ATTACHMENT_DAMAGED."""
    document = _opened(pdf)
    try:
        page = document[number]
        width, height = page.get_size()
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
        rgb = _packed(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        return PageImage(bitmap.width, bitmap.height, rgb, width, height)
    finally:
        document.close()


def _packed(data: bytes, width: int, height: int, stride: int) -> bytes:
    line = width * 3
    if stride == line:
        return data
    return b"".join(data[y * stride : y * stride + line] for y in range(height))


def _opened(pdf: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise EnvironmentProblem(Surroundings.ATTACHMENT_DAMAGED, file="PDF") from error
