"""Forms 01 to 06 and their companions: every fact on the paper, refused before its time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.dossiers import ReturnMethod
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.procedures import RequiredDocument
from desktop.domain.roles import Role
from desktop.reports.forms.facts import FORM_FACTS
from desktop.services.audit import read_audit
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_rows import HandedInDocument, Submitter
from desktop.services.form_names import FORM_TITLES, FORMS, LIST_TITLES
from desktop.services.office import Office
from desktop.services.papers.catalogue import CONTENTS, printable_forms
from desktop.services.papers.content import Printing
from desktop.services.papers.layouts import list_layouts
from desktop.services.printing import count_pages, form_pdf, print_form
from desktop.services.settings import read_settings
from desktop.services.users import NewUser, add_user
from desktop.wording.audit import action_text
from tests.factory import COPY_CERTIFICATION, PASSWORD, WITHOUT_LIMIT, a_received, an_applicant
from tests.pdf import check_pdf, codes_on, ink_reaches_edge, page_texts, text_of
from tests.services.papers.stories import E, handed, moved, printed, settings

LONG_NAME = "Tôn Nữ Hoàng Thị Phương Thảo Nguyên Ngọc Khánh Quỳnh"
LONG_REASON = ("Sơ đồ thửa đất không khớp bản đồ địa chính, đề nghị đo đạc lại ranh giới. " * 21)[
    :1500
]
LONG_PAPERS = tuple(
    HandedInDocument(
        RequiredDocument(f"Giấy tờ {n}: bản sao giấy chứng nhận quyền sử dụng đất" * (1 + n % 2),
                         1, n % 2, 2, True),
        True, n)
    for n in range(1, 26)
)  # fmt: skip


def a_long_one(office: Office) -> str:
    """A dossier whose every field is as long as people make them."""
    applicant = an_applicant(
        LONG_NAME,
        address="Tổ dân phố số 12, thôn Phước Lộc Thượng, xã Thượng Đức (trước đây là xã Đại Lãnh)",
        email="ton.nu.hoang.thi.phuong.thao@example.vn",
    )
    return a_received(
        office,
        applicant=applicant,
        documents=LONG_PAPERS,
        submitter=Submitter("Công ty Luật TNHH Một thành viên Hưng Thịnh", "001090000009"),
        fee_vnd=1_021_105,
    ).code


def asked(office: Office, code: str) -> None:
    moved(office, code, E.REQUEST_SUPPLEMENT, reason=LONG_REASON, items=("Tờ khai", "Ảnh 4x6"))


def refused(office: Office, code: str) -> None:
    moved(office, code, E.REFUSE, reason=LONG_REASON)


def apologised(office: Office, code: str) -> None:
    moved(office, code, E.APOLOGISE, reason=LONG_REASON, new_due=date(2026, 12, 4), signer="Lê Đức")


def withdrawn(office: Office, code: str) -> None:
    moved(office, code, E.WITHDRAW, reason=LONG_REASON)


def returned(office: Office, code: str) -> None:
    moved(office, code, E.FINISH, result_number="12/XN", result_date=date(2026, 11, 20),
          signer="Lê Đức")  # fmt: skip
    moved(office, code, E.RETURN_RESULT, receiver="Con trai ông An")


def nothing(_office: Office, _code: str) -> None:
    """The form needs no more than the reception."""


STORIES: dict[str, Callable[[Office, str], None]] = {
    "receipt": nothing,
    "supplement": asked,
    "refusal": refused,
    "apology": apologised,
    "stop": withdrawn,
    "control": handed,
    "return": returned,
    "fee": nothing,
    "due_why": nothing,
}


@pytest.mark.parametrize("paper", ["A5", "A4"])
@pytest.mark.parametrize("form", FORMS)
def test_form_with_very_long_data_stays_on_its_pages(
    office: Office, form: str, paper: str, tmp_path: Path
) -> None:
    code = a_long_one(office)
    STORIES[form](office, code)
    pdf = form_pdf(office, form, code, paper)
    check_pdf(pdf, tmp_path)
    assert not ink_reaches_edge(pdf)
    text = text_of(pdf)
    assert LONG_NAME in text
    if form in ("refusal", "apology", "supplement", "stop"):
        assert text.count("đề nghị đo đạc lại") == LONG_REASON.count("đề nghị đo đạc lại")
        assert "(Ký" in page_texts(pdf)[-1]


@pytest.mark.parametrize("form", FORMS)
def test_values_of_a_form_are_exactly_those_that_layouts_may_ask_for(
    office: Office, form: str
) -> None:
    code = a_long_one(office)
    STORIES[form](office, code)
    printing = Printing(office, read_settings(office), dossier_card(office, code))
    content = CONTENTS[form](printing)
    facts = FORM_FACTS[form]
    assert set(content.values) == facts.values
    assert set(content.tables) == set(facts.tables)
    for name, rows in content.tables.items():
        assert all(set(row) == facts.tables[name] for row in rows)


@pytest.mark.parametrize("form", [f for f in FORMS if STORIES[f] is not nothing])
def test_form_whose_event_has_not_happened_is_refused_with_words(office: Office, form: str) -> None:
    code = a_received(office).code
    with pytest.raises(RuleViolation) as stopped:
        form_pdf(office, form, code)
    assert stopped.value.code is Rule.FORM_NEEDS_STATE
    assert stopped.value.facts["form"] == FORM_TITLES[form]
    assert stopped.value.facts["why"].startswith("hồ sơ chưa có")


@pytest.mark.parametrize("form", [f for f in FORMS if f != "due_why"])
def test_qr_tells_what_the_circular_asks_for(office: Office, form: str) -> None:
    code = a_received(office, fee_vnd=8_000).code
    STORIES[form](office, code)
    (text, *_) = codes_on(form_pdf(office, form, code, "A4"))
    parts = text.split("|")
    assert parts[:3] == [code, "1.004873", "001090000001"]
    assert parts[3].upper() in text_of(form_pdf(office, form, code)).upper()
    assert parts[4].startswith("Sổ Một Cửa – ")
    assert parts[5].endswith("20/11/2026")
    assert parts[6:] == (["17:00 25/11/2026"] if form == "receipt" else [])


def test_receipt_of_a_voided_entry_is_refused(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.UNDO)
    with pytest.raises(RuleViolation) as stopped:
        form_pdf(office, "receipt", code)
    assert "nhập nhầm" in stopped.value.facts["why"]


def test_supplement_names_each_paper_the_reason_the_stage_and_who_to_ask(office: Office) -> None:
    settings(office, phone="0235 3 847 000")
    document = RequiredDocument("Tờ khai đăng ký", 1, 0, 2, True)
    code = a_received(office, documents=(HandedInDocument(document, False, 1),)).code
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="thiếu chữ ký",
          items=("Tờ khai đăng ký", "Ảnh 4x6"))  # fmt: skip
    table = text_of(form_pdf(office, "supplement", code), layout=True)
    assert re.search(r"1 +Tờ khai đăng ký +1 +2\n", table)
    assert re.search(r"2 +Ảnh 4x6\n", table)
    text = printed(office, "supplement", code)
    assert "Lý do: thiếu chữ ký" in text
    assert "lần thứ 1, giai đoạn kiểm tra hồ sơ khi tiếp nhận" in text
    assert "0235 3 847 000" in text
    assert "NGƯỜI HƯỚNG DẪN" in text
    assert f"{code}/HDHS" in text


def test_latest_of_several_requests_is_printed_and_a_number_chooses_another(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="lần đầu thiếu ảnh")
    moved(office, code, E.SUPPLEMENT_RECEIVED)
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="lần sau thiếu chữ ký")
    latest = printed(office, "supplement", code)
    assert ("lần sau thiếu chữ ký" in latest, "lần thứ 2" in latest) == (True, True)
    assert "giai đoạn thẩm định" in latest
    first = printed(office, "supplement", code, number=1)
    assert ("lần đầu thiếu ảnh" in first, "lần thứ 1" in first) == (True, True)
    for number in (0, 3, -1):
        with pytest.raises(RuleViolation) as stopped:
            form_pdf(office, "supplement", code, number=number)
        assert "1 đến 2" in stopped.value.facts["why"]


def test_undone_request_was_never_made(office: Office) -> None:
    code = a_received(office).code
    asked(office, code)
    moved(office, code, E.UNDO)
    with pytest.raises(RuleViolation):
        form_pdf(office, "supplement", code)


def test_request_without_items_leaves_the_reason_to_speak(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="ảnh mờ")
    assert "(theo nội dung ở phần lý do)" in printed(office, "supplement", code)


def test_refusal_is_signed_by_both_and_says_when_it_came_online(office: Office) -> None:
    code = a_received(office, portal_code="DVC-1", submitted_at=office.now()).code
    moved(office, code, E.REFUSE, reason="không thuộc thẩm quyền của xã")
    text = printed(office, "refusal", code)
    assert "không thuộc thẩm quyền của xã" in text
    assert "Thời điểm nộp: 09 giờ 00 phút" in text
    assert "DVC-1" in text
    assert text.index("NGƯỜI NỘP HỒ SƠ") < text.index("NGƯỜI TIẾP NHẬN HỒ SƠ")


def test_apology_keeps_both_dates_and_names_its_signer(office: Office) -> None:
    add_user(office, NewUser("Lê Đức", Role.LEADER, PASSWORD, title="Chủ tịch"))
    code = a_received(office).code
    apologised(office, code)
    text = printed(office, "apology", code)
    assert "17 giờ 00 phút, ngày 25 tháng 11 năm 2026" in text
    assert "17 giờ 00 phút, ngày 04 tháng 12 năm 2026" in text
    assert "xin lỗi" in text
    assert "CHỦ TỊCH" in text
    assert "Lê Đức" in text


def test_apology_after_a_supplement_names_the_date_that_held_then(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="ảnh mờ")
    due = moved(office, code, E.SUPPLEMENT_RECEIVED, at=None).due_at
    assert due is not None
    moved(office, code, E.APOLOGISE, reason="chờ", new_due=date(2026, 12, 4))
    text = printed(office, "apology", code)
    assert "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ" in text
    assert f"ngày {due:%d} tháng 11 năm 2026" in text


@pytest.mark.parametrize(
    ("event", "reason", "words"),
    [
        (E.WITHDRAW, "", "Theo đề nghị dừng giải quyết của người nộp hồ sơ"),
        (E.STOP, "quá hạn bổ sung", "quá hạn bổ sung"),
    ],
)
def test_stop_says_at_whose_wish_and_what_was_paid(
    office: Office, event: E, reason: str, words: str
) -> None:
    settings(office, head_title="Giám đốc", head_name="Trần Thị Minh")
    code = a_received(office, fee_vnd=8_000).code
    moved(office, code, event, reason=reason)
    text = printed(office, "stop", code)
    assert words in text
    assert ("Theo đề nghị" in text) == (event is E.WITHDRAW)
    assert "8.000 đ" in text
    assert "dừng giải quyết hồ sơ kể từ 10 giờ 00 phút" in text
    assert ("GIÁM ĐỐC" in text, "Trần Thị Minh" in text) == (True, True)


def test_proof_of_return_names_result_and_receiver(office: Office) -> None:
    code = a_received(office).code
    returned(office, code)
    text = printed(office, "return", code)
    for fact in ("Con trai ông An", "12/XN", "20/11/2026", "Lê Đức", "11 giờ 00 phút"):
        assert fact in text


def test_fee_slip_says_amount_in_words_and_that_it_is_no_invoice(office: Office) -> None:
    code = a_received(office, COPY_CERTIFICATION, pages=3, copies=2).code
    text = printed(office, "fee", code)
    assert "10.000 đ" in text
    assert "Mười nghìn đồng" in text
    assert "không phải hóa đơn" in text


@pytest.mark.parametrize(("fee", "why"), [(0, "không thu"), (None, "chưa ghi mức")])
def test_fee_slip_without_a_fee_is_refused(office: Office, fee: int | None, why: str) -> None:
    with pytest.raises(RuleViolation) as stopped:
        form_pdf(office, "fee", a_received(office, fee_vnd=fee).code)
    assert why in stopped.value.facts["why"]


def test_due_why_tells_a_restart_and_an_apology_beside_the_days(office: Office) -> None:
    code = a_received(office).code
    assert "xin lỗi" not in printed(office, "due_why", code)
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="Thiếu giấy tờ")
    moved(office, code, E.SUPPLEMENT_RECEIVED)
    STORIES["apology"](office, code)
    text = " ".join(printed(office, "due_why", code).split())
    assert "thời hạn tính lại từ đầu khi nhận đủ giấy tờ bổ sung" in text
    assert "Hạn theo quy định: 17:00 25/11/2026" in text
    assert "đã xin lỗi và hẹn lại; các ngày dưới đây tính hạn theo quy định" in text


def test_due_why_without_a_limit_is_refused(office: Office) -> None:
    code = a_received(office, WITHOUT_LIMIT, no_appointment=True).code
    with pytest.raises(RuleViolation) as stopped:
        form_pdf(office, "due_why", code)
    assert "thời hạn" in stopped.value.facts["why"]
    assert "không hẹn ngày" in printed(office, "receipt", code)


def test_window_is_told_which_forms_can_be_printed_and_why_not_the_others(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="ảnh mờ")
    moved(office, code, E.SUPPLEMENT_RECEIVED)
    moved(office, code, E.REQUEST_SUPPLEMENT, reason="chữ mờ")
    offers = {o.form: o for o in printable_forms(office, dossier_card(office, code))}
    assert tuple(offers) == FORMS
    assert {form for form, offer in offers.items() if offer.is_ready} == {
        "receipt",
        "supplement",
        "due_why",
    }
    assert offers["supplement"].count == 2
    assert all(bool(offer.why_not) != offer.is_ready for offer in offers.values())
    for form, offer in offers.items():
        if not offer.is_ready:
            with pytest.raises(RuleViolation):
                form_pdf(office, form, code)


def test_every_print_is_written_down_with_words(office: Office, tmp_path: Path) -> None:
    code = a_received(office).code
    pages = print_form(office, "receipt", code, tmp_path / "a.pdf")
    assert pages == count_pages((tmp_path / "a.pdf").read_bytes()) == 2
    last = read_audit(office)[-1]
    assert (last.action, last.subject) == ("print.receipt", code)
    for form in (*FORM_TITLES, *LIST_TITLES):
        assert action_text(f"print.{form}") != f"print.{form}"


def test_result_by_post_shows_where_it_goes(office: Office) -> None:
    way = {"return_method": ReturnMethod.POST, "return_address": "12 Lê Lợi, phường B"}
    code = a_received(office, **way).code
    assert "Qua bưu chính: 12 Lê Lợi, phường B" in printed(office, "receipt", code)


def test_broken_layout_of_the_office_stops_printing_and_says_where(office: Office) -> None:
    code = a_received(office).code
    folder = office.folder / "forms"
    folder.mkdir()
    (folder / "receipt-moi.json").write_text('{"format": 1}', encoding="utf-8")
    with pytest.raises(EnvironmentProblem) as stopped:
        form_pdf(office, "receipt", code)
    assert stopped.value.code is Surroundings.LAYOUT_BROKEN
    (broken,) = [row for row in list_layouts(office) if row.problem]
    assert (broken.form, broken.is_own) == ("receipt", True)
    assert form_pdf(office, "due_why", code)
