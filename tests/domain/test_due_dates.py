"""Due dates by example: the day-level cases of the law, of Tết and of the counter's day."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.due_dates import CountReason, Limit, LimitUnit, compute_due
from desktop.domain.work_calendar import DayKind, WorkCalendar
from tests.domain.calendars import (
    RECEPTION_ON_SATURDAY,
    calendar_with,
    moment,
    official_calendar,
    special,
)

WORKING, DAY, HOUR, SAME = (
    LimitUnit.WORKING_DAY,
    LimitUnit.DAY,
    LimitUnit.HOUR,
    LimitUnit.SAME_DAY,
)
FRIDAY = "2026-11-20 09:00"
CULTURE_DAY = special(DayKind.OFF, "2026-11-24", note="Ngày Văn hóa Việt Nam")


def due(received: str, value: int, unit: LimitUnit, calendar: WorkCalendar | None = None) -> str:
    """The due instant as "2026-11-23 17:00"."""
    found = compute_due(moment(received), Limit(value, unit), calendar or official_calendar())
    return f"{found.due_at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        (FRIDAY, 1, WORKING, "2026-11-23 17:00"),
        (FRIDAY, 3, WORKING, "2026-11-25 17:00"),
        (FRIDAY, 15, DAY, "2026-12-07 17:00"),
        (FRIDAY, 3, DAY, "2026-11-23 17:00"),
        (FRIDAY, 2, DAY, "2026-11-23 17:00"),
        (FRIDAY, 4, DAY, "2026-11-24 17:00"),
        (FRIDAY, 1, HOUR, "2026-11-20 10:00"),
        (FRIDAY, 4, HOUR, "2026-11-20 15:00"),
        (FRIDAY, 6, HOUR, "2026-11-20 17:00"),
        (FRIDAY, 8, HOUR, "2026-11-23 09:00"),
        # Before opening the day itself begins at seven; at lunch the afternoon begins.
        ("2026-11-20 05:30", 1, WORKING, "2026-11-23 17:00"),
        ("2026-11-20 05:30", 1, HOUR, "2026-11-20 08:00"),
        ("2026-11-20 12:15", 1, WORKING, "2026-11-23 17:00"),
        ("2026-11-20 12:15", 1, HOUR, "2026-11-20 14:30"),
        ("2026-11-20 11:30", 1, HOUR, "2026-11-20 14:30"),
        # After closing and at the week-end the dossier counts as come in on Monday.
        ("2026-11-20 17:00", 1, WORKING, "2026-11-23 17:00"),
        ("2026-11-20 17:01", 1, WORKING, "2026-11-24 17:00"),
        ("2026-11-20 17:01", 2, HOUR, "2026-11-23 09:00"),
        ("2026-11-21 09:00", 1, WORKING, "2026-11-24 17:00"),
        ("2026-11-22 23:59", 1, WORKING, "2026-11-24 17:00"),
        ("2026-11-21 09:00", 5, DAY, "2026-11-30 17:00"),
        ("2026-11-19 17:30", 1, WORKING, "2026-11-23 17:00"),
    ],
)
def test_limit_ends_on_the_expected_day(
    received: str, value: int, unit: LimitUnit, expected: str
) -> None:
    assert due(received, value, unit) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (FRIDAY, "2026-11-20 17:00"),
        ("2026-11-20 15:00:00", "2026-11-20 17:00"),
        ("2026-11-20 15:00:01", "2026-11-23 17:00"),
        ("2026-11-20 15:20", "2026-11-23 17:00"),
        ("2026-11-20 17:30", "2026-11-23 17:00"),
        ("2026-11-21 08:00", "2026-11-23 17:00"),
        ("2026-11-19 15:20", "2026-11-20 17:00"),
        ("2026-11-20 12:00", "2026-11-20 17:00"),
    ],
)
def test_same_day_procedure_turns_at_fifteen_hours(received: str, expected: str) -> None:
    assert due(received, 0, SAME) == expected


def test_same_day_procedure_without_cutoff_stays_on_its_day() -> None:
    limit = Limit(0, SAME, cutoff=None)
    found = compute_due(moment("2026-11-20 15:20"), limit, official_calendar())
    assert found.due_at == moment("2026-11-20 17:00")


def test_day_off_in_force_pushes_the_limit_by_one_working_day() -> None:
    assert due(FRIDAY, 3, WORKING, calendar_with(CULTURE_DAY)) == "2026-11-26 17:00"


def test_expected_day_off_counts_and_says_that_it_is_not_confirmed() -> None:
    found = compute_due(moment(FRIDAY), Limit(3, WORKING), official_calendar())
    tuesday = next(line for line in found.why if line.day == date(2026, 11, 24))
    assert (tuesday.counted, tuesday.ordinal, tuesday.unconfirmed) == (True, 2, True)
    assert "Ngày Văn hóa Việt Nam" in tuesday.note


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        ("2026-08-21 09:00", 1, WORKING, "2026-08-22 17:00"),  # a worked Saturday
        ("2026-08-21 09:00", 3, WORKING, "2026-08-25 17:00"),
        ("2026-08-21 09:00", 1, DAY, "2026-08-22 17:00"),
        ("2026-08-22 09:00", 0, SAME, "2026-08-22 17:00"),
        ("2026-08-28 09:00", 1, WORKING, "2026-09-03 17:00"),  # 31/8 given away, 1–2/9 off
        ("2026-01-09 16:00", 2, HOUR, "2026-01-10 08:00"),
        ("2025-12-31 09:00", 1, WORKING, "2026-01-05 17:00"),
        ("2024-04-26 09:00", 1, WORKING, "2024-05-02 17:00"),
        ("2024-05-03 09:00", 1, WORKING, "2024-05-04 17:00"),
        ("2025-04-25 09:00", 2, WORKING, "2025-04-28 17:00"),
    ],
)
def test_swapped_saturdays_are_worked_and_their_weekdays_are_free(
    received: str, value: int, unit: LimitUnit, expected: str
) -> None:
    assert due(received, value, unit) == expected


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        ("2026-02-13 09:00", 1, WORKING, "2026-02-23 17:00"),
        ("2026-02-13 09:00", 3, WORKING, "2026-02-25 17:00"),
        ("2026-02-13 15:30", 0, SAME, "2026-02-23 17:00"),
        ("2026-02-13 13:30", 8, HOUR, "2026-02-23 11:30"),
        ("2026-02-05 09:00", 15, DAY, "2026-02-23 17:00"),
        ("2026-02-18 09:00", 1, WORKING, "2026-02-24 17:00"),
    ],
)
def test_tet_2026_is_skipped(received: str, value: int, unit: LimitUnit, expected: str) -> None:
    assert due(received, value, unit) == expected


@pytest.mark.parametrize(
    ("kind", "received", "value", "unit", "expected"),
    [
        (DayKind.MORNING_ONLY, FRIDAY, 1, WORKING, "2026-11-23 11:30"),
        (DayKind.AFTERNOON_ONLY, FRIDAY, 1, WORKING, "2026-11-23 17:00"),
        (DayKind.MORNING_ONLY, "2026-11-20 16:00", 3, HOUR, "2026-11-23 09:00"),
        (DayKind.AFTERNOON_ONLY, "2026-11-20 16:00", 3, HOUR, "2026-11-23 15:30"),
        (DayKind.MORNING_ONLY, "2026-11-20 16:00", 6, HOUR, "2026-11-24 07:30"),
        (DayKind.MORNING_ONLY, "2026-11-23 14:00", 1, WORKING, "2026-11-25 17:00"),
        (DayKind.AFTERNOON_ONLY, "2026-11-23 08:00", 0, SAME, "2026-11-23 17:00"),
        (DayKind.MORNING_ONLY, "2026-11-23 08:00", 0, SAME, "2026-11-23 11:30"),
    ],
)
def test_half_day_counts_and_closes_with_its_session(
    kind: DayKind, received: str, value: int, unit: LimitUnit, expected: str
) -> None:
    calendar = calendar_with(special(kind, "2026-11-23"))
    assert due(received, value, unit, calendar) == expected


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        (FRIDAY, 1, WORKING, "2026-11-23 17:00"),
        ("2026-11-21 09:00", 1, WORKING, "2026-11-23 17:00"),  # received on the Saturday itself
        ("2026-11-21 14:00", 1, WORKING, "2026-11-24 17:00"),
        (FRIDAY, 1, DAY, "2026-11-23 17:00"),
        ("2026-11-21 09:00", 0, SAME, "2026-11-23 17:00"),
        ("2026-11-20 16:00", 2, HOUR, "2026-11-23 08:00"),
        ("2026-11-21 09:00", 1, HOUR, "2026-11-23 08:00"),
    ],
)
def test_saturday_morning_of_reception_is_not_counted(
    received: str, value: int, unit: LimitUnit, expected: str
) -> None:
    assert due(received, value, unit, calendar_with(week=RECEPTION_ON_SATURDAY)) == expected


def test_swapped_saturday_is_a_whole_day_where_saturday_mornings_only_receive() -> None:
    calendar = calendar_with(special(DayKind.SWAP_WORK, "2026-11-21"), RECEPTION_ON_SATURDAY)
    assert due(FRIDAY, 1, WORKING, calendar) == "2026-11-21 17:00"


def test_every_date_of_the_why_has_its_reason() -> None:
    found = compute_due(moment("2026-11-20 17:30"), Limit(2, WORKING), calendar_with(CULTURE_DAY))
    assert [(f"{line.day:%d/%m}", line.reason, line.ordinal) for line in found.why] == [
        ("20/11", CountReason.RECEIVED_OUTSIDE_HOURS, None),
        ("21/11", CountReason.WEEKEND, None),
        ("22/11", CountReason.WEEKEND, None),
        ("23/11", CountReason.TAKES_EFFECT, None),
        ("24/11", CountReason.DAY_OFF, None),
        ("25/11", CountReason.WORKING, 1),
        ("26/11", CountReason.WORKING, 2),
    ]


def test_why_of_a_limit_that_ends_on_a_day_off_names_the_move() -> None:
    found = compute_due(moment(FRIDAY), Limit(15, DAY), official_calendar())
    last = [(f"{line.day:%d/%m}", line.counted, line.reason) for line in found.why[-3:]]
    assert last == [
        ("05/12", True, CountReason.ENDS_ON_DAY_OFF),
        ("06/12", False, CountReason.WEEKEND),
        ("07/12", True, CountReason.WORKING),
    ]
