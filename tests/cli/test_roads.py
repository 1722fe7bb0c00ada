"""The network road at the prompt: settings, pauses, passwords from file or environment only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli.roads import SECRET_VARIABLE, USER_VARIABLE
from tests.cli.shell import Shell
from tests.cli.test_sync import REPORT, desk, desk_template
from tests.factory import UNIT_CODE
from tests.sync.mailboxes import servers
from tests.sync.mailboxes.servers import Served

__all__ = ["desk", "desk_template"]
pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with servers.nginx(tmp_path_factory.mktemp("nginx")) as found:
        yield found


def test_whole_way_at_the_prompt(
    shell: Shell, desk: Shell, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "truy-cap.txt"
    file.write_text(f"user: {servers.USER}\nsecret: {servers.SECRET}\n")
    own = f"{served.address}/{tmp_path.name}"
    (served.folder / tmp_path.name).mkdir()
    assert desk.ok("province", "mailbox", own)["mailbox"] == own
    invitation = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", invitation, "--access", file)
    shell.ok("sync", "join", invitation)
    shell.receive()
    sent = shell.ok("sync", "run")
    assert set(sent) == REPORT
    assert (sent["sent"], sent["waiting"]) == (1, 1)
    status = shell.ok("sync", "status")
    assert status["road"]["state"] == "waiting"
    assert status["road"]["problem"] is None

    closed = desk("province", "collect")
    assert "mật khẩu" in closed.err
    monkeypatch.setenv(USER_VARIABLE, servers.USER)
    monkeypatch.setenv(SECRET_VARIABLE, servers.SECRET)
    (package,) = desk.ok("province", "collect")["packages"]
    assert package["outcome"] == "accepted"
    bare = tmp_path / "không khóa.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", bare)
    assert servers.USER not in bare.read_text()
    monkeypatch.delenv(USER_VARIABLE)
    monkeypatch.delenv(SECRET_VARIABLE)
    (again,) = desk.ok("province", "collect", "--mailbox", own, "--access", file)["packages"]
    assert not again["new"]
    assert shell.ok("sync", "run")["acknowledged"] == 1


def test_wrong_password_is_told_in_report_and_status_and_never_shown(
    shell: Shell, desk: Shell, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "truy-cap.txt"
    file.write_text("user: sai\nsecret: rat-la-bi-mat\n")
    desk.ok("province", "mailbox", served.address)
    invitation = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", invitation)
    shell.ok("sync", "join", invitation, "--access", file)
    report = shell("sync", "run")
    assert report.code == 1
    (problem,) = report.data["problems"]
    assert problem["code"] == "mailbox_sign_in"
    status = shell("sync", "status")
    assert status.data["road"]["failures"] == 1
    assert status.data["road"]["problem"]["code"] == "mailbox_sign_in"
    words = shell("sync", "status", as_json=False)
    assert "thử lại lúc" in words.out
    assert "rat-la-bi-mat" not in report.out + report.err + status.out + words.out + words.err


def test_pause_and_resume(shell: Shell, desk: Shell, served: Served, tmp_path: Path) -> None:
    desk.ok("province", "mailbox", served.address)
    invitation = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", invitation)
    shell.ok("sync", "join", invitation)
    assert shell.ok("sync", "pause") == {"paused": True}
    status = shell.ok("sync", "status")
    assert (status["paused"], status["road"]["state"]) == (True, "paused")
    assert shell.ok("sync", "resume") == {"resumed": True}
    assert "không bị tạm dừng" in shell.refused("sync", "resume")


def test_settings_are_shown_and_changed(shell: Shell) -> None:
    usual = {
        "automatic": True,
        "paused": False,
        "hours": None,
        "limit_kib": 0,
        "files": "network",
        "proxy": "system",
        "scans": "none",
    }
    assert shell.ok("sync", "settings") == usual
    line = ["--automatic", "off", "--hours", "17:00-07:00", "--limit", "30", "--files", "stick"]
    changed = usual | {"automatic": False, "hours": "17:00-07:00", "limit_kib": 30}
    changed |= {"files": "stick", "proxy": "http://10.0.0.1:3128"}
    assert shell.ok("sync", "settings", *line, "--proxy", "http://10.0.0.1:3128") == changed
    assert shell.ok("sync", "settings") == changed
    assert "Giờ gửi: 17:00-07:00" in shell("sync", "settings", as_json=False).out
    back = ["--automatic", "on", "--hours", "always", "--limit", "0", "--files", "network"]
    assert shell.ok("sync", "settings", *back, "--proxy", "system") == usual


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (["--hours", "đêm"], "Giờ gửi"),
        (["--limit", "-1"], "nằm ngoài khoảng"),
        (["--proxy", "http://ten:mat-khau@x:1"], "Proxy"),
        (["--proxy", "socks5://x:1"], "Proxy"),
    ],
)
def test_settings_that_cannot_be_are_refused(shell: Shell, line: list[str], word: str) -> None:
    said = shell.refused("sync", "settings", *line)
    assert word in said
    assert "mat-khau" not in said


def test_access_file_that_is_missing_or_wrong_is_refused(
    shell: Shell, desk: Shell, tmp_path: Path
) -> None:
    missing = desk.refused("province", "mailbox", "--access", tmp_path / "không có", code=3)
    assert "Không tìm thấy tệp" in missing
    (tmp_path / "sai").write_text("mat-khau: rat-la-bi-mat\n")
    said = desk.refused("province", "mailbox", "--access", tmp_path / "sai")
    assert "Tệp truy cập" in said
    assert "rat-la-bi-mat" not in said
    secret = desk.refused("province", "mailbox", "https://ten:rat-la-bi-mat@x.example.vn/h")
    assert "rat-la-bi-mat" not in secret


def test_road_is_tried_step_by_step_and_the_mailbox_shown_without_secrets(
    shell: Shell, desk: Shell, served: Served, tmp_path: Path
) -> None:
    desk.ok("province", "mailbox", served.address)
    invitation = tmp_path / "giấy mời.json"
    desk.ok("province", "invite", UNIT_CODE, "--out", invitation)
    assert "chưa kết nối" in shell.refused("sync", "try")
    shell.ok("sync", "join", invitation)
    closed = shell("sync", "try")
    assert closed.code == 1
    states = {step["step"]: step["state"] for step in closed.data["steps"]}
    assert states["reach"] == "works"
    assert states["sign_in"] == "fails"
    file = tmp_path / "truy-cap.txt"
    file.write_text(f"user: {servers.USER}\nsecret: {servers.SECRET}\n")
    shown = shell.ok("sync", "mailbox", "--access", file)
    assert (shown["kind"], shown["user"], shown["password"]) == ("webdav", servers.USER, True)
    assert servers.SECRET not in str(shown)
    tried = shell.ok("sync", "try")
    assert tried["works"]
    assert not list(served.folder.rglob("trial-*"))
    words = shell("sync", "try", as_json=False)
    assert "Ghi, đọc lại, xóa: được" in words.out
    assert "không có chứng thư nào đọc được" in shell.refused("sync", "mailbox", "--ca", file)
    moved = shell.ok("sync", "mailbox", "--stick-only")
    assert (moved["kind"], moved["password"]) == ("stick", False)
    assert shell.ok("sync", "status")["road"] is None
    assert "hộp thư" in shell.refused("sync", "try")
