"""Whatever a dossier has lived through, the province takes it as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.procedures import procedure_by_code, save_procedure
from tests.factory import MARITAL_STATUS, a_received
from tests.sync.stage import Stage


def test_dossier_that_waited_for_a_supplement_is_accepted_with_its_pause(stage: Stage) -> None:
    code = stage.receive()
    move_dossier(stage.unit, MoveInput(code, DossierEvent.REQUEST_SUPPLEMENT, reason="Thiếu"))
    stage.clock.moment += timedelta(days=3)
    move_dossier(stage.unit, MoveInput(code, DossierEvent.SUPPLEMENT_RECEIVED))
    (answer,) = stage.round()
    assert (answer.outcome, answer.problems) == ("accepted", ())
    (pause,) = stage.loaded()[code]["pauses"]
    stopped, went_on, due_until_then = pause
    assert (stopped, went_on) == ("2026-11-20T02:00:00Z", "2026-11-23T02:00:00Z")
    assert due_until_then == "2026-11-25T10:00:00Z"


def test_payment_level_and_boundary_travel_only_where_they_are_known(stage: Stage) -> None:
    silent = stage.receive()
    facts = procedure_by_code(stage.unit, MARITAL_STATUS).facts
    save_procedure(stage.unit, MARITAL_STATUS, replace(facts, online_level=OnlineLevel.PART))
    told = a_received(
        stage.unit,
        MARITAL_STATUS,
        channel=Channel.ONLINE,
        fee_vnd=8_000,
        payment=Payment.ONLINE,
        outside_boundary=True,
    ).code
    (answer,) = stage.round()
    assert (answer.outcome, answer.problems) == ("accepted", ())
    loaded = stage.loaded()
    keys = {"payment", "paid_on", "online_level", "outside_boundary"}
    assert keys.isdisjoint(loaded[silent])
    assert {key: loaded[told][key] for key in keys} == {
        "payment": "online",
        "paid_on": "2026-11-20",
        "online_level": "part",
        "outside_boundary": True,
    }
