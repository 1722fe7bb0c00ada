"""What a line takes in: the right fields for each kind of rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.criteria.answers import Inputs
from desktop.domain.criteria.items import Block, CriteriaItem
from desktop.domain.criteria.numbers import ZERO, plain, read_count, read_points
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    Survey,
    Tiers,
    YesNo,
)
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.ui.scoring.choices import Choices
from desktop.ui.widgets.fields import TextField, field_line
from desktop.wording.criteria import decimal, points
from desktop.wording.problems import entry_text

Reader = Callable[[str], Decimal | None]


class InputsEditor(QWidget):
    """``edited`` while typing, ``settled`` when something is entered, ``advanced`` on Enter."""

    edited = Signal()
    settled = Signal()
    advanced = Signal()

    @property
    def first(self) -> QWidget:
        """Where the keyboard starts."""
        raise NotImplementedError

    def show_inputs(self, inputs: Inputs) -> None:
        """Replaces what is entered, telling nothing."""
        raise NotImplementedError

    def read(self) -> Inputs | None:
        """What is entered, None while something lacks. Raises InputRefused, shown at its field."""
        raise NotImplementedError

    def raw(self) -> tuple[str, ...]:
        """The texts as typed, to be put back later."""
        raise NotImplementedError

    def set_raw(self, texts: tuple[str, ...]) -> None:
        """Puts typed texts back."""
        raise NotImplementedError

    def show_problem(self, problem: InputProblem) -> None:
        """What is wrong with a value, at the field it is about."""
        raise NotImplementedError


class ChoiceEditor(InputsEditor):
    """Yes or no, or one of the levels."""

    def __init__(self, key: str, answers: Sequence[tuple[str, str, Decimal | str]]) -> None:
        """``answers``: words, points beside them, value."""
        super().__init__()
        self._key = key
        self._values = [value for _, _, value in answers]
        self.choices = Choices([(text, beside) for text, beside, _ in answers], "answer")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choices)
        self.choices.chosen.connect(lambda _place: self.edited.emit())
        self.choices.chosen.connect(lambda _place: self.settled.emit())
        self.choices.advanced.connect(self.advanced)

    @property
    def first(self) -> QWidget:
        """The chosen answer."""
        return self.choices.first

    def show_inputs(self, inputs: Inputs) -> None:
        """Marks the answer."""
        value = inputs.get(self._key)
        self.choices.choose(self._values.index(value) if value in self._values else -1)

    def read(self) -> Inputs | None:
        """The chosen answer."""
        place = self.choices.place
        return {self._key: self._values[place]} if place >= 0 else None

    def raw(self) -> tuple[str, ...]:
        """A choice is never half typed."""
        return ()

    def set_raw(self, texts: tuple[str, ...]) -> None:
        """Nothing to put back."""

    def show_problem(self, problem: InputProblem) -> None:
        """A choice cannot be out of range."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One number: its key, its label, how it is read, and the fields that it stands in for."""

    key: str
    label: str
    read: Reader
    instead_of: tuple[str, ...] = ()
    is_optional: bool = False
    share: int = 1


class NumbersEditor(InputsEditor):
    """Numbers side by side; typing in one empties those that it stands in for."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        super().__init__()
        self._slots = {slot.key: slot for slot in slots}
        self.fields: dict[str, TextField] = {}
        for slot in slots:
            field = TextField(slot.label, f"input_{slot.key}", most=24)
            field.let_label_be_cut()
            field.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.edit.textEdited.connect(lambda _text, key=slot.key: self._typed(key))
            field.edit.editingFinished.connect(self.settled)
            field.edit.returnPressed.connect(lambda key=slot.key: self._go_on(key))
            self.fields[slot.key] = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line: list[tuple[TextField, int]] = []
        for slot in slots:
            line.append((self.fields[slot.key], slot.share))
            if len(line) == _IN_A_ROW:
                column.addLayout(field_line(line))
                line = []
        if line:
            column.addLayout(field_line(line))

    @property
    def first(self) -> QWidget:
        """The first number."""
        return next(iter(self.fields.values())).edit

    def show_inputs(self, inputs: Inputs) -> None:
        """Numbers as they are written: 2.412 and 99,22."""
        for key, field in self.fields.items():
            value = inputs.get(key)
            field.set_text("" if not isinstance(value, Decimal) else self._shown(key, value))

    def read(self) -> Inputs | None:
        """The numbers that are there, when they are enough."""
        found: dict[str, Decimal | str] = {}
        for key, slot in self._slots.items():
            text = self.fields[key].text
            if not text:
                continue
            value = slot.read(text)
            if value is None:
                problem = InputProblem("value", Entry.NOT_A_NUMBER, {"text": text})
                self.fields[key].show_error(entry_text(problem))
                raise InputRefused(problem)
            found[key] = value
        return found if found and self._is_enough(set(found)) else None

    def raw(self) -> tuple[str, ...]:
        """The texts as typed."""
        return tuple(field.edit.text() for field in self.fields.values())

    def set_raw(self, texts: tuple[str, ...]) -> None:
        """Puts typed texts back."""
        if len(texts) == len(self.fields):
            for field, text in zip(self.fields.values(), texts, strict=True):
                field.set_text(text)

    def show_problem(self, problem: InputProblem) -> None:
        """At the first number that is filled in."""
        filled = [field for field in self.fields.values() if field.text]
        (filled or list(self.fields.values()))[0].show_error(entry_text(problem))

    def clear_problems(self) -> None:
        """Nothing wrong any more."""
        for field in self.fields.values():
            field.clear_words()

    def _shown(self, key: str, value: Decimal) -> str:
        if self._slots[key].read is read_count:
            return decimal(value).replace("−", "-")
        return plain(value).replace(".", ",")

    def _is_enough(self, found: set[str]) -> bool:
        lacking = {k for k, s in self._slots.items() if k not in found and not s.is_optional}
        stands_in = {other for key in found for other in self._slots[key].instead_of}
        return not (lacking - stands_in)

    def _typed(self, key: str) -> None:
        for other in self._slots[key].instead_of:
            self.fields[other].set_text("")
        self.edited.emit()

    def _go_on(self, key: str) -> None:
        """Enter: to the next empty number, else on."""
        keys = list(self._slots)
        filled = [k for k in keys if self.fields[k].text]
        spared = {other for k in filled for other in self._slots[k].instead_of}
        spared |= {k for k, slot in self._slots.items() if slot.is_optional}
        for other in keys[keys.index(key) + 1 :]:
            if other not in spared and other not in filled:
                self.fields[other].edit.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.advanced.emit()


_IN_A_ROW = 3


def editor_for(item: CriteriaItem) -> InputsEditor | None:
    """The editor of a line's rule, None when its rule is not known."""
    build = _EDITORS.get(type(item.rule))
    return build(item, item.rule) if build is not None else None


def _yes_no(item: CriteriaItem, rule: YesNo) -> InputsEditor:
    sign = "trừ " if item.block is Block.DEDUCTION else ""
    return ChoiceEditor(
        "yes",
        (
            ("Có", f"{sign}{points(rule.points)} điểm", Decimal(1)),
            ("Không", "không trừ" if sign else "0 điểm", ZERO),
        ),
    )


def _levels(_item: CriteriaItem, rule: Levels) -> InputsEditor:
    return ChoiceEditor(
        "level",
        [
            (_capital(level.name), f"{points(level.points)} điểm", level.key)
            for level in rule.levels
        ],
    )


def _share(_item: CriteriaItem, rule: Ratio | Tiers) -> InputsEditor:
    part = getattr(rule, "part", "") or "đạt"
    whole = getattr(rule, "whole", "") or "tổng số"
    return NumbersEditor(
        (
            Slot("part", f"Số {part}", read_count, ("percent",), share=3),
            Slot("whole", f"Số {whole}", read_count, ("percent",), share=3),
            Slot("percent", "hoặc tỷ lệ %", read_points, ("part", "whole"), share=2),
        )
    )


def _tiers(item: CriteriaItem, rule: Tiers) -> InputsEditor:
    if rule.measure is Measure.PERCENT:
        return _share(item, rule)
    return _one("count", f"Số {rule.unit}" if rule.unit else "Số lượng")


def _deduct(_item: CriteriaItem, rule: Deduct) -> InputsEditor:
    return NumbersEditor([Slot(v.key, f"Số {v.name}", read_count) for v in rule.violations])


def _formula(_item: CriteriaItem, rule: Formula) -> InputsEditor:
    return NumbersEditor([Slot(v.key, _capital(v.name), read_count) for v in rule.variables])


def _one(key: str, text: str, read: Reader = read_count) -> InputsEditor:
    return NumbersEditor((Slot(key, text, read),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_EDITORS: Mapping[type, Callable[..., InputsEditor]] = {
    YesNo: _yes_no,
    Levels: _levels,
    Tiers: _tiers,
    Ratio: _share,
    PerUnit: lambda _i, r: _one("count", f"Số {r.unit}" if r.unit else "Số lượng"),
    Deduct: _deduct,
    Formula: _formula,
    Survey: lambda _i, _r: _one("percent", "Chỉ số đã công bố (%)", read_points),
    Manual: lambda _i, _r: _one("points", "Điểm chấm tay", read_points),
}
