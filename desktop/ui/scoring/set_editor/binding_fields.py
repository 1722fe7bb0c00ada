"""Which figure of the office fills a line; one for the line, or one for each of its numbers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.criteria.checks import figure_shapes
from desktop.domain.criteria.figures import FIGURES
from desktop.domain.criteria.items import Binding
from desktop.domain.criteria.rules import Deduct, Formula, ScoringRule
from desktop.ui.widgets.cards import clear_layout
from desktop.ui.widgets.fields import ChoiceField
from desktop.wording.criteria_sets import figure_choice

_NONE = ("Không, đơn vị nhập tay", "")


class BindingFields(QWidget):
    """Offers only figures that fit the rule; a bound one that does not fit any more stays."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choices: dict[str, ChoiceField] = {}
        self._shape: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_binding(self, rule: ScoringRule | None, binding: Binding | None) -> None:
        """The fields that the rule can take, with what is bound."""
        clear_layout(self._column)
        self._choices = {}
        for key, title in _slots(rule):
            bound = _bound(binding, key)
            fitting = [
                name
                for name, kind in FIGURES.items()
                if key or kind.shape in (figure_shapes(rule) if rule is not None else ())
            ]
            if bound and bound not in fitting:
                fitting.insert(0, bound)
            choices: list[tuple[str, object]] = [_NONE, *((figure_choice(f), f) for f in fitting)]
            field = ChoiceField(title, f"binding_{key or 'figure'}", choices)
            field.choose(bound)
            field.changed.connect(self.changed)
            self._choices[key] = field
            self._column.addWidget(field)

    def read(self) -> Binding | None:
        """What is bound now."""
        chosen = {key: str(field.value or "") for key, field in self._choices.items()}
        if "" in chosen:
            return Binding(chosen[""]) if chosen[""] else None
        variables = {key: figure for key, figure in chosen.items() if figure}
        return Binding(variables=variables) if variables else None


def _slots(rule: ScoringRule | None) -> list[tuple[str, str]]:
    """Keys and labels of what can be bound: "" for the line's only input."""
    if rule is None:
        return []
    if isinstance(rule, Formula):
        return [(v.key, f"Số liệu cho {v.key} ({v.name})") for v in rule.variables]
    if isinstance(rule, Deduct) and len(rule.violations) > 1:
        return [(v.key, f"Số liệu cho “{v.name}”") for v in rule.violations]
    return [("", "Tự điền từ số liệu")] if figure_shapes(rule) else []


def _bound(binding: Binding | None, key: str) -> str:
    if binding is None:
        return ""
    return str(binding.variables.get(key, "")) if key else binding.figure
