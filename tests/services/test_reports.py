"""Every report over a register that was counted by hand."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import InputRefused, RuleViolation
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period, Share
from desktop.domain.figures_periods import named
from desktop.domain.moments import at
from desktop.reports.tables.table import Kind
from desktop.services.dossier_filters import DossierFilter, Sort
from desktop.services.dossier_lists import dossier_ids, dossier_rows
from desktop.services.figures.marks import MarkSlice
from desktop.services.figures.overview import read_overview
from desktop.services.figures.series import (
    channel_series,
    heat_series,
    month_series,
    on_time_series,
)
from desktop.services.figures.shares import unit_figures
from desktop.services.figures.slice_words import MARK_TITLES, list_title
from desktop.services.figures.slices import FigureSlice
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.reports.building import BUILDERS, build_report
from desktop.services.reports.catalogue import presets, report_definitions
from desktop.services.settings import read_settings, save_settings
from tests.factory import COPY_CERTIFICATION, a_received
from tests.services.register_of_november import NOVEMBER

OFFICE_DAY = at(date(2026, 11, 12), time(9, 0))
Register = dict[str, str]


def rows(office: Office, name: str, by: str = "", period: Period = NOVEMBER) -> list[Any]:
    return list(build_report(office, name, period, by).table.rows)


def c(row: Any) -> list[int]:
    """c3 … c13 of a row."""
    return [row[f"c{n}"] for n in range(3, 14)]


NEXT_YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
WHOLE = [11, 1, 8, 2, 8, 2, 3, 3, 3, 2, 1]


@pytest.mark.usefixtures("november")
class TestSettlement:
    def test_thirteen_columns_by_field(self, office: Office) -> None:
        table = build_report(office, "settlement", NOVEMBER).table
        assert [(row["name"], *c(row)) for row in table.rows] == [
            ("Chứng thực", 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0),
            ("Hộ tịch", 10, 1, 7, 2, 7, 2, 2, 3, 3, 2, 1),
        ]
        assert table.total is not None
        assert c(table.total) == WHOLE
        assert table.problems == ()

    def test_by_channel_the_online_dossiers_are_one_row(self, office: Office) -> None:
        found = rows(office, "settlement", "channel")
        assert [(row["name"], row["c3"], row["c4"], row["c5"]) for row in found] == [
            ("Trực tuyến", 2, 1, 0),
            ("Trực tiếp", 8, 0, 7),
            ("Bưu chính công ích", 1, 0, 1),
        ]

    @pytest.mark.parametrize("by", ["field", "procedure", "channel", "officer", "desk"])
    def test_every_grouping_has_the_same_totals(self, office: Office, by: str) -> None:
        total = build_report(office, "settlement", NOVEMBER, by).table.total
        assert total is not None
        assert c(total) == WHOLE

    def test_variant_of_2026_keeps_refusals_apart_and_leaves_unknown_columns_empty(
        self, office: Office
    ) -> None:
        total = build_report(office, "settlement-07a", NOVEMBER).table.total
        assert total is not None
        counted = {key: value for key, value in total.items() if key != "name"}
        assert counted == {
            "total": 9, "online": 1, "direct": 7, "post": 1, "carried": 2,
            "early": 1, "on_time": 2, "late_apologised": 1, "late_unapologised": 1,
            "refused": 1, "withdrawn": 1, "stopped": 1, "in_progress": 3,
            # "Chi" came online: neither the level nor the payment is known.
            "online_full": None, "online_part": None, "outside": 0,
            "paid_online": 0, "paid_direct": 1,
        }  # fmt: skip


def test_each_cell_of_the_settlement_opens_its_dossiers(office: Office, november: Register) -> None:
    report = build_report(office, "settlement", NOVEMBER)
    names = {code: name for name, code in november.items()}

    def behind(column: str, row: str = "TỔNG SỐ") -> list[str]:
        wanted = DossierFilter(figure=report.slice_of(row, column), sort=Sort.OLDEST)
        return [names[one.code] for one in dossier_rows(office, dossier_ids(office, wanted))]

    assert behind("c6") == ["Anh", "Bình"]
    assert behind("c8") == ["Chi", "Em"]
    assert sorted(behind("c9")) == ["Dung", "Oanh", "Phúc"]
    assert behind("c9", "chứng thực") == ["Oanh"]
    assert behind("c10") == ["Anh", "Bình", "Giang"]
    assert behind("c12") == ["Hà", "Khoa"]
    assert behind("c13") == ["Yến"]
    for row in (*report.table.rows, report.table.total):
        for number in range(3, 14):
            assert row is not None
            assert len(behind(f"c{number}", str(row["name"]))) == row[f"c{number}"]
    with pytest.raises(RuleViolation, match="no_list_behind"):
        behind("name")


def test_every_count_of_every_report_and_chart_opens_as_many_dossiers(
    office: Office, november: Register
) -> None:
    def listed(wanted: FigureSlice | None) -> int:
        assert wanted is not None
        return len(dossier_ids(office, DossierFilter(figure=wanted)))

    looked_at: dict[str, int] = {}
    for name in BUILDERS:
        report = build_report(office, name, NOVEMBER)
        counts = {column.key for column in report.table.columns if column.kind is Kind.NUMBER}
        doors = counts & set(report.built.figures)
        doors |= {"now", "before"} if report.built.row_figures else set()
        rows = [*report.table.rows, *([report.table.total] if report.table.total else [])]
        for row in rows:
            for key in doors:
                if isinstance(row[key], int):
                    wanted = report.slice_of(str(row.get("name")), key)
                    assert listed(wanted) == row[key], (name, row["name"], key)
                    looked_at[name] = looked_at.get(name, 0) + 1
    wanted_reports = {"settlement", "settlement-07a", "daily", "fees", "comparison"}
    assert wanted_reports | {"working-time", "officers"} == set(looked_at)
    overview = read_overview(office, named(NOVEMBER, presets()))
    shown = {chart.name: chart for chart in overview.charts}
    for name in ("months", "channels", "fields", "hours"):
        series, opens = shown[name].series, shown[name].opens
        for line in series.lines:
            for place, value in enumerate(line.values):
                assert listed(opens.get((line.key, place))) == value, (name, line.key, place)
    others = FigureSlice(Figure.TOTAL, NOVEMBER, other_than=("Hộ tịch",))
    assert listed(others) == 1
    assert set(MARK_TITLES) == set(Mark)
    busy = FigureSlice(Figure.RECEIVED, NOVEMBER, service_field="Hộ tịch", weekday=0, hour=9)
    assert list_title(DossierFilter(figure=busy)) == (
        "Tiếp nhận trong kỳ · 02/11/2026 – 13/11/2026 · Hộ tịch · Thứ Hai · 9 giờ"
    )
    results = MarkSlice(Mark.WITH_RESULT, NOVEMBER)
    assert list_title(DossierFilter(mark=results)) == "Có kết quả · 02/11/2026 – 13/11/2026"
    assert list_title(DossierFilter()) == ""
    assert len(dossier_ids(office, DossierFilter(mark=results))) == 5


def test_unfinished_period_is_counted_up_to_today(office: Office) -> None:
    """On Friday 20/11, due on Wednesday 25/11: within in the month's report, not over."""
    a_received(office)
    month = Period(date(2026, 11, 1), date(2026, 11, 30))
    report = build_report(office, "settlement", month)
    assert report.table.total is not None
    assert [report.table.total[key] for key in ("c3", "c12", "c13")] == [1, 1, 0]
    assert "Kỳ báo cáo chưa kết thúc: số liệu tính đến hết ngày 20/11/2026." in report.table.notes
    wanted = DossierFilter(figure=report.slice_of("TỔNG SỐ", "c12"))
    assert len(dossier_ids(office, wanted)) == 1
    assert build_report(office, "overdue", month).table.rows == ()
    assert build_report(office, "comparison", month).table.notes[1].startswith("Kỳ trước: ")
    (problem,) = build_report(office, "settlement", NEXT_YEAR).table.problems
    assert problem.startswith("Kỳ báo cáo chưa bắt đầu (ngày đầu kỳ 01/01/2027)")


def test_a_withdrawn_dossier_is_told_as_the_figures_count_it(
    office: Office, november: Register
) -> None:
    from desktop.domain.dossiers import Timeliness
    from desktop.services.dossier_cards import dossier_card

    told = {name: dossier_card(office, november[name]).row.timeliness for name in ("Phúc", "Em")}
    assert told == {"Phúc": Timeliness.ON_TIME, "Em": Timeliness.EARLY}


@pytest.mark.usefixtures("november")
def test_daily_sheet_balances_and_counts_what_was_handed_out(office: Office) -> None:
    total = build_report(office, "daily", NOVEMBER).table.total
    assert total == {
        "name": "TỔNG SỐ", "carried": 2, "received": 9, "settled": 8, "in_progress": 3,
        "over": 1, "waiting": 1, "returned": 2, "fee": 13000,
    }  # fmt: skip
    day = Period(date(2026, 11, 4), date(2026, 11, 4))
    one = build_report(office, "daily", day).table
    assert one.subtitle == "Ngày 04/11/2026"
    assert one.total is not None
    assert [one.total[k] for k in ("carried", "received", "settled", "in_progress")] == [6, 2, 3, 5]


@pytest.mark.usefixtures("november")
def test_fees_keep_free_and_unknown_apart(office: Office) -> None:
    table = build_report(office, "fees", NOVEMBER).table
    keys = ("name", "received", "charged", "free", "unknown", "amount")
    assert [tuple(row[key] for key in keys) for row in table.rows] == [
        ("Chứng thực", 1, 1, 0, 0, 5000),
        ("Hộ tịch", 8, 1, 1, 6, 8000),
    ]
    ways = ("paid_direct", "paid_online", "unpaid", "unrecorded")
    assert [[row[key] for key in ways] for row in table.rows] == [[1, 0, 0, 0], [0, 0, 0, 1]]
    assert table.total is not None
    assert table.total["amount"] == 13000


@pytest.mark.usefixtures("november")
def test_comparison_with_the_days_before(office: Office) -> None:
    found = {row["name"]: row for row in rows(office, "comparison")}
    received = found["Tiếp nhận trong kỳ"]
    assert (received["now"], received["before"], received["change"]) == (9, 2, 7)
    assert received["change_percent"] == Decimal("350.0")
    on_time = found["Tỷ lệ trước và đúng hạn"]
    assert (on_time["now"], on_time["before"]) == (Decimal("62.5"), Decimal("100.0"))
    assert (on_time["change"], on_time["change_percent"]) == (Decimal("-37.5"), None)
    hours = found["Thời gian giải quyết bình quân"]
    assert (hours["now"], hours["unit"]) == (Decimal("26.6"), "giờ")
    assert found["Tỷ lệ số hóa"]["now"] == Decimal("0.0")
    # What the record does not keep is left out instead of standing there as nothing.
    assert "Tỷ lệ trả trong ngày không hẹn" not in found
    # "Oanh" paid at the counter; of "Chi" nobody said how, and the paper says so.
    paid = found["Thanh toán trực tuyến"]
    assert (paid["now"], paid["before"]) == (Decimal("0.0"), None)
    notes = build_report(office, "comparison", NOVEMBER).table.notes
    assert any(note.startswith("1 hồ sơ tiếp nhận trong kỳ có thu phí") for note in notes)
    stopped = found["Dừng giải quyết"]
    assert (stopped["before"], stopped["change"], stopped["change_percent"]) == (0, 1, None)


@pytest.mark.usefixtures("november")
def test_comparison_without_an_earlier_period_says_so_instead_of_zero(office: Office) -> None:
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    table = build_report(office, "comparison", october).table
    assert {row["before"] for row in table.rows} == {None}
    assert {row["change_percent"] for row in table.rows} == {None}
    assert "Kỳ trước: không có kỳ trước." in table.notes


@pytest.mark.usefixtures("november")
def test_comparison_with_a_period_in_which_the_record_began_warns(office: Office) -> None:
    table = build_report(office, "comparison", Period(date(2026, 11, 1), date(2026, 11, 30))).table
    assert any("bắt đầu từ ngày 20/10/2026" in note for note in table.notes)


@pytest.mark.usefixtures("november")
def test_working_time_by_hour_and_weekday(office: Office) -> None:
    table = build_report(office, "working-time", NOVEMBER).table
    found = [(row["name"], *(row[f"d{n}"] for n in range(7)), row["share"]) for row in table.rows]
    assert found == [
        ("08 giờ – 09 giờ", 0, 0, 0, 0, 1, 0, 0, Decimal("11.1")),
        ("09 giờ – 10 giờ", 2, 2, 2, 2, 0, 0, 0, Decimal("88.9")),
    ]


@pytest.mark.usefixtures("november")
def test_officers_with_mean_working_hours(office: Office) -> None:
    (row,) = rows(office, "officers")
    assert {key: row[key] for key in row if key != "order"} == {
        "name": "Quản trị", "received": 9, "online": 1, "settled": 8, "in_time": 5, "late": 3,
        "share": Decimal("62.5"), "in_progress": 3, "over": 1, "hours": Decimal("26.6"),
    }  # fmt: skip


def test_books_list_results_with_their_numbers_and_never_invent_one(
    office: Office, november: Register
) -> None:
    certified = build_report(office, "certification-book", NOVEMBER).table
    (oanh,) = certified.rows
    assert (oanh["book"], oanh["number"], oanh["pages"]) == ("SCT/BS", "12/SCT", 3)
    assert certified.problems == ()
    for number in ("14/SCT", "13/SCT", ""):  # finished in this order, on one day
        received = a_received(office, COPY_CERTIFICATION, pages=1, copies=1, received_at=OFFICE_DAY)
        finish = MoveInput(received.code, DossierEvent.FINISH, at=OFFICE_DAY, result_number=number)
        move_dossier(office, finish)
    certified = build_report(office, "certification-book", NOVEMBER).table
    assert [row["number"] for row in certified.rows] == ["12/SCT", "13/SCT", "14/SCT", ""]
    events = build_report(office, "civil-status-book", NOVEMBER).table
    assert [row["applicant"] for row in events.rows] == ["Chi", "Anh", "Dung", "Bình"]
    assert {row["number"] for row in events.rows} == {""}
    assert events.problems == ("4 dòng chưa có số: hãy ghi số kết quả vào hồ sơ.",)


def test_register_extract_lists_receptions_without_voided_ones(
    office: Office, november: Register
) -> None:
    found = rows(office, "register-extract")
    assert len(found) == 9
    assert november["Lan"] not in {row["code"] for row in found}
    received = [row["received"] for row in found]
    assert received == sorted(received)


@pytest.mark.usefixtures("november")
def test_shares_of_the_unit(office: Office) -> None:
    friday = read_settings(office)
    assert not unit_figures(office, NOVEMBER).shares[Share.SAME_DAY].known
    from dataclasses import replace

    save_settings(office, replace(friday, no_appointment_day=4))
    shares = unit_figures(office, NOVEMBER).shares
    values = {share: (one.value, one.part, one.whole) for share, one in shares.items()}
    assert values == {
        Share.ONLINE: (Decimal("11.1"), 1, 9),
        Share.ON_TIME: (Decimal("62.5"), 5, 8),
        Share.DIGITISED: (Decimal("0.0"), 0, 5),
        Share.PAID_ONLINE: (Decimal("0.0"), 0, 1),
        Share.RETURNED_BY_POST: (Decimal("0.0"), 0, 2),
        Share.SAME_DAY: (Decimal("100.0"), 1, 1),
        Share.MEAN_HOURS: (Decimal("26.6"), None, None),
    }
    assert (shares[Share.PAID_ONLINE].known, shares[Share.PAID_ONLINE].unrecorded) == (True, 1)
    third = Period(date(2026, 11, 2), date(2026, 11, 3))  # only "Chi" had to pay
    silent = unit_figures(office, third).shares[Share.PAID_ONLINE]
    assert (silent.value, silent.whole, silent.known, silent.unrecorded) == (None, None, False, 1)


@pytest.mark.usefixtures("november")
def test_series_say_what_the_figures_say(office: Office) -> None:
    months = month_series(office, date(2026, 11, 30), months=2)
    assert months.labels == ("10/2026", "11/2026")
    assert [(line.key, line.values) for line in months.lines] == [
        ("received", (3, 10)),
        ("settled", (1, 10)),
        ("late", (0, 4)),
    ]
    assert [line.values for line in channel_series(office, NOVEMBER).lines] == [(1,), (7,), (1,)]
    trend = on_time_series(office, date(2026, 11, 30), Decimal(98), months=2)
    assert trend.lines[0].values == (Decimal("100.0"), Decimal("60.0"))
    heat = heat_series(office, NOVEMBER)
    assert heat.labels == ("8h", "9h")
    assert [line.values for line in heat.lines] == [(0, 2)] * 4 + [(1, 0)]


def test_report_over_an_empty_office_is_empty_and_sound(office: Office) -> None:
    for name in BUILDERS:
        table = build_report(office, name, NOVEMBER).table
        assert table.problems == ()
        if table.total is not None:
            assert {v for v in table.total.values() if isinstance(v, int)} <= {0}


def test_builders_and_definitions_are_the_same_reports() -> None:
    assert list(BUILDERS) == [definition.name for definition in report_definitions()]
    for definition in report_definitions():
        keys = {column.key for column in definition.columns}
        named = {key for column in definition.columns for key in column.sum_of}
        named |= {key for sides in definition.identities for side in sides for key in side}
        assert named <= keys
        assert len(keys) == len(definition.columns)


@pytest.mark.parametrize(
    ("name", "by"), [("nothing", ""), ("settlement", "moon"), ("overdue", "field")]
)
def test_unknown_report_or_grouping_is_refused(office: Office, name: str, by: str) -> None:
    with pytest.raises(InputRefused):
        build_report(office, name, NOVEMBER, by)


def test_undated_end_of_an_old_register_is_said_not_hidden(
    office: Office, november: Register
) -> None:
    with office.command() as work:
        work.connection.exec_driver_sql(
            "UPDATE dossiers SET ended_at = NULL, finished_at = NULL WHERE code = ?",
            (november["Chi"],),
        )
    table = build_report(office, "settlement", NOVEMBER).table
    assert table.total is not None
    assert (table.total["c3"], table.total["c7"], table.total["c11"]) == (11, 7, 3)
    assert table.problems[0].startswith("1 hồ sơ nhập từ sổ cũ đã kết thúc nhưng không ghi ngày")
    assert "Dòng “TỔNG SỐ”: (3) = 11 nhưng (7) + (11) = 10." in table.problems
    undated = FigureSlice(Figure.UNDATED, NOVEMBER)
    assert len(dossier_ids(office, DossierFilter(figure=undated))) == 1
