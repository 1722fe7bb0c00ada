"""What each figure counts, as a table of cases; percentages; periods."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.errors import InputRefused
from desktop.domain.figures import (
    IDENTITIES,
    SETTLED_KINDS,
    Figure,
    Life,
    Period,
    Settling,
    Share,
    Stretch,
    belongs,
    is_over,
    is_waiting,
    percent,
    settling,
)
from desktop.domain.figures_periods import before, named, parse_period
from desktop.services.reports.catalogue import presets
from desktop.wording.figures import FIGURE_WORDS, SHARE_WORDS

_S, _T = DossierState, Timeliness
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))


def june(day: int) -> date:
    return date(2026, 6, day)


def life(
    received: date,
    due: date | None,
    *,
    state: DossierState = _S.PROCESSING,
    asked: date | None = None,
    ended: date | None = None,
    outcome: Timeliness | None = None,
    apologised: bool = False,
) -> Life:
    stretch = Stretch(received, due, asked)
    return Life(received, Channel.DIRECT, state, (stretch,), ended, outcome, apologised)


@pytest.mark.parametrize(
    ("state", "outcome", "apologised", "column"),
    [
        (_S.FINISHED, _T.EARLY, False, Settling.EARLY),
        (_S.RETURNED, _T.ON_TIME, False, Settling.ON_TIME),
        (_S.FINISHED, _T.LATE, False, Settling.LATE_UNAPOLOGISED),
        (_S.RETURNED, _T.LATE, True, Settling.LATE_APOLOGISED),
        (_S.FINISHED, None, False, Settling.ON_TIME),
        (_S.REFUSED, _T.EARLY, False, Settling.EARLY),
        (_S.REFUSED, _T.LATE, False, Settling.LATE_UNAPOLOGISED),
        (_S.WITHDRAWN, _T.EARLY, False, Settling.ON_TIME),
        (_S.STOPPED, _T.ON_TIME, True, Settling.ON_TIME),
        (_S.STOPPED, _T.LATE, True, Settling.LATE_APOLOGISED),
    ],
)
def test_settled_dossier_has_one_column(
    state: DossierState, outcome: Timeliness | None, apologised: bool, column: Settling
) -> None:
    assert settling(state, outcome, apologised) is column


@pytest.mark.parametrize(
    ("one", "day", "over", "waiting"),
    [
        (life(june(1), june(10)), june(10), False, False),
        (life(june(1), june(10)), june(11), True, False),
        (life(june(1), None), june(30), False, False),
        (life(june(1), june(10), asked=june(10)), june(30), False, True),
        (life(june(1), june(10), asked=june(11)), june(30), True, True),
        (life(june(1), june(10), asked=june(12)), june(11), True, False),
        (life(june(12), june(20)), june(11), False, False),
        (life(june(1), june(10), state=_S.FINISHED, ended=june(12)), june(11), True, False),
        (life(june(1), june(10), state=_S.FINISHED, ended=june(12)), june(12), False, False),
    ],
)
def test_clock_at_the_close_of_a_day(one: Life, day: date, over: bool, waiting: bool) -> None:
    assert (is_over(one, day), is_waiting(one, day)) == (over, waiting)


@pytest.mark.parametrize(
    ("one", "figures"),
    [
        (life(june(30), july := date(2026, 7, 3)), {"total", "received", "received_offline",
            "received_direct", "in_progress", "in_progress_within"}),
        (life(date(2026, 5, 31), june(2), state=_S.RETURNED, ended=june(30), outcome=_T.LATE),
            {"total", "carried_over", "settled", "settled_late", "late_unapologised",
             "result_late_unapologised"}),
        (life(date(2026, 5, 1), june(2), state=_S.FINISHED, ended=date(2026, 5, 31)), set()),
        (life(date(2026, 7, 1), july), set()),
        (life(june(5), july, state=_S.VOIDED), set()),
        (life(june(5), july, state=_S.RETURNED), {"total", "received", "received_offline",
            "received_direct", "undated"}),
    ],
)  # fmt: skip
def test_dossier_belongs_to_its_figures_and_to_no_other(one: Life, figures: set[str]) -> None:
    assert {str(figure) for figure in Figure if belongs(figure, one, JUNE)} == figures


def test_every_figure_and_share_has_words_and_a_source() -> None:
    assert set(FIGURE_WORDS) == set(Figure)
    assert set(SHARE_WORDS) == set(Share)
    for one in (*FIGURE_WORDS.values(), *SHARE_WORDS.values()):
        assert one.title
        assert one.meaning.endswith(".")
        assert one.source
    assert {figure for whole, parts in IDENTITIES for figure in (whole, *parts)} <= set(Figure)
    assert Figure.SETTLED in SETTLED_KINDS


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (1, 8, 1, "12.5"),
        (1, 16, 1, "6.3"),  # 6.25 goes up
        (1, 3, 1, "33.3"),
        (2, 3, 1, "66.7"),
        (1, 200, 0, "1"),  # 0.5 goes up
        (1, 1000, 1, "0.1"),
        (1, 2000, 1, "0.1"),  # 0.05 goes up
        (0, 7, 1, "0.0"),
        (7, 7, 2, "100.00"),
    ],
)
def test_percentages_are_half_up_to_the_printed_decimal(
    part: int, whole: int, places: int, expected: str
) -> None:
    assert percent(part, whole, places) == Decimal(expected)
    assert str(percent(part, whole, places)) == expected


def test_share_of_nothing_is_not_zero() -> None:
    assert percent(0, 0) is None


def test_parts_that_round_to_less_than_a_hundred_stay_honest() -> None:
    shares = [percent(1, 3) for _ in range(3)]
    assert shares == [Decimal("33.3")] * 3


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2026", "2026-01-01", "2026-12-31", "Năm 2026"),
        ("2026-09", "2026-09-01", "2026-09-30", "Tháng 9 năm 2026"),
        ("2026-9", "2026-09-01", "2026-09-30", "Tháng 9 năm 2026"),
        ("2026-q3", "2026-07-01", "2026-09-30", "Quý III năm 2026"),
        ("2026-H2", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026-9T", "2026-01-01", "2026-09-30", "9 tháng năm 2026"),
        ("2026-Q3@14", "2026-06-15", "2026-09-14", "Quý III năm 2026 (chốt ngày 14)"),
        ("2026-Q1@14", "2025-12-15", "2026-03-14", "Quý I năm 2026 (chốt ngày 14)"),
        ("2026-01@14", "2025-12-15", "2026-01-14", "Tháng 1 năm 2026 (chốt ngày 14)"),
        ("2026@14", "2025-12-15", "2026-12-14", "Năm 2026 (chốt ngày 14/12)"),
        ("2026-9T@14", "2025-12-15", "2026-09-14", "9 tháng năm 2026 (chốt ngày 14)"),
    ],
)
def test_period_by_name(text: str, start: str, end: str, label: str) -> None:
    found = parse_period(text, presets())
    assert (found.period.start.isoformat(), found.period.end.isoformat()) == (start, end)
    assert found.label == label
    assert named(found.period, presets()) == found


@pytest.mark.parametrize("text", ["", "26-Q3", "2026-Q5", "2026-13", "2026-H3", "2026@15", "0000"])
def test_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        parse_period(text, presets())


@pytest.mark.parametrize("preset", [p for p in presets() if p.count > 1 or p.months == 12])
def test_periods_of_a_preset_follow_each_other_without_gap(preset: object) -> None:
    from desktop.domain.figures_periods import Preset

    assert isinstance(preset, Preset)
    numbered = [(y, n) for y in (2025, 2026, 2027) for n in range(1, preset.count + 1)]
    found = [preset.period(year, number) for year, number in numbered]
    for earlier, later in pairwise(found):
        assert later.start == earlier.end + timedelta(days=1)
        assert before(later, presets()).period == earlier


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_before_free_days_lie_as_many_days(start: date, more: int) -> None:
    period = Period(start, start + timedelta(days=more))
    if named(period, presets()).preset:
        return
    earlier = before(period, presets()).period
    assert (earlier.days, earlier.end) == (period.days, period.start - timedelta(days=1))


def test_period_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(InputRefused):
        Period(date(2026, 2, 1), date(2026, 1, 31))
