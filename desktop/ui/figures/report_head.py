"""The head of a report: groups over columns in several lines, as the form prints them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.services.reports.cells import HeadCell
from desktop.ui.theme import colours, ui_font

_PIXELS = 12
_PADDING = 4
_WRAPPED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


class ReportHead(QHeaderView):
    """Draws its cells itself; widths are those of the columns below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells: tuple[HeadCell, ...] = ()
        self.setFont(ui_font(_PIXELS))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionsClickable(False)
        self.sectionResized.connect(lambda *_sizes: self._again())

    def show_head(self, cells: tuple[HeadCell, ...]) -> None:
        """Other columns."""
        self._cells = cells
        self._again()

    def sizeHint(self) -> QSize:
        """As high as the wrapped texts of all lines."""
        return QSize(super().sizeHint().width(), sum(self._heights()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every cell with its frame."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours().raised))
        painter.setFont(self.font())
        heights = self._heights()
        for cell in self._cells:
            box = self._box(cell, heights)
            painter.setPen(QColor(colours().border))
            painter.drawRect(box.adjusted(-1, -1, -1, -1))
            painter.setPen(QColor(colours().muted))
            painter.drawText(box.adjusted(_PADDING, 0, -_PADDING, 0), _WRAPPED, cell.text)

    def _again(self) -> None:
        self.updateGeometry()
        self.geometriesChanged.emit()
        self.viewport().update()

    def _box(self, cell: HeadCell, heights: list[int]) -> QRect:
        top = sum(heights[: cell.line])
        height = sum(heights[cell.line : cell.line + cell.lines])
        return QRect(self.sectionViewportPosition(cell.column), top, self._width(cell), height)

    def _width(self, cell: HeadCell) -> int:
        return sum(self.sectionSize(cell.column + n) for n in range(cell.columns))

    def _heights(self) -> list[int]:
        """The height of each line: its one-line cells first, then what taller cells still need."""
        if not self._cells:
            return [28]
        heights = [0] * max(cell.line + cell.lines for cell in self._cells)
        for cell in sorted(self._cells, key=lambda one: one.lines):
            last = cell.line + cell.lines - 1
            heights[last] += max(0, self._text_height(cell) - sum(heights[cell.line : last + 1]))
        return heights

    def _text_height(self, cell: HeadCell) -> int:
        room = QRect(0, 0, max(self._width(cell) - 2 * _PADDING, 10), 1000)
        return self.fontMetrics().boundingRect(room, _WRAPPED, cell.text).height() + 10
