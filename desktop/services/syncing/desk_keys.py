"""Whose key counts among the desks: changes of keys are heard, kept, and passed on.

A word is believed when it leads on from the key that a desk is known by, or when it tells what
that key followed. Words stay for ever: a desk that was away follows them one after the other.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from desktop.domain.packages import MOST_ENVELOPE_BYTES, PackageRefused
from desktop.models.desks import desk_key_words, desk_peers
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.syncing.desks import Peer, read_peers
from desktop.sync.carrying import lay_file
from desktop.sync.desk_keys import (
    DeskKeyWord,
    desk_keys_of,
    desk_keys_place,
    read_desk_key_word,
)
from desktop.sync.mailboxes import Mailbox
from desktop.sync.signatures import fingerprint


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A change of keys that this desk believes, and the file that proves it."""

    word: DeskKeyWord
    envelope: str


def words_of(connection: Connection, device: uuid.UUID) -> list[DeskKeyWord]:
    """The changes of one desk that are believed here."""
    return [known.word for known in known_words(connection) if known.word.device == device]


def known_words(connection: Connection) -> list[KnownWord]:
    """Every change that is believed here, in the order in which they were made."""
    rows = connection.execute(select(desk_key_words).order_by(desk_key_words.c.made_at))
    return [KnownWord(read_desk_key_word(row.envelope.encode()), row.envelope) for row in rows]


def keep_word(connection: Connection, word: DeskKeyWord, envelope: str) -> None:
    """Remembers a change for ever."""
    values = {
        "sign_key": word.sign,
        "device": word.device,
        "old_key": word.old,
        "old_seal": word.old_seal,
        "epoch": word.epoch,
        "signed": word.signed,
        "made_at": word.made_at,
        "envelope": envelope,
    }
    connection.execute(insert(desk_key_words).values(values))


def may_sign(connection: Connection, peer: Peer, key: str, chain: uuid.UUID, number: int) -> bool:
    """Whether a key counts for one package of a desk: its own, or a former one in its bounds."""
    if key == peer.sign:
        return True
    name = str(chain)
    for word in words_of(connection, peer.device):
        if word.old == key and number <= word.signed.get(name, 0):
            return True
        # Made before the desk fell back to an older key, and right when it was made.
        if word.sign == key and word.epoch < peer.key_epoch and name in word.signed:
            return True
    return False


def is_former(connection: Connection, peer: Peer, key: str) -> bool:
    """Whether the desk had this key before: it came back from a backup, or somebody copied it."""
    return any(word.old == key for word in words_of(connection, peer.device))


def note_claim(office: Office, peer: Peer, key: str) -> None:
    """Remembers that a desk speaks under a former key, until a person decides."""
    if peer.claimed_key == key:
        return
    with office.command() as work:
        work.connection.execute(
            update(desk_peers).where(desk_peers.c.device == peer.device).values(claimed_key=key)
        )
        work.audit("desks.key_claimed", str(peer.desk_number), key=fingerprint(key))
        work.outcome(None, Change.SYNC)


def lay_words(office: Office, mailbox: Mailbox, home: uuid.UUID) -> None:
    """Lays every change, of every desk: one that was away for long needs all of them."""
    with office.reading() as connection:
        words = known_words(connection)
    for known in words:
        lay_file(mailbox, desk_keys_place(home, known.word.sign), known.envelope.encode())


def hear_words(office: Office, mailbox: Mailbox, home: uuid.UUID) -> bool:
    """Takes in the changes that lie there; True when this desk's own key is an older one."""
    with office.reading() as connection:
        heard = {known.word.sign for known in known_words(connection)}
    found = {}
    for entry in mailbox.list(desk_keys_of(home)):
        content = mailbox.read(entry.name, MOST_ENVELOPE_BYTES) or b""
        try:
            word = read_desk_key_word(content)
        except PackageRefused:
            continue
        if word.sign not in heard:
            found[word.sign] = KnownWord(word, content.decode())
    if not found:
        return False
    with office.command() as work:
        fell_back = _take_in(work, list(found.values()))
        work.outcome(None, Change.SYNC)
    return fell_back


def _take_in(work: Work, found: list[KnownWord]) -> bool:
    """Again and again, until no word of those that are left can be believed."""
    fell_back = False
    taken = True
    while taken:
        taken = False
        for known in list(found):
            peer = _peer(work.connection, known.word.device)
            if peer is None or not _is_believed(work.connection, peer, known.word):
                continue
            found.remove(known)
            taken = True
            keep_word(work.connection, known.word, known.envelope)
            fell_back |= _follow(work, peer, known.word)
    return fell_back


def _peer(connection: Connection, device: uuid.UUID) -> Peer | None:
    return next((peer for peer in read_peers(connection) if peer.device == device), None)


def _is_believed(connection: Connection, peer: Peer, word: DeskKeyWord) -> bool:
    if word.old == peer.sign and word.epoch == peer.key_epoch:
        return True
    if word.sign == peer.sign:
        return True
    # Before a change that is known: it cannot have signed more than that one grants.
    later = [known for known in words_of(connection, peer.device) if known.old == word.sign]
    return any(
        all(number <= known.signed.get(chain, 0) for chain, number in word.signed.items())
        for known in later
    )


def _follow(work: Work, peer: Peer, word: DeskKeyWord) -> bool:
    """The desk is known by its new keys from now on; True when it is this one, and older."""
    if word.old != peer.sign or word.epoch != peer.key_epoch or peer.revoked_at is not None:
        return False
    if peer.is_me:
        # Restored from before this change: the keys of the word are gone with the machine.
        values: dict[str, object] = {"key_epoch": word.epoch + 1}
    else:
        values = {"sign_key": word.sign, "seal_key": word.seal, "claimed_key": None}
    work.connection.execute(
        update(desk_peers).where(desk_peers.c.device == peer.device).values(values)
    )
    action = "desks.key_older" if peer.is_me else "desks.key_heard"
    work.audit(action, str(peer.desk_number), key=fingerprint(word.sign))
    return peer.is_me
