"""The kind of a rule and its few numbers as fields; the same where a question is answered and
where a set is edited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.rules import RuleKind, ScoringRule
from desktop.domain.errors import InputProblem
from desktop.ui.scoring.rule_entries import FIELDS, MANY_LINES, MAY_EXCEED, rule_from, texts_of
from desktop.ui.widgets.cards import clear_layout
from desktop.ui.widgets.fields import ChoiceField, NoteField, TextField
from desktop.wording.problems import entry_text
from desktop.wording.scoring import RULE_KIND_NAMES

NO_RULE = "chưa có cách tính"


class RuleFields(QWidget):
    """Tells ``changed`` with every choice and letter."""

    changed = Signal()

    def __init__(self, name: str = "rule", *, with_none: bool = False) -> None:
        super().__init__()
        choices: list[tuple[str, object]] = [(n, kind) for kind, n in RULE_KIND_NAMES.items()]
        if with_none:
            choices.insert(0, (NO_RULE.capitalize(), None))
        self._name = name
        self._item: CriteriaItem | None = None
        self.fields: dict[str, TextField | NoteField] = {}
        self.kind = ChoiceField("Cách tính", f"{name}Kind", choices)
        self.kind.changed.connect(self._kind_changed)
        self.exceeds = QCheckBox("Được vượt 100 % (tử số lớn hơn mẫu số)")
        self.exceeds.setObjectName(f"{name}MayExceed")
        self.exceeds.toggled.connect(lambda _on: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.kind)
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        column.addLayout(self._place)
        column.addWidget(self.exceeds)

    def show_item(self, item: CriteriaItem, kind: RuleKind | None) -> None:
        """The fields of a kind, filled with the line's own rule where it is of that kind."""
        self._item = item
        self.kind.choose(kind)
        self._make()

    def keep_item(self, item: CriteriaItem) -> None:
        """The same line after it was taken in; the fields stay as they are."""
        self._item = item

    def read(self) -> ScoringRule | None:
        """The rule that the fields say, None for none. Raises InputRefused."""
        kind = self._kind
        if kind is None:
            return None
        texts = {name: field.text for name, field in self.fields.items()}
        before = self._item.rule if self._item is not None else None
        may_exceed = self.exceeds.isChecked() if kind in MAY_EXCEED else None
        return rule_from(kind, texts, before, may_exceed=may_exceed)

    def show_problem(self, problem: InputProblem) -> bool:
        """Says it at its field, when it is one of these."""
        field = self.fields.get(problem.field.removeprefix("rule_"))
        if field is None:
            return False
        field.show_error(entry_text(problem))
        field.entry.setFocus()
        return True

    @property
    def _kind(self) -> RuleKind | None:
        value = self.kind.value
        return None if value is None else RuleKind(str(value))

    def _kind_changed(self) -> None:
        self._make()
        self.changed.emit()

    def _make(self) -> None:
        clear_layout(self._place)
        self.fields = {}
        kind = self._kind
        self.exceeds.setVisible(kind in MAY_EXCEED)
        if kind is None:
            return
        known = texts_of(self._item, kind) if self._item is not None else {}
        rule = self._item.rule if self._item is not None else None
        self.exceeds.blockSignals(True)
        self.exceeds.setChecked(bool(getattr(rule, "may_exceed", False)))
        self.exceeds.blockSignals(False)
        for name, text, example in FIELDS[kind]:
            field: TextField | NoteField
            if name in MANY_LINES:
                field = NoteField(text, f"{self._name}_{name}", lines=4, placeholder=example)
            else:
                field = TextField(text, f"{self._name}_{name}", placeholder=example)
            field.set_text(known.get(name, ""))
            field.changed.connect(self.changed)
            self.fields[name] = field
            self._place.addWidget(field)
