"""The moves of the law through the services: every state, event and role; taking back exactly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desktop.domain.dossiers import (
    TRANSITIONS,
    DossierEvent,
    DossierState,
    may,
)
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card, undoable_event
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier, move_dossiers, preview_move
from desktop.services.office import Office
from desktop.services.settings import read_settings
from tests.factory import a_received
from tests.services.record import columns_of, dump, with_role

S, E = DossierState, DossierEvent
# How a dossier comes into each state.
WAYS: dict[DossierState, tuple[DossierEvent, ...]] = {
    S.RECEIVED: (),
    S.PROCESSING: (E.HAND_OVER,),
    S.WAITING_SUPPLEMENT: (E.REQUEST_SUPPLEMENT,),
    S.FINISHED: (E.HAND_OVER, E.FINISH),
    S.RETURNED: (E.FINISH, E.RETURN_RESULT),
    S.REFUSED: (E.REFUSE,),
    S.WITHDRAWN: (E.WITHDRAW,),
    S.STOPPED: (E.STOP,),
    S.VOIDED: (E.UNDO,),
}
MOVES = [event for event in E if event not in (E.RECEIVE, E.UNDO, E.EDIT, E.IMPORT)]


def a_move(office: Office, code: str, event: DossierEvent, **changes: Any) -> MoveInput:
    """With everything that any move asks for."""
    later = office.now() + timedelta(days=30)
    return MoveInput(code, event, reason="Lý do", to="Tư pháp", new_due=later, **changes)


def do(office: Office, code: str, *events: DossierEvent) -> None:
    for event in events:
        move_dossier(office, a_move(office, code, event))


def in_state(office: Office, state: DossierState, *, hand_over_waiting: bool = False) -> str:
    code = a_received(office).code
    do(office, code, *WAYS[state])
    if hand_over_waiting:
        do(office, code, E.HAND_OVER)
    assert dossier_card(office, code).row.state is state
    return code


def ready_for(office: Office, state: DossierState, event: DossierEvent) -> str:
    """A dossier in the state, with a hand-over under way when one is to be confirmed."""
    return in_state(office, state, hand_over_waiting=event is E.CONFIRM_HAND_OVER)


def refusal(office: Office, move: MoveInput) -> Rule | None:
    try:
        preview_move(office, move)
    except RuleViolation as violation:
        return violation.code
    return None


@pytest.mark.parametrize("role", Role)
def test_every_state_and_event_is_allowed_or_refused_as_the_rules_say(
    office: Office, role: Role
) -> None:
    codes = {state: in_state(office, state) for state in S}
    someone = with_role(office, role)
    before = dump(office)
    for state, code in codes.items():
        for event in MOVES:
            found = refusal(someone, a_move(office, code, event))
            if not may(role, event):
                assert found is Rule.ROLE_NOT_ALLOWED, (state, event)
            elif (state, event) not in TRANSITIONS:
                assert found is Rule.MOVE_NOT_ALLOWED, (state, event)
            elif event is E.CONFIRM_HAND_OVER:
                waiting = dossier_card(office, code).row.hand_over_waiting
                assert found is (None if waiting else Rule.NO_HAND_OVER_WAITING)
            else:
                assert found is None, (state, event)
    assert dump(office) == before  # a preview changes nothing


@pytest.mark.parametrize(("state", "event"), [key for key in TRANSITIONS if key[1] in MOVES])
def test_move_leads_where_the_table_says_and_undo_puts_everything_back(
    office: Office, clock: FixedClock, state: DossierState, event: DossierEvent
) -> None:
    code = ready_for(office, state, event)
    before, slips = columns_of(office, code), dossier_card(office, code).hand_overs
    clock.moment += timedelta(minutes=5)
    preview = preview_move(office, a_move(office, code, event))
    moved = move_dossier(office, a_move(office, code, event)).value
    assert moved == preview
    assert moved.state is TRANSITIONS[state, event]
    card = dossier_card(office, code)
    assert (card.row.state, card.history[-1].event) == (moved.state, event)
    assert undoable_event(card) is event
    clock.moment += timedelta(minutes=5)
    do(office, code, E.UNDO)
    after = dossier_card(office, code)
    assert columns_of(office, code) == before
    assert after.hand_overs == slips
    assert [entry.undone for entry in after.history[-2:]] == [True, False]
    assert after.history[-1].event is E.UNDO


@pytest.mark.parametrize("state", [state for state in S if WAYS[state]])
def test_only_the_last_step_is_taken_back(office: Office, state: DossierState) -> None:
    code = in_state(office, state)
    if state is S.VOIDED:
        with pytest.raises(RuleViolation, match="nothing_to_undo"):
            do(office, code, E.UNDO)
        return
    do(office, code, E.UNDO)
    if len(WAYS[state]) > 1:
        with pytest.raises(RuleViolation, match="nothing_to_undo"):
            do(office, code, E.UNDO)
    else:  # only the reception is left: now that is the last step
        do(office, code, E.UNDO)
        assert dossier_card(office, code).row.state is S.VOIDED


def test_undone_reception_is_voided_and_keeps_its_number(office: Office) -> None:
    code = a_received(office, name="Người nhầm").code
    do(office, code, E.UNDO)
    assert dossier_card(office, code).row.state is S.VOIDED
    assert first_dossiers(office, DossierFilter("nguoi nham"))[0].code == code
    assert a_received(office).code != code
    assert dump(office)["code_serials"][0][-1] == 2


def test_step_of_somebody_else_is_taken_back_by_leader_and_administrator_only(
    office: Office,
) -> None:
    code = in_state(office, S.PROCESSING)
    move = MoveInput(code, E.UNDO)
    assert refusal(with_role(office, Role.DESK), move) is Rule.UNDO_NOT_YOURS
    assert refusal(with_role(office, Role.OFFICER), move) is Rule.UNDO_NOT_YOURS
    assert refusal(with_role(office, Role.PROVINCE), move) is Rule.ROLE_NOT_ALLOWED
    assert refusal(with_role(office, Role.LEADER), move) is None
    assert refusal(office, move) is None


def test_reception_is_taken_back_at_the_desk(office: Office) -> None:
    code = a_received(office).code
    assert refusal(with_role(office, Role.OFFICER), MoveInput(code, E.UNDO)) is (
        Rule.UNDO_RECEIVE_ONLY_AT_DESK
    )
    desk = with_role(office, Role.DESK)
    own = a_received(desk).code
    do(desk, own, E.UNDO)
    assert dossier_card(office, own).row.state is S.VOIDED


def test_own_step_is_taken_back_within_the_hours_of_the_office(
    office: Office, clock: FixedClock
) -> None:
    desk = with_role(office, Role.DESK)
    code = a_received(desk).code
    clock.moment += timedelta(hours=read_settings(office).undo_hours)
    assert refusal(desk, MoveInput(code, E.UNDO)) is None
    clock.moment += timedelta(seconds=1)
    assert refusal(desk, MoveInput(code, E.UNDO)) is Rule.UNDO_TOO_LATE
    assert dossier_card(desk, code).can_undo is False
    assert refusal(with_role(office, Role.LEADER), MoveInput(code, E.UNDO)) is None


def test_many_moves_are_done_together_or_not_at_all(office: Office) -> None:
    codes = [in_state(office, S.PROCESSING), in_state(office, S.RETURNED)]
    before = dump(office)
    with pytest.raises(RuleViolation, match="move_not_allowed"):
        move_dossiers(office, tuple(a_move(office, code, E.FINISH) for code in codes))
    assert dump(office) == before
    more = [codes[0], in_state(office, S.RECEIVED)]
    done = move_dossiers(office, tuple(a_move(office, code, E.FINISH) for code in more)).value
    assert [moved.state for moved in done] == [S.FINISHED, S.FINISHED]


def test_move_before_the_step_before_it_is_refused(office: Office) -> None:
    code = in_state(office, S.PROCESSING)
    early = office.now() - timedelta(minutes=1)
    move = a_move(office, code, E.FINISH, at=early)
    assert refusal(office, move) is Rule.TIME_BEFORE_PREVIOUS


def test_clock_that_was_set_back_does_not_stop_the_counter(
    office: Office, clock: FixedClock
) -> None:
    code = in_state(office, S.PROCESSING)
    at = clock.moment
    clock.moment -= timedelta(days=3)
    do(office, code, E.FINISH)
    assert dossier_card(office, code).row.finished_at == at
