"""Random lives of dossiers, lived twice: by the program, and by a model that only knows days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from desktop.domain.dossiers import Channel, DossierEvent, DossierState, timeliness
from desktop.domain.figures import Life, Stretch
from desktop.domain.moments import local_date
from desktop.services.clock import FixedClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from tests.factory import (
    BIRTH,
    COPY_CERTIFICATION,
    FRIDAY_MORNING,
    MARITAL_STATUS,
    WITHOUT_LIMIT,
    a_received,
)

_E, _S = DossierEvent, DossierState
PROCEDURES = (MARITAL_STATUS, BIRTH, COPY_CERTIFICATION, WITHOUT_LIMIT)
FIRST_DAY = date(2026, 10, 20)
DAYS = 70


@dataclass(frozen=True)
class Step:
    """A move so many hours after the one before."""

    hours: int
    event: DossierEvent


@dataclass(frozen=True)
class Script:
    """What shall happen to one dossier; steps that its state does not allow are passed over."""

    procedure: str
    channel: Channel
    received_hours: int
    steps: tuple[Step, ...]


steps = st.builds(
    Step,
    st.sampled_from((0, 1, 5, 24, 30, 72, 100, 240, 400)),
    st.sampled_from(
        (
            _E.HAND_OVER, _E.REQUEST_SUPPLEMENT, _E.SUPPLEMENT_RECEIVED, _E.APOLOGISE, _E.FINISH,
            _E.REFUSE, _E.WITHDRAW, _E.STOP, _E.RETURN_RESULT, _E.UNDO,
            _E.REQUEST_SUPPLEMENT, _E.SUPPLEMENT_RECEIVED, _E.FINISH,
        )
    ),
)  # fmt: skip
scripts = st.builds(
    Script,
    st.sampled_from(PROCEDURES),
    st.sampled_from(Channel),
    st.integers(0, 24 * 40),
    st.lists(steps, max_size=6).map(tuple),
)
periods = st.tuples(st.integers(-5, DAYS), st.integers(0, DAYS)).map(
    lambda pair: (FIRST_DAY + timedelta(days=pair[0]), FIRST_DAY + timedelta(days=sum(pair)))
)


@dataclass
class Lived:
    """A dossier of the program and the life the model gives it."""

    id: int
    code: str
    life: Life
    apologised_before: bool = False
    undo: list[Life] = field(default_factory=list)


def live(office: Office, clock: FixedClock, script: Script, serial: int) -> Lived:
    """Lives a script through the services."""
    now = FRIDAY_MORNING - timedelta(days=31, hours=1) + timedelta(hours=script.received_hours)
    clock.moment = now
    more = {"limit": None, "no_appointment": True} if script.procedure == WITHOUT_LIMIT else {}
    got = a_received(
        office,
        script.procedure,
        f"Người {serial}",
        channel=script.channel,
        received_at=now,
        **more,
    )
    due = local_date(got.due.due_at) if got.due else None
    first = Stretch(local_date(now), due)
    life = Life(local_date(now), script.channel, _S.RECEIVED, (first,))
    lived = Lived(got.id, got.code, life)
    for step in script.steps:
        now += timedelta(hours=step.hours)
        _step(office, clock, lived, step.event, now)
    return lived


_LEADS = {
    _E.FINISH: ((_S.RECEIVED, _S.PROCESSING), _S.FINISHED),
    _E.REFUSE: ((_S.RECEIVED, _S.PROCESSING), _S.REFUSED),
    _E.WITHDRAW: ((_S.RECEIVED, _S.PROCESSING, _S.WAITING_SUPPLEMENT), _S.WITHDRAWN),
    _E.STOP: ((_S.RECEIVED, _S.PROCESSING, _S.WAITING_SUPPLEMENT), _S.STOPPED),
    _E.HAND_OVER: ((_S.RECEIVED, _S.PROCESSING), _S.PROCESSING),
    _E.REQUEST_SUPPLEMENT: ((_S.RECEIVED, _S.PROCESSING), _S.WAITING_SUPPLEMENT),
    _E.SUPPLEMENT_RECEIVED: ((_S.WAITING_SUPPLEMENT,), _S.PROCESSING),
    _E.APOLOGISE: ((_S.RECEIVED, _S.PROCESSING), None),
    _E.RETURN_RESULT: ((_S.FINISHED,), _S.RETURNED),
}


def _step(
    office: Office, clock: FixedClock, lived: Lived, event: DossierEvent, now: datetime
) -> None:
    life = lived.life
    clock.moment = now
    if event is _E.UNDO:
        _undo(office, lived)
        return
    allowed, state = _LEADS[event]
    if life.state not in allowed or (event is _E.APOLOGISE and life.apologised):
        return
    new_due = None
    if event is _E.APOLOGISE:
        due = life.stretches[-1].due or local_date(now)
        new_due = max(due, local_date(now)) + timedelta(days=5)
    move = MoveInput(lived.code, event, reason="Theo đơn", new_due=new_due)
    moved = move_dossier(office, move).value
    lived.undo.append(life)
    lived.life = _after(life, event, state or life.state, local_date(now), moved.due_at)


def _after(
    life: Life, event: DossierEvent, state: DossierState, day: date, due_at: datetime | None
) -> Life:
    last = life.stretches[-1]
    if event is _E.APOLOGISE:
        return replace(life, apologised=True)
    if event is _E.REQUEST_SUPPLEMENT:
        waiting = (*life.stretches[:-1], replace(last, asked=day))
        return replace(life, state=state, stretches=waiting)
    if event is _E.SUPPLEMENT_RECEIVED:
        due = local_date(due_at) if due_at and last.due else None
        return replace(life, state=state, stretches=(*life.stretches, Stretch(day, due)))
    if event in (_E.HAND_OVER, _E.RETURN_RESULT):
        return replace(life, state=state)
    measured = None
    if last.due is not None:
        noon = FRIDAY_MORNING.timetz()
        clock_day = last.asked or day
        measured = timeliness(datetime.combine(clock_day, noon), datetime.combine(last.due, noon))
    return replace(life, state=state, ended=day, timeliness=measured)


def _undo(office: Office, lived: Lived) -> None:
    """The last step goes; when nothing is left but the reception, that goes as voided."""
    if lived.life.state is _S.VOIDED or (not lived.undo and len(lived.undo) < 0):
        return
    if lived.undo and lived.undo[-1] is _SPENT:
        return
    move_dossier(office, MoveInput(lived.code, _E.UNDO))
    if lived.undo:
        lived.life = lived.undo.pop()
        if lived.undo:
            lived.undo.append(_SPENT)
    else:
        lived.life = replace(lived.life, state=_S.VOIDED)


# Only the last step can be taken back: after an undo the one before it stays.
_SPENT = Life(FIRST_DAY, Channel.DIRECT, _S.VOIDED, ())
