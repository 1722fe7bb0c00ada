"""The keyboard stays where the eye is: after moves, many at once, undo, files and dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QSpinBox, QWidget

from desktop.domain.dossiers import DossierState
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter, Quick
from desktop.ui.shell.own_keys import OwnKeys
from desktop.ui.widgets.buttons import button
from tests.factory import DEATH, MARITAL_STATUS, a_received
from tests.services.files import a_pdf
from tests.ui.desk import Desk, put_in, shown, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier
_S = DossierState


def _list(desk: Desk, count: int = 3, wanted: DossierFilter | None = None) -> Any:
    """The page with some dossiers; the first one marked, the keyboard in the table."""
    for number in range(count):
        a_received(desk.office, MARITAL_STATUS, f"Người thứ {number}")
    page = desk.page("dossiers")
    page.show_filter(wanted or DossierFilter())
    wait_for(lambda: page.model.rowCount() == count and page.model.row_at(0) is not None)
    desk.settle()
    page.table.select_place(0)
    page.table.setFocus()
    wait_for(lambda: page.panel.card is not None)
    desk.settle()
    return page


def _move(desk: Desk, page: Any, key: Qt.Key, state: DossierState) -> None:
    desk.press(key, _CTRL)
    wait_for(lambda: page.panel.moving.form is not None, "the form")
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: page.panel.card.row.state is state, str(state))
    desk.settle()


def _focus() -> QWidget | None:
    return QApplication.focusWidget()


def test_after_a_move_the_keyboard_is_in_the_list_again_and_goes_on(desk: Desk) -> None:
    page = _list(desk)
    _move(desk, page, Qt.Key.Key_G, _S.FINISHED)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 0
    first = page.panel.card.row.code
    desk.press(Qt.Key.Key_Down)
    wait_for(lambda: page.panel.card.row.code != first)
    desk.settle()
    _move(desk, page, Qt.Key.Key_G, _S.FINISHED)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 1


def test_a_dossier_that_leaves_the_list_makes_room_for_the_next(desk: Desk) -> None:
    page = _list(desk, 3, DossierFilter(quick=Quick.NOT_HANDED_OVER))
    page.table.select_place(1)
    desk.settle()
    third = page.model.row_at(2).code
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.panel.moving.form is not None)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: page.model.rowCount() == 2)
    desk.settle()
    assert page.table.hasFocus()
    desk.press(Qt.Key.Key_Down)
    wait_for(lambda: page.panel.card.row.code == third)


def test_the_key_of_a_move_means_the_marked_row_and_not_the_one_still_shown(desk: Desk) -> None:
    page = _list(desk, 3)
    still_shown, marked = page.panel.card.row.code, page.model.row_at(1).code
    page.table.select_place(1)
    desk.press(Qt.Key.Key_G, _CTRL)
    assert page.panel.card.row.code == still_shown != marked
    wait_for(lambda: page.panel.moving.form is not None)
    assert page.panel.card.row.code == marked
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: dossier_card(desk.office, marked).row.state is _S.FINISHED)
    assert dossier_card(desk.office, still_shown).row.state is _S.RECEIVED


def test_the_last_one_of_a_list_leads_to_the_search_field(desk: Desk) -> None:
    page = _list(desk, 1, DossierFilter(quick=Quick.NOT_HANDED_OVER))
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.panel.moving.form is not None)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: page.lists.currentWidget() is page.empty)
    desk.settle()
    assert page.bar.search.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_move_from_a_button_ends_among_the_buttons(desk: Desk, key: Qt.Key) -> None:
    page = _list(desk)
    made = desk.find(QPushButton, "move_finish", page.panel)
    made.setFocus()
    desk.press(Qt.Key.Key_Space)
    wait_for(lambda: page.panel.moving.form is not None)
    desk.press(key, _CTRL if key is Qt.Key.Key_Return else Qt.KeyboardModifier.NoModifier)
    wait_for(lambda: page.panel.moving.form is None)
    desk.settle()
    assert _focus() in page.panel.moving.buttons.buttons()
    assert _focus().isVisible()  # type: ignore[union-attr]


def test_undo_by_its_button_leaves_the_keyboard_among_the_moves(desk: Desk) -> None:
    page = _list(desk)
    _move(desk, page, Qt.Key.Key_G, _S.FINISHED)
    desk.find(QPushButton, "move_undo", page.panel).setFocus()
    desk.press(Qt.Key.Key_Space)
    wait_for(lambda: page.panel.card.row.state is _S.RECEIVED)
    desk.settle()
    assert _focus() in page.panel.moving.buttons.buttons()


def test_undo_by_key_or_by_the_banner_does_not_take_the_keyboard_away(desk: Desk) -> None:
    page = _list(desk)
    _move(desk, page, Qt.Key.Key_G, _S.FINISHED)
    desk.press(Qt.Key.Key_Z, _CTRL)
    wait_for(lambda: page.panel.card.row.state is _S.RECEIVED)
    desk.settle()
    assert page.table.hasFocus()
    _move(desk, page, Qt.Key.Key_G, _S.FINISHED)
    desk.find(QPushButton, "bannerUndo").click()
    wait_for(lambda: page.panel.card.row.state is _S.RECEIVED)
    desk.settle()
    assert page.table.hasFocus()


def test_many_moved_at_once_leave_the_keyboard_in_the_list(desk: Desk) -> None:
    page = _list(desk)
    desk.press(Qt.Key.Key_A, _CTRL)
    wait_for(lambda: page.bulk.isVisible())
    desk.settle()
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.bulk.form is not None)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: "3 hồ sơ" in desk.said)
    desk.settle()
    assert page.table.hasFocus()


def test_files_that_come_and_go_leave_the_keyboard_among_the_files(
    desk: Desk, tmp_path: Path
) -> None:
    page = _list(desk)
    files = page.panel.files
    files.add_button.setFocus()
    path = tmp_path / "đơn.pdf"
    path.write_bytes(a_pdf())
    files.add_paths([path])
    wait_for(lambda: files.list.count() == 1)
    desk.settle()
    assert files.add_button.hasFocus()
    files.list.setFocus()
    desk.press(Qt.Key.Key_Delete)
    wait_for(lambda: files.list.count() == 0)
    desk.settle()
    assert files.add_button.hasFocus()


def test_the_hand_is_never_out_of_sight_in_a_tall_form(desk: Desk) -> None:
    a_received(desk.office, DEATH)
    page = desk.page("dossiers")
    wait_for(lambda: page.model.row_at(0) is not None)
    page.table.select_place(0)
    wait_for(lambda: page.panel.card is not None)
    desk.settle()
    desk.press(Qt.Key.Key_Y, _CTRL, on=page.table)
    wait_for(lambda: page.panel.moving.form is not None)
    desk.settle()
    focused = _focus()
    assert focused is not None
    assert not focused.visibleRegion().isEmpty()
    assert focused in [tick.tick for tick in page.panel.moving.form._ticks]
    page.panel.moving.form.confirm.click()  # without a reason
    words = page.panel.moving.form.findChild(QWidget, "moveReasonWords")
    wait_for(lambda: words is not None and words.isVisible())
    reason = desk.find(QWidget, "moveReason", page.panel)
    wait_for(lambda: not reason.visibleRegion().isEmpty())


def test_a_dialog_gives_the_keyboard_back(desk: Desk) -> None:
    page = _list(desk)
    desk.press(Qt.Key.Key_E, _CTRL_SHIFT)
    dialog = wait_shown("editDialog")
    dialog.save.setFocus()
    dialog.save.click()
    wait_for(lambda: shown("editDialog") is None)
    desk.settle()
    desk.activate()  # off-screen nobody gives the keys back to the window
    assert page.table.hasFocus()


def test_enter_presses_the_button_that_has_the_focus(desk: Desk) -> None:
    desk.page("intake")
    clear = desk.find(QPushButton, "clearIntake")
    put_in(desk.find(QLineEdit, "applicantName"), "Nguyễn Văn An")
    clear.setFocus()
    QTest.keyClick(clear, Qt.Key.Key_Return)
    assert desk.find(QLineEdit, "applicantName").text() == ""


def test_other_words_leave_a_button_its_key(qapp: QApplication) -> None:
    made = button("Tiếp tục", key="Ctrl+Return")
    made.setText("Lập văn phòng")
    assert made.shortcut().toString() == "Ctrl+Return"


def test_a_field_does_not_keep_the_keys_of_the_page_for_itself(qapp: QApplication) -> None:
    watch = OwnKeys(qapp)
    window = QWidget()
    field, number = QLineEdit(window), QSpinBox(window)
    window.show()
    window.activateWindow()
    wait_for(window.isActiveWindow)
    try:
        for part in (field, number):
            part.setFocus()
            claimed = {}
            for key in (Qt.Key.Key_K, Qt.Key.Key_U, Qt.Key.Key_E, Qt.Key.Key_C):
                asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, _CTRL)
                asked.ignore()
                qapp.sendEvent(part, asked)
                claimed[key] = asked.isAccepted()
            assert claimed.pop(Qt.Key.Key_C), part
            assert not any(claimed.values()), part
    finally:
        watch.deleteLater()
        window.close()
        window.deleteLater()
