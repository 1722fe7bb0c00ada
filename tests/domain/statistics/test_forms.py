"""Form files: read back as they were, refused with the place at fault, checked for sense."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.errors import Entry, InputRefused
from desktop.domain.statistics.computing import compute
from desktop.domain.statistics.form_checks import FormFault, check_form
from desktop.domain.statistics.form_data import (
    MOST_ROWS,
    FormDataError,
    form_from_data,
    form_to_data,
)
from desktop.domain.statistics.identities import broken_checks, over_hundred
from desktop.domain.statistics.values import kept, read_value, restored, shown_value
from tests.domain.statistics.forms import FORMULAS, a_form, a_row, form_data

KINDS = ("q1", "year")
FIGURES = ("received",)


def test_form_reads_back_as_it_was_written() -> None:
    form = a_form(
        a_row("h", type="heading"),
        a_row("a", required=True, carries=True, level=1, unit="người", number="1.1", note="Ghi"),
        a_row("b", figure="received", may_be_negative=True),
        a_row("s", sum=["a", "b"], places=0),
        a_row("d", difference=["s", "a"]),
        a_row("p", type="percent", percent=["a", "s"], may_exceed=True),
        a_row("e", type="decimal", formula="(a + b) / 2"),
        a_row("c", type="choice", choices=["Có", "Không"]),
        columns=[{"key": "x", "heading": "Tổng", "sum": ["y"]}, {"key": "y", "heading": "Nam"}],
        checks=[{"left": "a", "sign": "<=", "right": "s", "words": "Không quá tổng."}],
        sample=True,
        source="Nguồn",
    )
    again = form_from_data(json.loads(json.dumps(form_to_data(form))), FORMULAS)
    assert again == form
    assert check_form(form, FIGURES, KINDS) == ()


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        ("văn bản", "", "{ }"),
        ({}, "", "format"),
        (form_data(a_row("a"), format=2), "", "format"),
        (form_data(a_row("a"), form="Biểu 1"), "", "form"),
        (form_data(), "", "rows"),
        (form_data(a_row("a"), title=""), "", "title"),
        (form_data(a_row("a"), rows="a"), "", "rows"),
        (form_data(*[a_row(f"r{n}") for n in range(MOST_ROWS + 1)]), "", "rows"),
        (form_data("dòng"), "rows[0]", "{ }"),
        (form_data(a_row("A 1")), "A 1", "key"),
        (form_data(a_row("a", type="số")), "a", "type"),
        (form_data(a_row("a", label="x" * 501)), "a", "label"),
        (form_data(a_row("a", level=True)), "a", "level"),
        (form_data(a_row("a", level=99)), "a", "level"),
        (form_data(a_row("a", required="có")), "a", "required"),
        (form_data(a_row("a", sum=[])), "a", "sum"),
        (form_data(a_row("a", percent=["b"])), "a", "percent"),
        (form_data(a_row("a", difference=["b"])), "a", "difference"),
        (form_data(a_row("a", sum=["b"], formula="b")), "a", "formula"),
        (form_data(a_row("a", formula="__import__('os')")), "a", "formula"),
        (form_data(a_row("a", formula="b +")), "a", "formula"),
        (form_data(a_row("a", formula="b" * 3000)), "a", "formula"),
        (form_data(a_row("a"), checks=[{"left": "a", "sign": "≠", "right": "1"}]),
         "checks[0]", "sign"),
        (form_data(a_row("a"), columns=[{"key": "x"}]), "x", "heading"),
    ],
)  # fmt: skip
def test_malformed_form_is_refused_with_the_place_at_fault(
    data: Any, place: str, what: str
) -> None:
    with pytest.raises(FormDataError) as raised:
        form_from_data(data, FORMULAS)
    assert (raised.value.place, raised.value.what) == (place, what)


@pytest.mark.parametrize(
    ("rows", "fault", "about"),
    [
        ([a_row("a"), a_row("a")], FormFault.REPEATED_KEY, "a"),
        ([a_row("a", sum=["b"])], FormFault.UNKNOWN_ROW, "b"),
        ([a_row("a", sum=["h"]), a_row("h", type="heading")], FormFault.NOT_A_NUMBER_ROW, "Dòng h"),
        ([a_row("a", sum=["b"]), a_row("b", sum=["a"])], FormFault.CIRCLE, ""),
        ([a_row("a", sum=["a"])], FormFault.CIRCLE, ""),
        ([a_row("b"), a_row("a", sum=["b"], figure="received")], FormFault.TWO_SOURCES, ""),
        ([a_row("a", figure="mật độ")], FormFault.UNKNOWN_FIGURE, "mật độ"),
        ([a_row("a", type="choice")], FormFault.NO_CHOICES, ""),
        ([a_row("b"), a_row("a", type="text", sum=["b"])], FormFault.FORMULA_ON_TEXT, ""),
    ],
)
def test_form_that_contradicts_itself_is_told(
    rows: list[dict[str, Any]], fault: FormFault, about: str
) -> None:
    problems = check_form(a_form(*rows), FIGURES, KINDS)
    assert (problems[0].fault, problems[0].about) == (fault, about)


def test_unknown_kind_of_period_is_told() -> None:
    problems = check_form(a_form(a_row("a"), kinds=["tuần"]), FIGURES, KINDS)
    assert [(p.fault, p.about) for p in problems] == [(FormFault.UNKNOWN_KIND, "tuần")]


@pytest.mark.parametrize(
    ("row", "text", "value", "shown"),
    [
        ({"type": "integer"}, "2.431", Decimal(2431), "2.431"),
        ({"type": "integer"}, " 0 ", Decimal(0), "0"),
        ({"type": "integer"}, "", None, ""),
        ({"type": "money"}, "1.250.000 đ", Decimal(1_250_000), "1.250.000"),
        ({"type": "decimal"}, "12.500,5", Decimal("12500.5"), "12.500,50"),
        ({"type": "decimal", "places": 1}, "0,5", Decimal("0.5"), "0,5"),
        ({"type": "percent"}, "96,5 %", Decimal("96.5"), "96,5"),
        ({"type": "integer", "may_be_negative": True}, "-3", Decimal(-3), "-3"),
        ({"type": "choice", "choices": ["Trực tuyến", "Có"]}, "truc tuyen",
         "Trực tuyến", "Trực tuyến"),
        ({"type": "text"}, "=1+1", "=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_value_is_read_as_people_write_it_and_shown_as_paper_does(
    row: dict[str, Any], text: str, value: Decimal | str | None, shown: str
) -> None:
    form, place = a_form(a_row("a", **row)), ("a", "value")
    read = read_value(form, place, text)
    assert read == value
    assert shown_value(form, place, read) == shown
    if value is not None:
        assert restored(form, place, kept(value)) == value


@pytest.mark.parametrize(
    ("row", "text", "code"),
    [
        ({"type": "integer"}, "nhiều", Entry.NOT_A_NUMBER),
        ({"type": "integer"}, "1,5", Entry.NOT_A_NUMBER),
        ({"type": "integer"}, "1e5", Entry.NOT_A_NUMBER),
        ({"type": "integer"}, "-1", Entry.OUT_OF_RANGE),
        ({"type": "percent"}, "100,1", Entry.OUT_OF_RANGE),
        ({"type": "choice", "choices": ["Có"]}, "Chưa", Entry.UNKNOWN_CHOICE),
        ({"type": "text"}, "x" * 301, Entry.TOO_LONG),
    ],
)
def test_value_that_does_not_fit_is_refused(row: dict[str, Any], text: str, code: Entry) -> None:
    with pytest.raises(InputRefused) as raised:
        read_value(a_form(a_row("a", **row)), ("a", "value"), text)
    assert raised.value.problems[0].code is code


def test_identities_are_judged_only_where_both_sides_are_known() -> None:
    form = a_form(
        a_row("a"), a_row("b"), a_row("p", type="percent", percent=["a", "b"]),
        checks=[{"left": "a", "sign": "<=", "right": "b"}],
    )  # fmt: skip
    cells = compute(form, {("a", "value"): Decimal(3)}, {}, FORMULAS)
    assert broken_checks(form, cells, FORMULAS) == ()
    both = {("a", "value"): Decimal(3), ("b", "value"): Decimal(2)}
    cells = compute(form, {**both}, {}, FORMULAS)
    (broken,) = broken_checks(form, cells, FORMULAS)
    assert (broken.left, broken.right) == (3, 2)
    assert over_hundred(form, cells) == (("p", "value"),)
