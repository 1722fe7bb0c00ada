"""Where an official document is signed: found, missing, or not to be seen by a program."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.imports.signature_page import Signature, SignatureState, signature_of, signer_in
from desktop.reports.fonts import REGULAR, register_fonts


@pytest.mark.parametrize(
    ("page", "signer"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("Nơi nhận: KT. CHỦ TỊCH\n- Như trên; PHÓ CHỦ TỊCH\n- Lưu: VT.\nĐỗ Thị Ánh", "Đỗ Thị Ánh"),
        ("CHỦ TỌA\nLê Văn Anh 12/01/2026", ""),  # not a name alone: nobody guesses
        ("Người ký: Ủy ban nhân dân xã", ""),
        ("Thời gian ký: 15.01.2026\nKý bởi: UBND xã", ""),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ\nCăn cứ Luật Tổ chức chính quyền địa phương", None),
        ("Nơi nhận:\n- Như trên", None),
        ("", None),
    ],
)
def test_a_page_says_who_signed(page: str, signer: str | None) -> None:
    lines = [line for line in page.splitlines() if line]
    assert signer_in(lines) == signer


def _pdf(*pages: str) -> bytes:
    register_fonts()
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    for page in pages:
        canvas.setFont(REGULAR, 12)
        for place, line in enumerate(page.splitlines()):
            canvas.drawString(72, 720 - 20 * place, line)
        if not page:
            canvas.rect(72, 600, 200, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


_SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu"


def test_a_whole_file_is_looked_through_and_a_scan_is_not_accused() -> None:
    found = Signature(SignatureState.FOUND, "Nguyễn Văn Mẫu")
    assert signature_of(_pdf("KẾ HOẠCH", _SIGNED, "Phụ lục nhiệm vụ")) == found
    assert signature_of(_pdf("KẾ HOẠCH", "I. MỤC ĐÍCH")).state is SignatureState.MISSING
    assert signature_of(_pdf("KẾ HOẠCH", "")).state is SignatureState.UNSEEN
    assert signature_of(b"\x89PNG").state is SignatureState.UNSEEN
    assert signature_of(b"%PDF-1.7 torn").state is SignatureState.UNSEEN
