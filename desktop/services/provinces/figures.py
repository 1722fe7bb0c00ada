"""The province's own Biểu II.06a, counted from the pseudonymous dossiers of all units.

The conventions are those of ``desktop.domain.figures``, the same by which each unit counts its
own: what ends and begins is summed by the database, what is over its due date at the close of
the period is judged dossier by dossier, because only then the waiting for papers matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from desktop.domain.dossiers import GIVEN_UP_STATES, Channel, DossierState, Timeliness
from desktop.domain.figures import (
    ENDED_STATES,
    Figure,
    Life,
    Period,
    Settling,
    Stretch,
    is_over,
    settling,
)
from desktop.domain.moments import day_start, local_date
from desktop.domain.roles import Permission
from desktop.models.province import unit_dossiers
from desktop.services.office import Office
from desktop.services.provinces.ranking import unit_names
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.sync.records import read_instant

_D = unit_dossiers.c
_COUNTED = _D.state != DossierState.VOIDED


class ProvinceGrouping(StrEnum):
    """What a row stands for."""

    UNIT = "unit"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row: its key, its name, its figures."""

    key: str
    name: str
    figures: Mapping[Figure, int]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The whole table: rows in the order of keys, and their sum."""

    period: Period
    grouping: ProvinceGrouping
    rows: tuple[CountedRow, ...]
    total: Mapping[Figure, int]


def province_settlement(
    office: Office,
    period: Period,
    grouping: ProvinceGrouping = ProvinceGrouping.UNIT,
    unit: str = "",
) -> Settlement:
    """Counts a period over all units, or over one."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    days = period.until(local_date(office.now()))  # as the units count a period that runs
    with store_reading(office) as connection:
        counted = _Counting(connection, days, grouping, unit).rows()
    names = unit_names() if grouping is ProvinceGrouping.UNIT else {}
    rows = tuple(
        CountedRow(key, names.get(key, key), _completed(figures))
        for key, figures in sorted(counted.items())
    )
    total = {figure: sum(row.figures[figure] for row in rows) for figure in SHOWN}
    return Settlement(period, grouping, rows, total)


SHOWN = (
    Figure.TOTAL,
    Figure.RECEIVED_ONLINE,
    Figure.RECEIVED_OFFLINE,
    Figure.CARRIED_OVER,
    Figure.SETTLED,
    Figure.SETTLED_EARLY,
    Figure.SETTLED_ON_TIME,
    Figure.SETTLED_LATE,
    Figure.IN_PROGRESS,
    Figure.IN_PROGRESS_WITHIN,
    Figure.IN_PROGRESS_OVER,
    Figure.UNDATED,
)
_SETTLED_AS = {
    Settling.EARLY: Figure.SETTLED_EARLY,
    Settling.ON_TIME: Figure.SETTLED_ON_TIME,
    Settling.LATE_APOLOGISED: Figure.SETTLED_LATE,
    Settling.LATE_UNAPOLOGISED: Figure.SETTLED_LATE,
}


class _Counting:
    """One count: four sums by the database, one look at what is still in hand."""

    def __init__(
        self, connection: Connection, period: Period, grouping: ProvinceGrouping, unit: str
    ) -> None:
        self.connection = connection
        self.period = period
        self.key = _D.unit_code if grouping is ProvinceGrouping.UNIT else _D.service_field
        self.mine: ColumnElement[bool] = _COUNTED
        if unit:
            self.mine = and_(_COUNTED, _D.unit_code == unit)
        self.start = day_start(period.start)
        self.after = day_start(period.end + timedelta(days=1))
        self.found: dict[str, dict[Figure, int]] = {}

    def rows(self) -> dict[str, dict[Figure, int]]:
        """Figures by key; what follows from others is not there yet."""
        received = self._between(_D.received_at)
        for key, channel, count in self._sums(received, _D.channel):
            online = channel is Channel.ONLINE
            self._add(key, Figure.RECEIVED_ONLINE if online else Figure.RECEIVED_OFFLINE, count)
        for key, count in self._sums(self._in_hand(self.start)):
            self._add(key, Figure.CARRIED_OVER, count)
        self._settled()
        silent = and_(received, _D.state.in_(ENDED_STATES), _D.ended_at.is_(None))
        for key, count in self._sums(silent):
            self._add(key, Figure.UNDATED, count)
        self._over()
        return self.found

    def _settled(self) -> None:
        ended = and_(_D.state.in_(ENDED_STATES), self._between(_D.ended_at))
        given_up = case((_D.state.in_(GIVEN_UP_STATES), 1), else_=0)
        for key, timely, is_given_up, count in self._sums(ended, _D.timeliness, given_up):
            state = DossierState.WITHDRAWN if is_given_up else DossierState.FINISHED
            self._add(key, _SETTLED_AS[settling(state, timely, False)], count)

    def _over(self) -> None:
        columns = self.key, _D.state, _D.received_at, _D.channel, _D.ended_at, _D.content
        query = select(*columns).where(self.mine, self._in_hand(self.after))
        for row in self.connection.execution_options(yield_per=2_000).execute(query):
            if is_over(_life(row), self.period.end):
                self._add(row[0], Figure.IN_PROGRESS_OVER, 1)

    def _sums(self, where: ColumnElement[bool], *by: Any) -> list[Any]:
        query = select(self.key, *by, func.count()).where(self.mine, where)
        return list(self.connection.execute(query.group_by(self.key, *by)))

    def _between(self, column: Any) -> ColumnElement[bool]:
        return and_(column >= self.start, column < self.after)

    def _in_hand(self, moment: datetime) -> ColumnElement[bool]:
        """Received before a moment and not ended then."""
        going_on = or_(_D.state.not_in(ENDED_STATES), _D.ended_at >= moment)
        return and_(_D.received_at < moment, going_on)

    def _add(self, key: str, figure: Figure, count: int) -> None:
        figures = self.found.setdefault(key, dict.fromkeys(Figure, 0))
        figures[figure] += count


def _completed(figures: dict[Figure, int]) -> dict[Figure, int]:
    received = figures[Figure.RECEIVED_ONLINE] + figures[Figure.RECEIVED_OFFLINE]
    parts = (Figure.SETTLED_EARLY, Figure.SETTLED_ON_TIME, Figure.SETTLED_LATE)
    total = received + figures[Figure.CARRIED_OVER]
    settled = sum(figures[part] for part in parts)
    left = total - settled - figures[Figure.UNDATED]
    over = figures[Figure.IN_PROGRESS_OVER]
    figures |= {
        Figure.RECEIVED: received,
        Figure.TOTAL: total,
        Figure.SETTLED: settled,
        Figure.IN_PROGRESS: left,
        Figure.IN_PROGRESS_WITHIN: left - over,
    }
    return {figure: figures[figure] for figure in SHOWN}


def _life(row: Any) -> Life:
    """A dossier's life as far as its packages tell it."""
    content = row.content
    received = local_date(row.received_at)
    stretches: list[Stretch] = []
    start = received
    for pause in content["pauses"]:
        asked, came = _day(pause[0]), _day(pause[1])
        due = _day(pause[2]) if len(pause) > 2 and pause[2] else _day(content["original_due_at"])
        stretches.append(Stretch(start, due, asked))
        start = came or start
    asked = _day(content["waiting_since"])
    stretches.append(Stretch(start, _day(content["legal_due_at"]), asked))
    ended = None if row.ended_at is None else local_date(row.ended_at)
    timely = content["timeliness"]
    return Life(
        received,
        row.channel,
        row.state,
        tuple(stretches),
        ended,
        None if timely is None else Timeliness(timely),
    )


def _day(stamp: str | None) -> date | None:
    moment = read_instant(stamp)
    return None if moment is None else local_date(moment)
