"""Time in a Vietnamese office: one zone, +07:00, no summer time.

Instants are aware datetimes. The zone is fixed on purpose: an old PC with a wrong zone
setting must still print the office's hours.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from desktop.domain.errors import Entry, InputProblem, InputRefused

# Beyond these a date is a slip of the hand; the calendar and the papers are not made for it.
POSSIBLE_YEARS = (1900, 2199)
_WRITTEN = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?=$|[T ])", re.ASCII)
_CLOCK = re.compile(
    r"(?P<whole>\d{1,2})(?P<rest>\d{2})?|(?P<hour>\d{1,2})\s*[h:.g]\s*(?P<minute>\d{1,2})?",
    re.ASCII,
)
VIETNAM = timezone(timedelta(hours=7), "+07")


def local(moment: datetime) -> datetime:
    """The moment on the office's clock."""
    return moment.astimezone(VIETNAM)


def local_date(moment: datetime) -> date:
    """The day on the office's calendar."""
    return moment.astimezone(VIETNAM).date()


def at(day: date, clock: time) -> datetime:
    """A local day and hour as an instant."""
    return datetime.combine(day, clock, VIETNAM)


def day_start(day: date) -> datetime:
    """Midnight at which the local day begins."""
    return at(day, time(0, 0))


def parse_moment(text: str, field: str = "at") -> datetime:
    """A date or date and time, ISO 8601 or 05/12/2026 08:30.

    Without a zone it is office time, without an hour midnight.
    Raises InputRefused(NOT_A_TIME, OUT_OF_RANGE).
    """
    try:
        moment = datetime.fromisoformat(_iso(text))
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_TIME, {"text": text})) from None
    check_year(moment.year, field)
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else local(moment)


def parse_date(text: str, field: str = "date") -> date:
    """A date, ISO 8601 or 05/12/2026; an hour after it is allowed and dropped.

    Raises InputRefused(NOT_A_DATE, OUT_OF_RANGE).
    """
    try:
        day = datetime.fromisoformat(_iso(text)).date()
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_DATE, {"text": text})) from None
    check_year(day.year, field)
    return day


def parse_clock(text: str, field: str = "at") -> time:
    """An hour of the day as hands write it: 0815, 815, 8h15, 8:15, 14h, 8.

    Raises InputRefused(NOT_A_CLOCK).
    """
    match = _CLOCK.fullmatch(text.strip().lower())
    try:
        if match is None:
            raise ValueError(text)
        hour, minute = match["hour"] or match["whole"], match["minute"] or match["rest"] or "0"
        return time(int(hour), int(minute))
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_CLOCK, {"text": text})) from None


def _iso(text: str) -> str:
    """ISO 8601 from the writing of the country; other texts as they are."""
    return _WRITTEN.sub(lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}", text.strip())


def check_year(year: int, field: str) -> None:
    """Raises InputRefused for a year that no calendar here can carry."""
    lowest, highest = POSSIBLE_YEARS
    if not lowest <= year <= highest:
        facts = {"value": year, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem(field, Entry.OUT_OF_RANGE, facts))
