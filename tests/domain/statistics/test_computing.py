"""Cells of a form: sums, differences, shares, typed over, blanks; for any tree of rows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.statistics.computing import Origin, compute
from desktop.domain.statistics.forms import StatisticsForm, Value
from tests.domain.statistics.forms import FORMULAS, a_form, a_row

D = Decimal


def computed(form: StatisticsForm, typed: dict[str, Any], **figures: int | None) -> dict[str, Any]:
    """Values of the first column by row, from values by row."""
    column = form.columns[0].key
    given_values: dict[tuple[str, str], Value] = {
        (row, column): D(str(value)) for row, value in typed.items()
    }
    counted = {name: None if n is None else D(n) for name, n in figures.items()}
    cells = compute(form, given_values, counted, FORMULAS)
    return {row: cells[row, one].value for row, one in cells if one == column}


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ({"sum": ["a", "b"]}, {"a": 3, "b": 4}, D(7)),
        ({"sum": ["a", "b"]}, {"a": 3}, D(3)),  # an optional part that is blank adds nothing
        ({"sum": ["a", "b"]}, {}, None),
        ({"difference": ["a", "b"]}, {"a": 3, "b": 4}, D(-1)),
        ({"difference": ["a", "b"]}, {"a": 3}, None),
        ({"percent": ["a", "b"]}, {"a": 1, "b": 3}, D("33.3")),
        ({"percent": ["a", "b"]}, {"a": 2, "b": 3}, D("66.7")),
        ({"percent": ["a", "b"]}, {"a": 1, "b": 8}, D("12.5")),
        ({"percent": ["a", "b"], "places": 2}, {"a": 1, "b": 8}, D("12.50")),
        ({"percent": ["a", "b"], "places": 0}, {"a": 1, "b": 200}, D(1)),  # 0.5 goes up
        ({"percent": ["a", "b"]}, {"a": 0, "b": 0}, None),  # no case arose
        ({"formula": "(a + b) / b * 100"}, {"a": 1, "b": 3}, D("133.3")),
        ({"formula": "a / b"}, {"a": 1, "b": 0}, None),
        ({"formula": "max(a, b) − min(a, b)"}, {"a": 5, "b": 9}, D(4)),
    ],
)
def test_formula_of_a_row(
    formula: dict[str, Any], values: dict[str, int], expected: Decimal | None
) -> None:
    kind = "integer" if "sum" in formula or "difference" in formula else "percent"
    form = a_form(a_row("a"), a_row("b"), a_row("c", **{**formula, "type": kind}))
    assert computed(form, values)["c"] == expected


def test_sum_waits_for_a_part_that_must_be_filled() -> None:
    form = a_form(a_row("a", required=True), a_row("b"), a_row("c", sum=["a", "b"]))
    assert computed(form, {"b": 4})["c"] is None
    assert computed(form, {"a": 0, "b": 4})["c"] == 4


def test_typed_value_stands_over_the_computed_one_and_formulas_go_on_with_it() -> None:
    form = a_form(a_row("n", figure="received"), a_row("m"), a_row("s", sum=["n", "m"]))
    assert computed(form, {"m": 2}, received=10)["s"] == 12
    cells = compute(
        form, {("n", "value"): D(11), ("m", "value"): D(2)}, {"received": D(10)}, FORMULAS
    )
    n = cells["n", "value"]
    assert (n.value, n.computed, n.origin) == (11, 10, Origin.TYPED_OVER)
    assert cells["s", "value"].value == 13
    assert cells["m", "value"].origin is Origin.TYPED


def test_figure_that_no_register_keeps_is_a_blank_to_fill() -> None:
    form = a_form(a_row("n", figure="plan_done_share.part", required=True))
    cells = compute(form, {}, {"plan_done_share.part": None}, FORMULAS)
    assert cells["n", "value"].origin is Origin.BLANK
    typed = compute(form, {("n", "value"): D(4)}, {"plan_done_share.part": None}, FORMULAS)
    assert typed["n", "value"].origin is Origin.TYPED


def test_columns_add_up_and_a_share_is_taken_in_each_of_them() -> None:
    form = a_form(
        a_row("part"),
        a_row("whole"),
        a_row("share", type="percent", percent=["part", "whole"]),
        columns=[
            {"key": "both", "heading": "Tổng", "sum": ["men", "women"]},
            {"key": "men", "heading": "Nam"},
            {"key": "women", "heading": "Nữ"},
        ],
    )
    values = {("part", "men"): 1, ("part", "women"): 2, ("whole", "men"): 4, ("whole", "women"): 3}
    cells = compute(form, {place: D(n) for place, n in values.items()}, {}, FORMULAS)
    assert [cells["share", key].value for key in ("both", "men", "women")] == [
        D("42.9"), D("25.0"), D("66.7"),
    ]  # fmt: skip


@given(
    parents=st.lists(st.integers(0, 10**6), min_size=1, max_size=40),
    leaves=st.data(),
)
def test_root_of_any_tree_of_sums_is_the_sum_of_its_leaves(
    parents: list[int], leaves: st.DataObject
) -> None:
    """Row n+1 hangs under one of the rows before it; rows without children are typed."""
    children: dict[int, list[int]] = {}
    for place, wish in enumerate(parents, start=1):
        children.setdefault(wish % place, []).append(place)
    count = len(parents) + 1
    rows = [
        a_row(f"r{n}", sum=[f"r{child}" for child in children[n]])
        if n in children
        else a_row(f"r{n}")
        for n in range(count)
    ]
    values = {
        f"r{n}": leaves.draw(st.integers(0, 10**9)) for n in range(count) if n not in children
    }
    found = computed(a_form(*reversed(rows)), values)  # the order of the rows does not matter
    assert found["r0"] == sum(values.values())
    for n, below in children.items():
        assert found[f"r{n}"] == sum(found[f"r{child}"] for child in below)


@given(part=st.integers(0, 10**12), whole=st.integers(1, 10**12), places=st.integers(0, 4))
def test_share_is_the_exact_quotient_rounded_half_up_once(
    part: int, whole: int, places: int
) -> None:
    form = a_form(
        a_row("a"), a_row("b"), a_row("c", type="percent", percent=["a", "b"], places=places)
    )
    found = computed(form, {"a": part, "b": whole})["c"]
    scaled = Fraction(part * 100 * 10**places, whole)
    expected = (scaled + Fraction(1, 2)).__floor__()
    assert found == (D(expected).scaleb(-places)).quantize(D(1).scaleb(-places), ROUND_HALF_UP)


def test_long_chain_of_formulas_is_computed_without_recursion() -> None:
    rows = [a_row("r0"), *(a_row(f"r{n}", sum=[f"r{n - 1}"]) for n in range(1, 900))]
    assert computed(a_form(*reversed(rows)), {"r0": 5})["r899"] == 5
