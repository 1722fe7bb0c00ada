"""The province counts what its units count: the same lives, the same Biểu II.06a."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.dossiers import DossierEvent
from desktop.domain.figures import Period
from desktop.domain.moments import local_date
from desktop.services.figures.counting import count_period
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.provinces.figures import (
    SHOWN,
    ProvinceGrouping,
    province_settlement,
)
from tests.factory import BIRTH, UNIT_CODE, a_received
from tests.sync.stage import Stage

_E = DossierEvent
# Moves of one dossier each, with the hours since the move before.
LIVES: tuple[tuple[tuple[DossierEvent, int], ...], ...] = (
    (),
    ((_E.FINISH, 2),),
    ((_E.FINISH, 30 * 24), (_E.RETURN_RESULT, 1)),
    ((_E.REQUEST_SUPPLEMENT, 24), (_E.SUPPLEMENT_RECEIVED, 20 * 24)),
    ((_E.REQUEST_SUPPLEMENT, 24), (_E.SUPPLEMENT_RECEIVED, 48), (_E.FINISH, 2)),
    ((_E.REQUEST_SUPPLEMENT, 15 * 24),),
    ((_E.REFUSE, 5),),
    ((_E.WITHDRAW, 10 * 24),),
    ((_E.REQUEST_SUPPLEMENT, 1), (_E.STOP, 40 * 24)),
)


def live(stage: Stage) -> None:
    start = stage.clock.moment
    for moves in LIVES:
        stage.clock.moment = start
        code = a_received(stage.unit).code
        for event, hours in moves:
            stage.clock.moment += timedelta(hours=hours)
            reason = "thiếu giấy" if event is not _E.FINISH else ""
            move_dossier(stage.unit, MoveInput(code, event, reason=reason))
    stage.clock.moment = start
    a_received(stage.unit, BIRTH)
    stage.clock.moment = start + timedelta(days=60)


def test_units_and_province_count_alike_on_every_period(stage: Stage) -> None:
    first = local_date(stage.clock.moment)
    live(stage)
    stage.round()
    for begin in (-3, 0, 1, 16, 31):
        for length in (0, 5, 25, 70):
            start = first + timedelta(days=begin)
            period = Period(start, start + timedelta(days=length))
            own = count_period(stage.unit, period)
            found = province_settlement(stage.province, period)
            assert {f: found.total[f] for f in SHOWN} == {f: own[f] for f in SHOWN}, period
            by_field = province_settlement(stage.province, period, ProvinceGrouping.FIELD)
            assert by_field.total == found.total
    (row,) = found.rows if found.rows else [None]
    assert row is None or row.key == UNIT_CODE
