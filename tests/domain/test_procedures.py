"""Procedure codes in all their written forms, versions by date, limits of a procedure."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.due_dates import Limit, LimitUnit
from desktop.domain.errors import Entry, InputRefused
from desktop.domain.procedures import ProcedureFacts, VersionSpan, check_code, mend_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.001193", "1.001193"),
        ("  2.000815 ", "2.000815"),
        ("1.004873.000.00.00.H17", "1.004873"),
        ("1.013274.H17", "1.013274"),
        ("1.013274.h17", "1.013274"),
        ("1.004873.000.00.00", "1.004873"),
        ("6.006594", "6.006594"),
    ],
)
def test_every_written_form_gives_the_national_code(text: str, code: str) -> None:
    assert check_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "1.00119", "1.0011933", "11.001193", "1,001193", "1.001193.17", "A.001193", "1.001193 x"],
)
def test_other_text_is_refused_and_named(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        check_code(text, "procedure")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("procedure", Entry.BAD_PROCEDURE_CODE)
    assert problem.facts == {"text": text}


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("1.01501", "1.015010"),
        ("1.0151", "1.015100"),
        ("1.015", "1.015000"),
        ("2.00084", "2.000840"),
        ("1.015010", None),
        ("1.01", None),
        ("1", None),
        ("1.0150100", None),
        ("x.01501", None),
        ("11.01501", None),
    ],
)
def test_code_that_lost_its_last_zeros_is_mended(text: str, mended: str | None) -> None:
    assert mend_code(text) == mended


@given(st.integers(1, 9), st.integers(0, 999_999))
def test_code_that_went_through_a_spreadsheet_number_is_never_taken_for_another(
    first: int, serial: int
) -> None:
    code = f"{first}.{serial:06d}"
    as_number = repr(float(code))
    read = mend_code(as_number) if as_number != code else code
    assert read in (code, None)


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        (None, None, "2026-11-20", True),
        ("2026-11-20", None, "2026-11-20", True),
        ("2026-11-20", None, "2026-11-19", False),
        (None, "2026-11-20", "2026-11-20", True),
        (None, "2026-11-20", "2026-11-21", False),
        ("2026-11-01", "2026-11-30", "2026-11-30", True),
        ("2026-11-01", "2026-11-30", "2026-12-01", False),
    ],
)
def test_version_holds_on_both_of_its_ends(
    start: str | None, end: str | None, day: str, expected: bool
) -> None:
    span = VersionSpan(
        date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )
    assert span.holds_on(date.fromisoformat(day)) is expected


def test_procedure_without_a_stated_limit_has_none() -> None:
    assert ProcedureFacts("Tên", "Hộ tịch").limit is None
    assert ProcedureFacts("Tên", "Hộ tịch", limit_value=3).limit is None
    assert ProcedureFacts("Tên", "Hộ tịch", limit_unit=LimitUnit.DAY).limit is None


def test_limit_of_a_procedure_carries_its_cutoff() -> None:
    facts = ProcedureFacts("Tên", "Hộ tịch", 0, LimitUnit.SAME_DAY, cutoff=time(15, 0))
    assert facts.limit == Limit(0, LimitUnit.SAME_DAY, time(15, 0))
    three = ProcedureFacts("Tên", "Hộ tịch", 3, LimitUnit.WORKING_DAY)
    assert three.limit == Limit(3, LimitUnit.WORKING_DAY, None)
