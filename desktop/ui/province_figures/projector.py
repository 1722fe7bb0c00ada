"""Units side by side on a projector: one metric, large bars, a page at a time, no map."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.services.provinces.figure_rows import ProjectedBar, projected
from desktop.services.provinces.figures import Settlement
from desktop.ui.theme import colours, ui_font
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.flow import FlowLayout
from desktop.wording import province_figures_page as words
from desktop.wording.dates import day

# So many bars to a page: still read from the last row of a hall.
_MOST = 14
_NAMED = 0.34


class Projector(QDialog):
    """Arrows turn pages, digits choose the metric, Esc closes."""

    def __init__(self, found: Settlement, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("projector")
        self.setWindowTitle("So sánh các đơn vị")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found = found
        self.page = 0
        self.bars: tuple[ProjectedBar, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 24, 36, 20)
        column.setSpacing(12)
        self.heading = label("", name="projectorTitle", wrap=True)
        self.heading.setFont(ui_font(30, QFont.Weight.DemiBold))
        self.heading.setStyleSheet("font-size: 30px; font-weight: 600;")
        column.addWidget(self.heading)
        self.choice = Segments([(name, key) for key, name in words.METRICS], "projectorMetric")
        self.choice.setAccessibleName("Chỉ tiêu")
        self.choice.chosen.connect(lambda _key: self._show_first())
        self.earlier = button("Trang trước", name="projectorEarlier", tip="Phím tắt: ←")
        self.later = button("Trang sau", name="projectorLater", tip="Phím tắt: →")
        self.where = label("", "muted", name="projectorWhere")
        close = button("Đóng", name="projectorClose", tip="Phím tắt: Esc")
        self.where.setMinimumHeight(close.sizeHint().height())
        # Old projectors are 800 wide: what does not fit goes on in the next line.
        row = FlowLayout(spacing=12)
        for widget in (self.choice, self.earlier, self.later, close, self.where):
            row.addWidget(widget)
        column.addLayout(row)
        self.canvas = _Bars()
        column.addWidget(self.canvas, 1)
        column.addWidget(label(words.PROJECTOR_KEYS, "caption"))
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        close.clicked.connect(self.reject)
        self._show_first()

    def show_large(self) -> None:
        """The whole screen."""
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.open()

    def turn(self, pages: int) -> None:
        """Forward or back; it stops at both ends."""
        self.page = min(max(self.page + pages, 0), self._pages() - 1)
        self._show_page()

    def choose(self, place: int) -> None:
        """A metric by its place."""
        self.choice.choose(words.METRICS[place][0])
        self._show_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page Up and Down, digits."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.turn(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.turn(-1)
        elif event.text() and event.text() in "1234":
            self.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _show_first(self) -> None:
        self.page = 0
        self.bars = projected(self._found, str(self.choice.value))
        self._show_page()

    def _pages(self) -> int:
        units = sum(not bar.is_whole for bar in self.bars)
        return max(-(-units // _MOST), 1)

    def _show_page(self) -> None:
        days = self._found.period
        title = words.METRIC_TITLES[str(self.choice.value)]
        self.heading.setText(f"{title}, {day(days.start)} – {day(days.end)}")
        self.where.setText(f"Trang {self.page + 1}/{self._pages()}")
        self.earlier.setEnabled(self.page > 0)
        self.later.setEnabled(self.page < self._pages() - 1)
        units = [bar for bar in self.bars if not bar.is_whole]
        start = self.page * _MOST
        whole = [bar for bar in self.bars if bar.is_whole]
        self.canvas.show_bars(whole, units[start : start + _MOST], start)


class _Bars(QWidget):
    """Painted: place, name, bar, value; the whole province first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("projectorBars")
        self._whole: list[ProjectedBar] = []
        self._units: list[ProjectedBar] = []
        self._start = 0

    def show_bars(self, whole: list[ProjectedBar], units: list[ProjectedBar], start: int) -> None:
        """Another page."""
        self._whole, self._units, self._start = whole, units, start
        told = [f"{bar.name or words.WHOLE_PROVINCE}: {bar.text}" for bar in (*whole, *units)]
        self.setAccessibleName("; ".join(told) or words.NOTHING)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As many rows as there are, each as high as the room allows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours()
        rows = [*self._whole, *self._units]
        if not self._units:
            painter.setFont(ui_font(24))
            painter.setPen(QColor(c.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words.NOTHING)
            return
        height = min(self.height() / (_MOST + 1), 64.0)
        pixels = max(int(height * 0.46), 14)
        painter.setFont(ui_font(pixels))
        named = self.width() * _NAMED
        room = self.width() - named - pixels * 6
        for place, bar in enumerate(rows):
            top = place * height
            painter.setFont(ui_font(pixels, _weight(bar)))
            painter.setPen(QColor(c.text))
            order = self._start + place + 1 - len(self._whole)
            name = words.WHOLE_PROVINCE if bar.is_whole else f"{order}.  {bar.name}"
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(named) - 16
            )
            painter.drawText(QRectF(0, top, named - 12, height), _LEFT, shown)
            box = QRectF(named, top + height * 0.18, max(bar.share * room, 2.0), height * 0.64)
            if bar.share or not bar.is_whole:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(c.good if bar.is_whole else c.accent))
                painter.drawRoundedRect(box, 3, 3)
            left = box.right() + 12 if bar.share or not bar.is_whole else named
            painter.setPen(QColor(c.text))
            painter.drawText(QRectF(left, top, pixels * 7, height), _LEFT, bar.text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _weight(bar: ProjectedBar) -> QFont.Weight:
    return QFont.Weight.DemiBold if bar.is_whole else QFont.Weight.Normal
