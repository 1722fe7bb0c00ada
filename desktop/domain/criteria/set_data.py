"""A criteria set as plain data: the format of ``resources/criteria`` and of the database.

Numbers are written as text so that 0.1 stays 0.1. Raises ``SetDataError`` with the place and
the reason in words of the format; a set is read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.criteria.items import (
    Band,
    Binding,
    Block,
    CriteriaItem,
    CriteriaSet,
    ItemKind,
    Rounding,
    Scorer,
)
from desktop.domain.criteria.numbers import HUNDRED, plain, stored
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
from desktop.domain.text import clean

FORMAT = 1
MOST_ITEMS = 2_000
LONGEST_TEXT = 4_000
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
E = TypeVar("E", bound=StrEnum)


class SetDataError(Exception):
    """The data are no criteria set; ``place`` says where, ``what`` which entry."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


def set_from_data(data: Any) -> CriteriaSet:
    """A set out of plain data. Raises SetDataError."""
    if not isinstance(data, dict):
        raise SetDataError("", "format")
    entry = _Entry(data, "")
    if entry.data.get("format") != FORMAT:
        raise SetDataError("", "format")
    code = entry.text("set")
    if not _CODE.fullmatch(code):
        raise SetDataError("", "set")
    items = entry.entries("items")
    if len(items) > MOST_ITEMS:
        raise SetDataError("", "items")
    rounding = _Entry(entry.data.get("rounding", {}), "rounding")
    return CriteriaSet(
        code=code,
        title=entry.text("title"),
        province=entry.optional("province"),
        year=entry.whole("year", 2000, 2199),
        decision=entry.optional("decision"),
        version=entry.text("version"),
        items=tuple(_item(item) for item in items),
        whole=entry.decimal("whole", HUNDRED),
        bands=tuple(Band(b.text("name"), b.needed("from")) for b in entry.entries("bands")),
        rounding=Rounding(
            rounding.whole("points", 0, 6, 2),
            rounding.whole("total", 0, 6, 2),
            rounding.whole("percent", 0, 6, 2),
            _ratio_places(rounding),
        ),
        bonus_cap=entry.decimal("bonus_cap"),
        deduction_cap=entry.decimal("deduction_cap"),
        rescale=entry.flag("rescale", default=True),
        source=entry.optional("source"),
        is_sample=entry.flag("sample"),
        unconfirmed=entry.flag("unconfirmed"),
    )


def set_to_data(criteria: CriteriaSet) -> dict[str, Any]:
    """Plain data that read back as the same set; what is not said is left out."""
    rounding = criteria.rounding
    return {
        "format": FORMAT,
        "set": criteria.code,
        "title": criteria.title,
        "province": criteria.province,
        "year": criteria.year,
        "decision": criteria.decision,
        "version": criteria.version,
        "whole": _number(criteria.whole),
        "bands": [{"name": b.name, "from": plain(b.lowest)} for b in criteria.bands],
        "rounding": {
            "points": rounding.points,
            "total": rounding.total,
            "percent": rounding.percent,
            "ratio_percent": rounding.ratio_percent,
        },
        "bonus_cap": _number(criteria.bonus_cap),
        "deduction_cap": _number(criteria.deduction_cap),
        "rescale": criteria.rescale,
        "source": criteria.source,
        "sample": criteria.is_sample,
        "unconfirmed": criteria.unconfirmed,
        "items": [item_to_data(item) for item in criteria.items],
    }


def item_to_data(item: CriteriaItem) -> dict[str, Any]:
    """One line as plain data."""
    said = {
        "rule_text": item.rule_text,
        "evidence": item.evidence,
        "department": item.department,
        "not_applicable_when": item.not_applicable_when,
    }
    data: dict[str, Any] = {"id": item.id, "kind": str(item.kind), "name": item.name}
    data |= {"parent": item.parent} if item.parent is not None else {}
    data |= {"max": plain(item.maximum)} if item.maximum is not None else {}
    data |= {name: text for name, text in said.items() if text}
    data |= {"scorer": str(item.scorer)} if item.scorer is not Scorer.UNIT else {}
    data |= {"block": str(item.block)} if item.block is not Block.MAIN else {}
    if item.no_case_points is not None:
        data["no_case_points"] = plain(item.no_case_points)
    if item.rule is not None:
        data["rule"] = _rule_to_data(item.rule)
    if item.binding is not None:
        binding = item.binding
        data["binding"] = binding.figure or dict(binding.variables)
    if item.unconfirmed:
        data["unconfirmed"] = True
    return data


class _Entry:
    """One object of the data, read entry by entry; every error names its place."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise SetDataError(place, "{}")
        self.data: dict[str, Any] = data
        self.place = place

    def text(self, name: str) -> str:
        text = self.optional(name)
        if not text:
            raise SetDataError(self.place, name)
        return text

    def optional(self, name: str) -> str:
        value = self.data.get(name, "")
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise SetDataError(self.place, name)
        return clean(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            raise SetDataError(self.place, name)
        return value

    def whole(self, name: str, lowest: int, highest: int, default: int | None = None) -> int:
        value = self.data.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise SetDataError(self.place, name)
        return value

    def decimal(self, name: str, default: Decimal | None = None) -> Decimal | None:
        if name not in self.data:
            return default
        value = self.data[name]
        if value is None:
            return None
        try:
            return stored(value)
        except ValueError:
            raise SetDataError(self.place, name) from None

    def needed(self, name: str) -> Decimal:
        value = self.decimal(name)
        if value is None:
            raise SetDataError(self.place, name)
        return value

    def choice(self, name: str, choices: type[E], default: E | None = None) -> E:
        value = self.data.get(name, default)
        try:
            return choices(str(value))
        except ValueError:
            raise SetDataError(self.place, name) from None

    def entries(self, name: str) -> list[_Entry]:
        value = self.data.get(name, [])
        if not isinstance(value, list):
            raise SetDataError(self.place, name)
        return [_Entry(part, self._inside(part, f"{name}[{n}]")) for n, part in enumerate(value)]

    def _inside(self, part: Any, otherwise: str) -> str:
        known = part.get("id") if isinstance(part, dict) else None
        name = known if isinstance(known, str) and known else otherwise
        return f"{self.place}.{name}" if self.place else name


def _ratio_places(entry: _Entry) -> int | None:
    if entry.data.get("ratio_percent", 2) is None:
        return None
    return entry.whole("ratio_percent", 0, 8, 2)


def _item(entry: _Entry) -> CriteriaItem:
    rule = entry.data.get("rule")
    return CriteriaItem(
        id=entry.text("id"),
        parent=entry.optional("parent") or None,
        kind=entry.choice("kind", ItemKind),
        name=entry.text("name"),
        maximum=entry.decimal("max"),
        rule=None if rule is None else _rule(_Entry(rule, f"{entry.place}.rule")),
        rule_text=entry.optional("rule_text"),
        evidence=entry.optional("evidence"),
        scorer=entry.choice("scorer", Scorer, Scorer.UNIT),
        department=entry.optional("department"),
        block=entry.choice("block", Block, Block.MAIN),
        no_case_points=entry.decimal("no_case_points"),
        not_applicable_when=entry.optional("not_applicable_when"),
        binding=_binding(entry),
        unconfirmed=entry.flag("unconfirmed"),
    )


def _binding(entry: _Entry) -> Binding | None:
    value = entry.data.get("binding")
    if value is None:
        return None
    if isinstance(value, str) and value:
        return Binding(value)
    if isinstance(value, dict) and value and all(isinstance(v, str) for v in value.values()):
        return Binding(variables=dict(value))
    raise SetDataError(entry.place, "binding")


def _rule(entry: _Entry) -> ScoringRule:
    kind = entry.choice("kind", RuleKind)
    return _RULE_READERS[kind](entry)


_RULE_READERS: dict[RuleKind, Callable[[_Entry], ScoringRule]] = {
    RuleKind.YES_NO: lambda e: YesNo(e.needed("points")),
    RuleKind.TIERS: lambda e: Tiers(
        e.choice("measure", Measure),
        tuple(
            Tier(t.needed("from"), t.needed("points"), t.flag("above")) for t in e.entries("tiers")
        ),
        e.optional("unit"),
        e.flag("may_exceed"),
    ),
    RuleKind.RATIO: lambda e: Ratio(
        e.decimal("floor"),
        e.decimal("full_at", HUNDRED) or HUNDRED,
        e.optional("part"),
        e.optional("whole"),
        e.flag("may_exceed"),
    ),
    RuleKind.PER_UNIT: lambda e: PerUnit(e.needed("each"), e.optional("unit")),
    RuleKind.DEDUCT: lambda e: Deduct(
        tuple(
            Violation(v.text("key"), v.text("name"), v.needed("points"))
            for v in e.entries("violations")
        )
    ),
    RuleKind.LEVELS: lambda e: Levels(
        tuple(Level(v.text("key"), v.text("name"), v.needed("points")) for v in e.entries("levels"))
    ),
    RuleKind.FORMULA: lambda e: Formula(
        e.text("expression"),
        tuple(Variable(v.text("key"), v.text("name")) for v in e.entries("variables")),
    ),
    RuleKind.SURVEY: lambda e: Survey(e.decimal("full_at", HUNDRED) or HUNDRED),
    RuleKind.MANUAL: lambda _e: Manual(),
}


def _rule_to_data(rule: ScoringRule) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": str(rule.kind)}
    return data | _RULE_WRITERS[type(rule)](rule)


def _tiers_to_data(rule: Tiers) -> dict[str, Any]:
    tiers = [
        {"from": plain(t.lowest), "points": plain(t.points)} | ({"above": True} if t.above else {})
        for t in rule.tiers
    ]
    said = _said({"unit": rule.unit, "may_exceed": rule.may_exceed})
    return {"measure": str(rule.measure), "tiers": tiers} | said


def _ratio_to_data(rule: Ratio) -> dict[str, Any]:
    floor = {"floor": plain(rule.floor)} if rule.floor is not None else {}
    full = {"full_at": plain(rule.full_at)} if rule.full_at != HUNDRED else {}
    said = {"part": rule.part, "whole": rule.whole, "may_exceed": rule.may_exceed}
    return floor | full | _said(said)


def _named(entries: Mapping[str, tuple[str, Decimal]]) -> list[dict[str, str]]:
    return [{"key": k, "name": n, "points": plain(p)} for k, (n, p) in entries.items()]


_RULE_WRITERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    YesNo: lambda r: {"points": plain(r.points)},
    Tiers: _tiers_to_data,
    Ratio: _ratio_to_data,
    PerUnit: lambda r: {"each": plain(r.each)} | _said({"unit": r.unit}),
    Deduct: lambda r: {"violations": _named({v.key: (v.name, v.points) for v in r.violations})},
    Levels: lambda r: {"levels": _named({v.key: (v.name, v.points) for v in r.levels})},
    Formula: lambda r: {
        "expression": r.expression,
        "variables": [{"key": v.key, "name": v.name} for v in r.variables],
    },
    Survey: lambda r: {"full_at": plain(r.full_at)} if r.full_at != HUNDRED else {},
    Manual: lambda _r: {},
}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
