"""Giving an issued report its number: this desk's own share of the year, never the same twice."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from desktop.domain.moments import local_date
from desktop.domain.report_numbers import ReportShare
from desktop.models.desks import desk_peers
from desktop.models.offices import devices, restores
from desktop.models.summaries import issued_reports
from desktop.services.office import Work


def next_report_number(work: Work, year: int) -> int:
    """The next number of this desk in a year."""
    connection, share = work.connection, _share(work)
    taken = issued_reports.c
    mine = taken.year == year, taken.number.between(share.first, share.last)
    if _may_lack_numbers(work, year):
        wanted = share.of_minute(work.now)
        later = select(taken.number).where(*mine, taken.number >= wanted)
        known = set(connection.execute(later).scalars())
        return next(number for number in range(wanted, share.last) if number not in known)
    last = connection.execute(select(func.max(taken.number)).where(*mine)).scalar()
    return int(last or share.first - 1) + 1


def _share(work: Work) -> ReportShare:
    """The founding desk, and a desk that is alone, count from one."""
    if _is_founder(work.connection, work.office.info.device_id):
        return ReportShare()
    return ReportShare(work.office.info.desk_number)


def _is_founder(connection: Connection, device_id: int) -> bool:
    query = (
        select(desk_peers.c.is_founder)
        .join(devices, devices.c.uuid == desk_peers.c.device)
        .where(devices.c.id == device_id)
    )
    mine = connection.execute(query).scalar()
    return mine is None or bool(mine)


def _may_lack_numbers(work: Work, year: int) -> bool:
    mine = restores.c.device_id == work.office.info.device_id
    query = select(func.max(restores.c.restored_at)).where(mine)
    last = work.connection.execute(query).scalar_one()
    return last is not None and local_date(last).year >= year
