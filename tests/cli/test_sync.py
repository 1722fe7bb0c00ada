"""``sync`` and ``province`` at the prompt: the contract's keys, exit codes and words."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.services.clock import SystemClock
from desktop.services.provinces.setting_up import NewProvince, create_province
from tests.cli.shell import Shell
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE

REPORT = {"sent", "acknowledged", "waiting", "received", "problems"}


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province of today, to copy, never to open."""
    folder = tmp_path_factory.mktemp("tỉnh") / "tỉnh"
    create_province(folder, NewProvince("66", ADMIN, PASSWORD), SystemClock(), CHEAP)
    return folder


@pytest.fixture
def desk(shell: Shell, desk_template: Path, tmp_path: Path) -> Shell:
    """The province's administrator at the prompt."""
    folder = tmp_path / "tỉnh"
    shutil.copytree(desk_template, folder)
    return Shell(folder, shell.capsys, shell.monkeypatch)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def joined(shell: Shell, desk: Shell, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", file)
    return shell.ok("sync", "join", file)


def unit_row(desk: Shell, *options: object) -> dict[str, Any]:
    rows = desk.ok("province", "status", *options)["units"]
    found: dict[str, Any] = next(row for row in rows if row["unit_code"] == UNIT_CODE)
    return found


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def test_province_is_set_up_with_a_database_of_its_own(shell: Shell, tmp_path: Path) -> None:
    shell.folder = tmp_path / "bàn tỉnh"
    made = shell.ok("province", "init", "--code", "66", "--admin", ADMIN, "--db", "sqlite:")
    assert made["province"] == "Tỉnh Đắk Lắk"
    assert made["public_key"].startswith("ssh-ed25519 ")
    (shell.folder / "khoa.pub").write_text(made["public_key"] + "\n", encoding="utf-8")
    told = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(shell.folder / "khoa.pub")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert made["fingerprint"] in told
    assert (shell.folder / "office.db").exists()
    assert b"SQLite format" not in (shell.folder / "office.db").read_bytes()[:100]
    looked = shell.ok("doctor")
    assert looked["ok"] is True
    assert {"store", "store_packages", "set_aside"} <= {c["name"] for c in looked["checks"]}
    said = shell.refused("province", "init", "--code", "66", "--admin", ADMIN)
    assert "đã có một văn phòng" in said


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [
        ("--code", "99", "không có tỉnh"),
        ("--db", "mysql://x/y", "không phải địa chỉ"),
        ("--db", "postgresql://a:bi-mat@x/y", "không được chứa mật khẩu"),
        ("--db", "postgresql://a@x/y?password=bi-mat", "không được chứa mật khẩu"),
        ("--mailbox", "ftp://x/y", "Hộp thư"),
        ("--admin", " ", "Người quản trị"),
    ],
)
def test_province_is_not_set_up_with_what_cannot_be_used(
    shell: Shell, tmp_path: Path, option: str, value: str, word: str
) -> None:
    shell.folder = tmp_path / "bàn tỉnh"
    line = {"--code": "66", "--admin": ADMIN} | {option: value}
    said = shell.refused("province", "init", *(part for pair in line.items() for part in pair))
    assert word in said
    assert "bi-mat" not in said
    assert not shell.folder.exists()


def test_whole_way_by_stick(shell: Shell, desk: Shell, stick: Path, tmp_path: Path) -> None:
    code = shell.receive("Nguyễn Thị Đào")
    assert codes(shell.ok("sync", "status")) == ["not_joined"]
    invited = desk.ok("province", "invite", UNIT_CODE, "--out", tmp_path / "moi.json")
    assert {"unit_code", "expires"} <= set(invited)
    link = shell.ok("sync", "join", tmp_path / "moi.json")
    assert {"province", "unit_code", "device"} <= set(link)
    assert (link["province"], link["unit_code"]) == ("Tỉnh Đắk Lắk", UNIT_CODE)

    (item,) = shell.ok("sync", "preview")["items"]
    assert (item["code"], item["content"]["state"]) == (code, "received")
    assert "Đào" not in str(item)

    sent = shell.ok("sync", "export", stick)
    assert set(sent) == REPORT
    assert (sent["sent"], sent["acknowledged"], sent["waiting"]) == (1, 0, 1)
    (waiting,) = shell.ok("sync", "status")["waiting"]
    assert {"package", "items", "since"} <= set(waiting)
    assert (waiting["package"], waiting["items"]) == (1, 2)

    (package,) = desk.ok("province", "collect", "--from", stick)["packages"]
    assert {"unit_code", "device", "number", "outcome", "problems"} <= set(package)
    assert (package["outcome"], package["problems"]) == ("accepted", [])
    assert package["device"] == link["device"]

    read = shell.ok("sync", "import", stick)
    assert set(read) == REPORT
    assert (read["acknowledged"], read["received"], read["waiting"]) == (1, 1, 0)
    status = shell.ok("sync", "status")
    assert status["waiting"] == []
    assert status["last_acknowledged"]
    assert status["problems"] == []
    (told,) = shell.ok("sync", "sent", 1)["packages"]
    assert [entry["outcome"] for entry in told["items"]] == ["applied", "applied"]

    row = unit_row(desk)
    assert {"unit_code", "unit_name", "last_package", "dossiers", "assessment"} <= set(row)
    assert (row["dossiers"], row["unit_name"]) == (1, "Xã Quảng Phú")
    assert unit_row(desk, "--year", 2020)["dossiers"] == 0
    assert unit_row(desk, "--year", 2026)["dossiers"] == 1


def test_shared_folder_is_read_and_filled_by_one_command(shell: Shell, tmp_path: Path) -> None:
    mailbox = tmp_path / "hộp thư"
    desk = Shell(tmp_path / "tỉnh có hộp", shell.capsys, shell.monkeypatch)
    made = desk("province", "init", "--code", "66", "--admin", ADMIN, "--mailbox", mailbox)
    assert made.code == 0
    assert f"Thư mục hộp thư {mailbox} chưa có" in made.err
    mailbox.mkdir()
    shell.receive()
    joined(shell, desk, tmp_path)
    assert shell.ok("sync", "run")["sent"] == 1
    assert [p["outcome"] for p in desk.ok("province", "collect")["packages"]] == ["accepted"]
    report = shell.ok("sync", "run")
    assert (report["acknowledged"], report["sent"], report["waiting"]) == (1, 0, 0)
    assert shell.ok("sync", "run") == report | {"acknowledged": 0, "received": 0}

    shutil.move(mailbox, tmp_path / "rút ra")
    shell.receive()
    answer = shell("sync", "run")
    assert answer.code == 1
    assert codes(answer.data) == ["mailbox_closed"]
    assert shell.ok("sync", "status")["unpacked"] == 1
    shutil.move(tmp_path / "rút ra", mailbox)
    assert shell.ok("sync", "run")["sent"] == 1


def test_unit_that_has_not_joined_is_told_what_to_do(shell: Shell, stick: Path) -> None:
    for line in (["run"], ["export", stick], ["import", stick]):
        assert "sync join" in shell.refused("sync", *line)


def test_invitation_without_a_mailbox_asks_for_a_stick(
    shell: Shell, desk: Shell, tmp_path: Path
) -> None:
    joined(shell, desk, tmp_path)
    assert "USB" in shell.refused("sync", "run")
    assert "USB" in desk.refused("province", "collect")


def test_missing_stick_is_a_matter_of_the_surroundings(
    shell: Shell, desk: Shell, tmp_path: Path
) -> None:
    joined(shell, desk, tmp_path)
    for line in (["sync", "export"], ["sync", "import"]):
        assert "USB" in shell.refused(*line, tmp_path / "không có" / "usb", code=3)
    shell.ok("sync", "export", tmp_path / "mới")
    shell.ok("sync", "import", tmp_path / "mới")
    assert "USB" in desk.refused("province", "collect", "--from", tmp_path / "không có", code=3)
    said = shell.refused("sync", "join", tmp_path / "không có.json", code=3)
    assert "không có.json" in said


def test_revoked_device_is_refused_and_told(
    shell: Shell, desk: Shell, stick: Path, tmp_path: Path
) -> None:
    device = joined(shell, desk, tmp_path)["device"]
    shell.ok("sync", "export", stick)
    desk.ok("province", "collect", "--from", stick)
    assert "không có máy" in desk.refused("province", "revoke", UNIT_CODE, "abcdef")
    assert desk.ok("province", "revoke", UNIT_CODE, device)["unit_code"] == UNIT_CODE
    shell.receive()
    shell.ok("sync", "import", stick)
    shell.ok("sync", "export", stick)
    (found,) = desk.ok("province", "collect", "--from", stick)["packages"]
    assert (found["outcome"], codes(found)) == ("rejected", ["device_revoked"])
    assert set(codes(shell.ok("sync", "import", stick))) == {"sending_paused", "rejected"}
    (row,) = unit_row(desk)["devices"]
    assert row["revoked"]


def test_restored_office_sends_nothing_until_a_person_says_so(
    shell: Shell, desk: Shell, stick: Path, tmp_path: Path
) -> None:
    joined(shell, desk, tmp_path)
    shell.receive()
    shell.ok("sync", "export", stick)
    desk.ok("province", "collect", "--from", stick)
    shell.ok("sync", "import", stick)
    file = shell.ok("backup", "create", "--to", tmp_path / "sao lưu")["file"]
    lost = shell.receive("Sau bản sao lưu")
    shell.ok("sync", "export", stick)
    desk.ok("province", "collect", "--from", stick)

    before = SystemClock().now()
    shell.monkeypatch.setattr(SystemClock, "now", lambda _: before + timedelta(minutes=1))
    shell.ok("backup", "restore", file, "--into", tmp_path / "mới")
    restored = Shell(tmp_path / "mới", shell.capsys, shell.monkeypatch)
    assert "tạm dừng" in restored.refused("sync", "export", stick)
    assert codes(restored.ok("sync", "status")) == ["sending_paused"]
    report = restored.ok("sync", "import", stick)
    assert lost in str(report["problems"])
    assert restored.ok("sync", "resume") == {"resumed": True}
    assert "không bị tạm dừng" in restored.refused("sync", "resume")
    fresh = restored.receive("Người mới")
    assert restored.ok("sync", "export", stick)["sent"] == 1
    outcomes = [p["outcome"] for p in desk.ok("province", "collect", "--from", stick)["packages"]]
    assert set(outcomes) == {"accepted"}
    assert unit_row(desk)["dossiers"] == 3
    assert fresh != lost
    assert restored.ok("audit")["chain_ok"] is True


def test_whole_register_is_queued_again_on_request(
    shell: Shell, desk: Shell, stick: Path, tmp_path: Path
) -> None:
    assert "sync join" in shell.refused("sync", "resend")
    joined(shell, desk, tmp_path)
    shell.receive()
    shell.ok("sync", "export", stick)
    desk.ok("province", "collect", "--from", stick)
    shell.ok("sync", "import", stick)
    assert shell.ok("sync", "resend") == {"queued": 1}
    shell.ok("sync", "export", stick)
    (found,) = desk.ok("province", "collect", "--from", stick)["packages"]
    assert (found["number"], found["outcome"]) == (2, "accepted")
    assert unit_row(desk)["dossiers"] == 1


def test_quarantine_is_shown_with_reasons(
    shell: Shell, desk: Shell, stick: Path, tmp_path: Path
) -> None:
    joined(shell, desk, tmp_path)
    shell.ok("sync", "export", stick)
    desk.ok("province", "collect", "--from", stick)
    assert desk.ok("province", "quarantine") == {"items": []}


def test_rights_are_those_of_the_role(shell: Shell, desk: Shell, tmp_path: Path) -> None:
    password = tmp_path / "mật khẩu"
    password.write_text(PASSWORD)
    for role in ("officer", "desk"):
        shell.ok("users", "add", role, "--role", role, "--new-password-file", password)
    joined(shell, desk, tmp_path)
    shell.user = "officer"
    assert "gửi và nhận gói" in shell.refused("sync", "export", tmp_path)
    shell.user = "desk"
    assert shell.ok("sync", "export", tmp_path)["sent"] == 1
    assert "kết nối với tỉnh" in shell.refused("sync", "join", tmp_path / "giấy mời.json")


def test_people_read_lines(shell: Shell, desk: Shell, stick: Path, tmp_path: Path) -> None:
    joined(shell, desk, tmp_path)
    shell.receive()
    for line in (["preview"], ["export", stick], ["status"], ["import", stick], ["sent"]):
        answer = shell("sync", *line, as_json=False)
        assert answer.code == 0
        assert "{" not in answer.out
    for step in (["collect", "--from", stick], ["status"], ["quarantine"]):
        assert desk("province", *step, as_json=False).code == 0


@pytest.mark.parametrize(
    "line",
    ["sync", "sync join", "sync fly", "sync export", "province", "province init",
     "province invite 24259", "province revoke 24259", "province status --year now"],
)  # fmt: skip
def test_wrong_usage_ends_with_two(shell: Shell, line: str) -> None:
    answer = shell.raw(*line.split())
    assert (answer.code, answer.out) == (2, "")


def test_keys_change_and_a_locked_office_is_opened_with_the_province_s_help(
    shell: Shell, desk: Shell, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    locked = tmp_path / "mật khẩu mới"
    locked.write_text("Mat-khau-moi-1!\n", encoding="utf-8")
    ask, reply = tmp_path / "yêu cầu.json", tmp_path / "trả lời.json"
    request = ["recover", "request", ADMIN, "--new-password-file", locked, "--out", ask]
    assert "chìa dự phòng" in shell.refused(*request)
    invitation = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", invitation)
    shell.ok("sync", "join", invitation)
    assert "chưa xác nhận máy này" in shell.refused("sync", "keys", "--rotate")

    def turn() -> None:
        shell.ok("sync", "export", stick)
        desk.ok("province", "collect", "--from", stick)
        assert shell.ok("sync", "import", stick)["waiting"] == 0

    turn()
    before = shell.ok("sync", "keys")
    assert shell.ok("sync", "keys", "--rotate")["device_key"] != before["device_key"]
    rotated = desk.ok("province", "keys", "--rotate")
    assert rotated["fingerprint"] != before["province_key"]
    turn()
    assert shell.ok("sync", "keys")["province_key"] == rotated["fingerprint"]

    # The half of the key followed the province's new keys; nobody needs to be signed in.
    made = shell.ok(*request)
    assert "chưa có" not in shell("recover", "request", *request[2:], as_json=False).out
    made = shell.ok(*request)
    assert desk.ok("province", "recover", ask)["unit_code"] == UNIT_CODE
    wrong = desk.refused("province", "recover", ask, "--code", "1", "--out", reply)
    assert "không khớp" in wrong
    desk.ok("province", "recover", ask, "--code", made["code"], "--out", reply)
    other = tmp_path / "khác"
    other.write_text("Mat-khau-khac-1!\n", encoding="utf-8")
    finish = ["recover", "finish", reply, "--new-password-file"]
    assert "mật khẩu" in shell.refused(*finish, other).lower()
    opened = shell.ok(*finish, locked)
    assert opened["person"] == ADMIN
    shell.password = "Mat-khau-moi-1!"
    assert shell.ok("users", "list")["users"]
    assert "không có yêu cầu" in shell.refused(*finish, locked)
