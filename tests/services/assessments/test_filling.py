"""Lines that fill themselves: figures counted from dossiers, with the day they were read."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.criteria.figures import FIGURES, Register
from desktop.domain.criteria.filling import Unfilled, bound_figures
from desktop.domain.criteria.items import Block, CriteriaSet
from desktop.domain.dossiers import Channel, DossierEvent, ReturnMethod
from desktop.domain.errors import RuleViolation
from desktop.domain.moments import VIETNAM
from desktop.domain.payments import Payment
from desktop.domain.procedures import OnlineLevel
from desktop.services.assessments.advising import advise
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.filling import fill_assessment, year_so_far
from desktop.services.assessments.jobs import jobs
from desktop.services.assessments.office_figures import SIDES, OfficeFigures, side_lists
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.attachments import attach
from desktop.services.clock import FixedClock
from desktop.services.dossier_lists import count_dossiers
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.procedures import procedure_by_code, save_procedure
from desktop.services.signing_in import sign_in
from tests.factory import BIRTH, MARITAL_STATUS, PRACTICE_OFFICE_ADMIN, a_received
from tests.services.assessments.conftest import YEAR


def _read(office: Office) -> dict[str, tuple[Decimal, Decimal | None]]:
    first, last = year_so_far(office, YEAR)
    found = OfficeFigures(office).readings(frozenset(FIGURES), first, last)
    return {name: (reading.part, reading.whole) for name, reading in found.items()}


def _finish(office: Office, code: str, clock: FixedClock, days: int) -> None:
    clock.moment += timedelta(days=days)
    move_dossier(office, MoveInput(code, DossierEvent.FINISH))


@pytest.fixture
def worked(opened: Office, clock: FixedClock) -> Office:
    """Four dossiers: in time online by post, late, still open by post, of last year."""
    in_time = a_received(
        opened,
        MARITAL_STATUS,
        channel=Channel.ONLINE,
        return_method=ReturnMethod.POST,
        fee_vnd=8_000,
        payment=Payment.ONLINE,
    ).code
    late = a_received(opened, MARITAL_STATUS, fee_vnd=8_000).code
    a_received(opened, BIRTH, channel=Channel.POST)
    a_received(opened, received_at=datetime(2025, 11, 20, 9, 0, tzinfo=VIETNAM))
    attach(opened, in_time, "a.pdf", _pdf(), position=1)
    attach(opened, in_time, "b.pdf", _pdf(), is_result=True)
    _finish(opened, in_time, clock, 3)
    move_dossier(opened, MoveInput(in_time, DossierEvent.RETURN_RESULT))
    _finish(opened, late, clock, 20)
    return opened


def _pdf() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def test_figures_are_counted_from_the_register(worked: Office) -> None:
    counted = _read(worked)
    assert counted["on_time_share"] == (1, 2)
    assert counted["apology_share"] == (0, 1)
    assert counted["late_without_apology"] == (1, None)
    assert counted["online_share"] == (1, 3)
    assert counted["online_procedures_share"] == (1, 2)
    assert counted["components_digitised_share"] == (1, 3)
    assert counted["electronic_results_share"] == (1, 2)
    assert counted["digitised_share"] == (1, 2)
    assert counted["by_post_share"] == (1, 1)
    assert counted["by_post_count"] == (2, None)
    assert counted["repeated_supplements"] == (0, None)
    assert counted["paid_online_share"] == (1, 2)
    part, whole = counted["procedures_offered_share"]
    assert part == whole


def test_every_side_of_a_figure_opens_the_list_it_was_counted_from(worked: Office) -> None:
    first, last = year_so_far(worked, YEAR)
    readings = OfficeFigures(worked).readings(frozenset(SIDES), first, last)
    assert set(readings) == set(SIDES)
    for reading in readings.values():
        part, whole = (
            sum(count_dossiers(worked, one.wanted) for one in side) for side in side_lists(reading)
        )
        assert (part, whole) == (reading.part, reading.whole or 0), reading.figure


def test_advice_opens_the_dossiers_and_names_the_documents_it_needs(worked: Office) -> None:
    fill_assessment(worked, YEAR)
    found = {job.step.item.id: job for job in jobs(worked, advise(worked, YEAR), YEAR)}
    scans, results = found["7.4.1"], found["7.4.2"]
    assert [one.count for one in scans.dossiers] == [2]
    assert [one.count for one in results.dossiers] == [1]
    assert scans.documents == "Báo cáo số hóa của năm"
    assert (scans.register, found["1.1.3"].register) == (None, Register.PLAN)
    lacking = sum(job.count for job in scans.dossiers)
    line = score_sheet(worked, YEAR).line("7.4.1")
    assert line.reading is not None
    assert lacking == (line.reading.whole or 0) - line.reading.part


def _points(criteria: CriteriaSet, figures: set[str]) -> Decimal:
    """The points of the scale whose lines are bound to these figures."""
    return sum(
        (
            item.maximum or Decimal(0)
            for item in criteria.scored
            if item.block is Block.MAIN and bound_figures(item) & figures
        ),
        Decimal(0),
    )


def test_15_points_fill_from_the_counter_alone_and_40_are_bound(worked: Office) -> None:
    counter = {
        name
        for name, kind in FIGURES.items()
        if kind.register in (Register.DOSSIERS, Register.PROCEDURES)
    }
    fill_assessment(worked, YEAR)
    sheet = score_sheet(worked, YEAR)
    filled = sum(line.applicable for line in sheet.lines if line.reading is not None)
    assert filled == _points(sheet.criteria, counter) >= 15
    assert _points(sheet.criteria, set(FIGURES)) >= 40


def test_bound_lines_fill_themselves_with_the_day_they_were_read(worked: Office) -> None:
    result = fill_assessment(worked, YEAR).value
    filled = {line.item_id: line for line in result.filled}
    assert set(filled) == {
        "3.2.3", "3.3.1", "3.3.2", "3.3.3", "7.3.1", "7.3.2", "7.3.3", "7.4.1", "7.4.2", "7.7",
    }  # fmt: skip
    line = score_sheet(worked, YEAR).line("7.4.1")
    assert line.why.startswith("1 / 3 hồ sơ có bản quét thành phần = 33,33 %")
    assert line.reading is not None
    assert (line.reading.first_day, line.reading.read_at) == (date(2026, 1, 1), worked.now())
    assert {s.reason for s in result.skipped} == {Unfilled.NO_REGISTER}


def test_no_late_dossier_is_a_case_that_did_not_arise(opened: Office) -> None:
    result = fill_assessment(opened, YEAR).value
    filled = {line.item_id: line.points for line in result.filled}
    assert filled["3.3.2"] == 1
    reasons = {s.item_id: s.reason for s in result.skipped}
    assert reasons["3.3.1"] is Unfilled.NOTHING_TO_DIVIDE


def test_what_a_person_typed_stays_until_it_is_replaced_on_purpose(worked: Office) -> None:
    answer_line(worked, YEAR, "7.3.2", AnswerEntry(value="90"))
    answer_line(worked, YEAR, "7.7", AnswerEntry(not_applicable=True))
    skipped = {s.item_id: s.reason for s in fill_assessment(worked, YEAR).value.skipped}
    assert skipped["7.3.2"] is Unfilled.TYPED_BY_HAND
    assert skipped["7.7"] is Unfilled.NOT_APPLICABLE
    assert score_sheet(worked, YEAR).line("7.3.2").counted == Decimal("2.5")
    fill_assessment(worked, YEAR, replace_typed=True)
    assert score_sheet(worked, YEAR).line("7.3.2").counted == 0


def test_filling_again_writes_history_only_where_a_figure_moved(
    worked: Office, clock: FixedClock
) -> None:
    fill_assessment(worked, YEAR)
    before = line_history(worked, YEAR)
    fill_assessment(worked, YEAR)
    assert line_history(worked, YEAR) == before
    a_received(worked, MARITAL_STATUS, channel=Channel.ONLINE)
    fill_assessment(worked, YEAR)
    moved = {event.item_id for event in line_history(worked, YEAR)[len(before) :]}
    assert "7.4.1" in moved
    assert "3.3.1" not in moved


def test_a_year_that_is_over_is_read_whole_and_one_to_come_not_at_all(office: Office) -> None:
    assert year_so_far(office, 2024) == (date(2024, 1, 1), date(2024, 12, 31))
    assert year_so_far(office, 2030) == (date(2030, 1, 1), date(2030, 1, 1))


def test_the_practice_office_fills_the_index_766_too(
    practice_template: Path, tmp_path: Path, clock: FixedClock
) -> None:
    from desktop.services.assessments.opening import open_assessment
    from desktop.services.door import PRACTICE_PASSWORD

    folder = tmp_path / "practice"
    shutil.copytree(practice_template, folder)
    office = sign_in(folder, PRACTICE_OFFICE_ADMIN, PRACTICE_PASSWORD, clock)
    try:
        open_assessment(office, "bo-chi-so-766", YEAR)
        filled = {f.item_id for f in fill_assessment(office, YEAR, "bo-chi-so-766").value.filled}
        assert filled == {"2", "3", "4.1", "4.2"}
        score = score_sheet(office, YEAR, "bo-chi-so-766").score
        assert 0 < score.total <= 54
    finally:
        office.close()


def test_an_assessment_that_is_not_open_fills_nothing(office: Office) -> None:
    with pytest.raises(RuleViolation):
        fill_assessment(office, YEAR)


def test_online_payments_nobody_wrote_down_are_not_filled_as_none(
    opened: Office, clock: FixedClock
) -> None:
    a_received(opened, fee_vnd=8_000, channel=Channel.ONLINE)
    assert "paid_online_share" not in _read(opened)
    result = fill_assessment(opened, YEAR).value
    assert {s.item_id: s.reason for s in result.skipped}["7.3.3"] is Unfilled.NO_REGISTER
    a_received(opened, fee_vnd=8_000)
    assert _read(opened)["paid_online_share"] == (0, 1)


def test_procedures_of_a_level_are_counted_once_the_catalogue_knows_one(opened: Office) -> None:
    names = {"full_online_procedures_count", "part_online_procedures_count"}
    assert names.isdisjoint(_read(opened))
    facts = procedure_by_code(opened, MARITAL_STATUS).facts
    save_procedure(opened, MARITAL_STATUS, replace(facts, online_level=OnlineLevel.FULL))
    counted = _read(opened)
    assert [counted[name] for name in sorted(names)] == [(1, None), (0, None)]
