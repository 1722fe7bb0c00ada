"""``criteria`` and ``assess``: the contract's keys, one whole year of self-assessment."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.reports.practice_document import PracticeDocument, render_practice_document
from desktop.services.door import PRACTICE_PASSWORD
from tests.cli.shell import Shell
from tests.factory import PRACTICE_OFFICE_ADMIN

SAMPLE = "mau-cap-xa"
YEAR = date.today().year  # noqa: DTZ011 - the command line has a real clock
LINES = """id,parent_id,kind,name,max_points,scoring_rule_text,evidence,source_url
1,,field,Thủ tục,84,,,"Mẫu, không phải văn bản chính thức"
1.1,1,criterion,Hồ sơ đúng hạn,60,TỶ LỆ: b/a × 60 khi đạt từ 80%; dưới 80% = 0,Báo cáo,
1.2,1,criterion,Công khai,24,NHỊ PHÂN: có = 24; không = 0,Ảnh,
2,,field,Vốn,16,BẬC THANG: từ 95% = 16; từ 90% = 8; không giao vốn = không áp dụng,Báo cáo,
3,,field,Chuyện khác,,Theo hướng dẫn,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small set as a province's CSV."""
    path = tmp_path / "criteria_thu_2026.csv"
    path.write_text(LINES.replace("3,,field,Chuyện khác,,Theo hướng dẫn,,\n", ""), "utf-8")
    return path


def _pdf(path: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output)
    canvas.drawString(72, 720, "Bao cao")
    canvas.showPage()
    canvas.save()
    path.write_bytes(output.getvalue())
    return path


def test_shipped_sets_are_listed_and_the_sample_is_marked(shell: Shell) -> None:
    sets = {row["set"]: row for row in shell.ok("criteria", "list")["sets"]}
    sample = sets[SAMPLE]
    assert (sample["items"], sample["max_points"], sample["sample"]) == (110, 100.0, True)
    assert sets["bo-chi-so-766"]["ready"] is True
    assert sets["ha-noi-cap-xa-2025"]["ready"] is False
    shown = shell("criteria", "list", as_json=False)
    assert "DỮ LIỆU MẪU" in shown.out
    alone = shell("criteria", "compare", "bo-chi-so-766", as_json=False)
    assert (alone.code, "mới có một phiên bản" in alone.out) == (0, True)


def test_a_table_is_looked_at_before_it_is_kept(shell: Shell, table: Path) -> None:
    seen = shell.ok("criteria", "import", table, "--dry-run")
    assert {"set", "version", "items", "max_points", "problems"} <= set(seen)
    assert (seen["set"], seen["items"], seen["max_points"]) == ("thu-2026", 4, 100.0)
    codes = {problem["code"] for problem in seen["problems"]}
    assert {"not_official", "bands_assumed"} <= codes
    assert all(problem["message"] for problem in seen["problems"])
    assert "thu-2026" not in {row["set"] for row in shell.ok("criteria", "list")["sets"]}
    kept = shell.ok("criteria", "import", table)
    assert (kept["stored"], kept["version"]) == (True, "2026")
    assert shell.ok("criteria", "import", table)["version"] == "2026"


def test_the_real_case_comes_out_on_the_command_line(shell: Shell, table: Path) -> None:
    """84.00 of 100 apply; 68.32 points are 81.33 %."""
    shell.ok("criteria", "import", table)
    shell.ok("assess", "open", "--set", "thu-2026", "--year", YEAR)
    shell.ok("assess", "answer", "2", "--year", YEAR, "--not-applicable")
    shell.ok("assess", "answer", "1.2", "--year", YEAR, "--value", "có")
    why = ("--points", "44,32", "--why", "theo biên bản")
    done = shell.ok("assess", "answer", "1.1", "--year", YEAR, "--value", "80/100", *why)
    assert (done["item"], done["points"], done["computed"]) == ("1.1", 44.32, 48.0)
    score = shell.ok("assess", "score", "--year", YEAR)
    assert {"total", "max", "percent", "band", "items"} <= set(score)
    assert (score["total"], score["max"], score["percent"]) == (68.32, 84.0, 81.33)
    assert score["band"] == "Tốt"
    line = next(item for item in score["items"] if item["id"] == "1.1")
    keys = {"id", "max", "computed", "self", "reason", "evidence", "complete"}
    assert keys <= set(line)
    assert (line["computed"], line["self"], line["complete"]) == (48.0, 44.32, False)
    assert line["reason"] == "80 / 100 = 80 % ≥ 80 % → 60 × 0,8 = 48"


def _not_applicable(shell: Shell, path: Path, year: tuple[object, ...]) -> Path:
    """The exported sheet with every open line of the unit typed over."""
    scored = shell.ok("assess", "score", *year)["items"]
    scorers = {item["id"]: item["scorer"] for item in scored}
    shell.ok("assess", "export", *year, "--out", path)
    book = openpyxl.load_workbook(path)
    for row in book["Nhập liệu"].iter_rows(min_row=5):
        is_open = row[4].fill.fgColor.rgb == "FFFFF2CC"
        if is_open and not row[4].value and scorers[row[0].value] == "unit":
            row[4].value = "không áp dụng"
    book.save(path)
    return path


def test_a_year_from_opening_to_approval(shell: Shell, tmp_path: Path) -> None:
    year = ("--year", YEAR)
    opened = shell.ok("assess", "open", "--set", SAMPLE, *year)
    assert (opened["items"], opened["max"], opened["sample"]) == (110, 100.0, True)
    code = shell.receive(received=f"{YEAR}-01-02T09:00")
    shell.move(code, "finish", f"{YEAR}-01-05T09:00")
    filled = {row["item"]: row for row in shell.ok("assess", "fill", *year)["filled"]}
    assert {"item", "value", "points", "source"} <= set(filled["3.3.1"])
    assert (filled["3.3.1"]["value"], filled["3.3.1"]["points"]) == ("1/1", 4.0)
    assert "sổ hồ sơ" in filled["3.3.1"]["source"]
    paper = _pdf(tmp_path / "kh.pdf")
    facts = ("--number", "12/KH-UBND", "--date", f"15/01/{YEAR}", "--pages", "trang 1")
    facts += ("--signer", "Nguyễn Văn Mẫu")
    proof = shell.ok("assess", "evidence", "1.1.1", paper, *year, *facts)
    assert proof["item"] == "1.1.1"
    assert [(e["number"], e["warnings"]) for e in proof["evidence"]] == [("12/KH-UBND", [])]
    advice = shell.ok("assess", "advise", *year)
    assert all({"item", "gain", "what"} <= set(step) for step in advice["steps"])
    gains = [step["gain"] for step in advice["steps"]]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    way = shell.ok("assess", "advise", *year, "--target", "Trung bình")
    assert way["target"]["reached"] is True
    assert len(way["steps"]) < len(advice["steps"])
    supposed = shell.ok("assess", "advise", *year, "--what-if", "1.5=2")
    assert supposed["percent"] == pytest.approx(advice["percent"] + 2)
    assert (supposed["now"], supposed["supposed"]) == (
        advice["percent"],
        [{"item": "1.5", "before": 0, "points": 2}],
    )
    for typed, said in (
        ("1.5", "Giả định: “1.5” chưa rõ là dòng nào, giá trị gì; hãy ghi DÒNG=GIÁ_TRỊ"),
        ("1.5=", "“1.5=” chưa rõ"),
        ("1.5=2,5", "Giả định 1.5: 2,5 phải là số nguyên"),
    ):
        assert said in shell.refused("assess", "advise", *year, "--what-if", typed)
    assigned = shell.ok("assess", "assign", "1.1", "--to", "Quản trị", *year, "--due", "2026-12-01")
    assert assigned["assigned"] == 3
    assert "chưa trả lời" in shell.refused("assess", "hand-in", *year)
    answered = _not_applicable(shell, tmp_path / "nhap.xlsx", year)
    seen = shell.ok("assess", "import", answered, *year, "--dry-run")
    assert (seen["stored"], seen["problems"]) == (False, [])
    assert shell.ok("assess", "import", answered, *year)["changed"] == seen["changed"]
    assert shell.ok("assess", "import", answered, *year)["changed"] == []
    shell.ok("assess", "hand-in", *year)
    assert "trình" in shell.refused("assess", "answer", "1.7", *year, "--value", "có")
    shell.ok("assess", "send-back", *year, "--remark", "bổ sung")
    shell.ok("assess", "hand-in", *year)
    assert len(shell.ok("assess", "approve", *year)["sha256"]) == 64
    assert shell.ok("assess", "score", *year)["state"] == "approved"
    pages = shell.ok("assess", "export", *year, "--out", tmp_path / "bang.pdf")["pages"]
    assert pages >= 3
    assert shell.ok("assess", "export", *year, "--out", tmp_path / "bang.xlsx")["pages"] == 5
    assert shell.ok("doctor")["ok"] is True


def test_a_document_says_what_it_is_and_is_corrected_and_taken_off(
    shell: Shell, tmp_path: Path
) -> None:
    year = ("--year", YEAR)
    shell.ok("assess", "open", "--set", SAMPLE, *year)
    plan = tmp_path / "ke-hoach.pdf"
    plan.write_bytes(
        render_practice_document(
            PracticeDocument(
                "UBND xã Mẫu", "Xã Mẫu", "12/KH-UBND", date(YEAR, 1, 15), "KẾ HOẠCH",
                f"Cải cách hành chính năm {YEAR}", "Nguyễn Văn Mẫu",
            )
        )
    )  # fmt: skip
    proposed = shell.ok("assess", "propose", plan, *year)
    assert {"1.1.1", "1.1.2"} <= {line["item"] for line in proposed["lines"]}
    added = shell.ok("assess", "evidence", "1.1.1,1.1.2", plan, *year)
    first = added["evidence"][0]
    assert (first["number"], first["date"], first["signer"]) == (
        "12/KH-UBND", f"{YEAR}-01-15", "Nguyễn Văn Mẫu",
    )  # fmt: skip
    assert first["summary"] == f"Kế hoạch cải cách hành chính năm {YEAR}"
    assert added["lacks_signature"] is False
    bare = shell.ok("assess", "evidence", "1.2.1", _pdf(tmp_path / "bc.pdf"), *year)
    assert bare["lacks_signature"] is True
    assert "without_signer" in {w["code"] for w in bare["evidence"][0]["warnings"]}
    document = first["document"]
    facts = shell.ok("assess", "evidence-facts", document, *year, "--number", "13/KH-UBND")
    assert (facts["number"], facts["signer"]) == ("13/KH-UBND", "Nguyễn Văn Mẫu")
    shell.ok("assess", "evidence-remove", "1.1.2", document, *year)
    lines = {d["id"]: d["lines"] for d in shell.ok("assess", "documents", *year)["documents"]}
    assert lines[document] == ["1.1.1"]
    assert "1.1.2" in shell.refused("assess", "evidence-remove", "1.1.2", document, *year)
    assert "chưa có nội dung" in shell.refused("assess", "evidence", ",", plan, *year)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("score",), "chưa mở"),
        (("fill",), "chưa mở"),
        (("open", "--set", "khong-co"), "Không có bộ tiêu chí"),
        (("open", "--set", "ha-noi-cap-xa-2025"), "chưa có điểm tối đa"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    shell: Shell, line: tuple[str, ...], said: str
) -> None:
    assert said in shell.refused("assess", *line, "--year", YEAR)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (("1.7",), "chưa có nội dung"),
        (("1.7", "--value", "có lẽ"), "không có trong các lựa chọn: có, không"),
        (("1.7", "--points", "nhiều", "--why", "x"), "không phải số"),
        (("1.7", "--points", "0,5"), "Lý do"),
        (("3.3.1", "--value", "11/10"), "tử số 11 lớn hơn mẫu số 10"),
        (("3.3.1", "--value=-1"), "từ 0 đến 1.000.000.000.000"),
        (("3.3.1", "--points=-1", "--why", "x"), "-1 nằm ngoài khoảng từ 0 đến 4"),
        (("3.3", "--value", "1"), "3.3.1, 3.3.2, 3.3.3"),
        (("99", "--value", "1"), "không có dòng “99”"),
        (("8.1", "--points", "8", "--why", "x"), "do nơi khác chấm"),
        (("1.1.1", "--no-case"), "không phát sinh"),
    ],
)
def test_answers_out_of_range_are_refused_in_words(
    shell: Shell, entry: tuple[str, ...], said: str
) -> None:
    shell.ok("assess", "open", "--set", SAMPLE, "--year", YEAR)
    assert said in shell.refused("assess", "answer", *entry, "--year", YEAR)


def test_both_kinds_of_no_value_at_once_is_wrong_usage(shell: Shell) -> None:
    line = ("assess", "answer", "1.7", "--year", YEAR, "--not-applicable", "--no-case")
    shell.refused(*line, code=2)
    shell.refused(*line[:-1], "--value", "có", code=2)


def test_a_malformed_set_file_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "bo.json"
    path.write_text(json.dumps({"format": 1, "set": "x", "title": "X", "items": [{}]}), "utf-8")
    assert "không đúng dạng bộ tiêu chí" in shell.refused("criteria", "import", path)
    path.write_text("{" * 100_000, "utf-8")
    assert "JSON" in shell.refused("criteria", "import", path)
    missing = tmp_path / "khong-co.csv"
    assert "Không tìm thấy" in shell.refused("criteria", "import", missing, code=3)


def test_a_set_whose_numbering_makes_no_tree_is_not_kept(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "vong.csv"
    rows = ["id,parent_id,name,max_points", "1,2,Một,5", "2,1,Hai,5", "3,9,Ba,1"]
    path.write_text("\n".join(rows), "utf-8")
    answer = shell("criteria", "import", path)
    assert (answer.code, answer.data["stored"]) == (1, False)
    codes = [problem["code"] for problem in answer.data["problems"]]
    assert codes.count("set_fault") == 3


def test_a_line_that_asks_a_question_is_still_kept(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "hoi_2026.csv"
    path.write_text(LINES, "utf-8")
    kept = shell.ok("criteria", "import", path)
    questions = [p for p in kept["problems"] if p["code"] == "rule_question"]
    assert [(p["row"], p["column"]) for p in questions] == [(6, "F")]
    assert kept["ready"] is False


def test_a_set_goes_out_is_edited_and_comes_back_as_a_version_of_its_own(
    shell: Shell, tmp_path: Path
) -> None:
    target = tmp_path / "bo.json"
    out = shell.ok("criteria", "export", SAMPLE, target)
    assert (out["set"], out["items"]) == (SAMPLE, 110)
    data = json.loads(target.read_text(encoding="utf-8"))
    line = next(item for item in data["items"] if item["id"] == "1.7")
    line["evidence"] = "Biên bản, ảnh chụp"
    data["decision"] = "Số 5/QĐ-UBND"
    target.write_text(json.dumps(data), encoding="utf-8")
    shell.ok("criteria", "import", target)
    found = shell.ok("criteria", "compare", SAMPLE)
    assert [(row["item"], row["what"]) for row in found["items"]] == [
        ("", "quyết định"),
        ("1.7", "tài liệu kiểm chứng"),
    ]
    shown = shell("criteria", "compare", SAMPLE, "--before", out["version"], as_json=False)
    assert "Biên bản, ảnh chụp" in shown.out
    assert "không có" in shell.refused(
        "criteria", "export", SAMPLE, target, "--version", "không có"
    )
    made = shell.ok("criteria", "copy", SAMPLE, "--year", YEAR, "--decision", "Số 6/QĐ-UBND")
    assert made["year"] == YEAR
    own = shell.ok("criteria", "copy", SAMPLE, "--year", YEAR, "--as", "tinh-a", "--title", "Bộ A")
    assert own["set"] == "tinh-a"
    assert "đã có" in shell.refused("criteria", "copy", SAMPLE, "--year", YEAR, "--as", "tinh-a")
    listed = {row["set"]: row for row in shell.ok("criteria", "list")["sets"]}
    assert (listed["tinh-a"]["sample"], listed["tinh-a"]["unconfirmed"]) == (False, True)


def test_the_outlook_of_a_practice_office_explains_itself(
    shell: Shell, practice_template: Path, tmp_path: Path
) -> None:
    shell.folder = tmp_path / "thực hành"
    shutil.copytree(practice_template, shell.folder)
    shell.user, shell.password = PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD
    tried = shell.ok("assess", "forecast", "--year", 2025, "--backtest", "--set", SAMPLE)
    assert tried["items"]
    words = shell("assess", "forecast", "--year", 2025, "--backtest", as_json=False).out
    assert "Thử lại trên năm 2025" in words
    line = ("--as-of", f"{YEAR}-11-20") if YEAR == 2026 else ()
    found = shell.ok("assess", "forecast", "--year", 2026, *line)
    why = {item["item"]: item["why"] for item in found["items"]}
    assert why["3.3.1"][0].startswith("Từ đầu năm đến")
    assert any("Theo cách tính của dòng" in step for step in why["3.3.1"])
    told = shell("assess", "forecast", "--year", 2026, *line, "--why", "1.5", as_json=False).out
    assert "lấy điểm năm trước" in told
    assert "99" in shell.refused("assess", "forecast", "--year", 2026, *line, "--why", "99")
    today = shell.ok("assess", "today")
    assert (today["year"], today["set"]) == (2026, SAMPLE)
    assert today["best"]["gain"] > 0
    assert today["news"][0]["kind"] == "published"
    stands = shell.ok("assess", "status", "--year", 2025)
    assert (stands["judged"], stands["acknowledged"]) == ("this_copy", None)
    told = shell("assess", "status", "--year", 2025, as_json=False).out
    assert "tỉnh đã nhận và thẩm định bản này" in told
    assert "chưa xác nhận" not in told
    newest = shell("assess", "version", "--year", 2026, as_json=False).out
    assert "Đang dùng phiên bản mới nhất" in newest
    assert "99" in shell.refused("assess", "history", "99", "--year", 2025)
