"""Shares and means of a period: online, in time, digitised, by post, same day, working hours."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Text,
    func,
    literal_column,
    select,
    type_coerce,
)

from desktop.domain.dossiers import DossierState
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import RESULT_STATES, Figure, Period, Share, percent, rounded
from desktop.domain.moments import VIETNAM, day_start
from desktop.domain.work_calendar import WorkCalendar
from desktop.models.dossiers import dossiers
from desktop.services.calendar import read_calendar
from desktop.services.figures.counting import Counted, count_period
from desktop.services.figures.marks import MarkSlice, count_mark
from desktop.services.figures.slices import ended_within
from desktop.services.office import Office
from desktop.services.settings import read_settings


@dataclass(frozen=True, slots=True)
class ShareValue:
    """A share with what it was made of; ``value`` None when there is nothing to divide by.

    ``known`` False: the record does not keep what would be needed. ``unrecorded``: how many
    dossiers say nothing about it and so stand on neither side.
    """

    value: Decimal | None
    part: int | None = None
    whole: int | None = None
    known: bool = True
    unrecorded: int = 0


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Everything the page of figures shows about a period."""

    period: Period
    counted: Counted
    shares: dict[Share, ShareValue]


def unit_figures(office: Office, period: Period) -> UnitFigures:
    """All figures and shares of the office in a period."""
    counted = count_period(office, period)
    return UnitFigures(period, counted, _shares(office, period, counted, frozenset(Share)))


def read_shares(
    office: Office, period: Period, wanted: Collection[Share]
) -> dict[Share, ShareValue]:
    """Some of the shares: a mean over all results is not walked for who does not ask for it."""
    return _shares(office, period, count_period(office, period), frozenset(wanted))


def _shares(
    office: Office, period: Period, counted: Counted, wanted: frozenset[Share]
) -> dict[Share, ShareValue]:
    with office.reading() as connection:
        readers: dict[Share, Callable[[], ShareValue]] = {
            Share.ONLINE: lambda: _share(counted[Figure.RECEIVED_ONLINE], counted[Figure.RECEIVED]),
            Share.ON_TIME: lambda: _share(in_time(counted), counted[Figure.SETTLED]),
            Share.DIGITISED: lambda: _digitised(connection, period, counted),
            Share.PAID_ONLINE: lambda: _paid_online(connection, period),
            Share.RETURNED_BY_POST: lambda: _by_post(connection, period),
            Share.SAME_DAY: lambda: _same_day(
                connection, period, read_settings(office).no_appointment_day
            ),
        }
        found = {share: read() for share, read in readers.items() if share in wanted}
    if Share.MEAN_HOURS in wanted:
        found[Share.MEAN_HOURS] = ShareValue(mean_hours(office, period).get(None))
    return found


def in_time(counted: Counted) -> int:
    """Settled early or on time."""
    return counted[Figure.SETTLED_EARLY] + counted[Figure.SETTLED_ON_TIME]


def results(counted: Counted) -> int:
    """Dossiers whose result was ready in the period."""
    return sum(counted[figure] for figure in _RESULTS)


_RESULTS = (
    Figure.RESULT_EARLY,
    Figure.RESULT_ON_TIME,
    Figure.RESULT_LATE_APOLOGISED,
    Figure.RESULT_LATE_UNAPOLOGISED,
)


def mean_hours(
    office: Office, period: Period, key: ColumnElement[str] | None = None
) -> dict[str | None, Decimal]:
    """Mean working hours from reception to result, waits taken off, one decimal, half-up.

    By the values of ``key`` when given, and for all under None; only results of the period.
    """
    clock: _WorkMinutes | None = None
    sums: dict[str | None, list[int]] = {}
    chosen = key if key is not None else literal_column("NULL")
    # As stored, whole seconds and JSON: making dates of a year's rows costs more than the rest.
    stored = (
        type_coerce(dossiers.c.received_at, Integer),
        type_coerce(dossiers.c.ended_at, Integer),
        type_coerce(dossiers.c.pauses, Text),
    )
    query = select(chosen, *stored).where(ended_within(period), dossiers.c.state.in_(RESULT_STATES))
    with office.reading() as connection:
        first = connection.execute(
            select(func.min(dossiers.c.received_at)).where(ended_within(period))
        ).scalar()
        if first is None:
            return {}
        clock = _WorkMinutes(read_calendar(office), first.astimezone(VIETNAM).date(), period.end)
        for name, received, ended, pauses in connection.execute(query):
            waits = json.loads(pauses) if pauses and pauses != "[]" else ()
            total = sums.setdefault(name, [0, 0])
            total[0] += clock.between(received, ended, waits)
            total[1] += 1
    sums[None] = [sum(part) for part in zip(*sums.values(), strict=True)] or [0, 0]
    return {
        name: rounded(Decimal(minutes) / Decimal(60 * count), 1)
        for name, (minutes, count) in sums.items()
        if count
    }


class _WorkMinutes:
    """Working minutes between instants, over sessions laid out once."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        spans: list[tuple[int, int]] = []
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if calendar.is_counted(day):
                for session in calendar.sessions(day):
                    start = datetime.combine(day, session.start, VIETNAM)
                    end = datetime.combine(day, session.end, VIETNAM)
                    spans.append((int(start.timestamp()), int(end.timestamp())))
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._before = [0, *accumulate(end - start for start, end in spans)]

    def between(self, start: int, end: int, pauses: Iterable[list[int]]) -> int:
        """Whole minutes from start to end without the pauses."""
        seconds = self._until(end) - self._until(start)
        for pause in pauses:
            seconds -= self._until(pause[1]) - self._until(pause[0])
        return max(seconds, 0) // 60

    def _until(self, moment: int) -> int:
        place = bisect_right(self._starts, moment)
        if place == 0:
            return 0
        start, end = self._spans[place - 1]
        return self._before[place - 1] + min(moment, end) - start


def _share(part: int, whole: int) -> ShareValue:
    return ShareValue(percent(part, whole), part, whole)


def _digitised(connection: Connection, period: Period, counted: Counted) -> ShareValue:
    """With a scanned paper *and* a file of the result (notes §5.2)."""
    both = count_mark(connection, MarkSlice(Mark.DIGITISED, period))
    return _share(both, results(counted))


def _paid_online(connection: Connection, period: Period) -> ShareValue:
    """Of the fees paid in the period, those paid online; a dossier is one payment.

    Where nothing but silent dossiers is there, nothing is known: no share of nothing is shown.
    """
    unrecorded = count_mark(connection, MarkSlice(Mark.PAYMENT_UNKNOWN, period))
    paid = count_mark(connection, MarkSlice(Mark.PAID, period))
    if not paid and unrecorded:
        return ShareValue(None, known=False, unrecorded=unrecorded)
    online = count_mark(connection, MarkSlice(Mark.PAID_ONLINE, period))
    return ShareValue(percent(online, paid), online, paid, unrecorded=unrecorded)


def _by_post(connection: Connection, period: Period) -> ShareValue:
    posted = count_mark(connection, MarkSlice(Mark.RETURNED_BY_POST, period))
    return _share(posted, count_mark(connection, MarkSlice(Mark.RETURNED, period)))


def returned_within(period: Period) -> ColumnElement[bool]:
    """Handed to the citizen in the period."""
    start, end = day_start(period.start), day_start(period.end + timedelta(days=1))
    return dossiers.c.returned_at.is_not(None) & dossiers.c.returned_at.between(
        start, end - timedelta(seconds=1)
    )


# Days since 1970-01-01, a Thursday, on the office's clock.
_DAY = "(dossiers.received_at + 25200) / 86400"
_ENDED_DAY = "(dossiers.ended_at + 25200) / 86400"


def _same_day(connection: Connection, period: Period, weekday: int) -> ShareValue:
    """Received on the unit's day without appointments, and the result on the same day."""
    if weekday < 0:
        return ShareValue(None, known=False)
    start, end = day_start(period.start), day_start(period.end + timedelta(days=1))
    same: ColumnElement[int] = literal_column(
        f"sum({_DAY} = {_ENDED_DAY} AND state IN ('finished', 'returned'))"
    )
    query = select(func.count(), same).where(
        dossiers.c.received_at >= start,
        dossiers.c.received_at < end,
        dossiers.c.state != DossierState.VOIDED,
        literal_column(f"({_DAY} + 3) % 7") == weekday,
    )
    whole, part = connection.execute(query).one()
    return _share(int(part or 0), int(whole))
