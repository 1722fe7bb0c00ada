"""Values as people type them, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from desktop.domain.criteria.answers import (
    Answer,
    check_inputs,
    inputs_from_data,
    inputs_to_data,
    parse_value,
    value_text,
)
from desktop.domain.criteria.items import CriteriaSet
from desktop.domain.criteria.numbers import half_up, plain, read_count, read_points
from desktop.domain.criteria.rules import (
    Deduct,
    Manual,
    Measure,
    Ratio,
    ScoringRule,
    Survey,
    Tiers,
    Violation,
    YesNo,
)
from desktop.domain.errors import Entry, InputRefused
from tests.domain.criteria.sets import a_line, dec, random_sets

ONE = Deduct((Violation("v", "văn bản sai", dec("0,5")),))
COUNT = Tiers(Measure.COUNT, ())


@pytest.mark.parametrize(
    ("text", "points", "count"),
    [
        ("0,5", "0.5", "0.5"),
        ("0.5", "0.5", "0.5"),
        ("2.431", "2.431", "2431"),
        ("2 431", None, "2431"),
        ("1.234.567", None, "1234567"),
        ("95 %", "95", None),
        ("−3", "-3", "-3"),
        ("mười", None, None),
        ("1e5", None, None),
        ("", None, None),
    ],
)
def test_numbers_are_read_as_they_are_written(
    text: str, points: str | None, count: str | None
) -> None:
    assert read_points(text) == (None if points is None else Decimal(points))
    assert read_count(text) == (None if count is None else Decimal(count))


def test_a_half_goes_up_and_numbers_are_kept_plain() -> None:
    assert half_up(dec("2,345"), 2) == dec("2,35")
    assert [plain(Decimal(t)) for t in ("2.50", "1E+2", "0.0")] == ["2.5", "100", "0"]


@pytest.mark.parametrize(
    ("rule", "text", "inputs"),
    [
        (YesNo(dec("1")), " CÓ ", {"yes": 1}),
        (YesNo(dec("1")), "khong", {"yes": 0}),
        (Ratio(), "2.412 / 2.431", {"part": 2412, "whole": 2431}),
        (Ratio(), "b=5; a=10", {"part": 5, "whole": 10}),
        (Ratio(), "97,5%", {"percent": dec("97,5")}),
        (COUNT, "12", {"count": 12}),
        (ONE, "2", {"v": 2}),
        (ONE, "văn bản sai = 2", {"v": 2}),
    ],
)
def test_values_are_understood(rule: ScoringRule, text: str, inputs: dict[str, Decimal]) -> None:
    found = parse_value(rule, text)
    assert found == inputs
    assert inputs_from_data(inputs_to_data(found)) == found


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        (YesNo(dec("1")), "có lẽ", Entry.UNKNOWN_CHOICE),
        (YesNo(dec("1")), "  ", Entry.REQUIRED),
        (Ratio(), "nhiều", Entry.NOT_A_NUMBER),
        (Ratio(), "c=5; a=10", Entry.UNKNOWN_CHOICE),
        (ONE, "khác=2", Entry.UNKNOWN_CHOICE),
        (Ratio(), "11/10", Entry.PART_OVER_WHOLE),
        (Ratio(), "100,01", Entry.OUT_OF_RANGE),
        (Ratio(), "-1", Entry.OUT_OF_RANGE),
        (Survey(), "101", Entry.OUT_OF_RANGE),
        (COUNT, "9" * 30, Entry.OUT_OF_RANGE),
        (Manual(), "5", Entry.OUT_OF_RANGE),
        (COUNT, "1,5", Entry.NOT_WHOLE),
        (ONE, "-1", Entry.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_is_refused(rule: ScoringRule, text: str, code: Entry) -> None:
    with pytest.raises(InputRefused) as refused:
        check_inputs(a_line(rule), parse_value(rule, text))
    assert [(p.field, p.code) for p in refused.value.problems] == [("value", code)]


def test_a_plan_may_be_exceeded_where_the_line_allows_it() -> None:
    rule = Ratio(may_exceed=True)
    check_inputs(a_line(rule), parse_value(rule, "12/10"))


@given(random_sets())
@settings(max_examples=100)
def test_an_answer_written_out_is_read_back_as_it_was(
    drawn: tuple[CriteriaSet, dict[str, Answer]],
) -> None:
    criteria, answers = drawn
    for item in criteria.scored:
        answer = answers.get(item.id)
        if item.rule is not None and answer is not None and answer.inputs:
            assert parse_value(item.rule, value_text(item.rule, answer.inputs)) == answer.inputs


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (YesNo(dec("1")), "có"),
        (Ratio(), "2412/2431"),
        (Ratio(), "99,218 %"),
        (COUNT, "1,5"),
        (Survey(), "81,25 %"),
        (Manual(), "3,125"),
    ],
)
def test_values_are_written_as_people_type_them(rule: ScoringRule, text: str) -> None:
    assert value_text(rule, parse_value(rule, text)) == text


def test_violations_are_typed_by_their_names_or_as_none() -> None:
    rule = Deduct(
        (
            Violation("khien-trach", "người bị khiển trách", dec("0.5")),
            Violation("canh-cao", "người bị cảnh cáo trở lên", dec("1")),
        )
    )
    none = {"khien-trach": dec("0"), "canh-cao": dec("0")}
    assert parse_value(rule, "không") == parse_value(rule, "0") == none
    one = parse_value(rule, "khiển trách = 1")
    assert one == {**none, "khien-trach": dec("1")} == parse_value(rule, "khien-trach=1")
    assert value_text(rule, one) == "người bị khiển trách=1; người bị cảnh cáo trở lên=0"
    for unclear in ("người bị=1", "3", "khác=2"):
        with pytest.raises(InputRefused) as refused:
            parse_value(rule, unclear)
        choices = refused.value.problems[0].facts["choices"]
        assert choices == "người bị khiển trách=…; người bị cảnh cáo trở lên=…"
