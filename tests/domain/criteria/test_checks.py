"""What must hold in a set, each failed check in words with its line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.domain.criteria.checks import SetFault, check_set
from desktop.domain.criteria.figures import FIGURES
from desktop.domain.criteria.items import Band, Binding, Block, CriteriaItem, CriteriaSet, ItemKind
from desktop.domain.criteria.rules import (
    Formula,
    Level,
    Levels,
    Measure,
    Ratio,
    Tier,
    Tiers,
    Variable,
    YesNo,
)
from desktop.domain.criteria.set_data import SetDataError, set_from_data, set_to_data
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.sets import shipped_sets
from desktop.wording.criteria import FAULT_WORDS, fault_text
from desktop.wording.criteria_figures import FIGURE_NAMES
from tests.domain.criteria.sets import a_line, a_set, dec

FORMULAS = SafeFormulas()
GROUP = CriteriaItem("1", None, ItemKind.FIELD, "Lĩnh vực", dec("5"))


def _faults(criteria: CriteriaSet) -> dict[str, set[SetFault]]:
    found: dict[str, set[SetFault]] = {}
    for problem in check_set(criteria, FORMULAS):
        found.setdefault(problem.item, set()).add(problem.fault)
        assert fault_text(problem).endswith(".")
        assert "{" not in fault_text(problem)
    return found


def _tiers(*steps: tuple[str, str]) -> Tiers:
    return Tiers(Measure.PERCENT, tuple(Tier(dec(a), dec(b)) for a, b in steps))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rule": None}, SetFault.RULE_MISSING),
        ({"evidence": ""}, SetFault.EVIDENCE_MISSING),
        ({"maximum": None}, SetFault.MAX_MISSING),
        ({"maximum": dec("-1")}, SetFault.MAX_RANGE),
        ({"rule": YesNo(dec("5"))}, SetFault.RULE_BEYOND_MAX),
        ({"rule": YesNo(dec("3"))}, SetFault.RULE_BELOW_MAX),
        ({"rule": _tiers(("90", "2"), ("95", "4"))}, SetFault.TIERS_ORDER),
        ({"rule": _tiers(("90", "4"), ("80", "4"))}, SetFault.TIERS_ORDER),
        ({"rule": Tiers(Measure.COUNT, ())}, SetFault.RULE_NUMBERS),
        ({"rule": Ratio(floor=dec("101"))}, SetFault.RULE_NUMBERS),
        ({"rule": Ratio(full_at=dec("0"))}, SetFault.RULE_NUMBERS),
        (
            {"rule": Levels((Level("a", "x", dec("4")), Level("a", "y", dec("0"))))},
            SetFault.RULE_NUMBERS,
        ),
        ({"no_case_points": dec("5")}, SetFault.NO_CASE_BEYOND_MAX),
        ({"rule": Formula("b/a", (Variable("a", "A"),))}, SetFault.FORMULA_BAD),
        ({"rule": Formula("__import__('os')", ())}, SetFault.FORMULA_BAD),
        ({"binding": Binding("nothing_share")}, SetFault.UNKNOWN_FIGURE),
        ({"binding": Binding("on_time_share")}, SetFault.FIGURE_DOES_NOT_FIT),
    ],
)
def test_a_line_that_cannot_be_scored_is_named(changes: dict[str, Any], fault: SetFault) -> None:
    line = replace(a_line(YesNo(dec("4"))), **changes)
    assert fault in _faults(a_set(line))["1"]


@pytest.mark.parametrize(
    ("items", "line", "fault"),
    [
        ((), "", SetFault.EMPTY),
        ((a_line(YesNo(dec("4"))), a_line(YesNo(dec("4")))), "1", SetFault.REPEATED_ID),
        ((a_line(YesNo(dec("4")), parent="9"),), "1", SetFault.UNKNOWN_PARENT),
        (
            (a_line(None, id="1", parent="2"), a_line(None, id="2", parent="1")),
            "1",
            SetFault.CIRCLE,
        ),
        (
            (GROUP, a_line(YesNo(dec("4")), id="1.1", parent="1", kind=ItemKind.CRITERION)),
            "1",
            SetFault.CHILDREN_SUM,
        ),
        ((GROUP, a_line(YesNo(dec("4")), id="1.1", parent="1")), "1.1", SetFault.KIND_ORDER),
        (
            (
                GROUP,
                a_line(
                    YesNo(dec("5")), "5", id="1.1", parent="1",
                    kind=ItemKind.CRITERION, block=Block.BONUS,
                ),
            ),
            "1.1",
            SetFault.BLOCK_MIXED,
        ),
        ((a_line(YesNo(dec("4")), block=Block.BONUS),), "", SetFault.CAP_MISSING),
    ],
)  # fmt: skip
def test_a_tree_that_does_not_hold_is_told(
    items: tuple[CriteriaItem, ...], line: str, fault: SetFault
) -> None:
    assert fault in _faults(a_set(*items))[line]


def test_fields_must_add_up_to_the_whole() -> None:
    assert SetFault.WHOLE_SUM in _faults(a_set(a_line(YesNo(dec("4"))), whole=dec("100")))[""]


@pytest.mark.parametrize(
    "bands",
    [(Band("Khá", dec("70")), Band("Tốt", dec("80"))), (Band("A", dec("9")), Band("B", dec("9")))],
)
def test_ratings_must_fall(bands: tuple[Band, ...]) -> None:
    assert SetFault.BANDS_ORDER in _faults(a_set(a_line(YesNo(dec("4"))), bands=bands))[""]


def test_every_fault_and_every_figure_has_words() -> None:
    assert set(FAULT_WORDS) == set(SetFault)
    assert set(FIGURE_NAMES) == set(FIGURES)


def test_the_sample_set_is_full_sound_and_marked() -> None:
    sample = next(s for s in shipped_sets() if s.code == "mau-cap-xa")
    assert (len(sample.items), sample.whole) == (110, 100)
    assert sample.is_sample
    assert check_set(sample, FORMULAS) == ()
    assert len({type(item.rule) for item in sample.scored}) >= 7


def test_shipped_sets_say_where_they_come_from() -> None:
    for criteria in shipped_sets():
        assert criteria.source
        assert criteria.unconfirmed


def test_in_the_sample_bound_lines_are_worth_forty_points_fifteen_of_them_now() -> None:
    sample = next(s for s in shipped_sets() if s.code == "mau-cap-xa")
    bound = [i for i in sample.scored if i.binding is not None and i.block is Block.MAIN]
    now = [i for i in bound if FIGURES[i.binding.figure].register in ("dossiers", "procedures")]  # type: ignore[union-attr]
    assert sum(i.maximum or 0 for i in now) >= 15
    assert sum(i.maximum or 0 for i in bound) >= 40


def _data(**changes: Any) -> dict[str, Any]:
    return {**set_to_data(a_set(a_line(YesNo(dec("4"))))), **changes}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ([], "format"),
        (_data(format=9), "format"),
        (_data(set="../etc"), "set"),
        (_data(year="2026"), "year"),
        (_data(whole="một trăm"), "whole"),
        (_data(whole="NaN"), "whole"),
        (_data(whole="1e999"), "whole"),
        (_data(rescale="yes"), "rescale"),
        (_data(items={}), "items"),
        (_data(items=[{"id": "1", "kind": "field"}]), "name"),
        (_data(items=[[]]), "{}"),
        (_data(items=[{"id": "1", "kind": "field", "name": "x" * 5000}]), "name"),
        (
            _data(items=[{"id": "1", "kind": "field", "name": "x", "rule": {"kind": "eval"}}]),
            "kind",
        ),
        (_data(items=[{"id": "1", "kind": "boss", "name": "x"}]), "kind"),
        (_data(items=[{"id": "1", "kind": "field", "name": "x", "binding": 3}]), "binding"),
        (_data(items=[{"id": str(n)} for n in range(2_001)]), "items"),
        (_data(rounding={"points": 99}), "points"),
    ],
)
def test_malformed_data_are_refused_with_their_place(data: Any, what: str) -> None:
    with pytest.raises(SetDataError) as error:
        set_from_data(data)
    assert error.value.what == what
