"""Appraising many lines: assignment, tables of verdicts, corrections, locks; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.appraisals import Step
from desktop.domain.criteria.items import Block, Scorer
from desktop.domain.errors import Entry, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.models.appraisals import verdict_events, verdicts
from desktop.services.office import Office
from desktop.services.provinces.appraising import VerdictInput, appraise, take_back_verdict
from desktop.services.provinces.assigning import Assignment, assign
from desktop.services.provinces.closing import Closing, close_round, close_rounds
from desktop.services.provinces.lines import UnitLine
from desktop.services.provinces.locks import set_lock
from desktop.services.provinces.publishing import publish, publishing_outlook
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.rounds import round_work, verdict_history
from desktop.services.provinces.sheets import line_across, unit_sheet
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.verdict_import import import_verdicts, preview_verdicts
from tests.province.made_up import SAMPLE, UNITS, YEAR, submissions

UNIT, OTHER = UNITS[0].code, UNITS[1].code
SURVEY = [item.id for item in SAMPLE.scored if item.scorer is Scorer.SURVEY]
LINE = next(i for i in SAMPLE.scored if i.scorer is Scorer.UNIT and i.maximum)
in_folder = pytest.mark.parametrize("province", ["sqlite"], indirect=True)


def count(province: Office, table: object) -> int:
    with store_reading(province) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def refused(province: Office, said: VerdictInput, unit: str = UNIT, number: int = 1) -> Rule:
    with pytest.raises(RuleViolation) as violation:
        appraise(province, unit, LINE.id, YEAR, number, said)
    return violation.value.code


def test_table_of_a_survey_is_written_whole_or_not_at_all(province: Office, tmp_path: Path) -> None:
    submissions(province, {UNIT: "0.5", OTHER: "0.5"}, judged=False)
    table = tmp_path / "khảo sát.csv"
    rows = [f"{unit};{item};0,5;khảo sát" for unit in (UNIT, OTHER) for item in SURVEY]
    head = "Mã đơn vị;Dòng;Điểm;Ghi chú"
    table.write_text("\n".join([head, *rows, f"{UNIT};9.9.9;1;"]), encoding="utf-8")
    with pytest.raises(RuleViolation) as violation:
        import_verdicts(province, table, YEAR, 1)
    assert violation.value.code is Rule.VERDICTS_REFUSED
    assert f"dòng {len(rows) + 2}" in violation.value.facts["problems"]
    assert count(province, verdicts) == count(province, verdict_events) == 0

    seen = preview_verdicts(province, table, YEAR, 1)
    assert (seen.bad, seen.skipped, len(seen.rows)) == (1, 0, len(rows) + 1)
    assert seen.rows[0].judged is not None
    assert count(province, verdicts) == 0  # looking writes nothing

    # Rows that nobody has judged yet stay out; the same line twice is nobody's word.
    table.write_text("\n".join([head, *rows, f"{UNIT};{LINE.id};;", rows[0]]), encoding="utf-8")
    seen = preview_verdicts(province, table, YEAR, 1)
    assert (seen.bad, seen.skipped) == (1, 1)
    assert "đã có ở dòng 2" in seen.rows[-1].problem
    table.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert import_verdicts(province, table, YEAR, 1).value == len(rows)
    results = [unit.result for unit in rank_units(province, YEAR).units]
    assert {result.survey for result in results} == {Decimal("0.5") * len(SURVEY)}


@in_folder
def test_line_is_judged_by_whom_it_was_given_to(province: Office) -> None:
    submissions(province, {UNIT: "0.5", OTHER: "0.5"}, judged=False)
    to = Assignment("Tổ thẩm định 3", province.user.name)
    assert assign(province, [LINE.id], YEAR, SAMPLE.code, to).value == 1
    field = SAMPLE.path(LINE)[0].id
    special = Assignment("Tổ thẩm định 4", "")
    assert assign(province, [field], YEAR, SAMPLE.code, special, UNIT).value > 1
    # What is said for the unit itself replaces what is said for all.
    assert {line.assigned.department for line in unit_sheet(province, UNIT, YEAR)
            if line.item.id == LINE.id} == {"Tổ thẩm định 4"}  # fmt: skip
    (mine,) = unit_sheet(province, OTHER, YEAR, department="Tổ thẩm định 3")
    assert mine.item.id == LINE.id
    province.user = replace(province.user, name="Người khác", role=Role.PROVINCE)
    assert refused(province, VerdictInput(Decimal(0)), OTHER) is Rule.LINE_OF_ANOTHER
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0)))


@in_folder
def test_closed_round_is_only_corrected_on_purpose_and_goes_out_again(province: Office) -> None:
    submissions(province, {UNIT: "0.5"})
    first = close_round(province, UNIT, YEAR, Closing(1)).value
    assert refused(province, VerdictInput(Decimal(0))) is Rule.ROUND_CLOSED
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0), corrects=True))
    again = close_round(province, UNIT, YEAR, Closing(1)).value
    assert Decimal(again.total) < Decimal(first.total)
    close_round(province, UNIT, YEAR, Closing(2))
    with pytest.raises(RuleViolation) as violation:
        close_round(province, UNIT, YEAR, Closing(1))
    assert violation.value.code is Rule.ROUND_CLOSED


@in_folder
def test_appraisal_ends_with_its_lock_except_where_an_exception_stands(province: Office) -> None:
    submissions(province, {UNIT: "0.5", OTHER: "0.5"}, judged=False)
    set_lock(province, YEAR, Step.APPRAISE, date(2026, 11, 19))
    assert refused(province, VerdictInput(Decimal(0))) is Rule.STEP_LOCKED
    set_lock(province, YEAR, Step.APPRAISE, date(2026, 11, 20), UNIT, "hội đồng họp thêm")
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0)))
    assert refused(province, VerdictInput(Decimal(0)), OTHER) is Rule.STEP_LOCKED


@in_folder
def test_round_two_is_not_closed_before_round_one(province: Office) -> None:
    submissions(province, {UNIT: "0.5"})
    with pytest.raises(RuleViolation) as violation:
        close_round(province, UNIT, YEAR, Closing(2))
    assert violation.value.code is Rule.ROUND_NOT_OPEN


def test_verdict_is_taken_back_and_the_history_keeps_both(province: Office) -> None:
    submissions(province, {UNIT: "0.5", OTHER: "0.5"}, judged=False)
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0), "thiếu bản ký"))
    first = unit_line(province).standing
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(LINE.maximum))
    take_back_verdict(province, UNIT, LINE.id, YEAR, 1, first)
    assert unit_line(province).standing == first
    take_back_verdict(province, UNIT, LINE.id, YEAR, 1, None)
    assert unit_line(province).standing is None
    events = verdict_history(province, UNIT, LINE.id, YEAR, SAMPLE.code)
    assert [event.points for event in events] == [None, "0", str(LINE.maximum), "0"]
    assert events[0].verdict is None
    # What refuses a verdict refuses its undo.
    close_round(province, UNIT, YEAR, Closing(1))
    with pytest.raises(RuleViolation) as violation:
        take_back_verdict(province, UNIT, LINE.id, YEAR, 1, None)
    assert violation.value.code is Rule.ROUND_CLOSED


def unit_line(province: Office, unit: str = UNIT) -> UnitLine:
    (line,) = [line for line in unit_sheet(province, unit, YEAR) if line.item.id == LINE.id]
    return line


@in_folder
def test_less_than_claimed_needs_a_reason_where_one_is_asked(province: Office) -> None:
    submissions(province, {UNIT: "0.5"}, judged=False)
    with pytest.raises(InputRefused) as refusal:
        appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0), explains=True))
    assert [(p.field, p.code) for p in refusal.value.problems] == [
        ("verdict_note", Entry.REASON_WANTED)
    ]
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(LINE.maximum, explains=True))
    penalty = next(i for i in SAMPLE.scored if i.block is Block.DEDUCTION)
    with pytest.raises(InputRefused):  # more of a penalty is less for the unit
        appraise(province, UNIT, penalty.id, YEAR, 1, VerdictInput(Decimal("0.5"), explains=True))


@in_folder
def test_counts_tell_what_waits_in_the_round_that_is_judged(province: Office) -> None:
    submissions(province, {UNIT: "0.5", OTHER: "0.5"}, judged=False)
    assign(province, [LINE.id], YEAR, SAMPLE.code, Assignment("", province.user.name))
    lines = len(SAMPLE.scored)
    tally = round_work(province, YEAR).tally
    assert (tally.lines, tally.open, tally.mine_open) == (2 * lines, 2 * lines, 2)
    for unit in (UNIT, OTHER):
        appraise(province, unit, LINE.id, YEAR, 1, VerdictInput(Decimal(0), asks=unit == UNIT))
    work = round_work(province, YEAR)
    assert (work.tally.mine, work.tally.mine_open) == (2, 0)
    assert next(x for x in work.lines if x.item.id == LINE.id).tally.open == 0
    done = close_rounds(province, [UNIT, OTHER, "nowhere"], YEAR, Closing(1, agree_rest=True))
    assert [closed.unit_code for closed in done.value.closed] == [UNIT, OTHER]
    assert [(unit, why.code) for unit, why in done.value.refused] == [
        ("nowhere", Rule.NOTHING_SUBMITTED)
    ]
    # Only what was asked of the unit waits in the second round.
    units = {unit.unit_code: unit for unit in round_work(province, YEAR).units}
    assert (units[UNIT].tally.open, units[OTHER].tally.open) == (1, 0)
    assert [x.unit_code for x in line_across(province, LINE.id, YEAR) if x.is_open] == [UNIT]


@in_folder
def test_who_judges_does_not_lead(province: Office) -> None:
    submissions(province, {UNIT: "0.5"})
    outlook = publishing_outlook(province, YEAR)
    assert (outlook.ready, outlook.already, outlook.open_rounds) == (1, 0, (UNITS[0].name,))
    province.user = replace(province.user, name="Người khác", role=Role.PROVINCE)
    lead: list[Callable[[], object]] = [
        lambda: assign(province, [LINE.id], YEAR, SAMPLE.code, Assignment("Sở A")),
        lambda: set_lock(province, YEAR, Step.APPRAISE, date(2026, 12, 1)),
        lambda: close_round(province, UNIT, YEAR, Closing(1)),
        lambda: appraise(province, UNIT, LINE.id, YEAR, 3, VerdictInput(Decimal(0))),
        lambda: publishing_outlook(province, YEAR),
        lambda: publish(province, YEAR),
    ]
    for deed in lead:
        with pytest.raises(RuleViolation) as violation:
            deed()
        assert violation.value.code is Rule.ROLE_NOT_ALLOWED
    appraise(province, UNIT, LINE.id, YEAR, 1, VerdictInput(Decimal(0)))
