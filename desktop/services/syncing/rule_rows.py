"""Rule packs as they came to this unit: a list, and what a person should look at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.packages import SyncProblem
from desktop.models.rules import received_rules
from desktop.services.office import Office
from desktop.wording.province import pack_title


@dataclass(frozen=True, slots=True)
class ReceivedRules:
    """A pack that the province sent, and what became of it here, in words."""

    id: uuid.UUID
    kind: PackKind
    name: str
    number: int
    valid_from: date | None
    file_name: str
    state: PackState
    message: str
    received_at: datetime
    decided_at: datetime | None
    decided_by: str


def list_rules(office: Office) -> tuple[ReceivedRules, ...]:
    """Every pack that came, newest first."""
    query = select(received_rules).order_by(received_rules.c.received_at.desc())
    with office.reading() as connection:
        rows = connection.execute(query.order_by(received_rules.c.number.desc())).all()
    return tuple(_row(row) for row in rows)


def rules_problems(office: Office) -> tuple[tuple[SyncProblem, dict[str, Any], datetime], ...]:
    """What a person should look at: packs that wait, packs that could not be used."""
    codes = {
        PackState.WAITING: SyncProblem.RULES_WAITING,
        PackState.REFUSED: SyncProblem.RULES_REFUSED,
    }
    rows = list_rules(office)
    newest: dict[tuple[PackKind, str], int] = {}
    for row in rows:
        newest[row.kind, row.name] = max(row.number, newest.get((row.kind, row.name), 0))
    return tuple(
        (codes[row.state], {"what": pack_title(row.kind, row.name), "number": row.number,
                            "why": row.message, "id": str(row.id)[-8:]}, row.received_at)
        for row in rows
        if row.state in codes and row.number == newest[row.kind, row.name]
    )  # fmt: skip


def _row(row: Any) -> ReceivedRules:
    return ReceivedRules(
        row.uuid,
        row.kind,
        row.name,
        row.number,
        row.valid_from,
        row.file_name,
        row.state,
        row.message,
        row.received_at,
        row.decided_at,
        row.decided_by,
    )
