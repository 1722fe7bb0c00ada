"""A whole appraisal through the real pages: three units, real packages, every refusal in words."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.domain.appraisals import Step
from desktop.domain.moments import local_date
from desktop.services.provinces.closing import Closing, close_round
from desktop.services.provinces.locks import set_lock
from desktop.services.provinces.mailboxes import set_desk_mailbox
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.sheets import council_list
from desktop.services.provinces.verdict_import import import_verdicts
from desktop.sync.mailboxes.access import Access
from tests.factory import ADMIN
from tests.sync.rounds import YEAR
from tests.ui.appraisal.hands import appraisal, mark, standing, trouble, write
from tests.ui.desk import Desk, put_in, wait_for, wait_shown
from tests.ui.small_province import (
    CODES,
    SmallProvince,
    a_paper,
)

FIRST, SECOND, THIRD = CODES
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


def test_a_whole_appraisal_from_the_first_verdict_to_the_published_rank(
    lead: Desk, small: SmallProvince, tmp_path: Path
) -> None:
    page = appraisal(lead)
    assert "3/102 đơn vị đã nộp" in page.state.text()
    assert trouble(lead.window) == []

    # One unit, by keys alone: the table opens it, = agrees, a number is typed and written.
    assert page.units.table.choose(FIRST)
    lead.press(K.Key_Return)
    lead.settle()
    assert page.is_judging
    mark(lead, page, "1.5", FIRST)
    wait_for(lambda: page.judge.proofs.is_shown)
    assert page.judge.proofs.where.text() == "Đơn vị chỉ tới: tr. 2"
    assert page.judge.claim.points.text() == "2 điểm"
    lead.press(K.Key_Equal)
    lead.settle()
    assert standing(lead, FIRST, "1.5").points == 2
    mark(lead, page, "1.7", FIRST)
    lead.press(K.Key_0)
    assert lead.find(type(page.judge.form.points.edit), "verdictPoints").text() == "0"
    lead.press(K.Key_Return)
    assert "hãy ghi lý do" in page.judge.form.note.words.text()
    lead.press(K.Key_Return, _CTRL)
    lead.settle()
    assert "cần ghi lý do" in page.judge.form.note.words.text()
    assert trouble(lead.window) == []
    assert standing(lead, FIRST, "1.7") is None
    put_in(page.judge.form.note.edit, "Biên bản chưa ký")
    lead.press(K.Key_Return, _CTRL)
    lead.settle()
    word = standing(lead, FIRST, "1.7")
    assert (word.points, word.note, word.appraiser) == (0, "Biên bản chưa ký", ADMIN)

    # Undo takes back exactly the last verdict, and once more the one before.
    lead.press(K.Key_Z, _CTRL)
    lead.settle()
    assert standing(lead, FIRST, "1.7") is None
    assert "Đã hoàn tác" in lead.said
    assert standing(lead, FIRST, "1.5").points == 2
    mark(lead, page, "1.7", FIRST)
    write(page.judge.form.note.edit, "Biên bản chưa ký")
    page.judge.form.focus_points("0")
    lead.press(K.Key_Return)
    lead.settle()
    assert standing(lead, FIRST, "1.7").points == 0
    lead.press(K.Key_Escape)
    lead.settle()
    assert not page.is_judging

    # One line over all units.
    lead.press(K.Key_G, _CTRL)
    assert page.across.table.choose("1.5")
    lead.press(K.Key_Return)
    lead.settle()
    assert {line.unit_code for line in page.judge.lines.values()} == set(CODES)
    mark(lead, page, "1.5", SECOND)
    page.judge.form.focus_points("1")
    put_in(page.judge.form.note.edit, "Một sáng kiến chưa được công nhận")
    lead.press(K.Key_Return, on=page.judge.form.points.edit)
    lead.settle()
    assert standing(lead, SECOND, "1.5").points == 1
    assert page.judge.line.unit_code == THIRD  # the next that waits
    lead.press(K.Key_Equal)
    lead.settle()
    lead.press(K.Key_Escape)

    # The round ends: what is not judged is agreed on, and the word goes to the units.
    page.show_view("units")
    lead.settle()
    lead.press(K.Key_T, _CTRL | _SHIFT)
    dialog = wait_shown("closingDialog")
    dialog.which.findChildren(QPushButton)[1].click()
    assert "Kết thúc vòng 1 của 3 đơn vị" in dialog.told.text()
    assert "dòng chưa chấm" in dialog.waiting.text()
    assert trouble(dialog) == []
    dialog.rest.tick.setChecked(True)
    dialog.go.click()
    wait_for(lambda: "Đã kết thúc vòng 1 của 3 đơn vị" in lead.said)
    small.carry(lead.office, FIRST)
    proof = a_paper("Bia", "Bien ban da ky")
    small.explain(FIRST, "1.7", "Đã bổ sung bản ký", "1", proof)
    small.carry(lead.office, FIRST)

    lead.activate()  # the dialog had the keyboard

    # The second round shows what is new, and only that waits.
    lead.window.refresh_all()
    lead.settle()
    assert page.work.tally.explained == 1
    page.open_unit(FIRST)
    lead.settle()
    waiting = [line for line in page.judge.lines.values() if line.is_open]
    assert [line.item.id for line in waiting if line.claim.is_answered] == ["1.7"]
    mark(lead, page, "1.7", FIRST)
    wait_for(lambda: page.judge.proofs.is_shown)
    assert "gửi thêm 1 tài liệu" in page.judge.claim.new_head.text()
    assert page.judge.claim.proposed.text() == "Đề nghị 1 điểm"
    assert "Vòng 1: 0 điểm" in page.judge.claim.verdicts.text()
    assert page.judge.form.head.text() == "Vòng 2"
    assert trouble(lead.window) == []
    page.judge.form.focus_points("0")
    put_in(page.judge.form.note.edit, "Giữ nguyên")
    lead.press(K.Key_Return, _CTRL)
    lead.settle()
    close_round(lead.office, FIRST, YEAR, Closing(2))

    # The council settles what is left.
    page.judge.left.emit()
    page.show_view("council")
    wait_for(lambda: len(page.council.lines) == 1)
    lead.settle()
    assert trouble(lead.window) == []
    page.council.focus_table()
    lead.press(K.Key_Return)
    lead.settle()

    assert page.judge.form.head.text() == "Kết luận của hội đồng"
    lead.press(K.Key_F8, on=page.judge.table)
    lead.settle()
    assert standing(lead, FIRST, "1.7").points == 1
    assert council_list(lead.office, YEAR) == ()

    # Published: two looks, a tick, and it stands, though the mailbox is out of reach.
    gone = tmp_path / "hộp thư"
    gone.mkdir()
    set_desk_mailbox(lead.office, str(gone), Access())
    shutil.rmtree(gone)
    page.judge.left.emit()
    page.show_view("units")
    lead.settle()
    lead.press(K.Key_P, _CTRL | _SHIFT)
    lead.settle()
    look = wait_shown("publishDialog")
    assert "không thu hồi được" in look.told.text()
    assert not look.go.isVisible()
    put_in(look.decision.edit, "12/QĐ-UBND")
    look.look.click()
    assert "12/QĐ-UBND" in look.again.text()
    assert trouble(look) == []
    assert not look.go.isEnabled()
    look.seen.tick.setChecked(True)
    look.go.click()
    lead.settle()
    ranking = rank_units(lead.office, YEAR)
    assert ranking.is_published
    wait_for(lambda: "chưa đặt được vào hộp thư" in lead.said)
    ranks = {unit.result.unit_code: unit.rank for unit in ranking.units}
    assert ranks == {FIRST: 1, SECOND: 3, THIRD: 1}
    page.open_unit(FIRST)
    lead.settle()
    assert "đã công bố" in page.judge.form.why_not.text()
    assert not page.judge.form.go.isEnabled()
    lead.press(K.Key_Equal, on=page.judge.table)
    lead.settle()
    assert "đã công bố" in lead.said


def test_each_refusal_says_what_and_what_to_do(
    lead: Desk, small: SmallProvince, tmp_path: Path
) -> None:
    page = appraisal(lead)
    office = lead.office
    # Nothing was submitted.
    waiting = next(u for u in page.work.units if not u.is_submitted)
    page.open_unit(waiting.unit_code)
    assert "chưa nộp bản tự chấm" in lead.said
    assert not page.is_judging
    # Nothing to publish before anybody has judged.
    page.deeds.publish(page.work)
    lead.settle()
    assert "Chưa đơn vị nào có kết quả thẩm định" in lead.said
    # Points beyond the maximum, no number, and a line without a claim to agree with.
    page.open_unit(FIRST)
    lead.settle()
    mark(lead, page, "1.7", FIRST)
    for typed, said in (
        ("9", "nằm ngoài khoảng"),
        ("hai", "không phải số"),
        ("", "chưa có nội dung"),
    ):
        write(page.judge.form.points.edit, typed) if typed else page.judge.form.points.edit.clear()
        page.judge.form.commit()
        lead.settle()
        assert said in page.judge.form.points.words.text()
    survey = next(x for x in page.judge.lines.values() if not x.claim.is_answered)
    mark(lead, page, survey.item.id, FIRST)
    lead.press(K.Key_Equal, on=page.judge.table)
    assert "hãy gõ điểm" in lead.said
    # A table with one bad row is shown and not kept.
    table = tmp_path / "khảo sát.csv"
    head = "Mã đơn vị;Dòng;Điểm;Ghi chú"
    table.write_text(
        f"{head}\n{FIRST};{survey.item.id};0,5;\n{FIRST};9.9.9;1;\n{SECOND};1.5;;\n", "utf-8"
    )
    page.deeds.read_table(page.work, table)
    lead.settle()
    dialog = wait_shown("tableDialog")
    assert dialog.told.text() == (
        "Vòng 1: 1 dòng ghi được, 1 dòng chưa được, 1 dòng bỏ trống điểm nên không động tới."
    )
    assert not dialog.go.isEnabled()
    assert trouble(dialog) == []
    dialog.rounds.findChildren(QPushButton)[1].click()
    wait_for(lambda: dialog.told.text().startswith("Vòng 2:"))
    dialog.reject()
    assert standing(lead, FIRST, survey.item.id) is None
    # A file that is no such table is named, and nothing opens.
    other = tmp_path / "khác.csv"
    other.write_text("Họ tên;Tuổi\nA;1\n", "utf-8")
    page.deeds.read_table(page.work, other)
    lead.settle()
    assert "khác.csv" in lead.said
    # The second round does not end before the first.
    page.deeds.close(page.work, [u for u in page.work.units if u.unit_code == SECOND], [])
    closing = wait_shown("closingDialog")
    closing.rounds.findChildren(QPushButton)[1].click()
    closing.go.click()
    wait_for(lambda: "Chưa kết thúc vòng trước" in lead.said)
    assert "Đã kết thúc vòng 2 của 0 đơn vị" in lead.said
    table.write_text(f"{head}\n{FIRST};{survey.item.id};0,5;\n", "utf-8")
    page.deeds.read_table(page.work, table)
    lead.settle()
    wait_shown("tableDialog").go.click()
    wait_for(lambda: "Đã ghi 1 điểm" in lead.said)
    lead.settle()
    assert import_verdicts(office, table, YEAR, 1).value == 1
    # A closed round is only corrected on purpose.
    close_round(office, FIRST, YEAR, Closing(1, agree_rest=True))
    page.judge.read()
    lead.settle()
    mark(lead, page, "1.7", FIRST)
    form = page.judge.form
    assert form.head.text() == "Vòng 2"
    form.correct.click()
    assert form.head.text() == "Vòng 1 – đính chính"
    write(form.points.edit, "0")
    write(form.note.edit, "Nhập nhầm")
    form.commit()
    lead.settle()
    assert standing(lead, FIRST, "1.7").points == 0
    # After its lock nothing is written; what was typed stays in the field.
    set_lock(office, YEAR, Step.APPRAISE, local_date(office.now()).replace(day=1))
    page.open_unit(SECOND)
    lead.settle()
    mark(lead, page, "1.7", SECOND)
    write(form.points.edit, "1")
    form.commit()
    lead.settle()
    assert "Việc thẩm định đã chốt" in lead.said
    assert form.points.text == "1"
    assert standing(lead, SECOND, "1.7") is None
