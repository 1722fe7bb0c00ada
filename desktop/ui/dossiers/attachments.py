"""Files of a dossier: drop, paste, choose; look at them inside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.services.attachments import (
    AddedFile,
    FileContent,
    attach,
    open_attachment,
    put_back_attachment,
    read_attachable,
    remove_attachment,
)
from desktop.services.dossier_rows import AttachmentRow
from desktop.ui.dossiers.several_files import SeveralFiles
from desktop.ui.icons import icon
from desktop.ui.papers.file_view import PDF, PICTURES, FileView
from desktop.ui.shell.context import ScanSource, UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.file_drop import TakesFiles
from desktop.ui.widgets.focus import holds_focus
from desktop.wording.dates import size

_MOST_ROWS = 4
_SIGNS = {PDF: "file-type-pdf", **dict.fromkeys(PICTURES, "photo")}


class AttachmentList(TakesFiles):
    """The files of one dossier; tells ``changed`` after adding or removing.

    ``marked`` carries the id of the file that the keyboard or the mouse is on.
    """

    changed = Signal()
    marked = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("attachments")
        self.setAcceptDrops(True)
        self._context = context
        self._code = ""
        self._rows = _MOST_ROWS
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.list = QListWidget()
        self.list.setObjectName("attachmentList")
        self.list.setAccessibleName("Tệp đính kèm")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemActivated.connect(self._open)
        self.list.currentItemChanged.connect(self._tell_marked)
        self.empty = label(
            "Chưa có tệp. Kéo tệp PDF, JPEG, PNG vào đây, dán ảnh (Ctrl+V) hoặc bấm Thêm tệp.",
            "muted",
            wrap=True,
        )
        column.addWidget(self.empty)
        column.addWidget(self.list)
        self.scanned = ScannedFiles(context.scans)
        self.scanned.wanted.connect(self.add_paths)
        column.addWidget(self.scanned)
        row = QHBoxLayout()
        self.add_button = button(
            "Thêm tệp", name="addFile", icon_name="paperclip", key="Ctrl+Shift+F"
        )
        self.view_button = icon_button("eye", "Xem tệp đang chọn", name="viewFile")
        self.view_button.setToolTip("Xem tệp đang chọn\nPhím tắt: Enter trong danh sách tệp")
        self.remove_button = icon_button("trash", "Gỡ tệp đang chọn", name="removeFile")
        self.remove_button.setToolTip("Gỡ tệp đang chọn\nPhím tắt: Delete trong danh sách tệp")
        self.add_button.clicked.connect(self._choose)
        self.view_button.clicked.connect(lambda: self._open(self.list.currentItem()))
        self.remove_button.clicked.connect(self._remove)
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.addWidget(self.view_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)

    def set_rows(self, most: int) -> None:
        """How many files are seen without scrolling."""
        self._rows = most

    def show_files(self, code: str, files: tuple[AttachmentRow, ...]) -> None:
        """Replaces the list."""
        held = holds_focus(self)
        kept = self.list.currentRow() if code == self._code else 0
        self._code = code
        self.list.clear()
        for file in files:
            pages = f", {file.page_count} trang" if file.page_count else ""
            text = f"{file.file_name}\n{size(file.size)}{pages} · {file.added_by}"
            sign = _SIGNS.get(file.media_type, "file-text")
            item = QListWidgetItem(icon(sign, colours().muted), text)
            item.setToolTip(file.file_name)
            item.setData(Qt.ItemDataRole.UserRole, file.id)
            self.list.addItem(item)
        self.list.setFixedHeight(min(len(files), self._rows) * 54 + 6)
        if held and not files:  # what is about to be hidden would give the keyboard away
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setVisible(bool(files))
        self.empty.setVisible(not files)
        self.view_button.setVisible(bool(files))
        self.remove_button.setVisible(bool(files))
        if files:
            self.list.setCurrentRow(min(max(kept, 0), len(files) - 1))

    def add_paths(self, paths: list[Path]) -> None:
        """Attaches files from disk, one command each: a broken one does not stop the rest."""
        several = SeveralFiles(len(paths)) if len(paths) > 1 else None
        for path in paths:
            self._attach_later(path.name, path, several)

    def add_picture(self, picture: QImage) -> None:
        """Attaches a pasted picture as PNG."""
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt refuses them
        code, office = self._code, self._context.office
        content = bytes(store.data())
        self._context.runner.command(
            lambda _: attach(office, code, "ảnh dán.png", content), self._added, owner=self
        )

    def take_files(self, paths: list[Path]) -> None:
        """Dropped or pasted."""
        self.add_paths(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a picture or copied files; Delete takes a file out."""
        if event.key() == Qt.Key.Key_V and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Takes a picture or files from the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self.paste_files():
            return
        if clipboard.mimeData().hasImage():
            self.add_picture(clipboard.image())
        else:
            self._context.messages.say("Chưa sao chép ảnh hay tệp nào để dán vào đây.")

    def _attach_later(self, name: str, path: Path, several: SeveralFiles | None) -> None:
        code, office = self._code, self._context.office

        def added(file: AddedFile) -> None:
            if several is None:
                self._added(file)
                return
            several.note(file)
            self._one_more(several)

        def failed(error: Exception) -> bool:
            if several is None:
                return False
            is_told = several.note_problem(error)
            self._one_more(several)
            return is_told

        self._context.runner.command(
            lambda _: attach(office, code, name, read_attachable(path)),
            added,
            owner=self,
            label="Đang mã hóa tệp",
            on_error=failed,
        )

    def _one_more(self, several: SeveralFiles) -> None:
        """Tells of all files at once when the last one is through."""
        if not several.is_done:
            return
        ids = several.added

        def back() -> None:
            for attachment_id in ids:
                self._undo_add(attachment_id)

        if several.problems:
            self._context.messages.warn(several.words)
        else:
            self._context.messages.say(several.words.what, back if ids else None)
        self.changed.emit()

    def _added(self, added: AddedFile) -> None:
        if added.was_there:
            self._context.messages.say(
                f"Tệp này đã có trong hồ sơ ({added.file_name}); không thêm lần nữa."
            )
            return
        text = f"Đã đính kèm {added.file_name}."
        if added.renamed_to:
            text += " Tên tệp không khớp nội dung nên đã đổi phần đuôi cho đúng."
        self._context.messages.say(text, lambda: self._undo_add(added.id))
        self.changed.emit()

    def _undo_add(self, attachment_id: int) -> None:
        office = self._context.office
        self._context.runner.command(
            lambda _: remove_attachment(office, attachment_id), lambda _: self.changed.emit()
        )

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "Chọn tệp đính kèm", "", "PDF, ảnh (*.pdf *.jpg *.jpeg *.png)"
        )
        self.add_paths([Path(name) for name in chosen])

    def _remove(self) -> None:
        if self.list.currentRow() < 0:
            return
        attachment_id = int(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        office = self._context.office

        def removed(_value: object) -> None:
            self._context.messages.say("Đã gỡ tệp.", lambda: self._put_back(attachment_id))
            self.changed.emit()

        self._context.runner.command(
            lambda _: remove_attachment(office, attachment_id), removed, owner=self
        )

    def _put_back(self, attachment_id: int) -> None:
        office = self._context.office
        self._context.runner.command(
            lambda _: put_back_attachment(office, attachment_id), lambda _: self.changed.emit()
        )

    def _tell_marked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.marked.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        attachment_id = int(item.data(Qt.ItemDataRole.UserRole))
        office = self._context.office
        self._context.runner.query(
            lambda _: open_attachment(office, attachment_id),
            lambda content: FileViewer(content, self).open(),
            owner=self,
            label="Đang mở tệp",
        )


class ScannedFiles(QWidget):
    """Files that wait in the scanner's folder, with one button to take them."""

    wanted = Signal(list)

    def __init__(self, scans: ScanSource) -> None:
        super().__init__()
        self.setObjectName("scannedFiles")
        self._scans = scans
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = label("", "warning", wrap=True)
        self._take = button("Đính kèm", name="takeScans", icon_name="scan")
        self._take.clicked.connect(lambda: self.wanted.emit(self._scans.take()))
        row.addWidget(self._words, 1)
        row.addWidget(self._take)
        scans.arrived.connect(self._show)
        self._name(scans.waiting)
        if not scans.waiting and not scans.missing:
            self.hide()  # shown by its parent otherwise, never as a window of its own

    def _show(self, paths: list[Path]) -> None:
        self._name(paths)
        if not paths and holds_focus(self):
            self.focusPreviousChild()  # stays among the files of this dossier
        self.setVisible(bool(paths or self._scans.missing))

    def _name(self, paths: list[Path]) -> None:
        self._take.setVisible(bool(paths))
        if not paths:
            self._words.setText(
                f"Không thấy thư mục máy quét {self._scans.missing}. Hãy cắm lại ổ, USB hoặc "
                "chọn thư mục khác ở Danh mục, thiết lập, mục Máy này, máy in."
                if self._scans.missing
                else ""
            )
            return
        names = ", ".join(path.name for path in paths[:3])
        more = f" và {len(paths) - 3} tệp khác" if len(paths) > 3 else ""
        self._words.setText(f"Từ máy quét: {names}{more}")


class FileViewer(QDialog):
    """One attachment, inside the program: nothing is written to disk unencrypted."""

    def __init__(self, content: FileContent, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("fileViewer")
        self.setWindowTitle(content.file_name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 720)
        self._content = content
        column = QVBoxLayout(self)
        self.view = FileView()
        column.addWidget(self.view)

    def showEvent(self, event: object) -> None:
        """Draws once the size is known."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.view.show_content(self._content)
