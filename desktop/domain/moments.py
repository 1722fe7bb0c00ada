"""Time in a Vietnamese office: one zone, +07:00, no summer time.

Instants are aware datetimes. The zone is fixed on purpose: an old PC with a wrong zone
setting must still print the office's hours.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from desktop.domain.errors import Entry, InputProblem, InputRefused

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
    """An ISO 8601 date or date and time; without a zone it is office time, without hour midnight.

    Raises InputRefused(NOT_A_TIME).
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_TIME, {"text": text})) from None
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else local(moment)


def parse_date(text: str, field: str = "date") -> date:
    """An ISO 8601 date. Raises InputRefused(NOT_A_DATE)."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_DATE, {"text": text})) from None
