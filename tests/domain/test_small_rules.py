"""Moments, rights, places of cells, syllables: the small rules that much else stands on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import local, local_date, parse_clock, parse_date, parse_moment
from desktop.domain.roles import Permission, Role, has
from desktop.domain.syllables import is_syllable, syllable_share
from tests.domain.calendars import moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T15:20", moment("2026-11-20 15:20")),
        ("2026-11-20 15:20:30", moment("2026-11-20 15:20:30")),
        ("2026-11-20", moment("2026-11-20 00:00")),
        (" 2026-11-20T15:20 ", moment("2026-11-20 15:20")),
        ("2026-11-20T08:20Z", moment("2026-11-20 15:20")),
        ("2026-11-20T15:20+07:00", moment("2026-11-20 15:20")),
    ],
)
def test_moment_without_a_zone_is_office_time(text: str, expected: datetime) -> None:
    assert parse_moment(text) == expected
    assert parse_moment(text).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("text", ["", "hôm nay", "20.11.2026", "2026-02-30", "2026-11-20T25:00"])
def test_text_that_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_moment(text, "received")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("received", Entry.NOT_A_TIME)
    assert problem.facts == {"text": text}


@pytest.mark.parametrize(
    "text", ["", "mai", "2026-02-30", "2026-11", "2026-11-20xyz", "2026-11-2099", "2026-11-20 rác"]
)
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_date(text, "from")
    assert refused.value.problems[0].code is Entry.NOT_A_DATE


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)), st.integers(-12, 14))  # noqa: DTZ001
def test_same_instant_has_one_local_day_whatever_zone_it_is_written_in(
    naive: datetime, hours: int
) -> None:
    instant = naive.replace(tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(hours=hours)))
    assert local_date(instant) == local_date(elsewhere) == (naive + timedelta(hours=7)).date()
    assert local(elsewhere) == instant


def test_utc_evening_is_the_next_local_day() -> None:
    assert local_date(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.RECEIVE, {Role.DESK, Role.ADMIN}),
        (Permission.EDIT_DOSSIER, {Role.DESK, Role.ADMIN}),
        (Permission.MANAGE_USERS, {Role.ADMIN}),
        (Permission.EDIT_PROCEDURES, {Role.ADMIN}),
        (Permission.EDIT_CALENDAR, {Role.LEADER, Role.ADMIN}),
        (Permission.IMPORT, {Role.ADMIN}),
        (Permission.SEE_AUDIT, {Role.LEADER, Role.ADMIN, Role.PROVINCE}),
        (Permission.UNDO_OF_OTHERS, {Role.LEADER, Role.ADMIN}),
        (Permission.EXPORT, set(Role)),
        (Permission.BACK_UP, set(Role)),
    ],
)
def test_permission_belongs_to_exactly_these_roles(
    permission: Permission, roles: set[Role]
) -> None:
    assert {role for role in Role if has(role, permission)} == roles


@pytest.mark.parametrize(
    ("index", "letter"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_column_letter_is_the_spreadsheet_s(index: int, letter: str) -> None:
    assert column_letter(index) == letter


@given(st.integers(0, 16_383), st.integers(0, 16_383))
def test_no_two_columns_have_the_same_letter(one: int, two: int) -> None:
    assert (column_letter(one) == column_letter(two)) == (one == two)


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (CellProblem("Sổ 2025", 12, "C", ImportCode.MISSING), "Trang “Sổ 2025”, ô C12"),
        (CellProblem("", 12, "C", ImportCode.MISSING), "ô C12"),
        (CellProblem("Sổ", 12, "", ImportCode.SKIPPED_LINE), "Trang “Sổ”, dòng 12"),
    ],
)
def test_place_of_a_problem_reads_as_the_spreadsheet_shows_it(
    problem: CellProblem, place: str
) -> None:
    assert problem.place == place


SYLLABLES = (
    "an ăn ân anh ong ông oanh yên yêu ý uy uyên nghiêng nguyễn trường khuỷu quốc quý quýt gì gìn"
    " giếng giặt già nghề ngoài hoà hòa thuở huơ khuya xoong đường được ưu mượn nước chuyện"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_vietnamese_word_is_a_syllable_in_both_cases(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["nguyÔn", "v¨n", "thò1", "krông", "john", "bb", "aaa", "àá", ""])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "share"),
    [("Nguyễn Văn An", 1.0), ("John Văn", 0.5), ("123 – 4/5", 0.0), ("", 0.0), ("(Thôn 1)", 1.0)],
)
def test_share_counts_words_of_letters_only(text: str, share: float) -> None:
    assert syllable_share(text) == share


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("0815", time(8, 15)),
        ("815", time(8, 15)),
        ("8h15", time(8, 15)),
        (" 8:5 ", time(8, 5)),
        ("14H", time(14, 0)),
        ("8", time(8, 0)),
        ("2359", time(23, 59)),
        ("14.30", time(14, 30)),
    ],
)
def test_hours_are_read_as_hands_write_them(text: str, clock: time) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize("text", ["", "2400", "0860", "chiều", "8h15m", "-815", "08155"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_clock(text, "received_at")
    assert refused.value.problems[0] == InputProblem(
        "received_at", Entry.NOT_A_CLOCK, {"text": text}
    )
