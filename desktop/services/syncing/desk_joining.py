"""A further desk of the unit: its own folder, its own keys, the office's own things inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from desktop.domain.desks import seed_id
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.roles import Role
from desktop.domain.text import fold
from desktop.models import migrations
from desktop.models.desks import desk_versions
from desktop.models.engine import Database
from desktop.models.offices import devices, offices, secrets, users
from desktop.security import key_file
from desktop.security.key_file import KeyFile
from desktop.services.calendar import seed_special_days
from desktop.services.clock import Clock
from desktop.services.office import DATABASE_NAME, Office, OfficeInfo, User, Work, new_travel_id
from desktop.services.setting_up import UNFINISHED_DATABASE_NAME, calendar_years, remove_unfinished
from desktop.services.settings import write_setting
from desktop.services.shipped_procedures import seed_catalogue
from desktop.services.syncing.desk_bodies import shared_records
from desktop.services.syncing.desk_invitations import DeskInvitation, open_desk_invitation
from desktop.services.syncing.desks import begin_desk_chain, make_desk_keys, write_peer
from desktop.services.syncing.links import write_secret
from desktop.sync.records import read_instant
from desktop.sync.sealing import recipient_of

INVITATION_ID = "desk_invitation_id"
INVITATION_SECRET = "desk_invitation_secret"  # noqa: S105 - the name of the row
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class JoinedDesk:
    """The new desk; everybody of ``people`` signs in with the password they have."""

    folder: Path
    unit_code: str
    unit_name: str
    desk_number: int
    device: UUID
    people: tuple[str, ...]


def join_as_desk(folder: Path, text: str, code: str, clock: Clock, file: str = "") -> JoinedDesk:
    """Makes a desk of the inviting office in a folder that has none.

    It works at once, with its own share of numbers; the register comes with the next exchange.
    Raises OFFICE_EXISTS and what ``open_desk_invitation`` raises.
    """
    invitation = open_desk_invitation(text, code, clock.now(), file)
    if (folder / DATABASE_NAME).exists() or (folder / key_file.KEY_FILE_NAME).exists():
        raise RuleViolation(Rule.OFFICE_EXISTS, folder=folder)
    keys = _key_file(invitation)
    with _unfinished(folder) as path:
        _fill(path, invitation, keys, clock)
        key_file.save(folder, keys)
        path.replace(folder / DATABASE_NAME)
    unit = invitation.unit
    return JoinedDesk(
        folder,
        unit["unit_code"],
        unit["unit_name"],
        invitation.desk_number,
        invitation.device,
        tuple(keys.users),
    )


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    path = folder / UNFINISHED_DATABASE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentProblem(Surroundings.FOLDER_NOT_WRITABLE, folder=folder) from error
    try:
        yield path
    except BaseException:
        remove_unfinished(path)
        raise


def _key_file(invitation: DeskInvitation) -> KeyFile:
    people = {p["name"]: key_file.wrapped_from_data(p["wrap"]) for p in invitation.users}
    recovery = invitation.recovery
    return KeyFile(
        invitation.unit["unit_name"],
        invitation.is_practice,
        people,
        key_file.wrapped_from_data(recovery) if recovery else None,
        key_file.province_from_data(invitation.province),
    )


def _fill(path: Path, invitation: DeskInvitation, keys: KeyFile, clock: Clock) -> None:
    unit, first = invitation.unit, invitation.users[0]
    database = Database(path, invitation.database_key)
    info = OfficeInfo(
        unit["unit_code"],
        unit["unit_name"],
        unit["province_name"],
        invitation.is_practice,
        1,
        invitation.desk_number,
    )
    user = User(1, first["name"], Role(first["role"]))
    try:
        office = Office(path.parent, database, info, user, clock, invitation.database_key)
        with office.command() as work:
            migrations.upgrade(work.connection)
            _lay_office(work, invitation)
            seed_special_days(work, calendar_years(work.now.date()))
            seed_catalogue(work)
            _note_seeds(work, keys)
            work.audit("desks.join", str(invitation.desk_number))
    finally:
        database.close()


def _lay_office(work: Work, invitation: DeskInvitation) -> None:
    connection, now = work.connection, work.now
    connection.execute(
        insert(devices).values(
            id=1,
            uuid=invitation.device,
            desk_number=invitation.desk_number,
            name=invitation.name,
            created_at=now,
        )
    )
    connection.execute(
        insert(offices).values(
            id=1,
            uuid=invitation.office_id,
            is_practice=invitation.is_practice,
            created_at=now,
            device_id=1,
            **invitation.unit,
        )
    )
    for person in invitation.users:
        connection.execute(insert(users).values(_user(person)))
    connection.execute(
        insert(secrets), [{"key": k, "value": v} for k, v in invitation.vault.items()]
    )
    for key, value in {**_THIS_MACHINE, **invitation.settings}.items():
        write_setting(work, key, value)
    write_secret(connection, INVITATION_ID, str(invitation.id))
    write_secret(connection, INVITATION_SECRET, invitation.secret)
    _lay_desks(work, invitation)


# A new machine has chosen no printer and no folders yet.
_THIS_MACHINE = {"printer": "", "scan_folder": "", "backup_folder": ""}


def _lay_desks(work: Work, invitation: DeskInvitation) -> None:
    keys = make_desk_keys(work.connection)
    for told in invitation.roster:
        write_peer(work.connection, peer_values(told))
    write_peer(
        work.connection,
        {
            "device": invitation.device,
            "desk_number": invitation.desk_number,
            "name": invitation.name,
            "sign_key": keys.signing.public,
            "seal_key": recipient_of(keys.identity),
            "joined_at": work.now,
        },
    )
    begin_desk_chain(work, asked=str(new_travel_id()))


def peer_values(told: dict[str, Any]) -> dict[str, Any]:
    """The columns of a desk out of plain data. Raises KeyError, ValueError, TypeError."""
    return {
        "device": UUID(told["device"]),
        "desk_number": int(told["desk"]),
        "name": str(told["name"]),
        "sign_key": str(told["sign"]),
        "seal_key": str(told["seal"]),
        "is_founder": bool(told["founder"]),
        "joined_at": read_instant(told["joined_at"]),
        "revoked_at": read_instant(told["revoked_at"]),
        "asked": str(told["asked"]),
        # Desks of an earlier version say neither.
        "leads": bool(told.get("leads", False)),
        "key_epoch": int(told.get("epoch", 0)),
    }


def _user(person: dict[str, Any]) -> dict[str, Any]:
    return {
        "uuid": UUID(person["uuid"]),
        "name": person["name"],
        "name_key": fold(person["name"]),
        "role": Role(person["role"]),
        "department": person["department"],
        "title": person["title"],
        "created_at": datetime.fromtimestamp(person["created_at"], UTC),
    }


def _note_seeds(work: Work, keys: KeyFile) -> None:
    """What the desk begins with is the first version of everything: any other one is newer."""
    rows = [
        {
            "kind": shared.kind,
            "record_uuid": shared.id,
            "version": seed_id(shared.kind, str(shared.id)),
            "counter": 0,
            "device": _NOBODY,
            "past": [],
            "content_sha256": shared.sha256,
            "label": shared.label,
            "told": True,
        }
        for shared in shared_records(work.connection, keys)
    ]
    work.connection.execute(insert(desk_versions), rows)
