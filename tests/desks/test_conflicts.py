"""Two versions made at once: both are shown, a person decides, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import RuleViolation
from desktop.services.dossier_cards import dossier_card
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.settings import read_settings, save_settings
from desktop.services.syncing.desk_conflicts import list_conflicts, settle
from tests.desks.unit import Unit, differences
from tests.factory import a_received


def _torn(unit: Unit) -> str:
    """A dossier that two desks have moved at the same time, known to all."""
    first, second, _ = unit.desks
    code = a_received(first).code
    unit.settle_down()
    move_dossier(first, MoveInput(code, DossierEvent.HAND_OVER, to="Tư pháp"))
    move_dossier(second, MoveInput(code, DossierEvent.REQUEST_SUPPLEMENT, reason="Thiếu ảnh"))
    unit.settle_down()
    return code


def test_losing_version_is_shown_side_by_side_taken_back_and_settled_everywhere(
    unit: Unit,
) -> None:
    first, _, third = unit.desks
    code = _torn(unit)
    (conflict,) = list_conflicts(third)
    (loser,) = conflict.losers
    assert conflict.label == code
    assert {conflict.desk, loser.desk} == {"Quầy 1", "Quầy 2"}
    shown = {name: {here, there} for name, here, there in loser.differences}
    assert shown["Trạng thái"] == {"Đang giải quyết", "Chờ bổ sung"}
    events = {step.event for step in dossier_card(third, code).history}
    assert {DossierEvent.HAND_OVER, DossierEvent.REQUEST_SUPPLEMENT} <= events
    before = dossier_card(third, code).row.state
    settle(third, code, loser.version)
    assert dossier_card(third, code).row.state is not before
    unit.settle_down()
    assert differences(unit.desks) == []
    assert [list_conflicts(desk) for desk in unit.desks] == [(), (), ()]
    assert dossier_card(first, code).row.state is dossier_card(third, code).row.state
    assert any("Chọn bản của Quầy" in s.reason for s in dossier_card(first, code).history)
    (kept,) = list_conflicts(third, with_settled=True)
    assert not kept.is_open
    again = next(one for one in kept.losers if one.version != loser.version)
    settle(third, code, again.version)
    unit.settle_down()
    assert differences(unit.desks) == []
    assert dossier_card(first, code).row.state is before


def test_keeping_what_stands_settles_too_and_work_goes_on(unit: Unit) -> None:
    first, second, third = unit.desks
    code = _torn(unit)
    settle(first, code, "current")
    unit.settle_down()
    assert differences(unit.desks) == []
    assert not any(list_conflicts(desk) for desk in unit.desks)
    with pytest.raises(RuleViolation):
        settle(second, code, "current")
    with pytest.raises(RuleViolation):
        settle(second, code, "ffffffff")
    move_dossier(third, MoveInput(code, DossierEvent.WITHDRAW, reason="Không làm nữa"))
    unit.settle_down()
    assert differences(unit.desks) == []


def test_two_decisions_at_once_are_a_conflict_again_and_never_a_loss(unit: Unit) -> None:
    first, second, _ = unit.desks
    code = _torn(unit)
    (conflict,) = list_conflicts(second)
    settle(first, code, "current")
    settle(second, code, conflict.losers[0].version)
    unit.settle_down()
    assert differences(unit.desks) == []
    assert [len(list_conflicts(desk)) for desk in unit.desks] == [1, 1, 1]


def test_a_setting_changed_at_two_desks_is_asked_about(unit: Unit) -> None:
    first, second, third = unit.desks
    save_settings(first, replace(read_settings(first), phone="0262 111 111"))
    save_settings(second, replace(read_settings(second), phone="0262 222 222"))
    unit.settle_down()
    assert differences(unit.desks) == []
    (conflict,) = list_conflicts(third)
    assert (conflict.kind_text, conflict.label) == ("Thiết lập", "phone")
    settle(first, "phone", conflict.losers[0].version)
    unit.settle_down()
    assert differences(unit.desks) == []
    wanted = conflict.losers[0].differences[0][2]
    assert {read_settings(desk).phone for desk in unit.desks} == {wanted}
