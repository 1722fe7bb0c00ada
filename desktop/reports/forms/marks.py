"""Small drawn things on a form: rules, the QR, dotted lines to write on."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from desktop.reports.fonts import REGULAR
from desktop.reports.qr import draw_qr


class Rule(Flowable):
    """A centred rule, as long as a share of the width."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Takes the whole width and three points."""
        self.width, self.height = width, 3.0
        return width, 3.0

    def draw(self) -> None:
        """Draws the rule."""
        length = self.width * self.share
        start = (self.width - length) / 2
        self.canv.setLineWidth(0.6)
        self.canv.line(start, 1.2, start + length, 1.2)


class QrMark(Flowable):
    """A QR of a given side."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.text = text
        self.side = side

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square."""
        return self.side, self.side

    def draw(self) -> None:
        """Draws the code; its quiet zone may stand in the margin."""
        draw_qr(self.canv, self.text, -1.5 * mm, 0, self.side)


class DottedLines(Flowable):
    """A label and dotted lines to write on; a second label may share the only line."""

    def __init__(self, label: str, width: float, size: float, rules: int, right: str = "") -> None:
        super().__init__()
        self.label = label
        self.right = right
        self.room = width
        self.size = size
        self.rules = rules
        self.step = max(size * 1.5, 6 * mm)  # a line of handwriting
        self.spaceAfter = size * 0.25

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The whole width and a line of handwriting for each rule."""
        return self.room, self.step * self.rules

    def draw(self) -> None:
        """Draws labels and dots."""
        self.canv.setLineWidth(0.6)
        self.canv.setDash(0.6, 1.8)
        y = self.step * (self.rules - 1) + self.size * 0.35
        if self.right:
            middle = self.room * 0.52
            self._line(self.label, 0, middle - 4, y)
            self._line(self.right, middle, self.room, y)
        else:
            self._line(self.label, 0, self.room, y)
        for number in range(1, self.rules):
            self._line("", 0, self.room, y - number * self.step)
        self.canv.setDash()

    def _line(self, label: str, start: float, end: float, y: float) -> None:
        if label:
            self.canv.setFont(REGULAR, self.size)
            self.canv.drawString(start, y, label)
            start += stringWidth(label, REGULAR, self.size) + 3
        if start < end:
            self.canv.line(start, y - 1.5, end, y - 1.5)
