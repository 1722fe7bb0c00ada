"""The list as Qt sees it, whatever the order in which the readers answer."""

from __future__ import annotations

from array import array

from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids, first_dossiers
from tests.factory import a_received
from tests.ui.desk import Desk, wait_for


def test_the_head_of_the_list_never_cuts_the_whole_list_short(desk: Desk) -> None:
    for number in range(4):
        a_received(desk.office, name=f"Người thứ {number}")
    page = desk.page("dossiers")
    model, office = page.model, desk.office
    model.show(DossierFilter())
    number = model._load_number
    model._ids_arrived(number, dossier_ids(office, DossierFilter()))
    model._first_arrived(number, first_dossiers(office, DossierFilter(), 2))
    assert model.rowCount() == 4
    desk.settle()
    assert model.rowCount() == 4


def test_a_chosen_row_stays_chosen_when_the_list_is_read_again(desk: Desk) -> None:
    codes = [a_received(desk.office, name=f"Người thứ {n}").code for n in range(3)]
    page = desk.page("dossiers")
    desk.settle()
    page.table.select_place(1)
    wait_for(lambda: [row.code for row in page.table.selected_rows()] == [codes[1]])
    a_received(desk.office, name="Người mới")
    page.model.reload()
    wait_for(lambda: [row.code for row in page.table.selected_rows()] == [codes[1]])
    wait_for(lambda: page.model.rowCount() == 4)
    assert isinstance(dossier_ids(desk.office, DossierFilter()), array)
