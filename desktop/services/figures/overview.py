"""The overview of a period: figures beside the period before, and charts whose marks open lists."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from desktop.domain.dossiers import DossierState
from desktop.domain.figures import Figure, Period
from desktop.domain.figures_periods import NamedPeriod, before
from desktop.domain.figures_series import Series
from desktop.domain.moments import local_date
from desktop.models.dossiers import dossiers
from desktop.services.figures.series import (
    THE_REST,
    channel_series,
    heat_series,
    month_series,
    on_time_series,
    row_series,
)
from desktop.services.figures.shares import UnitFigures, unit_figures
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.reports.catalogue import Grouping, presets
from desktop.services.reports.grouped import groups
from desktop.services.settings import read_settings

MarkKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class OverviewChart:
    """A chart; ``opens`` gives the list behind a mark (line key, place of the label)."""

    name: str
    series: Series
    opens: Mapping[MarkKey, FigureSlice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """A period and the one before; ``past`` is None when the register begins after that one.

    ``days`` are those that were counted: a period that has not ended is counted up to today,
    since nothing can be called late for a day that has not come.
    ``begun_on`` is given when the register begins inside the period before, so that a
    comparison is not with a whole period. ``is_empty``: the register has no dossier yet.
    """

    period: NamedPeriod
    days: Period
    now: UnitFigures
    earlier: NamedPeriod
    past: UnitFigures | None
    begun_on: date | None
    is_empty: bool
    charts: tuple[OverviewChart, ...]


def read_overview(office: Office, period: NamedPeriod) -> Overview:
    """Everything that the overview of a period shows."""
    earlier = before(period.period, presets())
    first = first_day(office)
    known = first is not None and first <= earlier.period.end
    past = unit_figures(office, earlier.period) if known else None
    inside = known and first is not None and first > earlier.period.start
    days = period.period.until(local_date(office.now()))
    return Overview(
        period,
        days,
        unit_figures(office, days),
        earlier,
        past,
        first if inside else None,
        first is None,
        _charts(office, days),
    )


def first_day(office: Office) -> date | None:
    """The day of the oldest reception that counts, None in an empty register."""
    query = select(func.min(dossiers.c.received_at)).where(dossiers.c.state != DossierState.VOIDED)
    with office.reading() as connection:
        first = connection.execute(query).scalar()
    return None if first is None else local_date(first)


def _charts(office: Office, period: Period) -> tuple[OverviewChart, ...]:
    target = read_settings(office).on_time_target
    months = month_series(office, period.end)
    on_time = on_time_series(office, period.end, Decimal(target) if target else None)
    channels = channel_series(office, period)
    rows = groups(office, period, Grouping.FIELD)
    fields = row_series("Lĩnh vực", ((group.name, group.counted) for group in rows))
    named = tuple(group.name for group in rows if group.name in fields.labels)
    scopes = {group.name: group.scope for group in rows}
    scopes.setdefault(THE_REST, FigureSlice(Figure.TOTAL, period, other_than=named))
    by_field = {
        (line.key, place): scope
        for line in fields.lines
        for place, label in enumerate(fields.labels)
        if (scope := scopes.get(label)) is not None
    }
    hours = heat_series(office, period)
    of_channels = {(line.key, 0): FigureSlice(Figure(line.key), period) for line in channels.lines}
    return (
        OverviewChart("months", months, _by_month(months, _MONTH_FIGURES, period.end)),
        OverviewChart("onTime", on_time, _by_month(on_time, _ON_TIME_FIGURES, period.end)),
        OverviewChart("channels", channels, of_channels),
        OverviewChart("fields", fields, by_field),
        OverviewChart("hours", hours, _by_hour(hours, period)),
    )


def _by_hour(series: Series, period: Period) -> dict[MarkKey, FigureSlice]:
    """Lines are weekdays (d0 is Monday), labels are hours (8h)."""
    return {
        (line.key, place): FigureSlice(
            Figure.RECEIVED, period, weekday=int(line.key[1:]), hour=int(label[:-1])
        )
        for line in series.lines
        for place, label in enumerate(series.labels)
    }


_MONTH_FIGURES = {
    "received": Figure.RECEIVED,
    "settled": Figure.SETTLED,
    "late": Figure.SETTLED_LATE,
}
# Of a share in time, those that were late are what somebody wants to see.
_ON_TIME_FIGURES = {"on_time": Figure.SETTLED_LATE}


def _by_month(
    series: Series, figures: Mapping[str, Figure], until: date
) -> dict[MarkKey, FigureSlice]:
    """The last month only up to the day on which the period ends: so far its bar counts."""
    return {
        (line.key, place): FigureSlice(figures[line.key], _month(label).until(until))
        for line in series.lines
        for place, label in enumerate(series.labels)
    }


def _month(label: str) -> Period:
    """09/2026 as its days."""
    month, year = (int(part) for part in label.split("/"))
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
