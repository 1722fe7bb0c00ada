"""Answering a question of an imported set: the kind of rule and its few numbers."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.rules import RuleKind, ScoringRule
from desktop.domain.errors import InputRefused
from desktop.services.assessments.set_drafts import SetQuestion
from desktop.ui.scoring.rule_entries import (
    FIELDS,
    MANY_LINES,
    maximum_from,
    no_case_from,
    rule_from,
    texts_of,
)
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import ScrollCard, clear_layout, label
from desktop.ui.widgets.fields import ChoiceField, Field, NoteField, TextField, field_line
from desktop.wording.problems import entry_text
from desktop.wording.scoring import RULE_KIND_NAMES

_FIRST = RuleKind.YES_NO


class RuleForm(ScrollCard):
    """Tells ``answered`` with rule, maximum and points without a case; ``skipped`` for by hand."""

    answered = Signal(object, object, object)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__("", spacing=8)
        self.setObjectName("ruleForm")
        self._item: CriteriaItem | None = None
        self._fields: dict[str, TextField | NoteField] = {}
        self.place = label("", "caption", wrap=True, name="questionPlace")
        self.title = label("", "section", wrap=True, name="questionTitle")
        self.words = label("", wrap=True, name="questionWords")
        self.asked = label("", "warning", wrap=True, name="questionAsked")
        for part in (self.place, self.title, self.words, self.asked):
            self.body.addWidget(part)
        self.kind = ChoiceField(
            "Cách tính", "ruleKind", [(name, kind) for kind, name in RULE_KIND_NAMES.items()]
        )
        self.kind.changed.connect(self._make_fields)
        self.maximum = TextField("Điểm tối đa", "ruleMaximum", most=12)
        self.no_case = TextField("Không phát sinh được mấy điểm", "ruleNoCase", most=12)
        self.no_case.edit.setPlaceholderText("để trống: không nói")
        self.body.addWidget(self.kind)
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        self.body.addLayout(self._place)
        self.body.addLayout(field_line(((self.maximum, 1), (self.no_case, 2))))
        self.body.addStretch(1)
        row = QHBoxLayout()
        self.later = button(
            "Dòng này chấm tay", name="questionSkip", key="Ctrl+Shift+K", tip="Tự chấm, có lý do"
        )
        self.go = button("Ghi cách tính", role="primary", name="questionGo", key="Ctrl+Return")
        self.later.clicked.connect(self.skipped)
        self.go.clicked.connect(self._answer)
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.go)
        self.frame.addLayout(row)

    def show_question(self, question: SetQuestion, item: CriteriaItem, place: str) -> None:
        """The next question."""
        self._item = item
        self.place.setText(place)
        self.title.setText(f"{item.id}  {item.name}")
        self.words.setText(f"Quyết định ghi: “{question.text}”" if question.text else "")
        self.words.setVisible(bool(question.text))
        self.asked.setText(question.question)
        self.asked.setVisible(bool(question.question))
        usual = RuleKind.RATIO if "%" in question.text else _FIRST
        self.kind.choose(item.rule.kind if item.rule is not None else usual)
        most = "" if item.maximum is None else f"{item.maximum:f}".replace(".", ",")
        self.maximum.set_text(most)
        self.no_case.set_text("")
        self._make_fields()
        self.kind.entry.setFocus()

    def _make_fields(self) -> None:
        clear_layout(self._place)
        self._fields = {}
        kind = self._kind
        known = texts_of(self._item, kind) if self._item is not None else {}
        for name, text, example in FIELDS[kind]:
            field: TextField | NoteField
            if name in MANY_LINES:
                field = NoteField(text, f"rule_{name}", lines=4, placeholder=example)
            else:
                field = TextField(text, f"rule_{name}", placeholder=example)
            field.set_text(known.get(name, ""))
            self._fields[name] = field
            self._place.addWidget(field)

    @property
    def _kind(self) -> RuleKind:
        return RuleKind(str(self.kind.value))

    def _answer(self) -> None:
        texts = {name: field.text for name, field in self._fields.items()}
        try:
            rule: ScoringRule = rule_from(self._kind, texts)
            maximum: Decimal | None = maximum_from(self.maximum.text)
            no_case: Decimal | None = no_case_from(self.no_case.text)
        except InputRefused as refused:
            self._show(refused)
            return
        self.answered.emit(rule, maximum, no_case)

    def _show(self, refused: InputRefused) -> None:
        others: dict[str, Field] = {"maximum": self.maximum, "no_case": self.no_case}
        for problem in refused.problems:
            name = problem.field.removeprefix("rule_")
            field = self._fields.get(name) or others.get(name) or self.kind
            field.show_error(entry_text(problem))
            field.entry.setFocus()
