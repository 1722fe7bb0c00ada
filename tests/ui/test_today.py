"""Hôm nay: every number is a door to the list it counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.dossiers import DossierEvent
from desktop.services.dossier_filters import Quick
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from tests.factory import BIRTH, MARITAL_STATUS, a_received
from tests.ui.desk import Desk, wait_for


@pytest.fixture
def full_desk(desk: Desk) -> Desk:
    """Two dossiers in progress, one of them due today, and one ready."""
    a_received(desk.office, MARITAL_STATUS, "Lê Thị Lan")
    a_received(desk.office, BIRTH, "Trần Văn Bình")
    ready = a_received(desk.office, BIRTH, "Vũ Thị Cúc").code
    move_dossier(desk.office, MoveInput(ready, DossierEvent.FINISH))
    desk.page("today")
    return desk


@pytest.mark.parametrize(
    ("quick", "count"), [(Quick.IN_PROGRESS, 2), (Quick.DUE_TODAY, 1), (Quick.READY, 1)]
)
def test_a_card_shows_its_list_and_opens_it_whole(
    full_desk: Desk, quick: Quick, count: int
) -> None:
    card = full_desk.find(QPushButton, f"card_{quick}")
    assert str(count) in card.accessibleName()
    if not card.isChecked():
        card.click()
        full_desk.settle()
    assert len(_lines(full_desk)) == count
    card.click()
    full_desk.settle()
    page = full_desk.window.current
    assert page.key == "dossiers"
    wait_for(lambda: page.model.rowCount() == count)
    assert page.bar.filter.quick is quick


def test_an_empty_card_says_so_in_words(desk: Desk) -> None:
    desk.find(QPushButton, f"card_{Quick.OVERDUE}").click()
    desk.settle()
    texts = [label.text() for label in desk.window.current.findChildren(QLabel)]
    assert "Không có hồ sơ nào quá hạn." in texts


def test_a_line_opens_its_dossier(full_desk: Desk) -> None:
    full_desk.find(QPushButton, f"card_{Quick.READY}").click()
    full_desk.settle()
    _lines(full_desk)[0].click()
    full_desk.settle()
    page = full_desk.window.current
    wait_for(lambda: page.panel.card is not None)
    assert page.panel.card.row.applicant_name == "Vũ Thị Cúc"


def test_ctrl_and_a_digit_choose_a_card(full_desk: Desk) -> None:
    full_desk.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier, on=full_desk.window)
    title = full_desk.find(QLabel, "todayListTitle")
    wait_for(lambda: title.text() == "Có kết quả chờ trả")


def _lines(desk: Desk) -> list[QPushButton]:
    return [
        made
        for made in desk.window.current.findChildren(QPushButton)
        if made.property("role") == "line" and made.isVisible()
    ]
