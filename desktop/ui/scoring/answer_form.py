"""The answer of one line: inputs, points with their why while typing, own points, note.

What is entered is written when it is whole: a choice at once, numbers when their field is left.
What is not whole stays as typed, also while other lines are looked at.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.criteria.answers import Answer, AnswerKind, Inputs, check_inputs
from desktop.domain.criteria.items import CriteriaSet, Scorer
from desktop.domain.criteria.scoring import NodeScore, score_line
from desktop.domain.errors import InputRefused
from desktop.services.assessments.answering import AnswerEntry
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.sheets import SheetLine
from desktop.ui.scoring.editors import InputsEditor, NumbersEditor, editor_for
from desktop.ui.scoring.own_points import OwnPoints
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, clear_layout, label
from desktop.ui.widgets.fields import NoteField, TextField
from desktop.wording.criteria import points, why_text
from desktop.wording.dates import moment
from desktop.wording.problems import entry_text
from desktop.wording.scoring import SCORED_BY

_NO_RULE = (
    "Cách tính của dòng này máy chưa hiểu: hãy tự chấm điểm kèm lý do, "
    "hoặc nhập lại bộ tiêu chí rồi trả lời câu hỏi về dòng này."
)
_NA_TIP = (
    "Dòng này không thuộc nhiệm vụ của đơn vị: điểm của dòng ra khỏi mẫu số, "
    "kết quả quy đổi trên phần còn lại\nPhím tắt: Ctrl+Shift+A"
)
_NO_CASE_TIP = (
    "Thuộc nhiệm vụ nhưng trong năm không có trường hợp nào: được điểm theo cách tính của dòng\n"
    "Phím tắt: Ctrl+Shift+S"
)


class AnswerForm(Card):
    """Tells ``entered`` with the entry to write, ``advanced`` when Enter asks for the next line."""

    entered = Signal(object)
    advanced = Signal()

    def __init__(self) -> None:
        super().__init__("", margins=14, spacing=8)
        self.setObjectName("answerForm")
        self._line: SheetLine | None = None
        self._criteria: CriteriaSet | None = None
        self._editor: InputsEditor | None = None
        self._dirty = False
        self._drafts: dict[str, tuple[str, ...]] = {}
        self._formulas = SafeFormulas()
        self._build()

    @property
    def editor(self) -> InputsEditor | None:
        """The editor of the shown line's rule."""
        return self._editor

    def _build(self) -> None:
        self.advice = label("", "muted", wrap=True, name="answerAdvice")
        self.body.addWidget(self.advice)
        self._editor_place = QVBoxLayout()
        self.body.addLayout(self._editor_place)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.no_case = self._kind("Không phát sinh", "noCase", "Ctrl+Shift+S", _NO_CASE_TIP)
        self.not_applicable = self._kind("Không áp dụng", "notApplicable", "Ctrl+Shift+A", _NA_TIP)
        self.no_case.clicked.connect(lambda on: self._choose_kind(AnswerKind.NO_CASE, on))
        self.not_applicable.clicked.connect(
            lambda on: self._choose_kind(AnswerKind.NOT_APPLICABLE, on)
        )
        self.clear_button = button(
            "Xóa trả lời", role="quiet", name="clearAnswer", key="Ctrl+Shift+X"
        )
        self.clear_button.clicked.connect(lambda: self._tell(AnswerEntry(clear=True)))
        row.addWidget(self.no_case)
        row.addWidget(self.not_applicable)
        row.addStretch(1)
        row.addWidget(self.clear_button)
        self.body.addLayout(row)
        self.na_why = TextField("Vì sao không áp dụng", "notApplicableWhy", most=1000)
        self.na_why.changed.connect(self._edited)
        self.na_why.edit.editingFinished.connect(self.commit)
        self.body.addWidget(self.na_why)
        self.body.addLayout(self._points_row())
        self.own = OwnPoints()
        self.own.edited.connect(self._edited)
        self.own.settled.connect(self.commit)
        self.body.addWidget(self.own)
        self.note = NoteField(
            "Giải trình, ghi chú",
            "lineNote",
            lines=2,
            placeholder="Thiếu tài liệu thì giải trình ở đây",
        )
        self.note.changed.connect(self._edited)
        self.note.edit.installEventFilter(self)
        self.body.addWidget(self.note)
        self.saved = label("", "caption", wrap=True, name="answerSaved")
        self.body.addWidget(self.saved)

    def _kind(self, text: str, name: str, key: str, tip: str) -> QPushButton:
        made = button(text, role="chip", name=name, key=key)
        made.setCheckable(True)
        made.setToolTip(tip)
        return made

    def _points_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.points = QLabel()
        self.points.setObjectName("computedPoints")
        self.points.setProperty("role", "big")
        self.points.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why = label("", wrap=True, name="computedWhy")
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.points)
        row.addWidget(self.why, 1)
        return row

    def show_line(self, line: SheetLine, criteria: CriteriaSet, *, editable: bool) -> None:
        """Another line, or the same after a change: what is being typed stays."""
        same = self._line is not None and self._line.item == line.item
        keeps_typing = same and self._dirty
        if not same:
            self._put_aside()
            self._make_editor(line)
            self._dirty = False
        self._line, self._criteria = line, criteria
        if not keeps_typing:
            self._show_answer(line)
        self._show_state(line, editable)
        self._show_points()

    def forget(self) -> None:
        """Another assessment: nothing half-typed belongs to it."""
        self._line = None
        self._dirty = False
        self._drafts.clear()

    def commit(self) -> bool:
        """Writes what is whole; False when something typed cannot be written yet."""
        if not self._dirty or self._line is None:
            return True
        try:
            entry = self._entry(self._line)
        except InputRefused as refused:
            self.show_problems(refused)
            return False
        if entry is None:
            return not self._is_half_typed()
        if entry == AnswerEntry():
            self._dirty = False
            return True
        self._tell(entry)
        return True

    def focus_first(self) -> None:
        """The keyboard goes to the first input."""
        if self._editor is not None and self._editor.isEnabled():
            self._editor.first.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.own.isEnabled():
            self.own.tick.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.note.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def show_problems(self, refused: InputRefused) -> None:
        """What is wrong, beside its field; what was typed stays."""
        self._dirty = True
        for problem in refused.problems:
            field = self.own.field(problem.field)
            if problem.field == "note":
                field = self.note
            if field is not None:
                field.show_error(entry_text(problem))
            elif self._editor is not None:
                self._editor.show_problem(problem)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A note is written when it is left."""
        if event.type() == QEvent.Type.FocusOut and watched is self.note.edit:
            self.commit()
        return False

    def _make_editor(self, line: SheetLine) -> None:
        clear_layout(self._editor_place)
        self._editor = editor_for(line.item)
        if self._editor is None:
            return
        self._editor_place.addWidget(self._editor)
        self._editor.edited.connect(self._edited)
        self._editor.settled.connect(self.commit)
        self._editor.advanced.connect(self._advance)

    def _show_answer(self, line: SheetLine) -> None:
        self.own.show_line(line)
        self.na_why.set_text(line.own_why if line.kind is AnswerKind.NOT_APPLICABLE else "")
        if self.note.text != line.note:
            self.note.set_text(line.note)
        if self._editor is not None:
            self._editor.show_inputs(line.inputs if line.kind is AnswerKind.VALUE else {})
            draft = self._drafts.pop(line.id, None)
            if draft is not None:
                self._editor.set_raw(draft)
                self._dirty = True
                return
        self._dirty = False

    def _show_state(self, line: SheetLine, editable: bool) -> None:
        item = line.item
        words = _NO_RULE if item.rule is None else SCORED_BY[item.scorer]
        self.advice.setText(words)
        self.advice.setVisible(bool(words))
        is_unit = item.scorer is Scorer.UNIT
        self.no_case.setVisible(item.no_case_points is not None)
        self.no_case.setChecked(line.kind is AnswerKind.NO_CASE)
        is_na = line.kind is AnswerKind.NOT_APPLICABLE
        self.not_applicable.setChecked(is_na)
        self.na_why.setVisible(is_na)
        self.own.setVisible(is_unit and not is_na)
        self.clear_button.setVisible(line.kind is not None or line.own is not None)
        controls: list[QWidget] = [self.no_case, self.not_applicable, self.clear_button, self.own]
        for widget in (
            *controls,
            self.na_why,
            self.note,
            *([self._editor] if self._editor else []),
        ):
            widget.setEnabled(editable)
        by = f" bởi {line.answered_by}" if line.answered_by else ""
        when = f"Đã ghi lúc {moment(line.answered_at)}{by}." if line.answered_at else ""
        undo = " Ctrl+Z hoàn tác." if when and editable else ""
        self.saved.setText(f"{when}{undo}")
        self.saved.setVisible(bool(when))

    def _edited(self) -> None:
        self._dirty = True
        if isinstance(self._editor, NumbersEditor):
            self._editor.clear_problems()
        self._show_points()

    def _advance(self) -> None:
        if self.commit():
            self.advanced.emit()

    def _choose_kind(self, kind: AnswerKind, on: bool) -> None:
        if not on:
            self._tell(AnswerEntry(clear=True))
        elif kind is AnswerKind.NO_CASE:
            self._tell(AnswerEntry(no_case=True))
        else:
            self._tell(AnswerEntry(not_applicable=True))

    def _tell(self, entry: AnswerEntry) -> None:
        self._dirty = False
        if self._line is not None:
            self._drafts.pop(self._line.id, None)
        self.entered.emit(entry)

    def _entry(self, line: SheetLine) -> AnswerEntry | None:
        """What changed, None when something is typed and not yet whole."""
        note = self.note.text if self.note.text != line.note else None
        entry = AnswerEntry(note=note)
        inputs = self._editor.read() if self._editor is not None else None
        if line.kind is AnswerKind.NOT_APPLICABLE and inputs is None:
            why = self.na_why.text
            return replace(entry, not_applicable=True, why=why) if why != line.own_why else entry
        if inputs is not None and not self._is_answered_by(line, inputs):
            check_inputs(line.item, inputs)
            entry = replace(entry, inputs=inputs)
        if self.own.is_on:
            given = self.own.read()
            if given is None:
                return None if note is None else AnswerEntry(note=note)
            if (
                entry.inputs is not None
                or given != _size(line)
                or self.own.why.text != line.own_why
            ):
                entry = replace(entry, points=given, why=self.own.why.text)
        elif line.own is not None and entry.inputs is None:
            # Own points are taken back by saying what the rule says, or by no answer at all.
            if line.computed is None:
                entry = replace(entry, clear=True)
            else:
                entry = replace(entry, points=abs(line.computed))
        if entry == AnswerEntry() and self._is_half_typed():
            return None
        return entry

    def _is_half_typed(self) -> bool:
        if self._editor is None or self._line is None:
            return False
        try:
            return self._editor.read() is None and any(self._editor.raw())
        except InputRefused:
            return True

    def _is_answered_by(self, line: SheetLine, inputs: Inputs) -> bool:
        return line.kind is AnswerKind.VALUE and dict(line.inputs) == dict(inputs)

    def _put_aside(self) -> None:
        """Keeps a half-typed answer for when its line is shown again."""
        if self._line is None or self._editor is None:
            return
        if self._dirty and self._is_half_typed():
            self._drafts[self._line.id] = self._editor.raw()

    def _show_points(self) -> None:
        """Points and their why as if what is typed were written."""
        if self._line is None or self._criteria is None:
            return
        node = self._scored(self._line, self._criteria)
        most = points(self._line.maximum) if self._line.maximum is not None else "?"
        self.points.setText(f"{_shown(self._line, node)} / {most}")
        words = why_text(node.why) if node.why is not None else ""
        if self.own.is_on and self.own.isVisibleTo(self):
            words = f"Điểm tính được: {words}"
        self.why.setText(words[:1].upper() + words[1:])
        is_known = node.computed is not None
        self.points.setStyleSheet(f"color: {colours().text if is_known else colours().muted};")

    def _scored(self, line: SheetLine, criteria: CriteriaSet) -> NodeScore:
        answer = Answer(line.kind, line.inputs)
        if self._dirty and self._editor is not None:
            try:
                inputs = self._editor.read()
                if inputs is not None:
                    check_inputs(line.item, inputs)
                    answer = Answer(AnswerKind.VALUE, inputs)
                elif line.kind is AnswerKind.VALUE:
                    answer = Answer()
            except InputRefused:
                answer = Answer()
        return score_line(criteria, line.item, answer, self._formulas)


def _size(line: SheetLine) -> Decimal | None:
    return None if line.own is None else abs(line.own)


def _shown(line: SheetLine, node: NodeScore) -> str:
    if node.computed is None:
        return "–"
    sign = -1 if line.maximum is not None and line.maximum < 0 else 1
    return points(node.computed * sign)
