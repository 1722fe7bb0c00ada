"""What all charts share: marks under the mouse and the arrow keys, tips, names, colours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from desktop.domain.figures_series import Series, Value
from desktop.ui.icons import icon
from desktop.ui.theme import colours, ui_font
from desktop.wording.dates import number

SMALL = 11
LEGEND = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn value: where it can be hit, and which value it is."""

    area: QRectF
    line: int
    place: int


class Chart(QWidget):
    """A click, or Enter on the marked value, tells ``opened`` with line key and label place.

    ``marked`` tells where the marked value stands, for an area that scrolls to it.
    """

    opened = Signal(str, int)
    marked = Signal(QRectF)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumHeight(150)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.series: Series | None = None
        # What a click does, said in the tip.
        self.opens = "Bấm để mở danh sách"
        self._marks: list[Mark] = []
        self._marked: int | None = None

    def show_series(self, series: Series) -> None:
        """Replaces what is drawn."""
        self.series = series
        self._marked = None
        self.setAccessibleName(series.title)
        self.setAccessibleDescription(self._summary(series))
        self.updateGeometry()
        self.update()

    def draw(self, painter: QPainter, series: Series) -> list[Mark]:
        """Draws the series and gives its marks, in reading order."""
        raise NotImplementedError

    def colour(self, line: int) -> QColor:
        """The colour of a line: by what it means where that is known, else by its place."""
        c = colours()
        assert self.series is not None
        key = self.series.lines[line].key
        for word, colour in (
            ("late", c.overdue),
            ("over", c.overdue),
            ("on_time", c.good),
            ("online", c.good),
            ("post", c.due),
            ("settled", c.good),
            ("direct", c.accent),
            ("received", c.accent),
        ):
            if word in key:
                return QColor(colour)
        return QColor((c.accent, c.good, c.due, c.muted)[line % 4])

    def words(self, mark: Mark) -> str:
        """What a mark says: label, line, value."""
        assert self.series is not None
        line = self.series.lines[mark.line]
        value = value_text(line.values[mark.place], self.series.unit)
        return f"{self.series.labels[mark.place]}\n{line.name}: {value}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chart, and the frame of the marked value."""
        if self.series is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(SMALL))
        if self.series.is_empty:
            painter.setPen(QColor(colours().muted))
            painter.drawText(
                QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, "Kỳ này chưa có số liệu."
            )
            self._marks = []
            return
        self._marks = self.draw(painter, self.series)
        if self._marked is not None and self._marked < len(self._marks):
            painter.setPen(QPen(QColor(colours().text), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area = self._marks[self._marked].area
            painter.drawRoundedRect(area.adjusted(-1.5, -1.5, 1.5, 1.5), 2, 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks what is under the mouse and says it."""
        self._mark(self._at(event.position()))
        if self._marked is None:
            QToolTip.hideText()
        else:
            tip = f"{self.words(self._marks[self._marked])}\n{self.opens}"
            QToolTip.showText(event.globalPosition().toPoint(), tip, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens what is under the mouse."""
        self._mark(self._at(event.position()))
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from value to value, Enter opens the list behind it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._marks:
            start = -1 if self._marked is None else self._marked
            self._mark(min(max(start + step, 0), len(self._marks) - 1))
            assert self._marked is not None
            mark = self._marks[self._marked]
            tip_at = self.mapToGlobal(mark.area.center().toPoint())
            QToolTip.showText(tip_at, self.words(mark), self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The picture and its numbers, for a letter or a spreadsheet."""
        menu = QMenu(self)
        menu.setObjectName("chartMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("copy"), "Sao chép hình và số\tCtrl+C", self.copy)
        menu.popup(event.globalPos())

    def copy(self) -> None:
        """Puts the picture and, for where only text fits, its numbers on the clipboard."""
        if self.series is None:
            return
        data = QMimeData()
        data.setText(table_text(self.series))
        data.setImageData(self.grab().toImage())
        QGuiApplication.clipboard().setMimeData(data)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first value is marked, so that one sees where the keyboard is."""
        super().focusInEvent(event)
        if self._marked is None and self._marks:
            self._mark(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is marked any more."""
        super().focusOutEvent(event)
        self._mark(None)

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is marked any more."""
        self._mark(None)

    def _summary(self, series: Series) -> str:
        parts = []
        for line in series.lines:
            told = ", ".join(
                f"{label} {value_text(value, series.unit)}"
                for label, value in zip(series.labels, line.values, strict=True)
                if value is not None
            )
            parts.append(f"{line.name}: {told}")
        return ". ".join(parts)

    def _at(self, point: QPointF) -> int | None:
        for place, mark in enumerate(self._marks):
            if mark.area.adjusted(-2, -2, 2, 2).contains(point):
                return place
        return None

    def _mark(self, place: int | None) -> None:
        if place != self._marked:
            self._marked = place
            if place is not None:
                self.marked.emit(self._marks[place].area)
            self.update()

    def _open(self) -> None:
        if self._marked is not None and self.series is not None:
            mark = self._marks[self._marked]
            self.opened.emit(self.series.lines[mark.line].key, mark.place)


_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


def table_text(series: Series) -> str:
    """The numbers with tabs, a row a label."""
    rows = [[series.title, *(line.name for line in series.lines)]]
    for place, name in enumerate(series.labels):
        values = (line.values[place] for line in series.lines)
        rows.append([name, *("" if v is None else value_text(v, "") for v in values)])
    return "\n".join("\t".join(row) for row in rows)


def value_text(value: Value, unit: str) -> str:
    """A value as people read it: 1.234 or 98,5 %; a dash where none is known."""
    if value is None:
        return "–"
    text = number(value) if isinstance(value, int) else decimal_text(value)
    return f"{text} {unit}".strip()


def decimal_text(value: Decimal) -> str:
    """A decimal with the comma of the country."""
    return f"{value}".replace(".", ",")


def draw_legend(chart: Chart, painter: QPainter, series: Series) -> None:
    """Names of the lines on top, each after a square of its colour."""
    metrics = QFontMetricsF(painter.font())
    x = 2.0
    for place, line in enumerate(series.lines):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chart.colour(place))
        painter.drawRoundedRect(QRectF(x, 4, 9, 9), 2, 2)
        painter.setPen(QColor(colours().muted))
        width = metrics.horizontalAdvance(line.name)
        painter.drawText(QPointF(x + 14, 4 + metrics.ascent() - 1.5), line.name)
        x += width + 32
