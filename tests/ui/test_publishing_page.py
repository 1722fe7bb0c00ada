"""Phát hành: read as a unit reads, sign, send, and see which unit answered what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from desktop.domain.appraisals import PackKind
from desktop.services.assessments.sets import read_set
from desktop.services.provinces.mailboxes import set_desk_mailbox
from desktop.services.provinces.practice_year import CLOSED, SILENT
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.folder import ROOT_NAME
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for, wait_shown


def _check(desk: Desk, widget: Any = None) -> None:
    shown = widget or desk.window
    assert eyes.at_rest(eyes.clipped, shown) == []
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        assert see(shown) == []


def _laid(folder: Path) -> list[Path]:
    return sorted((folder / ROOT_NAME).rglob("*.rules.json"))


def test_every_units_answer_to_a_pack_is_seen(practice_province_desk: Desk, tmp_path: Path) -> None:
    desk = practice_province_desk
    page: Any = desk.page("publishing")
    _check(desk)
    assert {row.pack.kind for row in page.sent} == {PackKind.CRITERIA, PackKind.CALENDAR}
    place = next(n for n, row in enumerate(page.sent) if row.pack.kind is PackKind.CALENDAR)
    page.table.selectRow(place)
    answers = page.answers
    assert answers.table.rows.rowCount() == 8
    which = desk.find(QComboBox, "answerFilter")
    choices = [which.itemText(n) for n in range(which.count())]
    assert choices == [
        "Tất cả (8)", "Chưa trả lời (1)", "Chờ đơn vị xem (1)", "Giữ cách riêng (1)",
        "Đã áp dụng (5)",
    ]  # fmt: skip
    answers.which.choose("declined")
    assert answers.table.rows.rowCount() == 1
    assert "giữ cách của đơn vị" in desk.find(QLabel, "answerSaid").text()
    declined = answers.table.current_value()[0]
    units = desk.page("units")
    assert units.board.rows[CLOSED].code == declined
    desk.page("publishing")
    # The unit that has said nothing gets both packs again on a stick; the others what they lack.
    page.lay_into(tmp_path)
    desk.settle()
    silent = units.board.rows[SILENT].code
    assert len([file for file in _laid(tmp_path) if silent in file.parts]) == 2
    page.lay_into(tmp_path)
    desk.settle()
    assert "đã có đủ" in desk.said


def test_rules_are_read_before_they_are_signed_and_lie_in_the_mailbox(
    practice_province_desk: Desk, tmp_path: Path
) -> None:
    desk = practice_province_desk
    mailbox = tmp_path / "hộp thư"
    mailbox.mkdir()
    set_desk_mailbox(desk.office, str(mailbox), Access())
    days = tmp_path / "lịch nghỉ.csv"
    days.write_text("Ngày;Loại;Ghi chú\n32/13/2027;nghỉ;sai\n", encoding="utf-8")
    page: Any = desk.page("publishing")
    page.send_button.click()
    dialog = wait_shown("sendDialog")
    desk.settle()
    _check(desk, dialog)
    go = dialog.findChild(QPushButton, "entrySave")
    seen = dialog.findChild(QLabel, "rulesSeen")
    assert not go.isEnabled()
    dialog.check()
    assert dialog.findChild(QLabel, "rulesFileWords").isVisible()
    put_in(dialog.findChild(QLineEdit, "rulesFile"), str(days))
    dialog.check()
    desk.settle()
    wait_for(lambda: seen.text().startswith("✗"))
    assert "32/13/2027" in seen.text() or "A2" in seen.text()
    assert not go.isEnabled()
    days.write_text("Ngày;Loại;Ghi chú\n02/09/2027;nghỉ;Quốc khánh\n", encoding="utf-8")
    dialog.dated.setChecked(True)
    dialog.since.set_value(QDate(2027, 1, 1))
    dialog.check()
    desk.settle()
    wait_for(lambda: seen.text().startswith("✓"))
    assert "bản số 2" in seen.text()
    assert "8 đơn vị" in seen.text()
    _check(desk, dialog)
    go.click()
    desk.settle()
    wait_for(lambda: len(page.sent) == 3)
    assert "hộp thư" in desk.said
    assert len({file.parts[-3] for file in _laid(mailbox)}) == 8
    newest = page.sent[0].pack
    assert (newest.number, newest.valid_from.isoformat()) == (2, "2027-01-01")

    page.send("mau-cap-xa")
    dialog = wait_shown("sendDialog")
    desk.settle()
    wait_for(lambda: "Giống bản số 1" in dialog.findChild(QLabel, "rulesSeen").text())
    assert not dialog.findChild(QPushButton, "entrySave").isEnabled()
    dialog.close()


def test_a_set_is_read_from_a_table_and_sent_when_it_is_kept(
    practice_province_desk: Desk, tmp_path: Path
) -> None:
    desk = practice_province_desk
    table = tmp_path / "bộ tiêu chí 2027.csv"
    table.write_text(
        "STT;Tiêu chí;Điểm tối đa;Cách chấm\n"
        "1;Chỉ đạo điều hành;100;\n"
        "1.1;Ban hành kế hoạch;100;Đã ban hành: 100 điểm; chưa ban hành: 0 điểm\n",
        encoding="utf-8",
    )
    page: Any = desk.page("publishing")
    page.read_set(table)
    desk.settle()
    view = page._import_view
    wait_for(lambda: view.draft is not None)
    assert not page.send_button.isVisible()
    view.finished.emit("")
    assert page.views.count() == 1
    assert page.send_button.isVisible()


def test_a_set_is_edited_saved_as_a_version_and_offered_to_the_units(
    practice_province_desk: Desk,
) -> None:
    desk = practice_province_desk
    page: Any = desk.page("publishing")
    page.sets_button.click()
    desk.settle()
    sets = page.desk.sets
    wait_for(lambda: sets.chosen is not None)
    assert sets.open_button.text() == "Gửi cho các đơn vị"
    _check(desk)
    code = sets.chosen.code
    before = read_set(desk.office, code).criteria
    sets.edit_button.click()
    editor = page.desk.editor
    wait_for(lambda: editor.edit is not None)
    desk.settle()
    _check(desk)
    editor.tree.choose(before.scored[0].id)
    editor.line_form.evidence.set_text("Văn bản có số, ngày ký")
    assert editor.commit()
    editor.foot.save.click()
    wait_for(lambda: editor.edit is None)
    desk.settle()
    after = read_set(desk.office, code).criteria
    assert after.version != before.version
    assert after.scored[0].evidence == "Văn bản có số, ngày ký"
    sets.open_button.click()
    dialog = wait_shown("sendDialog")
    desk.settle()
    assert page.views.currentWidget() is not page.desk
    dialog.close()
