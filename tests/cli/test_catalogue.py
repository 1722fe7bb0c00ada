"""``procedures``, ``calendar`` and ``due``: catalogue, days off, and the why of a date."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import FRIDAY, Shell
from tests.factory import BIRTH, MARITAL_STATUS, WITHOUT_LIMIT
from tests.imports.sheets import write_book

HEADER = ["Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Thời hạn", "Phí"]
PROBLEM_KEYS = {"sheet", "row", "column", "code", "message"}


def catalogue_file(folder: Path, *rows: list[Any]) -> Path:
    return write_book(folder / "danh mục.xlsx", [HEADER, *rows], sheet="DS")


def _procedure(shell: Shell, code: str) -> dict[str, Any]:
    return next(p for p in shell.ok("procedures", "list")["procedures"] if p["code"] == code)


def test_procedures_list_has_the_shipped_catalogue(shell: Shell) -> None:
    listed = shell.ok("procedures", "list")["procedures"]
    assert len(listed) == 342
    wanted = {"code", "name", "field", "limit", "unit", "fee_vnd", "valid_from", "valid_to"}
    assert all(wanted <= set(procedure) for procedure in listed)
    assert sum(procedure["limit"] is None for procedure in listed) == 28
    birth = _procedure(shell, BIRTH)
    assert (birth["limit"], birth["unit"], birth["fee_vnd"]) == (0, "same_day", 0)


@pytest.mark.parametrize("text", ["Hộ tịch", "ho tich", "HO TICH"])
def test_procedures_list_is_narrowed_by_field_without_accents(shell: Shell, text: str) -> None:
    listed = shell.ok("procedures", "list", "--field", text)["procedures"]
    assert listed
    assert {procedure["field"] for procedure in listed} == {"Hộ tịch"}
    assert shell.ok("procedures", "list", "--field", "không có")["procedures"] == []


def test_procedures_import_tells_what_it_did_and_twice_changes_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    file = catalogue_file(
        tmp_path,
        [BIRTH, "Đăng ký khai sinh", "Hộ tịch", "Trong ngày", "Không"],
        ["9.000010", "Thủ tục của xã", "Nông nghiệp", "7 ngày", "10.000"],
        [9.00002, "Thủ tục mất số 0", "Nông nghiệp", "7 ngày", None],
        [MARITAL_STATUS, "Cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", "5 ngày làm việc", ""],
        ["sai", "Không có mã", "x", "x", None],
    )
    dry = shell.ok("procedures", "import", file, "--dry-run")
    assert {"read", "added", "changed", "unchanged", "problems"} <= set(dry)
    assert (dry["read"], dry["added"], dry["changed"], dry["unchanged"]) == (5, 2, 1, 1)
    assert all(set(problem) >= PROBLEM_KEYS for problem in dry["problems"])
    places = [(p["sheet"], p["row"], p["column"], p["code"]) for p in dry["problems"]]
    assert places == [("DS", 4, "A", "code_mended"), ("DS", 6, "A", "bad_code")]
    assert len(shell.ok("procedures", "list")["procedures"]) == 342

    assert shell.ok("procedures", "import", file) == dry
    assert len(shell.ok("procedures", "list")["procedures"]) == 344
    added = _procedure(shell, "9.000010")
    assert (added["limit"], added["unit"], added["fee_vnd"]) == (7, "day", 10_000)
    assert _procedure(shell, "9.000020")["name"] == "Thủ tục mất số 0"
    assert _procedure(shell, MARITAL_STATUS)["limit"] == 5

    again = shell.ok("procedures", "import", file)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4)


def test_list_without_limits_says_that_the_counter_will_be_asked(
    shell: Shell, tmp_path: Path
) -> None:
    file = write_book(tmp_path / "ds.xlsx", [["Mã số", "Tên"], ["9.000010", "Thủ tục của xã"]])
    found = shell.ok("procedures", "import", file)
    assert [problem["code"] for problem in found["problems"]] == ["no_limit_column"]
    assert "Thời hạn" in shell.refused(
        "dossiers", "receive", "--procedure", "9.000010", "--applicant", "An"
    )


def test_dossier_keeps_the_limit_of_its_day_when_the_catalogue_changes(
    shell: Shell, tmp_path: Path
) -> None:
    code = shell.receive()
    row = [MARITAL_STATUS, "Cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", "9 ngày", None]
    shell.ok("procedures", "import", catalogue_file(tmp_path, row))
    assert shell.ok("dossiers", "show", code)["due"] == "2026-11-25T17:00:00+07:00"


@pytest.mark.parametrize(
    ("name", "content"),
    [("chữ.xlsx", "không phải bảng"), ("x.docx", "x"), ("rỗng.csv", ""), ("x.csv", "a,b\n1,2")],
)
@pytest.mark.parametrize("group", ["procedures", "calendar", "dossiers"])
def test_file_that_cannot_be_used_is_refused(
    shell: Shell, tmp_path: Path, group: str, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    said = shell.refused(group, "import", file)
    assert name in said
    assert "Chưa có dòng nào được nhập." in said


@pytest.mark.parametrize("group", ["procedures", "calendar", "dossiers"])
def test_missing_file_is_a_matter_of_the_surroundings(
    shell: Shell, tmp_path: Path, group: str
) -> None:
    assert "không có.xlsx" in shell.refused(group, "import", tmp_path / "không có.xlsx", code=3)
    assert "là một thư mục, không phải tệp" in shell.refused(group, "import", tmp_path, code=3)


def test_calendar_list_has_days_off_and_worked_saturdays(shell: Shell) -> None:
    days = shell.ok("calendar", "list", "--year", "2026")["days"]
    assert all({"date", "kind", "note"} <= set(day) for day in days)
    kinds = {day["date"]: day["kind"] for day in days}
    assert (kinds["2026-02-17"], kinds["2026-08-22"]) == ("off", "swap_work")
    assert all(day["date"].startswith("2026-") for day in days)
    assert len(shell.ok("calendar", "list")["days"]) > len(days)
    empty = shell("calendar", "list", "--year", "1999", as_json=False)
    assert empty.out.startswith("Lịch năm 1999 chưa có ngày nghỉ")


def test_imported_day_off_moves_due_dates_and_twice_changes_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    line = ["due", "--received", FRIDAY, "--procedure", MARITAL_STATUS]
    assert shell.ok(*line)["due"] == "2026-11-25T17:00:00+07:00"
    rows = [["Ngày", "Loại", "Ghi chú"], ["24/11/2026", "Nghỉ", "Ngày Văn hóa"], ["?", "nghỉ", ""]]
    file = write_book(tmp_path / "lịch.xlsx", rows)
    dry = shell.ok("calendar", "import", file, "--dry-run")
    assert shell.ok(*line)["due"] == "2026-11-25T17:00:00+07:00"
    done = shell.ok("calendar", "import", file)
    assert done == dry
    assert (done["read"], done["added"], done["changed"]) == (2, 0, 1)
    assert [(p["row"], p["column"], p["code"]) for p in done["problems"]] == [
        (3, "A", "not_a_date")
    ]
    assert shell.ok(*line)["due"] == "2026-11-26T17:00:00+07:00"
    assert shell.ok("calendar", "import", file)["unchanged"] == 1


@pytest.mark.parametrize(
    ("line", "due"),
    [
        (["--limit", "1", "--unit", "working_day"], "2026-11-23T17:00:00+07:00"),
        (["--limit", "15", "--unit", "day"], "2026-12-07T17:00:00+07:00"),
        (["--limit", "4", "--unit", "hour"], "2026-11-20T15:00:00+07:00"),
        (["--limit", "0", "--unit", "same_day"], "2026-11-20T17:00:00+07:00"),
        (["--unit", "same_day"], "2026-11-20T17:00:00+07:00"),
        (["--procedure", BIRTH], "2026-11-20T17:00:00+07:00"),
        (["--procedure", f"{MARITAL_STATUS}.000.00.00.H17"], "2026-11-25T17:00:00+07:00"),
    ],
)
def test_due_tells_the_date_and_its_why(shell: Shell, line: list[str], due: str) -> None:
    found = shell.ok("due", "--received", FRIDAY, *line)
    assert found["due"] == due
    assert all({"date", "counted", "reason"} <= set(day) for day in found["why"])
    assert found["why"][-1]["date"] == due[:10]
    assert found["why"][-1]["counted"] is True
    assert all(day["reason"] for day in found["why"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["--received", "thứ Sáu", "--limit", "1", "--unit", "day"], "thứ Sáu"),
        (["--received", FRIDAY, "--limit", "0", "--unit", "day"], "Thời hạn"),
        (["--received", FRIDAY, "--limit", "99999", "--unit", "hour"], "Thời hạn"),
        (["--received", FRIDAY], "Thời hạn"),
        (["--received", FRIDAY, "--limit", "3"], "Đơn vị thời hạn"),
        (["--received", FRIDAY, "--procedure", WITHOUT_LIMIT], WITHOUT_LIMIT),
        (["--received", FRIDAY, "--procedure", "9.999999"], "9.999999"),
        (["--received", FRIDAY, "--procedure", "khai sinh"], "khai sinh"),
    ],
)
def test_due_that_cannot_be_computed_is_refused(shell: Shell, line: list[str], words: str) -> None:
    assert words in shell.refused("due", *line)


@pytest.mark.parametrize("received", ["0001-01-01", "9999-12-31"])
def test_reception_in_an_impossible_year_is_refused_and_no_bug(shell: Shell, received: str) -> None:
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "An"]
    assert "Thời điểm tiếp nhận" in shell.refused(*line, "--received", received)


@pytest.mark.parametrize(("option", "name"), [("--from", "Từ ngày: "), ("--to", "Đến ngày: ")])
def test_refused_end_of_a_period_is_called_by_its_own_name(
    shell: Shell, option: str, name: str
) -> None:
    assert shell.refused("audit", option, "mai").startswith(name)


@pytest.mark.parametrize(
    "line",
    [
        ["audit", "--from", "mai"],
        ["dossiers", "search", "an", "--to", "mai"],
        ["due", "--received", "mai", "--limit", "1", "--unit", "day"],
    ],
)
def test_refused_date_is_told_with_an_example_that_is_accepted(
    shell: Shell, line: list[str]
) -> None:
    said = shell.refused(*line)
    example = re.search(r"ví dụ ([\d/T:-]+)", said)
    assert example is not None, said
    accepted = [example[1] if part == "mai" else part for part in line]
    assert shell(*accepted).code == 0, said
