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
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

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


def _counted(connection: Connection, span: _Span, figures: frozenset[str]) -> _Counts:
    found: _Counts = {}
    for names, count in _SOURCES:
        if names & figures:
            found |= count(connection, span)
    return found


def _settled(connection: Connection, span: _Span) -> _Counts:
    late = dossiers.c.timeliness == Timeliness.LATE
    apologised = dossiers.c.apologised_at.is_not(None)
    query = select(
        func.count(),
        func.count().filter(late),
        func.count().filter(and_(late, apologised)),
    ).where(span.holds(dossiers.c.ended_at), dossiers.c.state.in_(_ENDED))
    settled, behind, sorry = connection.execute(query).one()
    return {
        "on_time_share": (settled - behind, settled),
        "apology_share": (sorry, behind),
        "late_without_apology": (behind - sorry, None),
    }


def _received(connection: Connection, span: _Span) -> _Counts:
    """Received in the year, by procedure and channel in one walk."""
    query = (
        select(
            dossiers.c.procedure_id,
            dossiers.c.channel,
            func.count(),
            func.count().filter(dossiers.c.supplement_count > 1),
        )
        .where(span.holds(dossiers.c.received_at), dossiers.c.state != DossierState.VOIDED)
        .group_by(dossiers.c.procedure_id, dossiers.c.channel)
    )
    rows = connection.execute(query).all()
    online = [row for row in rows if row.channel is Channel.ONLINE]
    total = sum(int(row[2]) for row in rows)
    return {
        "online_share": (sum(int(row[2]) for row in online), total),
        "online_procedures_share": (len(online), len({row.procedure_id for row in rows})),
        "repeated_supplements": (sum(int(row[3]) for row in rows), None),
    }


def _components(connection: Connection, span: _Span) -> _Counts:
    scanned = _with_file(is_result=False)
    query = select(func.count(), func.count().filter(dossiers.c.id.in_(scanned))).where(
        span.holds(dossiers.c.received_at), dossiers.c.state != DossierState.VOIDED
    )
    received, digitised = connection.execute(query).one()
    return {"components_digitised_share": (digitised, received)}


def _results(connection: Connection, span: _Span) -> _Counts:
    papers = dossiers.c.id.in_(_with_file(is_result=False))
    result = dossiers.c.id.in_(_with_file(is_result=True))
    query = select(
        func.count(), func.count().filter(result), func.count().filter(and_(papers, result))
    ).where(span.holds(dossiers.c.ended_at), dossiers.c.state.in_(_RESULT))
    ready, electronic, both = connection.execute(query).one()
    return {"electronic_results_share": (electronic, ready), "digitised_share": (both, ready)}


def _with_file(*, is_result: bool) -> Select[Any]:
    return (
        select(attachments.c.dossier_id)
        .where(attachments.c.removed_at.is_(None), attachments.c.is_result.is_(is_result))
        .distinct()
    )


def _by_post(connection: Connection, span: _Span) -> _Counts:
    returned = and_(span.holds(dossiers.c.returned_at), dossiers.c.state == DossierState.RETURNED)
    sent = dossiers.c.return_method == ReturnMethod.POST
    query = select(func.count(), func.count().filter(sent)).where(returned)
    whole, part = connection.execute(query).one()
    came = and_(span.holds(dossiers.c.received_at), dossiers.c.channel == Channel.POST)
    either = select(func.count()).where(
        or_(came, and_(returned, sent)), dossiers.c.state != DossierState.VOIDED
    )
    count = connection.execute(either).scalar_one()
    return {"by_post_share": (part, whole), "by_post_count": (count, None)}


def _offered(connection: Connection, _span: _Span) -> _Counts:
    query = select(func.count(), func.count().filter(procedures.c.is_active))
    whole, part = connection.execute(query.select_from(procedures)).one()
    return {"procedures_offered_share": (part, whole)}


_SOURCES = (
    (frozenset({"on_time_share", "apology_share", "late_without_apology"}), _settled),
    (frozenset({"online_share", "online_procedures_share", "repeated_supplements"}), _received),
    (frozenset({"components_digitised_share"}), _components),
    (frozenset({"electronic_results_share", "digitised_share"}), _results),
    (frozenset({"by_post_share", "by_post_count"}), _by_post),
    (frozenset({"procedures_offered_share"}), _offered),
)
