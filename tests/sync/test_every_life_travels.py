"""Whatever a dossier has lived through, the province takes it as it is."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.dossiers import DossierEvent
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
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
