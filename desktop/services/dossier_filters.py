"""What a list of dossiers may be narrowed by: chips, fields, periods, orders.

The definition of each count stands here once and is used by cards, chips and lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, literal_column, or_

from desktop.domain.dossiers import RUNNING_STATES, Channel, DossierState
from desktop.domain.moments import day_start, local_date
from desktop.models.dossiers import dossiers
from desktop.services.figures.marks import MarkSlice, mark_condition
from desktop.services.figures.slices import FEE_CONDITIONS, FeeMark, FigureSlice, slice_conditions
from desktop.services.office import Office
from desktop.services.procedures import list_procedures
from desktop.services.settings import read_settings

_WEEK = timedelta(days=7)


class Quick(StrEnum):
    """The quick filters (chips) and the cards of the Today page."""

    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    DUE_THIS_WEEK = "due_this_week"
    WAITING = "waiting"
    READY = "ready"
    NOT_HANDED_OVER = "not_handed_over"
    HAND_OVER_WAITING = "hand_over_waiting"
    MINE = "mine"
    RECEIVED_TODAY = "received_today"
    RETURNED_TODAY = "returned_today"


class Sort(StrEnum):
    """Orders that an index serves."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE_FIRST = "due_first"
    DUE_LAST = "due_last"
    NAME = "name"
    NAME_DOWN = "name_down"
    CODE = "code"
    CODE_DOWN = "code_down"


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """What a list shows. Dates are local days, both ends included, of the reception.

    ``figure``: the dossiers behind a figure of a report; ``mark``: those that carry a mark.
    """

    text: str = ""
    quick: Quick | None = None
    state: DossierState | None = None
    field: str = ""
    procedure_id: int | None = None
    channel: Channel | None = None
    received_from: date | None = None
    received_to: date | None = None
    figure: FigureSlice | None = None
    mark: MarkSlice | None = None
    fee: FeeMark | None = None
    sort: Sort = Sort.NEWEST

    @property
    def is_plain(self) -> bool:
        """Whether it shows the whole register."""
        return replace(self, sort=Sort.NEWEST) == DossierFilter()


def filter_conditions(office: Office, wanted: DossierFilter) -> list[ColumnElement[bool]]:
    """Everything but the text, as SQL."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.quick is not None:
        conditions.append(quick_condition(office, wanted.quick))
    if wanted.state is not None:
        conditions.append(_in_state(wanted.state))
    if wanted.procedure_id is not None:
        conditions.append(dossiers.c.procedure_id == wanted.procedure_id)
    if wanted.field:
        ids = [p.id for p in list_procedures(office) if p.facts.field == wanted.field]
        conditions.append(dossiers.c.procedure_id.in_(ids))
    if wanted.channel is not None:
        conditions.append(dossiers.c.channel == wanted.channel)
    if wanted.fee is not None:
        conditions.append(FEE_CONDITIONS[wanted.fee])
    if wanted.received_from is not None:
        conditions.append(dossiers.c.received_at >= day_start(wanted.received_from))
    if wanted.received_to is not None:
        end = day_start(wanted.received_to + timedelta(days=1))
        conditions.append(dossiers.c.received_at < end)
    if wanted.figure is not None:
        conditions.extend(slice_conditions(office, wanted.figure))
    if wanted.mark is not None:
        conditions.append(mark_condition(wanted.mark))
    return conditions


def quick_condition(office: Office, quick: Quick) -> ColumnElement[bool]:
    """The one definition of what a chip, a card or a count means."""
    today = local_date(office.now())
    start, end = day_start(today), day_start(today + timedelta(days=1))
    running = _among(RUNNING_STATES)
    if quick is Quick.IN_PROGRESS:
        return _among((*RUNNING_STATES, DossierState.WAITING_SUPPLEMENT))
    if quick is Quick.OVERDUE:
        return and_(running, dossiers.c.due_at < start)
    if quick is Quick.DUE_TODAY:
        return and_(running, dossiers.c.due_at >= start, dossiers.c.due_at < end)
    if quick is Quick.DUE_SOON:
        soon = end + timedelta(days=read_settings(office).due_soon_days)
        return and_(running, dossiers.c.due_at >= end, dossiers.c.due_at < soon)
    if quick is Quick.DUE_THIS_WEEK:
        monday = day_start(today - timedelta(days=today.weekday()))
        return and_(running, dossiers.c.due_at >= monday, dossiers.c.due_at < monday + _WEEK)
    if quick is Quick.WAITING:
        return _among((DossierState.WAITING_SUPPLEMENT,))
    if quick is Quick.READY:
        return _among((DossierState.FINISHED,))
    if quick is Quick.NOT_HANDED_OVER:
        return and_(_among((DossierState.RECEIVED,)), dossiers.c.hand_over_waiting.is_(False))
    if quick is Quick.HAND_OVER_WAITING:
        open_states = (*RUNNING_STATES, DossierState.FINISHED)
        return and_(_among(open_states), dossiers.c.hand_over_waiting.is_(True))
    if quick is Quick.MINE:
        mine = or_(
            dossiers.c.holder == office.user.name, dossiers.c.received_by == office.user.name
        )
        return and_(_among((*RUNNING_STATES, DossierState.WAITING_SUPPLEMENT)), mine)
    if quick is Quick.RECEIVED_TODAY:
        received = and_(dossiers.c.received_at >= start, dossiers.c.received_at < end)
        return and_(received, dossiers.c.state != DossierState.VOIDED)
    returned = and_(dossiers.c.returned_at >= start, dossiers.c.returned_at < end)
    return and_(dossiers.c.returned_at.is_not(None), returned)


_OPEN = "state IN ('received', 'processing', 'waiting_supplement', 'finished')"
_RARE = "state IN ('refused', 'withdrawn', 'stopped', 'voided')"


def _in_state(state: DossierState) -> ColumnElement[bool]:
    """One state, written so that a partial index serves all but the returned ones."""
    if state is DossierState.RETURNED:
        return dossiers.c.state == state
    group = _OPEN if f"'{state}'" in _OPEN else _RARE
    return and_(literal_column(group), literal_column(f"dossiers.state = '{state}'"))


def _among(states: tuple[DossierState, ...]) -> ColumnElement[bool]:
    """State in a list, written so that the partial index over open dossiers serves it."""
    listed = ", ".join(f"'{state.value}'" for state in states)
    return and_(literal_column(_OPEN), literal_column(f"dossiers.state IN ({listed})"))
