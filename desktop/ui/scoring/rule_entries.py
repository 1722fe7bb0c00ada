"""A rule of scoring as a person writes it in a few fields, and back. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.numbers import HUNDRED, plain, read_points
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    RuleKind,
    ScoringRule,
    Survey,
    Tier,
    Tiers,
    Variable,
    Violation,
    YesNo,
)
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.text import fold

Texts = Mapping[str, str]

# Label and example of each field, by kind of rule; "lines" fields take one entry a line.
FIELDS: dict[RuleKind, tuple[tuple[str, str, str], ...]] = {
    RuleKind.YES_NO: (("points", "Điểm khi có", "0,5"),),
    RuleKind.RATIO: (
        ("part", "Tử số là số gì", "hồ sơ đúng hạn"),
        ("whole", "Mẫu số là số gì", "hồ sơ đã giải quyết"),
        ("floor", "Dưới bao nhiêu % thì 0 điểm (có thể để trống)", "80"),
        ("full_at", "Từ bao nhiêu % thì đủ điểm", "100"),
    ),
    RuleKind.TIERS: (
        ("unit", "Đếm gì (để trống: tính theo %)", "sáng kiến"),
        ("lines", "Mỗi dòng một bậc: mốc = điểm, bậc cao trước", "90 = 1\n70 = 0,5"),
    ),
    RuleKind.PER_UNIT: (
        ("unit", "Đếm gì", "báo cáo gửi đúng hạn"),
        ("points", "Điểm mỗi đơn vị", "0,25"),
    ),
    RuleKind.DEDUCT: (
        ("lines", "Mỗi dòng một vi phạm: tên = điểm trừ mỗi lần", "báo cáo gửi trễ = 0,25"),
    ),
    RuleKind.LEVELS: (
        ("lines", "Mỗi dòng một mức: tên = điểm", "đúng hạn = 0,5\nchậm = 0,25\nkhông = 0"),
    ),
    RuleKind.FORMULA: (
        ("expression", "Công thức (max là điểm tối đa)", "max * a / b"),
        ("lines", "Mỗi dòng một số: ký hiệu = tên", "a = nhiệm vụ xong\nb = nhiệm vụ giao"),
    ),
    RuleKind.SURVEY: (("full_at", "Từ bao nhiêu % thì đủ điểm", "100"),),
    RuleKind.MANUAL: (),
}
MANY_LINES = frozenset({"lines"})
# Kinds whose share may go beyond a hundred, where the decision says so.
MAY_EXCEED = frozenset({RuleKind.RATIO, RuleKind.TIERS})


def rule_from(
    kind: RuleKind,
    texts: Texts,
    before: ScoringRule | None = None,
    *,
    may_exceed: bool | None = None,
) -> ScoringRule:
    """The rule that the fields say. Raises InputRefused with the name of the field.

    What the fields do not say stays as it was ``before``: keys of levels and violations, by which
    answers name them, and whether a share may exceed (unless that is said).
    """
    rule = _BUILDERS[kind](texts)
    if isinstance(rule, Levels | Deduct):
        return _with_known_keys(rule, before)
    if isinstance(rule, Ratio | Tiers):
        known = getattr(before, "may_exceed", False) if may_exceed is None else may_exceed
        return replace(rule, may_exceed=known)
    return rule


def _with_known_keys(rule: Levels | Deduct, before: ScoringRule | None) -> ScoringRule:
    """Keys stay with their name; a renamed entry keeps its key while none came or went."""
    entries = _entries(rule)
    old = _entries(before) if isinstance(before, type(rule)) else ()
    by_name = {entry.name: entry.key for entry in old}
    same_count = len(old) == len(entries)
    keys: list[str] = []
    for place, entry in enumerate(entries):
        key = by_name.get(entry.name) or (old[place].key if same_count else entry.key)
        free, number = key, 2
        while free in keys:
            free, number = f"{key}-{number}", number + 1
        keys.append(free)
    if isinstance(rule, Levels):
        return Levels(tuple(replace(e, key=k) for e, k in zip(rule.levels, keys, strict=True)))
    return Deduct(tuple(replace(e, key=k) for e, k in zip(rule.violations, keys, strict=True)))


def _entries(rule: object) -> tuple[Level | Violation, ...]:
    if isinstance(rule, Levels):
        return rule.levels
    return rule.violations if isinstance(rule, Deduct) else ()


def texts_of(item: CriteriaItem, kind: RuleKind) -> dict[str, str]:
    """What the fields of a kind start with: the line's own rule, or its maximum."""
    most = "" if item.maximum is None else _number_text(item.maximum)
    rule = item.rule
    if rule is None or rule.kind is not kind:
        return {"points": most, "full_at": "100"}
    return _WRITERS[type(rule)](rule)


def maximum_from(text: str) -> Decimal | None:
    """The maximum, or nothing. Raises InputRefused(NOT_A_NUMBER)."""
    return _read_number(text, "rule_maximum") if text.strip() else None


def no_case_from(text: str) -> Decimal | None:
    """The points without a case, or nothing. Raises InputRefused(NOT_A_NUMBER)."""
    return _read_number(text, "rule_no_case") if text.strip() else None


def _yes_no(texts: Texts) -> ScoringRule:
    return YesNo(_read_number(texts.get("points", ""), "rule_points"))


def _ratio(texts: Texts) -> ScoringRule:
    floor, full = texts.get("floor", ""), texts.get("full_at", "")
    lowest = _read_number(floor, "rule_floor") if floor.strip() else None
    whole = _read_number(full, "rule_full_at") if full.strip() else HUNDRED
    return Ratio(lowest, whole, texts.get("part", ""), texts.get("whole", ""))


def _tiers(texts: Texts) -> ScoringRule:
    unit = texts.get("unit", "").strip()
    pairs = _pairs(texts)
    tiers = tuple(
        Tier(
            _read_number(re.sub(r"^(từ|trên|>=|≥|>)\s*", "", edge.strip().lower()), "rule_lines"),
            _read_number(points, "rule_lines"),
            edge.strip().lower().startswith(("trên", ">")) and not edge.strip().startswith(">="),
        )
        for edge, points in pairs
    )
    return Tiers(Measure.COUNT if unit else Measure.PERCENT, tiers, unit)


def _per_unit(texts: Texts) -> ScoringRule:
    return PerUnit(
        _read_number(texts.get("points", ""), "rule_points"), texts.get("unit", "").strip()
    )


def _deduct(texts: Texts) -> ScoringRule:
    pairs = [(name, abs(_read_number(points, "rule_lines"))) for name, points in _pairs(texts)]
    return Deduct(tuple(Violation(_key(name), name, points) for name, points in pairs))


def _levels(texts: Texts) -> ScoringRule:
    pairs = [(name, _read_number(points, "rule_lines")) for name, points in _pairs(texts)]
    return Levels(tuple(Level(_key(name), name, points) for name, points in pairs))


def _formula(texts: Texts) -> ScoringRule:
    expression = texts.get("expression", "").strip()
    if not expression:
        raise InputRefused(InputProblem("rule_expression", Entry.REQUIRED))
    named = _pairs(texts)
    return Formula(expression, tuple(Variable(key.strip(), name) for key, name in named))


def _survey(texts: Texts) -> ScoringRule:
    full = texts.get("full_at", "")
    return Survey(_read_number(full, "rule_full_at") if full.strip() else HUNDRED)


_BUILDERS: dict[RuleKind, Callable[[Texts], ScoringRule]] = {
    RuleKind.YES_NO: _yes_no,
    RuleKind.RATIO: _ratio,
    RuleKind.TIERS: _tiers,
    RuleKind.PER_UNIT: _per_unit,
    RuleKind.DEDUCT: _deduct,
    RuleKind.LEVELS: _levels,
    RuleKind.FORMULA: _formula,
    RuleKind.SURVEY: _survey,
    RuleKind.MANUAL: lambda _t: Manual(),
}
_WRITERS: dict[type, Callable[..., dict[str, str]]] = {
    YesNo: lambda r: {"points": _number_text(r.points)},
    Ratio: lambda r: {
        "part": r.part,
        "whole": r.whole,
        "floor": "" if r.floor is None else _number_text(r.floor),
        "full_at": _number_text(r.full_at),
    },
    Tiers: lambda r: {
        "unit": r.unit,
        "lines": "\n".join(
            f"{'trên ' if t.above else ''}{_number_text(t.lowest)} = {_number_text(t.points)}"
            for t in r.tiers
        ),
    },
    PerUnit: lambda r: {"unit": r.unit, "points": _number_text(r.each)},
    Deduct: lambda r: {"lines": _named(r.violations)},
    Levels: lambda r: {"lines": _named(r.levels)},
    Formula: lambda r: {
        "expression": r.expression,
        "lines": "\n".join(f"{v.key} = {v.name}" for v in r.variables),
    },
    Survey: lambda r: {"full_at": _number_text(r.full_at)},
    Manual: lambda _r: {},
}


def _named(entries: tuple[Level, ...] | tuple[Violation, ...]) -> str:
    return "\n".join(f"{entry.name} = {_number_text(entry.points)}" for entry in entries)


def _number_text(value: Decimal) -> str:
    return plain(value).replace(".", ",")


def _pairs(texts: Texts) -> list[tuple[str, str]]:
    """Lines "name = value", the last equals sign parts them. Raises InputRefused."""
    found = []
    for line in texts.get("lines", "").splitlines():
        if not line.strip():
            continue
        name, equals, value = line.rpartition("=")
        if not equals or not name.strip() or not value.strip():
            facts = {"text": line.strip(), "choices": "tên = 0,5"}
            raise InputRefused(InputProblem("rule_lines", Entry.UNKNOWN_CHOICE, facts))
        found.append((name.strip(), value.strip()))
    if not found:
        raise InputRefused(InputProblem("rule_lines", Entry.REQUIRED))
    return found


def _read_number(text: str, field: str) -> Decimal:
    value = read_points(re.sub(r"(?i)\s*(điểm|đ)\.?$", "", text))
    if value is None:
        code = Entry.NOT_A_NUMBER if text.strip() else Entry.REQUIRED
        raise InputRefused(InputProblem(field, code, {"text": text.strip()}))
    return value


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or "muc"
