"""Vietnamese text: one form in storage, one key for search, the order of the dictionary."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.text import (
    begins_words,
    clean,
    clean_lines,
    fold,
    masked_number,
    matches_all,
    sort_key,
    spaced,
    words,
)

LOWER = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
vietnamese = st.text(alphabet=LOWER + LOWER.upper() + " 0123456789-", max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Thị ĐÀO", "nguyen thi dao"),
        ("Đắk Lắk", "dak lak"),
        ("ĐƯỜNG", "duong"),
        ("Hoà Bình – Hòa Bình", "hoa binh – hoa binh"),
        ("Ỷ Yên, Ỵ", "y yen, y"),
        ("Krông Nô", "krong no"),
        ("Café Île", "cafe ile"),
        ("", ""),
        ("H56.14-261120-0001", "h56.14-261120-0001"),
    ],
)
def test_folded_text_has_no_accents_and_no_capitals(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize("letter", LOWER)
def test_every_vietnamese_letter_folds_to_its_base_in_both_cases(letter: str) -> None:
    base = unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, letter)) == base
        assert fold(unicodedata.normalize(form, letter.upper())) == base


@given(vietnamese)
def test_fold_does_not_see_the_normal_form_or_the_case(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(text) == fold(decomposed) == fold(text.upper()) == fold(text.lower())
    assert fold(text).isascii()


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_clean_text_is_composed_and_has_single_spaces(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == clean(cleaned) == " ".join(cleaned.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Nguyễn \t Văn\u00a0An\r\n", "Nguyễn Văn An"),
        ("Nguyê\u0303n", "Nguyễn"),
        ("Hô\u0300", "Hồ"),
        ("A\u0306\u0301", "Ắ"),
        (" \n ", ""),
        ("An\x07 Bì\x1b\u200bnh\u202e\ufeff", "An Bình"),
    ],
)
def test_clean_composes_letters_and_joins_spaces(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_clean_lines_keeps_line_breaks_and_drops_blank_lines() -> None:
    assert clean_lines(" Sở  Tư pháp \r\n\n  \n UBND xã ") == "Sở Tư pháp\nUBND xã"


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("Lê Thị-Hồng, 12/5 (Tổ_2)") == ["le", "thi", "hong", "12", "5", "to", "2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("van an", True),
        ("an nguy", True),
        ("nguyễn", True),
        ("", True),
        ("guyen", False),
        ("an binh", False),
    ],
)
def test_each_query_word_must_begin_a_word(query: str, expected: bool) -> None:
    assert matches_all(words(query), words("Nguyễn Văn An")) is expected


@given(st.lists(vietnamese, max_size=3), vietnamese, st.integers(0, 5))
def test_the_fast_way_of_matching_prefixes_agrees_with_the_plain_one(
    typed: list[str], text: str, taken: int
) -> None:
    """Also when the query's words are beginnings of words of the text itself."""
    query = [word for one in typed for word in words(one)] + [w[:taken] for w in words(text)]
    assert begins_words(query, spaced(words(text))) is matches_all(query, words(text))


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"],
        ["An", "An Bình", "Ân", "Bình", "Dung", "Đào", "Đạt", "Em"],
        ["Lan", "Lăng", "Lâm", "Lê", "Lý"],
        ["Hà", "Hạ", "Hà An", "Hải", "Hằng", "Hân"],
        ["bà", "bả", "bá", "ba ba"],
        ["Thôn 1", "Thôn 2", "Thôn Đoài", "Thôn Đông"],
        ["oan", "ôn", "ơn"],
        ["to", "tô", "tơ", "tu", "tư"],
    ],
)
def test_sort_key_gives_the_order_of_the_dictionary(ordered: list[str]) -> None:
    for form in ("NFC", "NFD"):
        texts = [unicodedata.normalize(form, text) for text in ordered]
        assert sorted(set(texts), key=sort_key) == texts


@given(vietnamese, vietnamese)
def test_sort_key_does_not_see_the_normal_form_or_the_case(text: str, other: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert sort_key(text) == sort_key(decomposed) == sort_key(text.upper())
    if fold(text) != fold(other):
        assert sort_key(text) != sort_key(other)


@given(st.text(alphabet=LOWER, min_size=1, max_size=10))
def test_longer_text_sorts_behind_its_own_beginning(text: str) -> None:
    assert sort_key(text) < sort_key(text + " an")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("001090000001", "001•••••••01"),
        ("012345678", "012••••78"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_masked_number_shows_three_first_and_two_last_signs(number: str, expected: str) -> None:
    assert masked_number(number) == expected
