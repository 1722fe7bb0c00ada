"""Due dates (hẹn trả kết quả) and their why, day by day.

Conventions, stated once (domain notes §2.3–2.4):

* the day of reception is not counted; reception outside the sessions takes effect at the
  next opening;
* *working days* count working dates only, and the limit ends at closing time of the last;
* *days* count every calendar date; an end on a day off moves to the next working day;
* *hours* are working hours inside the sessions;
* *same day*: the day itself, or the next working day when received after the cut-off
  (15:00: Luật Hộ tịch Điều 5 khoản 3; NĐ 23/2015/NĐ-CP Điều 7);
* a pause (waiting for a supplement, "freeze" mode) leaves out every date after the day of
  the request up to and including the day the supplement came; a limit whose last day was
  the day of the request ends on the day the supplement came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import at, local
from desktop.domain.work_calendar import (
    MOST_DAYS_SEARCHED,
    DayReason,
    WorkCalendar,
    no_working_days,
)

SAME_DAY_CUTOFF = time(15, 0)
LONGEST_LIMIT = {"working_day": 1000, "day": 3650, "hour": 8000, "same_day": 0}


class LimitUnit(StrEnum):
    """What a time limit (thời hạn giải quyết) is counted in."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. ``cutoff`` matters for same-day procedures only; None means no cut-off."""

    value: int
    unit: LimitUnit
    cutoff: time | None = SAME_DAY_CUTOFF

    def __post_init__(self) -> None:
        lowest = 0 if self.unit is LimitUnit.SAME_DAY else 1
        highest = LONGEST_LIMIT[self.unit]
        if not lowest <= self.value <= highest:
            facts = {"lowest": lowest, "highest": highest, "value": self.value}
            raise InputRefused(InputProblem("limit", Entry.OUT_OF_RANGE, facts))


class CountReason(StrEnum):
    """Why one date of the explanation counts or not; the first group repeats DayReason."""

    WORKING = DayReason.WORKING.value
    SWAPPED_WORKING = DayReason.SWAPPED_WORKING.value
    HALF_DAY = DayReason.HALF_DAY.value
    WEEKEND = DayReason.WEEKEND.value
    DAY_OFF = DayReason.DAY_OFF.value
    RECEPTION_ONLY = DayReason.RECEPTION_ONLY.value
    RECEIVED = "received"
    RECEIVED_OUTSIDE_HOURS = "received_outside_hours"
    TAKES_EFFECT = "takes_effect"
    AFTER_CUTOFF = "after_cutoff"
    SAME_DAY = "same_day"
    CALENDAR_DAY = "calendar_day"
    ENDS_ON_DAY_OFF = "ends_on_day_off"
    PAUSED = "paused"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class DayCount:
    """One line of the why: the date, whether it counted, its place in the count, the reason."""

    day: date
    counted: bool
    reason: CountReason
    ordinal: int | None = None
    note: str = ""
    unconfirmed: bool = False
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """The computed due instant and the days that led to it, oldest first."""

    due_at: datetime
    why: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which the clock stood still: request and arrival of a supplement."""

    start: datetime
    end: datetime

    def covers_day(self, day: date) -> bool:
        """Whether the date is left out: after the day of the request, up to the arrival."""
        return local(self.start).date() < day <= local(self.end).date()


def compute_due(
    received_at: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
) -> DueDate:
    """The due date of a dossier received at an instant, under a limit, with its why.

    Raises RuleViolation(NO_WORKING_DAYS) when the calendar has none near the date.
    """
    received = local(received_at)
    start = calendar.opening(received)
    why = _reception_lines(received, start, limit, calendar)
    counters = {
        LimitUnit.WORKING_DAY: _count_working_days,
        LimitUnit.DAY: _count_days,
        LimitUnit.HOUR: _count_hours,
        LimitUnit.SAME_DAY: _same_day,
    }
    spans = tuple(_effective(pause, calendar) for pause in sorted(pauses, key=lambda p: p.start))
    due_at = counters[limit.unit](start, limit, calendar, spans, why)
    if limit.unit is not LimitUnit.HOUR:
        due_at = _after_waits(due_at, spans, calendar, why)
    return DueDate(due_at, tuple(why))


def _effective(pause: Pause, calendar: WorkCalendar) -> Pause:
    """A supplement that comes outside the sessions takes effect at the next opening."""
    return Pause(local(pause.start), calendar.opening(local(pause.end)))


def _after_waits(
    due_at: datetime, pauses: tuple[Pause, ...], calendar: WorkCalendar, why: list[DayCount]
) -> datetime:
    """A limit that ran out on the very day of a request has the day of the arrival left."""
    for pause in pauses:
        asked, came = pause.start.date(), pause.end.date()
        if due_at.date() == asked < came and pause.start <= due_at:
            why += [
                _line(calendar, day, False, CountReason.PAUSED)
                for day in _days(asked + timedelta(days=1), came)
            ]
            due_at = _next_counted(came, calendar, why)
    return due_at


def _reception_lines(
    received: datetime, start: datetime, limit: Limit, calendar: WorkCalendar
) -> list[DayCount]:
    in_effect = limit.unit in (LimitUnit.SAME_DAY, LimitUnit.HOUR)
    if received.date() == start.date():
        if in_effect:
            return []
        return [_line(calendar, start.date(), False, CountReason.RECEIVED)]
    lines = [_line(calendar, received.date(), False, CountReason.RECEIVED_OUTSIDE_HOURS)]
    lines += [
        _line(calendar, day, False, CountReason(calendar.reason(day).value))
        for day in _days(received.date() + timedelta(days=1), start.date())
    ]
    if not in_effect:
        lines.append(_line(calendar, start.date(), False, CountReason.TAKES_EFFECT))
    return lines


def _count_working_days(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: tuple[Pause, ...],
    why: list[DayCount],
) -> datetime:
    counted, day, idle = 0, start.date(), 0
    while counted < limit.value:
        day += timedelta(days=1)
        reason = CountReason(calendar.reason(day).value)
        paused = _is_paused(day, pauses)
        counts = calendar.is_counted(day) and not paused
        idle = 0 if counts or paused else idle + 1
        if idle > MOST_DAYS_SEARCHED:
            raise no_working_days(day)
        counted += counts
        shown = CountReason.PAUSED if paused else reason
        why.append(_line(calendar, day, counts, shown, counted if counts else None))
    return calendar.closing(day)


def _count_days(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: tuple[Pause, ...],
    why: list[DayCount],
) -> datetime:
    counted, day = 0, start.date()
    while counted < limit.value:
        day += timedelta(days=1)
        paused = _is_paused(day, pauses)
        counted += not paused
        reason = CountReason.PAUSED if paused else CountReason.CALENDAR_DAY
        why.append(_line(calendar, day, not paused, reason, None if paused else counted))
    return _closing_or_next(day, calendar, why)


def _count_hours(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: tuple[Pause, ...],
    why: list[DayCount],
) -> datetime:
    left, moment = timedelta(hours=limit.value), start
    idle = 0
    while True:
        day, used = moment.date(), timedelta(0)
        if calendar.is_counted(day):
            for begin, end in _open_spans(moment, calendar, pauses):
                taken = min(left, end - begin)
                used, left = used + taken, left - taken
                if left <= timedelta(0):
                    why.append(_hours_line(calendar, day, used, pauses))
                    return begin + taken
        idle = 0 if used or _is_paused(day, pauses) else idle + 1
        if idle > MOST_DAYS_SEARCHED:
            raise no_working_days(day)
        why.append(_hours_line(calendar, day, used, pauses))
        moment = at(day + timedelta(days=1), time(0, 0))


def _open_spans(
    moment: datetime, calendar: WorkCalendar, pauses: tuple[Pause, ...]
) -> Iterator[tuple[datetime, datetime]]:
    """The open, unpaused spans from the moment to the end of its day."""
    for session in calendar.sessions(moment.date()):
        begin = max(moment, at(moment.date(), session.start))
        end = at(moment.date(), session.end)
        for pause in pauses:
            if pause.end <= begin or pause.start >= end:
                continue
            if begin < pause.start:
                yield begin, pause.start
            begin = max(begin, pause.end)
        if begin < end:
            yield begin, end


def _hours_line(
    calendar: WorkCalendar, day: date, used: timedelta, pauses: tuple[Pause, ...]
) -> DayCount:
    minutes = int(used.total_seconds() // 60)
    if minutes:
        return _line(calendar, day, True, CountReason.HOURS, minutes=minutes)
    paused = _is_paused(day, pauses) and calendar.is_counted(day)
    reason = CountReason.PAUSED if paused else CountReason(calendar.reason(day).value)
    return _line(calendar, day, False, reason)


def _same_day(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    _pauses: tuple[Pause, ...],
    why: list[DayCount],
) -> datetime:
    day = start.date()
    if limit.cutoff is not None and start.time() > limit.cutoff:
        why.append(_line(calendar, day, False, CountReason.AFTER_CUTOFF))
        day += timedelta(days=1)
    elif calendar.is_counted(day):
        why.append(_line(calendar, day, True, CountReason.SAME_DAY, 1))
        return calendar.closing(day)
    return _next_counted(day, calendar, why)


def _closing_or_next(day: date, calendar: WorkCalendar, why: list[DayCount]) -> datetime:
    if calendar.is_counted(day):
        return calendar.closing(day)
    last = why[-1]
    why[-1] = _line(calendar, day, True, CountReason.ENDS_ON_DAY_OFF, last.ordinal)
    return _next_counted(day + timedelta(days=1), calendar, why)


def _next_counted(day: date, calendar: WorkCalendar, why: list[DayCount]) -> datetime:
    for _ in range(MOST_DAYS_SEARCHED):
        reason = CountReason(calendar.reason(day).value)
        if calendar.is_counted(day):
            why.append(_line(calendar, day, True, reason))
            return calendar.closing(day)
        why.append(_line(calendar, day, False, reason))
        day += timedelta(days=1)
    raise no_working_days(day)


def _line(
    calendar: WorkCalendar,
    day: date,
    counted: bool,
    reason: CountReason,
    ordinal: int | None = None,
    minutes: int | None = None,
) -> DayCount:
    return DayCount(
        day, counted, reason, ordinal, calendar.note(day), calendar.is_unconfirmed(day), minutes
    )


def _is_paused(day: date, pauses: tuple[Pause, ...]) -> bool:
    return any(pause.covers_day(day) for pause in pauses)


def _days(first: date, end: date) -> Iterator[date]:
    """Dates from first up to, not including, end."""
    while first < end:
        yield first
        first += timedelta(days=1)


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after ``start`` up to and including ``end``; negative when end is before."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_counted(day) for day in _days(start + timedelta(1), end + timedelta(1)))
