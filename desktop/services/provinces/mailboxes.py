"""The province's own mailbox: where it is, what opens it, which one a turn uses."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.province import province_desks, received_packages
from desktop.province.desks import ProvinceDesk
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_reading
from desktop.services.syncing.roads import keep_access, read_access_of
from desktop.sync.fetching import fetch_parts, head_hash
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import check_address
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.mailboxes.line import Line
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.sync.opening import Source


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another address or another access for one turn; what is empty stays as it is kept."""

    address: str
    access: Access


def set_desk_mailbox(office: Office, address: str, access: Access) -> Outcome[str]:
    """Keeps address and access for good; what is empty stays. Gives the address.

    Invitations written from now on carry the new address; units that have joined are told.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    address = check_address(address) or desk.mailbox
    with office.command() as work:
        work.connection.execute(update(province_desks).values(mailbox=address))
        known = read_access_of(work.connection) if address == desk.mailbox else Access()
        keep_access(work, access.completed_by(known))
        work.audit("province.mailbox", desk.code)
        return work.outcome(address, Change.SYNC)


def public_access(office: Office) -> Access:
    """What a unit may know of the province's access: fingerprint and authority, no secret."""
    with office.reading() as connection:
        return read_access_of(connection).public_part()


def desk_mailbox(
    office: Office,
    desk: ProvinceDesk,
    folder: Path | None,
    progress: Progress,
    elsewhere: Elsewhere | None,
) -> closing[Mailbox]:
    """The folder, the other mailbox, or the province's own. Raises NO_MAILBOX, InputRefused."""
    if folder is not None:
        return closing(FolderMailbox(folder))
    elsewhere = elsewhere or Elsewhere("", Access())
    address = check_address(elsewhere.address) or desk.mailbox
    if not address:
        raise RuleViolation(Rule.NO_MAILBOX)
    with office.reading() as connection:
        own = read_access_of(connection)
    # A password is for the mailbox it was given for, and for no other.
    known = own if address == desk.mailbox else own.public_part()
    line = Line(check=progress.check_cancelled)
    return closing(open_mailbox(address, elsewhere.access.completed_by(known), line))


def bring_near(office: Office, source: Source) -> None:
    """Fetches the parts of a package that has no answer yet, before the database is locked."""
    digest = head_hash(source)
    if digest is None:
        return
    known = received_packages.c.manifest_sha256 == digest
    with store_reading(office) as connection:
        is_answered = connection.execute(select(received_packages.c.id).where(known)).first()
    if is_answered is None:
        fetch_parts(source)
