"""Criteria sets for tests: small ones by hand, random ones by hypothesis."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from desktop.domain.criteria.answers import Answer, AnswerKind, parse_value
from desktop.domain.criteria.items import (
    Band,
    Block,
    CriteriaItem,
    CriteriaSet,
    ItemKind,
)
from desktop.domain.criteria.rules import (
    Deduct,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    ScoringRule,
    Tier,
    Tiers,
    Violation,
    YesNo,
)

BANDS = (
    Band("Xuất sắc", Decimal(90)),
    Band("Tốt", Decimal(80)),
    Band("Khá", Decimal(70)),
    Band("Trung bình", Decimal(50)),
    Band("Yếu", Decimal(0)),
)


def dec(text: str) -> Decimal:
    """A decimal as written in Vietnam."""
    return Decimal(text.replace(",", "."))


def a_line(rule: ScoringRule | None, maximum: str = "4", **more: Any) -> CriteriaItem:
    """A top line that gets points."""
    usual: dict[str, Any] = {"name": "Dòng thử", "evidence": "Văn bản", "parent": None}
    values = {"id": "1", "kind": ItemKind.FIELD, **usual, **more}
    return CriteriaItem(maximum=dec(maximum), rule=rule, **values)


def a_set(*items: CriteriaItem, **more: Any) -> CriteriaSet:
    """A set of these lines; the whole is what they add up to."""
    main = [i for i in items if i.parent is None and i.block is Block.MAIN]
    usual: dict[str, Any] = {
        "code": "thu",
        "title": "Bộ thử",
        "province": "",
        "year": 2026,
        "decision": "",
        "version": "1",
        "whole": sum((i.maximum or Decimal(0) for i in main), Decimal(0)),
        "bands": BANDS,
    }
    return CriteriaSet(items=items, **{**usual, **more})


def answered(item: CriteriaItem, text: str, **more: Any) -> Answer:
    """A value as typed."""
    assert item.rule is not None
    return Answer(AnswerKind.VALUE, parse_value(item.rule, text), **more)


def random_sets() -> st.SearchStrategy[tuple[CriteriaSet, dict[str, Answer]]]:
    """Sound sets of three levels with rewards and penalties, and answers to them.

    Drawn as one seed: a set has hundreds of choices, and drawing each takes hypothesis longer
    than scoring them all.
    """
    return st.integers(0, 2**48).map(_random_set)


def _points(chance: Random) -> Decimal:
    return Decimal(chance.randint(1, 400)) / 100


_Drawn = tuple[ScoringRule, dict[str, Decimal | str]]


def _ratio(chance: Random, _maximum: Decimal) -> _Drawn:
    whole = chance.choice([0, 1, chance.randint(0, 5_000)])
    part = chance.choice([0, whole, chance.randint(0, whole)])
    floor = chance.choice([None, Decimal(chance.randint(0, 100))])
    return Ratio(floor), {"part": Decimal(part), "whole": Decimal(whole)}


def _tiers(chance: Random, maximum: Decimal) -> _Drawn:
    edges = sorted(chance.sample(range(1, 101), chance.randint(1, 4)), reverse=True)
    tiers = tuple(Tier(Decimal(e), maximum / (2**n)) for n, e in enumerate(edges))
    value = chance.choice([*edges, chance.randint(0, 100)])
    return Tiers(Measure.PERCENT, tiers), {"percent": Decimal(value)}


def _per_unit(chance: Random, _maximum: Decimal) -> _Drawn:
    return PerUnit(_points(chance)), {"count": Decimal(chance.randint(0, 9))}


def _deduct(chance: Random, _maximum: Decimal) -> _Drawn:
    violations = (
        Violation("v1", "nhẹ", _points(chance)),
        Violation("v2", "nặng", _points(chance)),
    )
    return Deduct(violations), {"v1": Decimal(chance.randint(0, 3)), "v2": Decimal(0)}


def _levels(chance: Random, maximum: Decimal) -> _Drawn:
    levels = Levels((Level("m1", "tốt", maximum), Level("m2", "kém", Decimal(0))))
    return levels, {"level": chance.choice(["m1", "m2"])}


def _yes_no(chance: Random, maximum: Decimal) -> _Drawn:
    return YesNo(maximum), {"yes": Decimal(chance.randint(0, 1))}


def _manual(chance: Random, maximum: Decimal) -> _Drawn:
    return Manual(), {"points": maximum * chance.randint(0, 4) / 4}


_RULES = (_ratio, _tiers, _per_unit, _deduct, _levels, _yes_no, _manual)


def _scored(chance: Random, item_id: str, parent: str, block: Block) -> tuple[CriteriaItem, Answer]:
    """A line with a random rule, and a random answer that fits it."""
    maximum = _points(chance)
    rule, inputs = chance.choice(_RULES)(chance, maximum)
    no_case = chance.choice([None, maximum])
    item = CriteriaItem(
        item_id,
        parent,
        ItemKind.SUBCRITERION,
        "Dòng",
        maximum,
        rule,
        evidence="Văn bản",
        block=block,
        no_case_points=no_case,
    )
    kinds = [AnswerKind.VALUE, AnswerKind.VALUE, None, AnswerKind.NOT_APPLICABLE]
    kind = chance.choice(kinds + ([AnswerKind.NO_CASE] if no_case is not None else []))
    own = chance.choice([None, None, maximum / 2]) if kind is not None else None
    return item, Answer(kind, inputs if kind is AnswerKind.VALUE else {}, own, "lý do")


def _random_set(seed: int) -> tuple[CriteriaSet, dict[str, Answer]]:
    chance = Random(seed)
    items: list[CriteriaItem] = []
    answers: dict[str, Answer] = {}
    for number in range(1, chance.randint(1, 5) + 1):
        block = chance.choice([Block.MAIN, Block.MAIN, *Block])
        below: list[CriteriaItem] = []
        field_total = Decimal(0)
        for group in range(1, chance.randint(1, 3) + 1):
            group_id = f"{number}.{group}"
            lines = []
            for line in range(1, chance.randint(1, 4) + 1):
                item, answer = _scored(chance, f"{group_id}.{line}", group_id, block)
                lines.append(item)
                answers[item.id] = answer
            total = sum((i.maximum or Decimal(0) for i in lines), Decimal(0))
            kind = ItemKind.CRITERION
            head = CriteriaItem(group_id, str(number), kind, "Mục", total, block=block)
            below += [head, *lines]
            field_total += total
        name, kind = str(number), ItemKind.FIELD
        items += [CriteriaItem(name, None, kind, "Lĩnh vực", field_total, block=block), *below]
    caps = {"bonus_cap": _points(chance), "deduction_cap": _points(chance)}
    return a_set(*items, rescale=chance.random() < 0.5, **caps), answers
