"""Pages of forms: nothing clipped, nothing torn apart, text that can be copied."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.reports.forms.layout import FormLayout, parse_layout
from desktop.reports.forms.paper import PRACTICE_MARK, FormData, Letterhead
from desktop.reports.forms.render import render_form, render_forms
from desktop.reports.forms.sheets import PAPERS
from tests.pdf import check_pdf, codes_on, ink_reaches_edge, page_texts, text_of
from tests.reports.forms.test_layout import a_layout

HEAD = Letterhead("UBND XÃ A", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Xã A")
LONG = "Tôn Nữ Hoàng Thị Phương Thảo Nguyên Ngọc Khánh Quỳnh"
SIGNED = {
    "kind": "signatures",
    "left": "NGƯỜI NỘP",
    "right": "NGƯỜI NHẬN",
    "left_name": "{submitter}",
    "right_name": "{officer}",
}


def refusal(*blocks: dict[str, Any], title: str = "PHIẾU THỬ") -> FormLayout:
    start = ({"kind": "letterhead"}, {"kind": "code_and_date"}, {"kind": "title"})
    return parse_layout(a_layout(title=title, blocks=[*start, *blocks]))


def paper(reason: str = "thiếu giấy", **changes: Any) -> FormData:
    values = {"reason": reason, "submitter": LONG, "officer": "Lê Văn Đức", "applicant": LONG}
    usual: dict[str, Any] = {
        "letterhead": HEAD,
        "code": "24259-261120-0001",
        "issued_on": date(2026, 11, 20),
        "values": values,
        "qr": "24259-261120-0001|1.004873",
    }
    return FormData(**{**usual, **changes})


REASON = {"kind": "paragraph", "text": "Lý do: {reason}"}


@pytest.mark.parametrize("size", PAPERS)
def test_every_paper_size_gives_whole_pages_with_all_words(size: str, tmp_path: Path) -> None:
    reason = "Đề nghị đo đạc lại ranh giới thửa đất. " * 40
    pdf = render_form(refusal(REASON, SIGNED), paper(reason), size)
    check_pdf(pdf, tmp_path)
    assert not ink_reaches_edge(pdf)
    assert text_of(pdf).count("đo đạc lại ranh giới") == 40
    assert codes_on(pdf)[0] == "24259-261120-0001|1.004873"


@pytest.mark.parametrize("words", range(20, 400, 13))
def test_signatures_never_stand_alone_on_a_page(words: int) -> None:
    layout = refusal(REASON, {"kind": "note", "text": "Liên hệ {officer}."}, SIGNED)
    pages = page_texts(render_form(layout, paper("ranh giới " * words), "A5"))
    signed = [page for page in pages if "NGƯỜI NHẬN" in page]
    assert len(signed) == 1
    assert "Liên hệ" in signed[0]
    assert "Lê Văn Đức" in signed[0].split("NGƯỜI NHẬN")[1]


def test_what_a_person_wrote_is_never_markup() -> None:
    reason = "a < b & c > d <b>x</b> **y** {z} <br/>\ndòng hai"
    text = text_of(render_form(refusal(REASON), paper(reason), "A5"))
    assert "a < b & c > d <b>x</b> **y** {z} <br/> dòng hai" in text


def test_control_signs_of_a_broken_import_do_not_stop_the_printing() -> None:
    assert "trước sau" in text_of(render_form(refusal(REASON), paper("trước\x0bsau"), "A5"))


def test_sign_that_the_typeface_lacks_is_no_empty_box() -> None:
    text = text_of(render_form(refusal(REASON), paper("đủ ✓ 😀 Đặng □"), "A5"))
    assert "đủ ? ? Đặng □" in text


def test_decomposed_letters_are_composed_before_they_are_drawn() -> None:
    assert "Đặng Thị" in text_of(render_form(refusal(REASON), paper("Đặng Thị"), "A5"))


def test_word_without_spaces_is_broken_not_clipped() -> None:
    pdf = render_form(refusal(REASON), paper("x" * 900), "A5")
    assert not ink_reaches_edge(pdf)
    assert text_of(pdf).replace(" ", "").count("x") == 900


def _receipt(rows: int, name: str) -> tuple[FormLayout, FormData]:
    columns = [
        {"heading": "TT", "cell": "number", "width": 10, "align": "center"},
        {"heading": "Tên giấy tờ", "cell": "name", "width": 60, "align": "left"},
        {"heading": "Chính", "group": "Số bản", "cell": "originals", "width": 15,
         "align": "center"},
        {"heading": "Photo", "group": "Số bản", "cell": "copies", "width": 15, "align": "center"},
    ]  # fmt: skip
    table = {"kind": "table", "rows": "documents", "columns": columns}
    blocks = [{"kind": "heading", "text": "Giấy tờ:"}, table, {"kind": "title"}]
    layout = parse_layout(a_layout(form="receipt", blocks=blocks))
    cells = [
        {"number": str(n), "name": f"{name} {n}.", "originals": "1", "copies": "2"}
        for n in range(1, rows + 1)
    ]
    return layout, paper(tables={"documents": cells})


def test_table_repeats_its_head_on_every_page_and_keeps_every_row() -> None:
    layout, data = _receipt(90, "Giấy tờ số")
    pages = page_texts(render_form(layout, data, "A5"))
    assert len(pages) > 2
    assert all("Số bản" in page and "Chính" in page for page in pages)
    text = " ".join(pages)
    assert all(f"Giấy tờ số {n}." in text for n in range(1, 91))
    assert f"Trang 1/{len(pages)}" in pages[0]


def test_row_taller_than_a_page_goes_on_over_pages() -> None:
    layout, data = _receipt(1, "bản sao giấy chứng nhận quyền sử dụng đất " * 250)
    pages = page_texts(render_form(layout, data, "A5"))
    assert len(pages) > 1
    words = " ".join(" ".join(pages).split())
    assert words.count("chứng nhận") == 250


def test_heading_goes_over_the_page_with_its_table() -> None:
    for lines in range(25, 40):
        layout, data = _receipt(3, "Giấy tờ số")
        filler = tuple({"kind": "line", "text": "dòng"} for _ in range(lines))
        moved = parse_layout(a_layout(form="receipt", blocks=[*filler, *layout.blocks]))
        pages = page_texts(render_form(moved, data, "A5"))
        with_heading = next(page for page in pages if "Giấy tờ:" in page)
        assert "Giấy tờ số 1." in with_heading


def test_copies_stand_beside_each_other_and_are_the_same() -> None:
    data = paper(copy_names=("Liên 1", "Liên 2"))
    (page,) = page_texts(render_form(refusal(REASON, SIGNED), data, "A4x2"))
    assert page.count("PHIẾU THỬ") == 2
    assert ("Liên 1" in page, "Liên 2" in page) == (True, True)


def test_practice_prints_say_so_on_every_page() -> None:
    head = Letterhead("UBND XÃ A", "TRUNG TÂM", "Xã A", is_practice=True)
    pdf = render_form(refusal(REASON), paper("ranh giới " * 600, letterhead=head), "A5")
    pages = page_texts(pdf)
    assert len(pages) > 1
    assert all(PRACTICE_MARK in page for page in pages)
    assert PRACTICE_MARK not in text_of(render_form(refusal(REASON), paper(), "A5"))


def test_several_papers_stand_one_behind_the_other() -> None:
    papers = [paper(code=f"24259-261120-000{n}") for n in (1, 2)]
    pages = page_texts(render_forms(refusal(REASON), papers, "A5"))
    assert [f"000{n}" in pages[n - 1] for n in (1, 2)] == [True, True]


def test_same_paper_is_the_same_file_byte_for_byte() -> None:
    first, second = (render_form(refusal(REASON, SIGNED), paper(), "A5") for _ in range(2))
    assert first == second


def test_missing_value_is_a_bug_that_is_said_not_a_gap_on_paper() -> None:
    with pytest.raises(KeyError, match="reason"):
        render_form(refusal(REASON), paper(values={}), "A5")
