"""The figures of this office that lines can be bound to: names onto the office's one counting.

Nothing is counted here. A share over dossiers takes its two sides from the figures of the
reports (``services.figures``), so that a line of the index and a report never disagree, and each
side opens the list that it was counted from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Text, func, select, type_coerce

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.dossiers import Channel
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period
from desktop.domain.procedures import OnlineLevel
from desktop.models.procedures import procedure_versions, procedures
from desktop.services.dossier_filters import DossierFilter
from desktop.services.figures.counting import Counted, Dimension, counted_by, total_of
from desktop.services.figures.marks import MarkSlice, count_mark
from desktop.services.figures.shares import in_time, results
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office

_Side = Figure | Mark
_Sides = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class SideList:
    """The dossiers behind one side of a reading; ``name`` is the figure or mark counted."""

    name: str
    wanted: DossierFilter


# Each side as the figures that add up to it; a count has no whole.
_IN_TIME = (Figure.SETTLED_EARLY, Figure.SETTLED_ON_TIME)
_WITH_RESULT = (
    Figure.RESULT_EARLY,
    Figure.RESULT_ON_TIME,
    Figure.RESULT_LATE_APOLOGISED,
    Figure.RESULT_LATE_UNAPOLOGISED,
)
SIDES: dict[str, tuple[tuple[_Side, ...], tuple[_Side, ...]]] = {
    "on_time_share": (_IN_TIME, (Figure.SETTLED,)),
    "apology_share": ((Figure.LATE_APOLOGISED,), (Figure.SETTLED_LATE,)),
    "late_without_apology": ((Figure.LATE_UNAPOLOGISED,), ()),
    "online_share": ((Figure.RECEIVED_ONLINE,), (Figure.RECEIVED,)),
    "components_digitised_share": ((Mark.SCANNED,), (Figure.RECEIVED,)),
    "electronic_results_share": ((Mark.RESULT_FILE,), _WITH_RESULT),
    "digitised_share": ((Mark.DIGITISED,), _WITH_RESULT),
    "repeated_supplements": ((Mark.SUPPLEMENTED_AGAIN,), ()),
    "by_post_share": ((Mark.RETURNED_BY_POST,), (Mark.RETURNED,)),
    "by_post_count": ((Mark.BY_POST,), ()),
    "paid_online_share": ((Mark.PAID_ONLINE,), (Mark.PAID,)),
}


# Where the whole is nothing, but dossiers are there that say nothing: not known, not none.
_SILENT = {"paid_online_share": Mark.PAYMENT_UNKNOWN}


class OfficeFigures:
    """Reads figures from dossiers and procedures; other registers are not kept yet."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def readings(
        self, figures: frozenset[str], first_day: date, last_day: date
    ) -> Mapping[str, FigureReading]:
        """Those of the figures that this office keeps; the others are left out."""
        period, read_at = Period(first_day, last_day), self.office.now()
        with self.office.reading() as connection:
            counter = _Counter(connection, period)
            counted = {
                name: sides
                for name in figures & _KEPT
                if (sides := counter.count(name)) is not None
            }
        return {
            name: FigureReading(
                name,
                first_day,
                last_day,
                read_at,
                Decimal(part),
                None if whole is None else Decimal(whole),
            )
            for name, (part, whole) in counted.items()
        }


def side_lists(reading: FigureReading) -> tuple[tuple[SideList, ...], tuple[SideList, ...]]:
    """The lists behind part and whole of a reading; a side may be made of several lists."""
    period = Period(reading.first_day, reading.last_day)
    part, whole = SIDES.get(reading.figure, ((), ()))
    return _lists(part, period), _lists(whole, period)


def _lists(side: tuple[_Side, ...], period: Period) -> tuple[SideList, ...]:
    return tuple(SideList(str(name), _filter(name, period)) for name in side)


def _filter(name: _Side, period: Period) -> DossierFilter:
    if isinstance(name, Mark):
        return DossierFilter(mark=MarkSlice(name, period))
    return DossierFilter(figure=FigureSlice(name, period))


class _Counter:
    """Counts sides; the daily sums are added up once, whatever number of figures asks."""

    def __init__(self, connection: Connection, period: Period) -> None:
        self.connection = connection
        self.period = period
        self._known: Counted | None = None

    def count(self, name: str) -> _Sides | None:
        """The two sides; None where nothing in the record speaks of it."""
        if name in _BY_PROCEDURE:
            return _BY_PROCEDURE[name](self.connection, self.period)
        part, whole = SIDES[name]
        silent = _SILENT.get(name)
        if silent is not None and not self._sum(whole) and self._one(silent):
            return None
        return self._sum(part), self._sum(whole) if whole else None

    def _sum(self, side: tuple[_Side, ...]) -> int:
        if side == _IN_TIME:
            return in_time(self._sums())
        if side == _WITH_RESULT:
            return results(self._sums())
        return sum(self._one(name) for name in side)

    def _one(self, name: _Side) -> int:
        if isinstance(name, Mark):
            return count_mark(self.connection, MarkSlice(name, self.period))
        return self._sums()[name]

    def _sums(self) -> Counted:
        if self._known is None:
            self._known = total_of(counted_by(self.connection, self.period, ()).values())
        return self._known


def _online_procedures(connection: Connection, period: Period) -> _Sides:
    """Procedures that somebody used online, of those that somebody used at all."""
    by = (Dimension.PROCEDURE, Dimension.CHANNEL)
    received = {
        key: counted[Figure.RECEIVED] for key, counted in counted_by(connection, period, by).items()
    }
    used = {key[0] for key, count in received.items() if count}
    online = {key[0] for key, count in received.items() if count and key[1] == Channel.ONLINE}
    return len(online), len(used)


def _offered(connection: Connection, _period: Period) -> _Sides:
    """Procedures of the catalogue that are taken in at the counter today."""
    query = select(func.count(), func.count().filter(procedures.c.is_active))
    whole, part = connection.execute(query.select_from(procedures)).one()
    return part, whole


def _of_level(level: OnlineLevel) -> Callable[[Connection, Period], _Sides | None]:
    """Procedures in use that the catalogue of today gives this level; None before any has one."""

    def count(connection: Connection, _period: Period) -> _Sides | None:
        facts = procedure_versions.c.facts
        stored: ColumnElement[str] = func.json_extract(type_coerce(facts, Text), "$.online_level")
        query = (
            select(func.count(stored), func.count().filter(stored == str(level)))
            .join_from(
                procedures,
                procedure_versions,
                procedure_versions.c.id == procedures.c.current_version_id,
            )
            .where(procedures.c.is_active)
        )
        known, found = connection.execute(query).one()
        return (found, None) if known else None

    return count


_BY_PROCEDURE: dict[str, Callable[[Connection, Period], _Sides | None]] = {
    "online_procedures_share": _online_procedures,
    "procedures_offered_share": _offered,
    "full_online_procedures_count": _of_level(OnlineLevel.FULL),
    "part_online_procedures_count": _of_level(OnlineLevel.PART),
}
_KEPT = frozenset(SIDES) | frozenset(_BY_PROCEDURE)
