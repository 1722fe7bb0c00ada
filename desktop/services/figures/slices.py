"""The list behind a figure: the same rule as a condition on the register.

Every figure of a report names a ``FigureSlice``; ``dossier_filters`` takes one, so that any
list of the program can show it. Tests hold count and list equal for random registers, and both
equal to the rule in ``domain.figures``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_

from desktop.domain.dossiers import GIVEN_UP_STATES, Channel, DossierState, Timeliness
from desktop.domain.figure_marks import Mark
from desktop.domain.figures import (
    ENDED_STATES,
    RECEIVED_BY,
    SETTLED_KINDS,
    Figure,
    Period,
    Settling,
)
from desktop.domain.moments import day_start
from desktop.domain.payments import Payment
from desktop.models.dossiers import dossiers
from desktop.services.figures.counting import day_number
from desktop.services.figures.marks import MarkSlice, mark_condition
from desktop.services.office import Office
from desktop.services.procedures import list_procedures

_OPEN = "state IN ('received', 'processing', 'waiting_supplement')"
# Said beside it so that the partial index over open dossiers serves the condition above.
_INDEXED = "state IN ('received', 'processing', 'waiting_supplement', 'finished')"


class FeeMark(StrEnum):
    """How the fee of a dossier stands in the record; of a charged one, how it was paid."""

    CHARGED = "charged"
    FREE = "free"
    UNKNOWN = "unknown"
    PAID_DIRECT = "paid_direct"
    PAID_ONLINE = "paid_online"
    UNPAID = "unpaid"
    UNRECORDED = "unrecorded"


_FEE, _PAYMENT = dossiers.c.fee_vnd, dossiers.c.payment
FEE_CONDITIONS: dict[FeeMark, ColumnElement[bool]] = {
    FeeMark.CHARGED: _FEE > 0,
    FeeMark.FREE: _FEE == 0,
    FeeMark.UNKNOWN: _FEE.is_(None),
    FeeMark.PAID_DIRECT: and_(_FEE > 0, _PAYMENT == Payment.DIRECT),
    FeeMark.PAID_ONLINE: and_(_FEE > 0, _PAYMENT == Payment.ONLINE),
    FeeMark.UNPAID: and_(_FEE > 0, _PAYMENT == Payment.UNPAID),
    # In the very words of its index: a bound 0 would not be seen to be the same.
    FeeMark.UNRECORDED: and_(_PAYMENT.is_(None), literal_column("dossiers.fee_vnd > 0")),
}


@dataclass(frozen=True, slots=True)
class FigureSlice:
    """One figure (or mark) of one period, narrowed to a row of a report: the key of its list."""

    figure: Figure | Mark
    period: Period
    procedure_id: int | None = None
    service_field: str | None = None
    channel: Channel | None = None
    officer: str | None = None
    desk_number: int | None = None
    # Narrower than a row: the fields that a chart puts together, an hour of the week (Monday 0),
    # how the fee stands, only what was settled early or on time.
    other_than: tuple[str, ...] = ()
    weekday: int | None = None
    hour: int | None = None
    fee: FeeMark | None = None
    in_time: bool = False


def slice_conditions(office: Office, wanted: FigureSlice) -> list[ColumnElement[bool]]:
    """The dossiers that the figure counts, as SQL."""
    conditions = [dossiers.c.state != DossierState.VOIDED, _figure(wanted.figure, wanted.period)]
    if wanted.procedure_id is not None:
        conditions.append(dossiers.c.procedure_id == wanted.procedure_id)
    if wanted.service_field is not None:
        ids = [p.id for p in list_procedures(office) if p.facts.field == wanted.service_field]
        conditions.append(dossiers.c.procedure_id.in_(ids))
    if wanted.channel is not None:
        conditions.append(dossiers.c.channel == wanted.channel)
    if wanted.officer is not None:
        conditions.append(dossiers.c.received_by == wanted.officer)
    if wanted.desk_number is not None:
        conditions.append(dossiers.c.desk_number == wanted.desk_number)
    return [*conditions, *_narrowed(office, wanted)]


def _narrowed(office: Office, wanted: FigureSlice) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.other_than:
        shown = set(wanted.other_than)
        ids = [p.id for p in list_procedures(office) if p.facts.field not in shown]
        conditions.append(dossiers.c.procedure_id.in_(ids))
    if wanted.weekday is not None:
        # The first of January 1970 was a Thursday; the office's clock is seven hours ahead.
        weekday: ColumnElement[int] = literal_column(f"({_HOURS} / 24 + 3) % 7")
        conditions.append(weekday == wanted.weekday)
    if wanted.hour is not None:
        hour: ColumnElement[int] = literal_column(f"{_HOURS} % 24")
        conditions.append(hour == wanted.hour)
    if wanted.fee is not None:
        conditions.append(FEE_CONDITIONS[wanted.fee])
    if wanted.in_time:
        conditions.append(or_(_stands(Settling.EARLY), _stands(Settling.ON_TIME)))
    return conditions


_HOURS = "((dossiers.received_at + 25200) / 3600)"


def _figure(figure: Figure | Mark, period: Period) -> ColumnElement[bool]:
    if isinstance(figure, Mark):
        return mark_condition(MarkSlice(figure, period))
    before = period.start - timedelta(days=1)
    if figure in RECEIVED_BY:
        return and_(_received(period), dossiers.c.channel.in_(RECEIVED_BY[figure]))
    if figure is Figure.RECEIVED:
        return _received(period)
    if figure is Figure.CARRIED_OVER:
        return in_hand(before)
    if figure is Figure.TOTAL:
        return _among(f"{_received_ids(period)} UNION ALL {_in_hand_ids(before)}")
    if figure is Figure.UNDATED:
        ended = dossiers.c.state.in_(ENDED_STATES)
        return and_(_received(period), ended, dossiers.c.ended_at.is_(None))
    if figure is Figure.IN_PROGRESS:
        return in_hand(period.end)
    if figure is Figure.IN_PROGRESS_OVER:
        return and_(in_hand(period.end), _spell("over", period.end))
    if figure is Figure.IN_PROGRESS_WITHIN:
        return and_(in_hand(period.end), not_(_spell("over", period.end)))
    if figure is Figure.WAITING:
        return and_(in_hand(period.end), _spell("waiting", period.end))
    return _settled(figure, period)


def _received(period: Period) -> ColumnElement[bool]:
    start, end = day_start(period.start), day_start(period.end + timedelta(days=1))
    return and_(dossiers.c.received_at >= start, dossiers.c.received_at < end)


def ended_within(period: Period) -> ColumnElement[bool]:
    """Ended in the period, on a known day."""
    start, end = day_start(period.start), day_start(period.end + timedelta(days=1))
    inside = and_(dossiers.c.ended_at >= start, dossiers.c.ended_at < end)
    return and_(dossiers.c.ended_at.is_not(None), inside)


def in_hand(day: date) -> ColumnElement[bool]:
    """Received and not ended at the close of the day.

    Written as a set of ids from the two small indexes, open and ended later: an OR would make
    SQLite walk the whole register in the order of reception. The plus signs keep it off that
    index: nearly every dossier was received before the close.
    """
    return _among(_in_hand_ids(day))


def _in_hand_ids(day: date) -> str:
    close = _seconds(day + timedelta(days=1))
    return (
        f"SELECT id FROM dossiers WHERE {_INDEXED} AND {_OPEN} AND +received_at < {close}"  # noqa: S608 - our own words and numbers
        f" UNION ALL SELECT id FROM dossiers WHERE ended_at IS NOT NULL AND ended_at >= {close}"
        f" AND +received_at < {close}"
    )


def _received_ids(period: Period) -> str:
    start, end = _seconds(period.start), _seconds(period.end + timedelta(days=1))
    return f"SELECT id FROM dossiers WHERE received_at >= {start} AND received_at < {end}"  # noqa: S608 - our own numbers


def _among(ids: str) -> ColumnElement[bool]:
    # Without a type: as a Boolean it would be written "… = 1", which no index can serve.
    found: ColumnElement[bool] = literal_column(f"dossiers.id IN ({ids})")
    return found


def _seconds(day: date) -> int:
    return int(day_start(day).timestamp())


def _spell(kind: str, day: date) -> ColumnElement[bool]:
    """Whether the dossier was over, or waiting, at the close of the day (view of 0002)."""
    close = day_number(day)
    found: ColumnElement[bool] = literal_column(
        "EXISTS (SELECT 1 FROM dossier_spells AS spell"  # noqa: S608 - our own words and numbers
        f" WHERE spell.dossier_id = dossiers.id AND spell.kind = '{kind}'"
        f" AND spell.first_on <= {close}"
        f" AND (spell.until_on IS NULL OR spell.until_on > {close}))"
    )
    return found


def _settled(figure: Figure, period: Period) -> ColumnElement[bool]:
    kind = SETTLED_KINDS[figure]
    condition = and_(ended_within(period), dossiers.c.state.in_(kind.states))
    if len(kind.settling) == len(Settling):
        return condition
    return and_(condition, or_(*(_stands(settling) for settling in kind.settling)))


def _stands(settling: Settling) -> ColumnElement[bool]:
    given_up = dossiers.c.state.in_(GIVEN_UP_STATES)
    outcome, is_null = dossiers.c.timeliness, dossiers.c.timeliness.is_(None)
    if settling is Settling.EARLY:
        return and_(outcome == Timeliness.EARLY, not_(given_up))
    if settling is Settling.ON_TIME:
        in_time = and_(outcome == Timeliness.EARLY, given_up)
        return or_(is_null, outcome == Timeliness.ON_TIME, in_time)
    apologised = dossiers.c.apologised_at.is_not(None)
    said = apologised if settling is Settling.LATE_APOLOGISED else not_(apologised)
    return and_(outcome == Timeliness.LATE, said)
