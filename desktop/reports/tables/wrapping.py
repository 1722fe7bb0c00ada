"""Breaking text into lines by measured widths; words are measured once."""

from __future__ import annotations

from functools import lru_cache

from desktop.reports.fonts import drawable


@lru_cache(maxsize=50_000)
def word_width(word: str, font: str, size: float) -> float:
    """Width in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(word, font, size))


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines that fit the width; a word longer than a line is cut, never lost."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_paragraph(paragraph, font, size, width))
    return lines or [""]


def _paragraph(text: str, font: str, size: float, width: float) -> list[str]:
    space = word_width(" ", font, size)
    lines: list[str] = []
    line, used = "", 0.0
    for word in map(_drawn, text.split()):
        for piece in _pieces(word, font, size, width):
            length = word_width(piece, font, size)
            if line and used + space + length > width:
                lines.append(line)
                line, used = "", 0.0
            used += length + (space if line else 0.0)
            line = f"{line} {piece}" if line else piece
    return [*lines, line]


@lru_cache(maxsize=50_000)
def _drawn(word: str) -> str:
    """No empty box on paper: a question mark for a sign that the typeface lacks."""
    return drawable(word)


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    if word_width(word, font, size) <= width:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and word_width(piece + letter, font, size) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
