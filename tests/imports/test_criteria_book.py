"""A set goes out as a workbook and comes back equal, whatever stands in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.criteria.items import (
    Binding,
    Block,
    CriteriaSet,
    ItemKind,
    Rounding,
    Scorer,
)
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    Survey,
    Tier,
    Tiers,
    Variable,
    Violation,
)
from desktop.domain.criteria.set_data import SetDataError, set_to_data
from desktop.imports.criteria_book import is_criteria_book, read_criteria_book
from desktop.imports.tables import Table
from desktop.reports.criteria_book import write_set_book
from desktop.services.assessments.sets import shipped_sets
from tests.domain.criteria.sets import a_line, a_set, dec


def _tables(path: Path) -> list[Table]:
    book = openpyxl.load_workbook(path)
    return [Table(s.title, [list(row) for row in s.iter_rows(values_only=True)]) for s in book]


def _every_kind() -> CriteriaSet:
    part = {"parent": "1", "kind": ItemKind.CRITERION}
    tiers = (Tier(dec("95"), dec("4"), above=True), Tier(dec("80,5"), dec("2")))
    return a_set(
        a_line(None, "100", name='=HYPERLINK("x")', rule_text="Cộng các dòng"),
        a_line(Tiers(Measure.PERCENT, tiers, may_exceed=True), id="1.1", **part),
        a_line(Tiers(Measure.COUNT, (Tier(dec("2"), dec("4")),), "sáng kiến"), id="1.10", **part),
        a_line(Ratio(dec("80"), dec("95"), "xong = đủ", "phải làm"), id="1.2.a", **part),
        a_line(PerUnit(dec("0,25"), "văn bản"), id="1.3", no_case_points=dec("0"), **part),
        a_line(Deduct((Violation("v1", "chậm = muộn | trễ", dec("0,5")),)), id="1.4", **part),
        a_line(
            Levels((Level("m1", "tốt", dec("4")), Level("m2", "kém", dec("0")))), id="a", **part
        ),
        a_line(
            Formula("min(a / b, 1) * max", (Variable("a", "đã làm"), Variable("b", "phải = làm"))),
            id="1.5",
            binding=Binding(variables={"a": "by_post_count", "b": "việc_khác"}),
            **part,
        ),
        a_line(Survey(dec("90")), id="1.6", scorer=Scorer.SURVEY, **part),
        a_line(Manual(), id="1.7", not_applicable_when="không có", unconfirmed=True, **part),
        a_line(PerUnit(dec("1")), "3", id="II", block=Block.BONUS, department="Sở Nội vụ"),
        whole=None,
        rounding=Rounding(3, 2, 1, None),
        bonus_cap=dec("2,5"),
        rescale=False,
        is_sample=True,
    )


def test_every_kind_of_rule_and_every_shipped_set_comes_back_equal(tmp_path: Path) -> None:
    for criteria in (_every_kind(), *shipped_sets()):
        path = tmp_path / f"{criteria.code}.xlsx"
        write_set_book(path, set_to_data(criteria))
        tables = _tables(path)
        assert is_criteria_book(tables)
        read = read_criteria_book(tables)
        assert read.criteria == criteria
        assert read.rows[criteria.items[0].id] == 4
    cells = openpyxl.load_workbook(path)["Các dòng"].iter_rows()
    assert all(cell.data_type != "f" for row in cells for cell in row)


@pytest.mark.parametrize(
    ("sheet", "place", "text", "what"),
    [
        (1, (4, 5), "nhiều", "Điểm tối đa"),
        (1, (4, 2), "Cấp lạ", "Cấp: Cấp lạ"),
        (1, (4, 8), "đo bằng = phần trăm\ntừ tám mươi = 4", "từ"),
        (1, (4, 8), "từ 80 = 4", "đo bằng"),
        (1, (4, 8), "chẳng rõ gì", "chẳng rõ gì"),
        (1, (4, 15), "có thể", "Chưa xác nhận: có thể"),
        (0, (6, 1), "hai nghìn", "Năm: hai nghìn"),
        (0, (10, 1), "Tốt từ 80", "Xếp loại"),
    ],
)
def test_what_was_typed_wrong_is_named_with_its_place(
    tmp_path: Path, sheet: int, place: tuple[int, int], text: str, what: str
) -> None:
    path = tmp_path / "bo.xlsx"
    write_set_book(path, set_to_data(_every_kind()))
    tables = _tables(path)
    tables[sheet].rows[place[0]][place[1]] = text
    with pytest.raises(SetDataError) as refused:
        read_criteria_book(tables)
    assert what in refused.value.what
    assert refused.value.place == (f"Các dòng, dòng {place[0] + 1}" if sheet else "Cả bộ")


def test_numbers_typed_as_numbers_are_read_as_they_look(tmp_path: Path) -> None:
    path = tmp_path / "bo.xlsx"
    write_set_book(path, set_to_data(_every_kind()))
    tables = _tables(path)
    tables[0].rows[6][1], tables[1].rows[4][5] = 2027.0, 0.35
    read = read_criteria_book(tables).criteria
    assert (read.year, read.by_id["1.1"].maximum) == (2027, Decimal("0.35"))
