"""The moves by the keyboard: their form is in sight, and a key that cannot act says why."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QPlainTextEdit, QWidget

from desktop.domain.dossiers import DossierEvent
from desktop.services.dossier_cards import dossier_card
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, put_in, wait_for

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(desk: Desk) -> Any:
    """The register with one dossier, due on Wednesday, 25/11, in its panel."""
    code = a_received(desk.office, MARITAL_STATUS).code
    desk.window.context.open_dossier(code)
    desk.settle()
    page = desk.window.current
    wait_for(lambda: page.panel.card is not None and page.panel.card.row.code == code)
    return page


def _in_sight(area: QWidget, part: QWidget) -> bool:
    top = part.mapTo(area, part.rect().topLeft()).y()
    return top >= 0 and top + part.height() <= area.height()


def test_an_apology_begins_with_a_working_day_in_sight_and_a_second_one_is_refused_in_words(
    desk: Desk, opened: Any
) -> None:
    code = opened.panel.card.row.code
    scroll = opened.panel._scroll
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    desk.press(Qt.Key.Key_H, _CTRL, on=desk.window)
    wait_for(lambda: opened.panel.moving.form is not None)
    form = opened.panel.moving.form
    for part in (form.sentence, form.confirm):
        wait_for(lambda p=part: _in_sight(scroll.viewport(), p), part.objectName())
    new_due = desk.find(QDateEdit, "moveNewDue")
    assert new_due.date() == QDate(2026, 11, 30)  # Thursday, Friday, then over the weekend
    reason = desk.find(QPlainTextEdit, "moveReason")
    desk.press(Qt.Key.Key_Tab)  # one key out of the date, not three
    wait_for(reason.hasFocus)
    put_in(reason, "Người ký đi vắng")
    form.print_tick.tick.setChecked(False)
    desk.press(Qt.Key.Key_Return, _CTRL)
    wait_for(lambda: "xin lỗi" in desk.said)
    assert dossier_card(desk.office, code).apologised_at is not None
    wait_for(lambda: scroll.verticalScrollBar().value() == 0)  # where the new date stands
    desk.settle()

    desk.press(Qt.Key.Key_H, _CTRL, on=desk.window)
    wait_for(lambda: "quy định chỉ cho hẹn lại một lần" in desk.said)
    desk.press(Qt.Key.Key_T, _CTRL, on=desk.window)
    wait_for(lambda: "Không thể “Trả kết quả”" in desk.said)


def test_a_key_for_many_names_the_dossier_that_stands_in_the_way(desk: Desk, opened: Any) -> None:
    finished = a_received(desk.office, MARITAL_STATUS).code
    move_dossier(desk.office, MoveInput(finished, DossierEvent.FINISH))
    opened.model.reload()
    wait_for(lambda: opened.model.rowCount() == 2)
    opened.table.selectAll()
    wait_for(lambda: opened.bulk.isVisible() and len(opened.bulk._rows) == 2)
    desk.press(Qt.Key.Key_T, _CTRL, on=desk.window)
    wait_for(lambda: "Không thể “Trả kết quả”" in desk.said)
    desk.press(Qt.Key.Key_R, _CTRL, on=desk.window)
    wait_for(lambda: "Không thể “Ghi nhận rút hồ sơ”" in desk.said)
