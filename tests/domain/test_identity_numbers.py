"""Identity numbers: the century and sex table, shapes, and contradictions that only warn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.dossiers import Sex
from desktop.domain.errors import Entry, InputRefused
from desktop.domain.identity_numbers import (
    PROVINCES,
    NumberKind,
    NumberWarning,
    check_number,
    normalise_number,
    number_kind,
    number_meaning,
    number_warnings,
)

MAN_OF_1990 = "001090000001"


@pytest.mark.parametrize(
    ("digit", "sex", "century"),
    [
        ("0", Sex.MALE, 1900),
        ("1", Sex.FEMALE, 1900),
        ("2", Sex.MALE, 2000),
        ("3", Sex.FEMALE, 2000),
        ("4", Sex.MALE, 2100),
        ("5", Sex.FEMALE, 2100),
        ("6", Sex.MALE, 2200),
        ("7", Sex.FEMALE, 2200),
        ("8", Sex.MALE, 2300),
        ("9", Sex.FEMALE, 2300),
    ],
)
def test_fourth_digit_says_century_and_sex(digit: str, sex: Sex, century: int) -> None:
    meaning = number_meaning(f"079{digit}07123456")
    assert meaning is not None
    assert (meaning.sex, meaning.birth_year) == (sex, century + 7)
    assert meaning.place == "TP. Hồ Chí Minh"


def test_places_are_the_sixty_three_provinces_of_the_circular() -> None:
    assert len(PROVINCES) == len(set(PROVINCES.values())) == 63
    assert all(len(code) == 3 and code.isdigit() for code in PROVINCES)
    assert (PROVINCES["001"], PROVINCES["046"], PROVINCES["096"]) == (
        "Hà Nội",
        "Thừa Thiên Huế",
        "Cà Mau",
    )


@pytest.mark.parametrize(
    ("number", "sex", "year", "expected"),
    [
        (MAN_OF_1990, Sex.MALE, 1990, ()),
        (MAN_OF_1990, None, None, ()),
        (MAN_OF_1990, Sex.FEMALE, 1990, (NumberWarning.SEX_DIFFERS,)),
        (MAN_OF_1990, Sex.MALE, 1991, (NumberWarning.BIRTH_YEAR_DIFFERS,)),
        (
            MAN_OF_1990,
            Sex.FEMALE,
            2090,
            (NumberWarning.SEX_DIFFERS, NumberWarning.BIRTH_YEAR_DIFFERS),
        ),
        ("003090000001", Sex.MALE, 1990, (NumberWarning.UNKNOWN_PLACE,)),
        ("123090000001", None, None, (NumberWarning.UNKNOWN_PLACE,)),
        ("012345678", Sex.MALE, 1990, (NumberWarning.OLD_NUMBER,)),
        ("B1234567", Sex.MALE, 1990, ()),
        ("", Sex.MALE, 1990, ()),
    ],
)
def test_contradictions_are_warnings(
    number: str, sex: Sex | None, year: int | None, expected: tuple[NumberWarning, ...]
) -> None:
    assert number_warnings(number, sex, year) == expected


def test_unknown_place_is_no_reason_to_refuse() -> None:
    assert check_number("123090000001") == "123090000001"


@pytest.mark.parametrize(
    ("typed", "kept", "kind"),
    [
        ("001090000001", "001090000001", NumberKind.PERSONAL),
        (" 001 090 000 001 ", "001090000001", NumberKind.PERSONAL),
        ("001.090.000.001", "001090000001", NumberKind.PERSONAL),
        ("001-090-000001", "001090000001", NumberKind.PERSONAL),
        ("001\u00a0090000001", "001090000001", NumberKind.PERSONAL),
        ("012345678", "012345678", NumberKind.OLD_CARD),
        ("b1234567", "B1234567", NumberKind.PASSPORT),
    ],
)
def test_number_is_kept_as_text_without_separators(typed: str, kept: str, kind: NumberKind) -> None:
    assert check_number(typed) == kept
    assert number_kind(kept) is kind


def test_empty_number_is_allowed_for_the_newborn() -> None:
    assert check_number("  ") == ""


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("00109000001", 11),
        ("0010900000012", 13),
        ("12345678", 8),
        ("AB123456", 6),
        ("không có", 0),
        ("00109000000l", 11),
    ],
)
def test_wrong_shape_is_refused_with_the_count_of_digits(typed: str, digits: int) -> None:
    with pytest.raises(InputRefused) as refused:
        check_number(typed, "submitter_id_number")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("submitter_id_number", Entry.BAD_ID_NUMBER)
    assert problem.facts == {"text": typed, "digits": digits}


def test_digits_of_another_script_are_never_stored() -> None:
    """Full-width digits look right and would never be found again."""
    try:
        kept = check_number("００１０９００００００１")
    except InputRefused:
        return
    assert kept == "001090000001"


@given(st.text(alphabet="0123456789 .-", min_size=0, max_size=30))
def test_normal_form_is_stable_and_has_digits_only(typed: str) -> None:
    number = normalise_number(typed)
    assert normalise_number(number) == number
    assert number == "" or number.isdigit()


@given(st.integers(0, 10**12 - 1))
def test_twelve_digits_always_mean_something(value: int) -> None:
    number = f"{value:012d}"
    meaning = number_meaning(number)
    assert meaning is not None
    assert 1900 <= meaning.birth_year <= 2399
    assert not set(number_warnings(number, meaning.sex, meaning.birth_year)) - {
        NumberWarning.UNKNOWN_PLACE
    }
