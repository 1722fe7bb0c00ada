"""Giving a dossier its number: this desk's own share of the day, never the same twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.domain.dossier_codes import SerialShare, dossier_code
from desktop.domain.moments import local_date
from desktop.models.dossiers import code_serials, dossiers
from desktop.models.offices import restores
from desktop.models.prepared import PreparedInsert
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.settings import read_settings

_TAKEN = "SELECT 1 FROM dossiers WHERE code = ?"
_NEXT_ORDINAL = PreparedInsert(
    code_serials,
    "ON CONFLICT (device_id, day, generation) DO UPDATE SET last_ordinal = last_ordinal + 1"
    " RETURNING last_ordinal",
)


def next_code(work: Work, day: date) -> str:
    """The next code of this desk for a day; a number is never given twice.

    Days that a restored backup cannot know about are numbered in a share of their own.
    """
    device = work.office.info.device_id
    generation = _generation(work.office, day)
    key = {"device_id": device, "day": day, "generation": generation, "last_ordinal": 1}
    share = SerialShare(work.office.info.desk_number, generation)
    prefix = read_settings(work.office).code_prefix
    while True:
        ordinal = _NEXT_ORDINAL.run(work.connection, key)
        code = dossier_code(prefix, day, share.serial(ordinal))
        # An imported register may hold numbers of this share already.
        if work.connection.exec_driver_sql(_TAKEN, (code,)).first() is None:
            return code


class CodeDispenser:
    """Codes for many dossiers of one command; counters are read and written once a day each."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._prefix = read_settings(work.office).code_prefix
        self._days: dict[date, _DaySerials] = {}

    def next(self, day: date) -> str:
        """The next free code of this desk for a day."""
        if day not in self._days:
            self._days[day] = self._open(day)
        serials = self._days[day]
        while True:
            serials.last += 1
            code = dossier_code(self._prefix, day, serials.share.serial(serials.last))
            if code not in serials.taken:
                return code

    def save(self) -> None:
        """Writes the counters; to be called before the command ends."""
        device = self._work.office.info.device_id
        _KEEP_ORDINALS.run_many(
            self._work.connection,
            [
                {
                    "device_id": device,
                    "day": day,
                    "generation": serials.share.generation,
                    "last_ordinal": serials.last,
                }
                for day, serials in self._days.items()
            ],
        )

    def _open(self, day: date) -> _DaySerials:
        connection, info = self._work.connection, self._work.office.info
        generation = _generation(self._work.office, day)
        last = connection.execute(
            select(code_serials.c.last_ordinal).where(
                code_serials.c.device_id == info.device_id,
                code_serials.c.day == day,
                code_serials.c.generation == generation,
            )
        ).scalar_one_or_none()
        start = dossier_code(self._prefix, day, "")
        taken = connection.execute(
            select(dossiers.c.code).where(
                dossiers.c.code >= start, dossiers.c.code < start + "\uffff"
            )
        ).scalars()
        return _DaySerials(SerialShare(info.desk_number, generation), last or 0, set(taken))


@dataclass
class _DaySerials:
    share: SerialShare
    last: int
    taken: set[str]


_KEEP_ORDINALS = PreparedInsert(
    code_serials,
    "ON CONFLICT (device_id, day, generation) DO UPDATE SET last_ordinal = excluded.last_ordinal",
)


def _generation(office: Office, day: date) -> int:
    """The highest generation of restores whose lost span holds the day; usually none, 0."""

    def build() -> list[tuple[int, date, date]]:
        with office.reading() as connection:
            mine = restores.c.device_id == office.info.device_id
            rows = connection.execute(select(restores).where(mine)).all()
        return [
            (row.generation, local_date(row.backed_up_at), local_date(row.restored_at))
            for row in rows
        ]

    spans = office.remembered("restores", frozenset({Change.OFFICE}), build)
    return max((number for number, start, end in spans if start <= day <= end), default=0)
