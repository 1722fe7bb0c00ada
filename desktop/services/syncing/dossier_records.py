"""Dossiers as they travel: whole and pseudonymous.

No name, identity number, phone, address or other free text leaves: neither of citizens nor of
the office's people. What a field may hold is in ``resources/schemas/dossier.schema.json``.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.dossier_codes import looks_like_code
from desktop.models.dossiers import attachments, dossier_documents, dossier_events, dossiers
from desktop.models.offices import devices
from desktop.models.procedures import procedure_versions, procedures
from desktop.sync.records import DOSSIER, Record, Revision, written_instant

_BLOCK = 400
_Rows = dict[int, list[Any]]


def dossier_records(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[Record]:
    """The dossiers with these ids, in this order, read block by block."""
    for start in range(0, len(ids), _BLOCK):
        wanted = ids[start : start + _BLOCK]
        found = {row.uuid: row for row in connection.execute(_query(wanted))}
        numbers = [row.id for row in found.values()]
        history = _by_dossier(connection, _history(numbers))
        papers = _by_dossier(connection, _papers(numbers))
        files = _by_dossier(connection, _files(numbers))
        for record_id in wanted:
            row = found.get(record_id)
            if row is not None:
                content = _content(row, history[row.id], papers[row.id], files[row.id])
                revision = Revision(row.revision, row.device_uuid)
                yield Record(DOSSIER, record_id, revision, content)


def _content(row: Any, history: list[Any], papers: list[Any], files: list[Any]) -> dict[str, Any]:
    limit = None
    if row.limit_unit is not None:
        value = row.limit_value or 0
        limit = {"value": value, "unit": str(row.limit_unit), "cutoff": row.limit_cutoff}
    return {
        "code": row.code,
        # Typed by hand: only what has the shape of a code leaves, never a name or number.
        "portal_code": row.portal_code if looks_like_code(row.portal_code) else "",
        "procedure": {
            "code": row.procedure_code,
            "name": row.procedure_name,
            "field": row.service_field,
            "version": row.version_number,
        },
        "limit": limit,
        "supplement_mode": str(row.supplement_mode),
        "channel": str(row.channel),
        "applicant_kind": str(row.applicant_kind),
        "return_method": str(row.return_method),
        "sets": row.sets,
        "fee_vnd": row.fee_vnd,
        "desk": row.desk_number,
        **{name: written_instant(row._mapping[name]) for name in _INSTANTS},
        # A third number, the due date until then, is this office's own way of undoing.
        "pauses": [[_second(moment) for moment in pause] for pause in row.pauses],
        "supplement_count": row.supplement_count,
        "state": str(row.state),
        "timeliness": None if row.timeliness is None else str(row.timeliness),
        "papers": {"asked": len(papers), "handed_in": sum(p.handed_in for p in papers)},
        "files": {
            "papers": sum(not f.is_result for f in files),
            "results": sum(f.is_result for f in files),
        },
        "history": [_step(step) for step in history],
        **_since_0021(row),
    }


def _since_0021(row: Any) -> dict[str, Any]:
    """What is told only where it is known: provinces with an older program know no such keys."""
    told = {
        "payment": row.payment and str(row.payment),
        "paid_on": row.paid_on and row.paid_on.isoformat(),
        "online_level": row.online_level and str(row.online_level),
        "outside_boundary": row.outside_boundary or None,
    }
    return {key: value for key, value in told.items() if value is not None}


_INSTANTS = (
    "submitted_at",
    "received_at",
    "original_due_at",
    "legal_due_at",
    "due_at",
    "apologised_at",
    "waiting_since",
    "ended_at",
    "finished_at",
    "returned_at",
)


def _step(step: Any) -> dict[str, Any]:
    return {
        "event": str(step.event),
        "at": written_instant(step.at),
        "recorded_at": written_instant(step.recorded_at),
        "state": str(step.state),
        "undone": step.undone,
    }


def _second(stamp: int | None) -> str | None:
    return None if stamp is None else written_instant(datetime.fromtimestamp(stamp, UTC))


def _query(ids: Sequence[uuid.UUID]) -> Any:
    return (
        select(
            dossiers,
            devices.c.uuid.label("device_uuid"),
            procedures.c.code.label("procedure_code"),
            procedures.c.name.label("procedure_name"),
            procedures.c.field.label("service_field"),
            procedure_versions.c.number.label("version_number"),
        )
        .join(devices, devices.c.id == dossiers.c.revision_device)
        .join(procedures, procedures.c.id == dossiers.c.procedure_id)
        .join(procedure_versions, procedure_versions.c.id == dossiers.c.version_id)
        .where(dossiers.c.uuid.in_(ids))
    )


def _history(numbers: list[int]) -> Any:
    events = dossier_events
    query = select(events).where(events.c.dossier_id.in_(numbers))
    return query.order_by(events.c.dossier_id, events.c.id)


def _papers(numbers: list[int]) -> Any:
    columns = dossier_documents.c.dossier_id, dossier_documents.c.handed_in
    return select(*columns).where(dossier_documents.c.dossier_id.in_(numbers))


def _files(numbers: list[int]) -> Any:
    columns = attachments.c.dossier_id, attachments.c.is_result
    mine = attachments.c.dossier_id.in_(numbers), attachments.c.removed_at.is_(None)
    return select(*columns).where(*mine)


def _by_dossier(connection: Connection, query: Any) -> _Rows:
    found: _Rows = defaultdict(list)
    for row in connection.execute(query):
        found[row.dossier_id].append(row)
    return found
