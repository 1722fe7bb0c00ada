"""One page with the recovery code, large, with what it is for."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from desktop.reports.fonts import BOLD, REGULAR, register_fonts

_LINES = (
    "Mã này mở lại dữ liệu của văn phòng khi mọi mật khẩu đều bị quên.",
    "Ai có mã này và có tệp dữ liệu thì đọc được toàn bộ hồ sơ: cất như cất con dấu.",
    "Chữ O và số 0, chữ I và số 1 được hiểu như nhau khi gõ lại.",
    "Cách dùng: ở màn hình đăng nhập, bấm “Quên mật khẩu”.",
)


def render_recovery_sheet(office: str, code: str, folder: str) -> bytes:
    """The page as PDF."""
    register_fonts()
    output = io.BytesIO()
    document = SimpleDocTemplate(
        output,
        pagesize=A4,
        topMargin=40 * mm,
        leftMargin=30 * mm,
        rightMargin=25 * mm,
        title="Mã khôi phục Sổ Một Cửa",
        lang="vi-VN",
        invariant=1,
        initialFontName=REGULAR,
    )
    # On one line whatever its letters are: a code that breaks is typed wrong.
    size = min(24.0, 24.0 * (document.width - 12) / stringWidth(code, BOLD, 24))
    title = ParagraphStyle("title", fontName=BOLD, fontSize=18, leading=26, alignment=TA_CENTER)
    centred = ParagraphStyle("centred", fontName=REGULAR, fontSize=14, leading=20, alignment=1)
    big = ParagraphStyle(
        "code", fontName=BOLD, fontSize=size, leading=32, alignment=TA_CENTER, borderPadding=12,
        borderWidth=1, borderColor=black,
    )  # fmt: skip
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=13, leading=19, spaceAfter=6)
    flow: list[Flowable] = [
        Paragraph("MÃ KHÔI PHỤC SỔ MỘT CỬA", title),
        Paragraph(escape(office), centred),
        Spacer(1, 16 * mm),
        Paragraph(code, big),
        Spacer(1, 16 * mm),
        *(Paragraph(f"– {text}", body) for text in _LINES),
        Paragraph(escape(f"– Thư mục dữ liệu: {folder}"), body),
        Spacer(1, 14 * mm),
        Paragraph("Người niêm phong: …………………………      Ngày: ………………", body),
    ]
    document.build(flow)
    return output.getvalue()
