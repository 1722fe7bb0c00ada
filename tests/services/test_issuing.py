"""Issued reports stay, typed figures keep both numbers, papers are checked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import InputRefused, RuleViolation
from desktop.domain.figures import Period
from desktop.domain.moments import parse_date
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.reports.building import BUILDERS, build_report, override_cell
from desktop.services.reports.frozen import fingerprint, frozen, thawed
from desktop.services.reports.issuing import (
    changes_since,
    export_issued,
    find_issued,
    issue_report,
    list_issued,
    verify_file,
    verify_text,
)
from desktop.services.reports.overrides import remove_override
from desktop.services.reports.request import make_request
from tests.services.register_of_november import NOVEMBER

Register = dict[str, str]


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize("name", BUILDERS)
def test_every_report_freezes_and_thaws_to_itself(office: Office, name: str) -> None:
    table = build_report(office, name, NOVEMBER).table
    data = frozen(table)
    assert frozen(thawed(data)) == data
    assert thawed(data).rows == table.rows


def test_issued_report_keeps_its_numbers_when_the_record_changes(
    office: Office, november: Register
) -> None:
    issued = issue_report(office, build_report(office, "settlement", NOVEMBER)).value
    assert (issued.number, issued.year, issued.table.head.number_line) == (1, 2026, "Số: 01/BC")
    assert changes_since(office, issued) == ()
    move_dossier(office, MoveInput(november["Chi"], DossierEvent.UNDO))
    kept = find_issued(office, "1/2026")
    assert kept.table == issued.table
    changes = {
        (one.row, one.column.key): (one.issued, one.now) for one in changes_since(office, kept)
    }
    assert changes == {
        (row, column): numbers
        for row, total in (("Hộ tịch", (10, 7, 3)), ("TỔNG SỐ", (11, 8, 3)))
        for column, numbers in {
            "c7": (total[1], total[1] - 1),
            "c8": (2, 1),
            "c11": (3, 4),
            "c13": (1, 2),
        }.items()
    }


def test_numbers_run_on_within_the_year(office: Office, november: Register) -> None:
    report = build_report(office, "fees", NOVEMBER)
    assert [issue_report(office, report).value.number for _ in range(3)] == [1, 2, 3]
    assert [one.number for one in list_issued(office)] == [3, 2, 1]
    for text in ("4", "1/2025", "x", "9" * 30):
        with pytest.raises(RuleViolation):
            find_issued(office, text)


def test_typed_figure_keeps_both_numbers_and_breaks_an_identity_openly(
    office: Office, november: Register
) -> None:
    request = make_request("settlement", NOVEMBER)
    typed = override_cell(office, request, "hộ tịch", "c8", "3", "Sổ giấy ghi thêm một hồ sơ").value
    assert (typed.computed, typed.value, typed.user_name) == ("2", "3", "Quản trị")
    report = build_report(office, "settlement", NOVEMBER)
    table = report.table
    assert table.total is not None
    assert (table.rows[1]["c8"], table.total["c8"]) == (3, 3)
    assert "Dòng “Hộ tịch”: (7) = 7 nhưng (8) + (9) + (10) = 8." in table.problems
    note = table.notes[-1]
    assert note.startswith("Dòng “Hộ tịch”, cột “(8)”: nhập tay 3 thay cho số máy tính 2")
    assert "Sổ giấy ghi thêm một hồ sơ" in note
    override_cell(office, request, "2", "c7", "8", "Sổ giấy ghi thêm một hồ sơ")
    override_cell(office, request, "2", "c3", "11", "Sổ giấy ghi thêm một hồ sơ")
    override_cell(office, request, "2", "c5", "8", "Sổ giấy ghi thêm một hồ sơ")
    assert build_report(office, "settlement", NOVEMBER).table.problems == ()
    for one in build_report(office, "settlement", NOVEMBER).overrides:
        remove_override(office, one.id)
    assert build_report(office, "settlement", NOVEMBER).table.rows[1]["c8"] == 2
    other = Period(NOVEMBER.start, parse_date("2026-11-14"))
    assert build_report(office, "settlement", other).overrides == ()


def test_typed_figure_stays_with_its_line_and_a_lines_name_is_never_typed_over(
    office: Office, november: Register
) -> None:
    settlement = make_request("settlement", NOVEMBER)
    for column in ("name", "order"):
        with pytest.raises(RuleViolation, match="cell_not_typed"):
            override_cell(office, settlement, "Hộ tịch", column, "5", "x")
    with pytest.raises(RuleViolation, match="override_not_found"):
        remove_override(office, 99)
    # A column that the record does not know: its total is what was typed.
    of_2026 = make_request("settlement-07a", NOVEMBER)
    for row, paid in (("Hộ tịch", "3"), ("Chứng thực", "1")):
        override_cell(office, of_2026, row, "paid_online", paid, "Theo Cổng dịch vụ công")
    table = build_report(office, "settlement-07a", NOVEMBER).table
    assert table.total is not None
    assert table.total["paid_online"] == 4
    assert "nhập tay 3 vào ô máy tính để trống" in " ".join(table.notes)
    # In a list the line is found by its dossier, not by its place.
    overdue = make_request("overdue", NOVEMBER)
    override_cell(office, overdue, "2", "days_late", "1", "Đã trừ ngày mất điện")
    moved = Period(parse_date("2026-10-01"), NOVEMBER.end)
    rows = build_report(office, "overdue", NOVEMBER).table.rows
    assert [(row["applicant"], row["days_late"]) for row in rows[:2]] == [("Anh", 2), ("Bình", 1)]
    (kept,) = build_report(office, "overdue", NOVEMBER).overrides
    assert kept.row_name == november["Bình"]
    assert build_report(office, "overdue", moved).overrides == ()


def test_typing_again_replaces_and_keeps_the_first_in_the_history(
    office: Office, november: Register
) -> None:
    request = make_request("settlement", NOVEMBER)
    override_cell(office, request, "TỔNG SỐ", "c3", "12", "Lần một")
    override_cell(office, request, "total", "c3", "1.013", "Lần hai")
    (one,) = build_report(office, "settlement", NOVEMBER).overrides
    assert (one.computed, one.value, one.reason) == ("11", "1013", "Lần hai")
    with office.reading() as connection:
        kept = connection.exec_driver_sql("SELECT value, removed_by FROM figure_overrides").all()
    assert kept == [("12", "Quản trị"), ("1013", "")]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        ("Hộ tịch", "c8", "ba", "x"),
        ("Hộ tịch", "c8", "1,5", "x"),
        ("Hộ tịch", "c8", "", "x"),
        ("Hộ tịch", "c8", "3", " "),
        ("Hộ tịch", "c8", "-3", "x"),
        ("Hộ tịch", "c8", "9" * 16, "x"),
        ("Không có", "c8", "3", "x"),
        ("Hộ tịch", "c99", "3", "x"),
    ],
)
def test_typed_figure_that_is_none_is_refused(
    office: Office, november: Register, row: str, column: str, value: str, reason: str
) -> None:
    with pytest.raises(InputRefused):
        override_cell(office, make_request("settlement", NOVEMBER), row, column, value, reason)
    assert build_report(office, "settlement", NOVEMBER).overrides == ()


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".docx"])
def test_file_is_known_again_and_a_touched_one_is_not(
    office: Office, november: Register, tmp_path: Path, ending: str
) -> None:
    issued = issue_report(office, build_report(office, "settlement", NOVEMBER)).value
    target = tmp_path / f"bao-cao{ending}"
    export_issued(office, issued, target)
    found = verify_file(office, target)
    assert found.issued is not None
    assert (found.issued.id, found.is_original, found.is_sound) == (issued.id, True, True)
    with target.open("ab") as file:
        file.write(b"\n")
    touched = verify_file(office, target)
    assert touched.issued is not None
    assert (touched.issued.id, touched.is_original, touched.is_sound) == (issued.id, False, False)


def test_stranger_is_no_report_of_ours(office: Office, tmp_path: Path) -> None:
    stranger = tmp_path / "x.pdf"
    stranger.write_bytes(b"%PDF-1.4 nothing")
    assert verify_file(office, stranger).issued is None
    assert verify_text(office, "24259-261120-0001").issued is None
    assert verify_text(office, f"SMC-BC:24259:2026:1:{'0' * 64}").issued is None


def test_stamp_and_its_short_form_lead_to_the_report(office: Office, november: Register) -> None:
    issued = issue_report(office, build_report(office, "daily", NOVEMBER)).value
    for text in (issued.table.stamp, issued.table.short_stamp, f"  {issued.table.stamp}\n"):
        found = verify_text(office, text)
        assert found.issued is not None
        assert (found.issued.id, found.is_original, found.is_sound) == (issued.id, None, True)
    forged = issued.table.stamp.replace("24259", "24260")
    assert verify_text(office, forged).issued is None


def test_kept_data_that_somebody_changed_are_not_sound(office: Office, november: Register) -> None:
    issued = issue_report(office, build_report(office, "settlement", NOVEMBER)).value
    with office.command() as work:
        work.connection.exec_driver_sql(
            "UPDATE issued_reports SET data = replace(data, '\"c3\":11', '\"c3\":12')"
        )
    found = verify_text(office, issued.table.stamp)
    assert found.issued is not None
    assert not found.is_sound
    assert fingerprint(frozen(found.issued.table)) != issued.sha256
