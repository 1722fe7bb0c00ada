"""Pages of a PDF or a picture, drawn one under the other, with zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.services.previews import PageImage, count_pdf_pages, page_image

_SMALLEST, _LARGEST = 0.3, 4.0
_STEP = 1.2
_DPI = 96


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
        self._pdf: bytes | None = None
        self._picture: QImage | None = None
        self._zoom = 1.0

    def show_pdf(self, pdf: bytes) -> None:
        """All pages of a PDF, as wide as the view. Raises EnvironmentProblem when damaged."""
        count = count_pdf_pages(pdf)
        self._pdf, self._picture = pdf, None
        self._make_labels(count)
        self.fit_width()

    def show_picture(self, content: bytes) -> None:
        """A JPEG or PNG."""
        self._pdf, self._picture = None, QImage.fromData(content)
        self._make_labels(1)
        self.fit_width()

    def fit_width(self) -> None:
        """The page as wide as the view."""
        width = self.viewport().width() - 40
        natural = self._natural_width()
        self.set_zoom(min(max(width / natural, _SMALLEST), 2.0) if natural else 1.0)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the paper's own size on a usual screen."""
        self._zoom = min(max(zoom, _SMALLEST), _LARGEST)
        for number, label in enumerate(self._labels):
            label.setPixmap(self._drawn(number))
        self.zoomed.emit(round(self._zoom * 100))

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

    def _make_labels(self, count: int) -> None:
        for label in self._labels:
            label.deleteLater()
        self._labels = []
        for number in range(count):
            label = QLabel()
            label.setStyleSheet("background: white; border: 1px solid #b6c2d2;")
            label.setAccessibleName(f"Trang {number + 1} trên {count}")
            self._column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            self._labels.append(label)

    def _natural_width(self) -> float:
        if self._pdf is not None:
            return page_image(self._pdf, 0, 20).paper_width * _DPI / 72
        return float(self._picture.width()) if self._picture is not None else 0.0

    def _drawn(self, number: int) -> QPixmap:
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
