"""Whole sets: sums, caps, rescaling, ratings; random sets hold what every set must hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from desktop.domain.criteria.answers import Answer, AnswerKind
from desktop.domain.criteria.checks import check_set
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, ItemKind
from desktop.domain.criteria.numbers import half_up
from desktop.domain.criteria.rules import Manual, YesNo
from desktop.domain.criteria.scoring import band_of, score_set
from desktop.domain.criteria.set_data import set_from_data, set_to_data
from desktop.services.assessments.formulas import SafeFormulas
from tests.domain.criteria.sets import a_line, a_set, answered, dec, random_sets

FORMULAS = SafeFormulas()
RandomSet = tuple[CriteriaSet, dict[str, Answer]]


def _manual(item_id: str, maximum: str, **more: object) -> CriteriaItem:
    return a_line(Manual(), maximum, id=item_id, **more)


def test_what_does_not_apply_leaves_the_denominator_and_the_result_is_rescaled() -> None:
    items = (_manual("1", "84"), _manual("2", "10"), _manual("3", "6"))
    answers = {
        "1": answered(items[0], "68,32"),
        "2": Answer(AnswerKind.NOT_APPLICABLE),
        "3": Answer(AnswerKind.NOT_APPLICABLE),
    }
    score = score_set(a_set(*items), answers, FORMULAS)
    assert (score.total, score.applicable, score.maximum) == (dec("68,32"), 84, 100)
    assert score.percent == dec("81,33")
    assert score.band is not None
    assert score.band.name == "Tốt"
    fixed = score_set(a_set(*items, rescale=False), answers, FORMULAS)
    assert fixed.percent == dec("68,32")


@pytest.mark.parametrize(
    ("points", "band"),
    [
        ("100", "Xuất sắc"),
        ("90", "Xuất sắc"),
        ("89,99", "Tốt"),
        ("80", "Tốt"),
        ("79,99", "Khá"),
        ("70", "Khá"),
        ("69,63", "Trung bình"),
        ("50", "Trung bình"),
        ("49,99", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_an_edge_belongs_to_the_better_rating(points: str, band: str) -> None:
    item = _manual("1", "100")
    score = score_set(a_set(item), {"1": answered(item, points)}, FORMULAS)
    assert score.band is not None
    assert (score.percent, score.band.name) == (dec(points), band)


def test_the_rating_is_read_off_the_published_number() -> None:
    """89.995 of 100 is published as 90.00."""
    items = (_manual("1", "60"), _manual("2", "40"))
    answers = {"1": answered(items[0], "54"), "2": answered(items[1], "36")}
    found = score_set(a_set(*items), answers, FORMULAS)
    assert found.band == band_of(a_set(*items), dec("90"))
    assert half_up(dec("89,995"), 2) == dec("90")
    assert half_up(dec("89,994"), 2) == dec("89,99")


def test_rewards_and_penalties_stand_outside_the_scale_and_within_their_caps() -> None:
    main = _manual("1", "100")
    reward = a_line(YesNo(dec("2")), "2", id="2", block=Block.BONUS)
    other = a_line(YesNo(dec("2")), "2", id="3", block=Block.BONUS)
    penalty = a_line(YesNo(dec("3")), "3", id="4", block=Block.DEDUCTION)
    criteria = a_set(main, reward, other, penalty, bonus_cap=dec("3"), deduction_cap=dec("1"))
    answers = {
        "1": answered(main, "80"),
        "2": answered(reward, "có"),
        "3": answered(other, "có"),
        "4": answered(penalty, "có"),
    }
    score = score_set(criteria, answers, FORMULAS)
    assert (score.main, score.bonus, score.deduction) == (80, 3, 1)
    assert (score.total, score.percent, score.applicable) == (82, 82, 100)


def test_penalties_never_push_the_result_below_nothing() -> None:
    main = _manual("1", "100")
    penalty = a_line(YesNo(dec("3")), "3", id="4", block=Block.DEDUCTION)
    criteria = a_set(main, penalty, deduction_cap=dec("3"))
    score = score_set(criteria, {"4": answered(penalty, "có")}, FORMULAS)
    assert score.percent == 0


def test_a_set_in_which_nothing_applies_has_no_percent_to_divide_by() -> None:
    item = _manual("1", "100")
    score = score_set(a_set(item), {"1": Answer(AnswerKind.NOT_APPLICABLE)}, FORMULAS)
    assert (score.applicable, score.percent) == (0, 0)


def test_own_points_count_instead_of_computed_ones() -> None:
    item = a_line(YesNo(dec("4")))
    score = score_set(a_set(item), {"1": answered(item, "có", own_points=dec("2,5"))}, FORMULAS)
    row = score.row("1")
    assert (row.computed, row.own, row.counted, row.differs) == (4, dec("2,5"), dec("2,5"), True)


def test_a_group_never_gets_more_than_its_own_maximum() -> None:
    group = CriteriaItem("1", None, ItemKind.FIELD, "Thưởng", dec("2"), block=Block.BONUS)
    lines = [
        a_line(YesNo(dec("2")), "2", id=f"1.{n}", parent="1", block=Block.BONUS) for n in (1, 2)
    ]
    criteria = a_set(group, *lines, bonus_cap=dec("5"))
    score = score_set(criteria, {i.id: answered(i, "có") for i in lines}, FORMULAS)
    assert score.bonus == 2


@settings(max_examples=1_000)
@given(random_sets())
def test_every_random_set_adds_up_within_its_caps(case: RandomSet) -> None:
    criteria, answers = case
    score = score_set(criteria, answers, FORMULAS)
    for row in score.rows:
        assert 0 <= row.counted <= (row.maximum or 0)
        assert row.applicable <= (row.maximum or 0)
        below = [r for r in score.rows if r.item.parent == row.item.id]
        if below:
            assert row.counted == sum(r.counted for r in below)
            assert row.applicable == sum(r.applicable for r in below)
            assert row.lines == sum(r.lines for r in below)
    leaves = [r for r in score.rows if r.is_scored]
    main = [r for r in leaves if r.item.block is Block.MAIN]
    assert score.main == sum(r.counted for r in main)
    assert score.applicable == sum(
        (r.item.maximum or 0) for r in main if r.kind is not AnswerKind.NOT_APPLICABLE
    )
    assert score.bonus <= (criteria.bonus_cap or 0)
    assert score.deduction <= (criteria.deduction_cap or 0)
    assert score.total == score.main + score.bonus - score.deduction
    base = score.applicable if criteria.rescale else score.maximum
    reached = score.main * 100 / base if base else Decimal(0)
    expected = max(reached + score.bonus - score.deduction, Decimal(0))
    assert score.percent == half_up(expected, 2)
    assert 0 <= reached <= 100


@settings(max_examples=200)
@given(random_sets())
def test_random_sets_pass_their_own_checks_and_survive_storage(case: RandomSet) -> None:
    criteria, answers = case
    stored = set_from_data(set_to_data(criteria))
    assert stored == criteria
    assert check_set(criteria, FORMULAS) == ()
    assert score_set(stored, answers, FORMULAS) == score_set(criteria, answers, FORMULAS)


@settings(max_examples=200)
@given(random_sets())
def test_ruling_a_line_out_never_changes_the_others(case: RandomSet) -> None:
    criteria, answers = case
    item_id = sorted(answers)[0]
    before = score_set(criteria, answers, FORMULAS)
    ruled_out = {**answers, item_id: Answer(AnswerKind.NOT_APPLICABLE)}
    after = score_set(criteria, ruled_out, FORMULAS)
    same = [
        (a.counted, a.applicable) == (b.counted, b.applicable)
        for a, b in zip(before.rows, after.rows, strict=True)
        if a.is_scored and a.item.id != item_id
    ]
    assert all(same)
    assert after.row(item_id).applicable == 0
