"""The lists behind figures that fill lines: only where list and figure have one definition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Period
from desktop.services.dossier_filters import DossierFilter
from desktop.services.figures.slices import FigureSlice


class Side(StrEnum):
    """Which of the dossiers of a share: those that count, all of them, those that lack."""

    PART = "part"
    WHOLE = "whole"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class FigureList:
    """A list of dossiers behind a reading."""

    side: Side
    figure: Figure | Mark
    wanted: DossierFilter


_S, _F, _M = Side, Figure, Mark
_LISTS: dict[str, tuple[tuple[Side, Figure | Mark], ...]] = {
    "on_time_share": (
        (_S.PART, _F.SETTLED_EARLY),
        (_S.PART, _F.SETTLED_ON_TIME),
        (_S.LACKING, _F.SETTLED_LATE),
        (_S.WHOLE, _F.SETTLED),
    ),
    "online_share": (
        (_S.PART, _F.RECEIVED_ONLINE),
        (_S.LACKING, _F.RECEIVED_OFFLINE),
        (_S.WHOLE, _F.RECEIVED),
    ),
    "apology_share": (
        (_S.PART, _F.LATE_APOLOGISED),
        (_S.LACKING, _F.LATE_UNAPOLOGISED),
        (_S.WHOLE, _F.SETTLED_LATE),
    ),
    "paid_online_share": (
        (_S.PART, _M.PAID_ONLINE),
        (_S.LACKING, _M.PAID_DIRECT),
        (_S.WHOLE, _M.PAID),
    ),
    "late_without_apology": ((_S.PART, _F.LATE_UNAPOLOGISED),),
    "components_digitised_share": ((_S.WHOLE, _F.RECEIVED),),
}


def lists_of(reading: FigureReading) -> tuple[FigureList, ...]:
    """The lists that the register can show for a reading, over the days that were read."""
    period = Period(reading.first_day, reading.last_day)
    return tuple(
        FigureList(side, figure, DossierFilter(figure=FigureSlice(figure, period)))
        for side, figure in _LISTS.get(reading.figure, ())
    )


def list_to_mend(reading: FigureReading | None) -> FigureList | None:
    """The list that shows what to work on: the dossiers that lack, else any list there is."""
    found = lists_of(reading) if reading is not None else ()
    lacking = [one for one in found if one.side is Side.LACKING]
    return next(iter((*lacking, *found)), None)
