"""Laying people, settings, days and procedures of another desk into this register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from desktop.domain.desks import DeskKind
from desktop.domain.roles import Role
from desktop.domain.text import fold
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.models.calendar import special_days
from desktop.models.offices import users
from desktop.models.procedures import procedure_versions, procedures
from desktop.security.key_file import KeyFile, WrappedKey, wrapped_from_data
from desktop.services.calendar import store_special_days
from desktop.services.office import Work, new_travel_id
from desktop.services.outcomes import Change
from desktop.services.settings import write_setting
from desktop.services.syncing.desk_bodies import SHARED_SETTINGS
from desktop.services.syncing.desk_refusals import CannotTakeIn
from desktop.services.syncing.desk_rows import lay_row, remove_row
from desktop.services.syncing.desk_tables import BY_KIND, SharedTable


@dataclass
class KeyChanges:
    """What has to be written into the key file when the transaction is safe."""

    wraps: dict[str, WrappedKey | None] = field(default_factory=dict)

    def applied_to(self, keys: KeyFile) -> KeyFile:
        """The key file with the changes."""
        for name, wrapped in self.wraps.items():
            keys = keys.without_user(name) if wrapped is None else keys.with_user(name, wrapped)
        return keys


def lay_shared(
    work: Work,
    kind: DeskKind,
    record: UUID,
    bodies: tuple[dict[str, Any] | None, dict[str, Any] | None],
    keys: KeyChanges,
) -> None:
    """Makes the first body what stands here, in place of the second.

    Raises CannotTakeIn, MustWait.
    """
    body, here = bodies
    if kind is DeskKind.USER:
        _lay_user(work, record, body, keys)
    elif kind in BY_KIND:
        _lay_table(work, BY_KIND[kind], body, here)
    else:
        _LAY[kind](work, body)


def _lay_table(
    work: Work, shared: SharedTable, body: dict[str, Any] | None, here: dict[str, Any] | None
) -> None:
    if body is None or _is_removed(body):
        remove_row(work, shared, None if here is None or _is_removed(here) else here)
    else:
        lay_row(work, shared, body)


def _is_removed(body: dict[str, Any]) -> bool:
    return bool(body.get("removed"))


def _lay_user(work: Work, record: UUID, body: dict[str, Any] | None, keys: KeyChanges) -> None:
    if body is None:
        return  # people are switched off, never removed
    connection, name = work.connection, str(body["name"])
    holder = connection.execute(
        select(users.c.uuid).where(users.c.name_key == fold(name))
    ).scalar_one_or_none()
    if holder is not None and holder != record:
        raise CannotTakeIn("name_taken")
    values = {
        "name": name,
        "name_key": fold(name),
        "role": Role(body["role"]),
        "department": str(body["department"]),
        "title": str(body["title"]),
        "is_active": bool(body["is_active"]),
        "created_at": datetime.fromtimestamp(int(body["created_at"]), UTC),
    }
    if holder is None:
        connection.execute(insert(users).values(uuid=record, **values))
    else:
        connection.execute(update(users).where(users.c.uuid == record).values(values))
    keys.wraps[name] = wrapped_from_data(body["wrap"]) if body["wrap"] is not None else None
    work.changes.add(Change.USERS)


def _lay_setting(work: Work, body: dict[str, Any] | None) -> None:
    if body is not None and body["key"] in SHARED_SETTINGS:
        write_setting(work, str(body["key"]), body["value"])
        work.changes.update((Change.OFFICE, Change.CALENDAR))


def _lay_day(work: Work, body: dict[str, Any] | None) -> None:
    if body is None:
        return
    day = date.fromisoformat(body["day"])
    if body.get("removed"):
        work.connection.execute(delete(special_days).where(special_days.c.day == day))
    else:
        special = SpecialDay(
            day,
            DayKind(body["kind"]),
            str(body["note"]),
            bool(body["confirmed"]),
            bool(body["in_force"]),
        )
        store_special_days(work.connection, [special], str(body["source"]))
    work.changes.add(Change.CALENDAR)


def _lay_procedure(work: Work, body: dict[str, Any] | None) -> None:
    if body is None:
        return
    connection, code = work.connection, str(body["code"])
    values = {"name": body["name"], "field": body["field"], "is_active": bool(body["is_active"])}
    found = connection.execute(
        update(procedures)
        .where(procedures.c.code == code)
        .values(values)
        .returning(procedures.c.id)
    ).scalar_one_or_none()
    if found is None:
        found = connection.execute(
            insert(procedures)
            .values(uuid=new_travel_id(), code=code, **values)
            .returning(procedures.c.id)
        ).scalar_one()
    for version in body["versions"]:
        _lay_version(work, found, version)
    current = connection.execute(
        select(procedure_versions.c.id).where(
            procedure_versions.c.procedure_id == found,
            procedure_versions.c.number == body["current"],
        )
    ).scalar_one_or_none()
    connection.execute(
        update(procedures).where(procedures.c.id == found).values(current_version_id=current)
    )
    work.changes.add(Change.PROCEDURES)


def _lay_version(work: Work, procedure_id: int, told: dict[str, Any]) -> None:
    mine = (
        procedure_versions.c.procedure_id == procedure_id,
        procedure_versions.c.number == told["number"],
    )
    values = {
        "valid_from": _day(told["valid_from"]),
        "valid_to": _day(told["valid_to"]),
        "facts": told["facts"],
        "source": told["source"],
        "created_at": datetime.fromtimestamp(int(told["created_at"]), UTC),
        "created_by": told["created_by"],
    }
    changed = work.connection.execute(update(procedure_versions).where(*mine).values(values))
    if not changed.rowcount:
        work.connection.execute(
            insert(procedure_versions).values(
                procedure_id=procedure_id, number=told["number"], **values
            )
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_LAY: dict[DeskKind, Callable[[Work, dict[str, Any] | None], None]] = {
    DeskKind.SETTING: _lay_setting,
    DeskKind.DAY: _lay_day,
    DeskKind.PROCEDURE: _lay_procedure,
}


def removed_body(kind: DeskKind, label: str) -> dict[str, Any]:
    """What stands for a record that a person removed."""
    return {"day": label, "removed": True} if kind is DeskKind.DAY else {"removed": True}
