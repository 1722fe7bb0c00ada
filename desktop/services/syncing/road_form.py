"""The road of a joined unit as a person sets it: one form, saved whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, update

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.domain.scans import Scans
from desktop.domain.sending import RoadSettings
from desktop.models.sync import province_links
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.syncing.links import read_link
from desktop.services.syncing.roads import (
    forget_state,
    keep_access,
    put_settings,
    read_access_of,
    read_state,
    road_settings,
)
from desktop.services.syncing.scan_records import read_asked
from desktop.sync.mailboxes.access import Access, access_from
from desktop.sync.mailboxes.addresses import Road, check_address, far_address
from desktop.sync.mailboxes.certificates import Authority, read_authority


@dataclass(frozen=True, slots=True)
class RoadForm:
    """What the form shows: never a secret, only whether there is one."""

    province: str
    road: Road | None
    address: str
    user: str
    has_secret: bool
    has_private_key: bool
    host_key: str
    authority: Authority | None
    settings: RoadSettings
    tried_at: datetime | None
    reached_at: datetime | None
    # What the province has asked for of the scans of dossiers.
    asked: Scans


@dataclass(frozen=True, slots=True)
class MailboxInput:
    """What was entered; None leaves a value as it is, an empty text takes it away.

    Where the address changes, nothing is left as it is: a password is for the mailbox it was
    given for, and for no other.
    """

    address: str | None = None
    user: str | None = None
    secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    host_key: str | None = None
    ca: str | None = None


def read_road(office: Office) -> RoadForm | None:
    """The road as it is set; None before joining."""
    with office.reading() as connection:
        link = read_link(connection)
        if link is None:
            return None
        access, settings = read_access_of(connection), road_settings(connection)
        state, asked = read_state(connection), read_asked(connection)
    return RoadForm(
        link.province.name,
        road_of(link.mailbox),
        link.mailbox,
        access.user,
        bool(access.secret),
        bool(access.private_key),
        access.host_key,
        read_authority(access.ca) if access.ca else None,
        settings,
        state.tried_at,
        state.reached_at,
        asked,
    )


def require_road(office: Office) -> RoadForm:
    """The road. Raises RuleViolation(NOT_JOINED)."""
    form = read_road(office)
    if form is None:
        raise RuleViolation(Rule.NOT_JOINED)
    return form


def road_of(address: str) -> Road | None:
    """The kind of a mailbox; None where only sticks travel."""
    if not address:
        return None
    far = far_address(address)
    return Road.FOLDER if far is None else far.road


def save_road(
    office: Office, mailbox: MailboxInput, settings: RoadSettings | None = None
) -> Outcome[RoadForm]:
    """Replaces mailbox, what opens it, and how is sent. Raises NOT_JOINED, InputRefused.

    A person's pause stays as it is: it has its own button.
    """
    office.require(Permission.JOIN_PROVINCE)
    with office.command() as work:
        address, access = entered_access(work.connection, mailbox)
        old = road_settings(work.connection)
        put_settings(work, replace(settings or old, paused=old.paused))
        work.connection.execute(update(province_links).values(mailbox=address))
        keep_access(work, access)
        forget_state(work)
        work.audit("sync.road", "office", kind=str(road_of(address) or ""))
        work.outcome(None, Change.SYNC)
    saved = read_road(office)
    assert saved is not None
    return Outcome(saved, frozenset({Change.SYNC}))


def entered_access(connection: Connection, mailbox: MailboxInput) -> tuple[str, Access]:
    """Address and access that were entered, completed by what is kept. Raises InputRefused."""
    link = read_link(connection)
    if link is None:
        raise RuleViolation(Rule.NOT_JOINED)
    return completed_access(connection, link.mailbox, mailbox)


def completed_access(
    connection: Connection, kept_address: str, mailbox: MailboxInput
) -> tuple[str, Access]:
    """The same beside a kept address: what is kept opens that mailbox and no other."""
    address = kept_address if mailbox.address is None else check_address(mailbox.address)
    known = read_access_of(connection) if address == kept_address else Access()
    told = {name: value for name, value in asdict(mailbox).items() if value is not None}
    access = access_from(known.to_data() | told)
    if access.ca and read_authority(access.ca) is None:
        raise InputRefused(InputProblem("ca", Entry.BAD_AUTHORITY))
    return address, access
