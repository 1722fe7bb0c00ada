"""The practice office scores itself: a finished year with its result, this year's so far."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.criteria.progress import EvidenceState
from desktop.domain.criteria.rounds import Stage, Verdict
from desktop.domain.criteria.scoring import band_of
from desktop.domain.submissions import Judged
from desktop.models.journal import outbox
from desktop.services.assessments.approval import approved_copy
from desktop.services.assessments.evidence import EvidenceWarning
from desktop.services.assessments.explaining import read_explanations
from desktop.services.assessments.pictures import pictures
from desktop.services.assessments.sheets import score_sheet
from desktop.services.assessments.stages import round_status
from desktop.services.audit import chain_is_whole
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.practice import make_practice_office
from desktop.services.signing_in import sign_in
from tests.conftest import CHEAP
from tests.factory import FRIDAY_MORNING, PRACTICE_OFFICE_ADMIN

LAST, NOW = 2025, 2026


def _made(folder: Path, as_of: date, dossiers: int = 300) -> Office:
    made = make_practice_office(folder, dossiers=dossiers, seed=3, as_of=as_of, cost=CHEAP)
    return sign_in(folder, made.users[0].name, PRACTICE_PASSWORD, FixedClock(FRIDAY_MORNING))


@pytest.fixture(scope="module")
def practice(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of 20 November."""
    folder = tmp_path_factory.mktemp("scores") / "office"
    shutil.copytree(practice_template, folder)
    office = sign_in(folder, PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD, FixedClock(FRIDAY_MORNING))
    yield office
    office.close()


def test_last_year_went_all_the_way_to_its_published_result(practice: Office) -> None:
    status = round_status(practice, LAST)
    assert status.stage is Stage.PUBLISHED
    assert [appraisal.round for appraisal in status.appraisals] == [1, 2]
    assert status.submission is not None
    assert status.judged is Judged.THIS_COPY  # no receipt in practice: the verdict proves arrival
    copy = approved_copy(practice, LAST)
    assert copy is not None
    assert copy.approved_by == "Nguyễn Đức Mẫu"
    assert {appraisal.copy for appraisal in status.appraisals} == {copy.sha256}
    first, second = status.appraisals
    asked = [line.item_id for line in first.lines if line.verdict is Verdict.NEEDS_EXPLANATION]
    with practice.reading() as connection:
        told = read_explanations(practice, connection, status.assessment.id)
    assert set(asked) <= {row.item_id for row in told}
    assert all(row.is_sent for row in told)
    assert any(row.documents for row in told)
    assert second.percent > first.percent


def test_the_published_result_agrees_with_the_second_round_and_with_itself(
    practice: Office,
) -> None:
    status = round_status(practice, LAST)
    published = status.publication
    assert published is not None
    assert published.percent == status.appraisals[-1].percent
    band = band_of(score_sheet(practice, LAST).criteria, published.percent)
    assert band is not None
    assert published.band == band.name
    assert 1 <= published.rank <= published.ranked
    for field in published.fields:
        assert field.best is not None
        assert field.average is not None
        assert field.points <= field.best
        assert field.average <= field.best <= field.maximum
    assert published.total == sum(field.points for field in published.fields)


def test_years_before_are_known_by_their_results_alone(practice: Office) -> None:
    years = pictures(practice, NOW).years
    assert [point.year for point in years] == [LAST - 2, LAST - 1, LAST, NOW]
    assert [point.own is None for point in years] == [True, True, False, False]
    assert all(point.rank for point in years[:-1])


def test_this_year_is_half_way_with_proof_and_people(practice: Office) -> None:
    sheet = score_sheet(practice, NOW)
    assert round_status(practice, NOW).stage is Stage.OPEN
    assert sheet.criteria.is_sample
    assert 0 < sheet.score.answered < sheet.score.lines
    assert sheet.line("3.3.1").reading is not None
    assert {line.assignee for line in sheet.lines} > {"", "Đỗ Hữu Mẫu"}
    states = {line.evidence_state for line in sheet.lines}
    assert states == set(EvidenceState)
    dates = [proof.facts.dated for line in sheet.lines for proof in line.evidence]
    assert dates
    assert all(dated is not None and dated.year == NOW for dated in dates)
    warnings = {warning for line in sheet.lines for p in line.evidence for warning in p.warnings}
    assert warnings <= {EvidenceWarning.ALREADY_USED}


def test_nothing_waits_to_be_sent_and_the_chain_of_the_audit_holds(practice: Office) -> None:
    with practice.reading() as connection:
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0
    assert chain_is_whole(practice).ok


@pytest.mark.parametrize(
    ("as_of", "last"), [(date(2026, 1, 9), Stage.OPEN), (date(2026, 3, 2), Stage.SUBMITTED)]
)
def test_before_spring_the_last_result_is_of_the_year_before(
    tmp_path: Path, as_of: date, last: Stage
) -> None:
    office = _made(tmp_path / "office", as_of, dossiers=20)
    try:
        assert round_status(office, 2024).stage is Stage.PUBLISHED
        assert round_status(office, 2025).stage is last
        assert round_status(office, 2026).stage is Stage.OPEN
    finally:
        office.close()
