"""Bộ tiêu chí: the list of sets, the import of one, the editor; one of them is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.services.assessments.set_editing import SetEdit
from desktop.ui.scoring.import_view import ImportView
from desktop.ui.scoring.set_editor.view import SetEditor
from desktop.ui.scoring.sets_view import SetsView
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext


class SetsDesk(QStackedWidget):
    """Tells ``opened`` with an opened assessment, ``turned`` when another part is shown."""

    opened = Signal(object)
    turned = Signal()

    def __init__(self, context: UiContext, undo: UndoStack) -> None:
        super().__init__()
        self._context = context
        self._undo = undo
        self.sets = SetsView(context)
        self.importing = ImportView(context)
        self.editor = SetEditor(context)
        for part in (self.sets, self.importing, self.editor):
            self.addWidget(part)
        self.sets.opened.connect(self.opened)
        self.sets.file_chosen.connect(self.import_file)
        self.sets.mending_wanted.connect(self.mend_set)
        self.sets.editing_wanted.connect(self.edit_set)
        self.sets.new_wanted.connect(self.begin_set)
        self.importing.finished.connect(self._imported)
        self.editor.finished.connect(self._edited)
        self.currentChanged.connect(lambda _place: self.turned.emit())

    @property
    def is_working(self) -> bool:
        """Whether a set is being read in or edited: then nothing else stands around it."""
        return self.currentWidget() is not self.sets

    @property
    def words(self) -> str:
        """What is being done, for the line under the title."""
        if self.currentWidget() is self.importing:
            return "Bộ tiêu chí: xem trước, trả lời câu hỏi, rồi mới lưu"
        if self.currentWidget() is self.editor:
            return "Sửa bộ tiêu chí: lưu thành phiên bản mới, phiên bản đang dùng giữ nguyên"
        return "Bộ tiêu chí: chọn, nhập, sửa, chép, so phiên bản"

    def show_list(self, code: str = "") -> None:
        """The list of sets; a set that is being worked on stays in front."""
        if not self.is_working:
            self.sets.enter(code)
            self.sets.focus_first()

    def import_file(self, path: Path) -> None:
        """Shows what a file would bring; nothing is kept yet."""
        self.setCurrentWidget(self.importing)
        self.importing.read(path)

    def mend_set(self, code: str) -> None:
        """The questions of a set that is there."""
        self.setCurrentWidget(self.importing)
        self.importing.mend(code)

    def edit_set(self, code: str) -> None:
        """The editor on a set."""
        self.setCurrentWidget(self.editor)
        self.editor.open(code)

    def begin_set(self, edit: SetEdit) -> None:
        """The editor on a set that is not there yet."""
        self.setCurrentWidget(self.editor)
        self.editor.begin(edit)

    def undo(self) -> bool:
        """One step of the editor back, when it is shown."""
        if self.currentWidget() is not self.editor or self.editor.edit is None:
            return False
        self.editor.undo()
        return True

    def keep(self) -> None:
        """The page is left: an edit stays for later."""
        if self.currentWidget() is self.editor:
            self.editor.keep()

    def _imported(self, code: str) -> None:
        self._to_list(code)
        if not code and self.importing.draft is not None:
            self._context.messages.say(
                "Đã bỏ, chưa có gì được ghi.", self._undo.push(self._take_up_again)
            )

    def _edited(self, code: str) -> None:
        self._to_list(code)

    def _to_list(self, code: str) -> None:
        self.setCurrentWidget(self.sets)
        self.sets.enter(code)
        self.sets.focus_first()

    def _take_up_again(self) -> None:
        """The import that was left, with the answers given so far."""
        self.setCurrentWidget(self.importing)
        self.importing.focus_first()
