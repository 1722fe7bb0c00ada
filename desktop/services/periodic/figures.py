"""Which figures of the office can fill a row, what they are called, what stands behind them.

Nothing is counted here: figures and shares come from ``services.figures``, the rest from the
figures that the self-assessment reads. ``x.part`` and ``x.whole`` are the two sides of a share.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period, Share
from desktop.domain.moments import local_date
from desktop.services.assessments.office_figures import OfficeFigures
from desktop.services.figures.counting import count_period
from desktop.services.figures.shares import read_shares
from desktop.services.figures.slices import FigureSlice
from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.wording.periodic import OFFICE_FIGURES, figure_words

_COUNTED = frozenset({Change.DOSSIERS, Change.PROCEDURES, Change.CALENDAR, Change.OFFICE})
# The dossiers behind a side of a share, where one figure counts them.
_BEHIND: dict[str, Figure | Mark] = {
    f"{Share.ONLINE}.part": Figure.RECEIVED_ONLINE,
    f"{Share.ONLINE}.whole": Figure.RECEIVED,
    f"{Share.ON_TIME}.whole": Figure.SETTLED,
    f"{Share.PAID_ONLINE}.part": Mark.PAID_ONLINE,
    f"{Share.PAID_ONLINE}.whole": Mark.PAID,
}


@dataclass(frozen=True, slots=True)
class FigureInfo:
    """A figure in words, and what it counts."""

    name: str
    title: str
    meaning: str
    source: str


def known_figures() -> frozenset[str]:
    """Every name that a form may bind a row to, whether or not a register keeps it yet."""
    sided = (*(str(s) for s in Share if s is not Share.MEAN_HOURS), *OFFICE_FIGURES)
    sides = {f"{name}.{side}" for name in sided for side in ("part", "whole")}
    return frozenset({*map(str, Figure), *sides, str(Share.MEAN_HOURS)})


def figure_info(name: str) -> FigureInfo:
    """What a figure is called, what it counts and after which source."""
    words = figure_words(name)
    return FigureInfo(name, words.title, words.meaning, words.source)


def counted_days(office: Office, days: Period) -> Period:
    """Up to today: nothing can be called late for a day that has not come."""
    return days.until(local_date(office.now()))


def read_figures(
    office: Office, names: Collection[str], days: Period
) -> Mapping[str, Decimal | None]:
    """The figures over the days; None for what no register of the office keeps."""
    span = counted_days(office, days)
    wanted = frozenset(names)
    key = f"periodic figures {span.start} {span.end} {sorted(wanted)}"
    return office.remembered(key, _COUNTED, lambda: _read(office, wanted, span))


def figure_slice(office: Office, name: str, days: Period) -> FigureSlice | None:
    """The list of dossiers behind a figure; None where it counts something else."""
    figure = Figure(name) if name in set(Figure) else _BEHIND.get(name)
    return None if figure is None else FigureSlice(figure, counted_days(office, days))


def _read(office: Office, names: frozenset[str], days: Period) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = dict.fromkeys(names)
    found |= _figures(office, names, days)
    found |= _shares(office, names, days)
    return found | _others(office, names, days)


def _figures(office: Office, names: frozenset[str], days: Period) -> dict[str, Decimal | None]:
    wanted = [figure for figure in Figure if figure in names]
    if not wanted:
        return {}
    counted = count_period(office, days)
    return {str(figure): Decimal(counted[figure]) for figure in wanted}


def _shares(office: Office, names: frozenset[str], days: Period) -> dict[str, Decimal | None]:
    wanted = {share for share in Share if names & {str(share), f"{share}.part", f"{share}.whole"}}
    if not wanted:
        return {}
    found: dict[str, Decimal | None] = {}
    for share, value in read_shares(office, days, wanted).items():
        sides = {"part": value.part, "whole": value.whole}
        found |= {f"{share}.{side}": None if n is None else Decimal(n) for side, n in sides.items()}
        found[str(share)] = value.value
    return {name: value for name, value in found.items() if name in names}


def _others(office: Office, names: frozenset[str], days: Period) -> dict[str, Decimal | None]:
    """Only those that ``services.figures`` does not define."""
    wanted = frozenset(n.partition(".")[0] for n in names) & frozenset(OFFICE_FIGURES)
    found: dict[str, Decimal | None] = {}
    for name, read in OfficeFigures(office).readings(wanted, days.start, days.end).items():
        found |= {f"{name}.part": read.part, f"{name}.whole": read.whole}
    return {name: value for name, value in found.items() if name in names}
