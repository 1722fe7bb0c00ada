"""One line of a set: number, name, points, rule, proof, who scores it, what fills it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from desktop.domain.criteria.editing import LONGEST_NUMBER
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.ui.scoring.rule_fields import RuleFields
from desktop.ui.scoring.set_editor.binding_fields import BindingFields
from desktop.ui.scoring.set_editor.numbers import number_from, number_text
from desktop.ui.widgets.cards import ScrollCard, label
from desktop.ui.widgets.fields import ChoiceField, Field, NoteField, TextField, field_line
from desktop.wording.criteria_sets import BLOCK_NAMES, SCORER_NAMES
from desktop.wording.problems import entry_text


class LineForm(ScrollCard):
    """Tells ``changed`` while somebody types; ``read`` gives the line as the fields say it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("", spacing=8)
        self.setObjectName("setLineForm")
        self._criteria: CriteriaSet | None = None
        self.item: CriteriaItem | None = None
        self._is_showing = False
        self.number = TextField("Số", "lineNumber", most=LONGEST_NUMBER)
        self.maximum = TextField("Điểm tối đa", "lineMaximum", most=12)
        self.block = ChoiceField(
            "Thuộc", "lineBlock", [(name, block) for block, name in BLOCK_NAMES.items()]
        )
        self.name = NoteField("Tên", "lineName", lines=2)
        self.group = label(
            "Dòng này có các dòng con: điểm cộng từ các dòng con, không có cách tính riêng.",
            "muted",
            wrap=True,
            name="lineIsGroup",
        )
        self.rule = RuleFields("line", with_none=True)
        self.words = NoteField("Lời văn của quyết định", "lineRuleText", lines=2)
        self.evidence = NoteField("Tài liệu kiểm chứng gồm", "lineEvidence", lines=2)
        self.scorer = ChoiceField(
            "Ai chấm", "lineScorer", [(name, scorer) for scorer, name in SCORER_NAMES.items()]
        )
        self.department = TextField("Cơ quan thẩm định", "lineDepartment", most=300)
        self.no_case = TextField("Không phát sinh: mấy điểm", "lineNoCase", most=12)
        self.no_case.edit.setPlaceholderText("để trống: không nói")
        self.not_applicable = TextField("Không áp dụng khi", "lineNotApplicable")
        self.binding = BindingFields()
        self.body.addLayout(field_line(((self.number, 2), (self.maximum, 2), (self.block, 4))))
        self.body.addWidget(self.name)
        self.body.addWidget(self.group)
        self.body.addWidget(self.rule)
        self.body.addLayout(field_line(((self.no_case, 1), (self.not_applicable, 1))))
        self.body.addWidget(self.words)
        self.body.addWidget(self.evidence)
        self.body.addLayout(field_line(((self.scorer, 1), (self.department, 1))))
        self.body.addWidget(self.binding)
        self.body.addStretch(1)
        self._scored = (
            self.rule, self.no_case, self.not_applicable, self.words, self.evidence,
            self.scorer, self.department, self.binding,
        )  # fmt: skip
        for field in (
            self.number, self.maximum, self.block, self.name, self.rule, self.words,
            self.evidence, self.scorer, self.department, self.no_case, self.not_applicable,
            self.binding,
        ):  # fmt: skip
            field.changed.connect(self._typed)

    def show_line(self, criteria: CriteriaSet, item: CriteriaItem) -> None:
        """Replaces everything, telling nothing."""
        self._is_showing = True
        self._criteria, self.item = criteria, item
        scored = criteria.is_scored(item)
        self.number.set_text(item.id)
        self.maximum.set_text(number_text(item.maximum))
        self.block.choose(item.block)
        self.block.setEnabled(item.parent is None)
        self.name.set_text(item.name)
        self.group.setVisible(not scored)
        for part in self._scored:
            part.setVisible(scored or (part is self.rule and item.rule is not None))
        self.rule.show_item(item, None if item.rule is None else item.rule.kind)
        self.words.set_text(item.rule_text)
        self.evidence.set_text(item.evidence)
        self.scorer.choose(item.scorer)
        self.department.set_text(item.department)
        self.no_case.set_text(number_text(item.no_case_points))
        self.not_applicable.set_text(item.not_applicable_when)
        self.binding.show_binding(item.rule, item.binding)
        self._is_showing = False

    def keep_line(self, criteria: CriteriaSet, item: CriteriaItem) -> None:
        """The same line after it was taken in: the fields stay as somebody is typing them.

        Only what can be bound follows the rule.
        """
        self._criteria = criteria
        before, self.item = self.item, item
        self.rule.keep_item(item)
        if before is None or before.rule != item.rule:
            self._is_showing = True
            self.binding.show_binding(item.rule, item.binding)
            self._is_showing = False

    def read(self) -> CriteriaItem:
        """The line as it is typed. Raises InputRefused, said at the field."""
        assert self.item is not None
        try:
            return self._read(self.item)
        except InputRefused as refused:
            self._show(refused)
            raise

    def focus_first(self) -> None:
        """The keyboard goes to the name."""
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def _read(self, item: CriteriaItem) -> CriteriaItem:
        number, name = self.number.text, self.name.text
        if not number:
            raise InputRefused(InputProblem("line_number", Entry.REQUIRED))
        assert self._criteria is not None
        if number != item.id and number in self._criteria.by_id:
            raise InputRefused(InputProblem("line_number", Entry.NAME_TAKEN, {"text": number}))
        if not name:
            raise InputRefused(InputProblem("line_name", Entry.REQUIRED))
        rule = self.rule.read()
        same_rule = type(rule) is type(item.rule)
        return replace(
            item,
            id=number,
            name=" ".join(name.split()),
            maximum=number_from(self.maximum.text, "rule_maximum"),
            block=Block(str(self.block.value)),
            rule=rule,
            rule_text=self.words.text,
            evidence=self.evidence.text,
            scorer=Scorer(str(self.scorer.value)),
            department=self.department.text,
            no_case_points=number_from(self.no_case.text, "rule_no_case"),
            not_applicable_when=self.not_applicable.text,
            # Another kind of rule takes in something else: what was bound does not fit it.
            binding=self.binding.read() if same_rule else None,
        )

    def _typed(self) -> None:
        if not self._is_showing:
            self.changed.emit()

    def _show(self, refused: InputRefused) -> None:
        others: dict[str, Field] = {
            "line_number": self.number,
            "line_name": self.name,
            "rule_maximum": self.maximum,
            "rule_no_case": self.no_case,
        }
        for problem in refused.problems:
            if problem.field in others:
                others[problem.field].show_error(entry_text(problem))
            elif not self.rule.show_problem(problem):
                self.rule.kind.show_error(entry_text(problem))
