"""The figures of this office that lines can be bound to, counted from its own records.

The one place that knows how a bound figure is counted; conventions are those of Biểu
II.06a/VPCP/KSTT (TT 01/2020/TT-VPCP): a dossier is settled when its result is ready, or when it
is refused, withdrawn or stopped; late is against the legal due date whatever was promised in an
apology; a dossier without an appointment, withdrawn or stopped in time is on time; a voided one
counts nowhere. Days are local, both ends included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, and_, func, select

from desktop.domain.criteria.figures import FigureReading
from desktop.domain.dossiers import Channel, DossierState, ReturnMethod, Timeliness
from desktop.domain.moments import day_start
from desktop.models.dossiers import attachments, dossiers
from desktop.models.procedures import procedures
from desktop.services.office import Office

_RESULT = (DossierState.FINISHED, DossierState.RETURNED)
_ENDED = (*_RESULT, DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.STOPPED)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days of a reading as instants: from the first, before the last."""

    start: datetime
    end: datetime

    def holds(self, column: ColumnElement[datetime]) -> ColumnElement[bool]:
        return and_(column.is_not(None), column >= self.start, column < self.end)


class OfficeFigures:
    """Reads figures from dossiers and procedures; other registers are not kept yet."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def readings(
        self, figures: frozenset[str], first_day: date, last_day: date
    ) -> Mapping[str, FigureReading]:
        """Those of the figures that this office keeps; the others are left out."""
        span = _Span(day_start(first_day), day_start(last_day + timedelta(days=1)))
        read_at = self.office.now()
        with self.office.reading() as connection:
            counted = _counted(connection, span, figures)
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
            if name in figures
        }


_Counts = dict[str, tuple[int, int | None]]
# Figures that one walk over the register gives together.
_SETTLED = frozenset(
    {
        "on_time_share",
        "apology_share",
        "late_without_apology",
        "electronic_results_share",
        "digitised_share",
    }
)
_RECEIVED = frozenset(
    {
        "online_share",
        "online_procedures_share",
        "repeated_supplements",
        "components_digitised_share",
        "by_post_count",
    }
)
_RETURNED = frozenset({"by_post_share", "by_post_count"})


def _counted(connection: Connection, span: _Span, figures: frozenset[str]) -> _Counts:
    """Three walks at most: over what was received, what ended, what was handed back."""
    found: _Counts = {}
    by_post = 0
    if figures & _SETTLED:
        found |= _settled(connection, span)
    if figures & _RECEIVED:
        found |= _received(connection, span)
        by_post = found.pop("received_by_post")[0]
    if figures & _RETURNED:
        found |= _returned(connection, span, by_post)
    if "procedures_offered_share" in figures:
        found |= _offered(connection)
    return found


def _settled(connection: Connection, span: _Span) -> _Counts:
    late = dossiers.c.timeliness == Timeliness.LATE
    apologised = dossiers.c.apologised_at.is_not(None)
    query = select(
        func.count(),
        func.count().filter(late),
        func.count().filter(and_(late, apologised)),
        func.count().filter(dossiers.c.state.in_(_RESULT)),
    ).where(span.holds(dossiers.c.ended_at), dossiers.c.state.in_(_ENDED))
    settled, behind, sorry, ready = connection.execute(query).one()
    ended = and_(span.holds(dossiers.c.ended_at), dossiers.c.state.in_(_RESULT))
    electronic = _with_files(connection, ended, is_result=True)
    both = electronic & _with_files(connection, ended, is_result=False)
    return {
        "on_time_share": (settled - behind, settled),
        "apology_share": (sorry, behind),
        "late_without_apology": (behind - sorry, None),
        "electronic_results_share": (len(electronic), ready),
        "digitised_share": (len(both), ready),
    }


def _received(connection: Connection, span: _Span) -> _Counts:
    """By procedure and channel, so that one walk serves all of them."""
    inside = and_(span.holds(dossiers.c.received_at), dossiers.c.state != DossierState.VOIDED)
    again = func.count().filter(dossiers.c.supplement_count > 1)
    query = (
        select(dossiers.c.procedure_id, dossiers.c.channel, func.count(), again)
        .where(inside)
        .group_by(dossiers.c.procedure_id, dossiers.c.channel)
    )
    rows = connection.execute(query).all()
    by_channel = dict.fromkeys(Channel, 0)
    for row in rows:
        by_channel[row.channel] += int(row[2])
    online = sum(row.channel is Channel.ONLINE for row in rows)
    total = sum(by_channel.values())
    scanned = _with_files(connection, inside, is_result=False)
    return {
        "online_share": (by_channel[Channel.ONLINE], total),
        "online_procedures_share": (online, len({row.procedure_id for row in rows})),
        "repeated_supplements": (sum(int(row[3]) for row in rows), None),
        "components_digitised_share": (len(scanned), total),
        "received_by_post": (by_channel[Channel.POST], None),
    }


def _returned(connection: Connection, span: _Span, received_by_post: int) -> _Counts:
    """Handed back by post; what also came in by post is counted once."""
    sent = dossiers.c.return_method == ReturnMethod.POST
    came = and_(dossiers.c.channel == Channel.POST, span.holds(dossiers.c.received_at))
    query = select(
        func.count(), func.count().filter(sent), func.count().filter(and_(sent, came))
    ).where(span.holds(dossiers.c.returned_at), dossiers.c.state == DossierState.RETURNED)
    whole, part, both = connection.execute(query).one()
    return {
        "by_post_share": (part, whole),
        "by_post_count": (received_by_post + part - both, None),
    }


def _offered(connection: Connection) -> _Counts:
    query = select(func.count(), func.count().filter(procedures.c.is_active))
    whole, part = connection.execute(query.select_from(procedures)).one()
    return {"procedures_offered_share": (part, whole)}


def _with_files(
    connection: Connection, inside: ColumnElement[bool], *, is_result: bool
) -> set[int]:
    """Dossiers with a live scan or result file; walks the files, which are fewer."""
    query = (
        select(attachments.c.dossier_id)
        .join(dossiers, dossiers.c.id == attachments.c.dossier_id)
        .where(attachments.c.removed_at.is_(None), attachments.c.is_result.is_(is_result), inside)
        .distinct()
    )
    return set(connection.execute(query).scalars())
