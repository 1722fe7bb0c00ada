"""The round trip with the province through the window: submit, compare, explain, the result."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.criteria.rounds import Stage as Step
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.roles import Role
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.assigning import own_lines
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sheets import score_sheet
from desktop.services.assessments.stages import round_status
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.appraising import VerdictInput, appraise
from desktop.services.provinces.closing import Closing, close_round
from desktop.services.provinces.publishing import publish
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user
from desktop.ui.scoring.papers import CHARTS, COVER
from tests.conftest import CHEAP
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, UNIT_CODE
from tests.sync.rounds import SAMPLE, YEAR, ProvinceDesk, answered, approved
from tests.sync.stage import Stage
from tests.ui.desk import Desk, PrintDoor, put_in, shown, wait_for, wait_shown

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="session")
def a_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's folder to copy, never to open."""
    folder = tmp_path_factory.mktemp("tỉnh") / "tỉnh"
    create_province(folder, NewProvince("66", ADMIN, PASSWORD), FixedClock(FRIDAY_MORNING), CHEAP)
    return folder


@pytest.fixture
def stage(office: Office, a_province: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Stage]:
    """The unit of the window, joined and accepted by a province beside it."""
    shutil.copytree(a_province, tmp_path / "tỉnh")
    province = sign_in(tmp_path / "tỉnh", ADMIN, PASSWORD, clock)
    (tmp_path / "usb").mkdir()
    made = Stage(office, province, tmp_path / "usb", clock, tmp_path)
    made.join()
    made.round()
    yield made
    province.close()


@pytest.fixture(scope="session")
def a_pdf() -> bytes:
    """The proof that goes with the submission."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, "Bien ban doi thoai")
    canvas.save()
    return output.getvalue()


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    """A document that came too late for the submission."""
    path = tmp_path / "ban-co-chu-ky.pdf"
    canvas = Canvas(str(path), invariant=1)
    canvas.drawString(72, 720, "Bien ban da ky")
    canvas.save()
    return path


def _opened(desk: Desk) -> Any:
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None and page.rounds.status is not None)
    return page


def _stage(page: Any) -> Step:
    found: Step = page.rounds.status.stage
    return found


def _dialog(desk: Desk, name: str) -> Any:
    found = wait_shown(name)
    desk.settle()
    return found


def _go(desk: Desk, name: str) -> None:
    """Ctrl+Enter in a dialog."""
    dialog = _dialog(desk, name)
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: shown(name) is None, f"the end of {name}")
    desk.settle()
    desk.activate()


def _main(desk: Desk, page: Any) -> None:
    desk.press(Qt.Key.Key_T, _CONTROL | _SHIFT, on=page)
    desk.settle()


def _carry(desk: Desk, stage: Stage) -> None:
    """Out by the page Đồng bộ, through the province, in by the page Đồng bộ."""
    sync = desk.page("sync")
    sync.carrying.write_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    stage.collect()
    sync.carrying.read_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    desk.settle()


def _write(desk: Desk, page: Any, text: str, points: str = "") -> None:
    """Types an explanation at the marked line and leaves the field."""
    form = page.rounds.view.panel.form
    form.text.edit.setFocus()
    form.text.edit.selectAll()
    put_in(form.text.edit, text)
    form.proposed.edit.setFocus()
    if points:
        form.proposed.edit.selectAll()
        put_in(form.proposed.edit, points)
        form.proposed.edit.textEdited.emit(points)
        form.commit()
    desk.settle()


def _row(page: Any, item_id: str) -> Any:
    return next(row for row in page.rounds.view.found.rows if row.item.id == item_id)


def test_round_trip_from_approval_to_rank(
    desk: Desk, stage: Stage, a_pdf: bytes, a_file: Path
) -> None:
    answered(stage.unit, a_pdf)
    page = _opened(desk)
    page.show_view("compare")
    desk.settle()
    view = page.rounds.view
    assert view.empty.isVisible()
    assert "trình lãnh đạo duyệt, rồi nộp cho tỉnh" in view.empty.advice.text()

    _main(desk, page)
    _go(desk, "decisionDialog")
    _main(desk, page)
    _go(desk, "decisionDialog")
    wait_for(lambda: _stage(page) is Step.APPROVED)
    assert page.main_button.text() == "Nộp cho tỉnh"

    desk.press(Qt.Key.Key_Return, _CONTROL, on=view)  # the step that the empty page offers
    dialog = _dialog(desk, "submitDialog")
    assert (dialog.lines.rows.rowCount(), dialog.files.rows.rowCount()) == (79, 1)
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Chưa ghi khó khăn" in said
    _go(desk, "submitDialog")
    wait_for(lambda: _stage(page) is Step.SUBMITTED)
    assert "tỉnh chưa xác nhận" in page.notices.state.text()
    _carry(desk, stage)
    page = _opened(desk)
    wait_for(lambda: "tỉnh xác nhận lúc 09:00 20/11/2026: đã ghi" in page.notices.state.text())

    appraise(stage.province, UNIT_CODE, "1.7", YEAR, 1, VerdictInput(Decimal(0), "chưa ký"))
    appraise(
        stage.province, UNIT_CODE, "1.5", YEAR, 1, VerdictInput(Decimal(2), "nêu rõ", asks=True)
    )
    closing = Closing(1, agree_rest=True, explain_until=date(2026, 12, 10))
    close_round(stage.province, UNIT_CODE, YEAR, closing)
    _carry(desk, stage)
    page = _opened(desk)
    page.show_view("compare")
    wait_for(lambda: _stage(page) is Step.APPRAISED and view.table.rows.rowCount() == 2)
    assert "còn 20 ngày" in page.rounds.bar.deadline.text()
    assert view.table.current_value().item.id == "1.7"
    assert _row(page, "1.5").verdict is Verdict.NEEDS_EXPLANATION
    assert view.chips["waiting"].text() == "Chờ giải trình 2"
    assert "Tỉnh nhận xét: “chưa ký”" in view.panel.note.text()
    assert not page.main_button.isEnabled()  # nothing is written yet

    # An explanation with points and a document that the submission did not have.
    desk.press(Qt.Key.Key_Return, on=view.table)
    assert view.panel.form.text.edit.hasFocus()
    view.panel.form.files.given.emit([a_file])
    assert "Viết giải trình trước" in view.panel.form.text.words.text()
    _write(desk, page, "Đã bổ sung bản ký.", "9")
    wait_for(lambda: view.panel.form.proposed.entry.property("state") == "error")
    assert view.panel.form.text.text == "Đã bổ sung bản ký."
    _write(desk, page, "Đã bổ sung bản ký.", "1")
    wait_for(lambda: _row(page, "1.7").explanation is not None)
    view.panel.form.files.given.emit([a_file])
    _go(desk, "evidenceDialog")
    wait_for(lambda: len(_row(page, "1.7").explanation.documents) == 1)
    desk.press(Qt.Key.Key_Return, _CONTROL, on=view.panel.form.text.edit)
    wait_for(lambda: view.panel.row.item.id == "1.5")
    view.panel.form.files.known_wanted.emit()
    _write(desk, page, "Có hai sáng kiến được công nhận.")
    wait_for(lambda: _row(page, "1.5").explanation is not None)
    view.panel.form.files.known_wanted.emit()
    _go(desk, "knownDialog")
    wait_for(lambda: len(_row(page, "1.5").explanation.documents) == 1)
    page.undo()
    wait_for(lambda: not _row(page, "1.5").explanation.documents)

    desk.settle()
    assert page.main_button.text() == "Gửi 2 giải trình"
    _main(desk, page)
    dialog = _dialog(desk, "sendDialog")
    assert dialog.table.rows.rowCount() == 2
    _go(desk, "sendDialog")
    wait_for(lambda: _stage(page) is Step.EXPLAINED)
    _carry(desk, stage)

    appraise(stage.province, UNIT_CODE, "1.7", YEAR, 2, VerdictInput(Decimal("0.5"), "một phần"))
    appraise(stage.province, UNIT_CODE, "1.5", YEAR, 2, VerdictInput(Decimal(2), "chấp nhận"))
    close_round(stage.province, UNIT_CODE, YEAR, Closing(2))
    publish(stage.province, YEAR, "12/QĐ-UBND", date(2026, 11, 20))
    _carry(desk, stage)
    page = _opened(desk)
    page.show_view("compare")
    wait_for(lambda: _stage(page) is Step.PUBLISHED and view.result.isVisible())
    assert "hạng 1/1" in view.result.rank.text()
    assert "12/QĐ-UBND" in view.result.about.text()
    row = _row(page, "1.7")
    assert (row.own, row.first, row.appraised, row.final) == (1, 0, Decimal("0.5"), Decimal("0.5"))
    assert not page.main_button.isVisible()
    view.choose("1.7")
    desk.settle()
    view.panel.all_history.click()
    told = view.panel.history.text()
    order = ("Công bố 0,5 điểm", "một phần", "Gửi giải trình", "Đã bổ sung bản ký", "chưa ký")
    assert all(part in told for part in order)
    assert "đã công bố" in view.panel.form.advice.text()
    assert view.panel.form.text.edit.isReadOnly()


def test_damaged_word_changes_nothing_lost_files_are_named_and_drafts_stay(
    desk: Desk, stage: Stage, a_pdf: bytes, a_file: Path, clock: FixedClock
) -> None:
    approved(stage.unit, a_pdf)
    page = _opened(desk)
    _main(desk, page)
    _go(desk, "submitDialog")
    wait_for(lambda: _stage(page) is Step.SUBMITTED)
    province = ProvinceDesk(stage)
    place = province.lay(province.appraise(1, {"1.7": "0", "9.9.9": "1"}))
    parts = [p for p in (stage.stick).rglob("*") if p.is_file() and str(place.chain) in str(p)]
    whole = {part: part.read_bytes() for part in parts}
    for part in parts:
        part.write_bytes(whole[part][:-20])
    sync = desk.page("sync")
    sync.carrying.read_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    page = _opened(desk)
    desk.settle()
    assert _stage(page) is Step.SUBMITTED
    for part, content in whole.items():
        part.write_bytes(content)
    _carry(desk, stage)
    page = _opened(desk)
    page.show_view("compare")
    view = page.rounds.view
    wait_for(lambda: _stage(page) is Step.APPRAISED and view.table.rows.rowCount() == 1)

    # Half an explanation waits at its line while another one is looked at.
    form = view.panel.form
    form.proposed.edit.setFocus()
    put_in(form.proposed.edit, "0,5")
    form.proposed.edit.textEdited.emit("0,5")
    view.choose("1.5")
    desk.settle()
    view.choose("1.7")
    desk.settle()
    assert form.proposed.edit.text() == "0,5"
    _write(desk, page, "Bản ký gửi kèm.")
    view.choose("1.5")
    view.choose("1.7")
    wait_for(lambda: _row(page, "1.7").explanation is not None)
    form.files.given.emit([a_file])
    _go(desk, "evidenceDialog")
    wait_for(lambda: len(_row(page, "1.7").explanation.documents) == 1)
    blobs = sorted((stage.unit.folder / "attachments").rglob("*"), key=lambda p: p.stat().st_mtime)
    newest = [p for p in blobs if p.is_file()][-1]
    kept = newest.read_bytes()
    newest.unlink()
    _main(desk, page)
    _go(desk, "sendDialog")
    wait_for(lambda: "1.7: ban-co-chu-ky.pdf" in desk.said)
    assert "chưa gửi gì đi" in desk.said
    assert _stage(page) is Step.APPRAISED
    newest.write_bytes(kept)

    clock.moment = clock.moment.replace(year=2027)
    page.enter()
    wait_for(lambda: form.text.edit.isReadOnly())
    assert "xin tỉnh gia hạn" in form.advice.text()
    assert form.text.text == "Bản ký gửi kèm."


def test_lines_are_given_to_people_and_the_deadline_locks_until_the_leader_extends_it(
    desk: Desk, office: Office, clock: FixedClock
) -> None:
    open_assessment(office, SAMPLE, YEAR)
    add_user(office, NewUser("Lê Thị Mẫu", Role.OFFICER, PASSWORD))
    page = _opened(desk)
    tree = page.sheet_view.tree
    assert not page.sheet_view.bar.chips["mine"].isVisible()
    page.sheet_view.choose("1.2.1")
    tree.setFocus()
    desk.press(Qt.Key.Key_Down, _SHIFT, on=tree)
    assert tree.marked_ids == ["1.2.1", "1.2.2"]
    desk.press(Qt.Key.Key_G, _CONTROL | _SHIFT, on=page)
    dialog = _dialog(desk, "assignDialog")
    dialog.who.choose(ADMIN)
    dialog.until.set_text("19/11/2026")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: "đã qua" in dialog.until.words.text())
    dialog.until.set_text("23/11/2026")
    _go(desk, "assignDialog")
    wait_for(lambda: page.sheet.line("1.2.2").assignee == ADMIN)
    assert page.sheet_view.model.index_of("1.2.1", 2).data() == "hạn 23/11"
    page.sheet_view.bar.chips["mine"].click()
    assert page.sheet_view.model.shown_count == 2
    assert len(own_lines(office).lines) == 2
    page.undo()
    wait_for(lambda: page.sheet.line("1.2.2").assignee == "")
    page.sheet_view.bar.clear()
    page.rounds.assign(page.sheet, ["1.2"])
    dialog = _dialog(desk, "assignDialog")
    dialog.who.choose(ADMIN)
    dialog.until.set_text("23/11/2026")
    _go(desk, "assignDialog")
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
    dialog = _dialog(desk, "deadlinesDialog")
    dialog.fields["score"].set_text("31/02/2026")
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: dialog.fields["score"].entry.property("state") == "error")
    dialog.fields["score"].set_text("30/11/2026")
    _go(desk, "deadlinesDialog")
    wait_for(lambda: page.sheet_view.panel.form.editor.isEnabled())
    page.undo()
    wait_for(lambda: not page.rounds.is_open)


def test_every_paper_is_reachable_and_excel_comes_back_with_both_sides_of_a_conflict(
    desk: Desk, office: Office, tmp_path: Path, print_door: PrintDoor
) -> None:
    open_assessment(office, SAMPLE, YEAR)
    answer_line(office, YEAR, "1.7", AnswerEntry(value="có"))
    page = _opened(desk)
    menu = desk.find(QMenu, "papersMenu", page)
    names = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert len(names) == 11
    for name in names[:3]:
        next(a for a in menu.actions() if a.text().startswith(name)).trigger()
        preview = _dialog(desk, "previewDialog")
        assert preview._pdf.startswith(b"%PDF")
        preview.close()
    next(a for a in menu.actions() if a.text().startswith("Khó khăn")).trigger()
    dialog = _dialog(desk, "writeUpDialog")
    put_in(dialog.findChild(QPlainTextEdit, "difficulties"), "Đường truyền yếu")
    _go(desk, "writeUpDialog")
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
    dialog = _dialog(desk, "scoreImportDialog")
    wait_for(lambda: dialog.found is not None)
    assert "2 ô sẽ đổi, 1 ô hai bên cùng sửa, 1 ô không nhận được" in dialog.summary.text()
    cells = [dialog.table.rows.index(0, column).data() for column in range(5)]
    assert (cells[2], cells[3]) == ("không", "không áp dụng")
    assert "giữ trong chương trình; khi xuất là “có”" in cells[4]
    desk.press(Qt.Key.Key_Space, on=dialog.table)
    wait_for(lambda: dialog.go.text() == "Ghi 3 ô")
    _go(desk, "scoreImportDialog")
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
