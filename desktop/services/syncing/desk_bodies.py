"""What the desks of a unit share, whole and as plain data: people, settings, days, procedures.

Bodies hold values as SQLite keeps them, and names that mean the same on every desk: a
procedure's code, a user's travel id; never a row number of this office.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.desks import DeskKind
from desktop.models.base import canonical_json
from desktop.models.calendar import special_days
from desktop.models.offices import settings, users
from desktop.models.procedures import procedure_versions, procedures
from desktop.security.key_file import KeyFile, wrapped_to_data
from desktop.services.declaration_templates import TEMPLATES_KEY
from desktop.services.settings import DEVICE_KEYS, OfficeSettings
from desktop.services.syncing.desk_rows import table_bodies
from desktop.services.syncing.desk_tables import hashed

_LONGEST_LABEL = 200
_NAMES = uuid.UUID("5d9a0c2e-3f6b-5e5b-9d0a-6a1c3f0c7d11")
SHARED_SETTINGS = (frozenset(f.name for f in fields(OfficeSettings)) - frozenset(DEVICE_KEYS)) | {
    TEMPLATES_KEY
}


@dataclass(frozen=True, slots=True)
class Shared:
    """One record as it stands in this register; ``body`` None when it was removed."""

    kind: DeskKind
    id: uuid.UUID
    label: str
    body: dict[str, Any] | None

    @property
    def sha256(self) -> str:
        """The same for the same content everywhere."""
        if self.body is None:
            return body_sha256(None)
        if self.kind is not DeskKind.PROCEDURE:
            return body_sha256(hashed(self.kind, self.body))
        # Every desk lays in the shipped catalogue by itself: when is no difference.
        versions = [_without_making(version) for version in self.body["versions"]]
        return body_sha256({**self.body, "versions": versions})


def _without_making(version: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in version.items() if k not in ("created_at", "created_by")}


def body_sha256(body: dict[str, Any] | None) -> str:
    """The hash of a body's canonical text."""
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def named_id(kind: DeskKind, name: str) -> uuid.UUID:
    """The id of a record that is known by its name on every desk."""
    return uuid.uuid5(_NAMES, f"{kind}:{name}")


def shared_records(connection: Connection, keys: KeyFile) -> Iterator[Shared]:
    """Everything with versions but the dossiers."""
    yield from _users(connection, keys)
    yield from _settings(connection)
    yield from _days(connection)
    yield from _procedures(connection)
    yield from _rows(connection)


def _rows(connection: Connection) -> Iterator[Shared]:
    """Assessments, reports, reserved numbers: everything that is described as data."""
    for shared, key, body in table_bodies(connection):
        parts = (body[name] for name in shared.label)
        label = " ".join(" ".join(map(str, p)) if isinstance(p, list) else str(p) for p in parts)
        yield Shared(shared.kind, named_id(shared.kind, key), label[:_LONGEST_LABEL].strip(), body)


def _users(connection: Connection, keys: KeyFile) -> Iterator[Shared]:
    for row in connection.execute(select(users)):
        wrapped = keys.users.get(row.name)
        if wrapped is None and row.is_active:
            continue  # the key file is behind: a lost key must not spread
        body = {
            "name": row.name,
            "role": str(row.role),
            "department": row.department,
            "title": row.title,
            "is_active": row.is_active,
            "created_at": int(row.created_at.timestamp()),
            "wrap": wrapped_to_data(wrapped) if wrapped is not None else None,
        }
        yield Shared(DeskKind.USER, row.uuid, row.name, body)


def _settings(connection: Connection) -> Iterator[Shared]:
    for row in connection.execute(select(settings).where(settings.c.key.in_(SHARED_SETTINGS))):
        body = {"key": row.key, "value": row.value}
        yield Shared(DeskKind.SETTING, named_id(DeskKind.SETTING, row.key), row.key, body)


def _days(connection: Connection) -> Iterator[Shared]:
    for row in connection.execute(select(special_days)):
        name = row.day.isoformat()
        body = {
            "day": name,
            "kind": str(row.kind),
            "note": row.note,
            "confirmed": row.confirmed,
            "in_force": row.in_force,
            "source": row.source,
        }
        yield Shared(DeskKind.DAY, named_id(DeskKind.DAY, name), name, body)


def _procedures(connection: Connection) -> Iterator[Shared]:
    versions: dict[int, list[Any]] = {}
    order = procedure_versions.c.procedure_id, procedure_versions.c.number
    for row in connection.execute(select(procedure_versions).order_by(*order)):
        versions.setdefault(row.procedure_id, []).append(row)
    for row in connection.execute(select(procedures)):
        mine = versions.get(row.id, [])
        current = next((v.number for v in mine if v.id == row.current_version_id), None)
        body = {
            "code": row.code,
            "name": row.name,
            "field": row.field,
            "is_active": row.is_active,
            "current": current,
            "versions": [_version(v) for v in mine],
        }
        yield Shared(DeskKind.PROCEDURE, named_id(DeskKind.PROCEDURE, row.code), row.code, body)


def _version(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "facts": row.facts,
        "source": row.source,
        "created_at": int(row.created_at.timestamp()),
        "created_by": row.created_by,
    }
