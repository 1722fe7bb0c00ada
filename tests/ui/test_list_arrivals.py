"""What the list reads and draws: racing queries, pages read ahead, rows as the style has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids, first_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.ui.dossiers import table_model
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.dossiers.table_view import DossierTable
from desktop.ui.shell.pages import make_window
from desktop.ui.shell.window import MainWindow
from desktop.ui.theme import apply_theme
from tests.factory import a_received

MORE_THAN_FIRST = 70


@pytest.fixture
def window(office: Office, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window on an office with more dossiers than the first rows show."""
    for number in range(MORE_THAN_FIRST):
        a_received(office, name=f"Nguyễn Văn {number}")
    made = make_window(office)
    qtbot.addWidget(made)
    yield made
    made.close()
    made.runner.close()


def test_first_rows_that_arrive_last_do_not_cut_the_list_short(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    window.open_page("dossiers")
    page = window.current
    assert isinstance(page, DossiersPage)
    model, wanted = page.model, DossierFilter()
    qtbot.waitUntil(lambda: window.runner.is_idle)
    model.show(wanted)
    number = model._load_number
    rows, ids = first_dossiers(office, wanted, 60), dossier_ids(office, wanted)
    model._ids_arrived(number, ids)
    model._first_arrived(number, rows)
    assert model.rowCount() == MORE_THAN_FIRST
    qtbot.waitUntil(lambda: window.runner.is_idle)
    assert model.rowCount() == MORE_THAN_FIRST


def test_a_list_read_anew_shows_what_changed_whichever_query_is_faster(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    window.open_page("dossiers")
    page = window.current
    assert isinstance(page, DossiersPage)
    model, wanted = page.model, DossierFilter()
    qtbot.waitUntil(lambda: model.rowCount() == MORE_THAN_FIRST and window.runner.is_idle)
    qtbot.waitUntil(lambda: model.row_at(0) is not None)
    before = model.row_at(0)
    assert before is not None
    move_dossier(office, MoveInput(before.code, DossierEvent.HAND_OVER, to="Tư pháp"))
    model._load_number += 1
    model._ids_arrived(model._load_number, dossier_ids(office, wanted))
    model._first_arrived(model._load_number, first_dossiers(office, wanted, 60))
    qtbot.waitUntil(lambda: model.row_at(0) is not None)
    after = model.row_at(0)
    assert after is not None
    assert (before.state, after.state) == (DossierState.RECEIVED, DossierState.PROCESSING)


def test_the_next_page_is_there_before_anybody_looks_at_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_model, "PAGE", 20)
    window.open_page("dossiers")
    page = window.current
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == MORE_THAN_FIRST and window.runner.is_idle)
    page.model.reload()
    qtbot.waitUntil(lambda: window.runner.is_idle)
    repainted: list[int] = []
    page.model.dataChanged.connect(lambda first, _last: repainted.append(first.row()))
    page.model.read_around(20, 39)
    qtbot.waitUntil(lambda: window.runner.is_idle)
    assert page.model.cell(45, 0).text != "…"
    assert 40 not in repainted
    assert page.model.cell(65, 0).text == "…"
    qtbot.waitUntil(lambda: 60 in repainted)
    assert page.model.cell(65, 0).text != "…"


class _Styled(DossierTable):
    """The same table, drawn by Qt after the style sheet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


@pytest.mark.parametrize("dark", [False, True])
def test_rows_are_drawn_as_the_style_sheet_has_them(
    window: MainWindow, qtbot: QtBot, qapp: QApplication, dark: bool
) -> None:
    apply_theme(qapp, dark)
    try:
        window.open_page("dossiers")
        page = window.current
        assert isinstance(page, DossiersPage)
        qtbot.waitUntil(lambda: window.runner.is_idle)
        pictures = []
        for kind in (DossierTable, _Styled):
            table = kind(window.context, page.model)
            qtbot.addWidget(table)
            table.resize(560, 400)
            table.select_place(3)
            table.show()
            qtbot.waitUntil(lambda: window.runner.is_idle)
            pictures.append(_without_signs(table))
    finally:
        apply_theme(qapp, dark=False)
    assert pictures[0] == pictures[1]


def _without_signs(table: DossierTable) -> QImage:
    """The columns of plain words; signs are drawn sharper than Qt would."""
    width = sum(table.columnWidth(place) for place in range(3))
    return table.viewport().grab(QRect(0, 0, width, table.viewport().height())).toImage()
