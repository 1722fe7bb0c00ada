"""New keys of this device, and the province's new keys as they come.

The device's new keys are announced by the last package that the old key signs; what follows is
signed by the new one. Old keys stay for reading: packages and letters sealed for them still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.packages import MOST_ENVELOPE_BYTES, PackageRefused
from desktop.domain.roles import Permission
from desktop.models.offices import offices, settings
from desktop.models.sync import province_links
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.province_recovery import entrust_to_province
from desktop.services.settings import write_setting
from desktop.services.syncing.links import (
    FORMER_SIGNERS,
    SEAL_IDENTITY,
    SIGNING_KEY,
    Link,
    device_keys,
    keep_former_identity,
    require_link,
    write_secret,
)
from desktop.services.syncing.packing import one_at_a_time, pack_record
from desktop.sync.key_changes import ProvinceKeyChange, change_id, prove, read_province_change
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import province_keys_of
from desktop.sync.records import KEY_CHANGE, Record, Revision
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey, fingerprint

_SINCE = "device_keys_since"
# How long the province's former key is still believed, for what was written before it changed.
_TRUSTED_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class KeyState:
    """Fingerprints of this device's key and of the province's, and since when they hold."""

    device: str
    since: datetime
    province: str
    is_enrolled: bool


def key_state(office: Office) -> KeyState:
    """Raises NOT_JOINED."""
    link = require_link(office)
    with office.reading() as connection:
        keys = device_keys(connection)
        query = select(settings.c.value).where(settings.c.key == _SINCE)
        since = connection.execute(query).scalar_one_or_none()
    return KeyState(
        fingerprint(keys.signing.public),
        datetime.fromisoformat(since) if since else link.joined_at,
        fingerprint(link.province.sign),
        link.enrolled_at is not None,
    )


def rotate_keys(office: Office) -> Outcome[KeyState]:
    """Makes new keys and packs the announcement, in one transaction.

    Raises NOT_JOINED, NOT_ENROLLED before the province knows the present key, SYNC_BUSY.
    """
    office.require(Permission.JOIN_PROVINCE)
    with one_at_a_time(office):
        link = require_link(office)
        if link.enrolled_at is None:
            raise RuleViolation(Rule.NOT_ENROLLED, province=link.province.name)
        with office.reading() as connection:
            old = device_keys(connection)
            counter = connection.execute(select(offices.c.revision)).scalar_one() + 1
        signing, identity = SigningKey.new(), new_identity()
        seal = recipient_of(identity)
        content = {
            "unit": office.info.unit_code,
            "year": local_date(office.now()).year,
            "old": old.signing.public,
            "sign": signing.public,
            "seal": seal,
            "proof": prove(signing, str(link.device), old.signing.public, seal),
        }
        number = change_id(link.device, signing.public)
        record = Record(KEY_CHANGE, number, Revision(counter, link.device), content)

        def switch(work: Work) -> None:
            keep_former_identity(work.connection, old.identity)
            write_secret(work.connection, SIGNING_KEY, signing.text)
            write_secret(work.connection, SEAL_IDENTITY, identity)
            write_setting(work, _SINCE, work.now.isoformat())
            work.audit("sync.keys", fingerprint(signing.public))

        pack_record(office, record, switch)
    return Outcome(key_state(office), frozenset({Change.SYNC}))


def read_province_keys(office: Office, link: Link, mailbox: Mailbox) -> Link:
    """Takes in the province's changes of keys, one after the other; gives the link as it is then.

    A change counts only when the key that this office trusts has signed it.
    """
    _forget_expired(office)
    entries = mailbox.list(province_keys_of(office.info.unit_code))
    contents = [mailbox.read(entry.name, MOST_ENVELOPE_BYTES) or b"" for entry in entries]
    taken = True
    while taken:
        taken = False
        for content in contents:
            change = _of_trusted(content, link)
            if change is not None:
                _trust(office, change)
                link, taken = require_link(office), True
    # Also for an office that joined before the province held a half of its key.
    province = link.province
    entrust_to_province(office, province.code, province.name, province.seal)
    return link


def _of_trusted(content: bytes, link: Link) -> ProvinceKeyChange | None:
    """None for what another key has signed: it was taken before, or is nobody's."""
    try:
        change = read_province_change(content, link.province.sign)
    except PackageRefused:
        return None
    return change if change.province == link.province.code else None


def _trust(office: Office, change: ProvinceKeyChange) -> None:
    with office.command() as work:
        former = _former(work)
        until = work.now + _TRUSTED_AFTER
        write_setting(
            work, FORMER_SIGNERS, [*former, {"key": change.old, "until": until.isoformat()}]
        )
        work.connection.execute(
            update(province_links).values(sign_key=change.sign, seal_key=change.seal)
        )
        work.audit("sync.province_keys", fingerprint(change.sign))
        work.outcome(None, Change.SYNC)


def _former(work: Work) -> list[dict[str, Any]]:
    query = select(settings.c.value).where(settings.c.key == FORMER_SIGNERS)
    return list(work.connection.execute(query).scalar_one_or_none() or ())


def _forget_expired(office: Office) -> None:
    """A former key is believed for a while and no longer."""
    with office.reading() as connection:
        query = select(settings.c.value).where(settings.c.key == FORMER_SIGNERS)
        known = connection.execute(query).scalar_one_or_none() or ()
    left = [one for one in known if datetime.fromisoformat(one["until"]) > office.now()]
    if len(left) < len(known):
        with office.command() as work:
            write_setting(work, FORMER_SIGNERS, left)
            work.audit("sync.province_keys", "expired")
            work.outcome(None, Change.SYNC)
