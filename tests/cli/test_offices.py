"""``init``, ``users``, ``doctor``, ``audit``, and passwords at the door."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.services.clock import SystemClock
from desktop.services.practice import make_practice_office
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.wording.audit import action_text
from tests.cli.shell import Shell
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD


def password_file(folder: Path, password: str = "Khac-2026-xyz!") -> Path:
    path = folder / "mật khẩu.txt"
    path.write_text(password + "\n", encoding="utf-8")
    return path


def test_init_makes_an_office_that_its_administrator_can_use(shell: Shell, tmp_path: Path) -> None:
    shell.folder = tmp_path / "văn phòng mới"
    made = shell.ok("init", "--unit", "24259", "--admin", "Lê Thị Quản", "--desk", "3")
    assert {"office", "unit_code", "unit_name", "recovery_code"} <= set(made)
    assert made["office"] == str(shell.folder)
    assert made["unit_code"] == "24259"
    assert made["unit_name"].startswith(("Xã ", "Phường ", "Đặc khu "))
    assert [len(group) for group in made["recovery_code"].split("-")] == [5] * 5
    shell.user = "le thi quan"  # names are recognised without accents
    assert [u["role"] for u in shell.ok("users", "list")["users"]] == ["admin"]
    assert shell.receive().endswith("-261120-2001")
    assert "Văn phòng đang có không bị thay đổi." in shell.refused(
        "init", "--unit", "24259", "--admin", "Ai đó"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"--unit": "99999"}, ["Đơn vị", "99999"]),
        ({"--unit": "xã A"}, ["Đơn vị", "xã A"]),
        ({"--desk": "0"}, ["Số quầy", "1", "99"]),
        ({"--desk": "100"}, ["Số quầy", "100"]),
        ({"--admin": "  "}, ["Người quản trị"]),
        ({"--code-prefix": "xã A"}, ["Mã định danh cơ quan"]),
        ({"--unit": "99999", "--desk": "0", "--admin": ""}, ["Đơn vị", "quản trị", "Số quầy"]),
    ],
)
def test_init_refuses_all_wrong_entries_at_once_and_makes_nothing(
    shell: Shell, tmp_path: Path, changes: dict[str, str], words: list[str]
) -> None:
    shell.folder = tmp_path / "mới"
    options = {"--unit": "24259", "--admin": "A", **changes}
    said = shell.refused("init", *(part for pair in options.items() for part in pair))
    assert all(word in said for word in words)
    assert not shell.folder.exists()


def test_init_refuses_a_weak_password_and_says_what_it_lacks(shell: Shell, tmp_path: Path) -> None:
    shell.folder, shell.password = tmp_path / "mới", "matkhau"
    said = shell.refused("init", "--unit", "24259", "--admin", "A")
    assert "đủ 8 ký tự, chữ hoa, chữ số, ký tự đặc biệt" in said


def test_users_are_added_and_listed_and_can_sign_in(shell: Shell, tmp_path: Path) -> None:
    file = password_file(tmp_path)
    added = shell.ok("users", "add", "Trần Thị Quầy", "--role", "desk",
                     "--department", "Một cửa", "--new-password-file", file)  # fmt: skip
    assert added == shell.ok("users", "list")
    assert {"name": "Trần Thị Quầy", "role": "desk", "department": "Một cửa", "active": True} in (
        added["users"]
    )
    clerk = Shell(shell.folder, shell.capsys, shell.monkeypatch, "Trần Thị Quầy", "Khac-2026-xyz!")
    assert clerk.receive()


def test_user_of_the_same_name_or_with_a_weak_password_is_refused(
    shell: Shell, tmp_path: Path
) -> None:
    weak = password_file(tmp_path, "yeu")
    said = shell.refused("users", "add", "QUAN TRI", "--role", "desk", "--new-password-file", weak)
    assert "đã có người dùng" in said
    assert "Mật khẩu: còn thiếu: " in said
    assert len(shell.ok("users", "list")["users"]) == 1


def test_clerk_may_not_add_users_import_or_stop_dossiers(shell: Shell, tmp_path: Path) -> None:
    file = password_file(tmp_path)
    shell.ok("users", "add", "Quầy 1", "--role", "desk", "--new-password-file", file)
    code = shell.receive()
    clerk = Shell(shell.folder, shell.capsys, shell.monkeypatch, "Quầy 1", "Khac-2026-xyz!")
    for line in (
        ["users", "add", "X", "--role", "admin", "--new-password-file", file],
        ["dossiers", "import", file],
        ["procedures", "import", file],
        ["calendar", "import", file],
        ["dossiers", "move", code, "stop", "--reason", "x"],
    ):
        assert "Vai trò “Cán bộ một cửa” không được làm việc" in clerk.refused(*line)
    assert clerk.ok("dossiers", "show", code)["state"] == "received"


def test_clerk_may_not_read_the_journal_and_the_province_may_not_issue(
    shell: Shell, tmp_path: Path
) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(shell.password, encoding="utf-8")
    for name, role in (("Bàn", "desk"), ("Tỉnh", "province")):
        shell.ok("users", "add", name, "--role", role, "--new-password-file", secret)
    shell.user = "Bàn"
    assert "xem nhật ký" in shell.refused("audit")
    shell.user = "Tỉnh"
    days = ("--from", "2026-11-01", "--to", "2026-11-29")
    assert "phát hành báo cáo" in shell.refused("report", "settlement", *days, "--issue")
    assert "phát hành báo cáo" in shell.refused(
        "periodic", "open", "--kind", "q1", "--year", "2026"
    )
    assert shell.ok("report", "settlement", *days)["total"]["c3"] == 0


def test_name_with_odd_spaces_signs_in_and_an_endless_one_is_refused(
    shell: Shell, tmp_path: Path
) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(shell.password, encoding="utf-8")
    add = ("--role", "desk", "--new-password-file", secret)
    shell.ok("users", "add", " Lê \n Thu ", *add)
    assert "dài quá 100 ký tự" in shell.refused("users", "add", "A" * 101, *add)
    shell.user = "lê\nthu"
    assert shell.ok("dossiers", "search", "")["total"] == 0


def test_missing_password_file_is_told(shell: Shell, tmp_path: Path) -> None:
    missing = str(tmp_path / "không có.txt")
    answer = shell.raw("doctor", "--data", str(shell.folder), "--user", ADMIN,
                       "--password-file", missing)  # fmt: skip
    assert (answer.code, missing in answer.err) == (3, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(
    "ending", ["", "\n", "\r\n", "\r\nghi chú"], ids=["bare", "unix", "windows", "two lines"]
)
def test_password_is_read_from_a_file_of_any_editor(
    shell: Shell, tmp_path: Path, encoding: str, ending: str
) -> None:
    file = tmp_path / "mật khẩu.txt"
    file.write_bytes((PASSWORD + ending).encode(encoding))
    shell.password = "sai"
    assert shell("users", "list", "--password-file", file).code == 0


def test_password_with_accents_opens_in_both_normal_forms(shell: Shell, tmp_path: Path) -> None:
    """The Windows keyboard types marks after the letter, Unikey types whole letters."""
    composed = unicodedata.normalize("NFC", "Mật-khẩu-Huệ-2026")
    file = password_file(tmp_path, composed)
    shell.ok("users", "add", "Huệ", "--role", "desk", "--new-password-file", file)
    for form in (composed, unicodedata.normalize("NFD", composed)):
        clerk = Shell(shell.folder, shell.capsys, shell.monkeypatch, "Huệ", form)
        clerk.ok("users", "list")


def test_missing_password_or_user_is_told_with_the_way_to_give_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOMOTCUA_PASSWORD", raising=False)
    for line in (["--user", ADMIN], []):
        answer = shell.raw("users", "list", "--data", str(shell.folder), "--json", *line)
        assert (answer.code, answer.out) == (1, "")
        assert "SOMOTCUA_PASSWORD" in answer.err
        assert "--user" in answer.err


def test_wrong_password_is_refused_without_a_hint(shell: Shell) -> None:
    shell.password = "Sai-mat-khau-1!"
    said = shell.refused("users", "list")
    assert said.startswith("Tên hoặc mật khẩu chưa đúng.")


def test_unknown_user_is_refused(shell: Shell) -> None:
    shell.user = "Không Có"
    assert "Không Có" in shell.refused("users", "list")


def test_many_wrong_passwords_make_even_the_right_one_wait(shell: Shell) -> None:
    shell.password = "Sai-mat-khau-1!"
    for _ in range(3):
        assert "chưa đúng" in shell.refused("users", "list")
    shell.password = PASSWORD
    shell.ok("users", "list")  # the count begins again
    shell.password = "Sai-mat-khau-1!"
    for _ in range(4):
        assert "chưa đúng" in shell.refused("users", "list")
    shell.password = PASSWORD
    said = shell.refused("users", "list")
    assert said.startswith("Đã sai mật khẩu nhiều lần.")
    assert "giây" in said


def test_doctor_finds_a_fresh_office_healthy(shell: Shell) -> None:
    found = shell.ok("doctor")
    assert found["ok"] is True
    assert all({"name", "ok", "detail"} <= set(check) for check in found["checks"])
    assert {"database", "attachments", "audit", "backups"} <= {c["name"] for c in found["checks"]}
    assert all(check["ok"] and check["detail"] for check in found["checks"])


def test_audit_lists_who_did_what_and_the_chain_holds(shell: Shell) -> None:
    code = shell.receive()
    shell.move(code, "finish", "2026-11-23T10:00")
    found = shell.ok("audit")
    assert found["chain_ok"] is True
    assert all({"at", "user", "action", "subject"} <= set(entry) for entry in found["entries"])
    last = found["entries"][-2:]
    assert [(e["user"], e["action"], e["subject"]) for e in last] == [
        (ADMIN, "dossier.receive", code),
        (ADMIN, "dossier.finish", code),
    ]
    read = shell("audit", as_json=False).out  # for a person: the office's clock, and words
    assert f"{ADMIN} · {action_text('dossier.finish')} · {code}" in read
    assert "dossier.finish" not in read


def test_audit_is_cut_by_days_both_ends_included(shell: Shell) -> None:
    everything = shell.ok("audit")["entries"]
    days = [date.fromisoformat(entry["at"][:10]) for entry in everything]
    first, last = min(days), max(days)
    assert shell.ok("audit", "--from", first, "--to", last)["entries"] == everything
    assert shell.ok("audit", "--from", last + timedelta(1))["entries"] == []
    assert shell.ok("audit", "--to", first - timedelta(1))["entries"] == []


def test_changed_audit_entry_breaks_the_chain_for_audit_and_doctor(shell: Shell) -> None:
    shell.receive()
    office = sign_in(shell.folder, ADMIN, PASSWORD, SystemClock())
    with office.database.writing() as connection:
        for trigger in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_entries'")
        ).scalars():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE audit_entries SET subject='khác' WHERE id=1"))
    office.close()
    answer = shell("audit")
    assert (answer.code, answer.data["chain_ok"]) == (1, False)
    answer = shell("doctor")
    broken = [check["name"] for check in answer.data["checks"] if not check["ok"]]
    assert (answer.code, answer.data["ok"], broken) == (1, False, ["audit"])


def test_demo_with_the_same_arguments_gives_the_same_content(shell: Shell, tmp_path: Path) -> None:
    exports = []
    as_of = date(2026, 11, 20)
    for place in range(2):
        shell.folder = tmp_path / f"thực hành {place}"
        made = shell.ok("demo", "--dossiers", 40, "--seed", 5, "--as-of", as_of)
        assert {"unit_code", "users", "dossiers"} <= set(made)
        assert (made["unit_code"], made["dossiers"]) == ("24259", 40)
        assert all(set(user) == {"name", "role", "password"} for user in made["users"])
        assert {user["role"] for user in made["users"]} >= {"admin", "desk", "officer", "leader"}
        first = made["users"][0]
        shell.user, shell.password = first["name"], first["password"]
        exports.append(_exported(shell, tmp_path))
    shell.folder = tmp_path / "khác"
    make_practice_office(shell.folder, dossiers=40, seed=6, as_of=as_of, cost=CHEAP)
    other = _exported(shell, tmp_path)
    assert exports[0] == exports[1] != other


def _exported(shell: Shell, folder: Path) -> str:
    target = folder / "xuất.csv"
    assert shell.ok("dossiers", "export", target) == {"written": 40}
    found = shell.ok("dossiers", "search", "", "--limit", 40)
    return target.read_text(encoding="utf-8-sig") + json.dumps(found)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["--unit", "99999"], "99999"),
        (["--as-of", "hôm nay"], "hôm nay"),
        (["--dossiers", "-5"], "-5"),
        (["--as-of", "1980-01-01"], "1980"),
    ],
)
def test_demo_that_makes_no_sense_is_refused_and_makes_nothing(
    shell: Shell, tmp_path: Path, line: list[str], words: str
) -> None:
    shell.folder = tmp_path / "thực hành"
    assert words in shell.refused("demo", *line)
    assert not shell.folder.exists()


def test_a_new_recovery_code_is_told_once(shell: Shell) -> None:
    said = shell.ok("users", "renew-recovery")
    assert [len(group) for group in said["recovery_code"].split("-")] == [5] * 5
    assert shell.ok("users", "renew-recovery")["recovery_code"] != said["recovery_code"]


def test_a_cancelled_practice_office_leaves_room_for_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "thực hành"
    folder.mkdir()
    (folder / "của tôi.txt").write_text("giữ", encoding="utf-8")

    def cancelled(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.practice.fill_with_dossiers", cancelled)
        with pytest.raises(KeyboardInterrupt):
            make_practice_office(folder, dossiers=3, seed=1, as_of=date(2026, 11, 20))
    assert [path.name for path in folder.iterdir()] == ["của tôi.txt"]
    # The keys lie there already, the database has not got its name yet.
    rename = Path.replace

    def named_last(path: Path, target: Path) -> Path:
        if target.name == "office.db":
            raise KeyboardInterrupt
        return rename(path, target)

    new = NewOffice("24259", ADMIN, PASSWORD)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", named_last)
        with pytest.raises(KeyboardInterrupt):
            create_office(folder, new, SystemClock(), CHEAP)
    assert not (folder / "keys.json").exists()
    create_office(folder, new, SystemClock(), CHEAP)


def test_a_data_folder_that_is_a_file_or_nothing_is_named_as_such(
    shell: Shell, tmp_path: Path
) -> None:
    shell.folder = tmp_path / "ghi chú.txt"
    shell.folder.write_text("x", encoding="utf-8")
    for line in (["doctor"], ["init", "--unit", "24259", "--admin", "A"]):
        assert "là một tệp, không phải thư mục" in shell.refused(*line, code=3)
    assert shell.folder.read_text(encoding="utf-8") == "x"
    empty = shell.raw("--json", "--data", "", "doctor")
    assert (empty.code, empty.out) == (2, "")
    assert "--data" in empty.err


def test_a_calendar_year_that_cannot_be_is_refused(shell: Shell) -> None:
    assert "99999" in shell.refused("calendar", "list", "--year", "99999")
