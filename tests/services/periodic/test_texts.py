"""The text of a periodic report: who wrote when, the period before, drafts that survive."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import InputRefused, RuleViolation
from desktop.domain.figures import Period
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.periodic.checking import FindingKind, check_report
from desktop.services.periodic.opening import open_from_earlier
from desktop.services.periodic.records import (
    PeriodicReport,
    Wanted,
    find_report,
    list_reports,
    open_report,
)
from desktop.services.periodic.texts import (
    LONGEST,
    carry_over,
    earlier_texts,
    keep_text_draft,
    read_text_draft,
    read_texts,
    write_text,
)
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, PASSWORD


@pytest.fixture
def half(office: Office) -> PeriodicReport:
    """The report of the first half year, with two parts written."""
    opened = open_report(office, Wanted("h1", 2026)).value
    write_text(office, opened.id, "i", "Trong 6 tháng đầu năm 2026 đã ban hành kế hoạch.")
    write_text(office, opened.id, "ii_1", "Rà soát 12 văn bản.")
    return opened


def test_periods_follow_the_rule_of_closing_days_unless_the_province_says_otherwise(
    office: Office,
) -> None:
    usual = open_report(office, Wanted("Quý I", 2026)).value
    assert (usual.days.start, usual.days.end) == (date(2025, 12, 15), date(2026, 3, 14))
    other = Period(date(2025, 12, 10), date(2026, 6, 5))
    assert open_report(office, Wanted("h1", 2026), other).value.days == other


def test_report_that_is_open_already_is_given_as_it_is_and_its_days_can_be_moved(
    office: Office,
) -> None:
    first = open_report(office, Wanted("q1", 2026)).value
    again = open_report(office, Wanted("q1", 2026))
    assert again.value == first
    assert again.changes == frozenset()
    days = Period(date(2026, 1, 1), date(2026, 3, 1))
    assert open_report(office, Wanted("q1", 2026), days).value.days == days
    assert [line.days for line in list_reports(office)] == [days]


@pytest.mark.parametrize("wanted", [Wanted("q2", 2026), Wanted("tuần", 2026), Wanted("q1", 12)])
def test_period_that_the_report_does_not_have_is_refused(office: Office, wanted: Wanted) -> None:
    with pytest.raises(InputRefused):
        open_report(office, wanted)
    assert list_reports(office) == ()


def test_report_that_was_not_opened_is_told(office: Office) -> None:
    with pytest.raises(RuleViolation, match="periodic_not_found"):
        find_report(office, Wanted("q1", 2026))


def test_text_says_who_wrote_it_and_when(
    office: Office, clock: FixedClock, half: PeriodicReport
) -> None:
    clock.moment += timedelta(hours=2)
    write_text(office, half.id, "ii_2", "  Công khai   342\x07 thủ tục.\r\n\r\nXin lỗi 2 hồ sơ.  ")
    text = read_texts(office, half.id)["ii_2"]
    assert text.content == "Công khai 342 thủ tục.\nXin lỗi 2 hồ sơ."
    assert (text.user_name, text.at) == (ADMIN, clock.moment)
    assert write_text(office, half.id, "ii_2", text.content).changes == frozenset()
    write_text(office, half.id, "ii_2", "")
    assert "ii_2" not in read_texts(office, half.id)


@pytest.mark.parametrize(
    ("section", "content"), [("ii", "Đề mục"), ("xyz", "Chữ"), ("i", "x" * (LONGEST + 1))]
)
def test_text_that_cannot_stand_is_refused(
    office: Office, half: PeriodicReport, section: str, content: str
) -> None:
    with pytest.raises(InputRefused):
        write_text(office, half.id, section, content)


def test_last_period_is_a_starting_point_and_never_replaces_what_is_written(
    office: Office, half: PeriodicReport
) -> None:
    report = open_report(office, Wanted("9t", 2026)).value
    write_text(office, report.id, "ii_1", "Đã viết.")
    (earlier,) = earlier_texts(office, report)
    assert earlier.period == "6 tháng đầu năm 2026"
    assert carry_over(office, report.id, half.id).value == 1
    texts = read_texts(office, report.id)
    assert texts["i"].content.startswith("Trong 6 tháng đầu năm 2026")
    assert texts["ii_1"].content == "Đã viết."
    assert carry_over(office, report.id, half.id).value == 0


def test_carried_text_that_names_the_old_period_is_found_with_its_place(
    office: Office, half: PeriodicReport
) -> None:
    report = open_from_earlier(office, Wanted("9t", 2026)).value
    (old,) = [f for f in check_report(office, report) if f.kind is FindingKind.OLD_PERIOD]
    assert old.section == "i"
    assert old.mention is not None
    assert (old.mention.line, old.mention.column) == (1, 7)
    assert "“6 tháng đầu năm 2026”" in old.words
    write_text(office, report.id, "i", "Trong 9 tháng năm 2026 đã ban hành kế hoạch.")
    assert not [f for f in check_report(office, report) if f.kind is FindingKind.OLD_PERIOD]


def test_first_report_of_all_has_nothing_beside_it(office: Office, report: PeriodicReport) -> None:
    assert earlier_texts(office, report) == ()
    assert open_from_earlier(office, Wanted("year", 2026)).changes == frozenset()


def test_draft_survives_a_crash_and_goes_when_the_text_is_written(
    office: Office, office_folder: Path, clock: FixedClock, half: PeriodicReport
) -> None:
    keep_text_draft(office, half.id, "ii_3", "Đang gõ dở")
    office.database.discard()  # the program is gone without a word
    again = sign_in(office_folder, ADMIN, PASSWORD, clock)
    draft = read_text_draft(again, half.id, "ii_3")
    assert draft is not None
    assert draft.content == {"content": "Đang gõ dở"}
    write_text(again, half.id, "ii_3", "Đã xong")
    assert read_text_draft(again, half.id, "ii_3") is None
    again.close()
