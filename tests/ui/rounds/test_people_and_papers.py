"""Lines given to people, their deadline, and every paper of the scoring page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit, QWidget

from desktop.domain.criteria.rounds import Stage as Step
from desktop.domain.roles import Role
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.assigning import own_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sheets import score_sheet
from desktop.services.assessments.stages import round_status
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.users import NewUser, add_user
from desktop.ui.scoring.papers import CHARTS, COVER
from tests.factory import ADMIN, PASSWORD
from tests.sync.rounds import SAMPLE, YEAR
from tests.ui.desk import Desk, PrintDoor, put_in, wait_for
from tests.ui.rounds.hands import dialog_of, go, opened

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_lines_are_given_to_people_and_the_deadline_locks_until_the_leader_extends_it(
    desk: Desk, office: Office, clock: FixedClock
) -> None:
    open_assessment(office, SAMPLE, YEAR)
    add_user(office, NewUser("Lê Thị Mẫu", Role.OFFICER, PASSWORD))
    page = opened(desk)
    tree = page.sheet_view.tree
    assert not page.sheet_view.bar.chips["mine"].isVisible()
    page.sheet_view.choose("1.2.1")
    tree.setFocus()
    desk.press(Qt.Key.Key_Down, _SHIFT, on=tree)
    assert tree.marked_ids == ["1.2.1", "1.2.2"]
    desk.press(Qt.Key.Key_G, _CONTROL | _SHIFT, on=page)
    dialog = dialog_of(desk, "assignDialog")
    dialog.who.choose(ADMIN)
    dialog.until.set_text("19/11/2026")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: "đã qua" in dialog.until.words.text())
    dialog.until.set_text("23/11/2026")
    go(desk, "assignDialog")
    wait_for(lambda: page.sheet.line("1.2.2").assignee == ADMIN)
    assert page.sheet_view.model.index_of("1.2.1", 2).data() == "hạn 23/11"
    page.sheet_view.bar.chips["mine"].click()
    assert page.sheet_view.model.shown_count == 2
    assert len(own_lines(office).lines) == 2
    page.undo()
    wait_for(lambda: page.sheet.line("1.2.2").assignee == "")
    page.sheet_view.bar.clear()
    page.rounds.assign(page.sheet, ["1.2"])
    dialog = dialog_of(desk, "assignDialog")
    dialog.who.choose(ADMIN)
    dialog.until.set_text("23/11/2026")
    go(desk, "assignDialog")
    wait_for(lambda: page.sheet.line("1.2.3").assignee == ADMIN)

    set_deadlines(office, YEAR, Deadlines(date(2026, 11, 24)))
    clock.moment = clock.moment.replace(day=25)
    page.enter()
    wait_for(lambda: "các dòng đã khóa" in page.notices.state.text())
    assert page.sheet_view.model.index_of("1.2.1", 2).data() == "quá hạn 2 ngày"
    page.sheet_view.choose("1.2.1")
    desk.settle()
    assert "giao Quản trị, hạn 23/11/2026 (quá hạn 2 ngày)" in page.sheet_view.panel.facts.text()
    assert not page.sheet_view.panel.form.editor.isEnabled()
    assert own_lines(office).overdue == 3
    desk.press(Qt.Key.Key_H, _CONTROL | _SHIFT, on=page)
    dialog = dialog_of(desk, "deadlinesDialog")
    dialog.fields["score"].set_text("31/02/2026")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: dialog.fields["score"].entry.property("state") == "error")
    dialog.fields["score"].set_text("30/11/2026")
    go(desk, "deadlinesDialog")
    wait_for(lambda: page.sheet_view.panel.form.editor.isEnabled())
    page.undo()
    wait_for(lambda: not page.rounds.is_open)


def test_every_paper_is_reachable_and_excel_comes_back_with_both_sides_of_a_conflict(
    desk: Desk, office: Office, tmp_path: Path, print_door: PrintDoor
) -> None:
    open_assessment(office, SAMPLE, YEAR)
    answer_line(office, YEAR, "1.7", AnswerEntry(value="có"))
    page = opened(desk)
    menu = desk.find(QMenu, "papersMenu", page)
    names = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert len(names) == 11
    for name in names[:3]:
        next(a for a in menu.actions() if a.text().startswith(name)).trigger()
        preview = dialog_of(desk, "previewDialog")
        assert preview._pdf.startswith(b"%PDF")
        preview.close()
    next(a for a in menu.actions() if a.text().startswith("Khó khăn")).trigger()
    dialog = dialog_of(desk, "writeUpDialog")
    put_in(dialog.findChild(QPlainTextEdit, "difficulties"), "Đường truyền yếu")
    go(desk, "writeUpDialog")
    wait_for(lambda: page.sheet.assessment.difficulties == "Đường truyền yếu")
    for ending in ("docx", "xlsx"):
        page.papers.save_to(page.sheet, tmp_path / f"bang-diem.{ending}")
        wait_for(lambda e=ending: (tmp_path / f"bang-diem.{e}").exists())
    for what, name in ((COVER, "bia.docx"), (CHARTS, "bieu-do.xlsx")):
        page.papers.save_to(page.sheet, tmp_path / name, what)
        wait_for(lambda n=name: (tmp_path / n).exists())
    desk.settle()

    answer_line(office, YEAR, "1.7", AnswerEntry(value="không"))  # after it was exported
    page.enter()
    desk.settle()
    book = load_workbook(tmp_path / "bang-diem.xlsx")
    entries = book["Nhập liệu"]
    places = {str(row[0].value): row[0].row for row in entries.iter_rows(min_row=5)}
    entries[f"E{places['1.5']}"] = "1"
    entries[f"H{places['1.5']}"] = "một mô hình"
    entries[f"E{places['1.7']}"] = "không áp dụng"
    entries[f"E{places['3.3.1']}"] = "9999"
    book.save(tmp_path / "bang-diem.xlsx")

    page.papers.import_file(page.sheet, tmp_path / "bang-diem.xlsx")
    dialog = dialog_of(desk, "scoreImportDialog")
    wait_for(lambda: dialog.found is not None)
    assert "2 ô sẽ đổi, 1 ô hai bên cùng sửa, 1 ô không nhận được" in dialog.summary.text()
    cells = [dialog.table.rows.index(0, column).data() for column in range(5)]
    assert (cells[2], cells[3]) == ("không", "không áp dụng")
    assert "giữ trong chương trình; khi xuất là “có”" in cells[4]
    desk.press(Qt.Key.Key_Space, on=dialog.table)
    wait_for(lambda: dialog.go.text() == "Ghi 3 ô")
    go(desk, "scoreImportDialog")
    wait_for(lambda: page.sheet.line("1.5").note == "một mô hình")
    kind = score_sheet(office, YEAR).line("1.7").kind
    assert kind is not None
    assert kind.value == "not_applicable"
    page.undo()
    wait_for(lambda: page.sheet.line("1.5").kind is None)
    assert page.sheet.line("1.7").kind.value == "value"

    wrong = tmp_path / "khong-phai-bang.xlsx"
    wrong.write_bytes(b"PK nothing of a workbook")
    page.papers.import_file(page.sheet, wrong)
    wait_for(lambda: bool(_shown_words()))
    assert round_status(office, YEAR).stage is Step.OPEN


def _shown_words() -> str:
    """What a refused file says, in the banner or in a dialog."""
    from PySide6.QtWidgets import QApplication

    tops: list[QWidget] = QApplication.topLevelWidgets()
    labels = [one for top in tops if top.isVisible() for one in top.findChildren(QLabel)]
    return " ".join(one.text() for one in labels if "tệp" in one.text() and one.isVisible())
