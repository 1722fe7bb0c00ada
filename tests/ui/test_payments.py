"""How the fee was paid, at the counter and later: no key for the usual case, F9 for the rest."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateTimeEdit, QLabel, QLineEdit, QPlainTextEdit

from desktop.domain.dossiers import Channel, DossierEvent
from desktop.domain.payments import Payment
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_edits import edit_of
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.factory import BIRTH, COPY_CERTIFICATION, a_received
from tests.ui.desk import CARD, Desk, put_in, wait_for, wait_shown

FRIDAY = date(2026, 11, 20)


def _start(desk: Desk, procedure: str) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    page.open_section(procedure)
    desk.settle()


def _shown(desk: Desk, text: str) -> None:
    combo = desk.find(QComboBox, "payment")
    wait_for(lambda: combo.currentText() == text, text)


def _save(desk: Desk, count: int) -> str:
    desk.press(Qt.Key.Key_F4, on=desk.window)
    wait_for(lambda: len(first_dossiers(desk.office, DossierFilter())) == count)
    desk.settle()
    return first_dossiers(desk.office, DossierFilter())[0].code


def test_paid_at_the_counter_costs_no_key_and_online_costs_one(desk: Desk) -> None:
    _start(desk, COPY_CERTIFICATION)
    _shown(desk, "Trực tiếp")
    desk.find(QLineEdit, "fee").setFocus()
    desk.press(Qt.Key.Key_Tab)
    assert desk.find(QPlainTextEdit, "note").hasFocus()  # not through the payment
    row = dossier_card(desk.office, _save(desk, 1)).row
    assert (row.payment, row.paid_on) == (Payment.DIRECT, FRIDAY)

    _start(desk, COPY_CERTIFICATION)
    _shown(desk, "Trực tiếp")
    desk.press(Qt.Key.Key_F9, on=desk.window)
    _shown(desk, "Trực tuyến")
    draft = desk.current.form.drafts  # type: ignore[attr-defined]
    draft.keep_now()
    row = dossier_card(desk.office, _save(desk, 2)).row
    assert (row.payment, row.paid_on) == (Payment.ONLINE, FRIDAY)

    _start(desk, BIRTH)
    _shown(desk, "Không thu")
    assert not desk.find(QComboBox, "payment").isEnabled()
    desk.press(Qt.Key.Key_F9, on=desk.window)
    assert dossier_card(desk.office, _save(desk, 3)).row.payment is None


def test_what_comes_online_or_from_outside_is_not_guessed(desk: Desk) -> None:
    _start(desk, COPY_CERTIFICATION)
    form = desk.current.procedure  # type: ignore[attr-defined]
    form.channel.choose(Channel.ONLINE)
    form._channel_chosen()
    _shown(desk, "Chưa ghi")
    desk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier, on=desk.window)
    wait_for(desk.find(QCheckBox, "outsideBoundary").isChecked, "the tick")
    # The time is what a hand says next, and one Tab leads out of it.
    lodged = desk.find(QDateTimeEdit, "submittedAt")
    wait_for(lodged.hasFocus, "the time")
    desk.press(Qt.Key.Key_Tab)
    assert not lodged.hasFocus()
    card = dossier_card(desk.office, _save(desk, 1))
    assert (card.row.payment, card.row.outside_boundary) == (None, True)
    assert card.submitted_at is not None
    assert not desk.find(QCheckBox, "outsideBoundary").isChecked()


def test_a_fee_is_written_down_with_the_result_or_later_and_taken_back(desk: Desk) -> None:
    code = a_received(desk.office, fee_vnd=8_000, payment=Payment.UNPAID).code
    move_dossier(desk.office, MoveInput(code, DossierEvent.FINISH))
    page = desk.page("dossiers")
    page.open_detail(code)
    desk.settle()
    page.detail.start_move(DossierEvent.RETURN_RESULT)
    wait_for(lambda: page.detail.moving.form is not None)
    combo = desk.find(QComboBox, "movePayment")
    assert combo.currentText() == "Không thu ở bước này"
    combo.setCurrentIndex(1)
    page.detail.moving.form.confirm.click()
    wait_for(lambda: dossier_card(desk.office, code).row.payment is Payment.DIRECT)
    desk.settle()

    before = edit_of(dossier_card(desk.office, code))
    desk.press(Qt.Key.Key_F9, on=desk.window)
    dialog = wait_shown("editDialog")
    payment = dialog.findChild(QComboBox, "edit_payment")
    wait_for(payment.hasFocus, "the cursor on the payment")
    payment.setCurrentIndex(1)
    note = dialog.findChild(QPlainTextEdit, "edit_note")
    put_in(note, "Đã xem biên lai")
    dialog.save.click()
    wait_for(lambda: dossier_card(desk.office, code).row.payment is Payment.ONLINE)
    desk.settle()
    facts = desk.find(QLabel, "panelFacts", page.detail).text()
    assert "8.000 đ · nộp trực tuyến, 20/11/2026" in facts
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=desk.window)
    wait_for(lambda: edit_of(dossier_card(desk.office, code)) == before, "the edit taken back")


def test_the_list_can_be_narrowed_to_fees_of_which_nobody_said_how(desk: Desk) -> None:
    a_received(desk.office, name="Đã nộp", fee_vnd=8_000)
    silent = a_received(desk.office, name="Chưa ghi", fee_vnd=8_000, channel=Channel.ONLINE).code
    page = desk.page("dossiers")
    page.bar.more_button.click()
    combo = desk.find(QComboBox, "filterFee")
    combo.setCurrentIndex(combo.findText("Chưa ghi cách nộp"))
    combo.activated.emit(combo.currentIndex())
    wait_for(lambda: page.model.rowCount() == 1)
    wait_for(lambda: page.model.row_at(0) is not None)
    assert page.model.row_at(0).code == silent
