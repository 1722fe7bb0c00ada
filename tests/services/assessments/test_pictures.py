"""Years, fields and the way from maximum to score, as series and as a page of vectors."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from sqlalchemy import insert

from desktop.domain.criteria.pictures import StepKind
from desktop.models.rounds import publications
from desktop.services.assessments.answering import AnswerEntry, answer_line
from desktop.services.assessments.exporting import Paper, export_assessment
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.pictures import pictures
from desktop.services.office import Office, new_travel_id
from tests.services.assessments.conftest import SAMPLE, YEAR

PUBLISHED = {
    "unit": "24259", "assessment": None, "year": YEAR - 1, "set": SAMPLE, "version": "1",
    "set_title": "Bộ chỉ số", "decision": "Quyết định số 12/QĐ-UBND", "published_on": "2026-01-20",
    "self": "3", "appraised": "2.5", "survey": None, "total": "2.5", "applicable": "3",
    "percent": "83.33", "band": "Tốt", "rank": 7, "ranked": 124, "fields": [], "lines": [],
}  # fmt: skip


@pytest.fixture
def two_years(opened: Office) -> Office:
    """Two years by the sample set, the first one published with its rank."""
    open_assessment(opened, SAMPLE, YEAR - 1)
    answer_line(opened, YEAR - 1, "1.5", AnswerEntry(value="2"))
    answer_line(opened, YEAR, "1.5", AnswerEntry(value="1"))
    answer_line(opened, YEAR, "3.3.1", AnswerEntry(value="2412/2431"))
    answer_line(opened, YEAR, "6.1", AnswerEntry(not_applicable=True))
    with opened.command() as work:
        values = {"uuid": new_travel_id(), "counter": 1, "device": new_travel_id()}
        values |= {"year": YEAR - 1, "set_code": SAMPLE, "content": PUBLISHED}
        work.connection.execute(insert(publications).values(**values, received_at=work.now))
    return opened


def test_years_stand_with_rank_and_rating(two_years: Office) -> None:
    before, now = pictures(two_years, YEAR).years
    assert (before.year, before.own, before.published) == (YEAR - 1, 2, Decimal("83.33"))
    assert (before.band, before.rank, before.ranked) == ("Tốt", 7, 124)
    assert (now.year, now.published, now.rank) == (YEAR, None, None)
    trend = pictures(two_years, YEAR).trend
    assert trend.labels == (str(YEAR - 1), str(YEAR))
    assert trend.lines[1].values == (Decimal("83.33"), None)


def test_the_radar_has_every_field_beside_last_year(two_years: Office) -> None:
    radar = {r.field.id: r for r in pictures(two_years, YEAR).radar}
    assert len(radar) == 8
    assert (radar["1"].field.percent, radar["1"].last_year) == (Decimal("6.67"), Decimal("13.33"))
    assert (radar["6"].field.maximum, radar["6"].field.applicable) == (8, 5)


def test_the_way_from_the_maximum_to_the_score_leaves_nothing_out(two_years: Office) -> None:
    steps = pictures(two_years, YEAR).waterfall
    assert steps[0].kind is StepKind.MAXIMUM
    assert (steps[1].kind, steps[1].change) == (StepKind.NOT_APPLICABLE, -3)
    assert steps[-1].kind is StepKind.TOTAL
    assert sum(step.change for step in steps[:-1]) == steps[-1].end == Decimal("4.97")


def test_the_page_of_pictures_names_everything(two_years: Office, tmp_path: Path) -> None:
    assert export_assessment(two_years, YEAR, tmp_path / "b.pdf", what=Paper.CHARTS) == 1
    said = pypdf.PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
    for words in (
        "Từ điểm tối đa đến điểm đạt",
        "Từng lĩnh vực",
        "Kết quả qua các năm",
        "hạng 7/124",
        "Không áp dụng",
        "DỮ LIỆU MẪU",
        f"Năm {YEAR - 1}",
    ):
        assert words in said


def test_word_and_excel_carry_the_numbers_that_the_pictures_are_drawn_from(
    two_years: Office, tmp_path: Path
) -> None:
    assert export_assessment(two_years, YEAR, tmp_path / "b.docx", what=Paper.CHARTS) == 3
    document = docx.Document(str(tmp_path / "b.docx"))
    assert len(document.inline_shapes) == 1
    assert "số liệu ở các bảng" in document.inline_shapes[0]._inline.docPr.get("descr")
    years, fields, steps = document.tables
    assert [cell.text for cell in years.rows[1].cells][::2] == [str(YEAR - 1), "83,33"]
    assert [cell.text for cell in fields.rows[1].cells][1:3] == ["6,67", "13,33"]
    assert [cell.text for cell in steps.rows[-1].cells] == ["Tổng điểm", "4,97", "0,00", "4,97"]
    assert export_assessment(two_years, YEAR, tmp_path / "b.xlsx", what=Paper.CHARTS) == 2
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    rows = {row[0]: row for row in book["Số liệu"].iter_rows(values_only=True)}
    assert rows["Tổng điểm"][1:4] == (4.97, 0, 4.97)
    assert rows["Không áp dụng"][1] == -3
    with zipfile.ZipFile(tmp_path / "b.xlsx") as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
