"""Breaking text into lines for tables that are drawn line by line.

Ten times faster than paragraphs: word widths are measured once, lines are plain strings.
"""

from __future__ import annotations

import re

from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.reports.fonts import drawable

# A hyphen leads the next line: at the end of a line, copying the text would lose it.
_PIECES = re.compile(r"[-/]*[^-/.,;]+[.,;]*|[-/.,;]+")
_MOST_REMEMBERED = 4_000
LEADING = 1.17


class Wrapper:
    """Wraps text of one face and size into columns; remembers what it measured."""

    def __init__(self, face: str, size: float) -> None:
        self._face = face
        self._size = size
        self.step = size * LEADING
        self._widths: dict[str, float] = {}
        self._wrapped: dict[tuple[str, float], tuple[str, ...]] = {}
        self._space = stringWidth(" ", face, size)

    def width(self, text: str) -> float:
        """The width of a word or line, points."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > _MOST_REMEMBERED:
                self._widths.clear()
            found = self._widths[text] = stringWidth(text, self._face, self._size)
        return found

    def wrap(self, text: str, room: float) -> tuple[str, ...]:
        """Lines no wider than ``room``; a word that is too wide is broken where it may be."""
        key = (text, room)
        found = self._wrapped.get(key)
        if found is None:
            if len(self._wrapped) > _MOST_REMEMBERED // 4:
                self._wrapped.clear()
            shown = drawable(text)
            lines = [line for part in shown.split("\n") for line in self._lines(part, room)]
            found = self._wrapped[key] = tuple(lines)
        return found

    def _lines(self, text: str, room: float) -> list[str]:
        lines: list[str] = []
        line, used = "", 0.0
        for word in text.split():
            wide = self.width(word)
            if line and used + self._space + wide <= room:
                line, used = f"{line} {word}", used + self._space + wide
                continue
            if line:
                lines.append(line)
            if wide > room:
                *full, word = self._broken(word, room)
                lines += full
                wide = self.width(word)
            line, used = word, wide
        return [*lines, line] if line else lines

    def _broken(self, word: str, room: float) -> list[str]:
        """Pieces of a word: at hyphens and points where that suffices, else anywhere."""
        pieces: list[str] = []
        for part in _PIECES.findall(word) or [word]:
            if pieces and self.width(pieces[-1] + part) <= room:
                pieces[-1] += part
            elif self.width(part) <= room:
                pieces.append(part)
            else:
                pieces += self._chopped(part, room)
        return pieces

    def _chopped(self, part: str, room: float) -> list[str]:
        pieces = [""]
        for letter in part:
            if pieces[-1] and self.width(pieces[-1] + letter) > room:
                pieces.append("")
            pieces[-1] += letter
        return pieces
