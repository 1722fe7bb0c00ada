"""The office's working calendar: read, edit, import, and days expected in years to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop import resources
from desktop.domain.moments import check_year
from desktop.domain.roles import Permission
from desktop.domain.work_calendar import DayKind, SpecialDay, WorkCalendar, usual_week
from desktop.models.calendar import special_days
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import settings_from

_EXPECTED_SOURCE = "holidays"
# Reported from 2026 on, without an official notice yet (domain notes §2.4): never in force
# before a person confirms it.
_CULTURE_DAY = (11, 24)


def read_calendar(office: Office) -> WorkCalendar:
    """The calendar now in force."""

    def build() -> WorkCalendar:
        with office.reading() as connection:
            return calendar_from(connection)

    return office.remembered("calendar", frozenset({Change.CALENDAR}), build)


def calendar_from(connection: Connection) -> WorkCalendar:
    """The calendar inside a transaction."""
    days = {day.day: day for day in _special_days(connection)}
    return WorkCalendar(settings_from(connection).week, days)


def shipped_calendar(years: Iterable[int]) -> WorkCalendar:
    """The calendar that ships with the program, before any office has changed it.

    Official days off, and expected ones for those of ``years`` that the official table lacks.
    """
    official = resources.days_off()
    covered = {day.day.year for day in official}
    expected = expected_days([year for year in years if year not in covered])
    return WorkCalendar(usual_week(), {day.day: day for day in (*official, *expected)})


def list_special_days(office: Office, year: int | None = None) -> tuple[SpecialDay, ...]:
    """The dates with a rule of their own, oldest first. Raises InputRefused on ``year``."""
    if year is not None:
        check_year(year, "year")
    days = sorted(read_calendar(office).special.values(), key=lambda d: d.day)
    return tuple(day for day in days if year is None or day.day.year == year)


def set_special_day(office: Office, special: SpecialDay) -> Outcome[SpecialDay]:
    """Adds or replaces one date, by hand: confirmed and in force as given."""
    office.require(Permission.EDIT_CALENDAR)
    with office.command() as work:
        store_special_days(work.connection, [special], "hand")
        work.audit("calendar.set", special.day.isoformat(), kind=special.kind)
        return work.outcome(special, Change.CALENDAR)


def remove_special_day(office: Office, day: date) -> Outcome[None]:
    """Makes a date an ordinary weekday again."""
    office.require(Permission.EDIT_CALENDAR)
    with office.command() as work:
        work.connection.execute(delete(special_days).where(special_days.c.day == day))
        work.audit("calendar.remove", day.isoformat())
        return work.outcome(None, Change.CALENDAR)


def seed_special_days(work: Work, expected_years: Iterable[int]) -> None:
    """Lays in the official table, and expected days for years the table lacks."""
    official = resources.days_off()
    store_special_days(work.connection, official, "official")
    covered = {day.day.year for day in official}
    missing = [year for year in expected_years if year not in covered]
    store_special_days(work.connection, expected_days(missing), _EXPECTED_SOURCE)


def expected_days(years: Iterable[int]) -> list[SpecialDay]:
    """Days off as the Labour Code gives them (Điều 112), by the ``holidays`` library.

    The Government may still swap days, so they are in force but not confirmed.
    """
    from holidays.countries.vietnam import Vietnam

    found = Vietnam(years=list(years), language="vi")  # type: ignore[no-untyped-call]
    return [
        SpecialDay(
            day,
            DayKind.OFF,
            f"{name} (dự kiến)",
            confirmed=False,
            in_force=(day.month, day.day) != _CULTURE_DAY,
        )
        for day, name in sorted(found.items())
    ]


def ensure_years(office: Office, today: date) -> None:
    """Adds expected days for the coming years when the table ends; done once a year at start."""
    known = {day.year for day in read_calendar(office).special}
    missing = [year for year in range(today.year, today.year + 3) if year not in known]
    if missing:
        with office.command() as work:
            store_special_days(work.connection, expected_days(missing), _EXPECTED_SOURCE)
            work.audit("calendar.expect", ",".join(map(str, missing)))
            work.outcome(None, Change.CALENDAR)


def store_special_days(connection: Connection, days: Iterable[SpecialDay], source: str) -> None:
    """Writes dates inside a command, replacing what stood there."""
    rows = [
        {
            "day": day.day,
            "kind": day.kind,
            "note": day.note,
            "confirmed": day.confirmed,
            "in_force": day.in_force,
            "source": source,
        }
        for day in days
    ]
    if not rows:
        return
    statement = upsert(special_days)
    replaced = {
        name: getattr(statement.excluded, name)
        for name in ("kind", "note", "confirmed", "in_force", "source")
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["day"], set_=replaced), rows)


def _special_days(connection: Connection) -> list[SpecialDay]:
    return [
        SpecialDay(row.day, row.kind, row.note, row.confirmed, row.in_force)
        for row in connection.execute(select(special_days))
    ]
