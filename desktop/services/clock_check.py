"""Whether the machine's clock can be right: numbers and due dates are taken from it.

A dead battery on the board sets a PC back by years at every start. What was written down last
is the witness: time cannot be before it, and an office is not left alone for months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from desktop.models.offices import settings
from desktop.services.office import AUDIT_HEAD, Office
from desktop.services.outcomes import Change, Outcome

# Clocks are set right by minutes every day; no number and no due date changes by that.
_MAY_DIFFER = timedelta(minutes=10)
_LONGEST_REST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ClockTrouble:
    """What the clock says, and when this office was written to last by it."""

    now: datetime
    last_written_at: datetime

    @property
    def is_behind(self) -> bool:
        """Set back; else it has jumped ahead, or nobody was here for months."""
        return self.now < self.last_written_at


def clock_trouble(office: Office) -> ClockTrouble | None:
    """Why the clock should be looked at before anything is written; None when it may be right."""
    with office.reading() as connection:
        return clock_trouble_of(connection, office.now(), is_practice=office.info.is_practice)


def clock_trouble_of(
    connection: Connection, now: datetime, *, is_practice: bool
) -> ClockTrouble | None:
    """The same inside a transaction. A practice office may lie untouched for years."""
    last: datetime | None = connection.execute(_LAST).scalar_one_or_none()
    if last is None:
        return None
    is_behind = now < last - _MAY_DIFFER
    is_ahead = now > last + _LONGEST_REST and not is_practice
    return ClockTrouble(now, last) if is_behind or is_ahead else None


def trust_clock(office: Office) -> Outcome[None]:
    """A person has looked: what the clock says now is right, and counts from here on."""
    with office.command() as work:
        work.connection.execute(
            update(settings).where(settings.c.key == AUDIT_HEAD).values(changed_at=work.now)
        )
        work.audit("clock.trust", "")
        return work.outcome(None, Change.OFFICE)


_LAST = select(settings.c.changed_at).where(settings.c.key == AUDIT_HEAD)
