"""The working calendar: sessions, special days, when a reception takes effect."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.domain.work_calendar import (
    USUAL_SESSIONS,
    DayKind,
    DayReason,
    Session,
    SpecialDay,
    WorkWeek,
    usual_week,
)
from tests.domain.calendars import (
    MORNING,
    RECEPTION_ON_SATURDAY,
    calendar_with,
    moment,
    official_calendar,
    special,
)

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "reason", "counted"),
    [
        (FRIDAY, DayReason.WORKING, True),
        (SATURDAY, DayReason.WEEKEND, False),
        (SUNDAY, DayReason.WEEKEND, False),
        (date(2026, 2, 16), DayReason.DAY_OFF, False),
        (date(2026, 2, 20), DayReason.DAY_OFF, False),
        (date(2026, 2, 21), DayReason.WEEKEND, False),
        (date(2026, 8, 22), DayReason.SWAPPED_WORKING, True),
        (date(2026, 8, 31), DayReason.DAY_OFF, False),
        (date(2026, 1, 10), DayReason.SWAPPED_WORKING, True),
        (date(2026, 11, 24), DayReason.WORKING, True),  # expected, not in force
    ],
)
def test_official_table_says_of_each_date_whether_it_counts(
    day: date, reason: DayReason, counted: bool
) -> None:
    calendar = official_calendar()
    assert (calendar.reason(day), calendar.is_counted(day)) == (reason, counted)
    assert bool(calendar.sessions(day)) is counted


@pytest.mark.parametrize(
    ("kind", "sessions", "reason", "counted"),
    [
        (DayKind.OFF, (), DayReason.DAY_OFF, False),
        (DayKind.SWAP_WORK, USUAL_SESSIONS, DayReason.SWAPPED_WORKING, True),
        (DayKind.MORNING_ONLY, USUAL_SESSIONS[:1], DayReason.HALF_DAY, True),
        (DayKind.AFTERNOON_ONLY, USUAL_SESSIONS[1:], DayReason.HALF_DAY, True),
    ],
)
@pytest.mark.parametrize("day", [FRIDAY, SATURDAY])
def test_special_day_has_the_sessions_of_its_kind(
    day: date,
    kind: DayKind,
    sessions: tuple[Session, ...],
    reason: DayReason,
    counted: bool,
) -> None:
    calendar = calendar_with(special(kind, day.isoformat()))
    assert calendar.sessions(day) == sessions
    assert (calendar.reason(day), calendar.is_counted(day)) == (reason, counted)


def test_special_day_that_is_not_in_force_is_an_ordinary_day_with_a_note() -> None:
    expected = SpecialDay(FRIDAY, DayKind.OFF, "Dự kiến", confirmed=False, in_force=False)
    calendar = calendar_with([expected])
    assert calendar.is_counted(FRIDAY)
    assert calendar.sessions(FRIDAY) == USUAL_SESSIONS
    assert (calendar.note(FRIDAY), calendar.is_unconfirmed(FRIDAY)) == ("Dự kiến", True)
    assert (calendar.note(MONDAY), calendar.is_unconfirmed(MONDAY)) == ("", False)


def test_saturday_morning_receives_and_is_not_counted() -> None:
    calendar = calendar_with(week=RECEPTION_ON_SATURDAY)
    assert calendar.sessions(SATURDAY) == MORNING
    assert not calendar.is_counted(SATURDAY)
    assert calendar.reason(SATURDAY) is DayReason.RECEPTION_ONLY


@pytest.mark.parametrize(
    ("received", "effect"),
    [
        ("2026-11-20 00:00", "2026-11-20 07:00"),
        ("2026-11-20 06:59", "2026-11-20 07:00"),
        ("2026-11-20 07:00", "2026-11-20 07:00"),
        ("2026-11-20 11:30", "2026-11-20 11:30"),
        ("2026-11-20 11:31", "2026-11-20 13:30"),
        ("2026-11-20 13:30", "2026-11-20 13:30"),
        ("2026-11-20 17:00", "2026-11-20 17:00"),
        ("2026-11-20 17:00:01", "2026-11-23 07:00"),
        ("2026-11-21 10:00", "2026-11-23 07:00"),
        ("2026-02-13 18:00", "2026-02-23 07:00"),
        ("2026-08-21 18:00", "2026-08-22 07:00"),
    ],
)
def test_reception_takes_effect_at_the_next_opening(received: str, effect: str) -> None:
    assert official_calendar().opening(moment(received)) == moment(effect)


@given(
    st.datetimes(
        moment("2026-01-01 00:00").replace(tzinfo=None),
        moment("2026-12-31 00:00").replace(tzinfo=None),
    )
)
def test_effect_is_never_earlier_than_reception_and_stays_put(naive: datetime) -> None:
    received = moment(str(naive))
    calendar = official_calendar()
    effect = calendar.opening(received)
    assert effect >= received
    assert calendar.opening(effect) == effect


def test_closing_is_the_end_of_the_last_session() -> None:
    assert calendar_with().closing(FRIDAY) == moment("2026-11-20 17:00")
    half = calendar_with(special(DayKind.MORNING_ONLY, "2026-11-20"))
    assert half.closing(FRIDAY) == moment("2026-11-20 11:30")


def test_calendar_without_sessions_is_a_mistake_of_set_up() -> None:
    empty = calendar_with(week=WorkWeek(((),) * 7, (False,) * 7))
    with pytest.raises(RuleViolation) as refused:
        empty.opening(moment("2026-11-20 09:00"))
    assert refused.value.code is Rule.NO_WORKING_DAYS


@pytest.mark.parametrize(
    "sessions",
    [
        (Session(time(7, 0), time(7, 0)),),
        (Session(time(11, 0), time(7, 0)),),
        (Session(time(7, 0), time(12, 0)), Session(time(11, 0), time(17, 0))),
        (Session(time(13, 0), time(17, 0)), Session(time(7, 0), time(11, 0))),
    ],
)
def test_sessions_that_overlap_or_run_backwards_are_refused(sessions: tuple[Session, ...]) -> None:
    with pytest.raises(InputRefused) as refused:
        usual_week(sessions)
    assert refused.value.problems[0].code is Entry.SESSIONS_OVERLAP


def test_sessions_that_touch_are_allowed() -> None:
    week = usual_week((Session(time(7, 0), time(12, 0)), Session(time(12, 0), time(16, 0))))
    assert calendar_with(week=week).opening(moment("2026-11-20 12:00")) == moment(
        "2026-11-20 12:00"
    )
