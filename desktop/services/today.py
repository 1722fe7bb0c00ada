"""The Today page: counts that matter, the last thirty days, what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select

from desktop.domain.dossiers import DossierState, Timeliness
from desktop.domain.errors import Surroundings
from desktop.domain.moments import day_start, local_date
from desktop.models.dossiers import dossiers
from desktop.services.backup_files import backups_in, list_backups
from desktop.services.calendar import read_calendar
from desktop.services.dossier_filters import Quick, quick_condition
from desktop.services.office import Office
from desktop.services.second_place import place_trouble, second_place
from desktop.services.settings import read_settings

_DAYS = 30
_LONG_WAIT_DAYS = 7
_UNCOLLECTED_DAYS = 7
_BACKUP_OLD_DAYS = 2


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of the strip."""

    day: date
    received: int
    returned: int
    late: int
    is_working: bool


class Hint(StrEnum):
    """What the page proposes to do next."""

    APOLOGISE = "apologise"
    HAND_OVER = "hand_over"
    CONFIRM = "confirm"
    CALL_WAITING = "call_waiting"
    CALL_READY = "call_ready"
    BACK_UP = "back_up"
    SECOND_BACKUP_GONE = "second_backup_gone"
    SECOND_BACKUP_LOCKED = "second_backup_locked"
    SECOND_BACKUP_FULL = "second_backup_full"
    SECOND_BACKUP_OLD = "second_backup_old"
    CONFIRM_CALENDAR = "confirm_calendar"
    FILL_LETTERHEAD = "fill_letterhead"


_TROUBLES = {
    Surroundings.FOLDER_MISSING: Hint.SECOND_BACKUP_GONE,
    Surroundings.PLACE_READ_ONLY: Hint.SECOND_BACKUP_LOCKED,
    Surroundings.DISK_FULL: Hint.SECOND_BACKUP_FULL,
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A proposal with how many it concerns, and the list it opens, if any."""

    hint: Hint
    count: int
    quick: Quick | None = None


@dataclass(frozen=True, slots=True)
class TodaySummary:
    """Everything the Today page shows."""

    today: date
    counts: dict[Quick, int]
    days: tuple[DayFigures, ...]
    steps: tuple[NextStep, ...]
    # Whether the office scores itself: what it says of the index is read after the page stands.
    has_scores: bool = False


_COUNTED = (
    Quick.IN_PROGRESS,
    Quick.DUE_TODAY,
    Quick.OVERDUE,
    Quick.READY,
    Quick.RECEIVED_TODAY,
    Quick.RETURNED_TODAY,
    Quick.NOT_HANDED_OVER,
    Quick.HAND_OVER_WAITING,
    Quick.WAITING,
    Quick.DUE_SOON,
)


def today_summary(office: Office) -> TodaySummary:
    """Counts, days and next steps as of now."""
    today = local_date(office.now())
    with office.reading() as connection:
        counts = {quick: _count(connection, office, quick) for quick in _COUNTED}
        days = _days(office, connection, today)
        steps = _steps(office, connection, counts, today)
        has_scores = connection.exec_driver_sql(_HAS_SCORES).scalar() == 1
    return TodaySummary(today, counts, days, steps, has_scores)


_HAS_SCORES = "SELECT EXISTS (SELECT 1 FROM assessments)"


def _count(connection: Connection, office: Office, quick: Quick) -> int:
    query = select(func.count()).select_from(dossiers).where(quick_condition(office, quick))
    return int(connection.execute(query).scalar_one())


def _days(office: Office, connection: Connection, today: date) -> tuple[DayFigures, ...]:
    start = today - timedelta(days=_DAYS - 1)
    since = day_start(start)
    calendar = read_calendar(office)
    received = _per_day(connection, dossiers.c.received_at, since)
    returned = _per_day(connection, dossiers.c.returned_at, since)
    late = _per_day(
        connection, dossiers.c.ended_at, since, dossiers.c.timeliness == Timeliness.LATE
    )
    days = (start + timedelta(days=n) for n in range(_DAYS))
    return tuple(
        DayFigures(day, received[day], returned[day], late[day], calendar.is_counted(day))
        for day in days
    )


def _per_day(connection: Connection, column: Any, since: datetime, *more: Any) -> Counter[date]:
    query = select(column).where(column >= since, dossiers.c.state != DossierState.VOIDED, *more)
    return Counter(local_date(moment) for moment in connection.execute(query).scalars())


def _steps(
    office: Office, connection: Connection, counts: dict[Quick, int], today: date
) -> tuple[NextStep, ...]:
    found = [
        NextStep(Hint.APOLOGISE, counts[Quick.OVERDUE], Quick.OVERDUE),
        NextStep(Hint.HAND_OVER, counts[Quick.NOT_HANDED_OVER], Quick.NOT_HANDED_OVER),
        NextStep(Hint.CONFIRM, counts[Quick.HAND_OVER_WAITING], Quick.HAND_OVER_WAITING),
        NextStep(
            Hint.CALL_WAITING,
            _older(connection, office, Quick.WAITING, "waiting_since", today, _LONG_WAIT_DAYS),
            Quick.WAITING,
        ),
        NextStep(
            Hint.CALL_READY,
            _older(connection, office, Quick.READY, "finished_at", today, _UNCOLLECTED_DAYS),
            Quick.READY,
        ),
        NextStep(Hint.BACK_UP, _backup_age(office, today)),
        *_second_backup(office, today),
        NextStep(Hint.CONFIRM_CALENDAR, _unconfirmed_soon(office, today)),
        NextStep(Hint.FILL_LETTERHEAD, int(not read_settings(office).phone)),
    ]
    return tuple(step for step in found if step.count)


def _older(
    connection: Connection, office: Office, quick: Quick, column: str, today: date, days: int
) -> int:
    before = day_start(today - timedelta(days=days))
    query = select(func.count()).where(quick_condition(office, quick), dossiers.c[column] < before)
    return int(connection.execute(query).scalar_one())


def _backup_age(office: Office, today: date) -> int:
    """Days since the last backup when that is too long ago, else 0."""
    infos = list_backups(office)
    if not infos:
        return 0
    age = (today - local_date(infos[0].made_at)).days
    return age if age > _BACKUP_OLD_DAYS else 0


def _second_backup(office: Office, today: date) -> tuple[NextStep, ...]:
    """A stick that is pulled out, full or worn out fails at closing time, when nobody reads."""
    place = second_place(office)
    if place is None:
        return ()
    trouble = place_trouble(office)
    if trouble is not None:
        return (NextStep(_TROUBLES[trouble], 1),)
    infos = backups_in(place)
    beside = list_backups(office)
    newest = infos[0].made_at if infos else beside[-1].made_at if beside else office.now()
    age = (today - local_date(newest)).days
    return (NextStep(Hint.SECOND_BACKUP_OLD, age if age > _BACKUP_OLD_DAYS else 0),)


def _unconfirmed_soon(office: Office, today: date) -> int:
    """Unconfirmed dates in the coming ninety days."""
    soon = today + timedelta(days=90)
    days = read_calendar(office).special.values()
    return sum(1 for day in days if not day.confirmed and today <= day.day <= soon)
