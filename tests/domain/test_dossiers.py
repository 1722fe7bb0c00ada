"""The life of a dossier: all state × event pairs, who may do what, the clock, timeliness."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from desktop.domain.dossiers import (
    NATIONAL_STATUS,
    OPEN_STATES,
    ClockEffect,
    DossierEvent,
    DossierState,
    MoveFacts,
    SupplementMode,
    Timeliness,
    available_moves,
    clock_effect,
    is_overdue,
    judged,
    may,
    next_state,
    timeliness,
)
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Role
from tests.domain.calendars import moment

S, E, R = DossierState, DossierEvent, Role

# Written down a second time, from the law and the national status table.
EXPECTED: dict[DossierState, dict[DossierEvent, DossierState]] = {
    S.RECEIVED: {
        E.HAND_OVER: S.PROCESSING,
        E.REQUEST_SUPPLEMENT: S.WAITING_SUPPLEMENT,
        E.APOLOGISE: S.RECEIVED,
        E.REFUSE: S.REFUSED,
        E.WITHDRAW: S.WITHDRAWN,
        E.STOP: S.STOPPED,
        E.FINISH: S.FINISHED,
    },
    S.PROCESSING: {
        E.HAND_OVER: S.PROCESSING,
        E.CONFIRM_HAND_OVER: S.PROCESSING,
        E.REQUEST_SUPPLEMENT: S.WAITING_SUPPLEMENT,
        E.APOLOGISE: S.PROCESSING,
        E.REFUSE: S.REFUSED,
        E.WITHDRAW: S.WITHDRAWN,
        E.STOP: S.STOPPED,
        E.FINISH: S.FINISHED,
    },
    S.WAITING_SUPPLEMENT: {
        E.SUPPLEMENT_RECEIVED: S.PROCESSING,
        E.WITHDRAW: S.WITHDRAWN,
        E.STOP: S.STOPPED,
    },
    S.FINISHED: {
        E.HAND_OVER: S.FINISHED,
        E.CONFIRM_HAND_OVER: S.FINISHED,
        E.RETURN_RESULT: S.RETURNED,
    },
    S.RETURNED: {},
    S.REFUSED: {},
    S.WITHDRAWN: {},
    S.STOPPED: {},
    S.VOIDED: {},
}
PAIRS = list(product(DossierState, DossierEvent))

_OFFICER = {E.HAND_OVER, E.CONFIRM_HAND_OVER, E.REQUEST_SUPPLEMENT, E.REFUSE, E.STOP, E.FINISH}
MAY: dict[Role, set[DossierEvent]] = {
    R.DESK: set(E) - {E.STOP, E.IMPORT},
    R.OFFICER: _OFFICER | {E.UNDO},
    R.LEADER: _OFFICER | {E.UNDO, E.APOLOGISE, E.WITHDRAW},
    R.ADMIN: set(E),
    R.PROVINCE: set(),
}


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_every_pair_of_state_and_event_leads_where_the_law_says(
    state: DossierState, event: DossierEvent
) -> None:
    expected = EXPECTED[state].get(event)
    if expected is not None:
        assert next_state(state, event) is expected
        return
    with pytest.raises(RuleViolation) as refused:
        next_state(state, event)
    assert refused.value.code is Rule.MOVE_NOT_ALLOWED
    assert refused.value.facts == {"event": event, "state": state}


@pytest.mark.parametrize(("role", "event"), list(product(Role, DossierEvent)))
def test_every_role_may_record_exactly_its_own_events(role: Role, event: DossierEvent) -> None:
    assert may(role, event) == (event in MAY[role])


@pytest.mark.parametrize(("role", "state"), list(product(Role, DossierState)))
def test_offered_moves_are_those_that_state_and_role_allow(role: Role, state: DossierState) -> None:
    facts = MoveFacts(apologised=False, hand_over_waiting=True)
    offered = available_moves(state, role, facts)
    assert set(offered) == set(EXPECTED[state]) & MAY[role]
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize(
    ("state", "role", "facts", "expected"),
    [
        (
            S.RECEIVED,
            R.DESK,
            MoveFacts(),
            (E.HAND_OVER, E.FINISH, E.REQUEST_SUPPLEMENT, E.APOLOGISE, E.REFUSE, E.WITHDRAW),
        ),
        (
            S.PROCESSING,
            R.OFFICER,
            MoveFacts(hand_over_waiting=True),
            (E.CONFIRM_HAND_OVER, E.HAND_OVER, E.FINISH, E.REQUEST_SUPPLEMENT, E.REFUSE, E.STOP),
        ),
        (
            S.PROCESSING,
            R.OFFICER,
            MoveFacts(),
            (E.HAND_OVER, E.FINISH, E.REQUEST_SUPPLEMENT, E.REFUSE, E.STOP),
        ),
        (S.WAITING_SUPPLEMENT, R.LEADER, MoveFacts(), (E.WITHDRAW, E.STOP)),
        (S.WAITING_SUPPLEMENT, R.DESK, MoveFacts(), (E.SUPPLEMENT_RECEIVED, E.WITHDRAW)),
        (S.FINISHED, R.DESK, MoveFacts(), (E.HAND_OVER, E.RETURN_RESULT)),
        (S.RETURNED, R.ADMIN, MoveFacts(hand_over_waiting=True), ()),
    ],
)
def test_moves_are_offered_in_the_order_of_the_law(
    state: DossierState, role: Role, facts: MoveFacts, expected: tuple[DossierEvent, ...]
) -> None:
    assert available_moves(state, role, facts) == expected


def test_second_apology_is_not_offered() -> None:
    once = available_moves(S.PROCESSING, R.LEADER, MoveFacts())
    twice = available_moves(S.PROCESSING, R.LEADER, MoveFacts(apologised=True))
    assert set(once) - set(twice) == {E.APOLOGISE}


RESTART, FREEZE = SupplementMode.RESTART, SupplementMode.FREEZE


@pytest.mark.parametrize(
    ("event", "mode", "state", "expected"),
    [
        (E.REQUEST_SUPPLEMENT, RESTART, S.PROCESSING, ClockEffect.STOPS),
        (E.REQUEST_SUPPLEMENT, FREEZE, S.RECEIVED, ClockEffect.STOPS),
        (E.SUPPLEMENT_RECEIVED, RESTART, S.WAITING_SUPPLEMENT, ClockEffect.RESTARTS),
        (E.SUPPLEMENT_RECEIVED, FREEZE, S.WAITING_SUPPLEMENT, ClockEffect.EXTENDS),
        (E.APOLOGISE, RESTART, S.PROCESSING, ClockEffect.NEW_DATE),
        (E.FINISH, RESTART, S.PROCESSING, ClockEffect.ENDS),
        (E.REFUSE, RESTART, S.RECEIVED, ClockEffect.ENDS),
        (E.WITHDRAW, FREEZE, S.WAITING_SUPPLEMENT, ClockEffect.ENDS),
        (E.STOP, RESTART, S.PROCESSING, ClockEffect.ENDS),
        (E.HAND_OVER, RESTART, S.RECEIVED, ClockEffect.RUNS_ON),
        (E.CONFIRM_HAND_OVER, RESTART, S.PROCESSING, ClockEffect.RUNS_ON),
        (E.HAND_OVER, RESTART, S.FINISHED, ClockEffect.ENDED),
        (E.RETURN_RESULT, RESTART, S.FINISHED, ClockEffect.ENDED),
    ],
)
def test_event_has_the_stated_effect_on_the_clock(
    event: DossierEvent, mode: SupplementMode, state: DossierState, expected: ClockEffect
) -> None:
    assert clock_effect(event, mode, state) is expected


DUE = moment("2026-11-25 17:00")


@pytest.mark.parametrize(
    ("ended_at", "expected"),
    [
        (moment("2026-11-24 23:59"), Timeliness.EARLY),
        (moment("2026-11-25 00:00"), Timeliness.ON_TIME),
        (moment("2026-11-25 18:30"), Timeliness.ON_TIME),  # after closing, still on the day
        (moment("2026-11-26 00:00"), Timeliness.LATE),
        # The same instants written in UTC: the office's calendar decides.
        (datetime(2026, 11, 25, 16, 59, tzinfo=UTC), Timeliness.ON_TIME),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), Timeliness.LATE),
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), Timeliness.EARLY),
    ],
)
def test_dossier_is_timely_by_local_dates_and_not_by_hours(
    ended_at: datetime, expected: Timeliness
) -> None:
    assert timeliness(ended_at, DUE) is expected


def test_dossier_finished_on_due_date_counts_as_on_time() -> None:
    assert timeliness(DUE, DUE) is Timeliness.ON_TIME


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("outcome", [*Timeliness, None])
def test_what_was_given_up_is_never_early(state: S, outcome: Timeliness | None) -> None:
    told = judged(state, outcome)
    if state in (S.WITHDRAWN, S.STOPPED) and outcome is Timeliness.EARLY:
        assert told is Timeliness.ON_TIME
    else:
        assert told is outcome


def test_dossier_without_appointment_is_neither_early_nor_late() -> None:
    assert timeliness(DUE, None) is None
    assert not is_overdue(None, date(2099, 1, 1))


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 11, 24), False), (date(2026, 11, 25), False), (date(2026, 11, 26), True)],
)
def test_running_dossier_is_overdue_from_the_day_after(today: date, expected: bool) -> None:
    assert is_overdue(DUE, today) is expected


def test_national_codes_are_those_of_the_portal_and_voided_entries_have_none() -> None:
    assert NATIONAL_STATUS == {
        S.RECEIVED: 2,
        S.REFUSED: 3,
        S.PROCESSING: 4,
        S.WAITING_SUPPLEMENT: 5,
        S.WITHDRAWN: 7,
        S.STOPPED: 8,
        S.FINISHED: 9,
        S.RETURNED: 10,
    }


def test_open_states_are_those_that_somebody_still_has_to_work_on() -> None:
    assert {state for state in S if EXPECTED[state]} - {S.FINISHED} == set(OPEN_STATES)
