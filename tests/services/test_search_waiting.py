"""New dossiers wait before they enter the search index; nobody who searches notices."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from desktop.domain.dossiers import DossierState
from desktop.models.search import Sought
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_edits import edit_dossier, edit_of
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, first_dossiers
from desktop.services.office import Office
from tests.factory import MARITAL_STATUS, a_received


def _found(office: Office, typed: str, state: DossierState | None = None) -> list[str]:
    return [row.code for row in first_dossiers(office, DossierFilter(text=typed, state=state))]


def _waiting(office: Office) -> int:
    with office.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM search_waiting")).scalar_one())


def test_every_dossier_is_found_at_once_whether_it_waits_or_not(office: Office) -> None:
    seen, codes = set(), []
    for number in range(70):
        codes.append(a_received(office, name=f"Đặng Thị Số {number}").code)
        seen.add(_waiting(office))
        assert _found(office, f"so dang {number}")[0] == codes[-1]
    assert seen == set(range(32))  # it went into the index twice, and 6 wait now
    assert _found(office, "dang thi") == codes[::-1][:50]
    assert count_dossiers(office, DossierFilter(text="số")) == 70


def test_filters_and_procedure_names_hold_for_those_that_wait(office: Office) -> None:
    code = a_received(office, name="Vũ Văn Chờ", procedure_code=MARITAL_STATUS).code
    assert _waiting(office) == 1
    assert _found(office, "hôn nhân chờ") == [code]
    assert _found(office, "chờ", DossierState.RECEIVED) == [code]
    assert _found(office, "chờ", DossierState.RETURNED) == []


def test_a_changed_name_is_found_and_the_old_one_is_not(office: Office) -> None:
    code = a_received(office, name="Bùi Văn Nhầm").code
    for name, old in (("Bùi Văn Đúng", "nham"), ("Bùi Văn Cuối", "dung")):
        edit = edit_of(dossier_card(office, code))
        edit_dossier(office, code, replace(edit, applicant=replace(edit.applicant, name=name)))
        assert _found(office, name) == [code]
        assert _found(office, old) == []
        for number in range(32):  # the second time it has left the waiting room
            a_received(office, name=f"Người {number}")


def test_what_waits_is_compared_as_the_index_compares() -> None:
    indexed = "nguyen van an 001090000001 đ12"
    assert Sought(["ng", "0010"]).is_in(indexed)
    assert Sought(["an"], [12]).is_in(indexed)
    assert not Sought(["guyen"]).is_in(indexed)
    assert not Sought(["an"], [1]).is_in(indexed)
    assert Sought(["an", "12"], []).expression == '"an"* AND "12"*'
    assert not Sought(["12"]).is_in(indexed)
