"""Taking back the last action of a dossier, exactly, within the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission, has
from desktop.models.dossiers import dossier_events, hand_overs, undo_points
from desktop.services.office import Office, Work
from desktop.services.receiving import VOID_COLUMNS
from desktop.services.settings import read_settings

_E = DossierEvent

# Entries of the history that do not move the dossier along in time.
BESIDE_THE_CLOCK = (_E.UNDO, _E.EDIT)

# The columns that a move may change: what an undo puts back.
MOVING_COLUMNS = (
    "state",
    "due_at",
    "legal_due_at",
    "apologised_at",
    "waiting_since",
    "pauses",
    "supplement_count",
    "holder",
    "hand_over_waiting",
    "ended_at",
    "timeliness",
    "result_number",
    "result_date",
    "result_signer",
    "finished_at",
    "returned_at",
    "receiver",
)
# Beside them only where the step collected the fee: what was mended since then stays.
PAID_COLUMNS = ("payment", "paid_on")


def undo_problem(
    office: Office, event: DossierEvent, user_name: str, recorded_at: datetime, code: str
) -> RuleViolation | None:
    """Why the user may not take this action back; None when it is allowed."""
    if has(office.user.role, Permission.UNDO_OF_OTHERS):
        return None
    if event is _E.RECEIVE and not has(office.user.role, Permission.RECEIVE):
        return RuleViolation(Rule.UNDO_RECEIVE_ONLY_AT_DESK, code=code)
    if user_name != office.user.name:
        return RuleViolation(Rule.UNDO_NOT_YOURS, event=event, user=user_name)
    hours = read_settings(office).undo_hours
    if office.now() - recorded_at > timedelta(hours=hours):
        return RuleViolation(Rule.UNDO_TOO_LATE, event=event, hours=hours)
    return None


def take_back(work: Work, dossier: Any) -> Any:
    """Puts the dossier back as it was before its last action; returns that action's event.

    Raises NOTHING_TO_UNDO, or what ``undo_problem`` says.
    """
    connection = work.connection
    point = connection.execute(
        select(undo_points.c.before, dossier_events)
        .join(dossier_events, dossier_events.c.id == undo_points.c.event_id)
        .where(undo_points.c.dossier_id == dossier.id)
    ).one_or_none()
    if point is None:
        raise RuleViolation(Rule.NOTHING_TO_UNDO, code=dossier.code)
    problem = undo_problem(
        work.office, point.event, point.user_name, point.recorded_at, dossier.code
    )
    if problem is not None:
        raise problem
    _put_back(connection, dossier.id, point.before)
    connection.execute(
        update(dossier_events).where(dossier_events.c.id == point.id).values(undone=True)
    )
    connection.execute(undo_points.delete().where(undo_points.c.dossier_id == dossier.id))
    _offer_undo_of_reception(connection, dossier.id)
    return point


def snapshot(connection: Connection, dossier_id: int) -> dict[str, Any]:
    """The moving columns and hand-overs as SQLite holds them, before a move."""
    slips = connection.exec_driver_sql(
        "SELECT id, confirmed_at, confirmed_by, superseded FROM hand_overs WHERE dossier_id = ?",
        (dossier_id,),
    ).all()
    return {
        "columns": _stored(connection, dossier_id, MOVING_COLUMNS),
        "hand_overs": [list(slip) for slip in slips],
    }


def paid_before(connection: Connection, dossier_id: int) -> dict[str, Any]:
    """The payment before a step that collects the fee."""
    return _stored(connection, dossier_id, PAID_COLUMNS)


def _stored(connection: Connection, dossier_id: int, names: tuple[str, ...]) -> dict[str, Any]:
    columns = ", ".join(names)
    row = connection.exec_driver_sql(
        f"SELECT {columns} FROM dossiers WHERE id = ?",  # noqa: S608 - our own column names
        (dossier_id,),
    ).one()
    return dict(zip(names, row, strict=True))


def keep_undo_point(
    connection: Connection, dossier_id: int, event_id: int, before: dict[str, Any]
) -> None:
    """Remembers what the last action changed."""
    statement = upsert(undo_points).values(dossier_id=dossier_id, event_id=event_id, before=before)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["dossier_id"], set_={"event_id": event_id, "before": before}
        )
    )


def _offer_undo_of_reception(connection: Connection, dossier_id: int) -> None:
    """When only the reception is left, that becomes the last action and may be taken back."""
    left = connection.execute(
        select(dossier_events.c.id, dossier_events.c.event)
        .where(
            dossier_events.c.dossier_id == dossier_id,
            dossier_events.c.undone.is_(False),
            dossier_events.c.event.not_in(BESIDE_THE_CLOCK),
        )
        .order_by(dossier_events.c.id.desc())
        .limit(2)
    ).all()
    if len(left) == 1 and left[0].event is _E.RECEIVE:
        keep_undo_point(connection, dossier_id, left[0].id, VOID_COLUMNS)


def _put_back(connection: Connection, dossier_id: int, before: dict[str, Any]) -> None:
    columns = before["columns"]
    assert set(columns) <= {*MOVING_COLUMNS, *PAID_COLUMNS}
    sets = ", ".join(f"{name} = ?" for name in columns)
    connection.exec_driver_sql(
        f"UPDATE dossiers SET {sets} WHERE id = ?",  # noqa: S608 - our own column names
        (*columns.values(), dossier_id),
    )
    kept = before.get("hand_overs", [])
    known = [slip[0] for slip in kept]
    connection.execute(
        update(hand_overs)
        .where(hand_overs.c.dossier_id == dossier_id, hand_overs.c.id.not_in(known))
        .values(superseded=True)
    )
    for slip_id, confirmed_at, confirmed_by, superseded in kept:
        connection.exec_driver_sql(
            "UPDATE hand_overs SET confirmed_at = ?, confirmed_by = ?, superseded = ? WHERE id = ?",
            (confirmed_at, confirmed_by, superseded, slip_id),
        )
