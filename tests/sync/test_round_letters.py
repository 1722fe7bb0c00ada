"""Letters of the province about a round: in any order, damaged, from strangers, half bad."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.domain.criteria.rounds import Stage as Step
from desktop.models.rounds import appraisals
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.sync.rounds import (
    ProvinceDesk,
    status,
)
from tests.sync.stage import Stage


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_letters_give_the_same_in_any_order_and_any_number_of_times(
    submitted: Stage, order: tuple[int, ...]
) -> None:
    desk = ProvinceDesk(submitted)
    records = [
        desk.appraise(1, {"1.7": "0"}, counter=10),
        desk.appraise(1, {"1.7": "0.25"}, counter=11),
        desk.appraise(2, {"1.7": "0.5"}, counter=20),
        desk.publish(),
    ]
    for place in order:
        desk.lay(records[place])
        submitted.fetch()
    desk.lay(*records)
    submitted.fetch()
    found = status(submitted)
    points = [a.line("1.7") for a in found.appraisals]
    assert [line.points for line in points if line] == [Decimal("0.25"), Decimal("0.5")]
    assert found.stage is Step.PUBLISHED
    with submitted.unit.reading() as connection:
        assert len(connection.execute(select(appraisals)).all()) == 3


def test_a_letter_is_believed_only_from_the_province_and_for_this_device(
    submitted: Stage,
) -> None:
    desk = ProvinceDesk(submitted)
    record = desk.appraise(1, {"1.7": "0"})
    desk.lay(record, key=SigningKey.new())
    desk.lay(record, seal=recipient_of(new_identity()))
    report = submitted.fetch()
    assert [p.code for p in report.problems if p.code == "receipt_refused"] == [
        "receipt_refused"
    ] * 2
    assert status(submitted).stage is Step.SUBMITTED


def test_a_bad_item_of_a_letter_is_told_and_stops_no_other(submitted: Stage) -> None:
    desk = ProvinceDesk(submitted)
    desk.lay(desk.appraise(1, {}, unit="00118"), desk.appraise(1, {"1.7": "0"}))
    report = submitted.fetch()
    told = [p.message for p in report.problems if p.code == "letter_item_refused"]
    assert len(told) == 1
    assert "đơn vị khác" in told[0]
    assert status(submitted).stage is Step.APPRAISED
    assert submitted.fetch().received == 0


def test_a_damaged_letter_changes_nothing_and_may_come_again(submitted: Stage) -> None:
    desk = ProvinceDesk(submitted)
    place = desk.lay(desk.appraise(1, {"1.7": "0"}))
    part = next(p for p in submitted.stick.rglob("part-0001.age") if "packages" in p.parts)
    assert str(place.number) in str(part)
    whole = part.read_bytes()
    part.write_bytes(whole[:-7])
    assert submitted.fetch().received == 0
    assert status(submitted).stage is Step.SUBMITTED
    part.write_bytes(whole)
    submitted.fetch()
    assert status(submitted).stage is Step.APPRAISED
