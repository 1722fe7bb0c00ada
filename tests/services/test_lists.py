"""Lists and counts: each dossier once in every order, each figure equal to its list, every find."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.dossiers import Channel, DossierEvent, DossierState, available_moves
from desktop.domain.errors import RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Role
from desktop.domain.text import fold, words
from desktop.services.clock import FixedClock
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter, Quick, Sort
from desktop.services.dossier_lists import (
    count_dossiers,
    dossier_ids,
    dossier_rows,
    first_dossiers,
)
from desktop.services.dossier_rows import DossierRow
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.practice import make_practice_office
from desktop.services.procedures import list_procedures
from desktop.services.settings import read_settings
from desktop.services.signing_in import sign_in
from desktop.services.today import today_summary
from tests.conftest import CHEAP
from tests.factory import FRIDAY_MORNING, a_received

AS_OF = date(2026, 11, 20)
S = DossierState
RUNNING = {S.RECEIVED, S.PROCESSING}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A practice office with dossiers in every state; tests read and set its clock."""
    folder = tmp_path_factory.mktemp("lists") / "office"
    made = make_practice_office(folder, dossiers=260, seed=8, as_of=AS_OF, cost=CHEAP)
    user = made.users[0]
    office = sign_in(folder, user.name, user.password, FixedClock(FRIDAY_MORNING))
    chance = random.Random(2)
    codes = [a_received(office, name=f"Quách Thị Qua {n}").code for n in range(40)]
    for _ in range(120):
        office.clock.moment += timedelta(minutes=3)  # type: ignore[attr-defined]
        card = dossier_card(office, chance.choice(codes))
        moves = [*available_moves(card.row.state, Role.ADMIN, card.move_facts), DossierEvent.UNDO]
        later = office.now() + timedelta(days=90)
        move = MoveInput(card.row.code, chance.choice(moves), reason="x", new_due=later)
        try:
            move_dossier(office, move)
        except RuleViolation:
            continue
    yield office
    office.close()


def everything(office: Office) -> list[DossierRow]:
    """Read once: nothing is written after the fixture."""
    if not _ROWS:
        _ROWS.extend(dossier_rows(office, range(1, 1_000)))
        _RECEIVED_BY.update((r.id, dossier_card(office, r.code).received_by) for r in _ROWS)
    return _ROWS


_ROWS: list[DossierRow] = []
_RECEIVED_BY: dict[int, str] = {}


def test_practice_holds_every_state(year: Office) -> None:
    assert {row.state for row in everything(year)} == set(S)


LAST = datetime.max.replace(tzinfo=FRIDAY_MORNING.tzinfo)
FIRST = datetime.min.replace(tzinfo=FRIDAY_MORNING.tzinfo)


def order_of(office: Office) -> dict[Sort, tuple[Callable[[DossierRow], Any], bool]]:
    from sqlalchemy import text

    with office.reading() as connection:
        rows = connection.execute(text("SELECT id, applicant_sort FROM dossiers"))
        names = {row.id: row.applicant_sort for row in rows}
    return {
        Sort.NEWEST: (lambda r: (r.received_at, r.id), True),
        Sort.OLDEST: (lambda r: (r.received_at, r.id), False),
        Sort.DUE_FIRST: (lambda r: (r.due_at or LAST, r.id), False),
        Sort.DUE_LAST: (lambda r: (r.due_at or FIRST, r.id), True),
        Sort.NAME: (lambda r: (names[r.id], r.id), False),
        Sort.NAME_DOWN: (lambda r: (names[r.id], r.id), True),
        Sort.CODE: (lambda r: (r.code, r.id), False),
        Sort.CODE_DOWN: (lambda r: (r.code, r.id), True),
    }


@pytest.mark.parametrize("sort", Sort)
def test_list_gives_each_dossier_once_and_in_order(year: Office, sort: Sort) -> None:
    rows = everything(year)
    key, backwards = order_of(year)[sort]
    want = [row.id for row in sorted(rows, key=key, reverse=backwards)]
    assert list(dossier_ids(year, DossierFilter(sort=sort))) == want
    first = first_dossiers(year, DossierFilter(sort=sort), 50)
    assert [row.id for row in first] == want[:50]
    pages = [dossier_rows(year, want[n : n + 37]) for n in range(0, len(want), 37)]
    assert [row.id for page in pages for row in page] == want


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.NEWEST])
def test_found_dossiers_stand_in_the_same_order(year: Office, sort: Sort) -> None:
    wanted = DossierFilter("quach", sort=sort)
    key, backwards = order_of(year)[sort]
    rows = [row for row in everything(year) if "quach" in words(row.applicant_name)]
    want = [row.id for row in sorted(rows, key=key, reverse=backwards)]
    assert list(dossier_ids(year, wanted)) == want
    assert [row.id for row in first_dossiers(year, wanted, 7)] == want[:7]


def plain_count(office: Office, quick: Quick) -> Callable[[DossierRow], bool]:
    """What each card counts, said again without SQL."""
    today, me = local_date(office.now()), office.user.name
    soon = today + timedelta(days=read_settings(office).due_soon_days)
    monday = today - timedelta(days=today.weekday())

    def due(row: DossierRow, low: date, high: date) -> bool:
        on = row.due_at and local_date(row.due_at)
        return row.state in RUNNING and on is not None and low <= on <= high

    def on_today(moment: datetime | None) -> bool:
        return moment is not None and local_date(moment) == today

    is_open = RUNNING | {S.WAITING_SUPPLEMENT}
    plain: dict[Quick, Callable[[DossierRow], bool]] = {
        Quick.IN_PROGRESS: lambda r: r.state in is_open,
        Quick.OVERDUE: lambda r: due(r, date.min, today - timedelta(days=1)),
        Quick.DUE_TODAY: lambda r: due(r, today, today),
        Quick.DUE_THIS_WEEK: lambda r: due(r, monday, monday + timedelta(days=6)),
        Quick.DUE_SOON: lambda r: due(r, today + timedelta(days=1), soon),
        Quick.WAITING: lambda r: r.state is S.WAITING_SUPPLEMENT,
        Quick.READY: lambda r: r.state is S.FINISHED,
        Quick.NOT_HANDED_OVER: lambda r: r.state is S.RECEIVED and not r.hand_over_waiting,
        Quick.HAND_OVER_WAITING: lambda r: (
            r.state in {*RUNNING, S.FINISHED} and r.hand_over_waiting
        ),
        Quick.MINE: lambda r: r.state in is_open and me in (r.holder, _RECEIVED_BY[r.id]),
        Quick.RECEIVED_TODAY: lambda r: on_today(r.received_at) and r.state is not S.VOIDED,
        Quick.RETURNED_TODAY: lambda r: on_today(r.returned_at),
    }
    return plain[quick]


@pytest.mark.parametrize("quick", Quick)
@pytest.mark.parametrize("shift", [-30, -3, -1, 0, 1, 4])
def test_figure_equals_its_list_and_a_plain_recount(year: Office, quick: Quick, shift: int) -> None:
    clock = year.clock
    assert isinstance(clock, FixedClock)
    kept, clock.moment = clock.moment, clock.moment + timedelta(days=shift)
    try:
        counted = plain_count(year, quick)
        want = {row.id for row in everything(year) if counted(row)}
        listed = list(dossier_ids(year, DossierFilter(quick=quick)))
        assert len(listed) == len(set(listed))
        assert set(listed) == want
        assert count_dossiers(year, DossierFilter(quick=quick)) == len(want)
        assert today_summary(year).counts.get(quick, len(want)) == len(want)
    finally:
        clock.moment = kept


def test_strip_of_thirty_days_equals_a_plain_recount(year: Office) -> None:
    rows = [row for row in everything(year) if row.state is not S.VOIDED]
    for day in today_summary(year).days:
        assert day.received == sum(local_date(r.received_at) == day.day for r in rows)
        returned = [r for r in rows if r.returned_at and local_date(r.returned_at) == day.day]
        assert day.returned == len(returned)


DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 31))
SHARED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED
@given(
    data=st.data(),
    quick=st.none() | st.sampled_from(Quick),
    state=st.none() | st.sampled_from(S),
    channel=st.none() | st.sampled_from(Channel),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
    sort=st.sampled_from(Sort),
)
def test_filters_together_give_what_all_of_them_allow(
    year: Office,
    data: st.DataObject,
    quick: Quick | None,
    state: DossierState | None,
    channel: Channel | None,
    start: date | None,
    end: date | None,
    sort: Sort,
) -> None:
    procedures = list_procedures(year)[:12]
    procedure = data.draw(st.none() | st.sampled_from(procedures))
    field = data.draw(st.sampled_from(["", *sorted({p.facts.field for p in procedures})]))
    wanted = DossierFilter(
        "",
        quick,
        state,
        field,
        procedure.id if procedure else None,
        channel,
        start,
        end,
        sort=sort,
    )
    counted = plain_count(year, quick) if quick else lambda _row: True
    want = {
        row.id
        for row in everything(year)
        if counted(row)
        and state in (None, row.state)
        and channel in (None, row.channel)
        and (procedure is None or row.procedure_id == procedure.id)
        and field in ("", row.service_field)
        and (start is None or local_date(row.received_at) >= start)
        and (end is None or local_date(row.received_at) <= end)
    }
    assert set(dossier_ids(year, wanted)) == want
    assert count_dossiers(year, wanted) == len(want)
    with_text = replace(wanted, text="nguyen")
    people = {row.id for row in everything(year) if row.id in want and named(row, "nguyen")}
    assert people <= set(dossier_ids(year, with_text)) <= want


def named(row: DossierRow, *query: str) -> bool:
    """Whether every word begins a word of what the search knows of this row."""
    return all(any(word.startswith(q) for word in known_words(row)) for q in query)


@cache
def known_words(row: DossierRow) -> frozenset[str]:
    texts = (row.applicant_name, row.code, row.portal_code, row.id_number, row.phone, row.address)
    return frozenset(word for part in texts for word in words(part))


def prefixes(row: DossierRow, data: st.DataObject) -> str:
    """Some first letters of some words of the row, typed as people type."""
    texts = [row.applicant_name, row.code, row.id_number, row.phone, row.portal_code]
    chosen = data.draw(st.lists(st.sampled_from([t for t in texts if t]), min_size=1, max_size=3))
    parts = []
    for text in chosen:
        word = data.draw(st.sampled_from(text.split()))
        parts.append(word[: data.draw(st.integers(1, len(word)))])
    return " ".join(parts)


TYPED: list[Callable[[str], str]] = [
    lambda t: t,
    str.upper,
    str.lower,
    fold,
    lambda t: unicodedata.normalize("NFD", t),
    lambda t: f"  {t} , ",
]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(TYPED))
def test_every_dossier_is_found_by_any_first_letters(
    year: Office, data: st.DataObject, typed: Callable[[str], str]
) -> None:
    rows = everything(year)
    row = data.draw(st.sampled_from(rows))
    query = typed(prefixes(row, data))
    found = set(dossier_ids(year, DossierFilter(query)))
    assert row.id in found
    assert {r.id for r in rows if named(r, *words(query))} <= found
    assert count_dossiers(year, DossierFilter(query)) == len(found)


@pytest.mark.parametrize("query", ["q", "qq", "qq1", "q1", "đ", "0900 q", "zzz", "nguyen zzz"])
def test_search_finds_nobody_else(year: Office, query: str) -> None:
    """Short words name no procedure: what is found carries them itself."""
    found = set(dossier_ids(year, DossierFilter(query)))
    assert found == {row.id for row in everything(year) if named(row, *words(query))}


def test_dossiers_are_found_by_the_names_of_their_procedures(year: Office) -> None:
    rows = everything(year)
    by_name = {r.id for r in rows if "khai sinh" in fold(r.procedure_name)}
    assert by_name
    assert by_name <= set(dossier_ids(year, DossierFilter("khai sinh")))
    some = next(r for r in rows if r.id in by_name)
    first = some.applicant_name.split()[-1]
    assert some.id in set(dossier_ids(year, DossierFilter(f"khai sinh {first}")))


def test_ids_that_are_gone_are_left_out(year: Office, tmp_path: Path) -> None:
    assert [row.id for row in dossier_rows(year, [3, 99_999, 1])] == [3, 1]
    assert dossier_rows(year, []) == []
