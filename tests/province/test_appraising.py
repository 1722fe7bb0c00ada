"""Appraising many lines: assignment, tables of verdicts, corrections, locks; all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.domain.appraisals import Step
from desktop.domain.criteria.items import Scorer
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Role
from desktop.models.appraisals import verdict_events, verdicts
from desktop.services.office import Office
from desktop.services.provinces.appraising import VerdictInput, appraise
from desktop.services.provinces.assigning import Assignment, assign
from desktop.services.provinces.closing import Closing, close_round
from desktop.services.provinces.locks import set_lock
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.sheets import unit_sheet
from desktop.services.provinces.storing import store_reading
from desktop.services.provinces.verdict_import import import_verdicts
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
