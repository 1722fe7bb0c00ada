"""``dossiers receive``, ``show``, ``search``, ``export`` and ``print receipt``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.shell import FRIDAY, Shell
from tests.factory import BIRTH, COPY_CERTIFICATION, MARITAL_STATUS, WITHOUT_LIMIT

PAYMENTS = ("direct", "online", "unpaid", "unknown")
SCAN = "001090000001||Nguyễn Văn An|02031990|Nam|Thôn 1, Xã A|15072021"


def test_receive_gives_the_number_and_the_promised_date(shell: Shell) -> None:
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "Nguyễn Văn An"]
    found = shell.ok(*line, "--received", FRIDAY)
    assert {"code", "received", "due", "state"} <= set(found)
    assert found["code"] == "24259-261120-0001"
    assert found["received"] == "2026-11-20T09:00:00+07:00"
    assert (found["due"], found["state"]) == ("2026-11-25T17:00:00+07:00", "received")
    assert shell.ok(*line, "--received", FRIDAY)["code"] == "24259-261120-0002"
    assert shell.ok(*line, "--received", "2026-11-19")["code"] == "24259-261119-0001"


def test_every_entry_of_the_counter_comes_back_from_show(shell: Shell) -> None:
    code = shell.receive(
        "  Trần  Thị Đào ",
        *("--id-number", "001 190 000 001", "--phone", "0900.000.002", "--address", "Thôn 2"),
        *("--channel", "post", "--set", "birth_date=2/3/1990", "--set", "sex=female"),
        *("--set", "portal_code=DVC-01", "--set", "note=Hẹn gọi điện", "--set", "sets=2"),
    )
    card = shell.ok("dossiers", "show", code)
    wanted = {
        "code", "procedure", "applicant", "state", "received", "due", "original_due", "finished",
        "returned", "outcome", "history",
    }  # fmt: skip
    assert wanted <= set(card)
    assert (card["code"], card["procedure"], card["applicant"]) == (
        code,
        MARITAL_STATUS,
        "Trần Thị Đào",
    )
    assert (card["id_number"], card["channel"]) == ("001190000001", "post")
    assert (card["state"], card["outcome"]) == ("received", None)
    assert (card["finished"], card["returned"]) == (None, None)
    assert card["due"] == card["original_due"] == "2026-11-25T17:00:00+07:00"
    (entry,) = card["history"]
    assert {"at", "event", "user", "reason"} <= set(entry)
    assert (entry["at"], entry["event"], entry["user"]) == (
        "2026-11-20T09:00:00+07:00",
        "receive",
        "Quản trị",
    )
    assert shell.ok("dossiers", "show", "DVC-01")["code"] == code


def test_fee_of_a_certification_goes_by_pages_and_copies(shell: Shell) -> None:
    line = ["dossiers", "receive", "--applicant", "An", "--received", FRIDAY, "--procedure"]
    pages = ["--set", "pages=3", "--set", "copies=2"]
    assert shell.ok(*line, COPY_CERTIFICATION, *pages)["fee_vnd"] == 10_000
    assert shell.ok(*line, BIRTH)["fee_vnd"] == 0
    assert shell.ok(*line, MARITAL_STATUS, "--set", "fee_vnd=15000")["fee_vnd"] == 15_000


def test_scanned_card_fills_the_applicant(shell: Shell) -> None:
    line = ["dossiers", "receive", "--procedure", BIRTH, "--received", FRIDAY]
    found = shell.ok(*line, "--set", f"card={SCAN}")
    card = shell.ok("dossiers", "show", found["code"])
    assert (card["applicant"], card["id_number"]) == ("Nguyễn Văn An", "001090000001")
    damaged = shell(*line, "--set", f"card={SCAN.replace('|', '~')}")
    assert damaged.code == 0
    assert any("ngăn cách" in warning for warning in damaged.data["warnings"])
    assert "ngăn cách" in damaged.err
    assert "Mã quét" in shell.refused(*line, "--set", "card=hỏng")


def test_procedure_without_a_limit_asks_for_one(shell: Shell) -> None:
    line = ["dossiers", "receive", "--applicant", "An", "--received", FRIDAY]
    line += ["--procedure", WITHOUT_LIMIT]
    said = shell.refused(*line)
    assert WITHOUT_LIMIT in said
    assert "thời hạn" in said
    given = shell.ok(*line, "--set", "limit=2", "--set", "limit_unit=working_day")
    assert given["due"] == "2026-11-24T17:00:00+07:00"
    free = shell.ok(*line, "--set", "no_appointment=true")
    assert free["due"] is None
    assert shell.ok("dossiers", "show", free["code"])["due"] is None


def test_second_open_dossier_of_the_same_person_is_only_a_warning(shell: Shell) -> None:
    number = ["--id-number", "001090000001"]
    first = shell.receive("An", *number)
    again = shell("dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "An",
                  "--received", FRIDAY, *number)  # fmt: skip
    assert again.code == 0
    assert any(first in warning for warning in again.data["warnings"])
    assert first in again.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["--applicant", ""], ["Họ tên chủ hồ sơ"]),
        (["--applicant", "A", "--id-number", "123"], ["Số định danh", "123", "3 chữ số"]),
        (["--applicant", "A", "--phone", "gọi nhà"], ["Điện thoại", "gọi nhà"]),
        (["--applicant", "A", "--received", "hôm qua"], ["Thời điểm tiếp nhận", "hôm qua"]),
        (["--applicant", "A", "--set", "email=x"], ["Thư điện tử"]),
        (["--applicant", "A", "--set", "birth_date=31/02/1990"], ["Ngày sinh", "31/02/1990"]),
        (["--applicant", "A", "--set", "sex=khác"], ["Giới tính", "khác"]),
        (["--applicant", "A", "--set", "pages=ba"], ["Số trang", "ba"]),
        (["--applicant", "A", "--set", "pages=0"], ["Số trang"]),
        (["--applicant", "A", "--set", "sets=0"], ["Số bộ"]),
        (["--applicant", "A", "--set", "fee_vnd=-1"], ["Phí"]),
        (["--applicant", "A", "--set", "limit=0"], ["Thời hạn"]),
        (["--applicant", "A", "--set", "unknown=1"], ["--set", "unknown"]),
        (["--applicant", "A", "--set", "pages"], ["--set", "pages"]),
        (["--applicant", "", "--id-number", "1", "--phone", "x"],
         ["Họ tên chủ hồ sơ", "Số định danh", "Điện thoại"]),
    ],
)  # fmt: skip
def test_wrong_entry_is_refused_by_its_name_and_saves_nothing(
    shell: Shell, line: list[str], words: list[str]
) -> None:
    said = shell.refused("dossiers", "receive", "--procedure", MARITAL_STATUS, *line)
    assert all(word in said for word in words)
    assert "Chưa có gì thay đổi." in said
    assert shell.ok("dossiers", "search")["total"] == 0


@pytest.mark.parametrize("code", ["9.999999", "khai sinh", ""])
def test_unknown_procedure_is_refused(shell: Shell, code: str) -> None:
    said = shell.refused("dossiers", "receive", "--procedure", code, "--applicant", "A")
    assert said.startswith("Thủ tục: ")


@pytest.mark.parametrize("command", [["show"], ["move"], ["print"]])
def test_unknown_dossier_is_refused(shell: Shell, tmp_path: Path, command: list[str]) -> None:
    code = "24259-261120-0009"
    lines: dict[str, list[Any]] = {
        "show": ["dossiers", "show", code],
        "move": ["dossiers", "move", code, "finish"],
        "print": ["print", "receipt", code, "--out", tmp_path / "x.pdf"],
    }
    assert code in shell.refused(*lines[command[0]])
    assert not (tmp_path / "x.pdf").exists()


def test_search_finds_people_without_accents_by_number_code_and_procedure(shell: Shell) -> None:
    dao = shell.receive("Trần Thị Đào", "--id-number", "001190000001", "--phone", "0900000002")
    duong = shell.receive("Nguyễn Văn Dương", procedure=BIRTH)
    for text, expected in (
        ("tran thi dao", [dao]),
        ("ĐÀO", [dao]),
        ("dao tran", [dao]),
        ("0011900", [dao]),
        ("0900000002", [dao]),
        (dao, [dao]),
        ("duong", [duong]),
        ("khai sinh", [duong]),
        ("khai sinh duong", [duong]),
        ("", [duong, dao]),
        ("không có ai", []),
    ):
        found = shell.ok("dossiers", "search", text)
        assert [row["code"] for row in found["rows"]] == expected, text
        assert found["total"] == len(expected), text
        wanted = {"code", "applicant", "procedure", "received", "due", "state"}
        assert all(wanted <= set(row) for row in found["rows"])


def test_signs_without_a_letter_find_nothing_and_nothing_finds_all(shell: Shell) -> None:
    shell.receive()
    for text in ("%", "*", '"', "'", "😀"):
        assert shell.ok("dossiers", "search", text) == {"total": 0, "rows": []}, text
    assert shell.ok("dossiers", "search", "  ")["total"] == 1


@pytest.mark.parametrize("text", ["", "an"])
def test_search_is_narrowed_by_state_days_and_limit(shell: Shell, text: str) -> None:
    codes = [shell.receive(f"An {day}", received=f"2026-11-{day}T09:00") for day in (18, 19, 20)]
    shell.move(codes[0], "finish", "2026-11-18T10:00")
    for line, expected in (
        (["--state", "finished"], [codes[0]]),
        (["--from", "2026-11-19"], [codes[2], codes[1]]),
        (["--to", "2026-11-19"], [codes[1], codes[0]]),
        (["--from", "2026-11-19", "--to", "2026-11-19"], [codes[1]]),
        (["--limit", "2"], [codes[2], codes[1]]),
    ):
        found = shell.ok("dossiers", "search", text, *line)
        assert [row["code"] for row in found["rows"]] == expected, line
        assert found["total"] == (3 if "--limit" in line else len(expected))


def test_search_takes_spaced_numbers_and_codes_of_procedures(shell: Shell) -> None:
    code = shell.receive("Trần Ước", "--phone", "0912345678", "--id-number", "001190000001")
    shell.receive("Lê Văn Hai", procedure="2.000815")
    card = "001190000001||Trần Ước|02031990|Nữ|Thôn 1|15072021"
    slip = f"{code}|1.004873|001190000001|Giấy tiếp nhận|Sổ Một Cửa|09:00 20/11/2026"
    spaced = ("0912 345 678", "0912.345", "ước 001 190 000", "1.004873", "ước 1.00487")
    for text in (*spaced, card, slip):
        found = shell.ok("dossiers", "search", text)
        assert [row["code"] for row in found["rows"]] == [code], text
    assert shell.ok("dossiers", "search", "0912 999")["total"] == 0


def test_search_refuses_more_rows_than_there_can_be_and_days_the_wrong_way_round(
    shell: Shell,
) -> None:
    assert "1000000" in shell.refused("dossiers", "search", "", "--limit", "9" * 21)
    said = shell.refused("dossiers", "search", "", "--from", "2026-11-20", "--to", "2026-11-19")
    assert "sớm hơn ngày đầu kỳ" in said


def test_search_for_no_rows_is_refused_without_a_word_of_time_limits(shell: Shell) -> None:
    said = shell.refused("dossiers", "search", "an", "--limit", "0")
    assert "từ 1 đến" in said
    assert not said.startswith("Thời hạn")


def test_export_writes_a_workbook_with_numbers_as_text_and_real_dates(
    shell: Shell, tmp_path: Path
) -> None:
    code = shell.receive("=1+1", "--id-number", "001090000001", "--phone", "0900000001")
    target = tmp_path / "xuất.xlsx"
    assert shell.ok("dossiers", "export", target) == {"written": 1}
    page = load_workbook(target).active
    assert page is not None
    cells = {page.cell(3, n).value: page.cell(4, n) for n in range(1, page.max_column + 1)}
    assert (cells["Mã hồ sơ"].value, cells["Chủ hồ sơ"].value) == (code, "=1+1")
    assert cells["Chủ hồ sơ"].data_type == "s"
    assert cells["Số định danh"].value == "001090000001"
    assert str(cells["Ngày tiếp nhận"].value) == "2026-11-20 09:00:00"
    assert cells["Trạng thái"].value == "Đã tiếp nhận"


def test_export_writes_csv_for_a_period_and_defuses_formulas(shell: Shell, tmp_path: Path) -> None:
    shell.receive("@Cũ", received="2026-11-18T09:00")
    shell.receive("=Mới()")
    target = tmp_path / "xuất.csv"
    line = ["dossiers", "export", target]
    assert shell.ok(*line, "--from", "2026-11-19", "--to", "2026-11-30") == {"written": 1}
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Chủ hồ sơ"] == "'=Mới()"
    assert shell.ok(*line, "--to", "2026-11-18") == {"written": 1}
    assert shell.ok(*line, "--from", "2027-01-01") == {"written": 0}


def test_export_elsewhere_is_refused(shell: Shell, tmp_path: Path) -> None:
    said = shell.refused("dossiers", "export", tmp_path / "x.pdf")
    assert "“x.pdf”: tên tệp phải kết thúc bằng .xlsx, .csv" in said
    blocked = tmp_path / "tệp"
    blocked.write_text("x")
    assert "x.csv" in shell.refused("dossiers", "export", blocked / "x.csv", code=3)


@pytest.mark.parametrize("paper", [[], ["--paper", "A4"]])
def test_receipt_is_printed_as_a_pdf_with_the_number(
    shell: Shell, tmp_path: Path, paper: list[str]
) -> None:
    from pypdf import PdfReader

    code = shell.receive("Nguyễn Thị Đào")
    target = tmp_path / "phiếu.pdf"
    found = shell.ok("print", "receipt", code, "--out", target, *paper)
    reader = PdfReader(target)
    assert found == {"pages": len(reader.pages)}
    text = reader.pages[0].extract_text()
    assert code in text
    assert "Nguyễn Thị Đào" in text
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in text


def test_value_without_an_equals_sign_is_told_how_to_write_it(shell: Shell) -> None:
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "An"]
    assert "hãy viết note=GIÁ_TRỊ" in shell.refused(*line, "--set", "note")


def test_what_is_left_open_online_and_by_post_is_warned_of(shell: Shell) -> None:
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "An"]
    found = shell.ok(*line, "--channel", "online", "--set", "return_method=post")
    assert [words[:14] for words in found["warnings"]] == ["Nộp trực tuyến", "Trả qua bưu ch"]


def test_how_a_fee_was_paid_goes_in_comes_out_and_can_be_mended(
    shell: Shell, tmp_path: Path
) -> None:
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "Nguyễn Văn An"]
    fee = ["--received", FRIDAY, "--set", "fee_vnd=8000"]
    usual = shell.ok(*line, *fee)
    assert (usual["payment"], usual["paid_on"]) == ("direct", "2026-11-20")
    online = shell.ok(*line, *fee, "--payment", "online", "--paid-on", "2026-11-19")
    assert (online["payment"], online["paid_on"]) == ("online", "2026-11-19")
    later = shell.ok(
        *line,
        *(*fee, "--payment", "unpaid", "--outside-boundary"),
        *("--set", "submitted=2026-11-18T08:00"),
    )["code"]
    card = shell.ok("dossiers", "show", later)
    assert (card["payment"], card["paid_on"], card["outside_boundary"]) == ("unpaid", None, True)
    assert card["submitted"] == "2026-11-18T08:00:00+07:00"
    assert "Ngày nộp phí" in shell.refused(*line, *fee, "--paid-on", "2126-11-20")
    free = ["dossiers", "receive", "--procedure", BIRTH, "--applicant", "An", "--received", FRIDAY]
    assert "không thu phí" in shell.refused(*free, "--payment", "online")
    shell.ok("dossiers", "move", later, "finish", "--at", "2026-11-20T10:00")
    assert "bước này không thu" in shell.refused(
        "dossiers", "move", later, "hand_over", "--payment", "direct"
    )
    shell.ok("dossiers", "move", later, "return_result", "--payment", "direct")
    assert shell.ok("dossiers", "show", later)["payment"] == "direct"
    mended = shell.ok("dossiers", "edit", later, "--payment", "online", "--paid-on", "2026-11-20")
    assert "payment" in mended["changed"]
    assert (mended["payment"], mended["paid_on"]) == ("online", "2026-11-20")
    unknown = shell.ok("dossiers", "edit", later, "--payment", "unknown")
    assert (unknown["payment"], unknown["paid_on"]) == (None, None)
    assert shell.ok("dossiers", "edit", later)["changed"] == []
    found = {how: shell.ok("dossiers", "search", "--payment", how) for how in PAYMENTS}
    assert {how: one["total"] for how, one in found.items()} == {
        "direct": 1, "online": 1, "unpaid": 0, "unknown": 1,
    }  # fmt: skip
    assert [row["code"] for row in found["unknown"]["rows"]] == [later]
    shell.ok("dossiers", "export", tmp_path / "ds.xlsx")
    sheet = load_workbook(tmp_path / "ds.xlsx").active
    assert sheet is not None
    heads = [cell.value for cell in sheet[3]]
    rows = [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(4)]
    told = [(row["Nộp phí"], row["Ngày nộp phí"], row["Phi địa giới"]) for row in rows]
    assert [(how, when and f"{when:%d/%m}", out) for how, when, out in told] == [
        ("Chưa ghi", None, "Có"),
        ("Trực tuyến", "19/11", None),
        ("Trực tiếp", "20/11", None),
    ]
