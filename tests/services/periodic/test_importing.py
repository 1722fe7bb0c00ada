"""Forms that come as files: kept whole in versions, or refused with clear words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.office import Office
from desktop.services.periodic.forms import find_form, list_forms
from desktop.services.periodic.importing import FormHead, export_form, import_form
from desktop.services.periodic.records import Wanted, open_report
from desktop.services.periodic.sheets import build_sheet
from desktop.services.periodic.values import set_value
from desktop.wording.problems import message
from tests.domain.statistics.forms import a_row, form_data


def written(folder: Path, data: Any, name: str = "bieu.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def codes(office: Office) -> list[str]:
    return [info.code for info in list_forms(office)]


def test_form_is_kept_in_versions_and_an_open_report_keeps_its_own(
    office: Office, tmp_path: Path
) -> None:
    first = form_data(a_row("a", required=True), a_row("s", sum=["a"]))
    import_form(office, written(tmp_path, first))
    opened = open_report(office, Wanted("q1", 2026, "bieu")).value
    set_value(office, opened.id, ("a", "value"), "5")
    assert import_form(office, written(tmp_path, first)).value.info.version == "1"  # nothing new
    second = form_data(a_row("a"), a_row("b"), a_row("s", sum=["a", "b"]))
    assert import_form(office, written(tmp_path, second)).value.info.version == "1-2"
    assert [row.key for row in find_form(office, "bieu").rows] == ["a", "b", "s"]
    sheet = build_sheet(office, opened)
    assert [row.key for row in sheet.form.rows] == ["a", "s"]
    assert sheet.text(("s", "value")) == "5"
    assert "bieu" in codes(office)


def test_dry_run_keeps_nothing(office: Office, tmp_path: Path) -> None:
    found = import_form(office, written(tmp_path, form_data(a_row("a"))), dry_run=True).value
    assert (found.info.rows, found.is_stored) == (1, False)
    assert "bieu" not in codes(office)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (form_data(a_row("a", type="số")), "chỗ “a”, mục “type”"),
        ([], "chỗ “đầu tệp”"),
        (form_data(a_row("a", sum=["b"])), "tính từ dòng mã “b” mà biểu không có"),
        (form_data(a_row("a", sum=["b"]), a_row("b", sum=["a"])), "đi vòng về chính nó"),
        (form_data(a_row("a", figure="abc")), "số liệu tên “abc”"),
        (form_data(a_row("a"), kinds=["tuần"]), "kỳ báo cáo “tuần”"),
    ],
)
def test_form_that_cannot_be_used_is_refused_in_words_and_nothing_is_kept(
    office: Office, tmp_path: Path, data: Any, said: str
) -> None:
    with pytest.raises(RuleViolation) as raised:
        import_form(office, written(tmp_path, data))
    assert said in message(raised.value).what
    assert "bieu" not in codes(office)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_file_that_is_no_json_is_refused(office: Office, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "hong.json"
    file.write_bytes(content)
    with pytest.raises(RuleViolation, match="form_malformed"):
        import_form(office, file)


def test_missing_and_oversized_files_are_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="file_not_found"):
        import_form(office, tmp_path / "khong-co.json")
    large = tmp_path / "lon.json"
    large.write_bytes(b" " * (4 * 2**20 + 1))
    with pytest.raises(RuleViolation, match="file_too_large"):
        import_form(office, large)


def test_spreadsheet_of_the_province_becomes_a_form_and_is_filled(
    office: Office, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["BIỂU KHEN THƯỞNG CẤP XÃ"],
        [],
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Tập thể", "Cá nhân", "Cách tính"],
        [1, "Khen thưởng", "lượt", None, None, "1 = 2 + 3"],
        [2, "Giấy khen", "lượt"],
        [3, "Bằng khen", "lượt"],
        [4, "Tỷ lệ bằng khen", "%", None, None, "3/1 x 100"],
        [5, "Ghi khác", "lượt", None, None, "tùy trường hợp"],
    ):
        sheet.append(row)
    file = tmp_path / "Biểu 05_Khen thưởng.xlsx"
    book.save(file)
    found = import_form(office, file, FormHead(kinds=("year",))).value
    assert (found.info.code, found.info.title) == (
        "bieu-05-khen-thuong", "BIỂU KHEN THƯỞNG CẤP XÃ",
    )  # fmt: skip
    assert found.info.unconfirmed
    assert [problem.place for problem in found.problems] == ["Trang “Sheet”, ô F8"]
    report = open_report(office, Wanted("year", 2026, found.info.code)).value
    set_value(office, report.id, ("r2", "c1"), "3")
    set_value(office, report.id, ("r3", "c1"), "1")
    cells = build_sheet(office, report)
    assert [cells.text((row, "c1")) for row in ("r1", "r4")] == ["4", "25,0"]


def test_form_is_sent_on_as_a_file_that_reads_back(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "phu-luc.json"
    form = export_form(office, "phu-luc-cchc", target)
    assert import_form(office, target, dry_run=True).value.info.rows == len(form.rows)
