"""Which periodic reports were put away: a short list among the settings of this register."""

from __future__ import annotations

from sqlalchemy import Connection, select

from desktop.models.offices import settings
from desktop.services.office import Work
from desktop.services.settings import write_setting

_KEY = "periodic_put_away"


def put_away_ids(connection: Connection) -> frozenset[int]:
    """Ids of the reports that no list shows."""
    query = select(settings.c.value).where(settings.c.key == _KEY)
    return frozenset(connection.execute(query).scalar_one_or_none() or ())


def lay_away(work: Work, report_id: int) -> None:
    """Puts a report among them."""
    write_setting(work, _KEY, sorted(put_away_ids(work.connection) | {report_id}))


def take_back(work: Work, report_id: int) -> bool:
    """Takes a report out of them; False when it was not there."""
    away = put_away_ids(work.connection)
    if report_id not in away:
        return False
    write_setting(work, _KEY, sorted(away - {report_id}))
    return True
