"""Vietnamese written as keys: every usual way to type a word leads to the same word."""

from __future__ import annotations

import pytest

from desktop.domain.keyed_marks import decode_keys, undo_layout


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("Thuyr", "Thủy"),
        ("Hoaf", "Hòa"),
        ("Hoafng", "Hoàng"),
        ("Hoangf", "Hoàng"),
        ("Hoawngf", "Hoằng"),
        ("Muaw", "Mưa"),
        ("Quaan", "Quân"),
        ("Giangf", "Giàng"),
        ("Luwowng", "Lương"),
        ("Luowng", "Lương"),
        ("Dinhd", "Đinh"),
        ("DDINHS", "ĐÍNH"),
        ("Nguyeetj", "Nguyệt"),
        ("Tru7o7ng2", "Trường"),
        ("Truong72", "Trường"),
        ("D9u71c", "Đức"),
        ("Xuan6", "Xuân"),
    ],
)
def test_a_word_of_keys_is_read(keys: str, word: str) -> None:
    assert decode_keys(keys).text == word


@pytest.mark.parametrize("text", ["", "Nguyen Van An", "Siu Hlars", "Nguyễn Vawn An", "K5x 12"])
def test_what_is_no_keys_stays_as_it_is(text: str) -> None:
    assert decode_keys(text) == type(decode_keys(""))(text, 0)


def test_only_words_of_nothing_but_the_digit_row_become_digits() -> None:
    assert undo_layout("đâ/ặ, Tổ ô, Đà Nẵng, ê") == "02/19, Tổ 4, Đà Nẵng, 3"
