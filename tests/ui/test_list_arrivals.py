"""The list is read by two queries that race; whichever ends first, the whole list is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids, first_dossiers
from desktop.services.office import Office
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.shell.pages import make_window
from desktop.ui.shell.window import MainWindow
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
