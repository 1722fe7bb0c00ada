"""Hands on the page Chấm điểm CCHC, shared by its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.fonts import REGULAR, register_fonts
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sheets import ScoreSheet, score_sheet
from desktop.services.office import Office
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

SAMPLE, YEAR = "mau-cap-xa", 2026
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAN = """Số: 12/KH-UBND
Quảng Phú, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Cải cách hành chính năm 2026
Căn cứ Nghị quyết của Chính phủ;"""
SMALL = """STT,Tiêu chí,Điểm tối đa,Cách tính điểm,Tài liệu kiểm chứng
1,Kế hoạch CCHC,4,,
1.1,Ban hành kế hoạch,1,Nhị phân: có = 1; không = 0,Kế hoạch
1.2,Báo cáo gửi đúng hạn,3,Theo thông lệ của tỉnh,Báo cáo
2,Kết quả,96,,
2.1,Tỷ lệ hồ sơ đúng hạn,96,"Tỷ lệ: b/a × 96 (a: hồ sơ đã giải quyết, b: hồ sơ đúng hạn)",Số liệu
"""


def read_sheet(office: Office) -> ScoreSheet:
    return score_sheet(office, YEAR)


def opened_page(desk: Desk) -> Any:
    """The page on the sample set, opened for this year."""
    open_assessment(desk.office, SAMPLE, YEAR)
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None and page.sheet_view.panel.line is not None)
    return page


def show_line(page: Any, item_id: str) -> Any:
    page.sheet_view.choose(item_id)
    wait_for(lambda: page.sheet_view.panel.line.id == item_id)
    return page.sheet_view.panel.form


def answered(page: Any, item_id: str) -> Any:
    return next(line for line in page.sheet.lines if line.id == item_id)


def in_hand() -> QWidget:
    """Where the keyboard is."""
    held = QApplication.focusWidget()
    assert held is not None
    return held


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    put_in(field, text)
    field.textEdited.emit(field.text())


def wait_dialog(desk: Desk, name: str) -> Any:
    found = wait_shown(name)
    desk.settle()
    return found


def write_plan(target: Path) -> Path:
    """A plan of the office, as its writing program prints it."""
    register_fonts()
    canvas = Canvas(str(target), invariant=1)
    canvas.setFont(REGULAR, 13)
    for place, line in enumerate(PLAN.splitlines()):
        canvas.drawString(72, 760 - 20 * place, line)
    canvas.showPage()
    canvas.save()
    return target
