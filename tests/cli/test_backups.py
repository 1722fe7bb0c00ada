"""``backup create|list|verify|restore|drill``, and numbers that are never given twice."""

from __future__ import annotations

import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.moments import local
from desktop.pdf_files import opened_pdf
from desktop.services.clock import SystemClock
from tests.cli.shell import Shell
from tests.services.files import a_png

KEYS = {"file", "dossiers", "attachments", "bytes"}


def today(days: int = 0, clock: str = "09:00") -> str:
    """A moment of today, or of another day, on the office's calendar."""
    return f"{local(SystemClock().now()).date() + timedelta(days)}T{clock}"


def backup(shell: Shell, folder: Path) -> Path:
    return Path(shell.ok("backup", "create", "--to", folder)["file"])


def at_restored(shell: Shell, file: Path, into: Path) -> Shell:
    """The prompt in front of the restored office, a minute after whatever was done before."""
    before = SystemClock().now()
    shell.monkeypatch.setattr(SystemClock, "now", lambda _: before + timedelta(minutes=1))
    shell.ok("backup", "restore", file, "--into", into)
    return Shell(into, shell.capsys, shell.monkeypatch)


def test_backup_is_made_listed_and_verified(shell: Shell, tmp_path: Path) -> None:
    shell.receive()
    assert shell.ok("backup", "list") == {"backups": []}
    made = shell.ok("backup", "create")
    assert set(made) >= KEYS
    assert (made["dossiers"], made["attachments"]) == (1, 0)
    assert Path(made["file"]).stat().st_size == made["bytes"]
    (listed,) = shell.ok("backup", "list")["backups"]
    assert {key: listed[key] for key in KEYS} == {key: made[key] for key in KEYS}
    for line in (["--user", shell.user, "--data", str(shell.folder)], []):
        answer = shell.raw("backup", "verify", made["file"], "--json", *line)
        assert (answer.code, answer.data["ok"]) == (0, True)
        assert "1 hồ sơ" in answer.data["detail"]
    outside = backup(shell, tmp_path / "USB")
    assert outside.parent == tmp_path / "USB"
    assert len(shell.ok("backup", "list")["backups"]) == 1


def test_drill_opens_the_newest_backup(shell: Shell) -> None:
    shell.receive()
    paper = shell.folder.parent / "biên bản.pdf"
    found = shell.ok("backup", "drill", "--certificate", paper)
    with opened_pdf(paper.read_bytes()) as document:
        text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "BIÊN BẢN THỬ KHÔI PHỤC DỮ LIỆU" in text
    assert "Hồ sơ 1 1 Tệp đính kèm 0 0 Bản sao lưu dùng được." in text
    assert {"dossiers", "attachments", "ok"} <= set(found)
    assert (found["ok"], found["dossiers"], found["attachments"]) == (True, 1, 0)
    assert len(shell.ok("backup", "list")["backups"]) == 1


def test_restored_office_holds_what_the_backup_held(shell: Shell, tmp_path: Path) -> None:
    code = shell.receive("Nguyễn Thị Đào")
    file = backup(shell, tmp_path / "USB")
    later = shell.receive("Người đến sau")
    into = tmp_path / "khôi phục"
    found = shell.ok("backup", "restore", file, "--into", into)
    assert {"dossiers", "attachments", "ok"} <= set(found)
    assert (found["dossiers"], found["attachments"], found["ok"]) == (1, 0, True)
    restored = Shell(into, shell.capsys, shell.monkeypatch)
    assert restored.ok("dossiers", "show", code)["applicant"] == "Nguyễn Thị Đào"
    assert later in restored.refused("dossiers", "show", later)
    doctor = restored.ok("doctor")
    assert doctor["ok"] is True
    assert restored.ok("audit")["chain_ok"] is True
    assert "office.restore" in [e["action"] for e in restored.ok("audit")["entries"]]
    assert shell.ok("dossiers", "search")["total"] == 2  # the office itself is untouched


def test_file_carried_away_without_its_scans_is_told_and_restored_on_demand(
    shell: Shell, tmp_path: Path
) -> None:
    scan = tmp_path / "đơn.png"
    scan.write_bytes(a_png("đơn"))
    shell.ok("dossiers", "attach", shell.receive(), scan)
    alone = tmp_path / "chép.smcbackup"
    shutil.copy(shell.ok("backup", "create")["file"], alone)
    assert "thiếu 1 tệp đính kèm" in shell("backup", "verify", alone).data["detail"]
    into = tmp_path / "mới"
    assert "thiếu 1 tệp" in shell.refused("backup", "restore", alone, "--into", into, code=3)
    found = shell.ok("backup", "restore", alone, "--into", into, "--accept-lost")
    assert (found["dossiers"], found["attachments"]) == (1, 0)


def test_number_given_after_the_backup_is_not_given_again(shell: Shell, tmp_path: Path) -> None:
    shell.receive(received=today())
    file = backup(shell, tmp_path / "USB")
    lost = [shell.receive(received=today()) for _ in range(3)]
    restored = at_restored(shell, file, tmp_path / "mới")
    fresh = [restored.receive(received=today()) for _ in range(4)]
    assert len(set(fresh)) == 4
    assert set(fresh) & set(lost) == set()
    assert restored.ok("dossiers", "search", fresh[0])["total"] == 1


@pytest.mark.parametrize("days", [-1, -7, 1])
def test_number_of_another_day_given_after_the_backup_is_not_given_again(
    shell: Shell, tmp_path: Path, days: int
) -> None:
    """Paper of yesterday is entered today: its number bears yesterday's date."""
    shell.receive(received=today(days))
    file = backup(shell, tmp_path / "USB")
    lost = shell.receive("Người đến sau", received=today(days))
    restored = at_restored(shell, file, tmp_path / "mới")
    assert restored.receive("Người khác", received=today(days)) != lost


def test_number_is_not_given_again_after_a_second_restore_of_one_backup(
    shell: Shell, tmp_path: Path
) -> None:
    file = backup(shell, tmp_path / "USB")
    first = at_restored(shell, file, tmp_path / "lần 1").receive(received=today())
    second = at_restored(shell, file, tmp_path / "lần 2").receive(received=today())
    assert first != second


def test_number_is_not_given_again_after_a_restore_of_a_restored_office(
    shell: Shell, tmp_path: Path
) -> None:
    restored = at_restored(shell, backup(shell, tmp_path / "USB 1"), tmp_path / "lần 1")
    kept = restored.receive(received=today())
    file = backup(restored, tmp_path / "USB 2")
    lost = restored.receive(received=today())
    again = at_restored(restored, file, tmp_path / "lần 2")
    assert again.receive(received=today()) not in (kept, lost)


def test_restore_into_a_folder_with_files_is_refused_and_leaves_it(
    shell: Shell, tmp_path: Path
) -> None:
    file = backup(shell, tmp_path / "USB")
    into = tmp_path / "có tệp"
    into.mkdir()
    (into / "ảnh.txt").write_text("x")
    assert "không trống" in shell.refused("backup", "restore", file, "--into", into)
    assert [path.name for path in into.iterdir()] == ["ảnh.txt"]


def damaged(file: Path, name: str, change: Any) -> Path:
    path = file.with_name(name)
    path.write_bytes(change(file.read_bytes()))
    return path


def test_damaged_backup_is_found_and_never_restored(shell: Shell, tmp_path: Path) -> None:
    shell.receive()
    file = backup(shell, tmp_path / "USB")

    def flipped(content: bytes) -> bytes:
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]

    broken = damaged(file, "hỏng.smcbackup", flipped)
    answer = shell("backup", "verify", broken)
    assert (answer.code, answer.data["ok"]) == (1, False)
    assert answer.data["detail"]
    into = tmp_path / "mới"
    assert "bị hỏng" in shell.refused("backup", "restore", broken, "--into", into, code=3)
    assert not into.exists()


def test_file_that_is_no_backup_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "khác.smcbackup"
    path.write_bytes(b"x" * 100)
    for line in (["verify", path], ["restore", path, "--into", tmp_path / "mới"]):
        assert path.name in shell.refused("backup", *line)
    assert not (tmp_path / "mới").exists()


def test_backup_whose_copying_stopped_is_said_to_be_cut_short(shell: Shell, tmp_path: Path) -> None:
    """Not "no backup of ours": a clerk would look for another file instead of copying again."""
    whole = backup(shell, tmp_path / "USB").read_bytes()
    for name, content in (("cắt", whole[: len(whole) // 2]), ("rỗng", b"")):
        path = tmp_path / f"{name}.smcbackup"
        path.write_bytes(content)
        answer = shell("backup", "verify", path)
        assert (answer.code, answer.data["ok"]) == (1, False)
        assert "chép chưa xong" in answer.data["detail"]
        into = tmp_path / "mới"
        assert "chép chưa xong" in shell.refused("backup", "restore", path, "--into", into, code=3)
        assert not into.exists()


def test_backup_of_a_newer_program_is_refused(shell: Shell, tmp_path: Path) -> None:
    file = backup(shell, tmp_path / "USB")
    newer = tmp_path / "mới hơn.smcbackup"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(newer, "w") as made:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "manifest.json":
                content = content.replace(b'"format": 1', b'"format": 99')
            made.writestr(entry.filename, content)
    said = shell.refused("backup", "restore", newer, "--into", tmp_path / "mới")
    assert "phiên bản mới hơn" in said


def test_missing_backup_is_a_matter_of_the_surroundings(shell: Shell, tmp_path: Path) -> None:
    for line in (["verify", "không có.smcbackup"], ["restore", "không có.smcbackup", "--into"]):
        more = [tmp_path / "mới"] if "--into" in line else []
        assert "không có.smcbackup" in shell.refused("backup", *line, *more, code=3)


def test_backup_to_a_place_that_takes_no_files_is_told(shell: Shell, tmp_path: Path) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("x")
    said = shell.refused("backup", "create", "--to", blocked, code=3)
    assert len(said.splitlines()) == 3


def test_passwords_of_the_backup_s_day_open_the_restored_office(
    shell: Shell, tmp_path: Path
) -> None:
    file = backup(shell, tmp_path / "USB")
    restored = at_restored(shell, file, tmp_path / "mới")
    restored.password = "Sai-mat-khau-1!"
    assert "chưa đúng" in restored.refused("dossiers", "search")
    restored.password = shell.password
    assert restored.ok("dossiers", "search")["total"] == 0
