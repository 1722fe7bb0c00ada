"""Chấm điểm CCHC: from an empty page to an approved sheet, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.editing import change_line, remove_line
from desktop.domain.criteria.progress import AssessmentState, LineEvent
from desktop.domain.criteria.rules import YesNo
from desktop.domain.dossiers import DossierEvent
from desktop.domain.roles import Role
from desktop.reports.fonts import REGULAR, register_fonts
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import hand_in, send_back
from desktop.services.assessments.evidence import DocumentFacts, add_evidence
from desktop.services.assessments.known_documents import known_documents
from desktop.services.assessments.opening import list_assessments, open_assessment
from desktop.services.assessments.set_editing import edit_set, save_edit
from desktop.services.assessments.sets import read_set
from desktop.services.assessments.sheets import ScoreSheet, line_history, score_sheet
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, put_in, shown, wait_for, wait_shown

SAMPLE, YEAR = "mau-cap-xa", 2026
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAN = """Số: 12/KH-UBND
Quảng Phú, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Cải cách hành chính năm 2026
Căn cứ Nghị quyết của Chính phủ;"""
_SMALL = """STT,Tiêu chí,Điểm tối đa,Cách tính điểm,Tài liệu kiểm chứng
1,Kế hoạch CCHC,4,,
1.1,Ban hành kế hoạch,1,Nhị phân: có = 1; không = 0,Kế hoạch
1.2,Báo cáo gửi đúng hạn,3,Theo thông lệ của tỉnh,Báo cáo
2,Kết quả,96,,
2.1,Tỷ lệ hồ sơ đúng hạn,96,"Tỷ lệ: b/a × 96 (a: hồ sơ đã giải quyết, b: hồ sơ đúng hạn)",Số liệu
"""


@pytest.fixture
def a_pdf_file(tmp_path: Path) -> Path:
    """A plan of the office, as its writing program prints it."""
    target = tmp_path / "van-ban-den.pdf"
    register_fonts()
    canvas = Canvas(str(target), invariant=1)
    canvas.setFont(REGULAR, 13)
    for place, line in enumerate(_PLAN.splitlines()):
        canvas.drawString(72, 760 - 20 * place, line)
    canvas.showPage()
    canvas.save()
    return target


def _sheet(office: Office) -> ScoreSheet:
    return score_sheet(office, YEAR)


def _opened(desk: Desk) -> Any:
    """The page on the sample set, opened for this year."""
    open_assessment(desk.office, SAMPLE, YEAR)
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None and page.sheet_view.panel.line is not None)
    return page


def _show(page: Any, item_id: str) -> Any:
    page.sheet_view.choose(item_id)
    wait_for(lambda: page.sheet_view.panel.line.id == item_id)
    return page.sheet_view.panel.form


def _answered(page: Any, item_id: str) -> Any:
    return next(line for line in page.sheet.lines if line.id == item_id)


def _held() -> QWidget:
    """Where the keyboard is."""
    held = QApplication.focusWidget()
    assert held is not None
    return held


def _type(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    put_in(field, text)
    field.textEdited.emit(field.text())


def _dialog(desk: Desk, name: str) -> Any:
    found = wait_shown(name)
    desk.settle()
    return found


def test_empty_page_teaches_marks_samples_and_opens_a_year(desk: Desk) -> None:
    page = desk.page("scoring")
    wait_for(lambda: page.sets.chosen is not None)
    assert page.sets.teacher.isVisible()
    assert "Chọn bộ tiêu chí" in page.sets.teacher.findChildren(QWidget)[1].text()
    assert page.sets.chosen.code == SAMPLE
    assert page.sets.mark.text().startswith("DỮ LIỆU MẪU")
    desk.find(QPushButton, "openAssessment").click()
    wait_for(lambda: page.sheet is not None)
    assert page.stack.currentWidget() is page.sheet_view
    assert page.notices.mark.text().startswith("DỮ LIỆU MẪU")
    assert page.score_bar.tiles["open"].value.text() == "74"


def test_flow_with_the_keyboard_from_a_file_to_an_approved_copy(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "bo-tieu-chi-2026.csv"
    file.write_text(_SMALL, encoding="utf-8")
    desk.press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, on=desk.window)
    desk.settle()
    page: Any = desk.current
    assert page.key == "scoring"
    page.import_file(file)
    wait_for(lambda: page.importing.draft is not None)
    assert "B “Tiêu chí” → Tiêu chí" in page.importing.columns.text()
    form = page.importing.rule_form
    assert form.title.text() == "1.2  Báo cáo gửi đúng hạn"
    assert list_assessments(desk.office) == ()
    form.kind.choose("per_unit")
    form.kind.changed.emit()
    _type(form.rule.fields["unit"].edit, "báo cáo")
    _type(form.rule.fields["points"].edit, "0,75")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=form.rule.fields["points"].edit)
    wait_for(lambda: not page.importing.draft.questions)
    assert page.importing.side.currentWidget() is page.importing.done
    desk.press(Qt.Key.Key_S, _CONTROL, on=page.importing)
    wait_for(lambda: page.sets.isVisible() and page.sets.chosen is not None)
    wait_for(lambda: page.sets.chosen.title == "bo-tieu-chi-2026")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=page.sets.table)
    wait_for(lambda: page.sheet is not None and page.sheet_view.panel.line is not None)
    desk.settle()
    desk.activate()

    assert page.sheet_view.tree.current_id == "1.1"
    desk.press(Qt.Key.Key_F6, on=page.sheet_view.tree)
    assert _held() is page.sheet_view.panel.form.editor.first
    desk.press(Qt.Key.Key_F6)
    assert _held() is page.sheet_view.bar.search
    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Return, on=page.sheet_view.tree)
    desk.press(Qt.Key.Key_1)  # có
    desk.press(Qt.Key.Key_Return)
    wait_for(lambda: page.sheet_view.panel.line.id == "1.2")
    put_in(_held(), "3")
    desk.press(Qt.Key.Key_Return)
    wait_for(lambda: page.sheet_view.panel.line.id == "2.1")
    put_in(_held(), "9")
    desk.press(Qt.Key.Key_Return)
    put_in(_held(), "10")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    wait_for(lambda: page.sheet.score.answered == 3)
    assert str(page.sheet.score.total) == "89.65"  # 1 + 3 × 0,75 + 96 × 0,9

    desk.press(Qt.Key.Key_T, _CONTROL | _SHIFT, on=page)
    dialog = _dialog(desk, "decisionDialog")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.HANDED_IN)
    assert not page.sheet_view.panel.form.editor.isEnabled()
    desk.activate()
    desk.press(Qt.Key.Key_T, _CONTROL | _SHIFT, on=page)
    dialog = _dialog(desk, "decisionDialog")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.APPROVED)
    wait_for(lambda: page.notices.state.text().startswith("Quản trị đã duyệt lúc 09:00 20/11/2026"))
    assert (page.main_button.text(), page.back_button.text()) == ("Nộp cho tỉnh", "Mở lại")


def test_points_and_why_follow_the_typing_and_half_an_answer_is_never_lost(desk: Desk) -> None:
    page = _opened(desk)
    form = _show(page, "3.3.1")
    part, whole = form.editor.fields["part"].edit, form.editor.fields["whole"].edit
    _type(part, "2.412")
    assert form.points.text() == "– / 4"
    _show(page, "3.3.2")
    form = _show(page, "3.3.1")
    assert form.editor.fields["part"].edit.text() == "2.412"
    _type(form.editor.fields["whole"].edit, "2431")
    assert form.why.text() == (
        "2.412 / 2.431 hồ sơ trước và đúng hạn = 99,22 % ≥ 95 % → 4 × 0,9922 = 3,97"
    )
    assert form.points.text() == "3,97 / 4"
    assert _sheet(desk.office).line("3.3.1").kind is None  # nothing before the field is left
    form.commit()
    wait_for(lambda: _answered(page, "3.3.1").kind is AnswerKind.VALUE)
    assert part is not whole
    _type(form.editor.fields["part"].edit, "2500")
    form.commit()
    desk.settle()
    assert form.editor.fields["part"].entry.property("state") == "error"
    assert str(_sheet(desk.office).line("3.3.1").counted) == "3.97"


def test_not_applicable_and_no_case_are_two_answers_and_ctrl_z_takes_them_back(desk: Desk) -> None:
    page = _opened(desk)
    form = _show(page, "3.3.2")
    form.no_case.click()
    wait_for(lambda: _answered(page, "3.3.2").kind is AnswerKind.NO_CASE)
    assert page.sheet.score.applicable == 100
    form.not_applicable.click()
    wait_for(lambda: _answered(page, "3.3.2").kind is AnswerKind.NOT_APPLICABLE)
    assert page.sheet.score.applicable == 99
    assert form.na_why.isVisible()
    page.undo()
    wait_for(lambda: _answered(page, "3.3.2").kind is AnswerKind.NO_CASE)
    page.undo()
    wait_for(lambda: _answered(page, "3.3.2").kind is None)
    desk.settle()
    page.undo()
    wait_for(lambda: desk.said == "Không có việc nào vừa làm để hoàn tác.")


def test_own_points_need_a_reason_and_show_both(desk: Desk) -> None:
    page = _opened(desk)
    form = _show(page, "1.2.3")
    form.editor.choices.marks[0].click()
    wait_for(lambda: _answered(page, "1.2.3").kind is AnswerKind.VALUE)
    form.own.tick.click()
    _type(form.own.points.edit, "0,25")
    form.commit()
    wait_for(lambda: bool(form.own.why.entry.property("state") == "error"))
    _type(form.own.why.edit, "Gửi chậm một ngày")
    form.commit()
    wait_for(lambda: str(_answered(page, "1.2.3").own) == "0.25")
    assert form.points.text() == "0,5 / 0,5"
    assert "Khác điểm 1" in page.sheet_view.bar.chips["differs"].text()
    form.own.tick.click()
    wait_for(lambda: _answered(page, "1.2.3").own is None)


def test_tree_is_narrowed_by_chips_and_found_without_accents(desk: Desk) -> None:
    page = _opened(desk)
    view = page.sheet_view
    form = _show(page, "1.2.3")
    form.editor.choices.marks[0].click()
    wait_for(lambda: _answered(page, "1.2.3").kind is AnswerKind.VALUE)
    view.bar.chips["missing"].click()
    assert view.model.shown_count == 1
    assert view.tree.current_id == "1.2.3"
    state = view.model.index_of("1.2.3", 2)
    assert state.data() == "thiếu minh chứng"
    assert not state.data(Qt.ItemDataRole.DecorationRole).isNull()
    view.bar.clear()
    page.main_button.click()  # what is not answered cannot be handed in: the way there is offered
    dialog = _dialog(desk, "decisionDialog")
    assert "Còn 73 dòng chưa trả lời" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    dialog.go.click()
    wait_for(lambda: view.model.shown_count == 73)
    view.bar.clear()
    put_in(view.bar.search, "ho so dung han")
    wait_for(lambda: view.model.is_narrowed)
    assert view.model.index_of("3.3.1").isValid()
    assert not view.model.index_of("1.4.2").isValid()
    view.bar.search.setText("khong co dong nao the nay")
    wait_for(lambda: view.lists.currentWidget() is view.none)


def test_what_is_folded_stays_folded_the_next_time(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    page = _opened(desk)
    tree = page.sheet_view.tree
    tree.setExpanded(page.sheet_view.model.index_of("1.1"), False)
    wait_for(lambda: page.sheet_view._fold_wait.isActive())
    wait_for(lambda: not page.sheet_view._fold_wait.isActive())
    desk.settle()
    again: Any = open_desk().page("scoring")
    wait_for(lambda: again.sheet is not None)
    wait_for(lambda: again.sheet_view.tree.folds == ["1.1"])
    assert not again.sheet_view.tree.isExpanded(again.sheet_view.model.index_of("1.1"))


def test_filling_shows_each_line_first_and_its_numbers_open_their_lists(desk: Desk) -> None:
    for name in ("Lê Văn An", "Trần Thị Bình"):
        code = a_received(desk.office, MARITAL_STATUS, name).code
    move_dossier(desk.office, MoveInput(code, DossierEvent.FINISH))
    page = _opened(desk)
    desk.find(QPushButton, "fillFromRecords").click()
    dialog = _dialog(desk, "fillDialog")
    wait_for(lambda: dialog.go.isEnabled())
    rows = [dialog.table.rows.index(row, 0).data() for row in range(dialog.table.rows.rowCount())]
    assert any(text.startswith("3.3.1") for text in rows)
    assert _sheet(desk.office).line("3.3.1").kind is None
    dialog.go.click()
    wait_for(lambda: _answered(page, "3.3.1").reading is not None)
    _show(page, "3.3.1")
    assert "đọc lúc 09:00 20/11/2026" in page.sheet_view.panel.figure.text()
    page.undo()
    wait_for(lambda: _answered(page, "3.3.1").reading is None)
    page.filling._fill(page.sheet, False)
    wait_for(lambda: _answered(page, "3.3.1").reading is not None)
    whole = page.sheet_view.panel.findChildren(QPushButton, "figureList3")[-1]
    assert whole.text() == "Tất cả đã giải quyết"
    whole.click()
    wait_for(lambda: desk.current.key == "dossiers")
    wait_for(lambda: desk.current.model.rowCount() == 1)  # type: ignore[attr-defined]


def test_document_proves_several_lines_and_the_program_proposes_them(
    desk: Desk, a_pdf_file: Path
) -> None:
    page = _opened(desk)
    _show(page, "1.1.1")
    evidence = page.sheet_view.panel.evidence
    evidence.add_paths([a_pdf_file])
    dialog = _dialog(desk, "evidenceDialog")
    assert dialog.summary.text == "Kế hoạch cải cách hành chính năm 2026"  # read off the page
    assert dialog.read_words.isVisible()
    wait_for(lambda: "kế hoạch CCHC năm" in dialog.list.item(1).text())
    assert dialog.list.item(1).text().startswith("1.1.2")
    assert (dialog.number.text, dialog.dated.text) == ("12/KH-UBND", "15/01/2026")
    dialog.dated.set_text("31/02/2026")
    dialog.go.click()
    assert dialog.dated.entry.property("state") == "error"
    dialog.dated.set_text("15/01/2026")
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.go.click()
    wait_for(lambda: len(_answered(page, "1.1.2").evidence) == 1)
    wait_for(lambda: evidence.list.item(0).text().startswith("12/KH-UBND ngày 15/01/2026"))
    assert "cũng là tài liệu của dòng khác (1.1.2)" in evidence.warnings.text()
    evidence.edit()
    correcting = _dialog(desk, "evidenceDialog")
    correcting.number.set_text("13/KH-UBND")
    correcting.go.click()
    wait_for(lambda: _answered(page, "1.1.1").evidence[0].facts.number == "13/KH-UBND")
    evidence.remove()
    wait_for(lambda: not _answered(page, "1.1.1").evidence)
    page.undo()
    wait_for(lambda: len(_answered(page, "1.1.1").evidence) == 1)
    _show(page, "1.1.3")
    evidence.use_button.click()
    known = _dialog(desk, "knownDocuments")
    known.findChild(QPushButton, "knownGo").click()
    wait_for(lambda: len(_answered(page, "1.1.3").evidence) == 1)


def test_advice_ranks_jobs_finds_the_way_and_supposes_without_writing(desk: Desk) -> None:
    page = _opened(desk)
    page.score_bar.tiles["percent"].click()
    advice = page.outlooks.advice
    wait_for(lambda: advice.table.rows.rowCount() > 10)
    gains = [advice.table.rows.index(row, 0).data() for row in range(3)]
    assert gains == ["+4", "+3", "+2,5"]
    advice.target.setCurrentIndex(advice.target.findData("Yếu"))
    advice.read()
    wait_for(lambda: "đã đạt" in advice.way.text())
    advice.target.setCurrentIndex(0)
    advice.read()
    wait_for(lambda: advice.table.rows.rowCount() > 10)
    advice.what_if._try_best()
    assert advice.what_if.result.text().startswith("0 % → 4 % (+4 %)")
    assert _sheet(desk.office).score.answered == 0
    first = advice.table.current_value()
    desk.press(Qt.Key.Key_Return, on=advice.table)
    wait_for(lambda: page.sheet_view.isVisible() and page.sheet_view.panel.line.id == first)


def test_sent_back_remark_stands_on_the_page_and_roles_are_held(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    open_assessment(desk.office, SAMPLE, YEAR)
    sheet = _sheet(desk.office)
    for line in sheet.lines:
        if line.is_scored and line.item.scorer == "unit":
            answer_line(desk.office, YEAR, line.id, AnswerEntry(not_applicable=True))
    hand_in(desk.office, YEAR)
    send_back(desk.office, YEAR, "Bổ sung tài liệu dòng 1.1.1")
    officer: Any = open_desk(Role.OFFICER).page("scoring")
    wait_for(lambda: officer.sheet is not None)
    assert "Bổ sung tài liệu dòng 1.1.1" in officer.notices.state.text()
    hand_in(desk.office, YEAR)
    officer.enter()
    wait_for(lambda: officer.sheet.assessment.state is AssessmentState.HANDED_IN)
    assert not officer.main_button.isEnabled()
    assert "lãnh đạo" in officer.main_button.toolTip()
    for leaders in (officer.sheet_view.assign, officer.rounds.bar.dates):
        assert not leaders.isEnabled()
        assert "việc của lãnh đạo" in leaders.toolTip()
    desk.page("scoring")
    page: Any = desk.current
    wait_for(lambda: page.sheet is not None)
    page.back_button.click()
    dialog = _dialog(desk, "decisionDialog")
    dialog.go.click()
    assert dialog.remark.entry.property("state") == "error"
    dialog.remark.edit.setPlainText("Xem lại")
    dialog.go.click()
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.OPEN)


def test_sheet_is_saved_as_a_workbook_and_previewed_as_pages(desk: Desk, tmp_path: Path) -> None:
    page = _opened(desk)
    target = tmp_path / "tu-cham.xlsx"
    page.papers.save_to(page.sheet, target)
    wait_for(target.exists)
    desk.settle()
    sheets = load_workbook(target).sheetnames
    assert {"Bảng điểm", "Giải trình", "Tài liệu kiểm chứng"} <= set(sheets)
    page.papers.preview(page.sheet)
    dialog = _dialog(desk, "previewDialog")
    assert dialog._pdf.startswith(b"%PDF")


def test_sets_are_copied_for_a_year_compared_and_shown_side_by_side(desk: Desk) -> None:
    page = _opened(desk)
    open_assessment(desk.office, "bo-chi-so-766", YEAR)
    page.enter()
    wait_for(lambda: page.picker.count() == 2)
    assert page.picker.itemText(1) == "2026 · Bộ chỉ số phục vụ người dân, doanh nghiệp (766)"
    page.show_view("sets")
    wait_for(lambda: page.sets.chosen is not None and page.sets.chosen.code == SAMPLE)
    page.sets.copy_button.click()
    wait_for(lambda: page.sets.chosen is not None and page.sets.chosen.version == "2026")
    page.sets.compare_button.click()
    dialog = _dialog(desk, "compareSets")
    assert dialog.summary.text() == "Mọi dòng giống nhau; cả bộ khác 1 chỗ"
    assert dialog.table.rows.index(0, 1).data() == "năm"
    dialog.before.setCurrentIndex(dialog.before.count() - 1)
    assert "dòng khác nhau" in dialog.summary.text()
    dialog.accept()
    page.show_view("sheet")
    wait_for(lambda: page.notices.version.isVisible())
    page.notices.version.click()
    dialog = _dialog(desk, "versionDialog")
    wait_for(dialog.go.isEnabled)
    assert dialog.summary.text().endswith("sang 2026: chưa có dòng nào đã ghi.")
    dialog.go.click()
    wait_for(lambda: page.sheet.criteria.version == "2026")


def test_a_newer_version_under_drafts_shows_each_fate_and_loses_nothing(
    desk: Desk, a_pdf_file: Path
) -> None:
    page = _opened(desk)
    office = desk.office
    facts = DocumentFacts("12/KH-UBND", None, "Nguyễn Văn Mẫu")
    add_evidence(office, YEAR, ["1.8"], "kh.pdf", a_pdf_file.read_bytes(), facts)
    for item, value in (("1.4.1", "có"), ("1.5", "2"), ("1.7", "có"), ("1.8", "có")):
        answer_line(office, YEAR, item, AnswerEntry(value=value, note=f"ghi chú {item}"))
    form = _show(page, "3.3.1")
    _type(form.editor.fields["part"].edit, "24")  # half an answer, not yet written
    edit = edit_set(office, SAMPLE)
    lines = edit.criteria.by_id
    more = Decimal("1.5")
    told = replace(lines["1.7"], maximum=more, rule=YesNo(more))
    criteria = change_line(remove_line(edit.criteria, "1.8"), "1.7", told)
    save_edit(office, replace(edit, criteria=criteria))  # adds up to 99.5: not to be scored by
    page.enter()
    wait_for(lambda: page.notices.version.isVisible())
    page.notices.version.click()
    wait_for(lambda: "chưa dùng để chấm được" in desk.said)
    wait_for(lambda: shown("versionDialog") is None)
    criteria = change_line(criteria, "1.6", replace(lines["1.6"], maximum=Decimal(3)))
    criteria = change_line(criteria, "1.5", replace(lines["1.5"], id="1.5b"))
    save_edit(office, replace(edit_set(office, SAMPLE), criteria=criteria))
    assert "bản này đang chấm theo" in page.notices.newer.text()
    page.notices.version.click()
    dialog = _dialog(desk, "versionDialog")
    wait_for(dialog.go.isEnabled)
    rows = dialog.table.rows
    said = [
        [rows.index(row, column).data() for column in range(3)] for row in range(rows.rowCount())
    ]
    assert [line[0].split("  ")[0] for line in said] == ["1.7", "1.8", "1.5", "1.4.1"]
    assert [line[1] for line in said] == ["", "", "1.5b", ""]
    assert "cần trả lời lại" in said[0][2]
    assert "không còn" in said[1][2]
    dialog.reject()  # nothing moves by looking
    desk.settle()
    assert _answered(page, "1.8").kind is AnswerKind.VALUE
    page.notices.version.click()
    dialog = _dialog(desk, "versionDialog")
    wait_for(dialog.go.isEnabled)
    dialog.go.click()
    wait_for(lambda: "1.5b" in page.sheet.criteria.by_id)
    assert "Cần trả lời lại: 1.7, 1.8" in desk.said
    assert [_answered(page, i).kind for i in ("1.4.1", "1.5b", "1.7")] == [
        AnswerKind.VALUE, AnswerKind.VALUE, None,
    ]  # fmt: skip
    assert [_answered(page, i).note for i in ("1.5b", "1.7")] == ["ghi chú 1.5", "ghi chú 1.7"]
    events = [row.event for row in line_history(office, YEAR, "1.8")]
    assert {LineEvent.CLEAR, LineEvent.NOTE, LineEvent.REMOVE_EVIDENCE} <= set(events)
    assert [d.number for d in known_documents(office, YEAR)] == ["12/KH-UBND"]
    assert _show(page, "3.3.1").editor.fields["part"].edit.text() == "24"


def test_partial_set_is_completed_line_by_line_as_a_new_version(desk: Desk) -> None:
    page = desk.page("scoring")
    wait_for(lambda: page.sets.chosen is not None)
    page.sets.enter("ha-noi-cap-xa-2025")
    wait_for(lambda: page.sets.chosen.code == "ha-noi-cap-xa-2025")
    wait_for(lambda: "chưa có điểm tối đa" in page.sets.lacks.text())
    assert not page.sets.open_button.isEnabled()
    page.sets.mend_button.click()
    wait_for(lambda: page.importing.draft is not None)
    form = page.importing.rule_form
    asked = len(page.importing.draft.questions)
    assert asked == page.importing.draft.asked > 3
    for _ in range(asked):
        form.kind.choose("manual")
        form.kind.changed.emit()
        _type(form.maximum.edit, "12,5")
        form.go.click()
    assert not page.importing.draft.questions
    page.importing.keep.click()
    wait_for(lambda: page.sets.isVisible() and page.sets.chosen.version == "2025")
    stored = read_set(desk.office, "ha-noi-cap-xa-2025").criteria
    assert all(item.rule is not None and item.maximum for item in stored.scored)
    wait_for(lambda: "chưa có cách tính" not in page.sets.lacks.text())
