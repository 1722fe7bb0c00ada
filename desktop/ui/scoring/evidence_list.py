"""Documents of proof at one line: drop, choose, look inside, correct, take off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
)

from desktop.services.assessments.documents import edit_document, look_at_document
from desktop.services.assessments.evidence import (
    EvidenceRow,
    add_evidence,
    open_document,
    remove_evidence,
    use_document,
)
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.services.attachments import read_attachable
from desktop.services.outcomes import Change, Outcome
from desktop.ui.dossiers.attachments import FileViewer
from desktop.ui.scoring.evidence_dialog import EvidenceDialog, ProofEntry
from desktop.ui.scoring.evidence_look import ROW, DropZone, document_item, warning_words
from desktop.ui.scoring.known_documents import KnownDocuments
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.file_drop import TakesFiles

_FILES = "PDF, ảnh (*.pdf *.jpg *.jpeg *.png)"
_MOST_ROWS = 4


class EvidenceList(TakesFiles):
    """The documents of one line; every change is one command."""

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self._context = context
        self._undo = undo
        self._sheet: ScoreSheet | None = None
        self._line: SheetLine | None = None
        self._editable = False
        self._queue: list[Path] = []
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.list = _List(self)
        self.list.itemActivated.connect(lambda _item: self._view())
        self.list.currentRowChanged.connect(lambda _row: self._warn())
        column.addWidget(self.list)
        self.warnings = label("", "warning", wrap=True, name="proofWarnings")
        column.addWidget(self.warnings)
        self.drop = DropZone()
        column.addWidget(self.drop)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.add_button = button(
            "Thêm tệp", name="addProof", icon_name="paperclip", key="Ctrl+Shift+F"
        )
        self.use_button = button(
            "Dùng tài liệu đã có", name="useProof", icon_name="copy", key="Ctrl+Shift+D"
        )
        self.view_button = icon_button("eye", "Xem tài liệu đang chọn", name="viewProof")
        self.view_button.setToolTip("Xem tài liệu đang chọn\nPhím tắt: Enter trong danh sách")
        self.edit_button = icon_button("edit", "Sửa số, ngày, trích yếu", name="editProof")
        self.edit_button.setToolTip("Sửa số, ngày, trích yếu\nPhím tắt: F4 trong danh sách")
        self.remove_button = icon_button("trash", "Gỡ khỏi dòng này", name="removeProof")
        self.remove_button.setToolTip("Gỡ khỏi dòng này\nPhím tắt: Delete trong danh sách")
        self.add_button.clicked.connect(self._choose)
        self.use_button.clicked.connect(self._use_known)
        self.view_button.clicked.connect(self._view)
        self.edit_button.clicked.connect(self.edit)
        self.remove_button.clicked.connect(self.remove)
        row.addWidget(self.add_button)
        row.addWidget(self.use_button)
        row.addStretch(1)
        for made in (self.view_button, self.edit_button, self.remove_button):
            row.addWidget(made)
        return row

    def show_line(self, sheet: ScoreSheet, line: SheetLine, *, editable: bool) -> None:
        """Replaces the list; the marked document stays marked."""
        self._sheet, self._line, self._editable = sheet, line, editable
        row = self.list.currentRow()
        self.list.clear()
        for proof in line.evidence:
            self.list.addItem(document_item(proof))
        self.list.setFixedHeight(min(len(line.evidence), _MOST_ROWS) * ROW + 8)
        self.list.setVisible(bool(line.evidence))
        self.warnings.setVisible(False)
        if line.evidence:
            self.list.setCurrentRow(min(max(row, 0), len(line.evidence) - 1))
        for made in (self.view_button, self.edit_button, self.remove_button):
            made.setVisible(bool(line.evidence))
        changing: tuple[QAbstractButton, ...] = (
            self.add_button,
            self.use_button,
            self.edit_button,
            self.remove_button,
        )
        for change in changing:
            change.setEnabled(editable)
        known = any(one.evidence for one in sheet.lines if one.id != line.id)
        self.use_button.setVisible(known)
        self.drop.setVisible(editable)
        self.setAcceptDrops(editable)

    def add_paths(self, paths: list[Path]) -> None:
        """Asks about each file, one after the other."""
        self._queue.extend(paths)
        self._ask_next()

    def take_files(self, paths: list[Path]) -> None:
        """Dropped or pasted."""
        self.add_paths(paths)

    def show_ready(self, is_ready: bool) -> None:
        """The zone lights up."""
        self.drop.show_ready(is_ready)

    def paste(self) -> None:
        """Takes copied files from the clipboard."""
        if self._editable:
            self.paste_files()

    def edit(self) -> None:
        """Corrects what is written about the marked document."""
        proof = self._marked()
        if proof is None or self._sheet is None or not self._editable:
            return
        dialog = EvidenceDialog.for_document(self._sheet, proof, self.window())
        dialog.confirmed.connect(lambda entry: self._write_facts(proof, entry))
        dialog.open()

    def remove(self) -> None:
        """Takes the marked document off the line; Ctrl+Z puts it back."""
        proof, sheet = self._marked(), self._sheet
        if proof is None or sheet is None or not self._editable:
            return
        office, row = self._context.office, sheet.assessment
        self._context.runner.command(
            lambda _: remove_evidence(office, row.year, proof.id, row.set_code),
            lambda _: self._context.messages.say(
                f"Đã gỡ {proof.file_name} khỏi dòng {proof.item_id}.",
                self._undo.push(lambda: self._put_back(sheet, proof)),
            ),
            owner=self,
        )

    def _put_back(self, sheet: ScoreSheet, proof: EvidenceRow) -> None:
        office, row = self._context.office, sheet.assessment
        self._context.runner.command(
            lambda _: use_document(
                office,
                row.year,
                proof.item_id,
                proof.document_id,
                pages=proof.pages,
                set_code=row.set_code,
            ),
            owner=self,
        )

    def _marked(self) -> EvidenceRow | None:
        row = self.list.currentRow()
        if self._line is None or not 0 <= row < len(self._line.evidence):
            return None
        return self._line.evidence[row]

    def _warn(self) -> None:
        """What to look at again in the marked document."""
        proof = self._marked()
        words = warning_words(proof) if proof is not None else ""
        self.warnings.setText(words)
        self.warnings.setVisible(bool(words))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Chọn tài liệu kiểm chứng", "", _FILES)
        self.add_paths([Path(name) for name in chosen])

    def _ask_next(self) -> None:
        if not self._queue or self._sheet is None or self._line is None:
            return
        path = self._queue.pop(0)

        def failed(error: Exception) -> bool:
            self._context.messages.tell_error(error)
            self._ask_next()
            return True

        self._context.runner.query(
            lambda _: read_attachable(path),
            lambda content: self._ask(path, content),
            owner=self,
            label="Đang đọc tài liệu",
            on_error=failed,
        )

    def _ask(self, path: Path, content: bytes) -> None:
        """PDF pages are read on this thread only, as the viewer does: PDFium knows no other."""
        if self._sheet is None or self._line is None:
            return
        seen = look_at_document(content)
        window = self.window()
        dialog = EvidenceDialog.for_file(self._sheet, self._line, path.name, seen, window)
        dialog.confirmed.connect(lambda entry: self._add(path, entry))
        dialog.finished.connect(lambda _result: self._ask_next())
        dialog.open()

    def _add(self, path: Path, entry: ProofEntry) -> None:
        assert self._sheet is not None
        office, row = self._context.office, self._sheet.assessment
        self._context.runner.command(
            lambda _: add_evidence(
                office,
                row.year,
                entry.items,
                path.name,
                read_attachable(path),
                entry.facts,
                pages=entry.pages,
                set_code=row.set_code,
            ),
            self._added,
            owner=self,
            label="Đang mã hóa tài liệu",
        )

    def _added(self, rows: tuple[EvidenceRow, ...]) -> None:
        lines = ", ".join(row.item_id for row in rows)
        self._context.messages.say(
            f"Đã thêm {rows[0].file_name} vào dòng {lines}.",
            self._undo.push(lambda: self._undo_add(rows)),
        )

    def _undo_add(self, rows: tuple[EvidenceRow, ...]) -> None:
        assert self._sheet is not None
        office, assessment = self._context.office, self._sheet.assessment

        def take_off(_progress: object) -> Outcome[None]:
            for row in rows:
                remove_evidence(office, assessment.year, row.id, assessment.set_code)
            return Outcome(None, frozenset({Change.ASSESSMENTS}))

        self._context.runner.command(take_off, owner=self)

    def _write_facts(self, proof: EvidenceRow, entry: ProofEntry) -> None:
        assert self._sheet is not None
        office, row = self._context.office, self._sheet.assessment
        self._context.runner.command(
            lambda _: edit_document(
                office,
                row.year,
                proof.document_id,
                entry.facts,
                {proof.id: entry.pages},
                row.set_code,
            ),
            lambda _: self._context.messages.say(f"Đã sửa thông tin của {proof.file_name}."),
            owner=self,
        )

    def _use_known(self) -> None:
        if self._sheet is None or self._line is None:
            return
        dialog = KnownDocuments(self._sheet, self._line, self.window())
        dialog.chosen.connect(self._use)
        dialog.open()

    def _use(self, document_id: int, pages: str) -> None:
        assert self._sheet is not None
        assert self._line is not None
        office, row, item_id = self._context.office, self._sheet.assessment, self._line.id
        self._context.runner.command(
            lambda _: use_document(
                office, row.year, item_id, document_id, pages=pages, set_code=row.set_code
            ),
            lambda _: self._context.messages.say(f"Tài liệu nay cũng chứng minh dòng {item_id}."),
            owner=self,
        )

    def _view(self) -> None:
        proof = self._marked()
        if proof is None:
            return
        office = self._context.office
        self._context.runner.query(
            lambda _: open_document(office, proof.document_id),
            lambda content: FileViewer(content, self).open(),
            owner=self,
            label="Đang mở tài liệu",
        )


class _List(QListWidget):
    """Enter opens, F4 corrects, Delete takes off, Ctrl+V takes copied files."""

    def __init__(self, owner: EvidenceList) -> None:
        super().__init__()
        self.setObjectName("proofList")
        self.setAccessibleName("Tài liệu kiểm chứng của dòng")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list."""
        if event.key() == Qt.Key.Key_Delete:
            self._owner.remove()
        elif event.key() == Qt.Key.Key_F4:
            self._owner.edit()
        elif (
            event.key() == Qt.Key.Key_V and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._owner.paste()
        else:
            super().keyPressEvent(event)
