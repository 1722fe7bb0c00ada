"""The moves of the law: each one transaction with its history, clock rule and undo point.

Rules stand in ``domain.dossiers`` and ``domain.due_dates``; here they meet the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from desktop.domain.dossiers import DossierEvent, DossierState, may, next_state
from desktop.domain.due_dates import DueDate
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.text import clean_lines
from desktop.models.dossiers import dossier_events, dossiers, hand_overs
from desktop.services.calendar import read_calendar
from desktop.services.move_steps import STEPS, MoveInput, Step
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.undo import (
    BESIDE_THE_CLOCK,
    keep_undo_point,
    paid_before,
    snapshot,
    take_back,
)

_E = DossierEvent


class _TakeBack(Exception):
    """Rolls a previewed move back."""


class MoveWarning(StrEnum):
    """What should be looked at again after a move; never a wall."""

    AT_IN_FUTURE = "at_in_future"
    NEW_DUE_ON_DAY_OFF = "new_due_on_day_off"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the dossier stands after the move."""

    id: int
    code: str
    state: DossierState
    due_at: datetime | None
    original_due_at: datetime | None
    due: DueDate | None = None
    warnings: tuple[MoveWarning, ...] = ()


_CLOCKS_DIFFER = timedelta(minutes=5)


def move_dossier(office: Office, move: MoveInput) -> Outcome[Moved]:
    """Does one move. Raises RuleViolation or InputRefused; then nothing has changed."""
    with office.command() as work:
        return work.outcome(_apply(work, move), Change.DOSSIERS)


def move_dossiers(office: Office, moves: tuple[MoveInput, ...]) -> Outcome[tuple[Moved, ...]]:
    """Does many moves in one transaction: all of them, or none when one is refused."""
    if not moves:
        raise RuleViolation(Rule.NOTHING_CHOSEN)
    with office.command() as work:
        return work.outcome(tuple(_apply(work, move) for move in moves), Change.DOSSIERS)


def preview_move(office: Office, move: MoveInput) -> Moved:
    """What the move would do, without doing it: for the sentence in the move's panel."""
    try:
        with office.command() as work:
            moved = _apply(work, move)
            raise _TakeBack
    except _TakeBack:
        return moved


def find_dossier(connection: Connection, code: str) -> Any:
    """The row of a dossier by its code or the portal's. Raises DOSSIER_NOT_FOUND."""
    wanted = code.strip()
    row = connection.execute(select(dossiers).where(dossiers.c.code == wanted)).one_or_none()
    if row is None and wanted:
        by_portal = select(dossiers).where(
            dossiers.c.portal_code == wanted, text("portal_code <> ''")
        )
        row = connection.execute(by_portal.limit(1)).one_or_none()
    if row is None:
        raise RuleViolation(Rule.DOSSIER_NOT_FOUND, code=code)
    return row


def _apply(work: Work, move: MoveInput) -> Moved:
    if not may(work.user.role, move.event):
        raise RuleViolation(Rule.ROLE_NOT_ALLOWED, role=work.user.role, action=move.event)
    dossier = find_dossier(work.connection, move.code)
    if move.event is _E.UNDO:
        if move.payment is not None:
            raise InputRefused(InputProblem("payment", Entry.PAYMENT_NOT_IN_STEP))
        return _undo(work, dossier)
    state = next_state(dossier.state, move.event)
    at = _moment(work, dossier, move)
    before = snapshot(work.connection, dossier.id)
    step = Step(work, dossier, move, at)
    step.refuse_long()
    changed = STEPS[move.event](step)
    if paid := step.paid():
        changed |= paid
        before["columns"] |= paid_before(work.connection, dossier.id)
    values = {**changed, "state": state, "revision": work.revision()}
    values["revision_device"] = work.office.info.device_id
    work.connection.execute(update(dossiers).where(dossiers.c.id == dossier.id).values(values))
    event_id = _write_event(work, dossier.id, move, at, state, step.data)
    if step.hand_over is not None:
        work.connection.execute(insert(hand_overs).values(event_id=event_id, **step.hand_over))
    keep_undo_point(work.connection, dossier.id, event_id, before)
    work.queue("dossier", dossier.uuid)
    work.audit(f"dossier.{move.event}", dossier.code)
    due_at = changed.get("due_at", dossier.due_at)
    return Moved(
        dossier.id,
        dossier.code,
        state,
        due_at,
        dossier.original_due_at,
        step.due,
        tuple(_warnings(work, step, due_at)),
    )


def _warnings(work: Work, step: Step, due_at: datetime | None) -> Iterator[MoveWarning]:
    if step.at > work.now + _CLOCKS_DIFFER:
        yield MoveWarning.AT_IN_FUTURE
    promised = due_at if step.move.event is _E.APOLOGISE else None
    if promised and not read_calendar(work.office).sessions(local_date(promised)):
        yield MoveWarning.NEW_DUE_ON_DAY_OFF


def _moment(work: Work, dossier: Any, move: MoveInput) -> datetime:
    """When the move happened: never before the step before it."""
    last: datetime | None = work.connection.execute(
        select(dossier_events.c.at)
        .where(
            dossier_events.c.dossier_id == dossier.id,
            dossier_events.c.undone.is_(False),
            dossier_events.c.event.not_in(BESIDE_THE_CLOCK),
        )
        .order_by(dossier_events.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if move.at is None:
        # A clock that was set back must not stop the counter: time goes on from the last step.
        return max(work.now, last) if last else work.now
    if last and move.at < last:
        if local_date(move.at) == local_date(last) and move.at.time() == time(0, 0):
            return last  # a bare date: some time on that day
        raise RuleViolation(Rule.TIME_BEFORE_PREVIOUS, at=move.at, previous=last)
    return move.at


def _write_event(
    work: Work,
    dossier_id: int,
    move: MoveInput,
    at: datetime,
    state: DossierState,
    data: dict[str, Any],
) -> int:
    made = work.connection.execute(
        insert(dossier_events)
        .values(
            dossier_id=dossier_id,
            event=move.event,
            at=at,
            recorded_at=work.now,
            user_name=work.user.name,
            reason=clean_lines(move.reason),
            state=state,
            data=data or None,
        )
        .returning(dossier_events.c.id)
    )
    return int(made.scalar_one())


def _undo(work: Work, dossier: Any) -> Moved:
    undone = take_back(work, dossier)
    connection = work.connection
    connection.execute(
        update(dossiers)
        .where(dossiers.c.id == dossier.id)
        .values(revision=work.revision(), revision_device=work.office.info.device_id)
    )
    after = connection.execute(select(dossiers).where(dossiers.c.id == dossier.id)).one()
    move = MoveInput(dossier.code, _E.UNDO)
    data = {"undone": str(undone.event), "event_id": undone.id}
    _write_event(work, dossier.id, move, max(work.now, undone.at), after.state, data)
    work.queue("dossier", dossier.uuid)
    work.audit("dossier.undo", dossier.code, undone=str(undone.event))
    return Moved(dossier.id, dossier.code, after.state, after.due_at, after.original_due_at)
