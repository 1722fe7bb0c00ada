"""Calendars and moments for the tests of due dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from desktop import resources
from desktop.domain.moments import VIETNAM
from desktop.domain.work_calendar import (
    USUAL_SESSIONS,
    DayKind,
    Session,
    SpecialDay,
    WorkCalendar,
    WorkWeek,
    usual_week,
)

MORNING = (Session(time(7, 0), time(11, 30)),)
# Monday to Friday as usual; on Saturday mornings the counter receives and nothing is counted.
RECEPTION_ON_SATURDAY = WorkWeek(
    (USUAL_SESSIONS,) * 5 + (MORNING, ()), (True,) * 5 + (False, False)
)


def moment(text: str) -> datetime:
    """ "2026-11-20 09:00" on the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def special(kind: DayKind, *days: str, note: str = "") -> list[SpecialDay]:
    """Dates of one kind, confirmed and in force."""
    return [SpecialDay(date.fromisoformat(day), kind, note) for day in days]


def calendar_with(days: Iterable[SpecialDay] = (), week: WorkWeek | None = None) -> WorkCalendar:
    """The usual week, or another one, with these dates."""
    return WorkCalendar(week or usual_week(), {day.day: day for day in days})


def official_calendar() -> WorkCalendar:
    """The usual week with the table of days off that ships with the program."""
    return calendar_with(resources.days_off())
