"""``due`` where there is no office: the calendar and the catalogue of the program itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import FRIDAY, Answer, Shell
from tests.factory import BIRTH, MARITAL_STATUS, WITHOUT_LIMIT


def due(shell: Shell, folder: Path, *line: str, user: str = "") -> Answer:
    who = ["--user", user] if user else []
    return shell.raw("--data", str(folder), *who, "due", "--json", *line)


@pytest.mark.parametrize("user", ["", "Ai đó"])
@pytest.mark.parametrize(
    ("line", "date"),
    [
        (["--limit", "3", "--unit", "working_day"], "2026-11-25T17:00:00+07:00"),
        (["--unit", "same_day"], "2026-11-20T17:00:00+07:00"),
        (["--procedure", MARITAL_STATUS], "2026-11-25T17:00:00+07:00"),
        (["--procedure", BIRTH], "2026-11-20T17:00:00+07:00"),
    ],
)
def test_due_is_told_without_an_office_and_says_by_what_calendar(
    shell: Shell, tmp_path: Path, user: str, line: list[str], date: str
) -> None:
    answer = due(shell, tmp_path / "không có", "--received", FRIDAY, *line, user=user)
    assert answer.code == 0
    assert answer.data["due"] == date
    assert answer.data["why"][-1]["counted"] is True
    assert "lịch nghỉ và danh mục đi kèm chương trình" in answer.err
    assert not (tmp_path / "không có").exists()


def test_due_without_an_office_gives_the_same_as_a_fresh_office(shell: Shell) -> None:
    for received in ("2025-01-20T10:00", "2026-02-10T15:30", "2026-08-20", "2027-01-28T08:00"):
        line = ["--received", received, "--limit", "12", "--unit", "working_day"]
        inside: dict[str, Any] = shell.ok("due", *line)
        assert due(shell, shell.folder / "nowhere", *line).data == inside


def test_due_leaves_out_tet_of_a_year_that_no_notice_covers_yet_and_marks_it(
    shell: Shell, tmp_path: Path
) -> None:
    line = ["--received", "2028-01-21T08:00", "--limit", "5", "--unit", "working_day"]
    days = due(shell, tmp_path, *line).data["why"]
    off = [day for day in days if not day["counted"] and day["unconfirmed"]]
    assert "2028-01-26" in [day["date"] for day in off]  # mùng Một Tết Mậu Thân


def test_office_without_a_user_is_not_opened(shell: Shell) -> None:
    """Its own days off stay behind the password; the answer says that it is not the office's."""
    line = ["--received", FRIDAY, "--limit", "3", "--unit", "working_day"]
    answer = due(shell, shell.folder, *line)
    assert (answer.code, answer.data["due"]) == (0, "2026-11-25T17:00:00+07:00")
    assert "--user" in answer.err


def test_office_with_a_user_counts_by_its_own_calendar_and_says_nothing(shell: Shell) -> None:
    answer = shell("due", "--received", FRIDAY, "--limit", "3", "--unit", "working_day")
    assert (answer.code, answer.err) == (0, "")


def test_damaged_office_is_told_and_not_passed_over(shell: Shell) -> None:
    (shell.folder / "keys.json").write_text("{")
    line = ["due", "--received", FRIDAY, "--limit", "3", "--unit", "working_day"]
    assert "keys.json" in shell.refused(*line, code=3)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["--received", FRIDAY], "Thời hạn"),
        (["--received", FRIDAY, "--procedure", WITHOUT_LIMIT], WITHOUT_LIMIT),
        (["--received", FRIDAY, "--procedure", "9.999999"], "9.999999"),
        (["--received", "thứ Sáu", "--limit", "1", "--unit", "day"], "thứ Sáu"),
    ],
)
def test_due_without_an_office_that_cannot_be_computed_is_refused(
    shell: Shell, tmp_path: Path, line: list[str], words: str
) -> None:
    answer = due(shell, tmp_path / "không có", *line)
    assert (answer.code, answer.out) == (1, "")
    assert words in answer.err
