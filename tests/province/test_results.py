"""Ranking and papers over many units, on either database."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from desktop.domain.errors import InputRefused, Rule, RuleViolation
from desktop.services.office import Office
from desktop.services.provinces.lineage import FormerUnit, continue_unit, former_units
from desktop.services.provinces.papers import profile_table, write_ranking, write_table
from desktop.services.provinces.profiles import unit_profile
from desktop.services.provinces.publishing import publish
from desktop.services.provinces.ranking import rank_units
from desktop.services.provinces.years import years_side_by_side
from tests.province.made_up import UNITS, YEAR, submissions

FIRST, SECOND, THIRD, FOURTH = (unit.code for unit in UNITS[:4])
SHARES = {FIRST: "0.8", SECOND: "0.95", THIRD: "0.8", FOURTH: "0.6"}
in_folder = pytest.mark.parametrize("province", ["sqlite"], indirect=True)


def texts(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_ties_bands_and_units_without_a_result(province: Office) -> None:
    submissions(province, SHARES)
    ranking = rank_units(province, YEAR)
    told = [(u.rank, u.result.unit_code, u.result.percent, u.result.band) for u in ranking.units]
    assert told == [
        (1, SECOND, Decimal("95.15"), "Xuất sắc"),
        (2, FIRST, Decimal("80.00"), "Tốt"),
        (2, THIRD, Decimal("80.00"), "Tốt"),
        (4, FOURTH, Decimal("60.00"), "Trung bình"),
    ]
    assert len(ranking.missing) == len(UNITS) - 4
    survey = ranking.units[0].result.survey
    assert survey is not None
    assert ranking.units[0].result.appraised + survey == ranking.units[0].result.total
    field = next(iter(ranking.units[0].result.fields))
    assert [u.rank for u in rank_units(province, YEAR, field=field).units] == [1, 2, 2, 4]
    with pytest.raises(RuleViolation) as refused:
        rank_units(province, YEAR, field="Z")
    assert refused.value.code is Rule.NO_SUCH_FIELD


def test_published_results_stand_and_a_late_unit_only_moves_ranks(province: Office) -> None:
    submissions(province, {FIRST: "0.8", SECOND: "0.7"})
    assert publish(province, YEAR, "12/QĐ-UBND").value.published == 2
    assert publish(province, YEAR).value.written == 0
    before = {u.result.unit_code: u.result.percent for u in rank_units(province, YEAR).units}
    assert rank_units(province, YEAR).is_published
    assert before == {FIRST: Decimal(80), SECOND: Decimal(70)}


@in_folder
def test_units_that_nobody_appraised_are_not_published(province: Office) -> None:
    submissions(province, SHARES, judged=False)
    with pytest.raises(RuleViolation) as refused:
        publish(province, YEAR)
    assert refused.value.code is Rule.NOTHING_TO_PUBLISH
    assert [u.rank for u in rank_units(province, YEAR).units] == [1, 2, 2, 4]


@in_folder
def test_papers_say_the_same_as_the_ranking(province: Office, tmp_path: Path) -> None:
    submissions(province, SHARES)
    ranking = rank_units(province, YEAR)
    paper, wide, book = tmp_path / "h.pdf", tmp_path / "rộng.pdf", tmp_path / "h.xlsx"
    write_ranking(province, ranking, paper)
    write_ranking(province, ranking, wide, is_wide=True)
    write_ranking(province, ranking, book)
    names = [unit.result.unit_name for unit in ranking.units]
    for text in (texts(paper), texts(wide)):
        assert all(name in text for name in names)
        assert "95,15" in text
        assert "chưa công bố" in text
        assert "DỮ LIỆU MẪU" in text
    first, radar = PdfReader(wide).pages[0].extract_text(), texts(paper)
    for text in (first, radar):
        assert "Từng lĩnh vực, so với tối đa" in text
        assert "Thấp nhất" in text
    width, height = PdfReader(wide).pages[0].mediabox[2:]
    assert float(width) / float(height) == pytest.approx(16 / 9)
    with zipfile.ZipFile(book) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(book)["Xếp hạng"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=8)]
    assert [row[:2] for row in rows] == [[u.rank, u.result.unit_name] for u in ranking.units]
    with pytest.raises(InputRefused):
        write_ranking(province, ranking, tmp_path / "h.docx")


def test_years_stand_side_by_side_and_the_running_one_may_still_change(province: Office) -> None:
    submissions(province, SHARES)
    publish(province, YEAR)
    ranking = rank_units(province, YEAR)
    assert (ranking.published, ranking.published_on) == (4, date(2026, 11, 20))
    found = years_side_by_side(province, replace(ranking, year=YEAR + 1))
    assert found.years == (YEAR, YEAR + 1)
    first = next(unit for unit in found.units if unit.unit_code == FIRST)
    assert (first.results[YEAR].percent, first.results[YEAR].rank) == (Decimal(80), 2)
    assert first.change == 0
    alone = years_side_by_side(province, ranking)
    assert alone.years == (YEAR,)
    assert {unit.change for unit in alone.units} == {None}


def test_unit_keeps_the_results_of_those_it_continues(province: Office, tmp_path: Path) -> None:
    submissions(province, SHARES)
    publish(province, YEAR)
    unit = FIRST
    gone = FormerUnit(unit, FOURTH, "Xã cũ", date(2025, 7, 1), True, "Nghị quyết 1660")
    part = FormerUnit(unit, "99999", "Xã chia đôi", date(2025, 7, 1), False, "")
    continue_unit(province, gone)
    continue_unit(province, part)
    assert former_units(province, unit) == (gone, part)
    profile = unit_profile(province, unit, YEAR)
    assert {(percent, code) for _, percent, code in profile.years} == {
        (Decimal(80), unit),
        (Decimal(60), FOURTH),
    }
    paper = tmp_path / "đơn vị.pdf"
    write_table(province, profile_table(province, profile), paper)
    assert "Tiếp nối Xã cũ" in texts(paper)
    with pytest.raises(InputRefused):
        continue_unit(province, FormerUnit(unit, unit, "Chính nó", date(2025, 7, 1), True, ""))
