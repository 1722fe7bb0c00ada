"""The sums behind the figures: kept by triggers, added in bulk, proved and rebuilt.

What a dossier adds is defined once, by the views of migration 0002 (``models.summaries``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from desktop.domain.roles import Permission
from desktop.models.summaries import MEASURES
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
_REBUILD = f"INSERT INTO figure_sums {_GROUPED} GROUP BY {_KEY}"
_LISTED = ", ".join(MEASURES)
_NEGATED = ", ".join(f"-{name}" for name in MEASURES)
_DIFFERS = " OR ".join(f"sum({name}) <> 0" for name in MEASURES)
_COUNT_DIFFERENCES = (
    f"SELECT count(*) FROM (SELECT 1 FROM (SELECT {_KEY}, {_LISTED} FROM figure_shares"  # noqa: S608 - our own column names
    f" UNION ALL SELECT {_KEY}, {_NEGATED} FROM figure_sums) GROUP BY {_KEY} HAVING {_DIFFERS})"
)


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
    connection.exec_driver_sql(_ADD_RANGE, (first_id, last_id))


def rebuild_figures(office: Office) -> Outcome[int]:
    """Counts everything again; gives how many sums were wrong. Administrators only."""
    office.require(Permission.EDIT_OFFICE)
    with office.command() as work:
        wrong = _differences(work.connection)
        work.connection.exec_driver_sql("DELETE FROM figure_sums")
        work.connection.exec_driver_sql(_REBUILD)
        work.audit("figures.rebuild", "figures", wrong=wrong)
        return work.outcome(wrong, Change.DOSSIERS)


def wrong_sums(office: Office) -> int:
    """How many sums differ from a full recount; 0 when the figures are right."""
    with office.reading() as connection:
        return _differences(connection)


def _differences(connection: Connection) -> int:
    return int(connection.exec_driver_sql(_COUNT_DIFFERENCES).scalar_one())
