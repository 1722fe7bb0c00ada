"""Where the lines of a chart's grid stand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.figures_series import percent_ticks, whole_ticks


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (None, (0, 1)),
        (1, (0, 1)),
        (6, (0, 2, 4, 6)),
        (Decimal("4.2"), (0, 1, 2, 3, 4, 5)),
        (346, (0, 100, 200, 300, 400)),
        (999, (0, 200, 400, 600, 800, 1000)),
    ],
)
def test_counts_have_whole_and_equal_steps(
    highest: int | Decimal | None, ticks: tuple[int, ...]
) -> None:
    assert whole_ticks(highest) == ticks


@given(st.integers(0, 10**9), st.integers(2, 8))
def test_highest_value_always_fits(highest: int, most: int) -> None:
    ticks = whole_ticks(highest, most)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert len(ticks) <= most + 1
    assert len({b - a for a, b in pairwise(ticks)}) == 1


@given(st.decimals(0, 100, places=2))
def test_shares_end_at_a_hundred_and_begin_below_the_lowest(lowest: Decimal) -> None:
    ticks = percent_ticks(lowest)
    assert ticks[-1] == 100
    assert 0 <= ticks[0] <= lowest
    assert ticks[0] < 100
    assert 2 <= len(ticks) <= 6
    assert len({b - a for a, b in pairwise(ticks)}) == 1
