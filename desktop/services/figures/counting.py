"""Counting a period from the sums kept ready; exact for any days, in a few milliseconds.

A period is covered by whole blocks of 32 days and the single days at its edges, so that a year
over a million dossiers reads some ten thousand small rows instead of the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection

from desktop.domain.dossiers import Channel, DossierState
from desktop.domain.figures import RECEIVED_BY, SETTLED_KINDS, Figure, Period, Settling
from desktop.models.summaries import BLOCK_DAYS, MEASURES
from desktop.services.office import Office

K = TypeVar("K")
_EPOCH = date(1970, 1, 1).toordinal()
_EARLIEST = -(10**6)


class Dimension(StrEnum):
    """What figures can be split by; the names are columns of ``figure_sums``."""

    PROCEDURE = "procedure_id"
    CHANNEL = "channel"
    OFFICER = "officer"
    DESK = "desk_number"


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of one period (and one row of a report)."""

    values: Mapping[Figure, int]

    def __getitem__(self, figure: Figure) -> int:
        return self.values[figure]

    def __add__(self, other: Counted) -> Counted:
        return Counted({figure: n + other.values[figure] for figure, n in self.values.items()})

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received, carried or settled."""
        return not any(self.values.values())


NOTHING = Counted(dict.fromkeys(Figure, 0))


def count_period(office: Office, period: Period) -> Counted:
    """All figures of the whole office."""
    return total_of(count_by(office, period, ()).values())


def count_by(
    office: Office, period: Period, by: tuple[Dimension, ...]
) -> dict[tuple[Any, ...], Counted]:
    """All figures of a period, split by the dimensions; keys in their order."""
    with office.reading() as connection:
        return counted_by(connection, period, by)


def counted_by(
    connection: Connection, period: Period, by: tuple[Dimension, ...]
) -> dict[tuple[Any, ...], Counted]:
    """The same on a connection at hand."""
    keys = ", ".join((*by, "channel")) if Dimension.CHANNEL not in by else ", ".join(by)
    place = by.index(Dimension.CHANNEL) if Dimension.CHANNEL in by else len(by)
    found: dict[tuple[Any, ...], dict[Figure, int]] = {}
    for row in connection.exec_driver_sql(_query(period, keys)):
        width = max(len(by), place + 1)
        key = tuple(row[: len(by)])
        values = found.setdefault(key, dict.fromkeys(Figure, 0))
        _add_row(values, Channel(row[place]), row[width:])
    return {key: Counted(_completed(values)) for key, values in found.items()}


def total_of(counted: Iterable[Counted]) -> Counted:
    """The sum of rows."""
    total = NOTHING
    for one in counted:
        total += one
    return total


def regrouped(
    counted: Mapping[tuple[Any, ...], Counted], key_of: Callable[[tuple[Any, ...]], K]
) -> dict[K, Counted]:
    """Rows added up under other keys: procedures to their fields."""
    found: dict[K, Counted] = {}
    for key, one in counted.items():
        wanted = key_of(key)
        found[wanted] = found[wanted] + one if wanted in found else one
    return found


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the sums count them."""
    return day.toordinal() - _EPOCH


def cover(first: int, last: int) -> list[tuple[int, int, int]]:
    """The spans that make up the days from first to last: (length, from, to), ends included."""
    start, end = -(-first // BLOCK_DAYS) * BLOCK_DAYS, (last + 1) // BLOCK_DAYS * BLOCK_DAYS
    if start >= end:
        return [(1, first, last)]
    pieces = [(1, first, start - 1), (BLOCK_DAYS, start, end - 1), (1, end, last)]
    return [piece for piece in pieces if piece[1] <= piece[2]]


_STATE_OF = {"finished": DossierState.FINISHED, "refused": DossierState.REFUSED}
_STATE_OF |= {"withdrawn": DossierState.WITHDRAWN, "stopped": DossierState.STOPPED}
_ENDED = MEASURES[MEASURES.index("finished_early") :]
_IN_HAND = " - ".join(("received", "undated", *_ENDED))
_PERIOD_SUMS = ", ".join(f"sum({name})" for name in MEASURES)
# What stood at the close of the day before: three balances in place of all sums.
_BEFORE_SUMS = ", ".join(
    f"sum({name})" if name in ("over", "waiting") else "0" for name in MEASURES
)


def _query(period: Period, keys: str) -> str:
    """Pieces of the time before and of the period; every value is a number of ours."""
    first, last = day_number(period.start), day_number(period.end)
    before = [
        _piece(keys, f"sum({_IN_HAND}), {_BEFORE_SUMS}", *p) for p in cover(_EARLIEST, first - 1)
    ]
    during = [_piece(keys, f"0, {_PERIOD_SUMS}", *p) for p in cover(first, last)]
    return " UNION ALL ".join([*before, *during])


def _piece(keys: str, sums: str, span: int, first: int, last: int) -> str:
    return (
        f"SELECT {keys}, {sums} FROM figure_sums"  # noqa: S608 - our own names and numbers
        f" WHERE span = {span} AND first_day BETWEEN {first} AND {last} GROUP BY {keys}"
    )


def _add_row(values: dict[Figure, int], channel: Channel, sums: Iterable[int]) -> None:
    carried, *measures = sums
    values[Figure.CARRIED_OVER] += carried
    by_name = dict(zip(MEASURES, measures, strict=True))
    for figure, channels in RECEIVED_BY.items():
        if channel in channels:
            values[figure] += by_name["received"]
    values[Figure.UNDATED] += by_name["undated"]
    values[Figure.IN_PROGRESS_OVER] += by_name["over"]
    values[Figure.WAITING] += by_name["waiting"]
    for name, figures in _COUNTED_IN.items():
        if by_name[name]:
            for figure in figures:
                values[figure] += by_name[name]


def _measure_of(name: str) -> tuple[DossierState, Settling]:
    """finished_late_apologised → (finished, late with an apology); withdrawn → on time."""
    word, _, rest = name.partition("_")
    stands = {"": Settling.ON_TIME, "late": Settling.LATE_UNAPOLOGISED}
    return _STATE_OF[word], stands.get(rest) or Settling(rest)


def figures_with(name: str) -> tuple[Figure, ...]:
    """The settled figures that take a measure, after their one definition in the domain."""
    state, stands = _measure_of(name)
    return tuple(
        figure
        for figure, kind in SETTLED_KINDS.items()
        if state in kind.states and stands in kind.settling
    )


_COUNTED_IN = {name: figures_with(name) for name in _ENDED}


def _completed(values: dict[Figure, int]) -> dict[Figure, int]:
    """The sums that follow from the others."""
    values[Figure.RECEIVED] = values[Figure.RECEIVED_ONLINE] + values[Figure.RECEIVED_OFFLINE]
    total = values[Figure.RECEIVED] + values[Figure.CARRIED_OVER]
    values[Figure.TOTAL] = total
    left = total - values[Figure.SETTLED] - values[Figure.UNDATED]
    values[Figure.IN_PROGRESS] = left
    values[Figure.IN_PROGRESS_WITHIN] = left - values[Figure.IN_PROGRESS_OVER]
    return values
