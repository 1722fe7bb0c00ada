"""Several desks, one province: every scan arrives through one desk, and none goes twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.dossiers import DossierEvent
from desktop.domain.scans import Scans
from desktop.models.desks import desk_delivered_scans
from desktop.models.rounds import sent_files
from desktop.services.attachments import attach
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.provinces.scans import list_scans
from desktop.services.syncing import desk_loading
from desktop.services.syncing.desk_membership import follow_leader
from tests.desks.unit import Unit, differences
from tests.factory import UNIT_CODE, a_received
from tests.services.files import a_png
from tests.sync.conftest import province
from tests.sync.stage import Stage
from tests.sync.test_scans import agree, asked

__all__ = ["province"]


def _settled(desk: Office, name: str) -> str:
    code = a_received(desk, name=name).code
    attach(desk, code, "kết quả.png", a_png(name), is_result=True)
    move_dossier(desk, MoveInput(code, DossierEvent.FINISH))
    return code


def _sent(desk: Office) -> int:
    with desk.reading() as connection:
        return len(connection.execute(select(sent_files.c.sha256)).all())


def _known(desk: Office) -> int:
    with desk.reading() as connection:
        return len(connection.execute(select(desk_delivered_scans.c.blob)).all())


def _joined(unit: Unit, desk: Office, province: Office, tmp_path: Path, name: str) -> Stage:
    folder = tmp_path / name
    (folder / "usb").mkdir(parents=True)
    stage = Stage(desk, province, folder / "usb", unit.clock, folder)
    asked(stage, Scans.ALL)
    agree(stage, Scans.ALL)
    return stage


def test_one_desk_sends_the_scans_of_all_and_another_takes_over_without_a_repeat(
    unit: Unit, province: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Names of delivered scans go in turns: two to a package, as 50,000 do outside of tests.
    monkeypatch.setattr(desk_loading, "MOST_DELIVERIES", 2)
    first, second, third = unit.desks
    codes = [_settled(desk, name) for desk, name in zip(unit.desks, "ABC", strict=True)]
    unit.settle_down()
    # Only the second desk has a way to the province; the others hear that it has.
    through_second = _joined(unit, second, province, tmp_path, "hai")
    through_second.round()
    assert _sent(second) == 0
    unit.settle_down()
    through_second.round()
    assert _sent(second) == 3
    unit.settle_down()
    assert [_known(desk) for desk in unit.desks] == [3, 3, 3]
    # The leading one joins later and sends for all from now on: only what is new.
    through_first = _joined(unit, first, province, tmp_path, "một")
    codes.append(_settled(third, "D"))
    unit.settle_down()
    through_first.round()
    through_second.round()
    assert (_sent(first), _sent(second)) == (1, 3)
    found = {
        one.code: [file.is_here for file in one.files] for one in list_scans(province, UNIT_CODE)
    }
    assert found == {code: [True] for code in codes}
    assert differences(unit.desks) == []
    # A desk that joins later hears of all of them, from both desks that delivered.
    late = unit.add_desk(7)
    unit.settle_down()
    assert _known(late) == 4
    unit.desks.remove(late)
    # The leading desk is lost; the second one goes on where it stopped.
    unit.settle_down()
    follow_leader(second, 2)
    follow_leader(third, 2)
    unit.desks.remove(first)
    codes.append(_settled(third, "E"))
    unit.settle_down()
    through_second.round()
    assert _sent(second) == 4
    assert {one.code for one in list_scans(province, UNIT_CODE)} == set(codes)
