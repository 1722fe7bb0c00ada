"""Paper sizes of the forms: the page, the text areas on it, the base type size."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm

PAPERS = ("A5", "A4", "A4x2")
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper size: page, text areas on it (x, y, width, height), base type size, in points."""

    page: tuple[float, float]
    areas: tuple[Area, ...]
    size: float


def sheet_of(paper: str) -> Sheet:
    """A5, A4 (margins of NĐ 30/2020), or two A5 copies beside each other on A4."""
    if paper == "A5":
        width, height = A5
        return Sheet(A5, ((11 * mm, 12 * mm, width - 21 * mm, height - 21 * mm),), 10)
    if paper == "A4x2":
        width, height = landscape(A4)
        half = width / 2
        areas = tuple(
            (left + 11 * mm, 12 * mm, half - 21 * mm, height - 21 * mm) for left in (0.0, half)
        )
        return Sheet((width, height), areas, 10)
    width, height = A4
    return Sheet(A4, ((30 * mm, 20 * mm, width - 47 * mm, height - 40 * mm),), 13)
