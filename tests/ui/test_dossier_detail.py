"""The whole page for one dossier: Enter opens, Esc goes back to the same row, keys go along."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.dossiers import DossierState
from desktop.services.attachments import attach
from desktop.services.dossier_filters import DossierFilter, Quick
from tests.factory import MARITAL_STATUS, a_received
from tests.services.files import a_pdf, a_png
from tests.ui.desk import Desk, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier


def _open(desk: Desk, place: int, count: int = 4, wanted: DossierFilter | None = None) -> Any:
    """The page with some dossiers, one of them opened by Enter."""
    for number in range(count):
        a_received(desk.office, MARITAL_STATUS, f"Người thứ {number}")
    page = desk.page("dossiers")
    page.show_filter(wanted or DossierFilter())
    wait_for(lambda: page.model.rowCount() == count and page.model.row_at(0) is not None)
    desk.settle()
    page.table.select_place(place)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    _wait(desk, page, page.model.row_at(place).code)
    return page


def _wait(desk: Desk, page: Any, code: str) -> None:
    wait_for(lambda: page.detail.card is not None and page.detail.card.row.code == code, code)
    desk.settle()


def test_enter_opens_and_esc_comes_back_to_the_same_row_and_scroll(desk: Desk) -> None:
    for number in range(40):
        a_received(desk.office, MARITAL_STATUS, f"Người trước {number}")
    page = _prepared(desk)
    scrolled = page.table.verticalScrollBar().value()
    assert scrolled > 0
    desk.press(Qt.Key.Key_Return)
    _wait(desk, page, page.model.row_at(30).code)
    assert page.in_detail
    assert _focus_name().startswith("move_")
    desk.press(Qt.Key.Key_Escape)
    desk.settle()
    assert not page.in_detail
    assert page.table.hasFocus()
    assert [row.code for row in page.table.selected_rows()] == [page.model.row_at(30).code]
    assert page.table.currentIndex().row() == 30
    assert page.table.verticalScrollBar().value() == scrolled


def _prepared(desk: Desk) -> Any:
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 40 and page.model.row_at(30) is not None)
    desk.settle()
    page.table.select_place(30)
    page.table.setFocus()
    desk.settle()
    return page


def _focus_name() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def test_keys_lead_to_the_next_and_the_one_before_and_esc_to_its_row(desk: Desk) -> None:
    page = _open(desk, 1)
    codes = [page.model.row_at(place).code for place in range(4)]
    assert "2 trong 4" in page.state.text()
    desk.press(Qt.Key.Key_PageDown, _CTRL)
    _wait(desk, page, codes[2])
    desk.press(Qt.Key.Key_PageUp, _CTRL)
    _wait(desk, page, codes[1])
    desk.press(Qt.Key.Key_PageUp, _CTRL)
    _wait(desk, page, codes[0])
    assert not page.along.before.isEnabled()
    desk.press(Qt.Key.Key_Escape)
    desk.settle()
    assert [row.code for row in page.table.selected_rows()] == [codes[0]]


def test_moves_are_made_here_and_the_next_one_follows_when_it_left_the_list(desk: Desk) -> None:
    page = _open(desk, 1, 3, DossierFilter(quick=Quick.NOT_HANDED_OVER))
    third = page.model.row_at(2).code
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.detail.moving.form is not None)
    desk.press(Qt.Key.Key_Escape)  # the form's own Esc comes first
    wait_for(lambda: page.detail.moving.form is None)
    assert page.in_detail
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.detail.moving.form is not None)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: page.detail.card.row.state is DossierState.FINISHED)
    desk.settle()
    assert page.in_detail
    assert "không còn trong danh sách" in page.state.text()
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: page.detail.card.row.state is DossierState.RECEIVED)
    desk.settle()
    desk.press(Qt.Key.Key_G, _CTRL)
    wait_for(lambda: page.detail.moving.form is not None)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: page.detail.card.row.state is DossierState.FINISHED)
    desk.settle()
    desk.press(Qt.Key.Key_PageDown, _CTRL)
    _wait(desk, page, third)


def test_files_are_seen_beside_the_dossier_and_a_damaged_one_says_so(desk: Desk) -> None:
    code = a_received(desk.office, name="Có Tệp").code
    first = attach(desk.office, code, "đơn.pdf", a_pdf("Đơn", 40)).value
    attach(desk.office, code, "thẻ.png", a_png("x"))
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 1 and page.model.row_at(0) is not None)
    page.open_detail(code)
    viewer = page.detail.viewer
    wait_for(lambda: viewer.currentWidget() is viewer.pages and len(viewer.pages._labels) == 40)
    assert len(viewer.pages._drawn) < 10  # only what is on the screen
    page.detail.files.list.setCurrentRow(1)
    wait_for(lambda: len(viewer.pages._labels) == 1)
    for path in (desk.office.folder / "attachments").rglob("*"):
        if path.is_file():
            path.write_bytes(b"broken")
    page.detail.files.list.setCurrentRow(0)
    wait_for(lambda: viewer.currentWidget() is viewer.nothing)
    assert "đơn.pdf" in viewer.nothing.title.text() + viewer.nothing.advice.text()
    assert first.id == page.detail._shown_file


def test_the_page_advises_explains_the_date_and_shows_what_is_mended(desk: Desk) -> None:
    page = _open(desk, 0, 1)
    assert page.detail.viewer.currentWidget() is page.detail.viewer.nothing
    assert "Bản quét" in page.detail.viewer.nothing.advice.text()
    desk.press(Qt.Key.Key_I, _CTRL)
    popup = wait_shown("whyPopup")
    assert "ngày tiếp nhận" in popup.findChild(QLabel, "whyText").text()
    popup.close()
    desk.find(QPushButton, "editNote", page.detail).click()
    dialog = wait_shown("editDialog")
    dialog.note.set_text("Hẹn gọi lại")
    dialog.save.click()
    wait_for(lambda: page.detail.note.text() == "Hẹn gọi lại")
