"""Dossier codes: every desk its own numbers, no number twice, every known layout recognised."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.domain.dossier_codes import (
    MOST_DESKS,
    SerialShare,
    check_prefix,
    dossier_code,
    looks_like_code,
)
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation

desks = st.integers(1, MOST_DESKS)
ordinals = st.integers(1, 9_999)
seconds = st.integers(0, 86_399)


@pytest.mark.parametrize(
    ("desk", "ordinal", "expected"),
    [
        (1, 1, "0001"),
        (1, 999, "0999"),
        (1, 1000, "011000"),
        (2, 1, "1001"),
        (10, 999, "9999"),
        (10, 1000, "101000"),
        (11, 1, "110001"),
        (99, 9999, "999999"),
    ],
)
def test_serial_is_written_as_its_share_says(desk: int, ordinal: int, expected: str) -> None:
    assert SerialShare(desk).serial(ordinal) == expected


def _serial(desk: int, ordinal: int, *, restored: bool) -> str:
    share = SerialShare(desk)
    return share.serial_of_second(ordinal) if restored else share.serial(ordinal)


@given(desks, ordinals, st.booleans(), desks, ordinals, st.booleans())
def test_two_places_never_share_a_serial(
    desk: int, ordinal: int, restored: bool, other: int, second: int, other_restored: bool
) -> None:
    assume((desk, ordinal, restored) != (other, second, other_restored))
    one = _serial(desk, ordinal, restored=restored)
    assert one != _serial(other, second, restored=other_restored)


def test_all_short_serials_of_all_desks_are_different() -> None:
    serials = [SerialShare(desk).serial(n) for desk in range(1, 11) for n in range(1, 1000)]
    assert len(set(serials)) == 10 * 999
    assert {len(serial) for serial in serials} == {4}


@given(desks, seconds)
def test_restored_office_numbers_by_the_time_of_the_day(desk: int, second: int) -> None:
    serial = SerialShare(desk).serial_of_second(second)
    assert (len(serial), int(serial[:2]), int(serial[2:])) == (7, desk, second)


@pytest.mark.parametrize("desk", [1, 99])
def test_share_that_is_used_up_is_refused_and_never_spills_over(desk: int) -> None:
    for serial in (
        lambda: SerialShare(desk).serial(10_000),
        lambda: SerialShare(desk).serial_of_second(100_000),
    ):
        with pytest.raises(RuleViolation) as refused:
            serial()
        assert refused.value.code is Rule.SERIALS_EXHAUSTED
        assert refused.value.facts == {"desk": desk}


@given(
    st.sampled_from(["24259", "H56.14", "H56", "000.17.22.H56", "H17.1.22.333"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    desks,
    ordinals,
)
def test_code_of_any_desk_and_day_is_recognised_again(
    prefix: str, day: date, desk: int, ordinal: int
) -> None:
    code = dossier_code(check_prefix(prefix), day, SerialShare(desk).serial(ordinal))
    assert code.startswith(f"{prefix}-{day:%y%m%d}-")
    assert looks_like_code(code)
    assert looks_like_code(f"  {code}\n")


@pytest.mark.parametrize(
    "text",
    [
        "000.17.22.H56-251231-0001",
        "H56.14-260228-123456",
        "H17-240229-00001",
        "24259-261120-0001",
        "000.00.01.G15-180101-0001",
    ],
)
def test_layouts_seen_in_the_wild_are_codes(text: str) -> None:
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H56.14",
        "H56.14-260230-0001",  # no such day
        "H56.14-261320-0001",
        "H56.14-250229-0001",
        "H56.14-260228-001",
        "H56.14-260228-12345678",
        "h56.14-260228-0001",
        "2425-260228-0001",
        "242590-260228-0001",
        "H56.14-260228-0001-1",
        "x H56.14-260228-0001",
        "H56.14 260228 0001",
        "0912345678",
    ],
)
def test_other_texts_are_no_codes(text: str) -> None:
    assert not looks_like_code(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("h56.14", "H56.14"),
        (" H56.14 ", "H56.14"),
        ("000.17.22.h56", "000.17.22.H56"),
        ("24259", "24259"),
    ],
)
def test_prefix_is_kept_in_capitals_without_spaces(typed: str, kept: str) -> None:
    assert check_prefix(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "H", "H5", "H56.", "H56-14", "Xã A", "2425", "17.22.H56", "H56.1234", "H56 14"]
)
def test_prefix_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputRefused) as refused:
        check_prefix(typed)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("code_prefix", Entry.BAD_CODE_PREFIX)
