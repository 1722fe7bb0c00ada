"""A report opened by mistake leaves the lists and comes back whole; what was issued stays."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.figures import Period
from desktop.services.audit import read_audit
from desktop.services.office import Office
from desktop.services.periodic.desk import read_start
from desktop.services.periodic.issuing import issue_periodic
from desktop.services.periodic.putting_away import (
    bring_back,
    find_put_away,
    list_put_away,
    put_away,
)
from desktop.services.periodic.records import (
    PeriodicReport,
    Wanted,
    earlier_reports,
    find_report,
    list_reports,
    open_report,
)
from desktop.services.periodic.texts import read_texts, write_text

NINE = Wanted("9t", 2026)


def kinds(office: Office) -> list[str]:
    return [line.kind.key for line in list_reports(office)]


def test_put_away_report_is_nowhere_and_comes_back_as_it_was(
    office: Office, report: PeriodicReport
) -> None:
    nine = open_report(office, NINE).value
    write_text(office, nine.id, "i", "Trong 9 tháng đã làm.")
    put_away(office, nine.id)
    assert kinds(office) == ["year"]
    assert [line.kind.key for line in list_put_away(office)] == ["9t"]
    assert earlier_reports(office, report) == ()
    start = read_start(office, nine.id)
    assert start.desk is not None
    assert start.desk.report.id == report.id
    with pytest.raises(RuleViolation) as caught:
        find_report(office, NINE)
    assert caught.value.code is Rule.PERIODIC_NOT_FOUND
    assert find_put_away(office, NINE).id == nine.id
    bring_back(office, nine.id)
    assert kinds(office) == ["year", "9t"]
    assert read_texts(office, nine.id)["i"].content == "Trong 9 tháng đã làm."
    with pytest.raises(RuleViolation) as caught:
        find_put_away(office, NINE)
    assert caught.value.code is Rule.PERIODIC_NOT_AWAY
    noted = [entry.action for entry in read_audit(office)]
    assert noted[-2:] == ["periodic.put_away", "periodic.bring_back"]


def test_opening_again_gives_back_what_was_written_and_begins_anew_what_was_not(
    office: Office,
) -> None:
    moved = Period(date(2025, 12, 1), date(2026, 8, 31))
    nine = open_report(office, NINE, moved).value
    put_away(office, nine.id)
    again = open_report(office, NINE).value
    assert again.id == nine.id
    assert again.days == again.kind.days(2026) != moved
    write_text(office, nine.id, "i", "Đã viết.")
    put_away(office, nine.id)
    back = open_report(office, NINE, moved).value
    assert (back.days, read_texts(office, back.id)["i"].content) == (moved, "Đã viết.")
    assert kinds(office) == ["9t"]
    assert list_put_away(office) == ()


def test_issued_report_cannot_be_put_away(office: Office, report: PeriodicReport) -> None:
    issue_periodic(office, report.id, anyway=True)
    with pytest.raises(RuleViolation) as caught:
        put_away(office, report.id)
    assert caught.value.code is Rule.PERIODIC_ISSUED
    assert kinds(office) == ["year"]
