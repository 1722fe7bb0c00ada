"""What is typed and not yet saved: kept on disk, so that it survives a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.models.dossiers import drafts
from desktop.services.office import Office
from desktop.services.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Draft:
    """Plain data of a form, and when it was last kept."""

    content: dict[str, Any]
    saved_at: datetime


def keep_draft(office: Office, kind: str, content: dict[str, Any]) -> Outcome[None]:
    """Replaces the user's draft of this kind."""
    with office.command() as work:
        statement = upsert(drafts).values(
            user_id=office.user.id, kind=kind, content=content, saved_at=work.now
        )
        work.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["user_id", "kind"],
                set_={"content": statement.excluded.content, "saved_at": work.now},
            )
        )
        return work.outcome(None)


def read_draft(office: Office, kind: str) -> Draft | None:
    """The user's draft of this kind."""
    mine = (drafts.c.user_id == office.user.id, drafts.c.kind == kind)
    with office.reading() as connection:
        row = connection.execute(select(drafts).where(*mine)).one_or_none()
    return Draft(row.content, row.saved_at) if row else None


def drop_draft(office: Office, kind: str) -> Outcome[None]:
    """Forgets the draft."""
    with office.command() as work:
        mine = (drafts.c.user_id == office.user.id, drafts.c.kind == kind)
        work.connection.execute(delete(drafts).where(*mine))
        return work.outcome(None)
