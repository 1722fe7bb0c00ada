"""The Excel sheet comes back in: changes line by line, refused cells with their reason."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.cell_problems import ImportCode
from desktop.domain.errors import Rule, RuleViolation
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.exporting import export_assessment
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.score_import import ScoreImport, import_scores
from desktop.services.assessments.sheets import line_history, score_sheet
from desktop.services.office import Office
from desktop.wording.imports import problem_text
from tests.services.assessments.conftest import YEAR

ANSWER, OWN, WHY, NOTE = "E", "F", "G", "H"


@pytest.fixture
def sheet(opened: Office, tmp_path: Path) -> Callable[..., Path]:
    """An exported file with cells typed over: ``{"1.7": {ANSWER: "có"}}``."""
    path = tmp_path / "bang-diem.xlsx"
    answer_line(opened, YEAR, "1.5", AnswerEntry(value="1", note="một mô hình"))
    answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2412/2431"))
    why = {"points": Decimal("0.75"), "why": "theo biên bản"}
    answer_line(opened, YEAR, "1.7", AnswerEntry(value="có", **why))
    export_assessment(opened, YEAR, path)

    def typed(cells: dict[str, dict[str, Any]], name: str = "đã sửa.xlsx") -> Path:
        book = openpyxl.load_workbook(path)
        page = book["Nhập liệu"]
        rows = {str(row[0].value): row[0].row for row in page.iter_rows(min_row=5)}
        for item, values in cells.items():
            number = rows.get(item) or page.max_row + 1
            page[f"A{number}"] = item
            for column, value in values.items():
                page[f"{column}{number}"] = value
        book.save(tmp_path / name)
        return tmp_path / name

    return typed


def _load(office: Office, path: Path, **how: bool) -> ScoreImport:
    return import_scores(office, YEAR, path, **how).value


def test_a_file_that_nobody_touched_changes_nothing(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    before = line_history(opened, YEAR)
    found = _load(opened, sheet({}))
    assert (found.changes, found.problems) == ((), ())
    assert found.read == 110
    assert line_history(opened, YEAR) == before


def test_changes_are_shown_line_by_line_and_stored_once(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    path = sheet(
        {
            "1.5": {ANSWER: "2", NOTE: "hai mô hình\nđã công nhận"},
            "1.1.1": {ANSWER: "ban hành chậm"},
            "6.1": {ANSWER: "không áp dụng", WHY: "không giao vốn"},
            "3.3.2": {ANSWER: "không phát sinh"},
            "3.3.1": {ANSWER: None},
            "3.3.3": {ANSWER: 2},
        }
    )
    seen = _load(opened, path, dry_run=True)
    assert not seen.is_stored
    assert score_sheet(opened, YEAR).line("1.5").counted == 1
    kept = _load(opened, path)
    assert kept.changes == seen.changes
    said = {(c.item_id, c.part): (c.before, c.after) for c in kept.changes}
    assert said["1.5", "answer"] == ("1", "2")
    assert said["3.3.1", "answer"] == ("2412/2431", "")
    lines = {line.id: line for line in score_sheet(opened, YEAR).lines}
    assert (lines["1.5"].counted, lines["1.5"].note) == (2, "hai mô hình\nđã công nhận")
    assert (lines["1.1.1"].counted, lines["6.1"].applicable) == (Decimal("0.25"), 0)
    assert (lines["3.3.2"].counted, lines["3.3.3"].counted) == (1, Decimal("0.8"))
    assert lines["3.3.1"].kind is None
    again = _load(opened, path)
    assert (again.changes, again.problems) == ((), ())


def test_own_points_stay_beside_a_changed_answer_and_can_be_taken_back(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    _load(opened, sheet({"1.7": {WHY: "theo biên bản số 2"}}))
    line = score_sheet(opened, YEAR).line("1.7")
    assert (line.own, line.own_why) == (Decimal("0.75"), "theo biên bản số 2")
    export_assessment(opened, YEAR, sheet({}).with_name("bang-diem.xlsx"))
    _load(opened, sheet({"1.7": {OWN: None}}))
    line = score_sheet(opened, YEAR).line("1.7")
    assert (line.own, line.own_why, line.counted) == (None, "", 1)


def test_refused_rows_name_their_cell_and_the_others_count(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    path = sheet(
        {
            "1.7": {ANSWER: "có lẽ"},
            "3.3.1": {ANSWER: "11/10"},
            "1.1.1": {OWN: "nhiều", WHY: "vì thế"},
            "1.1.2": {OWN: "0,5"},
            "1.5": {ANSWER: "2"},
            "99": {ANSWER: "có"},
            "3.3": {ANSWER: "1"},
            "8.1": {OWN: "8", WHY: "muốn thế"},
        }
    )
    found = _load(opened, path)
    assert [c.item_id for c in found.changes] == ["1.5"]
    told = {p.column + str(p.row): problem_text(p) for p in found.problems}
    assert len(told) == 7
    assert {column[0] for column in told} == {"A", "E", "F", "G"}
    assert any("không có trong các lựa chọn: có, không" in text for text in told.values())
    assert any("không có dòng “99”" in text for text in told.values())
    assert any("Lý do" in text for text in told.values())
    assert all("{" not in text for text in told.values())


def test_what_both_sides_changed_is_told_and_kept(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    path = sheet({"1.5": {ANSWER: "2"}, "1.7": {NOTE: "thêm ảnh"}})
    answer_line(opened, YEAR, "1.5", AnswerEntry(value="0"))
    answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2400/2431"))
    found = _load(opened, path)
    assert [p.code for p in found.problems] == [ImportCode.ANSWER_MOVED_ON]
    assert [c.item_id for c in found.changes] == ["1.7"]
    lines = {line.id: line for line in score_sheet(opened, YEAR).lines}
    assert (lines["1.5"].counted, lines["1.7"].note) == (0, "thêm ảnh")
    assert lines["3.3.1"].inputs["part"] == 2400


def test_a_file_of_another_assessment_is_refused(
    opened: Office, sheet: Callable[..., Path]
) -> None:
    path = sheet({})
    open_assessment(opened, "mau-cap-xa", YEAR + 1)
    with pytest.raises(RuleViolation) as refused:
        import_scores(opened, YEAR + 1, path)
    assert refused.value.code is Rule.NOT_THIS_ASSESSMENT


def test_a_formula_that_failed_clears_no_answer(opened: Office, sheet: Callable[..., Path]) -> None:
    """Excel keeps #REF! where a value was; that is no wish to take the answer back."""
    found = _load(opened, sheet({"1.5": {ANSWER: "#REF!"}, "1.8": {ANSWER: "có"}}))
    assert [(change.item_id, change.after) for change in found.changes] == [("1.8", "có")]
    (broken,) = found.problems
    assert (broken.code, broken.column, broken.facts["text"]) == (
        ImportCode.FORMULA_ERROR, ANSWER, "#REF!",
    )  # fmt: skip
    assert score_sheet(opened, YEAR).line("1.5").counted == 1


def test_a_sheet_of_something_else_is_refused(opened: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "khác.xlsx")
    with pytest.raises(RuleViolation) as refused:
        import_scores(opened, YEAR, tmp_path / "khác.xlsx")
    assert refused.value.code is Rule.NOT_A_SCORE_SHEET
