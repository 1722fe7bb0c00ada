"""The fifteen failures that come back in every program of this kind, each by its name.

What belongs to a network road (resuming inside a part on a line that is cut, class 3) is in
``mailboxes/test_whole_way.py`` and ``mailboxes/test_far_carrying.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import ItemOutcome, PackageOutcome, SyncProblem
from desktop.models.dossiers import dossiers
from desktop.models.province import (
    quarantined_items,
    received_packages,
    superseded_records,
)
from desktop.province.desks import read_desk
from desktop.services.audit import chain_is_whole
from desktop.services.backups import create_backup
from desktop.services.restore_drills import drill
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import send_everything_again
from desktop.services.syncing.sending import import_from, resume
from desktop.services.syncing.standing import standing
from desktop.services.syncing.status import answered_packages, items_of
from desktop.sync.carrying import lay_package
from desktop.sync.manifest import Manifest, Origin
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.receipts import Receipt, read_receipt
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.factory import ADMIN, MARITAL_STATUS, PASSWORD, UNIT_CODE
from tests.services.record import keep_procedures
from tests.sync.bad_luck import CutMailbox, CutOff, disk_that_takes
from tests.sync.stage import Stage, folder_of, only, packages_on, receipts_on, status_of, tree


def test_class_01_lost_reply_makes_no_duplicate(stage: Stage) -> None:
    """The province has stored the package, and the line dies before the receipt is laid."""
    code = stage.receive()
    stage.export()
    shutil.rmtree(stage.stick / "somotcua/units")
    (stage.stick / "somotcua/units").write_text("không phải thư mục")
    (found,) = stage.collect()
    assert [p.code for p in found.problems] == ["receipt_not_laid"]
    (stage.stick / "somotcua/units").unlink()
    stage.export()  # the unit, without an answer, sends again
    (again,) = stage.collect()
    assert (again.is_new, again.outcome) == (False, PackageOutcome.ACCEPTED)
    assert stage.fetch().acknowledged == 1
    assert list(stage.loaded()) == [code]
    with stage.province.reading() as connection:
        query = select(func.count()).select_from(received_packages)
        assert connection.execute(query).scalar_one() == 2  # enrolment and this one


def forged(stage: Stage, receipt: Receipt, key: SigningKey) -> None:
    for path in (stage.stick / "somotcua/units").rglob("*.receipt.json"):
        if receipt.manifest_sha256[:16] in path.name:
            path.write_bytes(receipt.to_bytes(key))


def test_class_02_sent_is_only_said_after_a_signed_receipt_that_lists_every_item(
    stage: Stage,
) -> None:
    for _ in range(3):
        stage.receive()
    stage.export()
    assert len(status_of(stage).waiting) == 1
    stage.collect()
    with stage.province.reading() as connection:
        desk = read_desk(connection)
    assert desk is not None
    (true,) = [
        receipt
        for content in receipts_on(stage.stick).values()
        if (receipt := read_receipt(content, desk.public.sign)).number == 2
    ]
    wrong = [
        (true, SigningKey.new()),
        (replace(true, items=true.items[:-1]), desk.signing),
        (replace(true, items=true.items[::-1]), desk.signing),
        (replace(true, items=()), desk.signing),
        (replace(true, unit="24265"), desk.signing),
    ]
    for receipt, key in wrong:
        forged(stage, receipt, key)
        report = stage.fetch()
        assert (report.acknowledged, report.waiting) == (0, 1)
        assert [p.code for p in report.problems] == [SyncProblem.RECEIPT_REFUSED]
    forged(stage, true, desk.signing)
    assert stage.fetch().acknowledged == 1
    assert status_of(stage).waiting == ()


def a_big_package(folder: Path, stage: Stage, size: int) -> tuple[PackagePlace, Path, Manifest]:
    key, identity = SigningKey.new(), new_identity()
    device = status_of(stage).device
    origin = Origin(UNIT_CODE, device, device, key.public)
    seal = recipient_of(new_identity())
    address = Address(origin, "66", seal, 1, None, stage.clock.moment)
    writer = PackageWriter(folder / "gói", address, recipient_of(identity), key)
    writer.add_file(os.urandom(size))
    manifest = writer.finish()
    return PackagePlace(UNIT_CODE, device, device, 1), folder / "gói", manifest


def test_class_03_big_package_finishes_on_a_bad_line_and_whole_parts_are_not_sent_again(
    stage: Stage, tmp_path: Path
) -> None:
    place, folder, manifest = a_big_package(tmp_path, stage, 60 * 2**20)
    total = sum(path.stat().st_size for path in folder.iterdir())
    mailbox = CutMailbox(tmp_path / "xa")
    mailbox.folder.mkdir()
    cuts = 0
    for _ in range(50):
        mailbox.left = 9 * 2**20  # a line that dies again and again, within the next part
        try:
            lay_package(mailbox, place, folder, len(manifest.parts))
            break
        except CutOff:
            cuts += 1
    assert cuts > 5
    assert tree(folder_of(tmp_path / "xa", place)) == tree(folder)
    # Only the part in which the line was cut is begun again.
    assert mailbox.written - total <= cuts * 2**20 + 2**20


def test_class_04_one_bad_item_of_500_is_explained_and_499_go(stage: Stage) -> None:
    codes = [stage.receive() for _ in range(500)]
    with stage.unit.command() as work:
        work.connection.exec_driver_sql(
            "UPDATE dossiers SET sets = -1 WHERE code = ?", (codes[250],)
        )
    (found,) = stage.round()
    assert found.outcome is PackageOutcome.PARTLY_ACCEPTED
    assert set(stage.loaded()) == set(codes) - {codes[250]}
    [[aside]] = stage.dump(quarantined_items)
    assert (aside.position, aside.detail) == (251, "sets")
    (problem,) = status_of(stage).problems
    assert problem.code is SyncProblem.QUARANTINED
    assert codes[250] in problem.message
    outcomes = [item.outcome for item in items_of(stage.unit, answered_packages(stage.unit)[0].id)]
    assert outcomes.count(ItemOutcome.APPLIED) == 499
    with stage.unit.command() as work:
        work.connection.exec_driver_sql("UPDATE dossiers SET sets = 1 WHERE sets = -1")
    stage.finish(codes[250])
    assert stage.round()[0].outcome is PackageOutcome.ACCEPTED
    assert codes[250] in stage.loaded()
    assert status_of(stage).problems == ()


def test_class_05_nothing_is_deleted_before_its_receipt_is_on_disk(stage: Stage) -> None:
    stage.receive()
    stage.export()
    (folder,) = (p for p in (stage.unit.folder / "outbox").iterdir() if p.is_dir())
    here, there = tree(folder), tree(stage.stick / "somotcua/province")
    for step in (stage.export, stage.fetch, stage.collect, stage.export):
        step()
        assert tree(folder) == here
        assert tree(stage.stick / "somotcua/province") == there
    stage.fetch()
    assert not folder.exists()
    assert not (stage.stick / "somotcua/province").exists()


def test_class_06_restored_ten_day_old_backup_loses_nothing_newer(stage: Stage) -> None:
    first, second = stage.receive("Trước"), stage.receive("Cũng trước")
    stage.round()
    backup = stage.backup()
    stage.clock.moment += timedelta(days=5)
    stage.finish(first)
    lost = stage.receive("Sau bản sao lưu")
    stage.round()
    at_province = stage.loaded()
    stage.clock.moment += timedelta(days=5)

    restored = stage.restore(backup)
    with pytest.raises(RuleViolation) as refused:
        restored.export()
    assert refused.value.code is Rule.SENDING_PAUSED
    assert stage.loaded() == at_province
    report = restored.fetch()
    assert report.sent == 0
    warned = {p.code: p.message for p in report.problems}
    assert lost in warned[SyncProblem.SENT_AFTER_BACKUP]

    resume(restored.unit)
    restored.round()
    assert restored.loaded() == at_province  # what the province had stands
    restored.clock.moment += timedelta(hours=1)
    restored.finish(second)
    fresh = restored.receive("Người mới")
    restored.finish(first)
    (found,) = [f for f in restored.round() if f.is_new]
    assert found.outcome is PackageOutcome.ACCEPTED
    after = restored.loaded()
    assert [after[code]["state"] for code in (first, second)] == ["finished", "finished"]
    assert {lost, fresh} <= set(after)
    assert after[lost] == at_province[lost]
    restored.unit.close()


def test_class_06_province_restored_from_a_backup_gets_everything_again(stage: Stage) -> None:
    first = stage.receive()
    stage.round()
    file = create_backup(stage.province, stage.folder / "sao lưu tỉnh").file
    stage.finish(first)
    stage.receive()
    stage.round()
    before = stage.loaded()
    into = stage.folder / "tỉnh khôi phục"
    restore_backup(file, into, stage.clock.now())
    stage.province.close()
    stage.province = sign_in(into, ADMIN, PASSWORD, stage.clock)
    assert stage.loaded() != before
    assert send_everything_again(stage.unit).value == 2
    (found,) = stage.round()
    assert [p.code for p in found.problems] == ["packages_missing"]
    assert stage.loaded() == before


def test_class_07_clock_set_back_two_years_keeps_ids_unique_and_order(stage: Stage) -> None:
    code = stage.receive()
    stage.clock.moment -= timedelta(days=730)
    more = [stage.receive() for _ in range(5)]
    stage.finish(code)
    with stage.unit.reading() as connection:
        rows = connection.execute(select(dossiers.c.uuid, dossiers.c.revision)).all()
    assert len({row.uuid for row in rows}) == 6
    assert sorted(row.revision for row in rows) == list(range(2, 8))
    stage.round()
    assert set(stage.loaded()) == {code, *more}
    assert stage.loaded()[code]["state"] == "finished"


def test_class_07_receipt_read_years_ahead_does_not_look_fresh_for_years(stage: Stage) -> None:
    stage.receive()
    stage.export()
    stage.collect()
    answered = stage.clock.moment
    stage.clock.moment += timedelta(days=730)
    import_from(stage.unit, stage.stick)
    assert status_of(stage).last_acknowledged == stage.clock.moment
    stage.clock.moment = answered + timedelta(days=9)
    assert status_of(stage).last_acknowledged == answered == standing(stage.unit).last_word


def test_class_08_packages_three_one_two_give_the_same_as_one_two_three(
    stage: Stage, tmp_path: Path
) -> None:
    code = stage.receive()
    stage.export()
    stage.finish(code)
    stage.export()
    stage.receive()
    stage.export()
    for number in (4, 2, 3):
        stage.collect(only(stage.stick, tmp_path / f"{number}", number))
    assert stage.loaded()[code]["state"] == "finished"
    assert len(stage.loaded()) == 2


@pytest.mark.skipif(os.name == "nt", reason="forks and kills as Unix does")
def test_class_09_killed_at_any_moment_the_next_run_works_without_help(stage: Stage) -> None:
    stage.receive()
    keep_procedures(stage.unit, MARITAL_STATUS)  # else each life reads 342 before its first action
    stage.unit.close()
    program = [sys.executable, "-m", "tests.sync.killed", stage.unit.folder, stage.stick, 60]
    ran = subprocess.run([str(x) for x in program], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 50
    stage.unit = sign_in(stage.unit.folder, ADMIN, PASSWORD, stage.clock)
    with stage.unit.reading() as connection:
        register = set(connection.execute(select(dossiers.c.code)).scalars())
    stage.round()
    assert len(register) == 62
    assert set(stage.loaded()) == register
    assert status_of(stage).waiting == ()
    assert chain_is_whole(stage.unit).ok
    assert not list((stage.unit.folder / "outbox").glob("*.part"))


def test_class_10_two_versions_of_one_record_are_both_kept(stage: Stage) -> None:
    """The lost office and the restored one both changed a dossier: the winner is the same in
    any order, and the other version stays to be looked at."""
    code = stage.receive()
    stage.round()
    backup = stage.backup()
    stage.finish(code)
    stage.export()  # on the stick, not collected yet
    restored = stage.restore(backup)
    resume(restored.unit)
    restored.clock.moment += timedelta(hours=2)
    restored.finish(code)
    restored.export()
    stage.collect()
    [kept] = [row for row in stage.dump(superseded_records)[0] if row.content["code"] == code]
    winner = stage.loaded()[code]
    assert kept.content["finished_at"] != winner["finished_at"]
    assert kept.counter < winner["counter"]
    restored.unit.close()


def test_class_11_unknown_kinds_and_newer_formats_do_not_break_the_queue(stage: Stage) -> None:
    stage.receive()
    stage.export()
    (place,) = packages_on(stage.stick)
    manifest = folder_of(stage.stick, place) / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole.replace(b'"version": 1', b'"version": 2'))
    (found,) = stage.collect()
    assert [p.code for p in found.problems] == ["too_new"]
    assert "cập nhật" in found.problems[0].message
    manifest.write_bytes(whole)
    assert stage.collect()[0].outcome is PackageOutcome.ACCEPTED


def test_class_12_nothing_waits_without_an_age_and_a_next_step(stage: Stage) -> None:
    stage.receive()
    stage.export()
    made = stage.clock.moment
    stage.clock.moment += timedelta(days=8)
    status = status_of(stage)
    assert [package.since for package in status.waiting] == [made]
    (problem,) = status.problems
    assert problem.code is SyncProblem.WAITING_LONG
    assert "8 ngày" in problem.message
    assert "Hãy" in problem.message
    stage.receive()
    assert status_of(stage).unpacked_since == stage.clock.moment


def test_class_13_backup_carries_the_link_the_keys_and_the_receipts(stage: Stage) -> None:
    stage.receive()
    stage.round()
    assert drill(stage.unit).ok
    restored = stage.restore(stage.backup())
    before, after = status_of(stage), status_of(restored)
    assert (after.device, after.province) == (before.device, before.province)
    assert answered_packages(restored.unit) == answered_packages(stage.unit)
    restored.unit.close()


@pytest.mark.skipif(os.name == "nt", reason="limits of the process are of Unix")
def test_class_14_full_disk_at_any_step_damages_nothing(stage: Stage) -> None:
    codes = {stage.receive() for _ in range(5)}
    full = 0
    for size in [*range(0, 3_000, 150), 20_000, 40_000]:
        with disk_that_takes(size):
            full += _finds_the_disk_full(stage)
    assert full > 5
    stage.round()
    assert set(stage.loaded()) == codes
    assert chain_is_whole(stage.unit).ok


def _finds_the_disk_full(stage: Stage) -> bool:
    try:
        stage.export()
    except EnvironmentProblem as problem:
        if problem.code not in (Surroundings.DISK_FULL, Surroundings.MAILBOX_STICK_FULL):
            raise
        return True
    return False
