"""Fees at reception, at a later step and mended: kept with their day, taken back exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.errors import Entry, InputRefused
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_edits import edit_dossier, edit_of
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.procedures import procedure_by_code, save_procedure
from tests.factory import BIRTH, FRIDAY_MORNING, MARITAL_STATUS, a_received

E = DossierEvent
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def paid(office: Office, code: str) -> tuple[Payment | None, date | None]:
    row = dossier_card(office, code).row
    return row.payment, row.paid_on


def test_the_counter_that_says_nothing_has_taken_the_fee_there(office: Office) -> None:
    direct = a_received(office, fee_vnd=8_000)
    assert (direct.payment, direct.paid_on) == (Payment.DIRECT, FRIDAY)
    assert paid(office, direct.code) == (Payment.DIRECT, FRIDAY)
    assert paid(office, a_received(office, BIRTH).code) == (None, None)
    online = a_received(office, fee_vnd=8_000, channel=Channel.ONLINE)
    assert paid(office, online.code) == (None, None)
    told = a_received(office, fee_vnd=8_000, payment=Payment.ONLINE, paid_on=date(2026, 11, 18))
    assert paid(office, told.code) == (Payment.ONLINE, date(2026, 11, 18))
    with pytest.raises(InputRefused) as refused:
        a_received(office, BIRTH, payment=Payment.DIRECT)
    assert [problem.code for problem in refused.value.problems] == [Entry.NOTHING_TO_PAY]


def test_a_fee_collected_with_the_result_is_paid_that_day_and_taken_back_with_it(
    office: Office, clock: FixedClock
) -> None:
    code = a_received(office, fee_vnd=8_000, payment=Payment.UNPAID).code
    assert paid(office, code) == (Payment.UNPAID, None)
    with pytest.raises(InputRefused) as refused:
        move_dossier(office, MoveInput(code, E.FINISH, payment=Payment.DIRECT))
    assert [problem.code for problem in refused.value.problems] == [Entry.PAYMENT_NOT_IN_STEP]
    move_dossier(office, MoveInput(code, E.FINISH))
    clock.moment = FRIDAY_MORNING + timedelta(days=3)
    move_dossier(office, MoveInput(code, E.RETURN_RESULT, payment=Payment.ONLINE))
    assert paid(office, code) == (Payment.ONLINE, MONDAY)
    assert dossier_card(office, code).history[-1].data["payment"] == "online"
    move_dossier(office, MoveInput(code, E.UNDO))
    assert paid(office, code) == (Payment.UNPAID, None)
    # What was mended between a step and its undo stays: the step had not touched the money.
    move_dossier(office, MoveInput(code, E.RETURN_RESULT))
    card = dossier_card(office, code)
    edit_dossier(office, code, replace(edit_of(card), payment=Payment.DIRECT))
    move_dossier(office, MoveInput(code, E.UNDO))
    assert paid(office, code) == (Payment.DIRECT, MONDAY)


def test_mending_a_payment_is_told_in_the_history_and_goes_with_the_fee(office: Office) -> None:
    code = a_received(office, fee_vnd=8_000).code
    card = dossier_card(office, code)
    before = edit_of(card)
    changed = edit_dossier(office, code, replace(before, payment=Payment.ONLINE)).value
    assert changed == ("payment",)
    told = dossier_card(office, code).history[-1].data
    assert (told["before"], told["payment"]) == ({"payment": "direct"}, "online")
    assert edit_dossier(office, code, before).value == ("payment",)
    edit_dossier(office, code, replace(before, fee_vnd=0))
    assert paid(office, code) == (None, None)
    edit_dossier(office, code, replace(before, payment=None, paid_on=None))
    assert paid(office, code) == (None, None)


def test_what_came_online_keeps_the_level_of_its_procedure_on_that_day(office: Office) -> None:
    unknown = a_received(office, channel=Channel.ONLINE).code
    facts = procedure_by_code(office, MARITAL_STATUS).facts
    save_procedure(office, MARITAL_STATUS, replace(facts, online_level=OnlineLevel.PART))
    known = a_received(office, channel=Channel.ONLINE).code
    direct = a_received(office).code
    levels = [dossier_card(office, code).row.online_level for code in (unknown, known, direct)]
    assert levels == [None, OnlineLevel.PART, None]


def test_a_dossier_from_outside_the_area_keeps_both_times(office: Office) -> None:
    lodged = FRIDAY_MORNING - timedelta(days=2)
    code = a_received(office, outside_boundary=True, submitted_at=lodged).code
    card = dossier_card(office, code)
    assert card.row.outside_boundary
    assert (card.submitted_at, card.row.received_at) == (lodged, FRIDAY_MORNING)
    assert card.row.due_at == dossier_card(office, a_received(office).code).row.due_at
    edit_dossier(office, code, replace(edit_of(card), outside_boundary=False))
    assert not dossier_card(office, code).row.outside_boundary
