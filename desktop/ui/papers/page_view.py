"""Pages of a PDF or a picture, drawn one under the other, with zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.services.previews import PageImage, page_image, page_sizes

_SMALLEST, _LARGEST = 0.2, 4.0
_STEP = 1.2
_DPI = 96
# Pages this near above and below are drawn too, so that scrolling finds them ready.
_AHEAD = 200


class PageView(QScrollArea):
    """Shows a document; Ctrl+wheel, + and - zoom."""

    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pageView")
        self.setAccessibleName("Xem trang")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._holder)
        self._labels: list[QLabel] = []
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._drawn: set[int] = set()
        self._pdf: bytes | None = None
        self._picture: QImage | None = None
        self._zoom = 1.0
        self._fits = True
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._draw_seen())

    def show_pdf(self, pdf: bytes) -> None:
        """All pages of a PDF, as wide as the view. Raises EnvironmentProblem when damaged."""
        sizes = page_sizes(pdf)
        self._pdf, self._picture = pdf, None
        self._show_pages(tuple((w * _DPI / 72, h * _DPI / 72) for w, h in sizes))

    def show_picture(self, content: bytes) -> None:
        """A JPEG or PNG."""
        picture = QImage.fromData(content)
        self._pdf, self._picture = None, picture
        self._show_pages(((picture.width(), picture.height()),))

    def show_page(self, number: int) -> None:
        """Scrolls to a page (from 1); one that there is not leaves the view where it is."""
        if 1 <= number <= len(self._labels):
            self._column.activate()
            top = self._labels[number - 1].geometry().top()
            bar = self.verticalScrollBar()
            bar.setMaximum(max(bar.maximum(), self._holder.sizeHint().height() - self.height()))
            bar.setValue(max(top - 8, 0))

    def fit_width(self) -> None:
        """The page as wide as the view, also when the view changes its width."""
        width = self.viewport().width() - 40
        natural = self._sizes[0][0] if self._sizes else 0
        self.set_zoom(min(max(width / natural, _SMALLEST), 2.0) if natural else 1.0)
        self._fits = True

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the paper's own size on a usual screen."""
        self._fits = False
        self._zoom = min(max(zoom, _SMALLEST), _LARGEST)
        self._drawn.clear()
        for label, (width, height) in zip(self._labels, self._sizes, strict=True):
            label.setFixedSize(round(width * self._zoom) + 2, round(height * self._zoom) + 2)
        self._holder.adjustSize()
        self._draw_seen()
        self.zoomed.emit(round(self._zoom * 100))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages that fit go on fitting."""
        super().resizeEvent(event)
        if self._fits and event.size().width() != event.oldSize().width():
            self.fit_width()
        else:
            self._draw_seen()

    def zoom_in(self) -> None:
        """A step closer."""
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        """A step back."""
        self.set_zoom(self._zoom / _STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom; the rest scrolls."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
        else:
            super().wheelEvent(event)

    def _show_pages(self, sizes: tuple[tuple[float, float], ...]) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels, self._sizes = [], sizes
        for number in range(len(sizes)):
            label = QLabel()
            label.setStyleSheet("background: white; border: 1px solid #b6c2d2;")
            label.setAccessibleName(f"Trang {number + 1} trên {len(sizes)}")
            self._column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            label.show()
            self._labels.append(label)
        self.fit_width()
        self.verticalScrollBar().setValue(0)

    def _draw_seen(self) -> None:
        """Only pages on the screen are drawn: a thick scan would hold the window up."""
        self._column.activate()
        top = self.verticalScrollBar().value()
        seen = range(top - _AHEAD, top + self.viewport().height() + _AHEAD)
        for number, label in enumerate(self._labels):
            place = label.geometry()
            if (
                number not in self._drawn
                and place.top() < seen.stop
                and place.bottom() > seen.start
            ):
                self._drawn.add(number)
                label.setPixmap(self._draw(number))

    def _draw(self, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._pdf is not None:
            drawn = QPixmap.fromImage(
                to_image(page_image(self._pdf, number, _DPI * self._zoom * ratio))
            )
        else:
            assert self._picture is not None
            size = QSize(
                round(self._picture.width() * self._zoom * ratio),
                round(self._picture.height() * self._zoom * ratio),
            )
            drawn = QPixmap.fromImage(
                self._picture.scaled(
                    size,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        drawn.setDevicePixelRatio(ratio)
        return drawn


def to_image(page: PageImage) -> QImage:
    """Qt's picture of a rendered page."""
    made = QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
    return made.copy()
