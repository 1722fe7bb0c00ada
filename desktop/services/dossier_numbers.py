"""Giving a dossier its number: this desk's own share of the day, never the same twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import func, select

from desktop.domain.dossier_codes import SerialShare, dossier_code
from desktop.domain.moments import day_start, local, local_date
from desktop.models.dossiers import code_serials, dossiers
from desktop.models.offices import restores
from desktop.models.prepared import PreparedInsert, first_value
from desktop.models.reserved_codes import reserved_codes
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.settings import read_settings

# Yesterday's paper is entered today, and a clock may run ahead: a number lost with the days
# after a backup can bear any earlier day and, rarely, a day soon to come.
_AHEAD = timedelta(days=31)
_TAKEN = (
    "SELECT 1 FROM dossiers WHERE code = ?1 UNION ALL SELECT 1 FROM reserved_codes WHERE code = ?1"
)
_NEXT_ORDINAL = PreparedInsert(
    code_serials,
    "ON CONFLICT (device_id, day) DO UPDATE SET last_ordinal = last_ordinal + 1"
    " RETURNING last_ordinal",
)
_KEEP_ORDINALS = PreparedInsert(
    code_serials,
    "ON CONFLICT (device_id, day) DO UPDATE SET last_ordinal = excluded.last_ordinal",
)


def next_code(work: Work, day: date) -> str:
    """The next code of this desk for a day; a number is never given twice.

    After a restore, the days on which a lost number may stand have a share of their own.
    """
    prefix = read_settings(work.office).code_prefix
    for serial in _next_serials(work, day):
        code = dossier_code(prefix, day, serial)
        # An imported register may hold numbers of this share already.
        if first_value(work.connection, _TAKEN, (code,)) is None:
            return code
    raise AssertionError("a share ends by an error, never silently")


def _next_serials(work: Work, day: date) -> Iterator[str]:
    share = SerialShare(work.office.info.desk_number)
    if _may_lack_numbers(work.office, day):
        yield from map(share.serial_of_second, count(_second_of_day(work.now)))
    key = {"device_id": work.office.info.device_id, "day": day, "last_ordinal": 1}
    while True:
        yield share.serial(_NEXT_ORDINAL.run(work.connection, key))


class CodeDispenser:
    """Codes for many dossiers of one command; counters are read and written once a day each.

    ``reserved`` codes come in by themselves and are not given out.
    """

    def __init__(self, work: Work, reserved: Iterable[str] = ()) -> None:
        self._work = work
        self._reserved = frozenset(reserved)
        self._prefix = read_settings(work.office).code_prefix
        self._days: dict[date, _DaySerials] = {}

    def next(self, day: date) -> str:
        """The next free code of this desk for a day."""
        if day not in self._days:
            self._days[day] = self._open(day)
        serials = self._days[day]
        while True:
            code = dossier_code(self._prefix, day, serials.serial(serials.next))
            serials.next += 1
            if code not in serials.taken and code not in self._reserved:
                return code

    def save(self) -> None:
        """Writes the counters; to be called before the command ends."""
        device = self._work.office.info.device_id
        _KEEP_ORDINALS.run_many(
            self._work.connection,
            [
                {"device_id": device, "day": day, "last_ordinal": serials.next - 1}
                for day, serials in self._days.items()
                if serials.is_counted
            ],
        )

    def _open(self, day: date) -> _DaySerials:
        connection, info = self._work.connection, self._work.office.info
        share, taken = SerialShare(info.desk_number), self._taken(day)
        if _may_lack_numbers(self._work.office, day):
            second = _second_of_day(self._work.now)
            return _DaySerials(share.serial_of_second, second, taken, is_counted=False)
        last = connection.execute(
            select(code_serials.c.last_ordinal).where(
                code_serials.c.device_id == info.device_id, code_serials.c.day == day
            )
        ).scalar_one_or_none()
        return _DaySerials(share.serial, (last or 0) + 1, taken)

    def _taken(self, day: date) -> set[str]:
        start = dossier_code(self._prefix, day, "")
        taken: set[str] = set()
        for column in (dossiers.c.code, reserved_codes.c.code):
            query = select(column).where(column >= start, column < start + "\uffff")
            taken |= set(self._work.connection.execute(query).scalars())
        return taken


@dataclass
class _DaySerials:
    serial: Callable[[int], str]
    next: int
    taken: set[str]
    is_counted: bool = True


def _second_of_day(now: datetime) -> int:
    return int((local(now) - day_start(local_date(now))).total_seconds())


def _may_lack_numbers(office: Office, day: date) -> bool:
    """Whether a backup was restored that may not know of numbers bearing this day."""

    def build() -> date | None:
        with office.reading() as connection:
            mine = restores.c.device_id == office.info.device_id
            query = select(func.max(restores.c.restored_at)).where(mine)
            last = connection.execute(query).scalar_one()
        return local_date(last) if last else None

    restored = office.remembered("restores", frozenset({Change.OFFICE}), build)
    return restored is not None and day <= restored + _AHEAD
