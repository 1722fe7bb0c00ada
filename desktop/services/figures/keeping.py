"""The sums behind the figures: kept by triggers, added in bulk, proved and rebuilt.

What a dossier adds is defined once, by the views of migration 0002 (``models.summaries``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from desktop.domain.roles import Permission
from desktop.models.summaries import BLOCK_DAYS, MEASURES
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome

_KEY = "span, first_day, procedure_id, channel, officer, desk_number"
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
_GROUPED = f"SELECT {_KEY}, {_SUMS} FROM figure_shares"  # noqa: S608 - our own column names
_ADDED = ", ".join(f"{name} = {name} + excluded.{name}" for name in MEASURES)
_ADD_RANGE = (
    f"INSERT INTO figure_sums {_GROUPED} WHERE dossier_id BETWEEN ? AND ? GROUP BY {_KEY}"
    f" ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED}"
)
# Blocks follow from the days, so that a recount goes over the register once.
_BLOCK_OF = f"first_day - ((first_day % {BLOCK_DAYS}) + {BLOCK_DAYS}) % {BLOCK_DAYS}"
_REST = "procedure_id, channel, officer, desk_number"
_DAYS = f"{_GROUPED} WHERE span = 1 GROUP BY {_KEY}"
_BLOCKS = (
    f"SELECT {BLOCK_DAYS} AS span, {_BLOCK_OF} AS first_day, {_REST}, {_SUMS}"  # noqa: S608 - our own column names
    f" FROM figure_sums WHERE span = 1 GROUP BY 2, {_REST}"
)
_REBUILD = (f"INSERT INTO figure_sums {_DAYS}", f"INSERT INTO figure_sums {_BLOCKS}")
_LISTED = ", ".join(MEASURES)
_NEGATED = ", ".join(f"-{name}" for name in MEASURES)
_DIFFERS = " OR ".join(f"sum({name}) <> 0" for name in MEASURES)
_DIFFERENCES = tuple(
    f"SELECT count(*) FROM (SELECT 1 FROM (SELECT {_KEY}, {_LISTED} FROM ({counted})"  # noqa: S608 - our own column names
    f" UNION ALL SELECT {_KEY}, {_NEGATED} FROM figure_sums WHERE span = {span})"
    f" GROUP BY {_KEY} HAVING {_DIFFERS})"
    for span, counted in ((1, _DAYS), (BLOCK_DAYS, _BLOCKS))
)

_NOTED_DOSSIERS = "SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'dossiers'"
_SMALL = 10_000


@contextmanager
def triggers_resting(connection: Connection) -> Iterator[None]:
    """Dossiers written inside add nothing by themselves; the caller adds them by ``add_range``.

    Safe at a crash: the note that lets the triggers rest lives in the caller's transaction.
    """
    connection.exec_driver_sql("INSERT INTO figure_pauses VALUES ('bulk')")
    yield
    connection.exec_driver_sql("DELETE FROM figure_pauses")


def add_range(connection: Connection, first_id: int, last_id: int) -> None:
    """Adds what dossiers with these ids share, set by set: for bulk loading."""
    _forget_small_estimate(connection)
    connection.exec_driver_sql(_ADD_RANGE, (first_id, last_id))


def _forget_small_estimate(connection: Connection) -> None:
    """Drops what SQLite noted about a register of a few dossiers, taken when it was closed.

    Told that there is one dossier, it walks all the marks anew for each of the 50,000 that came
    since; told nothing, it takes an index. The next closing takes a new note.
    """
    kept = "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"
    if not connection.exec_driver_sql(kept).scalar_one():
        return
    noted = connection.exec_driver_sql(_NOTED_DOSSIERS).scalar_one()
    if noted is not None and noted < _SMALL:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = 'dossiers'")
        connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads the notes again


def rebuild_figures(office: Office) -> Outcome[int]:
    """Counts everything again; gives how many sums were wrong. Administrators only."""
    office.require(Permission.EDIT_OFFICE)
    with office.command() as work:
        wrong = _differences(work.connection)
        work.connection.exec_driver_sql("DELETE FROM figure_sums")
        for statement in _REBUILD:
            work.connection.exec_driver_sql(statement)
        work.audit("figures.rebuild", "figures", wrong=wrong)
        return work.outcome(wrong, Change.DOSSIERS)


def wrong_sums(office: Office) -> int:
    """How many sums differ from a full recount; 0 when the figures are right."""
    with office.reading() as connection:
        return _differences(connection)


def _differences(connection: Connection) -> int:
    return sum(int(connection.exec_driver_sql(q).scalar_one()) for q in _DIFFERENCES)
