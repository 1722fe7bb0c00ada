"""Rule packs: sent once, applied whole, never backwards, never unseen over one's own change."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.packages import SyncProblem
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.resources import resource_path
from desktop.services.assessments.sets import list_sets, read_set
from desktop.services.audit import read_audit
from desktop.services.calendar import read_calendar, set_special_day
from desktop.services.papers.layouts import list_layouts
from desktop.services.procedures import list_procedures
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.rule_drafts import RulesToSend
from desktop.services.provinces.rules import rules_status, send_rules
from desktop.services.provinces.setting_up import require_desk
from desktop.services.syncing.links import require_link
from desktop.services.syncing.rule_packs import accept_rules, decline_rules, take_rules
from desktop.services.syncing.rule_rows import list_rules
from desktop.sync.mailboxes.folder import ROOT_NAME, FolderMailbox
from desktop.sync.rule_packs import RulePack, pack_place
from desktop.sync.signatures import SigningKey
from tests.factory import UNIT_CODE
from tests.sync.stage import Stage, changed

in_folder = pytest.mark.parametrize("province", ["sqlite"], indirect=True)
DAY_OFF = date(2027, 4, 2)
PROCEDURES = "Mã số,Tên,Lĩnh vực,Thời hạn\n9.999001,Việc mới,Hộ tịch,2 ngày\n"


def a_file(stage: Stage, name: str, text: str) -> Path:
    path = stage.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def days(stage: Stage, *rows: str, name: str = "lịch.csv") -> Path:
    return a_file(stage, name, "\n".join(("Ngày,Loại,Ghi chú", *rows)) + "\n")


def send(stage: Stage, *files: Path, **wanted: object) -> None:
    box = FolderMailbox(stage.stick)
    send_rules(stage.province, files, RulesToSend(**wanted), [box])  # type: ignore[arg-type]


def states(stage: Stage) -> list[tuple[str, int, PackState]]:
    rows = sorted(list_rules(stage.unit), key=lambda row: (row.kind, row.number))
    return [(str(row.kind), row.number, row.state) for row in rows]


def place(stage: Stage) -> Path:
    return stage.stick / ROOT_NAME / "units" / UNIT_CODE / "rules"


def test_all_four_kinds_are_applied_and_answered(stage: Stage) -> None:
    form = json.loads(resource_path("forms", "04-apology.json").read_text(encoding="utf-8"))
    form |= {"version": "tinh-1", "valid_from": "2027-01-01", "title": "THƯ XIN LỖI"}
    files = (
        days(stage, "02/04/2027,nghỉ,Nghỉ hoán đổi của tỉnh"),
        a_file(stage, "thủ tục.csv", PROCEDURES),
        a_file(stage, "thư.json", json.dumps(form)),
        resource_path("criteria", "mau-cap-xa.json"),
    )
    send(stage, *files, valid_from=date(2027, 1, 1))
    report = stage.fetch()
    assert report.received == 4
    assert {state for _, _, state in states(stage)} == {PackState.APPLIED}

    assert read_calendar(stage.unit).special[DAY_OFF].kind is DayKind.OFF
    (new,) = [p for p in list_procedures(stage.unit) if p.code == "9.999001"]
    assert (new.facts.limit_value, new.span.valid_from) == (2, date(2027, 1, 1))
    (own,) = [row for row in list_layouts(stage.unit) if row.is_own]
    assert (own.form, own.version, own.problem) == ("apology", "tinh-1", "")
    assert read_set(stage.unit, "mau-cap-xa").id is not None
    here, there = (read_set(o, "mau-cap-xa").criteria for o in (stage.unit, stage.province))
    assert here == there

    assert all(status.silent == (UNIT_CODE,) for status in rules_status(stage.province))
    stage.collect()
    for status in rules_status(stage.province):
        assert (status.answers, status.silent) == ({PackState.APPLIED: 1}, ())
    # What every device has settled no longer lies about.
    assert not place(stage).exists() or not list(place(stage).iterdir())


CRITERIA = (
    "Mã,Lĩnh vực,Tên tiêu chí,Điểm tối đa,Cách tính,Tài liệu kiểm chứng\n"
    "1,,Chỉ đạo điều hành,100,,\n"
    "1.1,,Ban hành kế hoạch,100,NHỊ PHÂN: có = 100; không = 0,Kế hoạch\n"
)


@in_folder
def test_a_table_of_criteria_is_not_taken_for_procedures(stage: Stage) -> None:
    send(stage, a_file(stage, "bộ nhỏ.csv", CRITERIA))
    assert stage.fetch().received == 1
    assert [status.pack.kind for status in rules_status(stage.province)] == [PackKind.CRITERIA]
    assert [row.state for row in list_rules(stage.unit)] == [PackState.APPLIED]


@in_folder
def test_same_pack_twice_counts_once_and_same_content_is_not_sent_again(stage: Stage) -> None:
    file = days(stage, "02/04/2027,nghỉ,Nghỉ")
    send(stage, file)
    stage.fetch()
    entries = len(read_audit(stage.unit))
    for _ in range(3):
        assert stage.fetch().received == 0
    assert len(read_audit(stage.unit)) == entries
    (again,) = send_rules(stage.province, [file], RulesToSend()).value
    assert (again.number, again.is_new) == (1, False)


@in_folder
def test_numbers_only_go_up_in_whatever_order_packs_arrive(stage: Stage, tmp_path: Path) -> None:
    send(stage, days(stage, "02/04/2027,nghỉ,Bản một"))
    old = {path.name: path.read_bytes() for path in place(stage).iterdir()}
    send(stage, days(stage, "02/04/2027,làm bù,Bản hai"))
    assert len(list(place(stage).iterdir())) == 1
    stage.fetch()
    for name, content in old.items():
        (place(stage) / name).write_bytes(content)
    stage.fetch()
    assert states(stage) == [
        ("calendar", 1, PackState.OUTDATED),
        ("calendar", 2, PackState.APPLIED),
    ]
    assert read_calendar(stage.unit).special[DAY_OFF].kind is DayKind.SWAP_WORK


@in_folder
def test_every_flipped_byte_of_a_pack_is_refused_and_changes_nothing(stage: Stage) -> None:
    send(stage, days(stage, "02/04/2027,nghỉ,Nghỉ"))
    (path,) = place(stage).iterdir()
    whole = path.read_bytes()
    link, before = require_link(stage.unit), read_calendar(stage.unit)
    for spot in range(0, len(whole) - 1, 211):
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 4]) + whole[spot + 1 :])
        taken = take_rules(stage.unit, link, FolderMailbox(stage.stick))
        assert (taken.received, len(taken.refused)) == (0, 1), spot
    assert read_calendar(stage.unit) == before


def by_hand(stage: Stage, content: bytes, key: SigningKey | None = None, **more: object) -> Path:
    """A pack that no province's program would send."""
    desk = require_desk(stage.province)
    pack = RulePack(
        uuid.uuid4(), desk.code, PackKind.CALENDAR, "calendar", 1, None, "lịch nghỉ", "lịch.csv",
        content, stage.clock.now(),
    )  # fmt: skip
    pack = replace(pack, **more)  # type: ignore[arg-type]
    path = stage.stick / ROOT_NAME / pack_place(UNIT_CODE, pack.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack.to_bytes(key or desk.signing))
    return path


@in_folder
def test_pack_of_another_key_or_province_is_not_believed(stage: Stage) -> None:
    good = b"Ng\xc3\xa0y,Lo\xe1\xba\xa1i\n02/04/2027,ngh\xe1\xbb\x89\n"
    by_hand(stage, good, SigningKey.new())
    by_hand(stage, good, province="01")
    report = stage.fetch()
    assert report.received == 0
    assert [p.code for p in report.problems] == [SyncProblem.RECEIPT_REFUSED] * 2
    assert DAY_OFF not in read_calendar(stage.unit).special


@in_folder
def test_pack_with_one_bad_row_is_not_half_applied(stage: Stage) -> None:
    rows = "Ngày,Loại\n02/04/2027,nghỉ\n31/02/2027,nghỉ\n"
    with pytest.raises(RuleViolation) as refused:
        send(stage, a_file(stage, "hỏng.csv", rows))
    assert refused.value.code is Rule.RULES_BAD_ROWS
    assert rules_status(stage.province) == ()

    by_hand(stage, rows.encode())
    report = stage.fetch()
    assert states(stage) == [("calendar", 1, PackState.REFUSED)]
    assert SyncProblem.RULES_REFUSED in [p.code for p in report.problems]
    assert DAY_OFF not in read_calendar(stage.unit).special
    # The mended file has the next number and is taken.
    by_hand(stage, rows.replace("31/02", "30/04").encode(), number=2)
    assert SyncProblem.RULES_REFUSED not in [p.code for p in stage.fetch().problems]
    assert DAY_OFF in read_calendar(stage.unit).special


@in_folder
def test_change_made_by_hand_is_not_overwritten_unseen(stage: Stage) -> None:
    set_special_day(stage.unit, SpecialDay(DAY_OFF, DayKind.SWAP_WORK, "Xã làm bù"))
    send(stage, days(stage, "02/04/2027,nghỉ,Nghỉ", "03/04/2027,nghỉ,Nghỉ"))
    report = stage.fetch()
    (told,) = [p for p in report.problems if p.code is SyncProblem.RULES_WAITING]
    assert "02/04/2027" in told.message
    special = read_calendar(stage.unit).special
    assert special[DAY_OFF].kind is DayKind.SWAP_WORK
    assert date(2027, 4, 3) not in special
    (row,) = list_rules(stage.unit)

    decline_rules(stage.unit, str(row.id))
    stage.fetch()
    stage.collect()
    assert rules_status(stage.province)[0].answers == {PackState.DECLINED: 1}
    accept_rules(stage.unit, str(row.id)[-8:])
    assert read_calendar(stage.unit).special[DAY_OFF].kind is DayKind.OFF
    with pytest.raises(RuleViolation) as refused:
        accept_rules(stage.unit, str(row.id))
    assert refused.value.code is Rule.RULES_NOT_FOUND


@in_folder
def test_unit_that_joins_later_finds_the_packs_too(apart: Stage) -> None:
    send(apart, days(apart, "02/04/2027,nghỉ,Nghỉ"))
    assert not place(apart).exists()
    apart.join()
    apart.round()
    assert states(apart) == [("calendar", 1, PackState.APPLIED)]


@in_folder
def test_answer_that_was_changed_on_the_way_is_not_counted(stage: Stage) -> None:
    send(stage, days(stage, "02/04/2027,nghỉ,Nghỉ"))
    stage.fetch()
    (answer,) = (stage.stick / ROOT_NAME / "province").rglob("*.answer.json")
    changed(answer, lambda content: content.replace(b"applied", b"refused"))
    collect(stage.province, stage.stick)
    assert rules_status(stage.province)[0].answers == {}


def test_sets_that_ship_stay_listed(stage: Stage) -> None:
    assert any(row.code == "mau-cap-xa" for row in list_sets(stage.unit))
