"""Answering a question of an imported set: the kind of rule and its few numbers."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.rules import RuleKind, ScoringRule
from desktop.domain.errors import InputRefused
from desktop.services.assessments.set_drafts import SetQuestion
from desktop.ui.scoring.rule_entries import maximum_from, no_case_from
from desktop.ui.scoring.rule_fields import RuleFields
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import ScrollCard, label
from desktop.ui.widgets.fields import Field, TextField, field_line
from desktop.wording.problems import entry_text

_FIRST = RuleKind.YES_NO


class RuleForm(ScrollCard):
    """Tells ``answered`` with rule, maximum and points without a case; ``skipped`` for by hand."""

    answered = Signal(object, object, object)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__("", spacing=8)
        self.setObjectName("ruleForm")
        self.place = label("", "caption", wrap=True, name="questionPlace")
        self.title = label("", "section", wrap=True, name="questionTitle")
        self.words = label("", wrap=True, name="questionWords")
        self.asked = label("", "warning", wrap=True, name="questionAsked")
        for part in (self.place, self.title, self.words, self.asked):
            self.body.addWidget(part)
        self.rule = RuleFields()
        self.kind = self.rule.kind
        self.maximum = TextField("Điểm tối đa", "ruleMaximum", most=12)
        self.no_case = TextField("Không phát sinh được mấy điểm", "ruleNoCase", most=12)
        self.no_case.edit.setPlaceholderText("để trống: không nói")
        self.body.addWidget(self.rule)
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
        self.place.setText(place)
        self.title.setText(f"{item.id}  {item.name}")
        self.words.setText(f"Quyết định ghi: “{question.text}”" if question.text else "")
        self.words.setVisible(bool(question.text))
        self.asked.setText(question.question)
        self.asked.setVisible(bool(question.question))
        usual = RuleKind.RATIO if "%" in question.text else _FIRST
        self.rule.show_item(item, item.rule.kind if item.rule is not None else usual)
        most = "" if item.maximum is None else f"{item.maximum:f}".replace(".", ",")
        self.maximum.set_text(most)
        known = item.no_case_points
        self.no_case.set_text("" if known is None else f"{known:f}".replace(".", ","))
        self.kind.entry.setFocus()

    def _answer(self) -> None:
        try:
            rule: ScoringRule | None = self.rule.read()
            maximum: Decimal | None = maximum_from(self.maximum.text)
            no_case: Decimal | None = no_case_from(self.no_case.text)
        except InputRefused as refused:
            self._show(refused)
            return
        self.answered.emit(rule, maximum, no_case)

    def _show(self, refused: InputRefused) -> None:
        others: dict[str, Field] = {"maximum": self.maximum, "no_case": self.no_case}
        for problem in refused.problems:
            if self.rule.show_problem(problem):
                continue
            field = others.get(problem.field.removeprefix("rule_")) or self.kind
            field.show_error(entry_text(problem))
            field.entry.setFocus()
