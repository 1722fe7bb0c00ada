"""Amounts in words: mốt, lăm, tư, linh, skipped hundreds, and every number back again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.wording.amounts import LARGEST_AMOUNT, amount_in_words, number_in_words

_DIGITS = {
    w: n
    for n, w in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
}
_LAST = {**_DIGITS, "mốt": 1, "tư": 4, "lăm": 5}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (54, "năm mươi tư"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh tư"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_010, "một nghìn không trăm mười"),
        (1_024, "một nghìn không trăm hai mươi tư"),
        (8_000, "tám nghìn"),
        (10_500, "mười nghìn năm trăm"),
        (21_000, "hai mươi mốt nghìn"),
        (100_004, "một trăm nghìn không trăm linh tư"),
        (200_000, "hai trăm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_001_000, "một triệu không trăm linh một nghìn"),
        (1_021_105, "một triệu không trăm hai mươi mốt nghìn một trăm linh năm"),
        (4_500_000, "bốn triệu năm trăm nghìn"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (2_034_000_000, "hai tỷ không trăm ba mươi tư triệu"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (15_000_000_001_000, "mười lăm nghìn tỷ không trăm linh một nghìn"),
    ],
)
def test_numbers_are_read_as_an_accountant_reads_them(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_amount_begins_with_a_capital_and_ends_with_the_unit() -> None:
    assert amount_in_words(0) == "Không đồng"
    assert amount_in_words(8_000) == "Tám nghìn đồng"


@pytest.mark.parametrize("amount", [-1, LARGEST_AMOUNT + 1])
def test_amount_beyond_the_words_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=str(amount)):
        amount_in_words(amount)


def _read(words: str) -> int:
    """The number of some words, read by a rule of its own: units from large to small."""
    left, sep, right = words.rpartition(" tỷ") if " tỷ" in words else ("", "", words)
    if sep:
        return _read(left) * 10**9 + (_read(right.strip()) if right.strip() else 0)
    total = 0
    for unit, size in (("triệu", 10**6), ("nghìn", 10**3)):
        before, found, after = words.partition(f" {unit}")
        if found:
            total, words = total + _hundreds(before) * size, after.strip()
    return total + (_hundreds(words) if words else 0)


def _hundreds(words: str) -> int:
    before, found, after = words.partition(" trăm")
    hundreds, rest = (_DIGITS[before], after.strip()) if found else (0, words)
    rest = rest.removeprefix("linh ")
    if rest.startswith("mười"):
        return hundreds * 100 + 10 + (_LAST[rest.split()[1]] if " " in rest else 0)
    tens, found, ones = rest.partition(" mươi")
    if found:
        return hundreds * 100 + _DIGITS[tens] * 10 + (_LAST[ones.strip()] if ones.strip() else 0)
    return hundreds * 100 + (_LAST[rest] if rest else 0)


@given(st.one_of(st.integers(0, 99_999), st.integers(0, LARGEST_AMOUNT)))
def test_words_of_every_number_read_back_as_the_number(number: int) -> None:
    assert _read(number_in_words(number)) == number


@given(st.integers(0, LARGEST_AMOUNT))
def test_words_are_single_spaced_and_never_say_a_wrong_five(number: int) -> None:
    words = number_in_words(number)
    assert words == " ".join(words.split())
    assert "mươi một" not in words
    assert "mươi năm" not in words
    assert "mười năm" not in words
    assert "linh lăm" not in words
