"""The round trip with the province through the window: submit, compare, explain, the result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.criteria.rounds import Stage as Step
from desktop.domain.criteria.rounds import Verdict
from desktop.services.clock import FixedClock
from desktop.services.provinces.appraising import VerdictInput, appraise
from desktop.services.provinces.closing import Closing, close_round
from desktop.services.provinces.publishing import publish
from tests.factory import UNIT_CODE
from tests.sync.rounds import YEAR, ProvinceDesk, answered, approved
from tests.sync.stage import Stage
from tests.ui.desk import Desk, put_in, wait_for
from tests.ui.rounds.hands import carry, dialog_of, go, main_way, opened, row_of, step_of, write

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_round_trip_from_approval_to_rank(
    desk: Desk, stage: Stage, a_pdf: bytes, a_file: Path
) -> None:
    answered(stage.unit, a_pdf)
    page = opened(desk)
    page.show_view("compare")
    desk.settle()
    view = page.rounds.view
    assert view.empty.isVisible()
    assert "trình lãnh đạo duyệt, rồi nộp cho tỉnh" in view.empty.advice.text()

    main_way(desk, page)
    go(desk, "decisionDialog")
    main_way(desk, page)
    go(desk, "decisionDialog")
    wait_for(lambda: step_of(page) is Step.APPROVED)
    assert page.main_button.text() == "Nộp cho tỉnh"

    desk.press(Qt.Key.Key_Return, _CONTROL, on=view)  # the step that the empty page offers
    dialog = dialog_of(desk, "submitDialog")
    assert (dialog.lines.rows.rowCount(), dialog.files.rows.rowCount()) == (79, 1)
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Chưa ghi khó khăn" in said
    go(desk, "submitDialog")
    wait_for(lambda: step_of(page) is Step.SUBMITTED)
    assert "tỉnh chưa xác nhận" in page.notices.state.text()
    carry(desk, stage)
    page = opened(desk)
    wait_for(lambda: "tỉnh xác nhận lúc 09:00 20/11/2026: đã ghi" in page.notices.state.text())

    appraise(stage.province, UNIT_CODE, "1.7", YEAR, 1, VerdictInput(Decimal(0), "chưa ký"))
    appraise(
        stage.province, UNIT_CODE, "1.5", YEAR, 1, VerdictInput(Decimal(2), "nêu rõ", asks=True)
    )
    closing = Closing(1, agree_rest=True, explain_until=date(2026, 12, 10))
    close_round(stage.province, UNIT_CODE, YEAR, closing)
    carry(desk, stage)
    page = opened(desk)
    page.show_view("compare")
    wait_for(lambda: step_of(page) is Step.APPRAISED and view.table.rows.rowCount() == 2)
    assert "còn 20 ngày" in page.rounds.bar.deadline.text()
    assert view.table.current_value().item.id == "1.7"
    assert row_of(page, "1.5").verdict is Verdict.NEEDS_EXPLANATION
    assert view.chips["waiting"].text() == "Chờ giải trình 2"
    assert "Tỉnh nhận xét: “chưa ký”" in view.panel.note.text()
    assert not page.main_button.isEnabled()  # nothing is written yet

    # An explanation with points and a document that the submission did not have.
    desk.press(Qt.Key.Key_Return, on=view.table)
    assert view.panel.form.text.edit.hasFocus()
    view.panel.form.files.given.emit([a_file])
    assert "Viết giải trình trước" in view.panel.form.text.words.text()
    write(desk, page, "Đã bổ sung bản ký.", "9")
    wait_for(lambda: view.panel.form.proposed.entry.property("state") == "error")
    assert view.panel.form.text.text == "Đã bổ sung bản ký."
    write(desk, page, "Đã bổ sung bản ký.", "1")
    wait_for(lambda: row_of(page, "1.7").explanation is not None)
    view.panel.form.files.given.emit([a_file])
    go(desk, "evidenceDialog")
    wait_for(lambda: len(row_of(page, "1.7").explanation.documents) == 1)
    desk.press(Qt.Key.Key_Return, _CONTROL, on=view.panel.form.text.edit)
    wait_for(lambda: view.panel.row.item.id == "1.5")
    view.panel.form.files.known_wanted.emit()
    write(desk, page, "Có hai sáng kiến được công nhận.")
    wait_for(lambda: row_of(page, "1.5").explanation is not None)
    view.panel.form.files.known_wanted.emit()
    go(desk, "knownDialog")
    wait_for(lambda: len(row_of(page, "1.5").explanation.documents) == 1)
    page.undo()
    wait_for(lambda: not row_of(page, "1.5").explanation.documents)

    desk.settle()
    assert page.main_button.text() == "Gửi 2 giải trình"
    main_way(desk, page)
    dialog = dialog_of(desk, "sendDialog")
    assert dialog.table.rows.rowCount() == 2
    go(desk, "sendDialog")
    wait_for(lambda: step_of(page) is Step.EXPLAINED)
    carry(desk, stage)

    appraise(stage.province, UNIT_CODE, "1.7", YEAR, 2, VerdictInput(Decimal("0.5"), "một phần"))
    appraise(stage.province, UNIT_CODE, "1.5", YEAR, 2, VerdictInput(Decimal(2), "chấp nhận"))
    close_round(stage.province, UNIT_CODE, YEAR, Closing(2))
    publish(stage.province, YEAR, "12/QĐ-UBND", date(2026, 11, 20))
    carry(desk, stage)
    page = opened(desk)
    page.show_view("compare")
    wait_for(lambda: step_of(page) is Step.PUBLISHED and view.result.isVisible())
    assert "hạng 1/1" in view.result.rank.text()
    assert "12/QĐ-UBND" in view.result.about.text()
    row = row_of(page, "1.7")
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
    page = opened(desk)
    main_way(desk, page)
    go(desk, "submitDialog")
    wait_for(lambda: step_of(page) is Step.SUBMITTED)
    province = ProvinceDesk(stage)
    place = province.lay(province.appraise(1, {"1.7": "0", "9.9.9": "1"}))
    parts = [p for p in (stage.stick).rglob("*") if p.is_file() and str(place.chain) in str(p)]
    whole = {part: part.read_bytes() for part in parts}
    for part in parts:
        part.write_bytes(whole[part][:-20])
    sync = desk.page("sync")
    sync.carrying.read_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    page = opened(desk)
    desk.settle()
    assert step_of(page) is Step.SUBMITTED
    for part, content in whole.items():
        part.write_bytes(content)
    carry(desk, stage)
    page = opened(desk)
    page.show_view("compare")
    view = page.rounds.view
    wait_for(lambda: step_of(page) is Step.APPRAISED and view.table.rows.rowCount() == 1)

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
    write(desk, page, "Bản ký gửi kèm.")
    view.choose("1.5")
    view.choose("1.7")
    wait_for(lambda: row_of(page, "1.7").explanation is not None)
    form.files.given.emit([a_file])
    go(desk, "evidenceDialog")
    wait_for(lambda: len(row_of(page, "1.7").explanation.documents) == 1)
    blobs = sorted((stage.unit.folder / "attachments").rglob("*"), key=lambda p: p.stat().st_mtime)
    newest = [p for p in blobs if p.is_file()][-1]
    kept = newest.read_bytes()
    newest.unlink()
    main_way(desk, page)
    go(desk, "sendDialog")
    wait_for(lambda: "1.7: ban-co-chu-ky.pdf" in desk.said)
    assert "chưa gửi gì đi" in desk.said
    assert step_of(page) is Step.APPRAISED
    newest.write_bytes(kept)

    clock.moment = clock.moment.replace(year=2027)
    page.enter()
    wait_for(lambda: form.text.edit.isReadOnly())
    assert "xin tỉnh gia hạn" in form.advice.text()
    assert form.text.text == "Bản ký gửi kèm."
