"""Backups: whole, proved, restored equal; what is damaged is found; numbers never come twice."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.domain.errors import Cancelled, EnvironmentProblem, RuleViolation, Surroundings
from desktop.services import backups
from desktop.services.attachments import attach, open_attachment
from desktop.services.backup_checks import verify_backup
from desktop.services.backup_files import BackupCheck, list_backups
from desktop.services.backup_retention import prune_backups
from desktop.services.backups import create_backup, daily_backup, pooled_backup
from desktop.services.clock import FixedClock
from desktop.services.closing import close_office
from desktop.services.doctor import examine
from desktop.services.dossier_cards import dossier_card
from desktop.services.office import Office
from desktop.services.progress import Cancellable
from desktop.services.restore_drills import drill
from desktop.services.restoring import restore_backup
from desktop.services.settings import save_desk_choices
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, MARITAL_STATUS, PASSWORD, a_received
from tests.services.files import a_pdf, a_png
from tests.services.record import dump, keep_procedures

# A restore writes these and nothing else.
TOLD_BY_A_RESTORE = ("restores", "settings", "audit_entries")


@pytest.fixture
def kept(office: Office) -> Office:
    """An office with three dossiers and three files, two of them equal."""
    codes = [a_received(office, name=name).code for name in ("Lý Đào", "Lý Mận", "Lý Ổi")]
    attach(office, codes[0], "đơn.pdf", a_pdf("đơn"))
    attach(office, codes[1], "đơn.pdf", a_pdf("đơn"))
    attach(office, codes[2], "ảnh.png", a_png("ảnh", noise=3_000))
    return office


def restored_from(file: Path, into: Path, clock: FixedClock) -> Office:
    restore_backup(file, into, clock.now())
    return sign_in(into, ADMIN, PASSWORD, clock)


@pytest.mark.parametrize("outside", [True, False])
def test_restored_office_is_equal_in_every_row_and_file(
    kept: Office, tmp_path: Path, clock: FixedClock, outside: bool
) -> None:
    before = dump(kept, TOLD_BY_A_RESTORE)
    info = create_backup(kept, tmp_path / "USB" if outside else None)
    assert (info.dossiers, info.attachments) == (3, 2)
    a_received(kept, name="Người đến sau")
    restored = restored_from(info.file, tmp_path / "mới", clock)
    assert dump(restored, TOLD_BY_A_RESTORE) == before
    for row in before["attachments"]:
        assert open_attachment(restored, row[0]) == open_attachment(kept, row[0])
    assert all(check.ok for check in examine(restored))
    restored.close()


def test_restored_office_sends_nothing_before_a_person_confirms(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    restored = restored_from(create_backup(kept, tmp_path).file, tmp_path / "mới", clock)
    with restored.reading() as connection:
        paused = connection.execute(
            text("SELECT value FROM settings WHERE key = 'sending_paused'")
        ).scalar_one()
        times = connection.execute(text("SELECT count(*) FROM restores")).scalar_one()
    assert (paused, times) == ("true", 1)
    restored.close()
    again = sign_in(tmp_path / "mới", ADMIN, PASSWORD, clock)
    assert len(dump(again)["restores"]) == 1
    again.close()


def test_restore_note_that_cannot_be_read_still_means_a_restore(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    restore_backup(create_backup(kept, tmp_path).file, tmp_path / "mới", clock.now())
    (tmp_path / "mới" / "restored.json").write_text("{")
    restored = sign_in(tmp_path / "mới", ADMIN, PASSWORD, clock)
    assert len(dump(restored)["restores"]) == 1
    restored.close()


@settings(max_examples=12)
@given(days=st.lists(st.integers(-40, 3), min_size=1, max_size=12), late=st.integers(0, 70_000))
def test_no_number_given_after_the_backup_comes_again(
    days: list[int], late: int, tmp_path_factory: pytest.TempPathFactory, office_template: Path
) -> None:
    base = tmp_path_factory.mktemp("numbers")
    shutil.copytree(office_template, base / "office")
    clock = FixedClock(FRIDAY_MORNING - timedelta(hours=8))
    office = sign_in(base / "office", ADMIN, PASSWORD, clock)
    keep_procedures(office, MARITAL_STATUS)
    file = create_backup(office, base).file
    received = [clock.moment + timedelta(days=day) for day in days]
    lost = {a_received(office, received_at=at).code for at in received}
    office.close()
    clock.moment += timedelta(seconds=late)
    restored = restored_from(file, base / "mới", clock)
    fresh = [a_received(restored, received_at=at).code for at in received]
    restored.close()
    assert len(set(fresh)) == len(days)
    assert not lost & set(fresh)


def test_every_flipped_byte_is_found(kept: Office, tmp_path: Path) -> None:
    """Also in what a reader of archives skips: names, dates and sizes that stand there twice."""
    file = create_backup(kept, tmp_path / "USB").file
    whole = file.read_bytes()
    chance = random.Random(1)
    places = [*range(64), *range(len(whole) - 700, len(whole), 3)]
    places += [chance.randrange(len(whole)) for _ in range(60)]
    for place in places:
        broken = bytearray(whole)
        broken[place] ^= 1 << chance.randrange(8)
        file.write_bytes(broken)
        assert not looked_at(file, kept.database_key).ok, place
    file.write_bytes(whole)
    assert looked_at(file, kept.database_key).ok


def test_backup_from_before_the_seal_is_still_proved(kept: Office, tmp_path: Path) -> None:
    file = create_backup(kept, tmp_path / "USB").file
    with zipfile.ZipFile(file) as sealed, zipfile.ZipFile(tmp_path / file.name, "w") as older:
        for entry in sealed.namelist():
            content = sealed.read(entry)
            older.writestr(entry, content.replace(b', "sealed": true', b""))
    assert looked_at(tmp_path / file.name, kept.database_key).ok


def looked_at(file: Path, key: bytes) -> BackupCheck:
    try:
        return verify_backup(file, key)
    except (RuleViolation, EnvironmentProblem) as error:
        return BackupCheck(False, str(error.code))


def test_doctor_tells_of_a_damaged_backup_wherever_it_is_damaged(kept: Office) -> None:
    file = create_backup(kept).file
    whole = file.read_bytes()
    for place in (0, 5_000, len(whole) // 2, len(whole) - 300, len(whole) - 10):
        broken = bytearray(whole)
        broken[place] ^= 4
        file.write_bytes(broken)
        (found,) = [check for check in examine(kept) if check.name == "backups"]
        assert not found.ok, place


def test_pool_holds_each_file_once_and_by_a_link(kept: Office, clock: FixedClock) -> None:
    create_backup(kept)
    clock.moment += timedelta(days=1)
    create_backup(kept)
    pool = [p for p in (kept.folder / "backups" / "attachments").rglob("*") if p.is_file()]
    stored = [p for p in (kept.folder / "attachments").rglob("*") if p.is_file()]
    assert sorted(p.stat().st_ino for p in pool) == sorted(p.stat().st_ino for p in stored)
    assert len(pool) == 2


def test_damaged_attachment_does_not_stop_the_backup_and_a_sound_copy_stands_in(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    first, second = sorted(p for p in (kept.folder / "attachments").rglob("*") if p.is_file())
    create_backup(kept)
    for path in (first, second):  # as a bad sector or a virus would: another file in its place
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.unlink()
        path.write_bytes(content)
    clock.moment += timedelta(hours=1)
    assert create_backup(kept, tmp_path / "USB").attachments == 2
    (kept.folder / "backups" / "attachments" / first.name[:2] / first.name).unlink()
    assert create_backup(kept).attachments == 1
    assert [c.name for c in examine(kept) if not c.ok] == ["attachments"]


def test_somebody_may_write_while_a_backup_is_made(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    other = sign_in(kept.folder, ADMIN, PASSWORD, clock)

    class Meanwhile:
        def step(self, _done: int, _total: int, _what: str = "") -> None:
            a_received(other)

        def check_cancelled(self) -> None: ...

    info = create_backup(kept, tmp_path / "USB", Meanwhile())
    assert 3 <= info.dossiers < len(dump(kept)["dossiers"])
    assert verify_backup(info.file, kept.database_key).ok
    other.close()


def test_cancelled_restore_leaves_nothing(kept: Office, tmp_path: Path, clock: FixedClock) -> None:
    file = create_backup(kept, tmp_path / "USB").file
    into = tmp_path / "mới"
    with pytest.raises(Cancelled):
        restore_backup(file, into, clock.now(), Cancellable(2))
    assert not into.exists()
    into.mkdir()
    with pytest.raises(Cancelled):
        restore_backup(file, into, clock.now(), Cancellable(2))
    assert list(into.iterdir()) == []


def test_restore_into_a_file_is_told(kept: Office, tmp_path: Path, clock: FixedClock) -> None:
    file = create_backup(kept, tmp_path / "USB").file
    (tmp_path / "tệp").write_text("x")
    with pytest.raises(EnvironmentProblem) as raised:
        restore_backup(file, tmp_path / "tệp", clock.now())
    assert raised.value.code is Surroundings.FOLDER_NOT_WRITABLE


def test_closing_backs_up_once_a_day_and_again_after_later_work(
    kept: Office, clock: FixedClock
) -> None:
    assert daily_backup(kept) is not None
    assert daily_backup(kept) is None
    clock.moment += timedelta(minutes=30)
    assert daily_backup(kept) is None
    a_received(kept)
    assert daily_backup(kept) is not None
    clock.moment += timedelta(days=1)
    assert daily_backup(kept) is not None
    assert [i.dossiers for i in list_backups(kept)] == [4, 4]  # the newest of each day


def test_closing_also_backs_up_to_the_second_folder_with_the_files_beside(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    save_desk_choices(kept, backup_folder=str(stick))
    code = a_received(kept).code
    close_office(kept)
    (file,) = stick.glob("*.smcbackup")
    restored = restored_from(file, tmp_path / "mới", clock)
    assert dossier_card(restored, code).row.code == code
    assert all(check.ok for check in examine(restored))
    restored.close()


def test_second_folder_keeps_what_others_and_people_put_there(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    stick = tmp_path / "USB"
    by_hand = create_backup(kept, stick).file
    clock.moment += timedelta(minutes=1)
    other = pooled_backup(kept, stick).file
    with zipfile.ZipFile(other) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["desk"], manifest["at_close"]) == (1, True)
    evenings = []
    for _ in range(3):
        clock.moment += timedelta(minutes=10)
        evenings.append(pooled_backup(kept, stick).file)
    assert sorted(stick.glob("*.smcbackup")) == [by_hand, evenings[-1]]
    assert verify_backup(evenings[-1], kept.database_key).ok


def test_pool_on_another_disk_holds_only_whole_files(
    kept: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No links from disk to disk; the disk fails in the midst of a copy."""

    def no_link(*_: object) -> None:
        raise OSError(18, "cross-device link")

    def fails(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(backups.os, "link", no_link)
    with monkeypatch.context() as full:
        full.setattr(backups.shutil, "copyfileobj", fails)
        with pytest.raises(EnvironmentProblem) as raised:
            pooled_backup(kept, tmp_path / "USB")
    assert raised.value.code is Surroundings.DISK_FULL
    pool = tmp_path / "USB" / "attachments"
    assert [p for p in pool.rglob("*") if p.is_file() and p.suffix != ".part"] == []
    assert pooled_backup(kept, tmp_path / "USB").attachments == 2
    assert list(pool.rglob("*.part")) == []


def test_closing_reads_what_is_new_and_in_turns_what_was_proved_before(
    kept: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = [p for p in (kept.folder / "attachments").rglob("*") if p.is_file()]
    # With the new files of the two evenings it is more than this, and less than twice.
    monkeypatch.setattr(backups, "REREAD_BYTES", sum(p.stat().st_size for p in stored))
    assert len(stored) == pooled_backup(kept, kept.folder / "backups").attachments == 2
    for path in stored:  # the pool links them: both copies go bad, at the same size
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    found = []
    for _ in range(2):
        clock.moment += timedelta(days=1)
        code = a_received(kept).code
        attach(kept, code, "mới.png", a_png(code))
        found.append(pooled_backup(kept, kept.folder / "backups").attachments)
    # The first evening holds one new file, the second two; each old one was missed on its day.
    assert sum(found) == (2 + 1) + (2 + 2) - 2


def test_register_comes_back_though_attachments_are_lost(
    kept: Office, tmp_path: Path, clock: FixedClock
) -> None:
    alone = tmp_path / "chỉ tệp.smcbackup"
    shutil.copy(create_backup(kept).file, alone)
    check = verify_backup(alone, kept.database_key)
    assert (check.ok, len(check.lost)) == (False, 2)
    assert "thiếu 2 tệp đính kèm" in check.detail
    with pytest.raises(EnvironmentProblem) as raised:
        restore_backup(alone, tmp_path / "mới", clock.now())
    assert raised.value.code is Surroundings.BACKUP_FILES_LOST
    assert not (tmp_path / "mới").exists()
    info = restore_backup(alone, tmp_path / "mới", clock.now(), accept_lost=True)
    assert (info.dossiers, info.attachments) == (3, 0)
    restored = sign_in(tmp_path / "mới", ADMIN, PASSWORD, clock)
    assert [c.name for c in examine(restored) if not c.ok] == ["attachments"]
    restored.close()


def test_drill_restores_and_counts(kept: Office) -> None:
    found = drill(kept)
    assert found.ok
    assert "3 hồ sơ và 2 tệp" in found.detail


def test_pruning_drops_files_that_no_kept_backup_lists(kept: Office, clock: FixedClock) -> None:
    pool = kept.folder / "backups" / "attachments"

    def pooled() -> int:
        return sum(path.is_file() for path in pool.rglob("*"))

    first = create_backup(kept).file
    for path in (kept.folder / "attachments").rglob("*"):
        if path.is_file():
            path.unlink()
    with kept.database.writing() as connection:
        connection.execute(text("DELETE FROM attachments"))
        connection.execute(text("DELETE FROM blobs"))
    clock.moment += timedelta(days=400)
    newest = create_backup(kept).file
    broken = kept.folder / "backups" / "hỏng.smcbackup"
    broken.write_bytes(b"x")
    clock.moment += timedelta(days=400)
    assert prune_backups(kept) == [first]
    assert pooled() == 2  # the list of the broken one cannot be read: it may need them
    broken.unlink()
    shutil.copy(newest, first)
    clock.moment += timedelta(days=1)
    create_backup(kept)
    prune_backups(kept)
    assert pooled() == 0
