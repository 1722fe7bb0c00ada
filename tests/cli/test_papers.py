"""``print …``: every paper by its command, its pages, its refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shell import FRIDAY, Shell
from tests.factory import MARITAL_STATUS
from tests.pdf import check_pdf, page_texts, text_of

FORMS = (
    "receipt", "supplement", "refusal", "apology", "stop", "control", "return", "fee", "due_why",
)  # fmt: skip


def printed(shell: Shell, folder: Path, form: str, *line: object) -> bytes:
    """The PDF of a print that must succeed; its pages are those of the answer."""
    target = folder / f"{form}.pdf"
    pages = shell.ok("print", form, *line, "--out", target)["pages"]
    pdf = target.read_bytes()
    check_pdf(pdf, folder)
    assert len(page_texts(pdf)) == pages
    return pdf


def test_every_form_follows_the_life_of_a_dossier(shell: Shell, tmp_path: Path) -> None:
    code = shell.receive("Trần Thị Đào", "--set", "fee_vnd=8000")
    shell.move(code, "hand_over", "2026-11-20T10:00", "--to", "Tư pháp")
    shell.move(code, "request_supplement", "2026-11-20T11:00", "--reason", "thiếu ảnh")
    shell.move(code, "supplement_received", "2026-11-20T14:00")
    late = ("--reason", "chờ xác minh", "--new-due", "2026-12-04", "--signer", "Lê Đức")
    shell.move(code, "apologise", "2026-11-23T10:00", *late)
    shell.move(code, "finish", "2026-11-30T10:00", "--result-number", "12/XN")
    shell.move(code, "return_result", "2026-12-01T10:00", "--receiver", "Con bà Đào")
    facts = {
        "receipt": "17 giờ 00 phút, ngày 25 tháng 11 năm 2026",
        "supplement": "thiếu ảnh",
        "apology": "ngày 04 tháng 12 năm 2026",
        "control": "2. Nhận: Tư pháp",
        "return": "Con bà Đào",
        "fee": "Tám nghìn đồng",
        "due_why": "Cách tính từng ngày",
    }
    for form, fact in facts.items():
        text = text_of(printed(shell, tmp_path, form, code))
        assert ("Trần Thị Đào" in text, fact in text) == (True, True), form
    for form in ("refusal", "stop"):
        assert code in shell.refused("print", form, code, "--out", tmp_path / "no.pdf")
    assert not (tmp_path / "no.pdf").exists()


@pytest.mark.parametrize(("event", "form"), [("refuse", "refusal"), ("stop", "stop")])
def test_ended_dossier_gives_its_paper_with_the_reason(
    shell: Shell, tmp_path: Path, event: str, form: str
) -> None:
    code = shell.receive()
    shell.move(code, event, "2026-11-20T10:00", "--reason", "không thuộc thẩm quyền")
    assert "không thuộc thẩm quyền" in text_of(printed(shell, tmp_path, form, code))


def test_number_chooses_among_several_requests(shell: Shell, tmp_path: Path) -> None:
    code = shell.receive()
    for hour, reason in (("10", "lần đầu"), ("12", "lần sau")):
        shell.move(code, "request_supplement", f"2026-11-20T{hour}:00", "--reason", reason)
        shell.move(code, "supplement_received", f"2026-11-20T{int(hour) + 1}:00")
    assert "lần sau" in text_of(printed(shell, tmp_path, "supplement", code))
    assert "lần đầu" in text_of(printed(shell, tmp_path, "supplement", code, "--number", 1))
    said = shell.refused("print", "supplement", code, "--number", 3, "--out", tmp_path / "no.pdf")
    assert "1 đến 2" in said


@pytest.mark.parametrize("form", [f for f in FORMS if f not in ("receipt", "due_why")])
def test_form_before_its_event_is_refused_in_words(shell: Shell, tmp_path: Path, form: str) -> None:
    said = shell.refused("print", form, shell.receive(), "--out", tmp_path / "no.pdf")
    assert said.startswith("Chưa in được")
    assert "Chưa có gì thay đổi." in said
    assert not (tmp_path / "no.pdf").exists()


def test_unknown_dossier_and_wrong_usage_have_their_own_codes(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "no.pdf"
    assert "khong-co" in shell.refused("print", "receipt", "khong-co", "--out", out)
    assert "receipt" in shell.refused("print", "poster", "x", "--out", out, code=2)
    assert "--out" in shell.refused("print", "receipt", "x", code=2)
    assert "A3" in shell.refused("print", "receipt", "x", "--out", out, "--paper", "A3", code=2)
    code = shell.receive()
    shell.refused("print", "receipt", code, "--out", tmp_path, code=3)
    # A stick that is gone: nothing of its path is made on the disk of the machine.
    gone = tmp_path / "usb" / "giay"
    days = ("--from", "2026-11-20", "--to", "2026-11-20")
    for line in (
        ("print", "receipt", code, "--out", gone / "x.pdf"),
        ("report", "settlement", *days, "--out", gone / "x.xlsx"),
        ("dossiers", "export", gone / "x.csv"),
        ("backup", "create", "--to", gone),
    ):
        assert f"Không có thư mục {gone.parent}" in shell.refused(*line, code=3), line
    assert not gone.parent.exists()
    for target in (tmp_path / "a.docx", tmp_path / "a.xlsx"):
        assert ".pdf" in shell.refused("print", "receipt", code, "--out", target)
        days = ("--from", "2026-11-20", "--to", "2026-11-20")
        assert ".pdf" in shell.refused("print", "register", *days, "--out", target)
        assert not target.exists()


def test_lists_take_several_codes(shell: Shell, tmp_path: Path) -> None:
    codes = [shell.receive(name) for name in ("An", "Bình")]
    for code in codes:
        shell.move(code, "hand_over", "2026-11-20T10:00", "--to", "Tư pháp")
    text = text_of(printed(shell, tmp_path, "hand-over", *codes))
    assert all(code in text for code in codes)
    assert "Bên nhận: Tư pháp" in text
    said = printed(shell, tmp_path, "hand-over", *codes, "--to", "Kho", "--from", "Quầy 1")
    assert "Bên nhận: Kho" in text_of(said)
    shell.refused("print", "results", *codes, "--out", tmp_path / "no.pdf")
    for code in codes:
        shell.move(code, "finish", "2026-11-23T10:00")
    assert codes[1] in text_of(printed(shell, tmp_path, "results", *codes))
    for code in codes:
        shell.move(code, "return_result", "2026-11-23T11:00", "--receiver", "Lê Tư")
    assert "kết quả: Lê Tư" in text_of(printed(shell, tmp_path, "return-list", *codes))


def test_register_has_every_dossier_of_the_period(shell: Shell, tmp_path: Path) -> None:
    codes = [shell.receive(f"Người {n}") for n in range(30)]
    other = shell.receive("Hôm trước", received="2026-11-19T09:00")
    target = tmp_path / "so.pdf"
    line = ("print", "register", "--from", "2026-11-20", "--to", "2026-11-20", "--out", target)
    found = shell.ok(*line)
    assert (found["entries"], found["volumes"]) == (30, 1)
    text = text_of(target.read_bytes())
    assert all(code in text for code in codes)
    assert other not in text
    assert len(page_texts(target.read_bytes())) == found["pages"]
    shell.ok(*line, "--volume", 2, "--page", 31)
    first = page_texts(target.read_bytes())[0]
    assert ("QUYỂN SỐ 02" in first, "Trang 31" in first) == (True, True)
    wrong = ("print", "register", "--from", "2026-11-20", "--to", "2026-11-19", "--out", target)
    assert "Đến ngày" in shell.refused(*wrong)


def test_blank_receipts_are_keyed_in_later_under_their_numbers(
    shell: Shell, tmp_path: Path
) -> None:
    target = tmp_path / "trang.pdf"
    blanks = shell.ok("print", "blank", "receipt", "--count", 2, "--out", target)
    first, second = blanks["codes"]
    text = text_of(target.read_bytes())
    assert (first in text, second in text) == (True, True)
    waiting = shell.ok("dossiers", "reserved")["codes"]
    assert [code["code"] for code in waiting] == [first, second]
    day = waiting[0]["day"]
    line = ["dossiers", "receive", "--procedure", MARITAL_STATUS, "--applicant", "Trần Thị Đào"]
    found = shell.ok(*line, "--code", first, "--received", f"{day}T08:15")
    assert (found["code"], found["received"][:16]) == (first, f"{day}T08:15")
    assert "Trần Thị Đào" in shell.refused(*line, "--code", first, "--received", f"{day}T08:15")
    said = shell.refused(*line, "--code", second, "--received", FRIDAY)
    assert "20/11/2026" in said
    assert "số đã in sẵn" in shell.refused(*line, "--code", "24259-261120-0999")
    assert shell.ok("dossiers", "spoil", second, "--reason", "in lệch")["code"] == second
    assert shell.ok("dossiers", "reserved", "--day", day)["codes"] == []
    assert "in lệch" in shell.refused(*line, "--code", second, "--received", f"{day}T08:15")
    assert shell.ok(*line, "--received", f"{day}T09:00")["code"] not in (first, second)


@pytest.mark.parametrize("count", [0, 201])
def test_too_many_blank_receipts_are_refused(shell: Shell, tmp_path: Path, count: int) -> None:
    out = tmp_path / "trang.pdf"
    said = shell.refused("print", "blank", "receipt", "--count", count, "--out", out)
    assert "Số tờ" in said
    assert not out.exists()


def test_layouts_are_listed_and_a_broken_one_is_said_with_its_place(
    shell: Shell, tmp_path: Path
) -> None:
    found = shell.ok("print", "layouts")
    assert found["ok"] is True
    assert {row["form"] for row in found["layouts"]} >= {"receipt", "register", "blank_receipt"}
    folder = shell.folder / "forms"
    folder.mkdir()
    data = {"format": 1, "form": "receipt", "blocks": []}
    (folder / "receipt-2027.json").write_text(json.dumps(data), encoding="utf-8")
    answer = shell("print", "layouts")
    assert (answer.code, answer.data["ok"]) == (1, False)
    (broken,) = [row for row in answer.data["layouts"] if row["problem"]]
    assert (broken["file"], broken["own"]) == ("receipt-2027.json", True)
    said = shell.refused("print", "receipt", shell.receive(), "--out", tmp_path / "a.pdf", code=3)
    assert "receipt-2027.json" in said
    assert "đầu tệp" in said


def test_a_tax_code_is_not_called_an_identity_number(shell: Shell, tmp_path: Path) -> None:
    company = ("--set", "kind=organisation", "--set", "tax_code=0312345678")
    alone = shell.receive("Công ty Mẫu", *company)
    carried = shell.receive("Công ty Mẫu", *company, "--set", "submitter_name=Lê Thị Bích")
    text = text_of(printed(shell, tmp_path, "receipt", alone))
    assert "Số định danh/CCCD/hộ chiếu: 0312345678 (mã số thuế)" in text
    text = text_of(printed(shell, tmp_path, "receipt", carried))
    assert "Công ty Mẫu (mã số thuế 0312345678)" in text
    assert "số định danh 0312345678" not in text
