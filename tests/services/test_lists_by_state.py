"""A list narrowed to one state holds exactly those dossiers, whichever index serves it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from desktop.domain.dossiers import DossierState
from desktop.models.dossiers import dossiers
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import count_dossiers, dossier_ids
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
