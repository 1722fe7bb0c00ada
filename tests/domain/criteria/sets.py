"""Criteria sets for tests: small ones by hand, random ones by hypothesis."""

from __future__ import annotations

from decimal import Decimal
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


_points = st.integers(1, 400).map(lambda n: Decimal(n) / 100)
_counts = st.integers(0, 5_000).map(Decimal)


@st.composite
def _scored(draw: st.DrawFn, item_id: str, parent: str, block: Block) -> tuple[CriteriaItem, Answer]:
    """A line with a random rule of its kind, and a random answer that fits."""
    maximum = draw(_points)
    rule, inputs = draw(st.sampled_from(_RULES))(draw, maximum)
    no_case = draw(st.none() | st.just(maximum))
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
    kind = draw(st.sampled_from(kinds + ([AnswerKind.NO_CASE] if no_case is not None else [])))
    own = draw(st.none() | st.just(maximum / 2)) if kind is not None else None
    return item, Answer(kind, inputs if kind is AnswerKind.VALUE else {}, own, "lý do")


def _ratio(draw: st.DrawFn, _maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    whole = draw(_counts)
    part = draw(st.integers(0, int(whole)).map(Decimal))
    floor = draw(st.none() | st.integers(0, 100).map(Decimal))
    return Ratio(floor), {"part": part, "whole": whole}


def _tiers(draw: st.DrawFn, maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    edges = sorted(draw(st.sets(st.integers(1, 100), min_size=1, max_size=4)), reverse=True)
    tiers = [Tier(Decimal(e), maximum / (2**n)) for n, e in enumerate(edges)]
    return Tiers(Measure.PERCENT, tuple(tiers)), {"percent": Decimal(draw(st.integers(0, 100)))}


def _per_unit(draw: st.DrawFn, _maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    return PerUnit(draw(_points)), {"count": draw(_counts)}


def _deduct(draw: st.DrawFn, _maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    violations = (Violation("v1", "nhẹ", draw(_points)), Violation("v2", "nặng", draw(_points)))
    return Deduct(violations), {"v1": draw(_counts), "v2": Decimal(0)}


def _levels(draw: st.DrawFn, maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    levels = Levels((Level("m1", "tốt", maximum), Level("m2", "kém", Decimal(0))))
    return levels, {"level": draw(st.sampled_from(["m1", "m2"]))}


def _yes_no(draw: st.DrawFn, maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    return YesNo(maximum), {"yes": Decimal(draw(st.integers(0, 1)))}


def _manual(draw: st.DrawFn, maximum: Decimal) -> tuple[ScoringRule, dict[str, Decimal | str]]:
    return Manual(), {"points": maximum * draw(st.integers(0, 4)) / 4}


_RULES = [_ratio, _tiers, _per_unit, _deduct, _levels, _yes_no, _manual]


@st.composite
def random_sets(draw: st.DrawFn) -> tuple[CriteriaSet, dict[str, Answer]]:
    """A sound set of three levels with rewards and penalties, and answers to it."""
    blocks = draw(
        st.lists(st.sampled_from([Block.MAIN, Block.MAIN, *Block]), min_size=1, max_size=5)
    )
    items: list[CriteriaItem] = []
    answers: dict[str, Answer] = {}
    for number, block in enumerate(blocks, start=1):
        below: list[CriteriaItem] = []
        groups: list[CriteriaItem] = []
        for group in range(1, draw(st.integers(1, 3)) + 1):
            group_id = f"{number}.{group}"
            lines = []
            for line in range(1, draw(st.integers(1, 4)) + 1):
                item, answer = draw(_scored(f"{group_id}.{line}", group_id, block))
                lines.append(item)
                answers[item.id] = answer
            total = sum((i.maximum or Decimal(0) for i in lines), Decimal(0))
            kind = ItemKind.CRITERION
            head = CriteriaItem(group_id, str(number), kind, "Mục", total, block=block)
            groups.append(head)
            below += [head, *lines]
        total = sum((i.maximum or Decimal(0) for i in groups), Decimal(0))
        items += [CriteriaItem(str(number), None, ItemKind.FIELD, "Lĩnh vực", total, block=block)]
        items += below
    caps = {"bonus_cap": draw(_points), "deduction_cap": draw(_points)}
    return a_set(*items, rescale=draw(st.booleans()), **caps), answers
