"""New keys of a desk, taking back an older key, shutting a desk out, leading after a loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.desks import desk_packages, desk_peers
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.desk_keys import keep_word, words_of
from desktop.services.syncing.desks import (
    Peer,
    list_desks,
    read_chain,
    read_peers,
    renew_desk_keys,
    require_desks,
    require_founder,
)
from desktop.services.syncing.packing import one_at_a_time
from desktop.sync.desk_keys import DeskKeyWord
from desktop.sync.sealing import recipient_of
from desktop.sync.signatures import fingerprint


@dataclass(frozen=True, slots=True)
class DeskKeyState:
    """A desk's key for comparing by eye, since when it holds, and an older one that it claims."""

    desk_number: int
    fingerprint: str
    since: datetime
    changes: int
    claimed: str


def key_states(office: Office) -> tuple[DeskKeyState, ...]:
    """Of every desk by number; empty while there is only one."""
    with office.reading() as connection:
        return tuple(_state(connection, peer) for peer in read_peers(connection))


def _state(connection: Connection, peer: Peer) -> DeskKeyState:
    words = words_of(connection, peer.device)
    since = next((word.made_at for word in words if word.sign == peer.sign), peer.joined_at)
    claimed = fingerprint(peer.claimed_key) if peer.claimed_key else ""
    return DeskKeyState(peer.desk_number, fingerprint(peer.sign), since, len(words), claimed)


def rotate_desk_keys(office: Office) -> Outcome[DeskKeyState]:
    """Makes new keys of this desk, in one transaction; the others hear of it at the next exchange.

    What was sealed or signed before stays good. Raises NO_OTHER_DESKS, SYNC_BUSY.
    """
    office.require(Permission.MANAGE_USERS)
    require_desks(office)
    with one_at_a_time(office), office.command() as work:
        connection = work.connection
        me = next(peer for peer in read_peers(connection) if peer.is_me)
        signed = _signed(connection, me)
        old, new = renew_desk_keys(connection)
        seal, now = recipient_of(new.identity), _in_seconds(work.now)
        keys = me.sign, me.seal, new.signing.public, seal
        word = DeskKeyWord(me.device, me.key_epoch, *keys, signed, now)
        keep_word(connection, word, word.to_bytes(old.signing, new.signing).decode())
        connection.execute(
            update(desk_peers)
            .where(desk_peers.c.device == me.device)
            .values(sign_key=new.signing.public, seal_key=seal)
        )
        work.audit("desks.keys", str(me.desk_number), key=fingerprint(new.signing.public))
        changed = next(peer for peer in read_peers(connection) if peer.is_me)
        return work.outcome(_state(connection, changed), Change.SYNC)


def _signed(connection: Connection, me: Peer) -> dict[str, int]:
    """Up to which number this desk has signed in each of its rows of packages."""
    p = desk_packages.c
    query = select(p.chain, func.max(p.number)).where(p.device == me.device).group_by(p.chain)
    found = {str(chain): number for chain, number in connection.execute(query)}
    chain = read_chain(connection)
    return {**found, str(chain.chain): chain.next_number - 1}


def _in_seconds(now: datetime) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()), UTC)


def take_back_key(office: Office, desk_number: int) -> Outcome[Peer]:
    """Believes an older key of a desk again: it was restored from before its last change of keys.

    A person has asked there first. The leading desk tells the others. Raises DESK_UNKNOWN,
    NO_OLDER_KEY.
    """
    office.require(Permission.MANAGE_USERS)
    peer = _other(office, desk_number)
    if peer.claimed_key is None or peer.revoked_at is not None:
        raise RuleViolation(Rule.NO_OLDER_KEY, desk=desk_number)
    with office.command() as work:
        words = words_of(work.connection, peer.device)
        word = next(word for word in words if word.old == peer.claimed_key)
        values = {
            "sign_key": word.old,
            "seal_key": word.old_seal,
            "key_epoch": max(peer.key_epoch, word.epoch) + 1,
            "claimed_key": None,
        }
        work.connection.execute(
            update(desk_peers).where(desk_peers.c.device == peer.device).values(values)
        )
        work.audit("desks.key_taken_back", str(desk_number), key=fingerprint(word.old))
        return work.outcome(peer, Change.SYNC)


def shut_out(office: Office, desk_number: int) -> Outcome[Peer]:
    """Packages of this desk are read no more, and new ones cannot be opened by it.

    What it had sent before stays. Raises NOT_FOUNDING_DESK, DESK_UNKNOWN.
    """
    office.require(Permission.MANAGE_USERS)
    require_founder(require_desks(office))
    peer = _other(office, desk_number)
    with office.command() as work:
        _revoke(work.connection, peer, work.now)
        work.audit("desks.revoke", str(desk_number))
        return work.outcome(peer, Change.SYNC)


def follow_leader(office: Office, desk_number: int) -> Outcome[Peer]:
    """After the leading desk was lost: this machine believes another one, and shuts the lost out.

    Done at every desk that is left: nothing that travels can take the lead from the lost one.
    Raises DESK_UNKNOWN, LEADS_ALREADY.
    """
    office.require(Permission.MANAGE_USERS)
    peers = require_desks(office)
    peer = next((p for p in peers if p.desk_number == desk_number), None)
    if peer is None or peer.revoked_at is not None:
        raise _unknown(desk_number, peers)
    leader = next((p for p in peers if p.is_lead), None)
    if leader is not None and (leader.is_me or leader.device == peer.device):
        raise RuleViolation(Rule.LEADS_ALREADY, desk=leader.desk_number)
    with office.command() as work:
        connection = work.connection
        if leader is not None:
            _revoke(connection, leader, work.now)
        lead = update(desk_peers).where(desk_peers.c.device == peer.device).values(leads=True)
        connection.execute(lead)
        work.audit("desks.lead", str(desk_number))
        return work.outcome(peer, Change.SYNC)


def _revoke(connection: Connection, peer: Peer, now: datetime) -> None:
    connection.execute(
        update(desk_peers)
        .where(desk_peers.c.device == peer.device, desk_peers.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _other(office: Office, desk_number: int) -> Peer:
    peers = list_desks(office)
    peer = next((p for p in peers if p.desk_number == desk_number and not p.is_me), None)
    if peer is None:
        raise _unknown(desk_number, peers)
    return peer


def _unknown(desk_number: int, peers: tuple[Peer, ...]) -> RuleViolation:
    numbers = tuple(p.desk_number for p in peers if not p.is_me)
    return RuleViolation(Rule.DESK_UNKNOWN, desk=desk_number, desks=numbers)
