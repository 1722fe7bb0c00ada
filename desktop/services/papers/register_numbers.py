"""The running number of a dossier in the register of its year (số thứ tự).

The year is the year of reception, by the office's calendar. Numbers follow the order of
entry, not of reception: paper keyed in late takes the next number, and a number once printed
never changes, for records are never deleted (a voided entry keeps its line).
"""

from __future__ import annotations

from array import array
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from desktop.domain.moments import day_start, local_date
from desktop.models.dossiers import dossiers
from desktop.services.office import Office


def entry_number(office: Office, dossier_id: int, received_at: datetime) -> tuple[int, int]:
    """The year, and the dossier's number in it, from 1."""
    year = local_date(received_at).year
    count = select(func.count()).where(*_of_year(year), dossiers.c.id <= dossier_id)
    with office.reading() as connection:
        return year, int(connection.execute(count).scalar_one())


def ids_of_year(office: Office, year: int) -> array[int]:
    """Ids of a year's dossiers in the order of entry: the n-th has the number n."""
    found: array[int] = array("q")
    with office.reading() as connection:
        query = select(dossiers.c.id).where(*_of_year(year)).order_by(dossiers.c.id)
        for block in connection.execute(query).scalars().partitions(20_000):
            found.extend(block)
    return found


def _of_year(year: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    start, end = day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1))
    return dossiers.c.received_at >= start, dossiers.c.received_at < end
