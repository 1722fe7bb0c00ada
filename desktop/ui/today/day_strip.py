"""The last thirty days as bars: received and returned side by side, late marked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.services.today import DayFigures
from desktop.ui.theme import colours, ui_font
from desktop.wording.dates import day, weekday

_BASE = 22
_TOP = 18


class DayStrip(QWidget):
    """A click, or Enter on the marked day, opens the dossiers received that day."""

    day_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dayStrip")
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._days: tuple[DayFigures, ...] = ()
        self._marked = -1

    def show_days(self, days: tuple[DayFigures, ...]) -> None:
        """Replaces the bars."""
        self._days = days
        received, returned = sum(d.received for d in days), sum(d.returned for d in days)
        late = sum(d.late for d in days)
        self.setAccessibleName(
            f"30 ngày qua: nhận {received}, trả {returned}, quá hạn {late} hồ sơ"
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two bars a day, one scale."""
        if not self._days:
            return
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(11))
        highest = max(1, *(max(d.received, d.returned) for d in self._days))
        height = self.height() - _BASE - _TOP
        width = self.width() / len(self._days)
        for place, figures in enumerate(self._days):
            left = place * width
            if place == self._marked:
                painter.fillRect(QRectF(left, 0, width, self.height() - 2), QColor(c.hover))
            bar = max(2.0, min(9.0, width * 0.32))
            middle = left + width / 2
            self._bar(
                painter, middle - bar - 0.5, bar, figures.received / highest * height, c.accent
            )
            self._bar(painter, middle + 0.5, bar, figures.returned / highest * height, c.good)
            if figures.late:
                painter.setBrush(QColor(c.overdue))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawEllipse(QRectF(middle - 3, 6, 6, 6))
            self._date(
                painter, figures, QRectF(left - 8, self.height() - _BASE + 3, width + 16, 16)
            )
        if not any(figures.received or figures.returned for figures in self._days):
            self._say_empty(painter)
        painter.setPen(QColor(c.border))
        painter.drawLine(0, self.height() - _BASE, self.width(), self.height() - _BASE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks the day under the mouse and says its numbers."""
        self._mark(self._place(event.position().x()))
        if 0 <= self._marked < len(self._days):
            QToolTip.showText(event.globalPosition().toPoint(), self._words(), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens the day."""
        self._mark(self._place(event.position().x()))
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right mark a day, Enter opens it."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._days:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            start = self._marked if self._marked >= 0 else len(self._days)
            self._mark(min(max(start + step, 0), len(self._days) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The last day is marked, so that one sees where the keyboard is."""
        super().focusInEvent(event)
        if self._marked < 0:
            self._mark(len(self._days) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is marked any more."""
        super().focusOutEvent(event)
        self._mark(-1)

    def leaveEvent(self, _event: object) -> None:
        """Nothing is marked any more."""
        self._mark(-1)

    def _say_empty(self, painter: QPainter) -> None:
        """What will stand here."""
        painter.setFont(ui_font(13))
        painter.setPen(QColor(colours().muted))
        area = QRectF(0, 0, self.width(), self.height() - _BASE)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(area, flags, "Số hồ sơ nhận, trả mỗi ngày sẽ hiện ở đây.")

    def _bar(self, painter: QPainter, x: float, width: float, height: float, colour: str) -> None:
        if height <= 0:
            return
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(x, self.height() - _BASE - height, width, height), 1.5, 1.5)

    def _date(self, painter: QPainter, figures: DayFigures, area: QRectF) -> None:
        monday = figures.day.weekday() == 0
        last = figures is self._days[-1]
        near_end = (self._days[-1].day - figures.day).days < 6
        if last or (monday and not near_end):
            painter.setPen(QColor(colours().muted))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
            text = "Hôm nay" if last else f"{figures.day:%d/%m}"
            if last:
                area = QRectF(self.width() - 60, area.y(), 58, area.height())
                flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(area, flags, text)

    def _words(self) -> str:
        figures = self._days[self._marked]
        text = f"{weekday(figures.day)} {day(figures.day)}"
        if not figures.is_working and not figures.received:
            return f"{text}: ngày nghỉ"
        return (
            f"{text}\nNhận {figures.received}, trả {figures.returned}, quá hạn {figures.late}\n"
            "Bấm để mở danh sách nhận trong ngày"
        )

    def _place(self, x: float) -> int:
        return int(x / max(self.width() / max(len(self._days), 1), 1))

    def _mark(self, place: int) -> None:
        if place != self._marked:
            self._marked = place
            self.update()

    def _open(self) -> None:
        if 0 <= self._marked < len(self._days):
            wanted: date = self._days[self._marked].day
            self.day_wanted.emit(wanted)
