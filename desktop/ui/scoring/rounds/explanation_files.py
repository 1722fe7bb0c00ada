"""Documents of a line's explanation: drop, choose, take one that is there, look, take off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from desktop.services.assessments.explaining import ExplanationDocument
from desktop.ui.icons import icon
from desktop.ui.scoring.evidence_look import ROW, DropZone
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.file_drop import TakesFiles
from desktop.wording.dates import day

FILES = "PDF, ảnh (*.pdf *.jpg *.jpeg *.png)"
_MOST_ROWS = 3
_DROP_WORDS = "Kéo tài liệu bổ sung vào đây: PDF, ảnh, Word."


class ExplanationFiles(TakesFiles):
    """Tells wishes only: files given, a known one wanted, one opened, one taken off."""

    given = Signal(object)
    known_wanted = Signal()
    opened = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("explanationFiles")
        self._documents: tuple[ExplanationDocument, ...] = ()
        self._editable = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.list = _List(self)
        self.list.itemActivated.connect(lambda _item: self.view())
        column.addWidget(self.list)
        self.drop = DropZone(_DROP_WORDS)
        column.addWidget(self.drop)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.add_button = button(
            "Thêm tệp", name="addExplanationFile", icon_name="paperclip", key="Ctrl+Shift+F"
        )
        self.use_button = button(
            "Tài liệu đã có", name="useExplanationFile", icon_name="copy", key="Ctrl+Shift+D"
        )
        self.view_button = icon_button("eye", "Xem tài liệu đang chọn", name="viewExplanationFile")
        self.view_button.setToolTip("Xem tài liệu đang chọn\nPhím tắt: Enter trong danh sách")
        self.remove_button = icon_button(
            "trash", "Gỡ tài liệu khỏi giải trình", name="removeExplanationFile"
        )
        self.remove_button.setToolTip("Gỡ khỏi giải trình\nPhím tắt: Delete trong danh sách")
        self.add_button.clicked.connect(self._choose)
        self.use_button.clicked.connect(self.known_wanted)
        self.view_button.clicked.connect(self.view)
        self.remove_button.clicked.connect(self.remove)
        row.addWidget(self.add_button)
        row.addWidget(self.use_button)
        row.addStretch(1)
        row.addWidget(self.view_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)

    def show_documents(self, documents: tuple[ExplanationDocument, ...], *, editable: bool) -> None:
        """Replaces the list; the marked document stays marked."""
        place = self.list.currentRow()
        self._documents, self._editable = documents, editable
        self.list.clear()
        for document in documents:
            self.list.addItem(_item(document))
        self.list.setFixedHeight(min(len(documents), _MOST_ROWS) * ROW + 8)
        self.list.setVisible(bool(documents))
        if documents:
            self.list.setCurrentRow(min(max(place, 0), len(documents) - 1))
        self.view_button.setVisible(bool(documents))
        self.remove_button.setVisible(bool(documents) and editable)
        self.add_button.setVisible(editable)
        self.use_button.setVisible(editable)
        self.drop.setVisible(editable)
        self.setAcceptDrops(editable)

    def view(self) -> None:
        """The marked document, inside the program."""
        marked = self._marked()
        if marked is not None:
            self.opened.emit(marked.document_id)

    def remove(self) -> None:
        """Takes the marked document off."""
        marked = self._marked()
        if marked is not None and self._editable:
            self.removed.emit(marked.document_id)

    def take_files(self, paths: list[Path]) -> None:
        """Dropped or pasted."""
        self.given.emit(paths)

    def show_ready(self, is_ready: bool) -> None:
        """The zone lights up."""
        self.drop.show_ready(is_ready)

    def paste(self) -> None:
        """Takes copied files from the clipboard."""
        if self._editable:
            self.paste_files()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Chọn tài liệu bổ sung", "", FILES)
        if chosen:
            self.given.emit([Path(name) for name in chosen])

    def _marked(self) -> ExplanationDocument | None:
        place = self.list.currentRow()
        return self._documents[place] if 0 <= place < len(self._documents) else None


def _item(document: ExplanationDocument) -> QListWidgetItem:
    c = colours()
    named = " ngày ".join(part for part in (document.number, day(document.dated)) if part)
    where = f"trang {document.pages}" if document.pages else ""
    second = " · ".join(part for part in (document.file_name, where) if part)
    lost = "tệp không còn trên đĩa, hãy thêm lại" if document.is_lost else ""
    first = lost or named or "Chưa ghi số, ngày"
    sign = "alert-triangle" if document.is_lost else "file-text"
    item = QListWidgetItem(icon(sign, c.overdue if document.is_lost else c.muted), "")
    item.setText(f"{first[:1].upper()}{first[1:]}\n{second}")
    item.setToolTip(item.text())
    item.setSizeHint(QSize(0, ROW))
    return item


class _List(QListWidget):
    """Enter opens, Delete takes off, Ctrl+V takes copied files."""

    def __init__(self, owner: ExplanationFiles) -> None:
        super().__init__()
        self.setObjectName("explanationFileList")
        self.setAccessibleName("Tài liệu kèm giải trình")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete:
            self._owner.remove()
        elif event.key() == Qt.Key.Key_V and held:
            self._owner.paste()
        else:
            super().keyPressEvent(event)
