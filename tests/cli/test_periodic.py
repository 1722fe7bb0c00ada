"""``periodic`` and ``statistics``: open, write, fill, check, export, issue; forms as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docx import Document

from tests.cli.shell import Shell
from tests.domain.statistics.forms import a_row, form_data

HALF = ("--kind", "h1", "--year", "2026")
NINE = ("--kind", "9t", "--year", "2026")


def cell(data: dict[str, Any], row: str) -> dict[str, Any]:
    """The one cell of a row of the annex."""
    found: dict[str, Any] = next(one for one in data["rows"] if one["row"] == row)
    cells: dict[str, Any] = found["cells"]["value"]
    return cells


def test_report_of_a_period_from_opening_to_issuing(shell: Shell, tmp_path: Path) -> None:
    opened = shell.ok("periodic", "open", *HALF)
    assert opened["period"] == {
        "from": "2025-12-15", "to": "2026-06-14", "label": "6 tháng đầu năm 2026",
    }  # fmt: skip
    assert opened["confirmed"] is False
    code = shell.receive("Chi", "--channel", "online", received="2026-02-02T09:00")
    shell.move(code, "finish", "2026-02-03T10:00")
    shell.ok("periodic", "text", "i", *HALF, "--text", "Trong 6 tháng đầu năm 2026 đã làm.")
    shell.ok("periodic", "set", "4.3", *HALF, "--value", "45")
    assert "Lý do" in shell.refused("periodic", "set", "files_received", *HALF, "--value", "2")
    over = shell.ok(
        "periodic", "set", "files_received", *HALF, "--value", "2", "--reason", "Theo sổ giấy"
    )
    assert (over["value"], over["computed"], over["origin"]) == (2, 1, "typed_over")
    shown = shell.ok("periodic", "show", *HALF)
    assert cell(shown, "files_online_share")["value"] == 50.0
    assert cell(shown, "files_settled") == {
        "value": 1, "origin": "records", "computed": 1, "missing": False,
    }  # fmt: skip
    first = next(one for one in shown["sections"] if one["key"] == "i")
    assert (first["written_by"], first["warnings"]) == (shell.user, [])
    why = shell.ok("periodic", "why", "files_online_share", *HALF)
    assert [(one["name"], one["dossiers"]) for one in why["lists"]] == [
        ("Hồ sơ tiếp nhận trực tuyến", [code]), ("Tiếp nhận trong kỳ", [code]),
    ]  # fmt: skip
    checked = shell.ok("periodic", "check", *HALF)
    assert checked["complete"] is False
    assert checked["missing"] == sum(
        one["kind"] in ("missing_text", "missing_value") for one in checked["findings"]
    )
    assert f"còn thiếu {checked['missing']} chỗ" in shell.refused("periodic", "issue", *HALF)
    folder = tmp_path / "thư mục.pdf"
    folder.mkdir()
    shell.refused("periodic", "issue", *HALF, "--anyway", "--out", folder, code=3)
    assert shell.ok("report", "issued")["issued"] == []  # no number without its file
    target = tmp_path / "b.pdf"
    issued = shell.ok("periodic", "issue", *HALF, "--anyway", "--out", target)
    assert shell.ok("verify", target)["original"] is True
    assert shell.ok("report", "diff", issued["id"])["same"] is True
    shell.ok("periodic", "set", "4.3", *HALF, "--value", "46")
    changes = shell.ok("report", "diff", issued["id"])["changes"]
    assert {"row": "4.3 Biên chế được giao", "column": "value", "issued": 45, "now": 46} in changes
    assert shell.ok("periodic", "list")["reports"][0]["issued"] == issued["number"]


def test_next_period_begins_from_the_last_and_is_warned_of_its_words(
    shell: Shell, tmp_path: Path
) -> None:
    shell.ok("periodic", "open", *HALF)
    file = tmp_path / "loi-van.txt"
    file.write_text("Trong 6 tháng đầu năm 2026 đã làm.\nTốt.", encoding="utf-8")
    shell.ok("periodic", "text", "ii_1", *HALF, "--file", file)
    shell.ok("periodic", "set", "staff_given", *HALF, "--value", "45")
    shell.ok("periodic", "open", *NINE, "--from", "2025-12-10", "--to", "2026-09-05")
    assert shell.ok("periodic", "text", *NINE, "--carry")["carried"] == 1
    filled = shell.ok("periodic", "fill", *NINE)["filled"]
    assert {"row": "staff_given", "column": "value", "value": 45,
            "source": "6 tháng đầu năm 2026"} in filled  # fmt: skip
    found = shell.ok("periodic", "check", *NINE)["findings"]
    (old,) = [one for one in found if one["kind"] == "old_period"]
    assert (old["section"], old["at"]["text"]) == ("ii_1", "6 tháng đầu năm 2026")
    said = shell("periodic", "text", "ii_1", *NINE, "--text", "Hết quý II năm 2026 đã xong.")
    assert "Dòng 1, cột 5: còn ghi “quý II năm 2026”" in said.err
    word = tmp_path / "b.docx"
    assert shell.ok("periodic", "export", *NINE, "--out", word)["file"] == str(word)
    texts = [paragraph.text for paragraph in Document(str(word)).paragraphs]
    assert "Hết quý II năm 2026 đã xong." in texts
    assert any("từ ngày 10/12/2025 đến ngày 05/09/2026" in text for text in texts)


def test_form_of_the_province_is_taken_in_and_filled(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "khen-thuong.json"
    rows = (a_row("a", required=True), a_row("s", sum=["a"]))
    file.write_text(json.dumps(form_data(*rows, form="khen-thuong")), encoding="utf-8")
    assert shell.ok("statistics", "import", file, "--dry-run")["stored"] is False
    assert shell.ok("statistics", "import", file)["computed"] == 1
    forms = {one["form"]: one for one in shell.ok("statistics", "list")["forms"]}
    assert forms["mau-nhan-su"]["sample"] is True
    assert forms["khen-thuong"]["rows"] == 2
    quarter = ("--report", "khen-thuong", "--kind", "q1", "--year", "2026")
    shell.ok("periodic", "open", *quarter)
    shell.ok("periodic", "set", "a", *quarter, "--value", "3")
    shown = shell.ok("periodic", "show", *quarter)
    assert (cell(shown, "s")["value"], shown["sections"]) == (3, [])
    assert shell.ok("periodic", "check", *quarter)["complete"] is True
    target = tmp_path / "b.xlsx"
    assert shell.ok("periodic", "export", *quarter, "--out", target)["rows"] == 2
    again = tmp_path / "lai.json"
    shell.ok("statistics", "export", "khen-thuong", "--out", again)
    assert json.loads(again.read_text(encoding="utf-8")) == shell.ok(
        "statistics", "show", "khen-thuong"
    )


def test_what_cannot_be_done_is_refused_in_words(shell: Shell, tmp_path: Path) -> None:
    assert "Chưa mở báo cáo" in shell.refused("periodic", "show", *HALF)
    assert "tuần" in shell.refused("periodic", "open", "--kind", "tuần", "--year", "2026")
    assert "khong-co" in shell.refused(
        "periodic", "open", "--report", "khong-co", "--kind", "q1", "--year", "2026"
    )
    shell.ok("periodic", "open", *HALF)
    assert "ii_1" in shell.refused("periodic", "text", "xyz", *HALF, "--text", "a")
    assert "Nội dung" in shell.refused("periodic", "text", "i", *HALF)
    shell.refused("periodic", "text", "i", *HALF, "--file", tmp_path / "khong.txt", code=3)
    assert "Đến ngày" in shell.refused("periodic", "open", *NINE, "--from", "2026-01-01")
    assert "tên tệp" in shell.refused("periodic", "issue", *HALF, "--anyway", "--out", "b.txt")
    file = tmp_path / "hong.json"
    file.write_text("{}", encoding="utf-8")
    assert "không đúng dạng biểu thống kê" in shell.refused("statistics", "import", file)
    shell.refused("periodic", "open", "--year", "2026", code=2)


def test_lines_for_people_name_what_was_done(shell: Shell) -> None:
    assert "Chưa mở báo cáo nào" in shell("periodic", "list", as_json=False).out
    assert "Đã mở" in shell("periodic", "open", *HALF, as_json=False).out
    shown = shell("periodic", "show", *HALF, as_json=False).out
    assert "(chưa viết)" in shown
    assert "3.7 Hồ sơ đã giải quyết: 0 hồ sơ" in shown
    assert "chưa có số liệu" in shell("periodic", "check", *HALF, as_json=False).out
    assert "Phụ lục số liệu" in shell("statistics", "list", as_json=False).out


def test_report_opened_by_mistake_is_put_away_and_brought_back(shell: Shell) -> None:
    shell.ok("periodic", "open", *NINE)
    shell.ok("periodic", "text", "i", *NINE, "--text", "Đã làm.")
    assert shell.ok("periodic", "put-away", *NINE)["put_away"] is True
    listed = shell.ok("periodic", "list")
    assert (listed["reports"], [one["kind"] for one in listed["put_away"]]) == ([], ["9t"])
    assert "Chưa mở báo cáo" in shell.refused("periodic", "show", *NINE)
    assert shell.ok("periodic", "bring-back", *NINE)["put_away"] is False
    assert "đang cất" in shell.refused("periodic", "bring-back", *NINE)
    shell.ok("periodic", "issue", *NINE, "--anyway")
    assert "đã phát hành" in shell.refused("periodic", "put-away", *NINE)
