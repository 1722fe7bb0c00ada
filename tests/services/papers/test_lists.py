"""Papers about several dossiers: the hand-over list and the hand-over of results."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.domain.dossiers import ReturnMethod
from desktop.domain.errors import Rule, RuleViolation
from desktop.services.audit import read_audit
from desktop.services.office import Office
from desktop.services.printing import list_pdf
from tests.factory import a_received
from tests.pdf import check_pdf, ink_reaches_edge, page_texts, text_of
from tests.services.papers.stories import E, moved


def handed(office: Office, name: str, to: str = "Phòng Kinh tế") -> str:
    code = a_received(office, name=name).code
    moved(office, code, E.HAND_OVER, to=to)
    return code


def test_list_names_both_ends_from_the_record_and_every_dossier(
    office: Office, tmp_path: Path
) -> None:
    codes = [handed(office, f"Nguyễn Văn {n}") for n in range(1, 41)]
    pdf = list_pdf(office, "hand_over", codes)
    check_pdf(pdf, tmp_path)
    assert not ink_reaches_edge(pdf)
    pages = page_texts(pdf)
    text = " ".join(pages)
    assert all(code in text for code in codes)
    assert "Bên giao: Bộ phận Một cửa" in text
    assert "Bên nhận: Phòng Kinh tế" in text
    assert "Tổng số hồ sơ bàn giao: 40" in text
    assert all("Mã hồ sơ" in page for page in pages if "24259-" in page)
    assert len(pages) > 1
    assert "NGƯỜI NHẬN" in pages[-1]


def test_ends_may_be_said_and_different_ends_are_left_to_write(office: Office) -> None:
    codes = [handed(office, "An"), handed(office, "Bình", to="Văn phòng")]
    assert "Bên nhận: ……" in text_of(list_pdf(office, "hand_over", codes))
    said = text_of(list_pdf(office, "hand_over", codes, to="Kho lưu trữ", giver="Quầy 2"))
    assert "Bên giao: Quầy 2" in said
    assert "Bên nhận: Kho lưu trữ" in said


def test_dossier_named_twice_is_listed_once(office: Office) -> None:
    code = handed(office, "An")
    text = text_of(list_pdf(office, "hand_over", [code, code]))
    assert (text.count(code), "bàn giao: 01" in text) == (1, True)


def test_results_are_listed_with_number_fee_and_post(office: Office) -> None:
    code = a_received(office, fee_vnd=8_000, return_method=ReturnMethod.POST).code
    moved(office, code, E.FINISH, result_number="12/XN")
    pdf = list_pdf(office, "results", [code])
    assert "số 12/XN" in text_of(pdf)
    assert re.search(r" X +X\n", text_of(pdf, layout=True))
    assert "Bên nhận: Bộ phận Một cửa" in text_of(pdf)


def test_who_takes_several_results_signs_one_list(office: Office) -> None:
    codes = [a_received(office, name=name).code for name in ("An", "Bình")]
    for code in codes:
        moved(office, code, E.FINISH, result_number="12/XN")
    with pytest.raises(RuleViolation) as stopped:
        list_pdf(office, "return_list", codes)
    assert stopped.value.code is Rule.FORM_NEEDS_STATE
    moved(office, codes[0], E.RETURN_RESULT, receiver="Lê Thị Tư")
    moved(office, codes[1], E.RETURN_RESULT)
    one = text_of(list_pdf(office, "return_list", codes[:1]))
    assert "Người nhận kết quả: Lê Thị Tư" in one
    assert f"Người trả kết quả: {office.user.name}" in one
    both = text_of(list_pdf(office, "return_list", codes))
    assert "2 người, ký ở từng dòng" in both
    assert all(said in both for said in (*codes, "số 12/XN", "Ký nhận", "NGƯỜI NHẬN KẾT QUẢ"))


def test_result_that_is_not_there_is_not_handed_over(office: Office) -> None:
    with pytest.raises(RuleViolation) as stopped:
        list_pdf(office, "results", [a_received(office).code])
    assert stopped.value.code is Rule.FORM_NEEDS_STATE


def test_withdrawn_dossier_is_not_handed_on(office: Office) -> None:
    code = a_received(office).code
    moved(office, code, E.WITHDRAW)
    with pytest.raises(RuleViolation) as stopped:
        list_pdf(office, "hand_over", [code])
    assert "Đã rút hồ sơ" in stopped.value.facts["why"]


def test_list_of_nothing_is_refused(office: Office) -> None:
    with pytest.raises(RuleViolation) as stopped:
        list_pdf(office, "hand_over", [])
    assert stopped.value.code is Rule.NOTHING_CHOSEN


def test_print_is_written_down_for_each_dossier(office: Office) -> None:
    codes = [handed(office, "An"), handed(office, "Bình")]
    list_pdf(office, "hand_over", codes)
    last = read_audit(office)[-2:]
    assert [(entry.action, entry.subject) for entry in last] == [
        ("print.hand_over", code) for code in codes
    ]
