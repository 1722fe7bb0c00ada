"""Files that are dropped on a part of the screen, or pasted into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget


def files_of(mime: QMimeData) -> list[Path]:
    """The files of this machine in what is dropped or on the clipboard."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class TakesFiles(QWidget):
    """``take_files`` gets what is dropped here, while drops are accepted."""

    def take_files(self, paths: list[Path]) -> None:
        """What happens to them."""
        raise NotImplementedError

    def show_ready(self, is_ready: bool) -> None:
        """Shows that the files would be taken; by itself nothing."""

    def paste_files(self) -> bool:
        """Takes copied files from the clipboard; False when there are none."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls():
            self.take_files(files_of(mime))
        return mime.hasUrls()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.show_ready(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not dropped."""
        self.show_ready(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes what was dropped."""
        self.show_ready(False)
        self.take_files(files_of(event.mimeData()))
        event.acceptProposedAction()
