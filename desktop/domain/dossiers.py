"""A dossier (hồ sơ): one request by one applicant under one procedure.

States, events, the one transition table and the effect of each event on the legal clock.
National status codes: domain notes §2.2; transitions: §2.1 and §2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Role


class DossierState(StrEnum):
    """Where a dossier stands."""

    RECEIVED = "received"
    PROCESSING = "processing"
    WAITING_SUPPLEMENT = "waiting_supplement"
    FINISHED = "finished"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    VOIDED = "voided"


# The code of the national portal; a voided entry never was a dossier and has none.
NATIONAL_STATUS = {
    DossierState.RECEIVED: 2,
    DossierState.REFUSED: 3,
    DossierState.PROCESSING: 4,
    DossierState.WAITING_SUPPLEMENT: 5,
    DossierState.WITHDRAWN: 7,
    DossierState.STOPPED: 8,
    DossierState.FINISHED: 9,
    DossierState.RETURNED: 10,
}

GIVEN_UP_STATES = (DossierState.WITHDRAWN, DossierState.STOPPED)
OPEN_STATES = (
    DossierState.RECEIVED,
    DossierState.PROCESSING,
    DossierState.WAITING_SUPPLEMENT,
)
RUNNING_STATES = (DossierState.RECEIVED, DossierState.PROCESSING)


class DossierEvent(StrEnum):
    """What can happen to a dossier."""

    RECEIVE = "receive"
    HAND_OVER = "hand_over"
    CONFIRM_HAND_OVER = "confirm_hand_over"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT_RECEIVED = "supplement_received"
    APOLOGISE = "apologise"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    STOP = "stop"
    FINISH = "finish"
    RETURN_RESULT = "return_result"
    UNDO = "undo"
    EDIT = "edit"
    IMPORT = "import"


class ClockEffect(StrEnum):
    """What an event does to the legal clock."""

    RUNS_ON = "runs_on"
    STOPS = "stops"
    RESTARTS = "restarts"
    EXTENDS = "extends"
    NEW_DATE = "new_date"
    ENDS = "ends"
    ENDED = "ended"


_S, _E = DossierState, DossierEvent

# Where each event leads from each state. What is not here is not allowed.
TRANSITIONS: dict[tuple[DossierState, DossierEvent], DossierState] = {
    (_S.RECEIVED, _E.HAND_OVER): _S.PROCESSING,
    (_S.PROCESSING, _E.HAND_OVER): _S.PROCESSING,
    (_S.FINISHED, _E.HAND_OVER): _S.FINISHED,
    (_S.PROCESSING, _E.CONFIRM_HAND_OVER): _S.PROCESSING,
    (_S.FINISHED, _E.CONFIRM_HAND_OVER): _S.FINISHED,
    (_S.RECEIVED, _E.REQUEST_SUPPLEMENT): _S.WAITING_SUPPLEMENT,
    (_S.PROCESSING, _E.REQUEST_SUPPLEMENT): _S.WAITING_SUPPLEMENT,
    (_S.WAITING_SUPPLEMENT, _E.SUPPLEMENT_RECEIVED): _S.PROCESSING,
    (_S.RECEIVED, _E.APOLOGISE): _S.RECEIVED,
    (_S.PROCESSING, _E.APOLOGISE): _S.PROCESSING,
    (_S.RECEIVED, _E.REFUSE): _S.REFUSED,
    (_S.PROCESSING, _E.REFUSE): _S.REFUSED,
    (_S.RECEIVED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.PROCESSING, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.WAITING_SUPPLEMENT, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.RECEIVED, _E.STOP): _S.STOPPED,
    (_S.PROCESSING, _E.STOP): _S.STOPPED,
    (_S.WAITING_SUPPLEMENT, _E.STOP): _S.STOPPED,
    (_S.RECEIVED, _E.FINISH): _S.FINISHED,
    (_S.PROCESSING, _E.FINISH): _S.FINISHED,
    (_S.FINISHED, _E.RETURN_RESULT): _S.RETURNED,
}

# Who may record an event (domain notes §2.2, column "Who"). The one-stop desk changes a
# promised date in the system after the head has signed the letter (NĐ 61/2018 Đ.19), so it
# may record an apology; the letter's signer is asked for. In a commune without a network
# the divisions' results come back on paper: the desk may record them as finished.
_DESK_MOVES = frozenset(set(_E) - {_E.STOP, _E.IMPORT})
_OFFICER_MOVES = frozenset(
    {_E.HAND_OVER, _E.CONFIRM_HAND_OVER, _E.REQUEST_SUPPLEMENT, _E.REFUSE, _E.STOP, _E.FINISH}
    | {_E.UNDO}
)
_LEADER_MOVES = frozenset(_OFFICER_MOVES | {_E.APOLOGISE, _E.WITHDRAW})
ROLE_EVENTS: dict[Role, frozenset[DossierEvent]] = {
    Role.DESK: _DESK_MOVES,
    Role.OFFICER: _OFFICER_MOVES,
    Role.LEADER: _LEADER_MOVES,
    Role.ADMIN: frozenset(_E),
    Role.PROVINCE: frozenset(),
}

# The order in which the law walks through them; screens offer moves in this order.
MOVE_ORDER = (
    _E.CONFIRM_HAND_OVER,
    _E.HAND_OVER,
    _E.SUPPLEMENT_RECEIVED,
    _E.FINISH,
    _E.RETURN_RESULT,
    _E.REQUEST_SUPPLEMENT,
    _E.APOLOGISE,
    _E.REFUSE,
    _E.WITHDRAW,
    _E.STOP,
)


class SupplementMode(StrEnum):
    """What a supplement does to the clock; a setting of the procedure.

    RESTART: the limit is counted again from the day the dossier is complete (NĐ 61/2018
    Đ.19.4, kept by NĐ 118/2025). FREEZE: the days of waiting are left out.
    """

    RESTART = "restart"
    FREEZE = "freeze"


class Channel(StrEnum):
    """How the dossier came in (kênh tiếp nhận)."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class ApplicantKind(StrEnum):
    """Who the owner of the dossier is (chủ hồ sơ)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    HOUSEHOLD_BUSINESS = "household_business"


class Sex(StrEnum):
    """Giới tính, as the card prints it."""

    MALE = "male"
    FEMALE = "female"


class ReturnMethod(StrEnum):
    """How the result goes back (phương thức trả kết quả)."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class Timeliness(StrEnum):
    """Compared on dates: end before due, on due, after due."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def next_state(state: DossierState, event: DossierEvent) -> DossierState:
    """The state an event leads to. Raises RuleViolation(MOVE_NOT_ALLOWED)."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise RuleViolation(Rule.MOVE_NOT_ALLOWED, event=event, state=state) from None


def may(role: Role, event: DossierEvent) -> bool:
    """Whether the role may record the event."""
    return event in ROLE_EVENTS[role]


def clock_effect(event: DossierEvent, mode: SupplementMode, state: DossierState) -> ClockEffect:
    """What the event will do to the clock, for the sentence shown before it is done."""
    if event is _E.REQUEST_SUPPLEMENT:
        return ClockEffect.STOPS
    if event is _E.SUPPLEMENT_RECEIVED:
        restarts = mode is SupplementMode.RESTART
        return ClockEffect.RESTARTS if restarts else ClockEffect.EXTENDS
    if event is _E.APOLOGISE:
        return ClockEffect.NEW_DATE
    if event in (_E.REFUSE, _E.WITHDRAW, _E.STOP, _E.FINISH):
        return ClockEffect.ENDS
    if state is _S.FINISHED:
        return ClockEffect.ENDED
    return ClockEffect.RUNS_ON


def timeliness(ended_at: datetime, due_at: datetime | None) -> Timeliness | None:
    """Early, on time or late, compared on local dates; None without an appointment."""
    if due_at is None:
        return None
    ended, due = local_date(ended_at), local_date(due_at)
    if ended < due:
        return Timeliness.EARLY
    return Timeliness.ON_TIME if ended == due else Timeliness.LATE


def judged(state: DossierState, outcome: Timeliness | None) -> Timeliness | None:
    """How the end of a dossier is told, in lists and papers as in figures.

    What was withdrawn or stopped is never early: nothing was given ahead of time. Older
    databases have such dossiers stored as early, so it is applied on reading too.
    """
    given_up = state in GIVEN_UP_STATES and outcome is Timeliness.EARLY
    return Timeliness.ON_TIME if given_up else outcome


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What decides, beside state and role, which moves make sense."""

    apologised: bool = False
    hand_over_waiting: bool = False


def likely_move(state: DossierState, same_day: bool) -> DossierEvent | None:
    """The move that usually comes next: what a screen offers first."""
    if state is _S.RECEIVED:
        return _E.FINISH if same_day else _E.HAND_OVER
    return _LIKELY.get(state)


_LIKELY = {
    _S.PROCESSING: _E.FINISH,
    _S.WAITING_SUPPLEMENT: _E.SUPPLEMENT_RECEIVED,
    _S.FINISHED: _E.RETURN_RESULT,
}


def available_moves(state: DossierState, role: Role, facts: MoveFacts) -> tuple[DossierEvent, ...]:
    """The moves that state, role and facts allow, in the order of the law."""
    return tuple(
        event
        for event in MOVE_ORDER
        if (state, event) in TRANSITIONS and may(role, event) and _makes_sense(event, facts)
    )


def why_not_available(
    state: DossierState, role: Role, event: DossierEvent, facts: MoveFacts, code: str
) -> RuleViolation:
    """Why ``available_moves`` left an event out: the state, the role, or what went before."""
    if (state, event) not in TRANSITIONS:
        return RuleViolation(Rule.MOVE_NOT_ALLOWED, event=event, state=state)
    if not may(role, event):
        return RuleViolation(Rule.ROLE_NOT_ALLOWED, role=role, action=event)
    if event is _E.APOLOGISE and facts.apologised:
        return RuleViolation(Rule.ALREADY_APOLOGISED, code=code)
    return RuleViolation(Rule.NO_HAND_OVER_WAITING, code=code)


def _makes_sense(event: DossierEvent, facts: MoveFacts) -> bool:
    if event is _E.APOLOGISE:
        return not facts.apologised
    if event is _E.CONFIRM_HAND_OVER:
        return facts.hand_over_waiting
    return True


def is_overdue(due_at: datetime | None, today: date) -> bool:
    """Whether an unfinished dossier with this promise is over its date."""
    return due_at is not None and local_date(due_at) < today
