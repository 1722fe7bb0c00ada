"""Issuing: what is missing is told, what left the office stays, later changes are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.statistics.forms import ValueType
from desktop.services.office import Office
from desktop.services.periodic.checking import MISSING, check_report
from desktop.services.periodic.desk import read_desk, read_start
from desktop.services.periodic.issuing import export_periodic, issue_periodic, issues_of
from desktop.services.periodic.records import PeriodicReport, list_reports
from desktop.services.periodic.sheets import build_sheet
from desktop.services.periodic.texts import write_text
from desktop.services.periodic.values import set_value
from desktop.services.reports.issuing import (
    changes_since,
    export_issued,
    find_issued,
    list_issued,
    verify_file,
    verify_text,
)
from desktop.services.reports.issuing_words import change_text, issued_title, verdict_text
from tests.factory import a_received


def complete(office: Office, report: PeriodicReport) -> None:
    """Everything that must be filled."""
    for section in report.sections:
        if section.writes and section.required:
            write_text(office, report.id, section.key, f"Nội dung phần {section.number}.")
    sheet = build_sheet(office, report)
    for place in sheet.cells:
        if sheet.lacks(place):
            set_value(office, report.id, place, "1")


def test_what_is_missing_keeps_a_report_from_being_issued_unasked(
    office: Office, report: PeriodicReport
) -> None:
    with pytest.raises(RuleViolation, match="periodic_incomplete") as raised:
        issue_periodic(office, report.id)
    assert raised.value.facts["count"] == sum(
        one.kind in MISSING for one in check_report(office, report)
    )
    assert list_issued(office) == ()
    assert issue_periodic(office, report.id, anyway=True).value.number == 1


def test_complete_report_is_issued_and_found_again_by_file_and_stamp(
    office: Office, report: PeriodicReport, tmp_path: Path
) -> None:
    complete(office, report)
    issued = issue_periodic(office, report.id).value
    assert issued.table.letter is not None
    assert issued.table == find_issued(office, "01/2026").table
    target = tmp_path / "bao-cao.pdf"
    export_issued(office, issued, target)
    found = verify_file(office, target)
    assert (found.is_original, found.is_sound) == (True, True)
    assert "Báo cáo cải cách hành chính định kỳ" in verdict_text(found)
    assert verify_text(office, issued.table.stamp).is_sound
    assert issued_title(issued) == "Báo cáo cải cách hành chính định kỳ"
    assert list_reports(office)[0].issued == "01/2026"


def test_later_changes_are_shown_as_differences_and_the_issued_copy_stays(
    office: Office, report: PeriodicReport
) -> None:
    complete(office, report)
    issued = issue_periodic(office, report.id).value
    assert changes_since(office, issued) == ()
    a_received(office)
    write_text(office, report.id, "iv", "Nhiệm vụ mới " + "rất dài " * 40)
    set_value(office, report.id, ("training", "value"), "7")
    set_value(office, report.id, ("survey_way", "value"), "Kết hợp")
    told = [change_text(one) for one in changes_since(office, issued)]
    assert told[0].startswith("Dòng “IV. PHƯƠNG HƯỚNG")
    assert len(told[0]) < 260
    assert "Dòng “5.3 Đào tạo, bồi dưỡng”, cột “Số liệu”: đã phát hành 1, nay 7." in told
    assert "Dòng “3.6a Tiếp nhận trong kỳ”, cột “Số liệu”: đã phát hành 0, nay 1." in told
    assert any("trống, nay Kết hợp" in line for line in told)
    assert find_issued(office, "1").table == issued.table
    assert read_desk(office, report.id).changed == len(told)
    again = issue_periodic(office, report.id).value
    assert [one.number for one in issues_of(office, report.id)] == [2, 1]
    assert changes_since(office, again) == ()


def test_issued_copy_holds_values_of_every_kind(office: Office, report: PeriodicReport) -> None:
    """A choice, a number with decimals and a whole number come back as they were."""
    set_value(office, report.id, ("dialogue", "value"), "Có")
    set_value(office, report.id, ("invest_plan", "value"), "12.500,5")
    table = issue_periodic(office, report.id, anyway=True).value.table
    rows = {str(row["code"]): row.get("value") for row in table.rows}
    assert rows["1.13 Đối thoại với người dân, doanh nghiệp"] == "Có"
    assert str(rows["6.1 Kế hoạch vốn đầu tư công"]) == "12500.5"
    assert rows["3.6 Hồ sơ phải giải quyết trong kỳ"] == 0


def test_first_screen_shows_the_latest_report_or_the_one_asked_for(
    office: Office, report: PeriodicReport
) -> None:
    start = read_start(office, None)
    assert start.desk is not None
    assert start.desk.report.id == report.id
    assert read_start(office, 99).desk is not None
    headings = [row for row in report.form.rows if row.type is ValueType.HEADING]
    assert len(headings) == 7


@pytest.mark.parametrize("ending", ["txt", ""])
def test_file_of_another_kind_is_refused(
    office: Office, report: PeriodicReport, tmp_path: Path, ending: str
) -> None:
    with pytest.raises(RuleViolation, match="not_a_report_file"):
        export_periodic(office, report.id, tmp_path / f"b.{ending}")
    assert list(tmp_path.glob("b*")) == []
