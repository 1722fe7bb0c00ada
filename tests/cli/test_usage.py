"""Wrong usage, help and the window: every word Vietnamese, every exit code as promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.cli.main import run
from tests.cli.shell import ENGLISH, Shell, check_manners


@pytest.mark.parametrize(
    "line",
    [
        "unknown",
        "dossiers",
        "dossiers unknown",
        "dossiers receive",
        "dossiers receive --procedure",
        "dossiers receive --procedure 1.001193 --channel fax",
        "dossiers receive --procedure 1.001193 --unknown x",
        "dossiers receive --proc 1.001193",
        "dossiers move",
        "dossiers move 24259-261120-0001",
        "dossiers move 24259-261120-0001 explode",
        "dossiers move 24259-261120-0001 receive",
        "dossiers search a b",
        "dossiers search a --limit ten",
        "dossiers search a --state gone",
        "dossiers export",
        "due",
        "due --received 2026-11-20 --limit x",
        "due --received 2026-11-20 --limit 3 --unit week",
        "calendar list --year now",
        "init",
        "init --unit 24259",
        "init --unit 24259 --admin A --desk two",
        "demo --dossiers many",
        "users add A",
        "users add A --role king --new-password-file x",
        "backup",
        "backup restore x",
        "print",
        "print receipt",
        "print poster 24259-261120-0001 --out x.pdf",
        "procedures import",
        "doctor now",
        "doctor --json=yes",
        "doctor --data",
        "doctor --user",
        "doctor --password-file",
        "--data",
    ],
)
def test_wrong_usage_is_told_in_vietnamese_and_ends_with_two(shell: Shell, line: str) -> None:
    answer = shell.raw(*line.split())
    assert (answer.code, answer.out) == (2, "")
    said = answer.err.splitlines()
    assert said[0].startswith("Lệnh chưa đúng: ")
    assert "Chưa có gì thay đổi." in said
    assert said[-1].endswith("--help")


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "-h",
        "dossiers --help",
        "dossiers receive --help",
        "dossiers move -h",
        "backup restore --help",
        "init --help",
        "print --help",
    ],
)
def test_help_is_vietnamese_and_ends_with_zero(shell: Shell, line: str) -> None:
    answer = shell.raw(*line.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("cách dùng: somotcua")
    assert ENGLISH.search(answer.out) is None


def test_help_names_every_command_of_the_contract(shell: Shell) -> None:
    text = shell.raw("--help").out
    for command in (
        "init", "demo", "users", "doctor", "audit", "procedures", "calendar", "due", "dossiers",
        "print", "backup", "sync", "province",
    ):  # fmt: skip
        assert re.search(rf"^ +{command}\s", text, re.MULTILINE), command


def test_no_command_opens_the_window_on_the_folder(tmp_path: Path) -> None:
    opened: list[Path] = []

    def open_window(folder: Path) -> int:
        opened.append(folder)
        return 7

    assert run(["--data", str(tmp_path / "văn phòng")], open_window) == 7
    assert opened == [tmp_path / "văn phòng"]


def test_usual_folder_is_the_user_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def open_window(folder: Path) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run([], open_window) == 0
    assert [folder.name for folder in opened] == ["office"]
    assert "somotcua" in opened[0].parts


def test_general_options_stand_before_or_after_the_command(shell: Shell) -> None:
    data, user = str(shell.folder), shell.user
    shell.ok("users", "list")  # sets the password
    before = shell.raw("--data", data, "--user", user, "--json", "users", "list")
    after = shell.raw("users", "list", "--json", "--user", user, "--data", data)
    between = shell.raw("--json", "users", "--data", data, "list", "--user", user)
    assert before.data == after.data == between.data


def test_cancelling_before_the_command_began_ends_like_any_cancelling(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.cli.main.build_parser", interrupted)
    assert run(["doctor"], lambda _folder: 0) == 130
    assert shell.capsys.readouterr().err == "Đã hủy theo yêu cầu.\n"


def test_without_json_people_read_lines(shell: Shell) -> None:
    answer = shell("users", "list", as_json=False)
    assert answer.code == 0
    assert answer.out == "Quản trị · Quản trị\n"


@pytest.mark.parametrize(
    "line", [["doctor"], ["dossiers", "search", "an"], ["backup", "create"], ["users", "list"]]
)
def test_folder_without_an_office_is_a_matter_of_the_surroundings(
    shell: Shell, tmp_path: Path, line: list[str]
) -> None:
    shell.folder = tmp_path / "không có"
    said = shell.refused(*line, code=3).splitlines()
    assert said[0] == f"Không có văn phòng nào trong thư mục {shell.folder}."
    assert len(said) == 3
    assert not shell.folder.exists()


def test_password_file_that_holds_no_text_is_called_that(shell: Shell, tmp_path: Path) -> None:
    secret = tmp_path / "mật khẩu"
    secret.write_bytes(b"\xff\xfe\x00")
    shell.monkeypatch.delenv("SOMOTCUA_PASSWORD", raising=False)
    line = ["--data", str(shell.folder), "--user", shell.user, "--password-file"]
    for path, words in ((secret, "không phải tệp chữ"), (tmp_path, "là một thư mục")):
        answer = shell.raw(*line, str(path), "dossiers", "search", "a")
        assert answer.code == 3
        assert words in answer.err


def test_damaged_key_file_is_told_without_a_trace(shell: Shell) -> None:
    for content in (b"{", b"[" * 100_000):
        (shell.folder / "keys.json").write_bytes(content)
        assert "keys.json" in shell.refused("doctor", code=3)
    (shell.folder / "keys.json").unlink()
    assert "keys.json" in shell.refused("doctor", code=3)


def test_damaged_database_is_told_without_a_trace(shell: Shell) -> None:
    path = shell.folder / "office.db"
    path.write_bytes(b"\x00" * path.stat().st_size)
    said = shell.refused("doctor", code=3).splitlines()
    assert said[0].startswith("Tệp dữ liệu office.db bị hỏng")
    assert len(said) == 3


def test_manners_are_really_checked() -> None:
    from tests.cli.shell import Answer

    with pytest.raises(AssertionError):
        check_manners(Answer(2, "", "error: invalid choice"), as_json=False)
    with pytest.raises(ValueError, match="Expecting value"):
        check_manners(Answer(0, "Đã xong", ""), as_json=True)
