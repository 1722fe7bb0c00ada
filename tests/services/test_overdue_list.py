"""The list of late dossiers, as they stood at the close of the period."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.domain.dossiers import DossierEvent
from desktop.domain.figures import Period
from desktop.domain.moments import at
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.reports.building import build_report
from tests.factory import a_received
from tests.services.register_of_november import NOVEMBER, _at

Register = dict[str, str]
NINE = _at("2026-11-05", 9).timetz().replace(tzinfo=None)


def overdue(office: Office, period: Period = NOVEMBER) -> list[Any]:
    return list(build_report(office, "overdue", period).table.rows)


def due_and_late(found: list[Any]) -> list[tuple[date, int]]:
    return [(row["due"], row["days_late"]) for row in found]


def test_each_has_its_days_and_reasons(office: Office, november: Register) -> None:
    found = overdue(office)
    assert [(r["applicant"], r["due"], r["ended"], r["days_late"]) for r in found] == [
        ("Anh", date(2026, 11, 3), date(2026, 11, 5), 2),
        ("Bình", date(2026, 11, 4), date(2026, 11, 9), 3),
        ("Giang", date(2026, 11, 9), date(2026, 11, 11), 2),
        ("Yến", date(2026, 11, 10), None, 3),
    ]
    assert [r["reason"] for r in found[:3]] == [
        "", "Chờ xác minh nơi cư trú", "Người nộp đề nghị dừng",
    ]  # fmt: skip
    assert (found[1]["apologised"], found[1]["new_due"]) == (date(2026, 11, 3), date(2026, 11, 10))


def test_an_apology_after_the_close_is_none_of_this_period(office: Office) -> None:
    code = a_received(office, received_at=_at("2026-11-05", 9)).code
    move_dossier(
        office,
        MoveInput(
            code,
            DossierEvent.APOLOGISE,
            at=at(date(2026, 11, 17), NINE),
            reason="Chờ xác minh",
            new_due=at(date(2026, 11, 24), NINE),
        ),
    )
    (then,) = overdue(office)
    assert (then["apologised"], then["new_due"], then["reason"]) == (None, None, "")
    (later,) = overdue(office, Period(date(2026, 11, 15), date(2026, 11, 20)))
    assert (later["apologised"], later["new_due"]) == (date(2026, 11, 17), date(2026, 11, 24))
    assert later["reason"] == "Chờ xác minh"


def test_past_report_stays_when_a_supplement_moves_the_due_date_later(office: Office) -> None:
    """Late at the close of the period, then given new time: the old report still says late."""
    code = a_received(office, received_at=_at("2026-11-05", 9)).code
    before = build_report(office, "settlement", NOVEMBER).table
    late = overdue(office)
    for event, day in (
        (DossierEvent.REQUEST_SUPPLEMENT, date(2026, 11, 17)),
        (DossierEvent.SUPPLEMENT_RECEIVED, date(2026, 11, 19)),
    ):
        move_dossier(office, MoveInput(code, event, at=at(day, NINE), reason="Thiếu giấy tờ"))
    after = build_report(office, "settlement", NOVEMBER).table
    assert (before.rows, before.total) == (after.rows, after.total)
    assert after.total is not None
    assert after.total["c13"] == 1
    assert due_and_late(late) == [(date(2026, 11, 10), 3)]
    assert due_and_late(overdue(office)) == [(date(2026, 11, 10), 3)]
    # Papers asked for over the close of a period: its clock stood still from the day of asking,
    # and the line keeps its place although the due date has moved behind the other's.
    a_received(office, received_at=_at("2026-11-06", 9))
    over_the_close = Period(date(2026, 11, 2), date(2026, 11, 18))
    assert due_and_late(overdue(office, over_the_close)) == [
        (date(2026, 11, 10), 5),
        (date(2026, 11, 11), 5),
    ]
