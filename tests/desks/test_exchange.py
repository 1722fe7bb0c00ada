"""Desks exchange packages over a shared folder and come to the same register."""

from __future__ import annotations

from desktop.domain.dossiers import DossierEvent
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.desks.unit import Unit, differences
from tests.factory import a_received


def test_three_desks_come_to_the_same_register(unit: Unit) -> None:
    codes = [a_received(desk, name=f"Người ở quầy {n}").code for n, desk in enumerate(unit.desks)]
    assert len(set(codes)) == 3
    move_dossier(unit.desks[0], MoveInput(codes[0], DossierEvent.FINISH))
    unit.settle_down()
    assert differences(unit.desks) == []
