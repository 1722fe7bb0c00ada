"""Advice: what is still to win, what is out of reach, the shortest way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.criteria.advice import Step, StepKind, next_steps, way_to
from desktop.domain.criteria.answers import Answer, AnswerKind
from desktop.domain.criteria.items import Binding, Block, CriteriaSet, Scorer
from desktop.domain.criteria.rules import (
    Deduct,
    Measure,
    PerUnit,
    Ratio,
    Survey,
    Tier,
    Tiers,
    Violation,
    YesNo,
)
from desktop.domain.criteria.scoring import score_set
from desktop.services.assessments.formulas import SafeFormulas
from desktop.wording.criteria_advice import step_text
from tests.domain.criteria.sets import a_line, a_set, answered, dec, random_sets

FORMULAS = SafeFormulas()
ON_TIME = a_line(Ratio(dec("95"), part="hồ sơ đúng hạn"), id="1", binding=Binding("on_time_share"))
ONLINE = a_line(
    Tiers(Measure.PERCENT, (Tier(dec("80"), dec("4")), Tier(dec("60"), dec("2")))),
    id="2",
    binding=Binding("online_share"),
)


def test_a_share_below_its_floor_says_how_many_good_cases_lift_it() -> None:
    criteria = a_set(ON_TIME)
    (step,) = next_steps(criteria, {"1": answered(ON_TIME, "930/1000")}, FORMULAS)
    assert (step.kind, step.facts["amount"], step.gain) == (
        StepKind.MORE_GOOD_CASES,
        400,
        dec("3,80"),
    )
    assert "thêm 400 hồ sơ đúng hạn" in step_text(step)


def test_what_the_year_has_no_room_for_is_said_to_be_out_of_reach() -> None:
    criteria, answers = a_set(ONLINE), {"2": answered(ONLINE, "50/100")}
    (best,) = next_steps(criteria, answers, FORMULAS, {"2": Decimal(200)})
    assert (best.gain, best.facts["amount"]) == (4, 150)
    (near,) = next_steps(criteria, answers, FORMULAS, {"2": Decimal(100)})
    assert (near.gain, near.facts["amount"], near.is_within_reach) == (2, 25, True)
    (far,) = next_steps(criteria, answers, FORMULAS, {"2": Decimal(10)})
    assert not far.is_within_reach


def test_lines_of_others_violations_and_what_does_not_apply_are_no_jobs() -> None:
    survey = a_line(Survey(), id="1", scorer=Scorer.SURVEY)
    broken = a_line(Deduct((Violation("v", "sai", dec("1")),)), id="2")
    out = a_line(YesNo(dec("4")), id="3")
    penalty = a_line(YesNo(dec("1")), "1", id="4", block=Block.DEDUCTION)
    answers = {
        "2": answered(broken, "2"),
        "3": Answer(AnswerKind.NOT_APPLICABLE),
        "4": answered(penalty, "có"),
    }
    criteria = a_set(survey, broken, out, penalty, deduction_cap=dec("1"))
    assert next_steps(criteria, answers, FORMULAS) == ()


def test_steps_are_ranked_by_points_and_rewards_by_what_their_cap_leaves() -> None:
    lines = (
        a_line(YesNo(dec("1")), "1", id="1"),
        a_line(PerUnit(dec("1"), "sáng kiến"), "3", id="2"),
        a_line(YesNo(dec("2")), "2", id="3", block=Block.BONUS),
    )
    criteria = a_set(*lines, bonus_cap=dec("0,5"))
    answers = {
        "1": answered(lines[0], "không"),
        "2": answered(lines[1], "1"),
        "3": answered(lines[2], "không"),
    }
    steps = next_steps(criteria, answers, FORMULAS)
    assert [(s.item.id, s.gain) for s in steps] == [("2", 2), ("1", 1), ("3", dec("0,5"))]
    assert steps[0].nearer is not None
    assert (steps[0].nearer.gain, steps[0].nearer.facts["amount"]) == (1, 1)


def test_the_way_takes_the_fewest_steps_and_makes_them_small() -> None:
    lines = [a_line(YesNo(dec("10")), "10", id=str(n)) for n in range(1, 10)]
    units = a_line(PerUnit(dec("1"), "mô hình"), "10", id="10")
    criteria = a_set(*lines, units)
    answers = {line.id: answered(line, "có" if n < 6 else "không") for n, line in enumerate(lines)}
    answers["10"] = answered(units, "0")
    way = way_to(criteria, answers, dec("70"), FORMULAS)
    assert (way.is_reached, way.percent, len(way.steps)) == (True, 70, 1)
    nearest = way_to(criteria, answers, dec("60,5"), FORMULAS)
    assert (len(nearest.steps), nearest.is_reached) == (1, True)
    beyond = way_to(
        criteria,
        {**answers, "1": Answer(AnswerKind.VALUE, {"yes": Decimal(0)})},
        dec("101"),
        FORMULAS,
    )
    assert (beyond.is_reached, beyond.percent) == (False, 100)


def test_a_target_that_stands_already_needs_nothing() -> None:
    item = a_line(YesNo(dec("4")))
    way = way_to(a_set(item), {"1": answered(item, "có")}, dec("90"), FORMULAS)
    assert (way.steps, way.is_reached) == ((), True)


@settings(max_examples=150)
@given(random_sets())
def test_every_step_wins_what_it_promises(case: tuple[CriteriaSet, dict[str, Answer]]) -> None:
    criteria, answers = case
    before = score_set(criteria, answers, FORMULAS)
    for step in next_steps(criteria, answers, FORMULAS):
        after = score_set(criteria, {**answers, step.item.id: step.answer}, FORMULAS)
        assert step.gain > 0
        assert step_text(step)
        won = after.row(step.item.id).counted - before.row(step.item.id).counted
        if step.item.block is Block.MAIN:
            assert won == step.gain
            assert after.main - before.main == step.gain
        else:
            assert after.bonus - before.bonus <= step.gain <= won


@settings(max_examples=60)
@given(random_sets(), st.integers(1, 100))
def test_no_other_choice_of_steps_gets_there_with_fewer(
    case: tuple[CriteriaSet, dict[str, Answer]], share: int
) -> None:
    """All choices are tried, from the smallest number of steps on."""
    criteria, answers = case
    for step in next_steps(criteria, answers, FORMULAS)[8:]:
        answers = {**answers, step.item.id: Answer(AnswerKind.NOT_APPLICABLE)}
    steps = next_steps(criteria, answers, FORMULAS)

    def reached(chosen: Iterable[Step]) -> Decimal:
        supposed = {**answers, **{step.item.id: step.answer for step in chosen}}
        return score_set(criteria, supposed, FORMULAS).percent

    lowest, highest = reached(()), reached(steps)
    target = lowest + (highest - lowest) * share / 100
    way = way_to(criteria, answers, target, FORMULAS)
    fewest = next(
        number
        for number in range(len(steps) + 1)
        if any(reached(chosen) >= target for chosen in combinations(steps, number))
    )
    assert (len(way.steps), way.is_reached) == (fewest, True)
    assert way.percent == reached(way.steps) >= target


def test_rewards_behind_one_cap_do_not_crowd_out_the_step_that_counts() -> None:
    done = a_line(YesNo(dec("92")), id="1", maximum="92")
    main = [a_line(YesNo(dec("4")), id=number) for number in ("2", "3")]
    rewards = [
        a_line(YesNo(dec("5")), id=number, maximum="5", block=Block.BONUS) for number in ("8", "9")
    ]
    criteria = a_set(done, *main, *rewards, bonus_cap=dec("5"))
    answers = {item.id: answered(item, "không") for item in [*main, *rewards]}
    answers["1"] = answered(done, "có")
    way = way_to(criteria, answers, dec("100"), FORMULAS)
    assert ([step.item.id for step in way.steps], way.percent) == (["8", "2"], 101)
