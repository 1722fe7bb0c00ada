"""Failure class 15: two desks, one number: told on both sides, and nothing is overwritten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from desktop.domain.packages import PackageOutcome, SyncProblem
from desktop.models.journal import outbox
from desktop.models.province import (
    quarantined_items,
    unit_dossiers,
)
from desktop.services.office import Office
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import join
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE
from tests.sync.stage import Stage, status_of


def a_second_desk(stage: Stage, number: int = 2) -> Office:
    folder = stage.folder / "máy khác"
    new = NewOffice(UNIT_CODE, ADMIN, PASSWORD, desk_number=number)
    create_office(folder, new, stage.clock, CHEAP)
    office = sign_in(folder, ADMIN, PASSWORD, stage.clock)
    join(office, stage.invitation("quầy 2.json"))
    return office


def test_class_15_two_desks_with_one_number_are_told_and_nothing_is_overwritten(
    stage: Stage,
) -> None:
    stage.round()
    stage.clock.moment += timedelta(minutes=1)
    other = Stage(a_second_desk(stage, 1), stage.province, stage.stick, stage.clock, stage.folder)
    code, same = stage.receive("Người thứ nhất"), other.receive("Người thứ hai")
    assert code == same
    stage.export()
    other.export()
    found = [f for f in stage.collect() if f.is_new]
    assert len(found) == 2
    told = [[p.code for p in one.problems] for one in found]
    assert sorted(told) == [[], ["desk_number_taken", "items_quarantined"]]
    (words,) = [p.message for one in found for p in one.problems if "number" in p.code]
    assert words.startswith("Đơn vị có hai máy cùng là quầy số 1 (Quầy 1 kết nối trước)")
    assert set(stage.loaded()) == {code}
    other.round()
    noted, *_ = status_of(other).problems
    assert (noted.code, words in noted.message) == (SyncProblem.PROVINCE_NOTED, True)
    assert SyncProblem.PROVINCE_NOTED not in [p.code for p in status_of(stage).problems]


def test_class_15_numbers_of_two_desks_never_clash(stage: Stage) -> None:
    other = Stage(a_second_desk(stage), stage.province, stage.stick, stage.clock, stage.folder)
    codes = [desk.receive() for desk in (stage, other) for _ in range(25)]
    assert len(set(codes)) == 50
    stage.export()
    other.export()
    found = [f for f in stage.collect() if f.is_new]
    assert [f.outcome for f in found] == [PackageOutcome.ACCEPTED] * 2
    assert set(stage.loaded()) == set(codes)
    assert stage.dump(quarantined_items) == [[]]
    with other.unit.reading() as connection:
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0
    assert {row.unit_code for row in stage.dump(unit_dossiers)[0]} == {UNIT_CODE}
    other.unit.close()
