"""Number, date and subject of official documents, from the text of their first page."""

from __future__ import annotations

import io
from datetime import date

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.imports.document_facts import FirstPage, first_page, text_of_first_page

_PLAN = """ỦY BAN NHÂN DÂN
XÃ QUẢNG PHÚ
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Phú, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Cải cách hành chính năm 2026
trên địa bàn xã
Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;
"""
_LETTER = """UBND XÃ QUẢNG PHÚ
Số : 305 / UBND-VHXH
V/v công khai thủ tục hành chính
Quảng Phú, ngày 03 tháng 4 năm 2026
Kính gửi: Các thôn
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            _PLAN,
            FirstPage(
                "12/KH-UBND",
                date(2026, 1, 15),
                "Kế hoạch cải cách hành chính năm 2026 trên địa bàn xã",
            ),
        ),
        (
            _LETTER,
            FirstPage("305/UBND-VHXH", date(2026, 4, 3), "công khai thủ tục hành chính"),
        ),
        (
            "QUYẾT ĐỊNH\nVề việc công khai\nCHỦ TỊCH ỦY BAN",
            FirstPage(summary="Quyết định về việc công khai"),
        ),
        ("BÁO CÁO\nCCHC quý I", FirstPage(summary="Báo cáo CCHC quý I")),
        ("ngày 31 tháng 02 năm 2026", FirstPage()),
        ("Một trang không theo thể thức", FirstPage()),
        ("", FirstPage()),
    ],
)
def test_first_page_says_number_date_and_subject(text: str, said: FirstPage) -> None:
    assert first_page(text) == said


def test_text_comes_from_a_pdf_and_nothing_from_anything_else() -> None:
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, "12/KH-UBND")
    canvas.showPage()
    canvas.save()
    assert "12/KH-UBND" in text_of_first_page(output.getvalue())
    assert text_of_first_page(b"%PDF-1.7 torn") == ""
    assert text_of_first_page(b"\x89PNG") == ""
