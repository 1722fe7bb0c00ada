"""Points of single lines, at their edges, with the sentence that says why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.criteria.answers import NO_ANSWER, Answer, AnswerKind
from desktop.domain.criteria.items import Block, Rounding, Scorer
from desktop.domain.criteria.points import WhyKind, line_points
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    ScoringRule,
    Survey,
    Tier,
    Tiers,
    Variable,
    Violation,
    YesNo,
)
from desktop.services.assessments.formulas import SafeFormulas
from desktop.wording.criteria import why_text
from tests.domain.criteria.sets import a_line, answered, dec

FORMULAS = SafeFormulas()
ON_TIME = Ratio(dec("95"), part="hồ sơ đúng hạn", whole="hồ sơ đã giải quyết")
STEPS = Tiers(
    Measure.PERCENT,
    (Tier(dec("95"), dec("4")), Tier(dec("90"), dec("2"), above=True), Tier(dec("80"), dec("1"))),
)
FORMS = Tiers(Measure.COUNT, (Tier(dec("3"), dec("4")), Tier(dec("1"), dec("2"))), "hình thức")
TWO = Deduct((Violation("nhe", "khiển trách", dec("0,5")), Violation("nang", "cảnh cáo", dec("1"))))
LEVELS = Levels((Level("du", "đủ cả hai", dec("4")), Level("mot", "một nội dung", dec("2"))))
FORMULA = Formula("max * b / a", (Variable("a", "đề ra"), Variable("b", "hoàn thành")))


@pytest.mark.parametrize(
    ("rule", "value", "points", "sentence"),
    [
        (YesNo(dec("4")), "có", "4", "có → 4 điểm"),
        (YesNo(dec("4")), "không", "0", "không → 0 điểm"),
        (
            ON_TIME,
            "2.412/2.431",
            "3.97",
            "2.412 / 2.431 hồ sơ đúng hạn = 99,22 % ≥ 95 % → 4 × 0,9922 = 3,97",
        ),
        (ON_TIME, "95/100", "3.8", "95 / 100 hồ sơ đúng hạn = 95 % ≥ 95 % → 4 × 0,95 = 3,8"),
        (ON_TIME, "94,99", "0", "94,99 % < 95 % → 0 điểm"),
        (
            ON_TIME,
            "94999/100000",
            "0",
            "94.999 / 100.000 hồ sơ đúng hạn = 94,999 % < 95 % → 0 điểm",
        ),
        (ON_TIME, "100/100", "4", "100 / 100 hồ sơ đúng hạn = 100 % → đủ 4 điểm"),
        (Ratio(full_at=dec("80")), "80", "4", "80 % ≥ 80 % → đủ 4 điểm"),
        (Ratio(full_at=dec("80")), "40", "2", "40 % → 4 × 0,4 ÷ 0,8 = 2"),
        (STEPS, "95", "4", "95 % ≥ 95 % → 4 điểm"),
        (STEPS, "94,999", "2", "94,999 % > 90 % → 2 điểm"),
        (STEPS, "90", "1", "90 % ≥ 80 % → 1 điểm"),
        (STEPS, "90001/100000", "2", "90.001 / 100.000 = 90,001 % > 90 % → 2 điểm"),
        (STEPS, "94999/100000", "2", "94.999 / 100.000 = 94,999 % > 90 % → 2 điểm"),
        (STEPS, "79,99", "0", "79,99 %, chưa tới 80 % → 0 điểm"),
        (FORMS, "3", "4", "3 hình thức ≥ 3 → 4 điểm"),
        (FORMS, "0", "0", "0 hình thức, chưa tới 1 → 0 điểm"),
        (PerUnit(dec("0,5"), "quy chế"), "3", "1.5", "3 quy chế × 0,5 = 1,5"),
        (PerUnit(dec("0,5"), "quy chế"), "9", "4", "9 quy chế × 0,5 = 4,5, tối đa 4"),
        (TWO, "nhe=1; nang=2", "1.5", "4 − 2,5 (1 khiển trách × 0,5; 2 cảnh cáo × 1) = 1,5"),
        (TWO, "cảnh cáo=9", "0", "4 − 9 (9 cảnh cáo × 1) = −5, không âm → 0"),
        (TWO, "nhe=0", "4", "không bị trừ → đủ 4 điểm"),
        (LEVELS, "Một nội dung", "2", "một nội dung → 2 điểm"),
        (FORMULA, "a=8; b=6", "3", "max * b / a với đề ra = 8; hoàn thành = 6: 3"),
        (FORMULA, "a=2; b=6", "4", "max * b / a với đề ra = 2; hoàn thành = 6: 12 → 4 điểm"),
        (Survey(), "83,94", "3.36", "chỉ số đã công bố 83,94 % → 4 × 0,8394 = 3,36"),
        (Manual(), "2,5", "2.5", "chấm tay 2,5 trên 4 điểm"),
    ],
)
def test_points_and_their_why(rule: ScoringRule, value: str, points: str, sentence: str) -> None:
    item = a_line(rule)
    found = line_points(item, answered(item, value), Rounding(), FORMULAS)
    assert found.points == Decimal(points)
    assert why_text(found.why) == sentence


def test_half_a_hundredth_is_rounded_up() -> None:
    item = a_line(PerUnit(dec("0,005")))
    found = line_points(item, answered(item, "1"), Rounding(), FORMULAS)
    assert found.points == dec("0,01")


def test_a_set_may_ask_for_exact_ratios() -> None:
    item = a_line(Ratio(), "20")
    third = answered(item, "1/3")
    assert line_points(item, third, Rounding(), FORMULAS).points == dec("6,67")
    exact = Rounding(points=4, ratio_percent=None)
    assert line_points(item, third, exact, FORMULAS).points == dec("6,6667")
    assert line_points(item, third, Rounding(points=4), FORMULAS).points == dec("6,6660")


def test_not_applicable_and_no_case_are_two_answers() -> None:
    item = a_line(ON_TIME, no_case_points=dec("4"))
    applies_not = line_points(item, Answer(AnswerKind.NOT_APPLICABLE), Rounding(), FORMULAS)
    no_case = line_points(item, Answer(AnswerKind.NO_CASE), Rounding(), FORMULAS)
    assert (applies_not.points, no_case.points) == (None, dec("4"))
    assert "ra khỏi mẫu số" in why_text(applies_not.why)


def test_a_share_of_nothing_is_no_case_where_the_line_says_what_that_is_worth() -> None:
    silent, speaking = a_line(ON_TIME), a_line(ON_TIME, no_case_points=dec("4"))
    assert line_points(speaking, answered(speaking, "0/0"), Rounding(), FORMULAS).points == 4
    found = line_points(silent, answered(silent, "0/0"), Rounding(), FORMULAS)
    assert (found.points, found.why.kind) == (None, WhyKind.WHOLE_IS_ZERO)


def test_a_formula_that_divides_by_zero_gives_no_points_and_says_so() -> None:
    item = a_line(FORMULA)
    found = line_points(item, answered(item, "a=0; b=0"), Rounding(), FORMULAS)
    assert found.points is None
    assert why_text(found.why) == "công thức chia cho 0"


def test_penalties_take_away_up_to_their_maximum() -> None:
    rule = Deduct((Violation("vu", "vụ nhũng nhiễu", dec("1")),))
    item = a_line(rule, "1", block=Block.DEDUCTION)
    none = line_points(item, answered(item, "0"), Rounding(), FORMULAS)
    two = line_points(item, answered(item, "2"), Rounding(), FORMULAS)
    assert (none.points, two.points) == (0, 1)
    assert why_text(two.why) == "2 vụ nhũng nhiễu × 1 = trừ 2, trừ nhiều nhất 1"


@pytest.mark.parametrize(
    ("scorer", "words"),
    [
        (Scorer.UNIT, "chưa trả lời"),
        (Scorer.SURVEY, "chờ kết quả điều tra xã hội học; đơn vị không tự chấm"),
        (Scorer.SYSTEM, "chờ số liệu của hệ thống; đơn vị không tự chấm"),
        (Scorer.PROVINCE, "chờ tỉnh chấm; đơn vị không tự chấm"),
    ],
)
def test_a_line_without_answer_says_who_is_waited_for(scorer: Scorer, words: str) -> None:
    found = line_points(a_line(Survey(), scorer=scorer), NO_ANSWER, Rounding(), FORMULAS)
    assert (found.points, why_text(found.why)) == (None, words)
