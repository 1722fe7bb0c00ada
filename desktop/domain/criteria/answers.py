"""Answers to a line: what the unit says, checked against the line's rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.numbers import HUNDRED, ZERO, plain, read_count, read_points
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    ScoringRule,
    Survey,
    Tiers,
    YesNo,
)
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.text import fold

Inputs = Mapping[str, Decimal | str]
_MOST = Decimal(1_000_000_000_000)
_ENDLESS = re.compile(r"\d[\d.,\s]{12,}")  # a number, but longer than any that is counted


class AnswerKind(StrEnum):
    """A value, or one of the two different ways to have none."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"  # không áp dụng: leaves the denominator
    NO_CASE = "no_case"  # không phát sinh: follows the rule of the line


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a line; own points stand in for the computed ones when given."""

    kind: AnswerKind | None = None
    inputs: Inputs = field(default_factory=dict)
    own_points: Decimal | None = None
    why: str = ""


NO_ANSWER = Answer()
_YES = {"co", "yes", "y", "1", "true", "dat", "du", "x", "dung"}
_NO = {"khong", "no", "n", "0", "false", "khong dat", "thieu", "chua"}
_NONE = {"0", "khong", "khong co", "khong vi pham"}
_PAIR = re.compile(r"\s*([^=;]+?)\s*=\s*([^;]*?)\s*(?:;|$)")


def parse_value(rule: ScoringRule, text: str) -> Inputs:
    """A value as typed: "có", "2.412/2431", "99,22 %", "3", "khiển trách=1; cảnh cáo=0".

    Raises InputRefused on the field ``value``: NOT_A_NUMBER, UNKNOWN_CHOICE, REQUIRED.
    """
    if not text.strip():
        raise InputRefused(InputProblem("value", Entry.REQUIRED))
    return _READERS[type(rule)](rule, text)


def value_text(rule: ScoringRule, inputs: Inputs) -> str:
    """Inputs as ``parse_value`` reads them back: "có", "2412/2431", "99,2 %", "lỗi=1; sót=0"."""
    numbers = {key: _typed(v) for key, v in inputs.items() if isinstance(v, Decimal)}
    if isinstance(rule, YesNo):
        return "có" if inputs["yes"] else "không"
    if isinstance(rule, Levels):
        return next((lv.name for lv in rule.levels if lv.key == inputs["level"]), "")
    if "whole" in numbers:
        return f"{numbers['part']}/{numbers['whole']}"
    if "percent" in numbers:
        return f"{numbers['percent']} %"
    if len(numbers) == 1:
        return next(iter(numbers.values()))
    shown = _shown_names(rule)
    return "; ".join(f"{shown.get(key, key)}={value}" for key, value in numbers.items())


def _names(rule: Deduct | Formula) -> dict[str, str]:
    """The names of what a rule counts, by key."""
    parts = rule.violations if isinstance(rule, Deduct) else rule.variables
    return {part.key: part.name for part in parts}


def _shown_names(rule: ScoringRule) -> dict[str, str]:
    """The names as people read and type them; the key where a name could not be read back."""
    names = _names(rule) if isinstance(rule, Deduct | Formula) else {}
    folded = [fold(name).strip() for name in names.values()]
    safe = all(folded) and len(set(folded)) == len(folded)
    return {key: name if safe and not set("=;") & set(name) else key for key, name in names.items()}


def _typed(value: Decimal) -> str:
    """With a comma: a dot before three digits would be read as thousands."""
    return plain(value).replace(".", ",")


def check_inputs(item: CriteriaItem, inputs: Inputs) -> None:
    """Raises InputRefused when an input is missing, unknown or out of its range."""
    assert item.rule is not None
    rule, numbers = item.rule, {k: v for k, v in inputs.items() if isinstance(v, Decimal)}
    for value in numbers.values():
        lowest = -_MOST if isinstance(rule, Formula) else ZERO
        _within(value, lowest, _MOST)
    if isinstance(rule, Ratio | Tiers) and "part" in numbers and not rule.may_exceed:
        part, whole = numbers["part"], numbers.get("whole", ZERO)
        if part > whole:
            facts = {"part": part, "whole": whole}
            raise InputRefused(InputProblem("value", Entry.PART_OVER_WHOLE, facts))
    if isinstance(rule, Survey) or (isinstance(rule, Ratio | Tiers) and not rule.may_exceed):
        _within(numbers.get("percent", ZERO), ZERO, HUNDRED)
    if isinstance(rule, Manual):
        _within(numbers["points"], ZERO, item.maximum or ZERO)
    for key in ("count", *(v.key for v in getattr(rule, "violations", ()))):
        if key in numbers and numbers[key] != numbers[key].to_integral_value():
            facts = {"value": numbers[key]}
            raise InputRefused(InputProblem("value", Entry.NOT_WHOLE, facts))


def inputs_to_data(inputs: Inputs) -> dict[str, str]:
    """For storage: numbers as text behind a mark, so that levels cannot be taken for numbers."""
    return {k: f"#{v}" if isinstance(v, Decimal) else str(v) for k, v in inputs.items()}


def inputs_from_data(data: Mapping[str, str]) -> dict[str, Decimal | str]:
    """Back from storage."""
    return {k: Decimal(v[1:]) if v.startswith("#") else v for k, v in data.items()}


def _yes_no(_rule: YesNo, text: str) -> Inputs:
    said = fold(text).strip(" .")
    if said in _YES:
        return {"yes": Decimal(1)}
    if said in _NO:
        return {"yes": ZERO}
    raise _unknown(text, ("có", "không"))


def _share(_rule: ScoringRule, text: str) -> Inputs:
    pairs = _pairs(text)
    if pairs is not None:
        part = pairs.get("part", pairs.get("b"))
        whole = pairs.get("whole", pairs.get("a"))
        if part is None or whole is None or len(pairs) != 2:
            raise _unknown(text, ("b=…; a=…",))
        return {"part": _count(part), "whole": _count(whole)}
    part_text, slash, whole_text = text.partition("/")
    if slash:
        return {"part": _count(part_text), "whole": _count(whole_text)}
    return {"percent": _points(text)}


def _tiers(rule: Tiers, text: str) -> Inputs:
    if rule.measure is Measure.PERCENT:
        return _share(rule, text)
    return {"count": _count(text)}


def _counted(_rule: PerUnit, text: str) -> Inputs:
    return {"count": _count(text)}


def _violations(rule: Deduct, text: str) -> Inputs:
    none = dict.fromkeys(_names(rule), ZERO)
    pairs = _pairs(text)
    if pairs is None:
        if len(none) == 1:
            return dict.fromkeys(none, _count(text))
        if fold(text).strip(" .") in _NONE:
            return {**none}
        raise _unknown(text, _wanted(rule))
    return {**none, **_keyed(pairs, rule, text)}


def _level(rule: Levels, text: str) -> Inputs:
    said = fold(text).strip()
    for level in rule.levels:
        if said in (fold(level.key), fold(level.name)):
            return {"level": level.key}
    raise _unknown(text, [level.name for level in rule.levels])


def _variables(rule: Formula, text: str) -> Inputs:
    names = _names(rule)
    pairs = _pairs(text)
    if pairs is None:
        if len(names) != 1:
            raise _unknown(text, _wanted(rule))
        return {next(iter(names)): _count(text)}
    found = _keyed(pairs, rule, text)
    if len(found) != len(names):
        raise _unknown(text, _wanted(rule))
    return found


def _percent(_rule: Survey, text: str) -> Inputs:
    return {"percent": _points(text)}


def _given(_rule: Manual, text: str) -> Inputs:
    return {"points": _points(text)}


_READERS: dict[type, Callable[[Any, str], Inputs]] = {
    YesNo: _yes_no,
    Tiers: _tiers,
    Ratio: _share,
    PerUnit: _counted,
    Deduct: _violations,
    Levels: _level,
    Formula: _variables,
    Survey: _percent,
    Manual: _given,
}


def _pairs(text: str) -> dict[str, str] | None:
    """``b=3; a=4`` as a dict with folded names; None when the text has no equals sign."""
    if "=" not in text:
        return None
    return {fold(name): value for name, value in _PAIR.findall(text)}


def _keyed(pairs: dict[str, str], rule: Deduct | Formula, text: str) -> dict[str, Decimal | str]:
    """Values by key. A key, a name, or a part that only one of the names has says which."""
    names = {key: fold(name) for key, name in _names(rule).items()}
    keys = {fold(key): key for key in names} | {name: key for key, name in names.items()}
    found: dict[str, Decimal | str] = {}
    for said, value in pairs.items():
        near = [key for key, name in names.items() if said and said in name]
        key = keys.get(said, near[0] if len(near) == 1 else "")
        if not key or key in found:
            raise _unknown(text, _wanted(rule))
        found[key] = _count(value)
    return found


def _wanted(rule: Deduct | Formula) -> list[str]:
    """How such a value is typed."""
    return ["; ".join(f"{name}=…" for name in _shown_names(rule).values())]


def _count(text: str) -> Decimal:
    value = read_count(text)
    if value is None:
        raise _not_a_number(text)
    return value


def _points(text: str) -> Decimal:
    value = read_points(text)
    if value is None:
        raise _not_a_number(text)
    return value


def _within(value: Decimal, lowest: Decimal, highest: Decimal) -> None:
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem("value", Entry.OUT_OF_RANGE, facts))


def _not_a_number(text: str) -> InputRefused:
    if _ENDLESS.fullmatch(text.strip()):
        facts = {"value": text.strip(), "lowest": ZERO, "highest": _MOST}
        return InputRefused(InputProblem("value", Entry.OUT_OF_RANGE, facts))
    return InputRefused(InputProblem("value", Entry.NOT_A_NUMBER, {"text": text.strip()}))


def _unknown(text: str, choices: tuple[str, ...] | list[str]) -> InputRefused:
    facts = {"text": text.strip(), "choices": ", ".join(choices)}
    return InputRefused(InputProblem("value", Entry.UNKNOWN_CHOICE, facts))
