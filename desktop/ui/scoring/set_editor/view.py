"""Sửa bộ tiêu chí: tree and form side by side, checks below; saved as a new version only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.criteria.editing import (
    Move,
    add_line,
    change_line,
    move_line,
    remove_line,
    renumber,
    under,
)
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.errors import InputRefused
from desktop.services.assessments.set_editing import (
    SetEdit,
    edit_set,
    keep_unfinished,
    save_edit,
    unfinished_edit,
)
from desktop.services.assessments.sets import StoredSet
from desktop.ui.scoring.set_editor.checks import EditChecks
from desktop.ui.scoring.set_editor.foot import EditFoot
from desktop.ui.scoring.set_editor.head_form import HeadForm
from desktop.ui.scoring.set_editor.line_form import LineForm
from desktop.ui.scoring.set_editor.steps import EditSteps
from desktop.ui.scoring.set_editor.tools import HEAD, LINE, EditTools
from desktop.ui.scoring.set_editor.tree import SetTree
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import EmptyState

_PAUSE_MS = 700
_NEW_NAME = "Dòng mới"

_NARROWEST_FORM = 432


class SetEditor(QWidget):
    """Tells ``finished`` with the code of the saved set; empty when it was left for later."""

    finished = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("setEditor")
        self._context = context
        self.edit: SetEdit | None = None
        self._steps = EditSteps()
        self._current = ""
        self._is_typed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.commit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.tools = EditTools()
        self.mode = self.tools.mode
        column.addWidget(self.tools)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addLayout(self._left(), 3)
        forms = self._forms()
        forms.setMinimumWidth(_NARROWEST_FORM)
        across.addWidget(forms, 2)
        column.addLayout(across, 1)
        self.foot = EditFoot()
        column.addLayout(self.foot)
        self._connect()

    @property
    def criteria(self) -> CriteriaSet:
        """The set as it stands now."""
        assert self.edit is not None
        return self.edit.criteria

    def open(self, code: str) -> None:
        """The newest version of a set, or the edit of it that was left for later."""
        office = self._context.office

        def read(_progress: object) -> tuple[SetEdit, bool]:
            left = unfinished_edit(office)
            if left is not None and left.criteria.code == code:
                return left, True
            return edit_set(office, code), False

        self._context.runner.query(read, lambda found: self.begin(*found), owner=self)

    def begin(self, edit: SetEdit, is_taken_up: bool = False) -> None:
        """Shows an edit from its start."""
        self.edit = edit
        self._steps.start(edit.criteria)
        first = edit.criteria.items[0].id if edit.criteria.items else ""
        self._show(first)
        self.show_form(LINE if edit.criteria.items else HEAD)
        if is_taken_up:
            self._context.messages.say(
                "Đang sửa tiếp bản đã cất. Bấm “Bỏ mọi thay đổi” để quay về phiên bản đang dùng."
            )
        self.focus_first()

    def commit(self, towards: str = "") -> bool:
        """Takes in what is typed; False while a field says what is wrong.

        ``towards``: the line that is marked afterwards, this one without it.
        """
        self._pause.stop()
        if self.edit is None or not self._is_typed:
            return True
        try:
            changed = self._typed()
        except InputRefused:
            return False
        self._is_typed = False
        number = towards or self._current
        if not towards and self.forms.currentWidget() is self.line_form:
            number = self.line_form.number.text or number
        self._take(changed, number, keep_form=not towards)
        return True

    def undo(self) -> None:
        """One step back."""
        if self.commit():
            self._go(self._steps.back())

    def redo(self) -> None:
        """One step forward again."""
        if self.commit():
            self._go(self._steps.forward())

    def show_form(self, form: str) -> None:
        """The line, or the set as a whole."""
        if not self.commit():
            self.mode.choose(HEAD if form == LINE else LINE)
            return
        self.mode.choose(form)
        if form == HEAD:
            self.head_form.show_set(self.criteria)
            self.forms.setCurrentWidget(self.head_form)
        else:
            self._show_line()

    def focus_first(self) -> None:
        """The keyboard goes to the tree."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """What is edited stays for later; called also when the page is left."""
        if self.edit is None or not self.commit() or not self.edit.has_changed:
            return
        office, edit = self._context.office, self.edit
        self._context.runner.command(lambda _: keep_unfinished(office, edit), lambda _: None)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.tree = SetTree()
        self.empty = EmptyState(
            "list-check",
            "Bộ tiêu chí chưa có dòng nào",
            "Bấm Thêm dòng để có lĩnh vực đầu tiên, rồi Thêm dòng con cho từng tiêu chí.",
        )
        self.trees = QStackedWidget()
        self.trees.addWidget(self.tree)
        self.trees.addWidget(self.empty)
        column.addWidget(self.trees, 3)
        self.checks = EditChecks()
        self.checks.reach_from(self)
        column.addWidget(self.checks.or_advice, 1)
        return column

    def _forms(self) -> QStackedWidget:
        self.forms = QStackedWidget()
        self.line_form = LineForm()
        self.head_form = HeadForm()
        self.forms.addWidget(self.line_form)
        self.forms.addWidget(self.head_form)
        return self.forms

    def _connect(self) -> None:
        for form in (self.line_form, self.head_form):
            form.changed.connect(self._note_typing)
        self.tree.chosen.connect(self._choose)
        self.tree.line_wanted.connect(lambda: self._add(inside=False))
        self.tree.part_wanted.connect(lambda: self._add(inside=True))
        self.tree.removal_wanted.connect(self._remove)
        self.tree.move_wanted.connect(self._move)
        self.tree.form_wanted.connect(lambda: self._to_form())
        self.checks.activated.connect(lambda _index: self._jump())
        tools = self.tools
        tools.line_wanted.connect(lambda: self._add(inside=False))
        tools.part_wanted.connect(lambda: self._add(inside=True))
        tools.removal_wanted.connect(self._remove)
        tools.move_wanted.connect(self._move)
        tools.numbers_wanted.connect(lambda: self._change(renumber))
        tools.undo_wanted.connect(self.undo)
        tools.redo_wanted.connect(self.redo)
        tools.form_wanted.connect(self.show_form)
        self.foot.reset.clicked.connect(self._reset)
        self.foot.later.clicked.connect(self._later)
        self.foot.save.clicked.connect(self._save)

    def _note_typing(self) -> None:
        self._is_typed = True
        self._pause.start()

    def _typed(self) -> CriteriaSet:
        """The set with what the shown form says. Raises InputRefused."""
        if self.forms.currentWidget() is self.head_form:
            head = self.head_form.read()
            return replace(head, items=self.criteria.items)
        item = self.line_form.item
        if item is None or item.id not in self.criteria.by_id:
            return self.criteria
        return change_line(self.criteria, item.id, self.line_form.read())

    def _choose(self, number: str) -> None:
        """Another line, once what is typed in this one is taken in."""
        if number == self._current:
            return
        if not self.commit(number):
            self.tree.blockSignals(True)
            self.tree.choose(self._current)
            self.tree.blockSignals(False)
            return
        self._current = number if number in self.criteria.by_id else self.tree.current
        self.mode.choose(LINE)
        self._show_line()
        self._show_state()

    def _add(self, *, inside: bool) -> None:
        if not self.commit():
            return
        near = self._current or None
        made, number = add_line(self.criteria, near, _NEW_NAME, inside=inside and bool(near))
        self._take(made, number)
        self.mode.choose(LINE)
        self._to_form()

    def _remove(self) -> None:
        if not self._current or not self.commit():
            return
        gone = under(self.criteria, self._current)
        siblings = self.criteria.children[gone[0].parent]
        place = siblings.index(gone[0])
        after = siblings[place + 1 : place + 2] or siblings[max(place - 1, 0) : place]
        following = after[0].id if after else gone[0].parent or ""
        self._take(remove_line(self.criteria, self._current), following)
        self._context.messages.say(f"Đã bỏ {len(gone)} dòng khỏi bản đang sửa.", self.undo)

    def _move(self, move: Move) -> None:
        if self._current and self.commit():
            self._take(move_line(self.criteria, self._current, move), self._current)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, step: Callable[[CriteriaSet], CriteriaSet]) -> None:
        if self.commit():
            places = [item.id for item in self.criteria.items]
            place = places.index(self._current) if self._current in places else -1
            changed = step(self.criteria)
            number = changed.items[place].id if 0 <= place < len(changed.items) else ""
            self._take(changed, number)

    def _reset(self) -> None:
        """Back to the version it began from; this can be undone too."""
        if self.edit is None:
            return
        self._is_typed = False
        base = self.edit.base
        start = base if base is not None else self._steps.first
        self._take(start, self._current)

    def _take(self, criteria: CriteriaSet, number: str, *, keep_form: bool = False) -> None:
        """A step: remembered, shown."""
        assert self.edit is not None
        if criteria == self.criteria:
            return
        self._steps.add(criteria)
        self.edit = replace(self.edit, criteria=criteria)
        self._show(number, keep_form=keep_form)

    def _go(self, criteria: CriteriaSet | None) -> None:
        if criteria is not None and self.edit is not None:
            self.edit = replace(self.edit, criteria=criteria)
            self._show(self._current)

    def _show(self, number: str, *, keep_form: bool = False) -> None:
        assert self.edit is not None
        stops = self.checks.show_edit(self.edit)
        self.tree.show_set(self.criteria, stops, number)
        self.trees.setCurrentWidget(self.tree if self.criteria.items else self.empty)
        self._current = self.tree.current
        if keep_form and self.forms.currentWidget() is self.line_form:
            item = self.criteria.by_id.get(self._current)
            if item is not None:
                self.line_form.keep_line(self.criteria, item)
        elif self.forms.currentWidget() is self.head_form and self.mode.value == HEAD:
            if not keep_form:
                self.head_form.show_set(self.criteria)
        else:
            self._show_line()
        self._show_state()

    def _show_line(self) -> None:
        item = self.criteria.by_id.get(self._current)
        self.forms.setCurrentWidget(self.line_form)
        self.line_form.setEnabled(item is not None)
        if item is not None:
            self.line_form.show_line(self.criteria, item)
        self._is_typed = False

    def _show_state(self) -> None:
        assert self.edit is not None
        self.foot.show_edit(self.edit)
        self.tools.show_state(self.criteria, self._current, self._steps)

    def _to_form(self) -> None:
        if not self._current:
            return
        if self.forms.currentWidget() is not self.line_form:
            self.show_form(LINE)
        self.line_form.focus_first()

    def _jump(self) -> None:
        """To the line of the marked check, or to the set as a whole."""
        number = str(self.checks.current_value() or "")
        if number in self.criteria.by_id:
            self.tree.choose(number)
            self._to_form()
        else:
            self.show_form(HEAD)
            self.head_form.focus_first()

    def _later(self) -> None:
        if not self.commit():
            return
        edit = self.edit
        changed = edit is not None and edit.has_changed
        self.keep()
        self.edit = None
        self.finished.emit("")
        if changed:
            self._context.messages.say(
                "Đã cất bản đang sửa, chưa thành phiên bản. Bấm “Sửa bộ này” để sửa tiếp."
            )

    def _save(self) -> None:
        if self.edit is None or not self.commit():
            return
        office, edit = self._context.office, self.edit

        def saved(stored: StoredSet) -> None:
            made = stored.criteria
            self.edit = None
            self.finished.emit(made.code)
            self._context.messages.say(
                f"Đã lưu “{made.title}”, phiên bản {made.version}. "
                "Bản tự chấm đang mở vẫn theo phiên bản của nó."
            )

        self._context.runner.command(
            lambda _: save_edit(office, edit),
            saved,
            button=self.foot.save,
            owner=self,
            label="Đang lưu bộ tiêu chí",
        )
