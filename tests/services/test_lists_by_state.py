"""A list narrowed to one state holds exactly those dossiers, whichever index serves it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from desktop.domain.dossiers import DossierEvent, DossierState, Timeliness
from desktop.models.dossiers import dossiers
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, dossier_ids, first_dossiers
from desktop.services.figures.keeping import wrong_sums
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from tests.factory import a_received


@pytest.mark.parametrize("state", list(DossierState))
def test_each_state_lists_its_own_dossiers(office: Office, state: DossierState) -> None:
    ids = [a_received(office).id for _ in DossierState]
    with office.database.writing() as connection:
        for dossier_id, each in zip(ids, DossierState, strict=True):
            connection.execute(
                update(dossiers).where(dossiers.c.id == dossier_id).values(state=each)
            )
    wanted = DossierFilter(state=state)
    assert list(dossier_ids(office, wanted)) == [ids[list(DossierState).index(state)]]
    assert count_dossiers(office, wanted) == 1


def test_an_older_office_with_early_withdrawals_tells_them_as_the_figures_do(
    office: Office,
) -> None:
    """Before, they were stored as early; the stored sums never took them for that."""
    got = a_received(office)
    move_dossier(office, MoveInput(got.code, DossierEvent.WITHDRAW, reason="Theo đơn"))
    with office.database.writing() as connection:
        early = {"timeliness": Timeliness.EARLY}
        connection.execute(update(dossiers).where(dossiers.c.id == got.id).values(early))
    (row,) = first_dossiers(office, DossierFilter(), 5)
    card = dossier_card(office, got.code)
    assert (row.timeliness, card.row.timeliness) == (Timeliness.ON_TIME, Timeliness.ON_TIME)
    assert wrong_sums(office) == 0
