"""Bộ tiêu chí on the page: copied, compared, completed, a newer version under drafts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from desktop.domain.criteria.answers import AnswerKind
from desktop.domain.criteria.editing import change_line, remove_line
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rules import YesNo
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.evidence import DocumentFacts, add_evidence
from desktop.services.assessments.known_documents import known_documents
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.set_editing import edit_set, save_edit
from desktop.services.assessments.sets import read_set
from desktop.services.assessments.sheets import line_history
from tests.ui.desk import Desk, shown, wait_for
from tests.ui.scoring_hands import (
    SAMPLE,
    YEAR,
    answered,
    opened_page,
    show_line,
    type_into,
    wait_dialog,
)


def test_sets_are_copied_for_a_year_compared_and_shown_side_by_side(desk: Desk) -> None:
    page = opened_page(desk)
    open_assessment(desk.office, "bo-chi-so-766", YEAR)
    page.enter()
    wait_for(lambda: page.picker.count() == 2)
    assert page.picker.itemText(1) == "2026 · Bộ chỉ số phục vụ người dân, doanh nghiệp (766)"
    page.show_view("sets")
    wait_for(lambda: page.sets.chosen is not None and page.sets.chosen.code == SAMPLE)
    page.sets.copy_button.click()
    wait_for(lambda: page.sets.chosen is not None and page.sets.chosen.version == "2026")
    page.sets.compare_button.click()
    dialog = wait_dialog(desk, "compareSets")
    assert dialog.summary.text() == "Mọi dòng giống nhau; cả bộ khác 1 chỗ"
    assert dialog.table.rows.index(0, 1).data() == "năm"
    dialog.before.setCurrentIndex(dialog.before.count() - 1)
    assert "dòng khác nhau" in dialog.summary.text()
    dialog.accept()
    page.show_view("sheet")
    wait_for(lambda: page.notices.version.isVisible())
    page.notices.version.click()
    dialog = wait_dialog(desk, "versionDialog")
    wait_for(dialog.go.isEnabled)
    assert dialog.summary.text().endswith("sang 2026: chưa có dòng nào đã ghi.")
    dialog.go.click()
    wait_for(lambda: page.sheet.criteria.version == "2026")


def test_a_newer_version_under_drafts_shows_each_fate_and_loses_nothing(
    desk: Desk, a_pdf_file: Path
) -> None:
    page = opened_page(desk)
    office = desk.office
    facts = DocumentFacts("12/KH-UBND", None, "Nguyễn Văn Mẫu")
    add_evidence(office, YEAR, ["1.8"], "kh.pdf", a_pdf_file.read_bytes(), facts)
    for item, value in (("1.4.1", "có"), ("1.5", "2"), ("1.7", "có"), ("1.8", "có")):
        answer_line(office, YEAR, item, AnswerEntry(value=value, note=f"ghi chú {item}"))
    form = show_line(page, "3.3.1")
    type_into(form.editor.fields["part"].edit, "24")  # half an answer, not yet written
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
    dialog = wait_dialog(desk, "versionDialog")
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
    assert answered(page, "1.8").kind is AnswerKind.VALUE
    page.notices.version.click()
    dialog = wait_dialog(desk, "versionDialog")
    wait_for(dialog.go.isEnabled)
    dialog.go.click()
    wait_for(lambda: "1.5b" in page.sheet.criteria.by_id)
    assert "Cần trả lời lại: 1.7, 1.8" in desk.said
    assert [answered(page, i).kind for i in ("1.4.1", "1.5b", "1.7")] == [
        AnswerKind.VALUE, AnswerKind.VALUE, None,
    ]  # fmt: skip
    assert [answered(page, i).note for i in ("1.5b", "1.7")] == ["ghi chú 1.5", "ghi chú 1.7"]
    events = [row.event for row in line_history(office, YEAR, "1.8")]
    assert {LineEvent.CLEAR, LineEvent.NOTE, LineEvent.REMOVE_EVIDENCE} <= set(events)
    assert [d.number for d in known_documents(office, YEAR)] == ["12/KH-UBND"]
    assert show_line(page, "3.3.1").editor.fields["part"].edit.text() == "24"


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
        type_into(form.maximum.edit, "12,5")
        form.go.click()
    assert not page.importing.draft.questions
    page.importing.keep.click()
    wait_for(lambda: page.sets.isVisible() and page.sets.chosen.version == "2025")
    stored = read_set(desk.office, "ha-noi-cap-xa-2025").criteria
    assert all(item.rule is not None and item.maximum for item in stored.scored)
    wait_for(lambda: "chưa có cách tính" not in page.sets.lacks.text())
