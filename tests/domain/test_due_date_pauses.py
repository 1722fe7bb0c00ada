"""Waiting for a supplement, limits out of range, calendars without work: the edges of due dates."""

from __future__ import annotations

from datetime import date, time

import pytest

from desktop.domain.due_dates import (
    CountReason,
    DueDate,
    Limit,
    LimitUnit,
    Pause,
    compute_due,
    working_days_between,
)
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.domain.work_calendar import DayKind, Session, WorkWeek, usual_week
from tests.domain.calendars import calendar_with, moment, official_calendar, special

WORKING, DAY, HOUR, SAME = (
    LimitUnit.WORKING_DAY,
    LimitUnit.DAY,
    LimitUnit.HOUR,
    LimitUnit.SAME_DAY,
)
FRIDAY = moment("2026-11-20 09:00")
LIMITS = [(3, WORKING), (5, DAY), (20, HOUR), (0, SAME)]


def paused(value: int, unit: LimitUnit, *spans: tuple[str, str]) -> DueDate:
    """The due date of a dossier of Friday 20/11/2026, 09:00, with these waits."""
    pauses = [Pause(moment(start), moment(end)) for start, end in spans]
    return compute_due(FRIDAY, Limit(value, unit), calendar_with(), pauses)


@pytest.mark.parametrize(
    ("value", "unit", "start", "end", "expected"),
    [
        (3, WORKING, "2026-11-23 10:00", "2026-11-25 09:00", "2026-11-27 17:00"),
        (3, WORKING, "2026-11-23 10:00", "2026-11-23 16:00", "2026-11-25 17:00"),
        (3, WORKING, "2026-11-20 10:00", "2026-11-22 16:00", "2026-11-26 17:00"),
        (3, WORKING, "2026-11-23 10:00", "2027-03-01 09:00", "2027-03-03 17:00"),
        (5, DAY, "2026-11-23 10:00", "2026-11-25 09:00", "2026-11-27 17:00"),
        (8, HOUR, "2026-11-20 10:00", "2026-11-23 10:00", "2026-11-24 09:00"),
        (2, HOUR, "2026-11-20 10:00", "2026-11-20 11:00", "2026-11-20 14:00"),
        (8, HOUR, "2026-11-20 10:00", "2026-12-21 07:00", "2026-12-21 16:00"),
    ],
)
def test_time_of_waiting_for_a_supplement_is_left_out(
    value: int, unit: LimitUnit, start: str, end: str, expected: str
) -> None:
    assert paused(value, unit, (start, end)).due_at == moment(expected)


def test_two_waits_are_both_left_out() -> None:
    spans = (
        ("2026-11-23 10:00", "2026-11-24 09:00"),
        ("2026-11-25 10:00", "2026-11-26 09:00"),
    )
    assert paused(3, WORKING, *spans).due_at == moment("2026-11-27 17:00")


@pytest.mark.parametrize(("value", "unit"), [(3, WORKING), (5, DAY), (20, HOUR)])
def test_wait_of_half_a_year_is_no_mistake_of_the_calendar(value: int, unit: LimitUnit) -> None:
    found = paused(value, unit, ("2026-11-20 10:00", "2027-05-20 10:00"))
    assert found.due_at > moment("2027-05-20 10:00")


@pytest.mark.parametrize(("value", "unit"), [(3, WORKING), (5, DAY), (20, HOUR)])
def test_left_out_day_says_that_a_supplement_was_awaited(value: int, unit: LimitUnit) -> None:
    found = paused(value, unit, ("2026-11-20 10:00", "2026-11-25 17:00"))
    tuesday = next(line for line in found.why if line.day == date(2026, 11, 24))
    assert (tuesday.counted, tuesday.reason) == (False, CountReason.PAUSED)


@pytest.mark.parametrize(("value", "unit"), [(1, WORKING), (3, DAY)])
def test_frozen_dossier_is_not_overdue_the_moment_its_supplement_comes(
    value: int, unit: LimitUnit
) -> None:
    """Asked for on the morning of the due day, Monday 23/11; it came on Wednesday."""
    came = "2026-11-25 09:00"
    assert paused(value, unit, ("2026-11-23 09:00", came)).due_at > moment(came)


@pytest.mark.parametrize(
    ("value", "unit"),
    [(0, WORKING), (-1, DAY), (0, HOUR), (1001, WORKING), (3651, DAY), (8001, HOUR), (1, SAME)],
)
def test_limit_out_of_range_is_refused_with_its_bounds(value: int, unit: LimitUnit) -> None:
    with pytest.raises(InputRefused) as refused:
        Limit(value, unit)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("limit", Entry.OUT_OF_RANGE)
    assert problem.facts["value"] == value
    assert not problem.facts["lowest"] <= value <= problem.facts["highest"]


@pytest.mark.parametrize(("value", "unit"), LIMITS)
def test_calendar_without_any_session_is_refused(value: int, unit: LimitUnit) -> None:
    empty = calendar_with(week=WorkWeek(((),) * 7, (False,) * 7))
    with pytest.raises(RuleViolation) as refused:
        compute_due(FRIDAY, Limit(value, unit), empty)
    assert refused.value.code is Rule.NO_WORKING_DAYS
    assert "near" in refused.value.facts


@pytest.mark.parametrize(("value", "unit"), LIMITS)
def test_calendar_that_only_receives_is_refused(value: int, unit: LimitUnit) -> None:
    never_counted = calendar_with(week=WorkWeek(usual_week().sessions, (False,) * 7))
    with pytest.raises(RuleViolation) as refused:
        compute_due(FRIDAY, Limit(value, unit), never_counted)
    assert refused.value.code is Rule.NO_WORKING_DAYS


@pytest.mark.parametrize(("value", "unit"), [(1, WORKING), (3, DAY), (4, HOUR)])
def test_worked_saturday_in_a_week_without_monday_hours_still_has_hours(
    value: int, unit: LimitUnit
) -> None:
    """An office that opens on Wednesdays only, and on one worked Saturday."""
    hours = (Session(time(8, 0), time(12, 0)),)
    week = WorkWeek(((), (), hours, (), (), (), ()), (False, False, True) + (False,) * 4)
    calendar = calendar_with(special(DayKind.SWAP_WORK, "2026-11-21"), week)
    found = compute_due(moment("2026-11-18 09:00"), Limit(value, unit), calendar)
    assert found.due_at.date() == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-27", 5),
        ("2026-11-23", "2026-11-20", -1),
        ("2026-02-13", "2026-02-23", 1),
        ("2026-08-28", "2026-09-03", 1),
    ],
)
def test_working_days_between_two_dates_follow_the_calendar(
    start: str, end: str, expected: int
) -> None:
    between = working_days_between(
        date.fromisoformat(start), date.fromisoformat(end), official_calendar()
    )
    assert between == expected
