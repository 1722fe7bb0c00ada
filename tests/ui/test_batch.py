"""Nhập bù: sheets of the day without power, keyed in fast, with their own number and hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from desktop.domain.dossiers import DossierState
from desktop.domain.roles import Role
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.drafts import read_draft
from desktop.services.due_explanations import explain_due
from desktop.services.office import Office
from desktop.services.receiving import BATCH_DRAFT
from desktop.services.reserved_codes import reserve_codes, unused_codes
from desktop.ui.shell.pages import PAGES
from desktop.ui.shell.targets import search_targets
from tests.factory import FRIDAY_MORNING, MARITAL_STATUS, a_received, an_applicant
from tests.ui.desk import CARD, Desk, put_in, shown, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier
_DIGITS = {str(digit): Qt.Key(Qt.Key.Key_0.value + digit) for digit in range(10)}


def _reserve(office: Office, count: int = 3) -> tuple[str, ...]:
    """Printed on Friday at 09:00; now it is Monday, and there is power again."""
    codes = reserve_codes(office, count).value
    assert isinstance(office.clock, FixedClock)
    office.clock.moment = FRIDAY_MORNING + timedelta(days=3)
    return codes


def _open(desk: Desk, count: int = 3) -> tuple[Any, tuple[str, ...]]:
    codes = _reserve(desk.office, count)
    page = desk.page("batch")
    wait_for(lambda: page.bar.sheet is not None)
    return page, codes


def _digits(desk: Desk, text: str) -> None:
    for letter in text:
        desk.press(_DIGITS[letter])


def _key_in(desk: Desk, page: Any, clock: str = "0915", id_number: str = "001090000001") -> None:
    """One sheet as a clerk keys it in, from the number field on."""
    assert page.bar.number.edit.hasFocus()
    desk.press(Qt.Key.Key_Return)
    _digits(desk, clock)
    desk.press(Qt.Key.Key_Return)
    assert page.form.person.id_number.edit.hasFocus()
    _digits(desk, id_number)
    wait_for(lambda: page.form.person.name.text != "", "the known person")
    desk.press(Qt.Key.Key_F6)
    for key in (Qt.Key.Key_K, Qt.Key.Key_H):
        desk.press(key)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.press(Qt.Key.Key_Return, _CTRL)


def test_sheet_is_keyed_in_by_keyboard_alone_in_thirty_keys_and_the_next_waits(
    desk: Desk,
) -> None:
    a_received(desk.office, MARITAL_STATUS, "Nguyễn Văn An")
    page, codes = _open(desk)
    desk.presses = 0
    _key_in(desk, page)
    wait_for(lambda: len(unused_codes(desk.office)) == 2)
    assert desk.presses <= 30
    desk.settle()
    card = dossier_card(desk.office, codes[0])
    assert card.row.received_at == FRIDAY_MORNING + timedelta(minutes=15)
    assert card.row.applicant_name == "Nguyễn Văn An"
    explained = explain_due(desk.office, card)
    assert explained is not None
    assert (explained.start, explained.computed.due_at) == (card.row.received_at, card.row.due_at)
    assert page.bar.sheet.code == codes[1]
    assert page.bar.number.edit.hasFocus()
    assert page.bar.clock.text == ""
    _key_in(desk, page, "1030")
    wait_for(lambda: len(unused_codes(desk.office)) == 1)
    desk.settle()
    assert "đã nhập 2" in page.state.text()


def test_number_is_chosen_by_its_last_digits(desk: Desk) -> None:
    page, codes = _open(desk, 12)
    for typed in ("2", "0002", "24259-261120-0002"):
        page.bar.choose(None)
        page.bar.number.edit.clear()
        put_in(page.bar.number.edit, typed)
        assert page.bar.sheet.code == codes[1], typed
        desk.press(Qt.Key.Key_Return, on=page.bar.number.edit)
        assert page.bar.clock.edit.hasFocus(), typed


def test_digits_that_several_numbers_end_in_ask_for_more(desk: Desk) -> None:
    page, _codes = _open(desk, 12)
    page.bar.number.edit.clear()
    put_in(page.bar.number.edit, "00")
    assert page.bar.sheet is None
    desk.press(Qt.Key.Key_Return, on=page.bar.number.edit)
    assert page.bar.number.words.isVisible()


def test_qr_of_a_paper_scanned_into_any_field_chooses_its_number(desk: Desk) -> None:
    page, codes = _open(desk)
    for field in ("sheetNumber", "applicantName", "procedure"):
        page.bar.choose_code(codes[0])
        widget = page.findChild(QWidget, field)
        desk.scan(f"{codes[2]}|||GIAY TIEP NHAN HO SO|SO MOT CUA|09:00 20/11/2026", widget)
        wait_for(lambda: page.bar.sheet is not None and page.bar.sheet.code == codes[2], field)
        assert page.bar.clock.edit.hasFocus(), field
        assert page.form.person.name.text == "", field
    desk.scan(CARD, page.bar.clock.edit)
    wait_for(lambda: page.form.person.name.text == "Nguyễn Văn An")
    assert page.bar.sheet.code == codes[2]


def test_number_that_is_used_is_refused_with_its_reason(desk: Desk) -> None:
    page, codes = _open(desk)
    a_received(desk.office, name="Trần Thị Đào", reserved_code=codes[0], received_at=FRIDAY_MORNING)
    desk.window.refresh_all()
    desk.settle()
    page.bar.choose_code(codes[0])
    wait_for(lambda: "Trần Thị Đào" in desk.said)
    assert page.bar.sheet.code != codes[0]


def test_impossible_hour_stands_beside_its_field_and_nothing_is_saved(desk: Desk) -> None:
    page, _codes = _open(desk)
    page.scan(CARD)
    _choose(desk, page)
    for written in ("2575", "chiều", "0830"):  # 08:30 is before the sheet was printed
        page.bar.clock.set_text("")
        put_in(page.bar.clock.edit, written)
        page.form.result.save.setFocus()
        page.save()
        wait_for(lambda: page.bar.clock.words.isVisible(), written)
        wait_for(lambda: page.bar.clock.edit.hasFocus(), written)
        desk.settle()
    assert len(unused_codes(desk.office)) == 3
    assert page.form.person.name.text == "Nguyễn Văn An"


def test_due_date_counts_from_the_hour_on_the_paper(desk: Desk) -> None:
    page, _codes = _open(desk)
    page.scan(CARD)
    _choose(desk, page)
    put_in(page.bar.clock.edit, "1000")
    wait_for(lambda: page.form.result.due.text() == "Thứ Tư 25/11")


def test_warnings_do_not_stop_the_clerk(desk: Desk) -> None:
    a_received(desk.office, MARITAL_STATUS, applicant=an_applicant())
    page, codes = _open(desk)
    page.scan(CARD)
    _choose(desk, page)
    put_in(page.bar.clock.edit, "1000")
    wait_for(lambda: page.findChildren(QLabel, "warning"))
    page.save()
    wait_for(lambda: len(unused_codes(desk.office)) == 2)
    assert dossier_card(desk.office, codes[0]).row.state is DossierState.RECEIVED


def test_entry_is_taken_back_and_its_number_waits_again(desk: Desk) -> None:
    page, codes = _open(desk)
    page.scan(CARD)
    _choose(desk, page)
    put_in(page.bar.clock.edit, "1000")
    page.save()
    wait_for(lambda: len(unused_codes(desk.office)) == 2)
    desk.settle()
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: len(unused_codes(desk.office)) == 3)
    desk.settle()
    page.bar.choose_code(codes[0])
    assert "nhập lại" in page.bar.about.text()


def test_spoiled_sheet_leaves_the_list_with_a_reason_and_can_come_back(desk: Desk) -> None:
    page, codes = _open(desk)
    desk.press(Qt.Key.Key_H, _CTRL, on=desk.window)
    dialog = wait_shown("askText")
    put_in(desk.find(QLineEdit, "askedText", dialog), "in lệch")
    desk.find(QPushButton, "askGo", dialog).click()
    wait_for(lambda: [c.code for c in unused_codes(desk.office)] == list(codes[1:]))
    desk.settle()
    assert page.bar.sheet.code == codes[1]
    desk.activate()
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: len(unused_codes(desk.office)) == 3)


def test_blank_receipts_are_reserved_and_shown_from_the_search_box(desk: Desk) -> None:
    targets = {target.text: target.go for target in search_targets(desk.window, PAGES)}
    assert "Nhập bù ngày mất điện" in targets
    next(go for text, go in targets.items() if "giấy tiếp nhận trắng" in text)()
    dialog = wait_shown("blankDialog")
    count = desk.find(QLineEdit, "blankCount", dialog)
    count.setText("2")
    desk.find(QPushButton, "blankGo", dialog).click()
    preview = wait_shown("previewDialog")
    assert isinstance(preview, QDialog)
    assert len(unused_codes(desk.office)) == 2
    preview.reject()
    wait_for(lambda: shown("previewDialog") is None)
    page = desk.window.current
    wait_for(lambda: page.bar.sheet is not None)
    assert page.stack.currentIndex() == 0


def test_without_numbers_the_page_explains_itself(desk: Desk) -> None:
    page = desk.page("batch")
    wait_for(lambda: page.empty.isVisible())
    assert "mất điện" in page.empty.advice.text()
    assert desk.find(QPushButton, "printFirstBlank").isVisible()


def test_what_is_typed_survives_with_its_number_and_hour(
    open_desk: Callable[..., Desk], office: Office
) -> None:
    desk = open_desk()
    page, codes = _open(desk)
    page.bar.choose_code(codes[1])
    put_in(page.bar.clock.edit, "1045")
    page.scan(CARD)
    page.leave()
    desk.settle()
    assert read_draft(office, BATCH_DRAFT) is not None
    again = open_desk().page("batch")
    wait_for(lambda: again.form.person.name.text == "Nguyễn Văn An")
    wait_for(lambda: again.bar.sheet is not None and again.bar.sheet.code == codes[1])
    assert again.bar.clock.text == "1045"


def test_entrance_stands_on_the_intake_page_and_belongs_to_it(desk: Desk) -> None:
    desk.page("intake")
    desk.press(Qt.Key.Key_B, _CTRL | Qt.KeyboardModifier.ShiftModifier, on=desk.window)
    wait_for(lambda: desk.window.current.key == "batch")
    assert desk.find(QWidget, "nav_intake").property("checked")


def test_officer_may_look_and_not_key_in(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(Role.OFFICER)
    page = desk.page("batch")
    assert not page.blank_button.isEnabled()
    assert "cán bộ một cửa" in page.blank_button.toolTip()


def _choose(desk: Desk, page: Any) -> None:
    row = next(p for p in page.form.procedure.picker._find(MARITAL_STATUS))
    page.form.procedure.choose(row)
    page.form.procedure.picker.picked.emit(row)
    desk.settle()
