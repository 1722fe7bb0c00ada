"""Which backups are kept: a week of days, a month of weeks, a year of months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.moments import local_date
from desktop.services.backup_files import BackupInfo
from desktop.services.backup_retention import to_keep


def infos_of(days: list[date]) -> list[BackupInfo]:
    return [
        BackupInfo(
            Path(f"{day}"), datetime(day.year, day.month, day.day, 10, tzinfo=UTC), "", 0, 0, 0
        )
        for day in sorted(days, reverse=True)
    ]


@settings(max_examples=25)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_year_of_daily_backups_keeps_a_week_of_days_a_month_of_weeks_a_year_of_months(
    today: date,
) -> None:
    """Pruned every evening, so that what a later evening needs must not have gone before."""
    kept: list[BackupInfo] = []
    for age in range(380, -1, -1):
        day = today - timedelta(days=age)
        kept = to_keep(infos_of([day]) + kept, day)
    days = [local_date(info.made_at) for info in kept]
    assert days[:7] == [today - timedelta(days=n) for n in range(7)]
    assert len(days) <= 7 + 5 + 13
    weeks = {day.isocalendar()[:2] for day in days}
    assert all((today - timedelta(days=n)).isocalendar()[:2] in weeks for n in range(31))
    months = {(day.year, day.month) for day in days}
    assert len(months) >= 12
    assert all(later > earlier for later, earlier in pairwise(days))


@given(st.lists(st.dates(date(2024, 1, 1), date(2026, 12, 31)), min_size=1, max_size=40))
def test_newest_backup_is_always_kept(days: list[date]) -> None:
    infos = infos_of(days)
    kept = to_keep(infos, date(2026, 11, 20))
    assert kept[0] == infos[0]
    assert len(set(map(id, kept))) == len(kept)
