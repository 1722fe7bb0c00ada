"""Filling the annex: from the records, by hand, over the records; why, and which dossiers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.errors import InputRefused
from desktop.domain.figures import Figure
from desktop.domain.statistics.computing import Origin
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import dossier_ids
from desktop.services.office import Office
from desktop.services.periodic.checking import FindingKind, check_sheet
from desktop.services.periodic.explaining import explain
from desktop.services.periodic.figures import figure_info, known_figures, read_figures
from desktop.services.periodic.forms import problems_of, shipped_forms
from desktop.services.periodic.records import PeriodicReport, Wanted, open_report
from desktop.services.periodic.sheets import Sheet, build_sheet, find_place, row_names
from desktop.services.periodic.values import carry_values, set_value
from desktop.services.reports.building import build_report
from tests.factory import a_received

V = "value"


def sheet_of(office: Office, report: PeriodicReport) -> Sheet:
    return build_sheet(office, report)


def values(office: Office, report: PeriodicReport, *rows: str) -> list[object]:
    sheet = sheet_of(office, report)
    return [sheet.cells[row, V].value for row in rows]


def test_shipped_forms_are_sound_and_their_figures_have_words() -> None:
    for form in shipped_forms():
        assert problems_of(form) == ()
        names = row_names(form)
        assert len(set(names.values())) == len(form.rows)
    assert all(figure_info(name).title is not None for name in known_figures())


@pytest.mark.usefixtures("november")
def test_annex_fills_itself_with_the_figures_of_the_settlement_report(
    office: Office, report: PeriodicReport
) -> None:
    """The one definition: the same numbers as Biểu II.06a over the same days."""
    total = build_report(office, "settlement", report.days).table.total
    assert total is not None
    rows = ("files_total", "files_carried", "files_settled", "files_early", "files_on_time",
            "files_late", "files_open", "files_open_late", "files_online")  # fmt: skip
    found = values(office, report, *rows)
    wanted = [total[key] for key in ("c3", "c6", "c7", "c8", "c9", "c10", "c11", "c13", "c4")]
    assert found == wanted
    assert values(office, report, "files_in_time", "files_in_time_share") == [7, Decimal("63.6")]
    assert values(office, report, "post_in", "proc_used", "proc_used_online") == [1, 2, 1]


@pytest.mark.usefixtures("november")
def test_share_explains_itself_and_its_sides_open_their_dossiers(
    office: Office, report: PeriodicReport
) -> None:
    sheet = sheet_of(office, report)
    why = explain(office, sheet, ("files_online_share", V))
    assert why.lines[1] == (
        "Hồ sơ tiếp nhận trực tuyến [2] : Tiếp nhận trong kỳ [13] × 100 = 15,4."
    )
    assert [door.opens.figure for door in why.doors] == [Figure.RECEIVED_ONLINE, Figure.RECEIVED]
    counts = [len(dossier_ids(office, DossierFilter(figure=door.opens))) for door in why.doors]
    assert counts == [2, 13]
    counted = explain(office, sheet, ("files_received", V))
    assert "TT 01/2020/TT-VPCP" in counted.lines[1]
    assert "đến hết 20/11/2026" in counted.lines[1]  # the year has not ended: counted to today
    later = explain(office, sheet, ("plan_set", V))
    assert "chưa ghi" in later.lines[1]
    assert later.doors == ()


@pytest.mark.usefixtures("november")
def test_value_over_a_counted_one_needs_a_reason_and_keeps_both(
    office: Office, report: PeriodicReport
) -> None:
    place = ("files_received", V)
    with pytest.raises(InputRefused) as raised:
        set_value(office, report.id, place, "15")
    assert raised.value.problems[0].field == "reason"
    set_value(office, report.id, place, "15", "Theo sổ giấy của thôn 3")
    a_received(office)
    sheet = sheet_of(office, report)
    state, typed = sheet.cells[place], sheet.typed[place]
    assert (state.value, state.computed, state.origin) == (15, 14, Origin.TYPED_OVER)
    assert (typed.computed, typed.reason) == ("13", "Theo sổ giấy của thôn 3")
    assert sheet.replaced_text(place) == "13 (nay 14)"
    assert sheet.cells["files_total", V].value == 15
    assert [f.kind for f in check_sheet(sheet) if f.kind is FindingKind.BROKEN]
    set_value(office, report.id, place, "")
    assert sheet_of(office, report).cells[place].origin is Origin.RECORDS


def test_typing_what_the_program_says_keeps_nothing_over_it(
    office: Office, report: PeriodicReport
) -> None:
    set_value(office, report.id, ("files_received", V), "3", "Lý do")
    set_value(office, report.id, ("files_received", V), "0")
    assert sheet_of(office, report).typed == {}


@pytest.mark.parametrize(
    ("row", "text"), [("plan_set", "nhiều"), ("plan_set", "-1"), ("survey_way", "Qua loa")]
)
def test_value_that_does_not_fit_its_row_changes_nothing(
    office: Office, report: PeriodicReport, row: str, text: str
) -> None:
    set_value(office, report.id, ("plan_set", V), "24")
    with pytest.raises(InputRefused):
        set_value(office, report.id, (row, V), text)
    assert {place: one.value for place, one in sheet_of(office, report).typed.items()} == {
        ("plan_set", V): "24"
    }


def test_steady_numbers_are_carried_from_the_period_before_into_blanks_only(
    office: Office, report: PeriodicReport
) -> None:
    earlier = open_report(office, Wanted("9t", 2026)).value
    for row, text in (("staff_given", "45"), ("staff_there", "43"), ("training", "12")):
        set_value(office, earlier.id, (row, V), text)
    set_value(office, report.id, ("staff_there", V), "44")
    carried = carry_values(office, report.id).value
    assert [(one.place[0], one.value, one.period) for one in carried] == [
        ("staff_given", "45", "9 tháng năm 2026")
    ]
    assert values(office, report, "staff_given", "staff_there", "staff_open", "training") == [
        45, 44, 1, None,
    ]  # fmt: skip
    assert carry_values(office, report.id).value == ()


def test_form_with_columns_is_filled_cell_by_cell(office: Office) -> None:
    staff = open_report(office, Wanted("year", 2026, "mau-nhan-su")).value
    for row, men, women in (("leaders", "2", "1"), ("officers", "10", "7")):
        set_value(office, staff.id, (row, "men"), men)
        set_value(office, staff.id, (row, "women"), women)
    sheet = build_sheet(office, staff)
    assert [sheet.text(("all", key)) for key in ("total", "men", "women", "party")] == [
        "20", "12", "8", "",
    ]  # fmt: skip
    why = explain(office, sheet, ("leaders", "total"))
    assert why.lines[1] == "Nam [2] + Nữ [1] = 3."


def test_cell_is_found_by_key_number_or_name(office: Office, report: PeriodicReport) -> None:
    form = report.form
    for text in ("files_in_time_share", "3.9", "tỷ lệ giải quyết trước hạn và đúng hạn"):
        assert find_place(form, text) == ("files_in_time_share", V)
    for text in ("a", "Đã xử lý", "g1", "không có"):  # several, or none that holds a value
        with pytest.raises(InputRefused):
            find_place(form, text)
    with pytest.raises(InputRefused):
        find_place(form, "3.9", "Nữ")


def test_figures_are_read_only_as_far_as_they_are_asked_for(
    office: Office, report: PeriodicReport
) -> None:
    found = read_figures(office, {"received", "digitised.whole", "mean_hours"}, report.days)
    assert found == {"received": 0, "digitised.whole": 0, "mean_hours": None}
