"""Reading the audit chain and proving that nobody changed it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from desktop.domain.roles import Permission
from desktop.models.journal import audit_entries
from desktop.models.offices import settings
from desktop.services.office import AUDIT_HEAD, Office, chain_hash
from desktop.services.outcomes import Outcome

_IN_ORDER = "SELECT id, at, user_name, action, subject, detail, hash FROM audit_entries ORDER BY id"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what, when."""

    at: datetime
    user_name: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the chain is whole; else when the first entry that does not fit was written."""

    ok: bool
    entries: int
    broken_at: datetime | None = None


def read_audit(
    office: Office, start: datetime | None = None, end: datetime | None = None
) -> list[AuditEntry]:
    """Entries in order; from ``start``, before ``end``. Raises ROLE_NOT_ALLOWED."""
    office.require(Permission.SEE_AUDIT)
    query = select(audit_entries).order_by(audit_entries.c.id)
    if start is not None:
        query = query.where(audit_entries.c.at >= start)
    if end is not None:
        query = query.where(audit_entries.c.at < end)
    with office.reading() as connection:
        rows = connection.execute(query)
        return [AuditEntry(row.at, row.user_name, row.action, row.subject) for row in rows]


def chain_is_whole(office: Office) -> ChainState:
    """Recomputes every hash from the first entry on, and compares the last with the one kept."""
    previous, count, last_at = b"", 0, None
    with office.reading() as connection:
        head = connection.execute(
            select(settings.c.value).where(settings.c.key == AUDIT_HEAD)
        ).scalar_one_or_none()
        # As SQLite holds it: a value that was tampered with need not be readable at all.
        rows = connection.exec_driver_sql(_IN_ORDER)
        for entry_id, at, user_name, action, subject, detail, stored in rows:
            previous = hash_after(previous, (at, user_name, action, subject, detail))
            if previous != stored or entry_id != count + 1:
                return ChainState(False, count, stored_moment(at) or last_at)
            count, last_at = count + 1, stored_moment(at)
    return ChainState(head == previous.hex(), count, None if head == previous.hex() else last_at)


def hash_after(previous: bytes, stored: tuple[Any, ...]) -> bytes:
    """The hash that this row should have; empty when the row cannot be one of ours."""
    at, user_name, action, subject, detail = stored
    try:
        entry = {
            "at": datetime.fromtimestamp(at, UTC),
            "user_name": user_name,
            "action": action,
            "subject": subject,
            "detail": None if detail is None else json.loads(detail),
        }
        return chain_hash(previous, entry)
    except (ValueError, TypeError, OverflowError, OSError):
        return b""


def stored_moment(at: Any) -> datetime | None:
    """The instant that a row holds; None for what is none."""
    try:
        return datetime.fromtimestamp(at, UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def note_seen(office: Office, action: str, subject: str) -> Outcome[None]:
    """Writes down that somebody looked at, printed or exported personal data."""
    with office.command() as work:
        work.audit(action, subject)
        return work.outcome(None)
