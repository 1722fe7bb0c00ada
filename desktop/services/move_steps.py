"""What each move of the law needs, checks and writes; one function a move.

``STEPS`` maps an event to its function. A function gets a ``Step`` and returns the columns of
the dossier that change; it raises InputRefused or RuleViolation before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select, update

from desktop.domain.dossiers import (
    DossierEvent,
    SupplementMode,
    judged,
    next_state,
    timeliness,
)
from desktop.domain.due_dates import DueDate, Limit, Pause, compute_due
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import at as local_moment
from desktop.domain.moments import local_date
from desktop.domain.payments import PAYING_STEPS, Payment, fee_paid
from desktop.domain.text import clean, clean_lines, fold
from desktop.domain.work_calendar import WorkCalendar
from desktop.models.dossiers import hand_overs
from desktop.models.offices import users
from desktop.models.procedures import procedures
from desktop.services.calendar import read_calendar
from desktop.services.office import Work
from desktop.services.receiving import DESK_HOLDER

_E = DossierEvent
LONGEST_REASON = 2_000
LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class MoveInput:
    """One move of one dossier. ``at`` None is now; the other fields as the move needs them.

    ``to``: a user's name or a unit. ``items``: papers to add. ``result_*``: for ``finish``.
    ``receiver``: who takes the result. ``new_due``: for ``apologise``. ``payment``: the fee that
    is collected at this step, on its day (``PAYING_STEPS``).
    """

    code: str
    event: DossierEvent
    at: datetime | None = None
    reason: str = ""
    items: tuple[str, ...] = ()
    to: str = ""
    new_due: datetime | date | None = None
    signer: str = ""
    result_number: str = ""
    result_date: date | None = None
    receiver: str = ""
    payment: Payment | None = None


class Step:
    """What a move needs to know, and what it wants written beside the dossier's columns."""

    def __init__(self, work: Work, dossier: Any, move: MoveInput, at: datetime) -> None:
        self.work = work
        self.connection = work.connection
        self.dossier = dossier
        self.move = move
        self.at = at
        self.data: dict[str, Any] = {}
        self.hand_over: dict[str, Any] | None = None
        self.due: DueDate | None = None

    def require(self, field: str, value: str) -> str:
        """The cleaned text. Raises InputRefused(REQUIRED) when it is empty."""
        cleaned = clean_lines(value)
        if not cleaned:
            raise InputRefused(InputProblem(field, Entry.REQUIRED))
        return cleaned

    def refuse_long(self) -> None:
        """Raises InputRefused(TOO_LONG): all of it goes onto lists and printed forms."""
        move = self.move
        checked = (
            (move.reason, InputProblem("reason", Entry.TOO_LONG, {"most": LONGEST_REASON})),
            (move.to, InputProblem("to", Entry.TOO_LONG, {"most": LONGEST_LINE})),
            (move.signer, InputProblem("signer", Entry.TOO_LONG, {"most": LONGEST_LINE})),
            (move.receiver, InputProblem("receiver", Entry.TOO_LONG, {"most": LONGEST_LINE})),
            (
                move.result_number,
                InputProblem("result_number", Entry.TOO_LONG, {"most": LONGEST_LINE}),
            ),
        )
        problems = [problem for typed, problem in checked if len(typed) > problem.facts["most"]]
        if problems:
            raise InputRefused(*problems)

    def paid(self) -> dict[str, Any]:
        """The columns of a fee collected at this step. Raises InputRefused."""
        move, dossier = self.move, self.dossier
        if move.payment is None:
            return {}
        if move.event not in PAYING_STEPS:
            raise InputRefused(InputProblem("payment", Entry.PAYMENT_NOT_IN_STEP))
        today = local_date(self.work.now)
        day = min(local_date(self.at), today)
        paid = fee_paid(move.payment, None, dossier.fee_vnd, day, today)
        self.data["payment"] = str(move.payment)
        return {"payment": paid.payment, "paid_on": paid.paid_on}

    def ended(self) -> dict[str, Any]:
        """The columns of an ended dossier; lateness is measured against the legal due date.

        While a supplement is awaited the clock stands at the request; ``waiting_since`` stays,
        so that figures of past days still know it.
        """
        clock_at = self.dossier.waiting_since or self.at
        state = next_state(self.dossier.state, self.move.event)
        outcome = timeliness(clock_at, self.dossier.legal_due_at)
        return {
            "ended_at": self.at,
            "timeliness": judged(state, outcome),
            # What has ended waits for nobody's confirmation; the hand-over's own row stays.
            "hand_over_waiting": False,
        }


def _hand_over(step: Step) -> dict[str, Any]:
    to = clean(step.move.to) or _usual_division(step)
    user = step.connection.execute(
        select(users).where(users.c.name_key == fold(to), users.c.is_active)
    ).one_or_none()
    holder = user.name if user else to
    if step.dossier.hand_over_waiting:
        # Sent elsewhere before anybody took it. What waits for nobody any more (papers were
        # asked for, a result came) stays on the control slip: the slip only grows.
        waiting = _waiting(step)
        given_up = hand_overs.c.id == (waiting.id if waiting else None)
        step.connection.execute(update(hand_overs).where(given_up).values(superseded=True))
    step.data = {"to": holder}
    step.hand_over = {
        "dossier_id": step.dossier.id,
        "from_holder": step.dossier.holder,
        "to_holder": holder,
        "to_user_id": user.id if user else None,
        "handed_at": step.at,
    }
    # The sender stays responsible until the receiver confirms: the holder does not change yet.
    return {"hand_over_waiting": True}


def _usual_division(step: Step) -> str:
    """Where a dossier goes when nobody says: whoever handles the procedure's field."""
    field = step.connection.execute(
        select(procedures.c.field).where(procedures.c.id == step.dossier.procedure_id)
    ).scalar_one()
    return f"Bộ phận chuyên môn ({field})"


def _waiting(step: Step) -> Any:
    """The newest hand-over that nobody has taken, None without one."""
    return step.connection.execute(
        select(hand_overs)
        .where(
            hand_overs.c.dossier_id == step.dossier.id,
            hand_overs.c.confirmed_at.is_(None),
            hand_overs.c.superseded.is_(False),
        )
        .order_by(hand_overs.c.id.desc())
        .limit(1)
    ).one_or_none()


def _confirm_hand_over(step: Step) -> dict[str, Any]:
    waiting = _waiting(step)
    if waiting is None or not step.dossier.hand_over_waiting:
        raise RuleViolation(Rule.NO_HAND_OVER_WAITING, code=step.dossier.code)
    step.connection.execute(
        update(hand_overs)
        .where(hand_overs.c.id == waiting.id)
        .values(confirmed_at=step.at, confirmed_by=step.work.user.name)
    )
    step.data = {"to": waiting.to_holder}
    return {"hand_over_waiting": False, "holder": waiting.to_holder}


def _request_supplement(step: Step) -> dict[str, Any]:
    step.require("reason", step.move.reason or "; ".join(step.move.items))
    step.data = {"items": list(step.move.items)}
    return {
        "waiting_since": step.at,
        "supplement_count": step.dossier.supplement_count + 1,
        "holder": DESK_HOLDER,
        "hand_over_waiting": False,
    }


def _supplement_received(step: Step) -> dict[str, Any]:
    dossier = step.dossier
    # With the due date that ran until then: a report of a past day counts against it.
    due = _seconds(dossier.legal_due_at) if dossier.legal_due_at else None
    pauses = [*dossier.pauses, [_seconds(dossier.waiting_since), _seconds(step.at), due]]
    columns: dict[str, Any] = {"waiting_since": None, "pauses": pauses}
    limit = limit_of(dossier)
    if limit is None:
        return columns
    calendar = read_calendar(step.work.office)
    if dossier.supplement_mode is SupplementMode.RESTART:
        step.due = compute_due(step.at, limit, calendar)
    else:
        step.due = compute_due(dossier.received_at, limit, calendar, pauses_of(pauses))
    step.data = {"due": step.due.due_at.isoformat()}
    return {**columns, "legal_due_at": step.due.due_at, "due_at": step.due.due_at}


def _apologise(step: Step) -> dict[str, Any]:
    dossier, new_due = step.dossier, step.move.new_due
    if dossier.apologised_at is not None:
        raise RuleViolation(Rule.ALREADY_APOLOGISED, code=dossier.code)
    step.require("reason", step.move.reason)
    if new_due is None:
        raise InputRefused(InputProblem("new_due", Entry.REQUIRED))
    promised = _end_of(new_due, read_calendar(step.work.office))
    if dossier.due_at is not None and local_date(promised) <= local_date(dossier.due_at):
        raise RuleViolation(Rule.NEW_DUE_NOT_LATER, new_due=promised, due=dossier.due_at)
    step.data = {"new_due": promised.isoformat(), "signer": clean(step.move.signer)}
    return {"due_at": promised, "apologised_at": step.at}


def _refuse(step: Step) -> dict[str, Any]:
    step.require("reason", step.move.reason)
    return step.ended()


def _withdraw(step: Step) -> dict[str, Any]:
    return step.ended()


def _stop(step: Step) -> dict[str, Any]:
    step.require("reason", step.move.reason)
    return step.ended()


def _finish(step: Step) -> dict[str, Any]:
    move = step.move
    step.data = {
        "result_number": clean(move.result_number),
        "result_date": move.result_date.isoformat() if move.result_date else "",
        "signer": clean(move.signer),
    }
    return {
        **step.ended(),
        "finished_at": step.at,
        "result_number": clean(move.result_number),
        "result_date": move.result_date,
        "result_signer": clean(move.signer),
    }


def _return_result(step: Step) -> dict[str, Any]:
    dossier = step.dossier
    receiver = clean(step.move.receiver) or dossier.submitter_name or dossier.applicant_name
    step.data = {"receiver": receiver}
    return {"returned_at": step.at, "receiver": receiver}


STEPS: dict[DossierEvent, Callable[[Step], dict[str, Any]]] = {
    _E.HAND_OVER: _hand_over,
    _E.CONFIRM_HAND_OVER: _confirm_hand_over,
    _E.REQUEST_SUPPLEMENT: _request_supplement,
    _E.SUPPLEMENT_RECEIVED: _supplement_received,
    _E.APOLOGISE: _apologise,
    _E.REFUSE: _refuse,
    _E.WITHDRAW: _withdraw,
    _E.STOP: _stop,
    _E.FINISH: _finish,
    _E.RETURN_RESULT: _return_result,
}


def limit_of(dossier: Any) -> Limit | None:
    """The limit that the dossier was received under."""
    if dossier.limit_value is None:
        return None
    cutoff = time.fromisoformat(dossier.limit_cutoff) if dossier.limit_cutoff else None
    return Limit(dossier.limit_value, dossier.limit_unit, cutoff)


def pauses_of(stored: list[list[int]]) -> tuple[Pause, ...]:
    """Stored waits (UTC seconds of start and end, the due date until then) as pauses."""
    return tuple(
        Pause(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
        for start, end, *_ in stored
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _end_of(new_due: datetime | date, calendar: WorkCalendar) -> datetime:
    """A promised date means until closing time; a promised instant means that instant."""
    if isinstance(new_due, datetime) and (new_due.hour or new_due.minute):
        return new_due
    day = local_date(new_due) if isinstance(new_due, datetime) else new_due
    if calendar.sessions(day):
        return calendar.closing(day)
    return local_moment(day, time(17, 0))
