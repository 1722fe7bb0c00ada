"""Line breaking: no line wider than its room, no letter lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reports.fonts import REGULAR, drawable, register_fonts
from desktop.reports.forms.wrapping import Wrapper

LETTERS = st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd"), max_codepoint=0x24F)
WORDS = st.lists(st.text(st.one_of(LETTERS, st.sampled_from("-/.,;")), min_size=1, max_size=40))


@pytest.fixture(scope="module")
def wrapper() -> Wrapper:
    register_fonts()
    return Wrapper(REGULAR, 8.5)


@given(words=WORDS, room=st.floats(20, 400))
def test_lines_fit_and_keep_every_sign_in_order(
    wrapper: Wrapper, words: list[str], room: float
) -> None:
    text = " ".join(words)
    lines = wrapper.wrap(text, room)
    assert "".join(lines).replace(" ", "") == drawable(text).replace(" ", "")
    assert all(wrapper.width(line) <= room + 0.01 for line in lines)
    assert all(line == line.strip() for line in lines)


@given(
    words=st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1), room=st.floats(60, 200)
)
def test_lines_are_as_full_as_they_can_be(wrapper: Wrapper, words: list[str], room: float) -> None:
    lines = wrapper.wrap(" ".join(words), room)
    for line, following in pairwise(lines):
        assert wrapper.width(f"{line} {following.split()[0]}") > room - 0.01


def test_code_is_broken_before_its_hyphen(wrapper: Wrapper) -> None:
    lines = wrapper.wrap("000.17.22.H56-261120-0001", 75)
    assert lines == ("000.17.22.H56", "-261120-0001")


def test_line_breaks_of_a_text_stay(wrapper: Wrapper) -> None:
    assert wrapper.wrap("Từ chối\nTrực tuyến", 200) == ("Từ chối", "Trực tuyến")
