"""The practice desk of a province: everything in it came in as at a real one, and says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.appraisals import PackState, Standing
from desktop.domain.errors import InputRefused
from desktop.domain.packages import ItemReason, PackageOutcome
from desktop.models.province import received_packages
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.practice import make_practice_province
from desktop.services.provinces.practice_year import (
    EXCEPTED,
    EXPLAINED,
    REVOKED,
    SILENT,
    STRANGE,
    TOO_LATE,
)
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.rules import rules_status
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.sheets import unit_sheet
from desktop.services.provinces.status import province_status, quarantine
from desktop.services.provinces.storing import store_reading
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import look_at_invitation
from tests.conftest import CHEAP
from tests.factory import PRACTICE_ADMIN, UNIT_CODE


@pytest.fixture
def practice(
    practice_province_template: Path, tmp_path: Path, clock: FixedClock
) -> Iterator[Office]:
    folder = tmp_path / "tỉnh"
    shutil.copytree(practice_province_template, folder)
    opened = sign_in(folder, PRACTICE_ADMIN, PRACTICE_PASSWORD, clock)
    yield opened
    opened.close()


def test_practice_desk_holds_one_unit_for_each_thing_that_may_happen(practice: Office) -> None:
    units = province_status(practice, 2026)
    assert [unit.standing for unit in units[:8]].count(Standing.SENT) >= 4
    assert units[TOO_LATE].standing is units[SILENT].standing is Standing.LATE
    assert units[EXCEPTED].standing is Standing.EXPECTED
    assert {unit.standing for unit in units[8:]} == {Standing.NEVER}
    explained = units[EXPLAINED].assessment
    assert explained is not None
    assert (explained.closed_round, explained.explanations, explained.missing_files) == (1, 1, 0)
    assert [d.revoked_at is None for d in units[REVOKED].devices] == [False, True]
    assert all(unit.dossiers for unit in units[:8])
    found = [unit.assessment for unit in units if unit.assessment is not None]
    assert all(one.submitted_at <= one.received_at for one in found)

    reasons = {(q.unit_code, q.reason) for q in quarantine(practice)}
    assert reasons == {
        (units[TOO_LATE].unit_code, ItemReason.LOCKED),
        (units[STRANGE].unit_code, ItemReason.UNKNOWN_KIND),
    }
    with store_reading(practice) as connection:
        outcomes = set(connection.execute(select(received_packages.c.outcome)).scalars())
    assert {PackageOutcome.ACCEPTED, PackageOutcome.REJECTED} < outcomes
    answers = {state for row in rules_status(practice) for state in row.answers}
    assert answers == {PackState.APPLIED, PackState.DECLINED, PackState.WAITING}
    assert len(rank_units(practice, 2025).units) == 8
    assert rank_units(practice, 2025).is_published
    lines = unit_sheet(practice, units[EXPLAINED].unit_code, 2026)
    assert any(line.proofs for line in lines)


def test_practice_desk_is_marked_wherever_it_could_be_taken_for_real(
    practice: Office, office: Office, tmp_path: Path
) -> None:
    assert practice.info.is_practice
    assert practice.info.is_province
    assert require_desk(practice).name == "Tỉnh Đắk Lắk (thực hành)"
    invitation = invite(practice, UNIT_CODE, tmp_path / "giấy mời.json").value.file
    assert look_at_invitation(office, invitation).province == "Tỉnh Đắk Lắk (thực hành)"


def test_too_few_or_too_many_units_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    for units in (7, 101):
        with pytest.raises(InputRefused):
            make_practice_province(
                tmp_path / "tỉnh", units=units, as_of=date(2026, 11, 20), cost=CHEAP
            )
    assert not (tmp_path / "tỉnh").exists()
