"""The working calendar (lịch làm việc): sessions of the week, days off, swapped Saturdays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import at


class DayKind(StrEnum):
    """How a single date differs from its weekday."""

    OFF = "off"
    SWAP_WORK = "swap_work"
    MORNING_ONLY = "morning_only"
    AFTERNOON_ONLY = "afternoon_only"


@dataclass(frozen=True, slots=True)
class Session:
    """One working session (buổi): from opening to closing, on the local clock."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with a rule of its own.

    ``confirmed`` tells whether an official notice is known; ``in_force`` whether it counts.
    A day that is only expected (24/11/2026) is kept with ``in_force`` False until a person
    confirms it, and every due date that passes over it says so.
    """

    day: date
    kind: DayKind
    note: str = ""
    confirmed: bool = True
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Sessions of each weekday, Monday first; ``counted`` weekdays count toward limits.

    A Saturday morning on which the counter only receives has sessions and is not counted.
    """

    sessions: tuple[tuple[Session, ...], ...]
    counted: tuple[bool, ...]

    def __post_init__(self) -> None:
        for day_sessions in self.sessions:
            _check_order(day_sessions)


def _check_order(sessions: tuple[Session, ...]) -> None:
    previous = time(0, 0)
    for session in sessions:
        if session.start < previous or session.end <= session.start:
            raise InputRefused(InputProblem("sessions", Entry.SESSIONS_OVERLAP))
        previous = session.end


USUAL_SESSIONS = (Session(time(7, 0), time(11, 30)), Session(time(13, 30), time(17, 0)))


def usual_week(sessions: tuple[Session, ...] = USUAL_SESSIONS) -> WorkWeek:
    """Monday to Friday with the same sessions, the week-end free."""
    return WorkWeek((sessions,) * 5 + ((), ()), (True,) * 5 + (False, False))


class DayReason(StrEnum):
    """Why a date is, or is not, a working day."""

    WORKING = "working"
    SWAPPED_WORKING = "swapped_working"
    HALF_DAY = "half_day"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    RECEPTION_ONLY = "reception_only"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Answers for any date: sessions, whether it counts, and why."""

    week: WorkWeek
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions in which the office is open on that date, maybe none."""
        special = self._in_force(day)
        if special is None:
            return self.week.sessions[day.weekday()]
        if special.kind is DayKind.OFF:
            return ()
        usual = self._hours_of_a_working_day(day)
        if special.kind is DayKind.MORNING_ONLY:
            return usual[:1]
        if special.kind is DayKind.AFTERNOON_ONLY:
            return usual[1:] or usual
        return usual

    def _hours_of_a_working_day(self, day: date) -> tuple[Session, ...]:
        """The weekday's own hours, or those of the first working weekday for a worked Saturday."""
        if self.week.counted[day.weekday()] and self.week.sessions[day.weekday()]:
            return self.week.sessions[day.weekday()]
        working = zip(self.week.sessions, self.week.counted, strict=True)
        return next((hours for hours, counts in working if counts and hours), ())

    def is_counted(self, day: date) -> bool:
        """Whether the date counts as a working day of a limit."""
        special = self._in_force(day)
        if special is not None:
            return special.kind is not DayKind.OFF and bool(self.sessions(day))
        return self.week.counted[day.weekday()] and bool(self.week.sessions[day.weekday()])

    def reason(self, day: date) -> DayReason:
        """Why the date counts or does not."""
        special = self._in_force(day)
        if special is not None:
            return _SPECIAL_REASONS[special.kind]
        if self.is_counted(day):
            return DayReason.WORKING
        return DayReason.RECEPTION_ONLY if self.sessions(day) else DayReason.WEEKEND

    def note(self, day: date) -> str:
        """The note of the date's own rule, empty for an ordinary day."""
        special = self.special.get(day)
        return special.note if special else ""

    def is_unconfirmed(self, day: date) -> bool:
        """Whether an unconfirmed rule stands on the date, in force or not."""
        special = self.special.get(day)
        return special is not None and not special.confirmed

    def opening(self, moment: datetime) -> datetime:
        """The moment itself in a session, else the next opening: when reception takes effect.

        Before opening → opening time; at lunch → afternoon; after closing → next working day.
        """
        day, clock = moment.date(), moment.time()
        for session in self.sessions(day):
            if clock < session.start:
                return at(day, session.start)
            if clock <= session.end:
                return moment
        return at(*self._first_opening(day + timedelta(days=1)))

    def closing(self, day: date) -> datetime:
        """The end of the last session of a working date."""
        return at(day, self.sessions(day)[-1].end)

    def _first_opening(self, day: date) -> tuple[date, time]:
        for _ in range(MOST_DAYS_SEARCHED):
            sessions = self.sessions(day)
            if sessions:
                return day, sessions[0].start
            day += timedelta(days=1)
        raise no_working_days(day)

    def _in_force(self, day: date) -> SpecialDay | None:
        special = self.special.get(day)
        return special if special is not None and special.in_force else None


_SPECIAL_REASONS = {
    DayKind.OFF: DayReason.DAY_OFF,
    DayKind.SWAP_WORK: DayReason.SWAPPED_WORKING,
    DayKind.MORNING_ONLY: DayReason.HALF_DAY,
    DayKind.AFTERNOON_ONLY: DayReason.HALF_DAY,
}

# A calendar without any working day in this span is a mistake of set-up, not a long holiday.
MOST_DAYS_SEARCHED = 60


def no_working_days(day: date) -> Exception:
    """The violation to raise when a search for a working day finds none."""
    from desktop.domain.errors import Rule, RuleViolation

    return RuleViolation(Rule.NO_WORKING_DAYS, near=day)
