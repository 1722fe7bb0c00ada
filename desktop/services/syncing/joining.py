"""Joining a province with its invitation file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update

from desktop import resources
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import MIB, PackageRefused, SentState
from desktop.domain.roles import Permission
from desktop.domain.scans import Scans
from desktop.models.journal import outbox
from desktop.models.offices import settings
from desktop.models.province import province_desks
from desktop.models.sync import province_links, sent_packages
from desktop.security.files import read_problem
from desktop.services.office import Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome
from desktop.services.province_recovery import entrust_to_province
from desktop.services.settings import SENDING_PAUSED, write_setting
from desktop.services.syncing.links import (
    ENROLMENT_SECRET,
    FORMER_SIGNERS,
    SEAL_IDENTITY,
    SIGNING_KEY,
    read_link,
    this_device,
    write_secret,
)
from desktop.services.syncing.roads import keep_access
from desktop.services.syncing.scan_records import keep_asked
from desktop.sync.invitations import Invitation, read_invitation
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import check_address
from desktop.sync.sealing import new_identity
from desktop.sync.signatures import SigningKey, fingerprint
from desktop.wording.sync import package_problem_text

_MOST_BYTES = MIB
# The value of SENDING_PAUSED when the province refused this device; a restore sets True.
PAUSED_BY_PROVINCE = "province"

# A dossier that was written before the office joined waits like any other.
_QUEUE_EVERYTHING = text(
    "INSERT INTO outbox (record_kind, record_uuid, revision, queued_at)"
    " SELECT 'dossier', uuid, revision, :now FROM dossiers"
    " UNION ALL SELECT 'assessment', a.uuid, max(s.revision), :now FROM submissions AS s"
    " JOIN assessments AS a ON a.id = s.assessment_id GROUP BY a.uuid"
    " UNION ALL SELECT 'explanation', uuid, revision, :now FROM explanations"
    " WHERE sent IS NOT NULL ON CONFLICT DO NOTHING"
)
_QUEUE_AGAIN = text(
    "INSERT INTO outbox (record_kind, record_uuid, revision, queued_at)"
    " SELECT record_kind, record_uuid, max(counter), :now FROM sent_items"
    " WHERE package_id = :package AND record_kind IN ('dossier', 'assessment', 'explanation')"
    " GROUP BY record_kind, record_uuid ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """The province, this unit and this device's id."""

    province: str
    unit_code: str
    device: UUID


def open_invitation(path: Path) -> Invitation:
    """What an invitation file says. Raises FILE_NOT_FOUND, INVITATION_NOT_VALID."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except IsADirectoryError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from None
    except OSError as error:
        raise read_problem(error, path) from error
    try:
        return read_invitation(content)
    except PackageRefused as refused:
        why = package_problem_text(refused.problem, refused.facts).rstrip(".")
        raise RuleViolation(Rule.INVITATION_NOT_VALID, file=path.name, why=why) from refused


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What a person should look at before joining: whom this machine would trust, and how long.

    ``fingerprint`` is that of the province's signing key, as ``ssh-keygen -l`` writes it.
    """

    file: Path
    province: str
    fingerprint: str
    unit_code: str
    unit_name: str
    mailbox: str
    expires_at: datetime
    is_for_us: bool
    is_expired: bool
    scans: Scans = Scans.NONE


def look_at_invitation(office: Office, path: Path) -> InvitationView:
    """Reads an invitation and trusts nothing yet. Raises like ``open_invitation``."""
    invitation = open_invitation(path)
    unit = resources.find_commune(invitation.unit)
    return InvitationView(
        path,
        invitation.province.name,
        fingerprint(invitation.province.sign),
        invitation.unit,
        unit.name if unit is not None else "",
        invitation.mailbox,
        invitation.expires_at,
        invitation.unit == office.info.unit_code,
        invitation.expires_at <= office.now(),
        invitation.scans,
    )


def join(
    office: Office, path: Path, mailbox: str = "", access: Access | None = None
) -> Outcome[Joined]:
    """Makes this device's keys and remembers the province; the first package enrols it.

    ``mailbox`` replaces the invitation's address, where this machine sees it elsewhere;
    ``access`` says what the invitation does not say about opening it.
    A new invitation joins again with new keys (after a revocation); the same one is refused.
    """
    office.require(Permission.JOIN_PROVINCE)
    if office.info.is_practice:
        # Invented people and dossiers must never stand among a province's figures.
        raise RuleViolation(Rule.PRACTICE_OFFICE)
    invitation = open_invitation(path)
    if invitation.unit != office.info.unit_code:
        unit = office.info.unit_code
        raise RuleViolation(Rule.INVITATION_FOR_OTHER_UNIT, invited=invitation.unit, unit=unit)
    if invitation.expires_at <= office.now():
        expires = invitation.expires_at
        raise RuleViolation(Rule.INVITATION_EXPIRED, expires=expires, now=office.now())
    address = check_address(mailbox or invitation.mailbox)
    with office.command() as work:
        if work.connection.execute(select(province_desks.c.id)).first() is not None:
            raise RuleViolation(Rule.NOT_A_UNIT)
        link = read_link(work.connection)
        if link is not None and link.invitation_id == invitation.id:
            raise RuleViolation(Rule.ALREADY_JOINED, province=link.province.name)
        _write_link(work, invitation, address)
        keep_asked(work, invitation.scans)
        # An invitation is trusted by itself: whoever was believed before is so no longer.
        write_setting(work, FORMER_SIGNERS, [])
        keep_access(work, (access or Access()).completed_by(invitation.access))
        give_up_waiting(work)
        work.connection.execute(_QUEUE_EVERYTHING, {"now": int(work.now.timestamp())})
        _lift_province_pause(work)
        work.audit("sync.join", invitation.province.code)
        joined = Joined(
            invitation.province.name, office.info.unit_code, this_device(work.connection)
        )
        work.outcome(joined, Change.SYNC)
    province = invitation.province
    entrust_to_province(office, province.code, province.name, province.seal)
    return Outcome(joined, frozenset({Change.SYNC}))


def send_everything_again(office: Office) -> Outcome[int]:
    """Queues the whole register, for a province that lost what it had; gives the number.

    Harmless at any time: what the province has already changes nothing there.
    """
    office.require(Permission.JOIN_PROVINCE)
    with office.command() as work:
        if read_link(work.connection) is None:
            raise RuleViolation(Rule.NOT_JOINED)
        work.connection.execute(_QUEUE_EVERYTHING, {"now": int(work.now.timestamp())})
        count = work.connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        work.audit("sync.resend", "office", items=count)
        return work.outcome(int(count), Change.SYNC)


def begin_chain(work: Work) -> None:
    """Begins a new row of package numbers; what waits is packed anew."""
    give_up_waiting(work)
    work.connection.execute(
        update(province_links).values(chain=new_travel_id(), next_number=1, last_manifest=None)
    )


def give_up_waiting(work: Work) -> None:
    """Packages that nobody acknowledged are packed anew: their records wait again."""
    waiting = work.connection.execute(
        select(sent_packages.c.id).where(sent_packages.c.state == SentState.WAITING)
    ).scalars()
    for package_id in waiting.all():
        queue_again(work, package_id)
        work.connection.execute(
            update(sent_packages)
            .where(sent_packages.c.id == package_id)
            .values(state=SentState.ABANDONED)
        )


def queue_again(work: Work, package_id: int) -> None:
    """Puts the records of a package back into the outbox."""
    now = int(work.now.timestamp())
    work.connection.execute(_QUEUE_AGAIN, {"package": package_id, "now": now})


def _lift_province_pause(work: Work) -> None:
    """New keys answer a revocation; a pause after a restore still waits for a person."""
    query = select(settings.c.value).where(settings.c.key == SENDING_PAUSED)
    if work.connection.execute(query).scalar_one_or_none() == PAUSED_BY_PROVINCE:
        write_setting(work, SENDING_PAUSED, False)


def _write_link(work: Work, invitation: Invitation, mailbox: str) -> None:
    connection, province = work.connection, invitation.province
    connection.execute(delete(province_links))
    connection.execute(
        insert(province_links).values(
            id=1,
            province_code=province.code,
            province_name=province.name,
            sign_key=province.sign,
            seal_key=province.seal,
            mailbox=mailbox,
            invitation_id=invitation.id,
            joined_at=work.now,
            chain=new_travel_id(),
            next_number=1,
        )
    )
    write_secret(connection, SIGNING_KEY, SigningKey.new().text)
    write_secret(connection, SEAL_IDENTITY, new_identity())
    write_secret(connection, ENROLMENT_SECRET, invitation.secret)
