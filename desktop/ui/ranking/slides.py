"""Pages on the whole screen for a projector: one at a time, arrows turn, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop.services.previews import page_image, page_sizes
from desktop.ui.papers.page_view import to_image

_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Slides(QDialog):
    """Shows a PDF page by page as large as the screen allows."""

    def __init__(self, pdf: bytes, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("slides")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(1280, 720)
        self._pdf = pdf
        self._sizes = page_sizes(pdf)
        self._drawn: QPixmap | None = None
        self.page = 0

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._sizes)

    def turn(self, by: int) -> None:
        """Another page; stays at the ends."""
        page = min(max(self.page + by, 0), self.pages - 1)
        if page != self.page:
            self.page, self._drawn = page, None
            self.setAccessibleDescription(f"Trang {page + 1} trên {self.pages}")
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Space, Home, End; Esc leaves."""
        key = event.key()
        if key in _ON:
            self.turn(1)
        elif key in _BACK:
            self.turn(-1)
        elif key == Qt.Key.Key_Home:
            self.turn(-self.pages)
        elif key == Qt.Key.Key_End:
            self.turn(self.pages)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on, as presenters expect; the right button goes back."""
        self.turn(-1 if event.button() == Qt.MouseButton.RightButton else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drawn anew at the new size."""
        self._drawn = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page in the middle of a white screen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        ratio = self.devicePixelRatioF()
        width, height = self._sizes[self.page]
        scale = min(self.width() / width, self.height() / height)
        if self._drawn is None:
            image = to_image(page_image(self._pdf, self.page, 72 * scale * ratio))
            self._drawn = QPixmap.fromImage(image)
        shown_width, shown_height = round(width * scale), round(height * scale)
        left, top = (self.width() - shown_width) // 2, (self.height() - shown_height) // 2
        painter.drawPixmap(QRect(left, top, shown_width, shown_height), self._drawn)
