"""Formulas within narrow bounds: nothing but arithmetic, and never for long."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.criteria.formulas import FormulaError, FormulaFault
from desktop.services.assessments.formulas import SafeFormulas

FORMULAS = SafeFormulas()
KNOWN = {"a": Decimal(8), "b": Decimal(6), "max": Decimal(4)}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("b / a * max", "3"),
        ("min(b / a, 1) × 4", "3"),
        ("max if b >= a else 0", "0"),
        ("0 if a == 0 else b ÷ a", "0.75"),
        ("0.1 + 0.2", "0.3"),
        ("-b + abs(-2)", "-4"),
        ("a ** 2", "64"),
        ("max(a, b) − 1", "7"),
    ],
)
def test_formulas_count_with_exact_decimals(expression: str, value: str) -> None:
    assert FORMULAS.value(expression, KNOWN) == Decimal(value)


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("1 / 0", FormulaFault.DIVISION_BY_ZERO),
        ("0 / 0", FormulaFault.DIVISION_BY_ZERO),
        ("a / (b - 6)", FormulaFault.DIVISION_BY_ZERO),
        ("9 ** 9", FormulaFault.TOO_LARGE),
        ("9 ** 4 ** 4 ** 4", FormulaFault.TOO_LARGE),
        ("a ** 0.5", FormulaFault.TOO_LARGE),
        ("1e400", FormulaFault.TOO_LARGE),
        ("999999999999999 * 999", FormulaFault.TOO_LARGE),
        ("x + 1", FormulaFault.UNKNOWN_NAME),
        ("a +", FormulaFault.NOT_READABLE),
        ("", FormulaFault.NOT_READABLE),
        ("a; b", FormulaFault.NOT_READABLE),
        ("a = 1", FormulaFault.NOT_READABLE),
        ("__import__('os').system('x')", FormulaFault.NOT_ALLOWED),
        ("a.real", FormulaFault.NOT_ALLOWED),
        ("'x' * 99", FormulaFault.NOT_ALLOWED),
        ("[1, 2][0]", FormulaFault.NOT_ALLOWED),
        ("lambda_(1)", FormulaFault.NOT_ALLOWED),
        ("(x for x in a)", FormulaFault.NOT_ALLOWED),
        ("min(a, key=b)", FormulaFault.NOT_ALLOWED),
        ("open('/etc/passwd')", FormulaFault.NOT_ALLOWED),
        ("a > b", FormulaFault.NOT_ALLOWED),
        ("1 if a in b else 2", FormulaFault.NOT_ALLOWED),
        ("a % b", FormulaFault.NOT_ALLOWED),
        ("True", FormulaFault.NOT_ALLOWED),
        ("1 + " * 80 + "1", FormulaFault.TOO_LONG),
        ("-" * 60 + "1", FormulaFault.TOO_DEEP),
        ("+".join("a" * 140), FormulaFault.TOO_DEEP),
    ],
)
def test_whatever_is_no_arithmetic_is_refused(expression: str, fault: FormulaFault) -> None:
    with pytest.raises(FormulaError) as error:
        FORMULAS.value(expression, KNOWN)
    assert error.value.fault is fault


def test_the_names_of_a_formula_are_known_without_running_it() -> None:
    assert FORMULAS.names("min(b / a, 1) * max") == {"a", "b", "max"}


@given(st.text(alphabet="ab0123456789.+-*/()<>=, minxfels", max_size=120))
def test_no_text_takes_long_or_breaks_out(expression: str) -> None:
    start = time.thread_time()
    try:
        value = FORMULAS.value(expression, KNOWN)
    except FormulaError:
        value = Decimal(0)
    assert value.is_finite()
    assert time.thread_time() - start < 1
