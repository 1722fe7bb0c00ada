"""The year's end from its months: a method that can be checked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.criteria.forecast import Basis, MonthCount, year_end


def months(year: int, *counts: tuple[int, int | None]) -> list[MonthCount]:
    return [MonthCount(date(year, n, 1), *count) for n, count in enumerate(counts, start=1)]


def test_without_last_year_the_pace_of_the_days_goes_on() -> None:
    found = year_end(months(2026, *[(9, 10)] * 6), [], date(2026, 6, 30))
    # 60 cases in 181 days; 184 days are left.
    assert (found.to_come, found.whole, found.basis) == (61, 121, Basis.PACE)
    assert found.part == 54 + Decimal("0.9") * 61
    assert found.low == found.high == found.part  # every month was alike


def test_last_year_s_season_times_how_much_busier_this_year_is() -> None:
    last = months(2025, *[(10, 10)] * 9, (40, 40), (40, 40), (40, 40))
    found = year_end(months(2026, *[(20, 20)] * 9), last, date(2026, 9, 30))
    assert (found.to_come, found.basis) == (240, Basis.SEASON)
    calm = year_end(months(2026, *[(1, 1)] * 9), last, date(2026, 9, 30))
    assert calm.to_come == 60  # never less than half of what last year brought


def test_the_month_of_the_day_counts_by_its_days() -> None:
    last = months(2025, *[(31, 31)] * 12)
    found = year_end(months(2026, *[(31, 31)] * 11, (10, 10)), last, date(2026, 12, 10))
    assert found.to_come == 21


def test_the_last_three_months_say_how_many_will_be_good() -> None:
    shares = [(50, 100)] * 6 + [(90, 100)] * 3
    found = year_end(months(2026, *shares), [], date(2026, 9, 30))
    assert found.part == 570 + Decimal("0.9") * found.to_come
    assert found.low < found.part < found.high
    few = year_end(months(2026, (2, 4), (1, 4), (3, 4)), [], date(2026, 3, 31))
    assert few.part == 6 + Decimal("0.5") * few.to_come
    assert few.high - few.part == Decimal("0.1") * few.to_come  # too few to know the spread


def test_a_count_goes_on_like_its_cases() -> None:
    found = year_end(months(2026, (3, None), (3, None)), [], date(2026, 2, 28))
    assert (found.whole, found.to_come) == (None, 31)
    assert found.low < found.part == 37 < found.high


def test_on_the_last_day_everything_has_happened() -> None:
    found = year_end(months(2026, *[(9, 10)] * 12), [], date(2026, 12, 31))
    assert (found.part, found.low, found.high, found.whole) == (108, 108, 108, 120)


def test_a_year_without_a_case_forecasts_none() -> None:
    found = year_end(months(2026, (0, 0), (0, 0)), [], date(2026, 2, 28))
    assert (found.part, found.whole, found.to_come) == (0, 0, 0)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=12, max_size=12),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=12, max_size=12),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_no_forecast_leaves_what_is_possible(
    this: list[tuple[int, int]], last: list[tuple[int, int]], day: date
) -> None:
    so_far = months(2026, *[(min(p, w), w) for p, w in this[: day.month]])
    before = months(2025, *[(min(p, w), w) for p, w in last])
    found = year_end(so_far, before, day)
    done = sum(month.part for month in so_far)
    assert found.whole is not None
    assert done <= found.low <= found.part <= found.high <= found.whole


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1)])
def test_odd_days_are_days_too(day: date) -> None:
    last = months(day.year - 1, *[(1, 2)] * 12)
    assert year_end(months(day.year, *[(1, 2)] * day.month), last, day).to_come >= 0
