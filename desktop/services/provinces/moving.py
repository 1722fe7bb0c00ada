"""Moving a desk's data out of its folder onto a PostgreSQL server.

Everything happens inside one transaction of the server, while nobody else may write into the
folder: copied, then every row held against its origin, then committed; only then the folder is
told where its data are. What stood in the folder stays there as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.models.appraisals import province_state
from desktop.models.province import unit_dossiers
from desktop.province.moving import compare_store, copy_store, count_rows
from desktop.province.state import desk_device
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import (
    lay_into_empty,
    look_for_server_again,
    remember_address,
    server_of,
)
from desktop.services.syncing.packing import one_at_a_time
from desktop.wording.dates import number

_COPIES, _COMPARES = "Chép {} dòng", "So lại {} dòng"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the data are now, and how many rows were copied and compared."""

    place: str
    rows: int
    dossiers: int


def move_to_server(
    office: Office, address: str, progress: Progress | None = None
) -> Outcome[Moved]:
    """Copies the data into an empty database of a server and works there from now on.

    Where a former try got as far as the server and no further, its copy is only compared.
    Raises ALREADY_ON_SERVER, DATABASE_NOT_EMPTY, DATABASE_NOT_UTF8, DATABASE_DIFFERS,
    InputRefused for an address, DATABASE_UNREACHABLE, DATABASE_REFUSES, SYNC_BUSY.
    """
    from desktop.models.postgres import Postgres

    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    present = server_of(office)
    if present is not None:
        raise RuleViolation(Rule.ALREADY_ON_SERVER, place=present.shown)
    server = Postgres(address)
    try:
        with one_at_a_time(office):
            with office.command() as work:
                # By this id a second try knows the copy of the first.
                desk_device(work.connection, desk)
            with office.command() as work:
                with server.writing() as connection:
                    moved = _moved(work, connection, server.shown, progress or Silent())
                remember_address(work, address.strip())
                work.audit("province.move", server.shown, rows=moved.rows)
                # Whatever a page shows was read in the folder.
                outcome = work.outcome(moved, *Change)
    finally:
        server.close()
    look_for_server_again(office)
    return outcome


def _moved(work: Work, server: Connection, place: str, progress: Progress) -> Moved:
    folder = work.connection
    counts = count_rows(folder)
    rows = sum(counts.values())
    is_there = _holds_our_copy(folder, server)
    if not is_there:
        lay_into_empty(server, place)
        told = _Steps(progress, rows, _COPIES)
        copy_store(folder, server, local_date(work.now), told)
    compare_store(folder, server, _Steps(progress, rows, _COMPARES))
    return Moved(place, rows, counts[unit_dossiers.name])


def _holds_our_copy(folder: Connection, server: Connection) -> bool:
    """Whether this very desk has been copied there; whether it is the same is another question."""
    if not inspect(server).has_table(province_state.name):
        return False
    device = select(province_state.c.device)
    there = server.execute(device).scalar_one_or_none()
    return bool(there == folder.execute(device).scalar_one())


class _Steps:
    """Counts rows for the one who waits."""

    def __init__(self, progress: Progress, total: int, words: str) -> None:
        self._progress = progress
        self._total = total
        self._words = words.format(number(total))
        self._done = 0

    def __call__(self, rows: int) -> None:
        self._done += rows
        self._progress.check_cancelled()
        self._progress.step(self._done, self._total, self._words)
