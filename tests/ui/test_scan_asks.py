"""Giving results back: a card or a slip is held under the scanner, wherever the cursor stands."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.services.dossier_cards import dossier_card
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.factory import a_received, an_applicant
from tests.ui.desk import CARD, Desk, shown, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier
NEIGHBOUR = "001190000017||Lê Thị Bích|17081990|Nữ|Thôn 3, Xã A|02032022"


def _finished(desk: Desk, **changes: Any) -> str:
    code = a_received(desk.office, **changes).code
    move_dossier(desk.office, MoveInput(code, DossierEvent.FINISH, result_number="15"))
    return code


def test_all_results_of_a_card_go_to_one_receiver_with_one_paper(desk: Desk) -> None:
    ready = [_finished(desk) for _ in range(3)]
    waiting = a_received(desk.office).code
    other = _finished(desk, applicant=an_applicant("Trần Văn Tư", id_number="001090000444"))
    today = desk.page("today")
    desk.scan(CARD, today.receive)  # the space in the name must not press the button
    wait_for(lambda: desk.current.key == "dossiers")
    page: Any = desk.current
    wait_for(lambda: page.model.rowCount() == 4)
    wait_for(lambda: page.bulk.isVisible() and page.bulk.title.text() == "Đã chọn 3 hồ sơ")
    assert page.bar.search.text() == "001090000001"
    assert desk.find(QLabel, "bulkNames").text() == "Nguyễn Văn An (3 hồ sơ)"
    desk.settle()
    first = page.bulk.moves.buttons()[0]
    assert first.objectName() == "move_return_result"  # what comes next stands first

    first.click()
    receiver = desk.find(QLineEdit, "moveReceiver")
    desk.scan(NEIGHBOUR, receiver)
    assert receiver.text() == "Lê Thị Bích"
    desk.press(Qt.Key.Key_Return, _CTRL)
    preview = wait_shown("previewDialog")
    assert preview.windowTitle() == "Danh sách ký nhận kết quả"
    preview.close()
    wait_for(lambda: shown("previewDialog") is None)
    cards = [dossier_card(desk.office, code) for code in ready]
    assert {card.receiver for card in cards} == {"Lê Thị Bích"}
    assert dossier_card(desk.office, waiting).row.state is DossierState.RECEIVED

    page.scan(f"{other}|1.004873|001090000444|Giấy tiếp nhận|Sổ Một Cửa|09:00 20/11/2026")
    wait_for(lambda: page.panel.card is not None and page.panel.card.row.code == other)
    assert page.model.rowCount() == 1
    page.scan("001090000999||Người Lạ|02031990|Nam|Thôn 1, Xã A|15072021")
    wait_for(lambda: "không có hồ sơ nào của 001090000999" in desk.said)


def test_marked_rows_that_were_never_looked_at_are_moved_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.dossiers.table_model.PAGE", 2)
    monkeypatch.setattr("desktop.ui.dossiers.table_model._FIRST", 2)
    codes = [_finished(desk) for _ in range(7)]
    page = desk.page("dossiers")
    wait_for(lambda: page.model.rowCount() == 7)
    for place in range(7):  # as in a list of thousands: most pages are not there
        page.model._pages.pop(place, None)
    page.table.selectAll()
    wait_for(lambda: page.bulk.isVisible() and page.bulk.title.text() == "Đã chọn 7 hồ sơ")
    desk.settle()
    desk.find(QPushButton, "move_return_result", page.bulk).click()
    page.bulk.form.print_tick.tick.setChecked(False)
    desk.find(QPushButton, "moveConfirm", page.bulk).click()
    wait_for(lambda: "7 hồ sơ" in desk.said)
    states = {dossier_card(desk.office, code).row.state for code in codes}
    assert states == {DossierState.RETURNED}
