"""Inviting a further desk of the same unit, by a file or the text of a QR code.

The file holds what the new desk needs to open the office's own things: the database key, the
keys of the attachments, the people with their wrapped keys. All of it is sealed with a code that
is shown on the screen once and travels apart from the file.
"""

from __future__ import annotations

import base64
import json
import secrets
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import insert, select

from desktop.domain.code_frames import FrameCollector, frames_of
from desktop.domain.dossier_codes import MOST_DESKS
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.domain.packages import MIB
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.desks import desk_invitations
from desktop.models.offices import offices, settings, users
from desktop.models.offices import secrets as office_secrets
from desktop.security import key_file
from desktop.security.files import read_problem, write_whole
from desktop.security.recovery_codes import new_recovery_code, normal_recovery_code
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.desk_bodies import SHARED_SETTINGS
from desktop.services.syncing.desks import (
    Peer,
    found_desks,
    list_desks,
    read_peers,
    require_founder,
)
from desktop.sync.records import read_instant, written_instant

FORMAT = "somotcua-desk-invitation"
VALID_DAYS = 7
# What a QR of the largest size holds, in bytes.
MOST_QR = 2_900
_VAULT = ("attachment_identity", "attachment_naming_key")


@dataclass(frozen=True, slots=True)
class DeskInvited:
    """The invitation: its text, the code that opens it (shown once), until when it may be used."""

    desk_number: int
    text: str
    code: str
    expires_at: datetime
    fits_qr: bool


@dataclass(frozen=True, slots=True)
class DeskInvitation:
    """An opened invitation: everything the new desk begins with."""

    id: uuid.UUID
    secret: str
    office_id: uuid.UUID
    unit: dict[str, str]
    is_practice: bool
    device: uuid.UUID
    desk_number: int
    name: str
    database_key: bytes
    vault: dict[str, str]
    settings: dict[str, Any]
    users: list[dict[str, Any]]
    recovery: dict[str, Any] | None
    province: dict[str, Any] | None
    roster: list[dict[str, Any]]


def invite_desk(
    office: Office, desk_number: int | None = None, name: str = ""
) -> Outcome[DeskInvited]:
    """An invitation for one further desk, which owns its number from now on.

    Raises NOT_FOUNDING_DESK, InputRefused for a number that is taken or out of bounds.
    """
    office.require(Permission.MANAGE_USERS)
    require_founder(list_desks(office))
    keys = key_file.load(office.folder)
    with office.command() as work:
        found_desks(work)
        number = _free_number(work, desk_number)
        shown = clean(name) or f"Quầy {number}"
        expires_at = work.now + timedelta(days=VALID_DAYS)
        row = {
            "id": new_travel_id(),
            "device": new_travel_id(),
            "desk_number": number,
            "name": shown,
            "secret": secrets.token_hex(32),
            "made_at": work.now,
            "expires_at": expires_at,
        }
        work.connection.execute(insert(desk_invitations).values(row))
        content = _content(work, office, keys, row)
        code = new_recovery_code()
        text = _sealed(content, code, keys, expires_at, office, number)
        work.audit("desks.invite", str(number))
        fits = len(text) <= MOST_QR
        return work.outcome(DeskInvited(number, text, code, expires_at, fits), Change.SYNC)


def write_invitation(invited: DeskInvited, out: Path) -> Path:
    """Writes the file, whole or not at all."""
    write_whole(out, invited.text.encode() + b"\n")
    return out


def write_qr(invited: DeskInvited, out: Path) -> Path:
    """The same text as a QR picture (PNG). Raises DESK_CODE_TOO_LONG_FOR_QR."""
    import io

    import segno

    if not invited.fits_qr:
        raise RuleViolation(Rule.DESK_CODE_TOO_LONG_FOR_QR, size=len(invited.text))
    picture = io.BytesIO()
    segno.make(invited.text, error="l", micro=False).save(picture, kind="png", scale=4)
    write_whole(out, picture.getvalue())
    return out


def write_frames(invited: DeskInvited, out: Path) -> Path:
    """The rows of digits that the QR codes on the screen hold, one a line."""
    write_whole(out, "".join(f"{frame}\n" for frame in frames_of(invited.text)).encode())
    return out


def qr_pictures(invited: DeskInvited) -> tuple[bytes, ...]:
    """The text as several QR codes (PNG) that a scanner at a counter reads from the screen."""
    import io

    import segno

    found = []
    for frame in frames_of(invited.text):
        picture = io.BytesIO()
        segno.make(frame, error="m", mode="numeric", micro=False).save(
            picture, kind="png", scale=5, border=3
        )
        found.append(picture.getvalue())
    return tuple(found)


def read_invitation_text(path: Path) -> str:
    """The text of an invitation file. Raises FILE_NOT_FOUND, FILE_NOT_READABLE."""
    try:
        with path.open("rb") as file:
            return file.read(MIB).decode("utf-8", "replace")
    except IsADirectoryError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from None
    except OSError as error:
        raise read_problem(error, path) from error


def open_desk_invitation(text: str, code: str, now: datetime, file: str = "") -> DeskInvitation:
    """Unseals an invitation.

    Raises DESK_INVITATION_NOT_VALID, WRONG_DESK_CODE, DESK_INVITATION_EXPIRED.
    """
    invalid = RuleViolation(Rule.DESK_INVITATION_NOT_VALID, file=file)
    try:
        data = json.loads(_joined(text))
        if data["format"] != FORMAT or data["version"] != 1:
            raise invalid
        wrapped = key_file.wrapped_from_data(data["key"])
        sealed = str(data["sealed"]).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise invalid from None
    normal = normal_recovery_code(code)
    key = key_file.unwrap(wrapped, normal) if normal else None
    if key is None:
        raise RuleViolation(Rule.WRONG_DESK_CODE)
    try:
        told = json.loads(zlib.decompress(Fernet(base64.urlsafe_b64encode(key)).decrypt(sealed)))
        expires = read_instant(told["expires_at"])
        assert expires is not None
        if expires <= now:
            raise RuleViolation(Rule.DESK_INVITATION_EXPIRED, expires=expires, now=now)
        return _opened(told)
    except (InvalidToken, ValueError, KeyError, TypeError, zlib.error):
        raise invalid from None


def _joined(text: str) -> str:
    """Rows of digits as one text; anything else as it is."""
    collector = FrameCollector()
    if all(collector.add(line) is None for line in text.split("\n") if line.strip()):
        return collector.text() or text
    return text


def _opened(told: dict[str, Any]) -> DeskInvitation:
    return DeskInvitation(
        uuid.UUID(told["id"]),
        told["secret"],
        uuid.UUID(told["office"]),
        told["unit"],
        bool(told["is_practice"]),
        uuid.UUID(told["device"]),
        int(told["desk"]),
        told["name"],
        bytes.fromhex(told["database_key"]),
        told["vault"],
        told["settings"],
        told["users"],
        told["recovery"],
        told.get("province"),
        told["roster"],
    )


def _free_number(work: Work, wanted: int | None) -> int:
    taken = {peer.desk_number for peer in read_peers(work.connection)}
    taken |= set(work.connection.execute(select(desk_invitations.c.desk_number)).scalars())
    free = [number for number in range(1, MOST_DESKS + 1) if number not in taken]
    if wanted is None and free:
        return free[0]
    if wanted is None or wanted not in free:
        choices = ", ".join(map(str, free[:10]))
        facts = {"text": str(wanted or ""), "choices": choices}
        raise InputRefused(InputProblem("desk", Entry.UNKNOWN_CHOICE, facts))
    return wanted


def _content(
    work: Work, office: Office, keys: key_file.KeyFile, row: dict[str, Any]
) -> dict[str, Any]:
    connection = work.connection
    mine = connection.execute(select(offices)).one()
    shared = select(settings).where(settings.c.key.in_(SHARED_SETTINGS))
    people = connection.execute(select(users).where(users.c.is_active)).all()
    vault = select(office_secrets).where(office_secrets.c.key.in_(_VAULT))
    return {
        "id": str(row["id"]),
        "secret": row["secret"],
        "expires_at": written_instant(row["expires_at"]),
        "office": str(mine.uuid),
        "unit": {
            "unit_code": mine.unit_code,
            "unit_name": mine.unit_name,
            "province_code": mine.province_code,
            "province_name": mine.province_name,
        },
        "is_practice": mine.is_practice,
        "device": str(row["device"]),
        "desk": row["desk_number"],
        "name": row["name"],
        "database_key": office.database_key.hex(),
        "vault": {secret.key: secret.value for secret in connection.execute(vault)},
        "settings": {setting.key: setting.value for setting in connection.execute(shared)},
        "users": [_person(person, keys) for person in people if person.name in keys.users],
        "recovery": key_file.wrapped_to_data(keys.recovery) if keys.recovery else None,
        "province": key_file.province_to_data(keys.province) if keys.province else None,
        "roster": [told_peer(peer) for peer in read_peers(connection)],
    }


def _person(row: Any, keys: key_file.KeyFile) -> dict[str, Any]:
    return {
        "uuid": row.uuid.hex,
        "name": row.name,
        "role": str(row.role),
        "department": row.department,
        "title": row.title,
        "created_at": int(row.created_at.timestamp()),
        "wrap": key_file.wrapped_to_data(keys.users[row.name]),
    }


def told_peer(peer: Peer) -> dict[str, Any]:
    """A desk as plain data."""
    return {
        "device": str(peer.device),
        "desk": peer.desk_number,
        "name": peer.name,
        "sign": peer.sign,
        "seal": peer.seal,
        "founder": peer.is_founder,
        "joined_at": written_instant(peer.joined_at),
        "revoked_at": written_instant(peer.revoked_at),
        "asked": peer.asked,
        "leads": peer.leads,
        "epoch": peer.key_epoch,
    }


def _sealed(
    content: dict[str, Any],
    code: str,
    keys: key_file.KeyFile,
    expires_at: datetime,
    office: Office,
    number: int,
) -> str:
    key = key_file.new_database_key()
    normal = normal_recovery_code(code)
    assert normal is not None
    cost = next(iter(keys.users.values())).cost
    packed = zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 9)
    data = {
        "format": FORMAT,
        "version": 1,
        "unit": office.info.unit_code,
        "desk": number,
        "expires_at": written_instant(expires_at),
        "key": key_file.wrapped_to_data(key_file.wrap(key, normal, cost)),
        "sealed": Fernet(base64.urlsafe_b64encode(key)).encrypt(packed).decode(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
