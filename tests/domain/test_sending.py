"""When an office sends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sending import (
    LONGEST_WAIT,
    PAUSE,
    RoadSettings,
    RoadState,
    Turn,
    after_failure,
    after_success,
    backoff,
    next_turn,
    within,
)

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)  # 09:00 in Vietnam
WRONG = ("mailbox_cut", "Đường truyền bị ngắt.")


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_wait_after_a_failure_doubles_up_to_half_an_hour(failures: int, draw: float) -> None:
    wait = backoff(failures, draw)
    longest = min(timedelta(seconds=30) * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    assert longest / 2 <= wait <= longest


@given(st.integers(-3_000, 3_000), st.integers(0, 50))
def test_clock_that_is_set_wrong_never_stops_sending_for_long(days: int, failures: int) -> None:
    """Whatever the clock said at the last turn: within the longest wait a turn is due."""
    state = RoadState()
    for _ in range(failures):
        state = after_failure(state, NOW + timedelta(days=days), WRONG, 0, moved=False)
    turn, at = next_turn(RoadSettings(), state, NOW)
    assert turn in (Turn.DUE, Turn.WAITING)
    assert at is not None
    assert at - NOW <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("start", "end", "clock", "expected"),
    [
        ((17, 0), (7, 0), (20, 0), True),
        ((17, 0), (7, 0), (6, 59), True),
        ((17, 0), (7, 0), (7, 0), False),
        ((17, 0), (7, 0), (12, 0), False),
        ((8, 0), (11, 30), (8, 0), True),
        ((8, 0), (11, 30), (11, 30), False),
    ],
)
def test_hours_may_go_over_midnight(
    start: tuple[int, int], end: tuple[int, int], clock: tuple[int, int], expected: bool
) -> None:
    now = datetime(2026, 11, 20, *clock, tzinfo=UTC) - timedelta(hours=7)
    assert within((time(*start), time(*end)), now) is expected


def test_failures_in_a_row_are_as_old_as_the_first_of_them() -> None:
    state, hour = RoadState(), timedelta(hours=1)
    for count in range(3):
        state = after_failure(state, NOW + count * hour, WRONG, 0, moved=False)
    assert (state.failures, state.failed_since) == (3, NOW)
    # Something got through: what failed after it began only then.
    state = after_failure(state, NOW + 5 * hour, WRONG, 0, moved=True)
    assert state.failed_since == NOW + 5 * hour
    assert after_success(state, NOW + 6 * hour).failed_since is None


def test_turn_that_went_well_is_followed_by_a_pause() -> None:
    state = after_success(RoadState(failures=3, problem="x"), NOW)
    assert state == RoadState(tried_at=NOW, reached_at=NOW)
    assert next_turn(RoadSettings(), state, NOW) == (Turn.WAITING, NOW + PAUSE)
    assert next_turn(RoadSettings(), state, NOW + PAUSE) == (Turn.DUE, NOW + PAUSE)


def test_turn_that_got_something_through_counts_as_a_first_failure() -> None:
    state = RoadState(failures=9)
    assert after_failure(state, NOW, WRONG, 0, moved=False).failures == 10
    moved = after_failure(state, NOW, WRONG, 0, moved=True)
    assert (moved.failures, moved.reached_at) == (1, NOW)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (RoadSettings(automatic=False), Turn.OFF),
        (RoadSettings(paused=True), Turn.PAUSED),
        (RoadSettings(hours=(time(17), time(7))), Turn.OUTSIDE_HOURS),
        (RoadSettings(), Turn.DUE),
    ],
)
def test_settings_hold_a_turn_back(settings: RoadSettings, expected: Turn) -> None:
    assert next_turn(settings, RoadState(), NOW)[0] is expected
