"""The same package again, in another order, cut, flipped, forged, revoked, replayed, misdated:
the content is there exactly once, the receipt is the same, the reason is clear."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.packages import PackageOutcome, PackageRefused
from desktop.models.dossiers import dossiers
from desktop.models.province import (
    quarantined_items,
    received_packages,
    superseded_records,
    unit_devices,
    unit_dossiers,
)
from desktop.services.provinces.inviting import revoke_device
from desktop.services.provinces.setting_up import require_desk
from desktop.services.signing_in import sign_in
from desktop.services.syncing.sending import resume
from desktop.services.syncing.status import sync_status
from desktop.sync.carrying import source_of
from desktop.sync.opening import read_head, read_items
from desktop.sync.places import MANIFEST, SIGNATURE
from desktop.sync.signatures import PACKAGE, SigningKey
from tests.factory import ADMIN, PASSWORD, UNIT_CODE
from tests.sync.stage import (
    Stage,
    changed,
    folder_of,
    only,
    packages_on,
    receipt_text,
    receipts_on,
    tree,
)

TABLES = (received_packages, unit_dossiers, unit_devices, quarantined_items, superseded_records)


def test_same_package_ten_times_is_loaded_once_and_gets_the_same_receipt(stage: Stage) -> None:
    code = stage.receive()
    stage.export()
    first = stage.collect()
    before, receipts = stage.dump(*TABLES), receipts_on(stage.stick)
    for turn in range(9):
        stage.clock.moment += timedelta(hours=1)
        if turn % 2:
            shutil.rmtree(stage.stick / "somotcua/units")  # the receipt was lost on its way
        again = stage.collect()
        assert [(f.number, f.outcome, f.problems) for f in again] == [
            (f.number, f.outcome, f.problems) for f in first
        ]
        assert not any(f.is_new for f in again)
        assert stage.dump(*TABLES) == before
        answered = {name: receipts[name] for name in receipts_on(stage.stick)}
        assert receipts_on(stage.stick) == answered
    assert list(stage.loaded()) == [code]


@pytest.mark.parametrize("order", list(itertools.permutations((2, 3, 4))))
def test_packages_in_any_order_give_the_same_content(
    stage: Stage, tmp_path: Path, order: tuple[int, ...]
) -> None:
    codes = [stage.receive() for _ in range(2)]
    stage.export()
    stage.finish(codes[0])
    stage.receive()
    stage.export()
    stage.finish(codes[1])
    stage.export()
    for number in order:
        one = only(stage.stick, tmp_path / f"usb {number}", number)
        (found,) = stage.collect(one)
        assert found.outcome in (PackageOutcome.ACCEPTED, PackageOutcome.ACCEPTED_WITH_NOTES)
        shutil.copytree(one, stage.stick, dirs_exist_ok=True)
    loaded = stage.loaded()
    assert [loaded[code]["state"] for code in codes] == ["finished", "finished"]
    assert len(loaded) == 3
    stage.fetch()
    assert sync_status(stage.unit).waiting == ()  # type: ignore[union-attr]
    assert sync_status(stage.unit).problems == ()  # type: ignore[union-attr]
    assert stage.dump(superseded_records) == [[]]


def test_package_before_its_neighbours_says_which_are_missing(stage: Stage, tmp_path: Path) -> None:
    for _ in range(3):
        stage.receive()
        stage.export()
    (found,) = stage.collect(only(stage.stick, tmp_path / "usb 4", 4))
    assert found.outcome is PackageOutcome.ACCEPTED_WITH_NOTES
    assert [p.code for p in found.problems] == ["packages_missing"]
    assert "2, 3" in found.problems[0].message


def a_small_package(stage: Stage) -> list[Path]:
    """The files of one waiting package with one dossier."""
    stage.receive()
    stage.export()
    (place,) = packages_on(stage.stick)
    return sorted(folder_of(stage.stick, place).iterdir())


def refuses_every_variant(
    stage: Stage, file: Path, variants: Callable[[bytes], Iterator[bytes]]
) -> int:
    """Every variant is refused with words and changes nothing; gives their number.

    The reader sees each of them; the whole desk every ninth (its other errands cost ten times
    as much), and the first and the last.
    """
    whole, before, count = file.read_bytes(), stage.dump(*TABLES), 0
    receipts = receipts_on(stage.stick)
    identity = require_desk(stage.province).identity
    for variant in variants(whole):
        count += 1
        file.write_bytes(variant)
        source = source_of(file.parent)
        with pytest.raises(PackageRefused):
            list(read_items(read_head(source), source, identity))
        if count % 9 == 1 or count == len(whole):
            (found,) = stage.collect()
            assert found.outcome is PackageOutcome.REJECTED, count
            assert [p.message.endswith(".") for p in found.problems] == [True]
    file.write_bytes(whole)
    assert stage.dump(*TABLES) == before
    assert receipts_on(stage.stick) == receipts
    return count


@pytest.mark.parametrize("name", ["part-0001.age", MANIFEST, SIGNATURE])
def test_package_cut_at_each_byte_boundary_changes_nothing(stage: Stage, name: str) -> None:
    files = {path.name: path for path in a_small_package(stage)}
    size = files[name].stat().st_size
    cut = refuses_every_variant(
        stage, files[name], lambda whole: (whole[:length] for length in range(len(whole)))
    )
    assert cut == size
    (found,) = stage.collect()
    assert found.outcome is PackageOutcome.ACCEPTED


@pytest.mark.parametrize("name", ["part-0001.age", MANIFEST, SIGNATURE])
def test_package_with_each_byte_flipped_changes_nothing(stage: Stage, name: str) -> None:
    files = {path.name: path for path in a_small_package(stage)}
    size = files[name].stat().st_size

    def flips(whole: bytes) -> Iterator[bytes]:
        for place, byte in enumerate(whole):
            yield whole[:place] + bytes([byte ^ (1 << place % 8)]) + whole[place + 1 :]

    assert refuses_every_variant(stage, files[name], flips) == size
    (found,) = stage.collect()
    assert found.outcome is PackageOutcome.ACCEPTED


def test_package_with_a_byte_too_many_changes_nothing(stage: Stage) -> None:
    for file in a_small_package(stage):
        assert refuses_every_variant(stage, file, lambda whole: iter((whole + b"\n",))) == 1


@pytest.mark.parametrize("name", ["part-0001.age", MANIFEST, SIGNATURE])
def test_package_without_one_of_its_files_changes_nothing(stage: Stage, name: str) -> None:
    file = next(path for path in a_small_package(stage) if path.name == name)
    whole, before = file.read_bytes(), stage.dump(*TABLES)
    file.unlink()
    (found,) = stage.collect()
    assert [p.code for p in found.problems] == ["incomplete"]
    assert stage.dump(*TABLES) == before
    file.write_bytes(whole)
    assert stage.collect()[0].outcome is PackageOutcome.ACCEPTED


def signed_again(stage: Stage, key: SigningKey, named: str) -> None:
    """Replaces the signature by one of another key, and the key that the manifest names."""
    (place,) = packages_on(stage.stick)
    folder = folder_of(stage.stick, place)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["from"]["key"] = named
    content = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / SIGNATURE).write_text(key.sign(content, PACKAGE))


def test_package_signed_by_another_key_is_refused(stage: Stage) -> None:
    a_small_package(stage)
    before, stranger = stage.dump(*TABLES), SigningKey.new()
    own = json.loads((folder_of(stage.stick, packages_on(stage.stick)[0]) / MANIFEST).read_bytes())
    for named in (stranger.public, own["from"]["key"]):
        signed_again(stage, stranger, named)
        (found,) = stage.collect()
        assert [p.code for p in found.problems] == ["wrong_signer"]
        assert stage.dump(*TABLES) == before


def test_package_of_an_unknown_device_waits_for_its_enrolment(apart: Stage, tmp_path: Path) -> None:
    apart.join()
    apart.receive()
    apart.export()
    code = apart.receive()
    apart.export()
    (found,) = apart.collect(only(apart.stick, tmp_path / "usb 2", 2))
    assert [p.code for p in found.problems] == ["device_unknown"]
    assert apart.loaded() == {}
    found_all = apart.collect()
    assert [f.outcome for f in found_all] == [PackageOutcome.ACCEPTED] * 2
    assert code in apart.loaded()


def test_package_from_a_revoked_device_is_refused_with_a_receipt(stage: Stage) -> None:
    a_small_package(stage)
    device = str(packages_on(stage.stick)[0].device)
    revoke_device(stage.province, UNIT_CODE, device)
    before = stage.dump(unit_dossiers, unit_devices)
    first = stage.collect()
    assert [p.code for p in first[0].problems] == ["device_revoked"]
    receipts = receipts_on(stage.stick)
    stage.clock.moment += timedelta(days=1)
    assert stage.collect()[0].outcome is PackageOutcome.REJECTED
    assert receipts_on(stage.stick) == receipts
    assert stage.dump(unit_dossiers, unit_devices) == before
    report = stage.fetch()
    assert (report.acknowledged, report.received) == (0, 1)
    assert {p.code for p in report.problems} == {"sending_paused", "rejected"}
    assert sync_status(stage.unit).unpacked == 1  # type: ignore[union-attr]


def test_package_accepted_before_the_revocation_keeps_its_receipt(stage: Stage) -> None:
    a_small_package(stage)
    stage.collect()
    receipts = receipts_on(stage.stick)
    revoke_device(stage.province, UNIT_CODE, str(packages_on(stage.stick)[0].device))
    (found,) = stage.collect()
    assert found.outcome is PackageOutcome.ACCEPTED
    assert receipts_on(stage.stick) == receipts


def test_package_replayed_from_an_old_backup_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    code = stage.receive()
    stage.export()
    old = tmp_path / "usb cũ"
    shutil.copytree(stage.stick, old)
    stage.collect()
    stage.fetch()
    stage.finish(code)
    stage.round()
    before = stage.dump(*TABLES)
    (found,) = stage.collect(old)
    assert not found.is_new
    assert stage.dump(*TABLES) == before
    assert stage.loaded()[code]["state"] == "finished"


def test_copied_office_that_goes_on_by_itself_is_refused_and_loses_nothing(
    stage: Stage, tmp_path: Path
) -> None:
    """Somebody copied the folder instead of restoring a backup: two offices, one chain."""
    stage.unit.close()
    copy = tmp_path / "bản chép"
    shutil.copytree(stage.unit.folder, copy)
    stage.unit = sign_in(stage.unit.folder, ADMIN, PASSWORD, stage.clock)
    twin = Stage(sign_in(copy, ADMIN, PASSWORD, stage.clock), *_rest(stage))
    stage.receive("Người thứ nhất")
    stage.round()
    twin.receive("Người thứ hai")
    other = tmp_path / "usb hai"
    other.mkdir()
    twin.export(other)
    (found,) = twin.collect(other)
    assert [p.code for p in found.problems] == ["chain_forked"]
    report = twin.fetch(other)
    assert "sending_paused" in {p.code for p in report.problems}
    resume(twin.unit)
    twin.clock.moment += timedelta(minutes=1)
    twin.export(other)
    codes = [p.code for f in twin.collect(other) for p in f.problems]
    # The copy gave the same number to another dossier: both stay, one aside, for a person.
    assert "items_quarantined" in codes
    assert len(stage.loaded()) == 1
    [[aside]] = stage.dump(quarantined_items)
    assert str(aside.reason) == "code_taken"
    twin.unit.close()


def test_other_package_in_a_gap_of_the_chain_is_refused(stage: Stage, tmp_path: Path) -> None:
    """Number 3 is there and names its number 2; a copied office brings another number 2."""
    stage.unit.close()
    copy = tmp_path / "bản chép"
    shutil.copytree(stage.unit.folder, copy)
    stage.unit = sign_in(stage.unit.folder, ADMIN, PASSWORD, stage.clock)
    twin = Stage(sign_in(copy, ADMIN, PASSWORD, stage.clock), *_rest(stage))
    for _ in range(2):
        stage.receive()
        stage.export()
    stage.collect(only(stage.stick, tmp_path / "số 3", 3))
    stage.clock.moment += timedelta(minutes=1)
    twin.receive("Người khác")
    (tmp_path / "usb hai").mkdir()
    twin.export(tmp_path / "usb hai")
    (found,) = twin.collect(tmp_path / "usb hai")
    assert [p.code for p in found.problems] == ["chain_forked"]
    outcomes = {f.number: f.outcome for f in stage.collect()}
    assert outcomes[2] is PackageOutcome.ACCEPTED
    twin.unit.close()


def _rest(stage: Stage) -> tuple:  # type: ignore[type-arg]
    return stage.province, stage.stick, stage.clock, stage.folder


@pytest.mark.parametrize("years", [-2, 2])
def test_clock_two_years_off_loses_nothing_and_is_told(stage: Stage, years: int) -> None:
    right = stage.clock.moment
    code = stage.receive()
    stage.round()
    stage.clock.moment = right + timedelta(days=730 * years)
    later = stage.receive()
    stage.finish(code)
    stage.export()
    stage.clock.moment = right + timedelta(hours=1)
    (found,) = stage.collect()
    assert found.outcome is PackageOutcome.ACCEPTED_WITH_NOTES
    assert [p.code for p in found.problems] == ["clock_differs"]
    stage.fetch()
    assert stage.loaded()[code]["state"] == "finished"
    assert later in stage.loaded()
    stage.receive()
    assert stage.round()[0].outcome is PackageOutcome.ACCEPTED


def test_every_receipt_lists_every_item_of_its_package(stage: Stage) -> None:
    for _ in range(3):
        stage.receive()
    stage.round()
    with stage.unit.reading() as connection:
        sent = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
    texts = [receipt_text(content) for content in receipts_on(stage.stick).values()]
    newest = max(texts, key=lambda text: text["number"])
    assert len(newest["items"]) == sent == 3
    assert {item["outcome"] for item in newest["items"]} == {"applied"}


def test_province_leaves_packages_where_they_are(stage: Stage) -> None:
    a_small_package(stage)
    before = tree(stage.stick / "somotcua/province")
    stage.collect()
    assert tree(stage.stick / "somotcua/province") == before


def test_foreign_files_on_the_stick_are_left_alone(stage: Stage) -> None:
    a_small_package(stage)
    (place,) = packages_on(stage.stick)
    for name in ("../../../ngoài.txt", "ghi chú.txt", "part-99999.age", "MANIFEST.JSON"):
        changed_path = folder_of(stage.stick, place) / name
        changed_path.parent.mkdir(parents=True, exist_ok=True)
        changed_path.write_bytes(b"x")
    (stage.stick / "ảnh.jpg").write_bytes(b"x")
    changed(stage.stick / "ảnh.jpg", lambda content: content * 2)
    (found,) = stage.collect()
    assert found.outcome is PackageOutcome.ACCEPTED
    assert (stage.stick / "ảnh.jpg").read_bytes() == b"xx"
