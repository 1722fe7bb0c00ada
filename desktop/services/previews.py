"""Pages of PDFs and pictures as plain pixels, for the screen and for the printer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.pdf_files import NotAPdf, opened_pdf


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
    with _opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points, without drawing any. Raises ATTACHMENT_DAMAGED."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def page_image(pdf: bytes, number: int, dpi: float) -> PageImage:
    """One page (from 0) at a resolution. Raises ATTACHMENT_DAMAGED."""
    with _opened(pdf) as document:
        page = document[number]
        width, height = page.get_size()
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
        rgb = _packed(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        return PageImage(bitmap.width, bitmap.height, rgb, width, height)


def _packed(data: bytes, width: int, height: int, stride: int) -> bytes:
    line = width * 3
    if stride == line:
        return data
    return b"".join(data[y * stride : y * stride + line] for y in range(height))


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    try:
        with opened_pdf(pdf) as document:
            yield document
    except NotAPdf as error:
        raise EnvironmentProblem(Surroundings.ATTACHMENT_DAMAGED, file="PDF") from error
