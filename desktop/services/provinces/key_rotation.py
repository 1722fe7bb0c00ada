"""New keys of the province: announced to every unit by the old key; old packages still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from desktop.domain.roles import Permission
from desktop.models.appraisals import province_state
from desktop.province.desks import (
    KeyWord,
    devices_of,
    key_words,
    replace_keys,
)
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import server_of, store_reading
from desktop.sync.carrying import lay_file
from desktop.sync.key_changes import ProvinceKeyChange, prove
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import province_keys_place
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey, fingerprint


@dataclass(frozen=True, slots=True)
class ProvinceKeyState:
    """The key that units compare by eye, and when the last change was."""

    fingerprint: str
    changed_at: datetime | None
    changes: int


def province_key_state(office: Office) -> ProvinceKeyState:
    """Raises NOT_A_PROVINCE."""
    desk = require_desk(office)
    with office.reading() as connection:
        words = key_words(connection)
    last = words[-1].made_at if words else None
    return ProvinceKeyState(fingerprint(desk.signing.public), last, len(words))


def rotate_province_keys(office: Office) -> Outcome[ProvinceKeyState]:
    """Makes new keys. Units take them over at their next turn; invitations carry the new ones."""
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    signing, identity = SigningKey.new(), new_identity()
    old, seal = desk.signing.public, recipient_of(identity)
    with office.command() as work:
        proof = prove(signing, desk.code, old, seal)
        change = ProvinceKeyChange(desk.code, old, signing.public, seal, work.now, proof)
        word = KeyWord(signing.public, work.now, change.to_bytes(desk.signing).decode())
        replace_keys(work.connection, desk, signing, identity, word)
        state = update(province_state).values(sign_key=signing.public)
        if server_of(office) is None:
            work.connection.execute(state)
        work.audit("province.keys", fingerprint(signing.public))
        work.outcome(None, Change.SYNC)
    server = server_of(office)
    if server is not None:
        # After the folder: a machine that dies here finds the former key and mends it.
        with server.writing() as connection:
            connection.execute(state)
    return Outcome(province_key_state(office), frozenset({Change.SYNC}))


def lay_key_words(office: Office, mailbox: Mailbox) -> int:
    """Lays every change of keys for every unit: one that was away for long needs all of them."""
    with office.reading() as connection:
        words = key_words(connection)
    if not words:
        return 0
    with store_reading(office) as connection:
        units = sorted({d.unit_code for d in devices_of(connection) if d.revoked_at is None})
    return sum(
        lay_file(mailbox, province_keys_place(unit, word.sign), word.envelope.encode()) > 0
        for unit in units
        for word in words
    )
