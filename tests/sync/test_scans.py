"""Scans of dossiers leave only where the province has asked and the unit has agreed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.packages import PackageOutcome
from desktop.domain.scans import Scans, may_leave
from desktop.domain.sending import FilesBy
from desktop.services.attachments import attach
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.scans import export_scans, list_scans
from desktop.services.syncing.joining import join
from desktop.services.syncing.preview import preview
from desktop.services.syncing.road_form import MailboxInput, read_road, save_road
from desktop.services.syncing.roads import road_settings
from desktop.services.syncing.sending import run
from desktop.services.syncing.status import answered_packages, items_of
from tests.factory import UNIT_CODE
from tests.services.files import a_png
from tests.sync.stage import Stage, packages_on

RESULT, PAPER = a_png("kết quả"), a_png("giấy tờ")


def settled(stage: Stage) -> str:
    """A dossier with its result and a paper, both with names that must not leave."""
    code = stage.receive()
    attach(stage.unit, code, "CCCD Nguyễn Văn An.png", PAPER)
    attach(stage.unit, code, "Trích lục Nguyễn Văn An.png", RESULT, is_result=True)
    stage.finish(code)
    return code


def agree(stage: Stage, scans: Scans, files: FilesBy = FilesBy.NETWORK) -> None:
    with stage.unit.reading() as connection:
        now = road_settings(connection)
    save_road(stage.unit, MailboxInput(), replace(now, scans=scans, files=files))


def asked(stage: Stage, scans: Scans) -> Stage:
    join(
        stage.unit,
        invite(stage.province, UNIT_CODE, stage.folder / "m.json", None, scans).value.file,
    )
    return stage


@pytest.mark.parametrize("asks", Scans)
@pytest.mark.parametrize("agrees", Scans)
def test_the_narrower_of_two_words_holds(asks: Scans, agrees: Scans) -> None:
    order = list(Scans)
    assert order.index(may_leave(asks, agrees)) == min(order.index(asks), order.index(agrees))


def test_nothing_leaves_while_one_side_is_silent(apart: Stage) -> None:
    asked(apart, Scans.ALL)
    settled(apart)
    apart.round()
    assert list_scans(apart.province, UNIT_CODE) == ()
    form = read_road(apart.unit)
    assert form is not None
    assert (form.asked, form.settings.scans) == (Scans.ALL, Scans.NONE)
    join(apart.unit, apart.invitation("không xin.json"))
    agree(apart, Scans.ALL)
    assert all(item.kind != "dossier_files" for item in preview(apart.unit).items)
    apart.round()
    assert list_scans(apart.province, UNIT_CODE) == ()


def test_results_leave_after_the_records_without_their_names_and_arrive_whole(
    apart: Stage, tmp_path: Path
) -> None:
    asked(apart, Scans.RESULTS)
    agree(apart, Scans.ALL)
    code, waiting = settled(apart), apart.receive("Trần Thị Chưa Xong")
    attach(apart.unit, waiting, "chưa xong.png", a_png("chưa"), is_result=True)
    (item,) = (i for i in preview(apart.unit).items if i.kind == "dossier_files")
    assert (item.label, len(item.content["files"])) == (code, 1)
    assert "An" not in json.dumps(item.content, ensure_ascii=False)
    apart.export()
    assert [place.number for place in packages_on(apart.stick)] == [1, 2]
    assert {c.outcome for c in apart.collect()} == {PackageOutcome.ACCEPTED}
    apart.fetch()
    (found,) = list_scans(apart.province, UNIT_CODE)
    assert (found.code, [(f.is_result, f.is_here) for f in found.files]) == (code, [(True, True)])
    (file,) = export_scans(apart.province, (found,), tmp_path / "ra")
    assert file.read_bytes() == RESULT
    assert file.name == "01.png"
    newest = answered_packages(apart.unit)[0]
    assert [i.kind for i in items_of(apart.unit, newest.id)] == ["dossier_files", "file"]
    assert {i.label for i in items_of(apart.unit, newest.id)} == {code}
    # Known from then on: nothing is sent twice, and one more scan goes by itself.
    assert apart.export().sent == 0
    attach(apart.unit, code, "bổ sung.png", a_png("thêm"), is_result=True)
    apart.round()
    (again,) = list_scans(apart.province, UNIT_CODE, code)
    assert [f.is_here for f in again.files] == [True, True]


def test_scans_stay_for_the_stick_while_records_take_the_network(apart: Stage) -> None:
    box = apart.folder / "hộp thư"
    box.mkdir()
    asked(apart, Scans.ALL)
    save_road(apart.unit, MailboxInput(str(box)))
    agree(apart, Scans.ALL, FilesBy.STICK)
    code = settled(apart)
    report = run(apart.unit).value
    assert [p.code for p in report.problems] == ["files_wait_for_stick"]
    assert len(packages_on(box)) == 1
    apart.export()
    assert len(packages_on(apart.stick)) == 2
    apart.collect()
    (found,) = list_scans(apart.province, UNIT_CODE)
    assert (found.code, len(found.files)) == (code, 2)
