"""Reading the audit chain and proving that nobody changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desktop.models.journal import audit_entries
from desktop.services.office import Office, chain_hash
from desktop.services.outcomes import Outcome

_BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what, when."""

    at: datetime
    user_name: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the chain is whole; else where it breaks first."""

    ok: bool
    entries: int
    broken_at: datetime | None = None


def read_audit(
    office: Office, start: datetime | None = None, end: datetime | None = None
) -> list[AuditEntry]:
    """Entries in order; from ``start``, before ``end``."""
    query = select(audit_entries).order_by(audit_entries.c.id)
    if start is not None:
        query = query.where(audit_entries.c.at >= start)
    if end is not None:
        query = query.where(audit_entries.c.at < end)
    with office.reading() as connection:
        rows = connection.execute(query)
        return [AuditEntry(row.at, row.user_name, row.action, row.subject) for row in rows]


def chain_is_whole(office: Office) -> ChainState:
    """Recomputes every hash from the first entry on."""
    previous, count, last_id = b"", 0, 0
    with office.reading() as connection:
        rows = connection.execute(select(audit_entries).order_by(audit_entries.c.id))
        for row in rows.yield_per(_BLOCK):
            entry = {
                "at": row.at,
                "user_name": row.user_name,
                "action": row.action,
                "subject": row.subject,
                "detail": row.detail,
            }
            previous = chain_hash(previous, entry)
            if previous != row.hash or row.id != last_id + 1:
                return ChainState(False, count, row.at)
            count, last_id = count + 1, row.id
    return ChainState(True, count)


def note_seen(office: Office, action: str, subject: str) -> Outcome[None]:
    """Writes down that somebody looked at, printed or exported personal data."""
    with office.command() as work:
        work.audit(action, subject)
        return work.outcome(None)
