"""The register as a book: head and numbers on each page, volumes, years, the closing page."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import Cancelled
from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.forms.layout import FormLayout, load_layout
from desktop.reports.forms.layout_checks import LayoutFault
from desktop.reports.forms.paper import PRACTICE_MARK, Letterhead
from desktop.reports.forms.register import (
    NO_ENTRIES,
    RegisterEntry,
    RegisterFrame,
    write_register,
)
from tests.pdf import check_pdf, ink_reaches_edge, page_texts, pictures, text_of

HEAD = Letterhead("UBND XÃ A", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Xã A")
CELLS = {
    "procedure": "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    "sets": "1",
    "applicant": "Nguyễn Thị Phương Thảo",
    "address": "Thôn 1, xã A",
    "phone": "0900000001",
    "received": "20/11/2026",
    "due": "25/11/2026",
    "returned": "",
    "giver": "",
    "taker": "",
    "note": "",
}


def frame(**changes: Any) -> RegisterFrame:
    values = {
        "shop_name": "Trung tâm",
        "unit_name": "Xã A",
        "office_phone": "",
        "office_address": "",
        "from": "01/01/2026",
        "to": "31/12/2026",
        "closed_on": "31/12",
        "head_title": "GIÁM ĐỐC",
        "head_name": "Trần Thị Minh",
    }
    return replace(RegisterFrame(HEAD, values, 2026), **changes)


def entries(count: int, year: int = 2026, **cells: str) -> Iterator[RegisterEntry]:
    for n in range(1, count + 1):
        own = {"entry": str(n), "code": f"24259-{year % 100}1120-{n:04d}"}
        yield RegisterEntry(year, n, date(year, 11, 20), {**CELLS, **own, **cells})


@pytest.fixture
def layout() -> FormLayout:
    return load_layout("register", date(2026, 11, 20))


def short_volumes(layout: FormLayout, pages: int) -> FormLayout:
    blocks = copy.deepcopy(layout.blocks)
    blocks[0]["pages_per_volume"] = pages
    return replace(layout, blocks=blocks)


def test_page_has_thirteen_columns_under_one_group(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    drawn = write_register(target, layout, frame(), entries(3))
    assert (drawn.pages, drawn.entries, drawn.volumes) == (2, 3, 1)
    pdf = target.read_bytes()
    check_pdf(pdf, tmp_path)
    assert not ink_reaches_edge(pdf)
    width, height = pictures(pdf)[0].size
    assert width > height
    table, closing = page_texts(pdf)
    assert all(f"({n})" in table for n in range(1, 14))
    assert "(14)" not in table
    assert table.count("Trả kết quả") == 1
    for heading in ("STT", "Mã hồ sơ", "Số lượng hồ sơ (bộ)", "Bên giao (ký)", "Ghi chú"):
        assert heading.split()[0] in table
    assert "SỔ THEO DÕI HỒ SƠ NĂM 2026 – QUYỂN SỐ 01" in table
    assert "Trang 01" in table
    assert "GIÁM ĐỐC" in closing
    assert "3 hồ sơ, từ số thứ tự 1 đến số thứ tự 3" in closing
    assert "02 trang (hai trang)" in closing


def test_every_entry_of_a_long_book_stands_on_some_page(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    drawn = write_register(target, layout, frame(), entries(300))
    pages = page_texts(target.read_bytes())
    assert len(pages) == drawn.pages
    text = " ".join(pages)
    assert all(f"24259-261120-{n:04d}" in text for n in range(1, 301))
    for number, page in enumerate(pages[:-1], start=1):
        assert f"Trang {number:02d}" in page
        assert "Trả kết quả" in page


def test_full_volume_is_closed_and_numbers_go_on_in_the_next(
    layout: FormLayout, tmp_path: Path
) -> None:
    target = tmp_path / "so.pdf"
    drawn = write_register(target, short_volumes(layout, 10), frame(), entries(400))
    pages = page_texts(target.read_bytes())
    closings = [n for n, page in enumerate(pages) if "TRANG KHÓA SỔ" in page]
    assert drawn.volumes == len(closings) > 2
    assert closings[0] == 9
    assert "10 trang (mười trang)" in pages[9]
    last = int(pages[9].split("đến số thứ tự ")[1].split(";")[0])
    assert "QUYỂN SỐ 02" in pages[10]
    assert "Trang 01" in pages[10]
    assert f"24259-261120-{last + 1:04d}" in pages[10]
    assert f"từ số thứ tự {last + 1} đến" in pages[closings[1]]


def test_new_year_begins_a_new_first_volume(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    both = [*entries(2, 2025), *entries(2, 2026)]
    drawn = write_register(target, layout, frame(year=2025), both)
    pages = page_texts(target.read_bytes())
    assert (drawn.pages, drawn.volumes) == (4, 2)
    assert "NĂM 2025 – QUYỂN SỐ 01" in pages[0]
    assert "năm 2025" in pages[1]
    assert "NĂM 2026 – QUYỂN SỐ 01" in pages[2]


def test_years_without_entries_leave_no_empty_book_behind(
    layout: FormLayout, tmp_path: Path
) -> None:
    target = tmp_path / "so.pdf"
    drawn = write_register(target, layout, frame(year=2024), entries(2))
    assert (drawn.pages, drawn.volumes) == (2, 1)
    assert "2024" not in text_of(target.read_bytes())


def test_period_without_dossiers_says_so(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    drawn = write_register(target, layout, frame(), iter(()))
    assert (drawn.pages, drawn.entries) == (2, 0)
    assert NO_ENTRIES in text_of(target.read_bytes())


def test_book_goes_on_behind_pages_printed_before(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    write_register(target, layout, frame(volume=3, first_page=41), entries(2))
    pages = page_texts(target.read_bytes())
    assert "QUYỂN SỐ 03" in pages[0]
    assert "Trang 41" in pages[0]
    assert "42 trang (bốn mươi hai trang)" in pages[1]


def test_entry_longer_than_a_page_goes_on_and_loses_nothing(
    layout: FormLayout, tmp_path: Path
) -> None:
    target = tmp_path / "so.pdf"
    long = "ghi chú dài " * 300
    drawn = write_register(target, layout, frame(), entries(2, note=long))
    pdf = target.read_bytes()
    assert drawn.pages > 4
    assert not ink_reaches_edge(pdf)
    text = " ".join(page_texts(pdf))
    assert (text.count("dài"), text.count("24259-261120-0002")) == (600, 1)


@pytest.mark.parametrize(
    "change", [{"size": 14, "row_height": 60}, {"size": 6, "row_height": 4}, {"row_height": 60}]
)
def test_every_size_that_a_layout_may_ask_for_is_drawn_to_the_end(
    layout: FormLayout, tmp_path: Path, change: dict[str, float]
) -> None:
    blocks = copy.deepcopy(layout.blocks)
    blocks[0].update(change)
    target = tmp_path / "so.pdf"
    write_register(target, replace(layout, blocks=blocks), frame(), entries(12))
    pdf = target.read_bytes()
    assert not ink_reaches_edge(pdf)
    assert text_of(pdf).count("Thảo") == 12


def test_column_heads_without_room_for_a_line_are_a_fault_of_the_layout(
    layout: FormLayout, tmp_path: Path
) -> None:
    blocks = copy.deepcopy(layout.blocks)
    blocks[0].update({"size": 14, "head": ["{shop_name}"] * 4})
    blocks[0]["columns"][0]["heading"] = "W" * 40
    with pytest.raises(LayoutFault) as fault:
        write_register(tmp_path / "so.pdf", replace(layout, blocks=blocks), frame(), entries(1))
    assert fault.value.problem is LayoutProblem.NO_ROOM
    assert not (tmp_path / "so.pdf").exists()


def test_word_wider_than_its_column_is_broken_inside_it(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    write_register(target, layout, frame(), entries(1, code="000.17.22.H56-261120-0001"))
    text = text_of(target.read_bytes(), layout=True)
    assert "000.17.22.H56 " in text
    assert "-261120-0001" in text
    write_register(target, layout, frame(), entries(1, applicant="W" * 200))
    assert text_of(target.read_bytes()).count("W") == 200


def test_practice_mark_stands_on_every_page(layout: FormLayout, tmp_path: Path) -> None:
    target = tmp_path / "so.pdf"
    head = replace(HEAD, is_practice=True)
    write_register(target, layout, frame(letterhead=head), entries(30))
    assert all(PRACTICE_MARK in page for page in page_texts(target.read_bytes()))


def test_cancelled_book_leaves_no_file(layout: FormLayout, tmp_path: Path) -> None:
    def stopped() -> Iterator[RegisterEntry]:
        yield from entries(30)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_register(tmp_path / "so.pdf", layout, frame(), stopped())
    assert list(tmp_path.iterdir()) == []
