"""A long text as digits that survive a keyboard, in any order, with every fault told apart."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.code_frames import FrameCollector, FrameProblem, frames_of

LONG = "".join(random.Random(5).choices("abcXYZ0123456789+/=", k=3_000))


@given(st.text(min_size=1, max_size=2_000), st.randoms())
def test_any_text_comes_back_in_any_order(text: str, chance: random.Random) -> None:
    frames = list(frames_of(text))
    chance.shuffle(frames)
    collector = FrameCollector()
    for frame in frames:
        assert frame.isascii()
        assert frame.isdigit()
        assert collector.text() is None
        assert collector.add(f" {frame} ") is None
    assert collector.text() == text


def test_every_wrong_digit_is_noticed() -> None:
    frame = frames_of(LONG)[1]
    for place in range(0, len(frame), 7):
        wrong = frame[:place] + str((int(frame[place]) + 1) % 10) + frame[place + 1 :]
        assert FrameCollector().add(wrong) in (FrameProblem.DAMAGED, FrameProblem.FOREIGN)
    assert FrameCollector().add(frame[:40]) is FrameProblem.DAMAGED
    assert FrameCollector().add("Nguyễn Văn An") is FrameProblem.FOREIGN


def test_frame_of_another_text_is_refused_and_what_has_come_stays() -> None:
    collector = FrameCollector()
    first, *rest = frames_of(LONG)
    assert collector.add(first) is None
    assert collector.add(frames_of(LONG + "!")[0]) is FrameProblem.OTHER_TEXT
    assert (collector.count, collector.missing) == (1, tuple(range(2, len(rest) + 2)))
