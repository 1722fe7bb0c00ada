"""Chấm điểm CCHC: from an empty page to an approved sheet, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.dossiers import DossierEvent
from desktop.domain.roles import Role
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.approval import hand_in, send_back
from desktop.services.assessments.opening import list_assessments, open_assessment
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, put_in, wait_for
from tests.ui.scoring_hands import (
    CONTROL,
    SAMPLE,
    SHIFT,
    SMALL,
    YEAR,
    answered,
    in_hand,
    opened_page,
    read_sheet,
    show_line,
    type_into,
    wait_dialog,
)


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
    file.write_text(SMALL, encoding="utf-8")
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
    type_into(form.rule.fields["unit"].edit, "báo cáo")
    type_into(form.rule.fields["points"].edit, "0,75")
    desk.press(Qt.Key.Key_Return, CONTROL, on=form.rule.fields["points"].edit)
    wait_for(lambda: not page.importing.draft.questions)
    assert page.importing.side.currentWidget() is page.importing.done
    desk.press(Qt.Key.Key_S, CONTROL, on=page.importing)
    wait_for(lambda: page.sets.isVisible() and page.sets.chosen is not None)
    wait_for(lambda: page.sets.chosen.title == "bo-tieu-chi-2026")
    desk.press(Qt.Key.Key_Return, CONTROL, on=page.sets.table)
    wait_for(lambda: page.sheet is not None and page.sheet_view.panel.line is not None)
    desk.settle()
    desk.activate()

    assert page.sheet_view.tree.current_id == "1.1"
    desk.press(Qt.Key.Key_F6, on=page.sheet_view.tree)
    assert in_hand() is page.sheet_view.panel.form.editor.first
    desk.press(Qt.Key.Key_F6)
    assert in_hand() is page.sheet_view.bar.search
    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Return, on=page.sheet_view.tree)
    desk.press(Qt.Key.Key_1)  # có
    desk.press(Qt.Key.Key_Return)
    wait_for(lambda: page.sheet_view.panel.line.id == "1.2")
    put_in(in_hand(), "3")
    desk.press(Qt.Key.Key_Return)
    wait_for(lambda: page.sheet_view.panel.line.id == "2.1")
    put_in(in_hand(), "9")
    desk.press(Qt.Key.Key_Return)
    put_in(in_hand(), "10")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    wait_for(lambda: page.sheet.score.answered == 3)
    assert str(page.sheet.score.total) == "89.65"  # 1 + 3 × 0,75 + 96 × 0,9

    desk.press(Qt.Key.Key_T, CONTROL | SHIFT, on=page)
    dialog = wait_dialog(desk, "decisionDialog")
    desk.press(Qt.Key.Key_Return, CONTROL, on=dialog)
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.HANDED_IN)
    assert not page.sheet_view.panel.form.editor.isEnabled()
    desk.activate()
    desk.press(Qt.Key.Key_T, CONTROL | SHIFT, on=page)
    dialog = wait_dialog(desk, "decisionDialog")
    desk.press(Qt.Key.Key_Return, CONTROL, on=dialog)
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.APPROVED)
    wait_for(lambda: page.notices.state.text().startswith("Quản trị đã duyệt lúc 09:00 20/11/2026"))
    assert (page.main_button.text(), page.back_button.text()) == ("Nộp cho tỉnh", "Mở lại")


def test_points_and_why_follow_the_typing_and_half_an_answer_is_never_lost(desk: Desk) -> None:
    page = opened_page(desk)
    form = show_line(page, "3.3.1")
    part, whole = form.editor.fields["part"].edit, form.editor.fields["whole"].edit
    type_into(part, "2.412")
    assert form.points.text() == "– / 4"
    show_line(page, "3.3.2")
    form = show_line(page, "3.3.1")
    assert form.editor.fields["part"].edit.text() == "2.412"
    type_into(form.editor.fields["whole"].edit, "2431")
    assert form.why.text() == (
        "2.412 / 2.431 hồ sơ trước và đúng hạn = 99,22 % ≥ 95 % → 4 × 0,9922 = 3,97"
    )
    assert form.points.text() == "3,97 / 4"
    assert read_sheet(desk.office).line("3.3.1").kind is None  # nothing before the field is left
    form.commit()
    wait_for(lambda: answered(page, "3.3.1").kind is AnswerKind.VALUE)
    assert part is not whole
    type_into(form.editor.fields["part"].edit, "2500")
    form.commit()
    desk.settle()
    assert form.editor.fields["part"].entry.property("state") == "error"
    assert str(read_sheet(desk.office).line("3.3.1").counted) == "3.97"


def test_not_applicable_and_no_case_are_two_answers_and_ctrl_z_takes_them_back(desk: Desk) -> None:
    page = opened_page(desk)
    form = show_line(page, "3.3.2")
    form.no_case.click()
    wait_for(lambda: answered(page, "3.3.2").kind is AnswerKind.NO_CASE)
    assert page.sheet.score.applicable == 100
    form.not_applicable.click()
    wait_for(lambda: answered(page, "3.3.2").kind is AnswerKind.NOT_APPLICABLE)
    assert page.sheet.score.applicable == 99
    assert form.na_why.isVisible()
    page.undo()
    wait_for(lambda: answered(page, "3.3.2").kind is AnswerKind.NO_CASE)
    page.undo()
    wait_for(lambda: answered(page, "3.3.2").kind is None)
    desk.settle()
    page.undo()
    wait_for(lambda: desk.said == "Không có việc nào vừa làm để hoàn tác.")


def test_own_points_need_a_reason_and_show_both(desk: Desk) -> None:
    page = opened_page(desk)
    form = show_line(page, "1.2.3")
    form.editor.choices.marks[0].click()
    wait_for(lambda: answered(page, "1.2.3").kind is AnswerKind.VALUE)
    form.own.tick.click()
    type_into(form.own.points.edit, "0,25")
    form.commit()
    wait_for(lambda: bool(form.own.why.entry.property("state") == "error"))
    type_into(form.own.why.edit, "Gửi chậm một ngày")
    form.commit()
    wait_for(lambda: str(answered(page, "1.2.3").own) == "0.25")
    assert form.points.text() == "0,5 / 0,5"
    assert "Khác điểm 1" in page.sheet_view.bar.chips["differs"].text()
    form.own.tick.click()
    wait_for(lambda: answered(page, "1.2.3").own is None)


def test_tree_is_narrowed_by_chips_and_found_without_accents(desk: Desk) -> None:
    page = opened_page(desk)
    view = page.sheet_view
    form = show_line(page, "1.2.3")
    form.editor.choices.marks[0].click()
    wait_for(lambda: answered(page, "1.2.3").kind is AnswerKind.VALUE)
    view.bar.chips["missing"].click()
    assert view.model.shown_count == 1
    assert view.tree.current_id == "1.2.3"
    state = view.model.index_of("1.2.3", 2)
    assert state.data() == "thiếu minh chứng"
    assert not state.data(Qt.ItemDataRole.DecorationRole).isNull()
    view.bar.clear()
    page.main_button.click()  # what is not answered cannot be handed in: the way there is offered
    dialog = wait_dialog(desk, "decisionDialog")
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
    page = opened_page(desk)
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
    page = opened_page(desk)
    desk.find(QPushButton, "fillFromRecords").click()
    dialog = wait_dialog(desk, "fillDialog")
    wait_for(lambda: dialog.go.isEnabled())
    rows = [dialog.table.rows.index(row, 0).data() for row in range(dialog.table.rows.rowCount())]
    assert any(text.startswith("3.3.1") for text in rows)
    assert read_sheet(desk.office).line("3.3.1").kind is None
    dialog.go.click()
    wait_for(lambda: answered(page, "3.3.1").reading is not None)
    show_line(page, "3.3.1")
    assert "đọc lúc 09:00 20/11/2026" in page.sheet_view.panel.figure.text()
    page.undo()
    wait_for(lambda: answered(page, "3.3.1").reading is None)
    page.filling._fill(page.sheet, False)
    wait_for(lambda: answered(page, "3.3.1").reading is not None)
    whole = page.sheet_view.panel.findChildren(QPushButton, "figureList3")[-1]
    assert whole.text() == "Tất cả đã giải quyết"
    whole.click()
    wait_for(lambda: desk.current.key == "dossiers")
    wait_for(lambda: desk.current.model.rowCount() == 1)  # type: ignore[attr-defined]


def test_document_proves_several_lines_and_the_program_proposes_them(
    desk: Desk, a_pdf_file: Path
) -> None:
    page = opened_page(desk)
    show_line(page, "1.1.1")
    evidence = page.sheet_view.panel.evidence
    evidence.add_paths([a_pdf_file])
    dialog = wait_dialog(desk, "evidenceDialog")
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
    wait_for(lambda: len(answered(page, "1.1.2").evidence) == 1)
    wait_for(lambda: evidence.list.item(0).text().startswith("12/KH-UBND ngày 15/01/2026"))
    assert "cũng là tài liệu của dòng khác (1.1.2)" in evidence.warnings.text()
    evidence.edit()
    correcting = wait_dialog(desk, "evidenceDialog")
    correcting.number.set_text("13/KH-UBND")
    correcting.go.click()
    wait_for(lambda: answered(page, "1.1.1").evidence[0].facts.number == "13/KH-UBND")
    evidence.remove()
    wait_for(lambda: not answered(page, "1.1.1").evidence)
    page.undo()
    wait_for(lambda: len(answered(page, "1.1.1").evidence) == 1)
    show_line(page, "1.1.3")
    evidence.use_button.click()
    known = wait_dialog(desk, "knownDocuments")
    known.findChild(QPushButton, "knownGo").click()
    wait_for(lambda: len(answered(page, "1.1.3").evidence) == 1)


def test_advice_ranks_jobs_finds_the_way_and_supposes_without_writing(desk: Desk) -> None:
    page = opened_page(desk)
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
    choose = advice.what_if.choose
    choose.activated.emit(choose.findData("8.1"))  # a survey has no step of its own
    advice.what_if._editor.show_inputs({"percent": Decimal(80)})
    advice.what_if._suppose()
    assert advice.what_if.result.text().startswith("0 % → 10,4 %")
    assert "8.1: 6,4 điểm" in advice.what_if.supposed.text()
    assert read_sheet(desk.office).score.answered == 0
    first = advice.table.current_value()
    desk.press(Qt.Key.Key_Return, on=advice.table)
    wait_for(lambda: page.sheet_view.isVisible() and page.sheet_view.panel.line.id == first)


def test_sent_back_remark_stands_on_the_page_and_roles_are_held(
    desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    open_assessment(desk.office, SAMPLE, YEAR)
    sheet = read_sheet(desk.office)
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
    dialog = wait_dialog(desk, "decisionDialog")
    dialog.go.click()
    assert dialog.remark.entry.property("state") == "error"
    dialog.remark.edit.setPlainText("Xem lại")
    dialog.go.click()
    wait_for(lambda: page.sheet.assessment.state is AssessmentState.OPEN)


def test_sheet_is_saved_as_a_workbook_and_previewed_as_pages(desk: Desk, tmp_path: Path) -> None:
    page = opened_page(desk)
    target = tmp_path / "tu-cham.xlsx"
    page.papers.save_to(page.sheet, target)
    wait_for(target.exists)
    desk.settle()
    sheets = load_workbook(target).sheetnames
    assert {"Bảng điểm", "Giải trình", "Tài liệu kiểm chứng"} <= set(sheets)
    page.papers.preview(page.sheet)
    dialog = wait_dialog(desk, "previewDialog")
    assert dialog._pdf.startswith(b"%PDF")
