"""The states of the page of self-assessment, one after the other, for eyes and cameras."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.criteria.rounds import Stage as Step
from desktop.services.assessments.approval import approve, hand_in, send_back
from desktop.services.assessments.assigning import assign_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.explaining import ExplanationEntry, explain_line
from desktop.services.assessments.exporting import export_assessment
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.set_copies import copy_set
from desktop.services.clock import FixedClock
from desktop.ui.scoring.approval import Decision
from tests.factory import FRIDAY_MORNING
from tests.sync.rounds import SAMPLE, ProvinceDesk, answer_every_line, told
from tests.sync.stage import Stage
from tests.ui.desk import Desk, shown, wait_for

_YEAR = 2026
_SET = """STT,Tiêu chí,Điểm tối đa,Cách tính điểm,Tài liệu kiểm chứng,Người theo dõi
1,Kế hoạch cải cách hành chính,90,,,
1.1,Ban hành kế hoạch cải cách hành chính,40,Nhị phân: có = 40; không = 0,Kế hoạch,
1.2,Báo cáo gửi đúng hạn,60,Theo thông lệ của tỉnh trong nhiều năm,Báo cáo,
"""


def walk_scoring(desk: Desk, look: Any) -> None:
    """Empty, a sheet, a line of each kind, documents, advice, sets, an import, an approval."""
    page = desk.page("scoring")
    wait_for(lambda: page.sets.chosen is not None)
    look("scoring empty", desk.window)
    page.sets.open_button.click()
    wait_for(lambda: page.sheet is not None and page.sheet_view.panel.line is not None)
    page.fill_button.click()
    _dialog("fillDialog", look, lambda dialog: dialog.go.click())
    wait_for(lambda: page.sheet.line("3.3.1").reading is not None)
    desk.window.banner.hide()
    for item_id in ("1.1.1", "1.2.3", "3.3.1", "5.4.2", "8.1", "1"):
        page.sheet_view.choose(item_id)
        desk.settle()
        look(f"scoring line {item_id}", desk.window)
    page.sheet_view.choose("1.2.3")
    page.sheet_view.panel.form.own.tick.click()
    desk.settle()
    look("scoring own points", desk.window)
    page.sheet_view.panel.form.own.tick.click()
    _documents(desk, page, look)
    page.show_view("advice")
    wait_for(lambda: page.outlooks.advice.table.rows.rowCount() > 5)
    look("scoring advice", desk.window)
    page.show_view("forecast")
    desk.settle()
    look("scoring forecast", desk.window)
    page.outlooks.forecast.show_mode("tried")
    look("scoring forecast tried", desk.window)
    page.show_view("pictures")
    desk.settle()
    look("scoring pictures", desk.window)
    page.outlooks.pictures.show_mode("tables")
    look("scoring picture tables", desk.window)
    page.show_view("sets")
    desk.settle()
    look("scoring sets", desk.window)
    _edit(desk, page, look)
    _import(desk, page, look)
    _given_out(desk, page, look)
    _approval(desk, page, look)
    _round(desk, page, look)


def _documents(desk: Desk, page: Any, look: Any) -> None:
    page.sheet_view.choose("1.1.1")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ke-hoach-cai-cach-hanh-chinh.pdf"
        canvas = Canvas(str(path), invariant=1)
        canvas.showPage()
        canvas.save()
        page.sheet_view.panel.evidence.add_paths([path])
        _dialog("evidenceDialog", look, lambda dialog: dialog.go.click())
        wait_for(lambda: page.sheet.line("1.1.1").evidence)
    desk.settle()
    desk.window.banner.hide()
    bar = page.sheet_view.panel.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.settle()
    look("scoring document", desk.window)
    page.sheet_view.choose("1.1.2")
    desk.settle()
    page.sheet_view.panel.evidence.use_button.click()
    _dialog("knownDocuments", look)


def _edit(desk: Desk, page: Any, look: Any) -> None:
    page.sets.new_button.click()
    _dialog("newSetDialog", look)
    page.sets.enter("mau-cap-xa")
    desk.settle()
    page.sets.edit_button.click()
    editor = page.desk.editor
    wait_for(lambda: editor.edit is not None)
    desk.settle()
    for item_id in ("1", "3.3.1", "5.4.2"):
        editor.tree.choose(item_id)
        desk.settle()
        look(f"scoring edit line {item_id}", desk.window)
    editor.tools.remove.click()
    desk.settle()
    desk.window.banner.hide()
    editor.show_form("head")
    desk.settle()
    look("scoring edit set", desk.window)
    editor.foot.reset.click()
    editor.foot.later.click()
    desk.settle()


def _import(desk: Desk, page: Any, look: Any) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bo-tieu-chi-2026.csv"
        path.write_text(_SET, encoding="utf-8")
        page.import_file(path)
        wait_for(lambda: page.importing.draft is not None)
    desk.settle()
    for kind in ("tiers", "ratio", "levels"):
        page.importing.rule_form.kind.choose(kind)
        page.importing.rule_form.kind.changed.emit()
        desk.settle()
        look(f"scoring question {kind}", desk.window)
    page.importing.rule_form.later.click()
    desk.settle()
    look("scoring import done", desk.window)
    page.importing.finished.emit("")
    desk.settle()
    page.sets.compare_button.click()
    _dialog("compareSets", look)


def _approval(desk: Desk, page: Any, look: Any) -> None:
    page.show_view("sheet")
    desk.settle()
    for decision in (Decision.APPROVE, Decision.SEND_BACK):
        page.decisions.ask(decision, page.sheet)
        _dialog("decisionDialog", look)
    copy_set(desk.office, "mau-cap-xa", _YEAR)
    page.enter()
    wait_for(lambda: page.notices.version.isVisible())
    desk.settle()
    look("scoring newer version", desk.window)
    page.notices.version.click()
    _dialog("versionDialog", look)
    # Others score every line of this set, so it can be handed in at once.
    other = "bo-chi-so-766"
    open_assessment(desk.office, other, _YEAR)
    hand_in(desk.office, _YEAR, other)
    page.enter()
    wait_for(lambda: page.picker.count() == 2)
    page._pick(1)
    wait_for(lambda: page.sheet.assessment.set_code == other)
    desk.settle()
    look("scoring handed in", desk.window)
    remark = "Bổ sung tài liệu kiểm chứng cho các dòng tự điền từ sổ"
    send_back(desk.office, _YEAR, remark, other)
    page.enter()
    desk.settle()
    look("scoring sent back", desk.window)


def _given_out(desk: Desk, page: Any, look: Any) -> None:
    """Lines with a person and a day that has passed; the round's dates and texts; Excel back."""
    office = desk.office
    assign_lines(office, _YEAR, ["1.2"], office.user.name, date(2026, 11, 25))
    assign_lines(office, _YEAR, ["1.3"], office.user.name, date(2026, 11, 15))
    set_deadlines(office, _YEAR, Deadlines(date(2026, 11, 19), date(2026, 11, 30)))
    page.show_view("sheet")
    page.enter()
    wait_for(lambda: not page.rounds.is_open)
    page.sheet_view.choose("1.3.1")
    desk.settle()
    look("scoring given out and locked", desk.window)
    page.sheet_view.assign.click()
    _dialog("assignDialog", look)
    page.rounds.bar.dates.click()
    _dialog("deadlinesDialog", look)
    set_deadlines(office, _YEAR, Deadlines())
    page.enter()
    wait_for(lambda: page.rounds.is_open)
    page.rounds.desk.ask_write_up(page.rounds.status)
    _dialog("writeUpDialog", look)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bang-diem.xlsx"
        export_assessment(office, _YEAR, path)
        book = load_workbook(path)
        entries = book["Nhập liệu"]
        rows = {str(row[0].value): row[0].row for row in entries.iter_rows(min_row=5)}
        entries[f"E{rows['1.5']}"] = "2"
        entries[f"E{rows['1.7']}"] = "có lẽ"
        book.save(path)
        page.papers.import_file(page.sheet, path)
        _dialog("scoreImportDialog", look)


def _round(desk: Desk, page: Any, look: Any) -> None:
    """Nothing to compare yet, what leaves, both sides, what is sent, the result."""
    office = desk.office
    rows = {row.set_code: place for place, row in enumerate(page._rows)}
    page._pick(rows[SAMPLE])
    wait_for(lambda: page.sheet.assessment.set_code == SAMPLE)
    page.show_view("compare")
    desk.settle()
    look("compare empty", desk.window)
    answer_every_line(office)
    hand_in(office, _YEAR, SAMPLE)
    approve(office, _YEAR, SAMPLE)
    page.enter()
    wait_for(lambda: page.rounds.status.stage is Step.APPROVED)
    desk.settle()
    look("compare before submission", desk.window)
    page.rounds.desk.ask_submit(page.rounds.status)
    wait_for(lambda: shown("submitDialog") is not None)
    dialog: Any = shown("submitDialog")
    for place in range(3):
        dialog.parts.chosen.emit(place)
        QApplication.processEvents()
        look(f"submitDialog {place}", dialog)
    dialog.close()
    here = Path("unused")
    province = ProvinceDesk(Stage(office, office, here, FixedClock(FRIDAY_MORNING), here))
    told(office, province.appraise(1, {"1.7": "0.5", "1.5": "0"}))
    page.enter()
    wait_for(lambda: page.rounds.view.table.rows.rowCount() == 2)
    desk.settle()
    look("compare first round", desk.window)
    entry = ExplanationEntry("Biên bản đối thoại đã có chữ ký, gửi kèm ở trang 2.", Decimal(1))
    explain_line(office, _YEAR, "1.7", entry, SAMPLE)
    page.enter()
    wait_for(lambda: page.rounds.view.waiting == 1)
    page.rounds.view.choose("1.7")
    desk.settle()
    look("compare explained", desk.window)
    page.rounds.desk.ask_send(page.rounds.view.found)
    _dialog("sendDialog", look)
    page.rounds.view.panel.form.files.known_wanted.emit()
    _dialog("knownDialog", look)
    told(office, province.appraise(2, {"1.7": "0.5", "1.5": "1"}, counter=20), province.publish())
    page.enter()
    wait_for(lambda: page.rounds.view.result.isVisible())
    page.rounds.view.result.more.click()
    desk.settle()
    look("compare published", desk.window)


def _dialog(name: str, look: Any, finish: Any = QDialog.close) -> None:
    def find() -> QWidget | None:
        tops = QApplication.topLevelWidgets()
        return next((t for t in tops if t.objectName() == name and t.isVisible()), None)

    wait_for(find, name)
    dialog = find()
    go = getattr(dialog, "go", None)
    if go is not None:
        wait_for(go.isEnabled, f"{name} ready")
    QApplication.processEvents()
    look(name, dialog)
    finish(dialog)
    wait_for(lambda: find() is None)
