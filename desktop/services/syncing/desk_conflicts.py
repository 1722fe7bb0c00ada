"""Two versions made at the same time: shown side by side, settled by a person, both kept."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from desktop.domain.desks import DeskKind, grown_past, version_id
from desktop.domain.dossiers import DossierEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.desks import desk_losers
from desktop.models.dossiers import dossier_events, dossiers
from desktop.models.offices import devices
from desktop.security import key_file
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.passwords import keys_changed
from desktop.services.syncing.desk_applying import KeyChanges, lay_shared
from desktop.services.syncing.desk_bodies import Shared
from desktop.services.syncing.desk_dossiers import dossier_bodies, lay_dossier
from desktop.services.syncing.desk_loading import everything_shared
from desktop.services.syncing.desk_tables import TABLES
from desktop.services.syncing.desk_versions import (
    Told,
    current_dossier,
    keep_loser,
    open_losers,
    read_version,
    settle_losers,
    shared_version,
    told_of_loser,
    whole,
    write_version,
)
from desktop.services.syncing.links import this_device
from desktop.wording.desks import difference_rows, kind_text

CURRENT = "current"
_SHORT = 8


@dataclass(frozen=True, slots=True)
class LosingVersion:
    """One version that does not stand: whose, and what differs (name, value here, value there)."""

    version: str
    desk: str
    noted_at: datetime
    settled_at: datetime | None
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record of which several versions were made at the same time; one of them stands."""

    kind: DeskKind
    kind_text: str
    label: str
    record: uuid.UUID
    desk: str
    losers: tuple[LosingVersion, ...]

    @property
    def is_open(self) -> bool:
        """Whether a person still has to look."""
        return any(loser.settled_at is None for loser in self.losers)


def list_conflicts(office: Office, *, with_settled: bool = False) -> tuple[Conflict, ...]:
    """What a person has to look at, oldest first; also what was settled, when asked for."""
    keys = key_file.load(office.folder)
    query = select(desk_losers).order_by(desk_losers.c.noted_at, desk_losers.c.label)
    if not with_settled:
        query = query.where(desk_losers.c.settled_at.is_(None))
    with office.reading() as connection:
        rows: dict[tuple[DeskKind, uuid.UUID], list[Any]] = {}
        for row in connection.execute(query):
            rows.setdefault((DeskKind(row.kind), row.record_uuid), []).append(row)
        shared = _shared(connection, keys) if any(k != DeskKind.DOSSIER for k, _ in rows) else {}
        return tuple(_conflict(connection, shared, *key, found) for key, found in rows.items())


def _shared(
    connection: Connection, keys: key_file.KeyFile
) -> dict[tuple[DeskKind, uuid.UUID], Shared]:
    return {(s.kind, s.id): s for s in everything_shared(connection, keys)}


def _conflict(
    connection: Connection,
    shared: dict[tuple[DeskKind, uuid.UUID], Shared],
    kind: DeskKind,
    record: uuid.UUID,
    rows: list[Any],
) -> Conflict:
    if kind is DeskKind.DOSSIER:
        here: Shared | None = next(dossier_bodies(connection, [record]), None)
    else:
        here = shared.get((kind, record))
    names = _desk_names(connection)
    standing = read_version(connection, kind, record)
    body = here.body if here is not None else None
    losers = tuple(
        LosingVersion(
            row.version[:_SHORT],
            names.get(row.device, ""),
            row.noted_at,
            row.settled_at,
            difference_rows(kind, body, row.body),
        )
        for row in rows
    )
    desk = names.get(standing.device, "") if standing is not None else ""
    return Conflict(kind, kind_text(kind), rows[0].label, record, desk, losers)


def _desk_names(connection: Connection) -> dict[uuid.UUID, str]:
    return {row.uuid: row.name for row in connection.execute(select(devices))}


def settle(
    office: Office, label: str, keep: str, record: uuid.UUID | None = None
) -> Outcome[Conflict]:
    """Decides: ``keep`` is "current" or the beginning of a losing version's name.

    ``record`` says which one where several have this label, such as a line and its documents.
    A version that was settled before can be taken back in the same way: what stood until then
    is kept as a losing version. Raises RuleViolation(NO_DESK_CONFLICT).
    """
    keys = key_file.load(office.folder)
    with ExitStack() as until_safe, office.command() as work:
        chosen, kind, record = _chosen(work.connection, label, keep, record)
        _require(office, kind)
        changes = KeyChanges()
        current = _standing(work, kind, record, keys)
        if current is None:
            raise RuleViolation(Rule.NO_DESK_CONFLICT, label=label, version=keep)
        heads = [current, *open_losers(work.connection, kind, record)]
        if chosen is not None:
            keep_loser(work, replace(current, is_told=True), settled=True)
            _lay(work, chosen, current, changes)
        _write_settlement(work, kind, record, heads, chosen, changes)
        settle_losers(work, kind, record, [head.version.id for head in heads])
        work.audit("desks.settle", label, keep=keep if chosen is None else "other")
        if changes.wraps:
            until_safe.enter_context(keys_changed(office.folder, changes.applied_to))
        work.outcome(None, Change.SYNC, *_CHANGES[kind])
    found = [c for c in list_conflicts(office, with_settled=True) if c.record == record]
    return Outcome(found[0], frozenset({Change.SYNC, *_CHANGES[kind]}))


_CHANGES = {
    DeskKind.DOSSIER: (Change.DOSSIERS,),
    DeskKind.USER: (Change.USERS,),
    DeskKind.SETTING: (Change.OFFICE, Change.CALENDAR),
    DeskKind.DAY: (Change.CALENDAR,),
    DeskKind.PROCEDURE: (Change.PROCEDURES,),
    **{shared.kind: (shared.change,) for shared in TABLES},
}
_PERMISSIONS = {
    DeskKind.DOSSIER: Permission.EDIT_DOSSIER,
    DeskKind.USER: Permission.MANAGE_USERS,
    DeskKind.SETTING: Permission.EDIT_OFFICE,
    DeskKind.DAY: Permission.EDIT_CALENDAR,
    DeskKind.PROCEDURE: Permission.EDIT_PROCEDURES,
    **{shared.kind: shared.permission for shared in TABLES},
}


def _require(office: Office, kind: DeskKind) -> None:
    office.require(_PERMISSIONS[kind])


def _chosen(
    connection: Connection, label: str, keep: str, record: uuid.UUID | None
) -> tuple[Told | None, DeskKind, uuid.UUID]:
    """The losing version that was asked for, None for what stands."""
    rows = connection.execute(
        select(desk_losers).where(desk_losers.c.label == label).order_by(desk_losers.c.noted_at)
    ).all()
    rows = [row for row in rows if record in (None, row.record_uuid)]
    if keep == CURRENT:
        open_ones = [row for row in rows if row.settled_at is None]
        if open_ones:
            return None, DeskKind(open_ones[0].kind), open_ones[0].record_uuid
    else:
        found = [row for row in rows if keep and row.version.startswith(keep)]
        if len(found) == 1:
            return told_of_loser(found[0]), DeskKind(found[0].kind), found[0].record_uuid
    raise RuleViolation(Rule.NO_DESK_CONFLICT, label=label, version=keep)


def _standing(work: Work, kind: DeskKind, record: uuid.UUID, keys: key_file.KeyFile) -> Told | None:
    """What stands now, with a version of its own also when it was just changed."""
    connection = work.connection
    if kind is DeskKind.DOSSIER:
        found = current_dossier(connection, record)
    else:
        shared = _shared(connection, keys).get((kind, record))
        known = read_version(connection, kind, record)
        me = this_device(connection)
        found = None if shared is None else shared_version(known, shared, work.revision(), me)
    return None if found is None else whole(connection, found[0])


def _lay(work: Work, chosen: Told, current: Told, changes: KeyChanges) -> None:
    if chosen.kind is DeskKind.DOSSIER:
        assert chosen.body is not None
        lay_dossier(work, chosen.id, chosen.body, work.revision(), work.office.info.device_id)
    else:
        lay_shared(work, chosen.kind, chosen.id, (chosen.body, current.body), changes)


def _write_settlement(
    work: Work,
    kind: DeskKind,
    record: uuid.UUID,
    heads: list[Told],
    chosen: Told | None,
    changes: KeyChanges,
) -> None:
    """A new version that came from all of them: every desk then takes it as the answer."""
    connection, counter, me = work.connection, work.revision(), this_device(work.connection)
    if kind is DeskKind.DOSSIER:
        _note_in_history(work, record, chosen)
        shared = next(dossier_bodies(connection, [record]))
    else:
        keys = changes.applied_to(key_file.load(work.office.folder))
        shared = _shared(connection, keys)[(kind, record)]
    past: list[str] = []
    for head in heads:
        past = grown_past(past, *head.past, head.version.id)
    digest = shared.sha256
    made = version_id(kind, str(record), counter, str(me), digest)
    version = replace(heads[0].version, counter=counter, device=str(me), id=made)
    told = Told(kind, record, version, tuple(past), digest, shared.label, shared.body, False)
    write_version(connection, told)


def _note_in_history(work: Work, record: uuid.UUID, chosen: Told | None) -> None:
    connection = work.connection
    row = connection.execute(select(dossiers).where(dossiers.c.uuid == record)).one()
    connection.execute(
        dossiers.update()
        .where(dossiers.c.id == row.id)
        .values(revision=work.revision(), revision_device=work.office.info.device_id)
    )
    desk = "" if chosen is None else _desk_names(connection).get(uuid.UUID(chosen.version.device))
    reason = f"Chọn bản của {desk}" if desk else "Giữ bản đang có, sau khi xem bản kia"
    connection.execute(
        insert(dossier_events).values(
            dossier_id=row.id,
            event=DossierEvent.EDIT,
            at=work.now,
            recorded_at=work.now,
            user_name=work.user.name,
            reason=reason,
            state=row.state,
            data={"before": {}},
        )
    )
    work.queue("dossier", record)
