"""What holds for every due date: never early, never on a day off, explained day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.due_dates import (
    LONGEST_LIMIT,
    DueDate,
    Limit,
    LimitUnit,
    Pause,
    compute_due,
)
from desktop.domain.moments import VIETNAM
from desktop.domain.work_calendar import DayKind, SpecialDay, WorkCalendar, usual_week
from tests.domain.calendars import RECEPTION_ON_SATURDAY, calendar_with

FIRST = date(2026, 10, 1)
SPAN = 90
dates = st.integers(0, SPAN).map(lambda days: FIRST + timedelta(days))
moments = st.integers(0, SPAN * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 1, tzinfo=VIETNAM) + timedelta(minutes=minutes)
)
# At most twelve days off in ninety: the longest holiday stays shorter than the search.
special_days = st.dictionaries(
    dates, st.tuples(st.sampled_from(DayKind), st.booleans()), max_size=12
)
units = st.sampled_from(LimitUnit)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = draw(st.sampled_from((usual_week(), RECEPTION_ON_SATURDAY)))
    days = draw(special_days)
    return calendar_with(
        [SpecialDay(day, kind, in_force=in_force) for day, (kind, in_force) in days.items()], week
    )


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    unit = draw(units)
    highest = min(60, LONGEST_LIMIT[unit])
    return Limit(draw(st.integers(min(1, highest), highest)), unit)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    spans = draw(st.lists(st.tuples(moments, moments), max_size=3))
    return [Pause(min(span), max(span)) for span in spans]


@given(moments, limits(), calendars(), pauses())
def test_due_is_never_before_reception(
    received: datetime, limit: Limit, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    assert compute_due(received, limit, calendar, waits).due_at >= received


@given(moments, limits(), calendars(), pauses())
def test_due_is_never_on_a_day_off_and_always_in_opening_hours(
    received: datetime, limit: Limit, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    due_at = compute_due(received, limit, calendar, waits).due_at
    assert calendar.is_counted(due_at.date())
    clock = due_at.time()
    assert any(s.start <= clock <= s.end for s in calendar.sessions(due_at.date()))


@given(moments, units, st.integers(1, 60), st.integers(0, 30), calendars(), pauses())
def test_longer_limit_is_never_due_earlier(
    received: datetime,
    unit: LimitUnit,
    value: int,
    more: int,
    calendar: WorkCalendar,
    waits: list[Pause],
) -> None:
    if unit is LimitUnit.SAME_DAY:
        shorter, longer = Limit(0, unit), Limit(1 + more, LimitUnit.WORKING_DAY)
    else:
        shorter, longer = Limit(value, unit), Limit(value + more, unit)
    early = compute_due(received, shorter, calendar, waits).due_at
    assert early <= compute_due(received, longer, calendar, waits).due_at


@given(moments, st.integers(0, 5_000), limits(), calendars())
def test_later_reception_is_never_due_earlier(
    received: datetime, minutes: int, limit: Limit, calendar: WorkCalendar
) -> None:
    later = received + timedelta(minutes=minutes)
    early = compute_due(received, limit, calendar).due_at
    assert early <= compute_due(later, limit, calendar).due_at


@given(moments, st.integers(1, 60), calendars(), pauses())
def test_counted_working_days_of_the_why_are_as_many_as_the_limit(
    received: datetime, value: int, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    limit = Limit(value, LimitUnit.WORKING_DAY)
    why = compute_due(received, limit, calendar, waits).why
    counted = [line for line in why if line.counted]
    assert [line.ordinal for line in counted] == list(range(1, value + 1))
    assert all(calendar.is_counted(line.day) for line in counted)
    uncounted = [line for line in why if not line.counted]
    assert all(line.ordinal is None for line in uncounted)


@given(moments, st.integers(1, 60), calendars())
def test_working_days_agree_with_a_plain_count(
    received: datetime, value: int, calendar: WorkCalendar
) -> None:
    """Counted again the slow way: the value-th counted date after the date of effect."""
    day = calendar.opening(received).date()
    left = value
    while left:
        day += timedelta(days=1)
        left -= calendar.is_counted(day)
    due_at = compute_due(received, Limit(value, LimitUnit.WORKING_DAY), calendar).due_at
    assert due_at == calendar.closing(day)


@given(moments, st.integers(1, 200), calendars())
def test_working_hours_of_the_why_add_up_to_the_limit(
    received: datetime, value: int, calendar: WorkCalendar
) -> None:
    why = compute_due(received, Limit(value, LimitUnit.HOUR), calendar).why
    assert sum(line.minutes or 0 for line in why) == 60 * value


@given(moments, limits(), calendars(), pauses())
def test_pause_never_makes_the_due_date_earlier(
    received: datetime, limit: Limit, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    without = compute_due(received, limit, calendar).due_at
    assert without <= compute_due(received, limit, calendar, waits).due_at


@given(moments, limits(), calendars(), dates)
def test_one_more_day_off_never_makes_the_due_date_earlier(
    received: datetime, limit: Limit, calendar: WorkCalendar, free: date
) -> None:
    days = {**calendar.special, free: SpecialDay(free, DayKind.OFF)}
    shorter_year = WorkCalendar(calendar.week, days)
    before = compute_due(received, limit, calendar).due_at
    assert before <= compute_due(received, limit, shorter_year).due_at


def _explained_days(found: DueDate) -> list[date]:
    return [line.day for line in found.why]


@given(moments, limits(), calendars(), pauses())
def test_why_lists_every_date_once_up_to_the_due_date(
    received: datetime, limit: Limit, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    found = compute_due(received, limit, calendar, waits)
    days = _explained_days(found)
    assert days[0] == received.date()
    assert days[-1] == found.due_at.date()
    assert days == [days[0] + timedelta(n) for n in range(len(days))]
