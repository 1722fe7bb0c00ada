"""A day at the desk, from the keyboard, in the real window: one dossier from card to result."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.settings import save_desk_choices
from tests.ui.desk import CARD, Desk, PrintDoor, put_in, shown, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier
_S, _E = DossierState, DossierEvent


def test_receive_supplement_hand_over_confirm_finish_return(
    desk: Desk, print_door: PrintDoor, clock: FixedClock
) -> None:
    save_desk_choices(desk.office, printer="Máy in quầy")
    code = _receive(desk)
    assert print_door.printed
    page = _open(desk, code)

    _move(
        desk,
        page,
        _E.REQUEST_SUPPLEMENT,
        Qt.Key.Key_Y,
        _CTRL,
        moveReason="Thiếu bản chính giấy khai sinh",
    )
    _wait_state(desk, code, _S.WAITING_SUPPLEMENT)
    slip = wait_shown("previewDialog")
    assert "mẫu 02" in slip.windowTitle()
    desk.press(Qt.Key.Key_Escape, on=slip)
    wait_for(lambda: shown("previewDialog") is None)
    assert dossier_card(desk.office, code).waiting_since is not None

    _move(desk, page, _E.SUPPLEMENT_RECEIVED, Qt.Key.Key_B, _CTRL_SHIFT)
    _wait_state(desk, code, _S.PROCESSING)

    _move(desk, page, _E.HAND_OVER, Qt.Key.Key_B, _CTRL, moveTo="Tư pháp – Hộ tịch")
    wait_for(lambda: dossier_card(desk.office, code).row.hand_over_waiting)
    assert dossier_card(desk.office, code).row.holder

    _move(desk, page, _E.CONFIRM_HAND_OVER, Qt.Key.Key_N, _CTRL)
    wait_for(lambda: not dossier_card(desk.office, code).row.hand_over_waiting)

    _move(desk, page, _E.FINISH, Qt.Key.Key_G, _CTRL, moveResultNumber="15/XN")
    _wait_state(desk, code, _S.FINISHED)

    _move(desk, page, _E.RETURN_RESULT, Qt.Key.Key_T, _CTRL)
    _wait_state(desk, code, _S.RETURNED)

    card = dossier_card(desk.office, code)
    assert card.result_number == "15/XN"
    assert card.receiver == "Nguyễn Văn An"
    assert [entry.event for entry in card.history] == [
        DossierEvent.RECEIVE,
        DossierEvent.REQUEST_SUPPLEMENT,
        DossierEvent.SUPPLEMENT_RECEIVED,
        DossierEvent.HAND_OVER,
        DossierEvent.CONFIRM_HAND_OVER,
        DossierEvent.FINISH,
        DossierEvent.RETURN_RESULT,
    ]
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    _wait_state(desk, code, _S.FINISHED)
    wait_for(lambda: "trả kết quả" in desk.said, "what was taken back")


def _receive(desk: Desk) -> str:
    desk.press(Qt.Key.Key_F2, on=desk.window)
    desk.settle()
    page: Any = desk.window.current
    desk.scan(CARD, page.person.scan)
    picker = desk.find(QLineEdit, "procedure")
    wait_for(picker.hasFocus)
    put_in(picker, "xac nhan tinh trang hon nhan")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: first_dossiers(desk.office, DossierFilter(), 5))
    desk.settle()
    return first_dossiers(desk.office, DossierFilter(), 5)[0].code


def _open(desk: Desk, code: str) -> Any:
    """F3, part of the name without accents, Enter: the dossier stands in the panel."""
    desk.press(Qt.Key.Key_F3, on=desk.window)
    page: Any = desk.window.current
    put_in(page.bar.search, "nguyen van an")
    wait_for(lambda: page.model.rowCount() == 1 and page.model.row_at(0) is not None)
    desk.settle()
    page.bar.search.setFocus()
    desk.press(Qt.Key.Key_Return)
    wait_for(lambda: page.panel.card is not None and page.panel.card.row.code == code)
    return page


def _move(
    desk: Desk,
    page: Any,
    event: DossierEvent,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    **typed: str,
) -> None:
    """The key of a move, its fields, Ctrl+Enter."""
    desk.settle()
    wait_for(lambda: _offers(page, event), f"{event} to be offered")
    desk.press(key, modifiers, on=desk.window)
    wait_for(lambda: page.panel.moving.form is not None, f"the form of {key}")
    wait_for(lambda: desk.find(QPushButton, "moveConfirm", page.panel).isVisible())
    for name, text in typed.items():
        field = page.panel.findChild(QWidget, name)
        if isinstance(field, (QLineEdit, QPlainTextEdit)):
            put_in(field, text)
        else:
            field.setEditText(text)
    desk.press(Qt.Key.Key_Return, _CTRL, on=desk.window)
    wait_for(lambda: page.panel.moving.form is None, "the form to close")
    desk.settle()


def _offers(page: Any, event: DossierEvent) -> bool:
    buttons = page.panel.findChildren(QPushButton, f"move_{event}")
    return any(made.isVisible() for made in buttons)


def _wait_state(desk: Desk, code: str, state: DossierState) -> None:
    wait_for(lambda: dossier_card(desk.office, code).row.state is state, str(state))
