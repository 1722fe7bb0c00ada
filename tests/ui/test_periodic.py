"""Báo cáo định kỳ: opened, written beside last period, filled in a grid, checked, issued."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from desktop.services.periodic.forms import list_forms
from desktop.services.periodic.issuing import issue_periodic
from desktop.services.periodic.records import Wanted, list_reports, open_report
from desktop.services.periodic.sheets import build_sheet
from desktop.services.periodic.texts import (
    keep_text_draft,
    read_text_draft,
    read_texts,
    write_text,
)
from desktop.services.periodic.values import set_value
from desktop.services.reports.issuing import list_issued
from desktop.ui.periodic.section_list import ANNEX
from desktop.ui.periodic.view import PeriodicView
from tests.domain.statistics.forms import a_row, form_data
from tests.factory import MARITAL_STATUS, a_received
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for, wait_shown


def opened(desk: Desk) -> PeriodicView:
    """The page on periodic reports."""
    page = desk.page("figures")
    page.open_section("periodic")
    desk.settle()
    view: PeriodicView = page.periodic
    return view


@pytest.fixture
def view(desk: Desk) -> PeriodicView:
    """The report of the year, with the one of nine months before it."""
    nine = open_report(desk.office, Wanted("9t", 2026)).value
    write_text(desk.office, nine.id, "i", "Trong 9 tháng năm 2026 đã ban hành kế hoạch.")
    open_report(desk.office, Wanted("year", 2026))
    a_received(desk.office, MARITAL_STATUS)
    made = opened(desk)
    wait_for(lambda: made.desk is not None)
    return made


def current(view: PeriodicView) -> Any:
    assert view.desk is not None
    return view.desk


def test_first_report_is_opened_from_the_empty_page_and_a_form_comes_from_a_file(
    desk: Desk, tmp_path: Path
) -> None:
    view = opened(desk)
    assert view.stack.currentIndex() == 0
    assert not desk.find(QPushButton, "reportIssue").isVisible()
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, on=view)
    dialog = wait_shown("openReport")
    assert dialog.kind.combo.currentText() == "Năm"
    assert eyes.at_rest(eyes.clipped, dialog) == []
    dialog.go.click()
    desk.settle()
    wait_for(lambda: view.desk is not None)
    (line,) = list_reports(desk.office)
    assert (line.kind.key, line.year) == ("year", 2026)
    assert desk.find(QPushButton, "reportIssue").isVisible()
    file = tmp_path / "bieu.json"
    file.write_text(json.dumps(form_data(a_row("a"), a_row("s", sum=["a"]))), encoding="utf-8")
    view._openings.import_from(file)
    dialog = wait_shown("formImport")
    assert "bieu" not in [info.code for info in list_forms(desk.office)]
    desk.find(QPushButton, "formImportGo", dialog).click()
    desk.settle()
    assert "bieu" in [info.code for info in list_forms(desk.office)]
    file.write_text("{}", encoding="utf-8")
    view._openings.import_from(file)
    wait_for(lambda: "không đúng dạng biểu thống kê" in desk.said)


def test_text_begins_from_last_period_and_every_part_of_the_page_is_whole(
    desk: Desk, view: PeriodicView
) -> None:
    editor = view.editor
    assert editor.section == "i"
    assert editor.beside.toPlainText().startswith("Trong 9 tháng")
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, on=editor.edit)
    report = current(view).report
    wait_for(lambda: "i" in read_texts(desk.office, report.id))
    assert "“9 tháng năm 2026” (dòng 1)" in editor.warning.text()
    desk.press(Qt.Key.Key_F8, on=editor.edit)
    wait_for(lambda: editor.edit.textCursor().selectedText() == "9 tháng năm 2026")
    put_in(editor.edit, "năm 2026")
    assert not editor.warning.isVisible()
    desk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, on=editor.edit)
    wanted = "Trong năm 2026 đã ban hành kế hoạch."
    wait_for(lambda: read_texts(desk.office, report.id)["i"].content == wanted)
    desk.settle()
    assert read_texts(desk.office, report.id)["i"].user_name in editor.author.text()
    view.findings.show()
    for row in range(view.sections.count()):
        if not view.sections.item(row).flags():
            continue
        view.sections.setCurrentRow(row)
        desk.settle()
        for check in (eyes.clipped, eyes.nameless, eyes.keyless, eyes.english):
            assert eyes.at_rest(check, desk.window) == [], (row, check.__name__)


def test_what_is_typed_is_kept_at_rest_and_written_where_it_was_typed(
    desk: Desk, view: PeriodicView
) -> None:
    year = current(view).report
    put_in(view.editor.edit, "Đang viết dở")
    wait_for(lambda: read_text_draft(desk.office, year.id, "i") is not None)
    nine = next(line for line in list_reports(desk.office) if line.kind.key == "9t")
    view._read(nine.id)
    desk.settle()
    wait_for(lambda: current(view).report.id == nine.id)
    desk.settle()
    assert read_texts(desk.office, year.id)["i"].content == "Đang viết dở"
    assert view.editor.text == "Trong 9 tháng năm 2026 đã ban hành kế hoạch."
    assert read_texts(desk.office, nine.id)["i"].content == view.editor.text


def test_draft_of_a_crash_is_put_back(desk: Desk) -> None:
    report = open_report(desk.office, Wanted("year", 2026)).value
    keep_text_draft(desk.office, report.id, "i", "Chưa kịp ghi")
    view = opened(desk)
    wait_for(lambda: view.editor.text == "Chưa kịp ghi")
    assert "khôi phục" in view.editor.author.text()


def test_cell_is_typed_a_counted_one_asks_for_a_reason_and_opens_its_dossiers(
    desk: Desk, view: PeriodicView
) -> None:
    report = current(view).report
    view.sections.setCurrentRow(view.sections.count() - 1)
    assert view.sections.key == ANNEX
    table = view.annex.table
    view.annex.mark(("staff_given", "value"))
    QTest.keyClick(table, Qt.Key.Key_4)  # typing begins at once
    (line,) = [e for e in table.findChildren(QLineEdit) if e.isVisible()]
    QTest.keyClick(line, Qt.Key.Key_5)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    wait_for(lambda: current(view).sheet.text(("staff_given", "value")) == "45")
    assert view.annex.place == ("staff_there", "value")  # on to the next one
    view.annex.mark(("files_received", "value"))
    desk.settle()
    assert "Đếm từ sổ" in view.annex.why.text()
    view.annex.model.setData(table.currentIndex(), "3")
    dialog = wait_shown("reasonDialog")
    dialog.save.click()
    wait_for(lambda: bool(dialog.reason.entry.property("state") == "error"))
    dialog.reason.edit.setPlainText("Theo sổ giấy")
    dialog.save.click()
    desk.settle()
    wait_for(lambda: current(view).sheet.text(("files_received", "value")) == "3")
    view.annex.mark(("files_received", "value"))
    wait_for(lambda: "Lý do: Theo sổ giấy" in view.annex.why.text())
    QTest.keyClick(table, Qt.Key.Key_Delete)
    desk.settle()
    assert build_sheet(desk.office, report).text(("files_received", "value")) == "1"
    view.sections.setCurrentRow(view.sections.count() - 1)
    view.annex.mark(("files_online_share", "value"))
    desk.settle()
    desk.find(QPushButton, "annexDoor2").click()
    wait_for(lambda: desk.window.current.key == "dossiers")
    wait_for(lambda: desk.window.current.model.rowCount() == 1)  # type: ignore[attr-defined]


def test_what_is_missing_leads_to_its_place_and_is_asked_before_issuing(
    desk: Desk, view: PeriodicView
) -> None:
    desk.press(Qt.Key.Key_F7, on=view)
    wait_for(view.findings.isVisible)
    words = [view.findings.table.rows.index(n, 1).data() for n in range(3)]
    place = next(n for n, text in enumerate(words) if "1. Cải cách thể chế" in text)
    view.findings.table.selectRow(place)
    QTest.keyClick(view.findings.table, Qt.Key.Key_Return)
    assert view.editor.section == "ii_1"
    desk.find(QPushButton, "reportIssue").click()
    dialog = wait_shown("incompleteDialog")
    assert list_issued(desk.office) == ()
    desk.find(QPushButton, "missingIssue", dialog).click()
    wait_shown("previewDialog").close()
    desk.settle()
    (issued,) = list_issued(desk.office)
    assert issued.report == "periodic-cchc"
    wait_for(lambda: "đã phát hành số 01/2026, nay vẫn đúng" in view.state.text())
    set_value(desk.office, current(view).report.id, ("staff_given", "value"), "45")
    desk.find(QPushButton, "reportPrint").click()
    dialog = wait_shown("previewDialog")
    assert isinstance(dialog, QDialog)
    assert dialog.windowTitle() == "Báo cáo cải cách hành chính định kỳ – năm 2026"
    dialog.close()
    QApplication.processEvents()


def test_report_opened_by_mistake_is_put_away_and_the_banner_brings_it_back(
    desk: Desk, view: PeriodicView
) -> None:
    year = current(view).report
    put_in(view.editor.edit, "Viết dở.")
    desk.press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier, on=view)
    wait_for(lambda: current(view).report.kind.key == "9t")
    assert [line.kind.key for line in list_reports(desk.office)] == ["9t"]
    assert f"Đã cất {year.title}" in desk.said
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=desk.window)
    wait_for(lambda: current(view).report.id == year.id)
    assert view.editor.edit.toPlainText() == "Viết dở."
    issue_periodic(desk.office, year.id, anyway=True)
    view.enter()
    wait_for(lambda: current(view).issued is not None)
    desk.settle()
    assert not view.away_button.isVisible()
