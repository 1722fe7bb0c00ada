"""Sending and fetching: by stick, by shared folder, once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation
from desktop.domain.packages import SentState, SyncProblem
from desktop.domain.roles import Permission
from desktop.models.offices import offices
from desktop.models.sync import sent_packages
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.settings import SENDING_PAUSED, write_setting
from desktop.services.syncing.acknowledging import ReceiptsRead, read_receipts
from desktop.services.syncing.joining import begin_chain
from desktop.services.syncing.links import Link, require_link
from desktop.services.syncing.packing import one_at_a_time, pack_all, package_folder, place_of
from desktop.services.syncing.status import Notice, notice, notices, paused_why, waiting_packages
from desktop.sync.carrying import lay_package
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.wording.sync import package_problem_text

# More than anybody writes between a backup and its restore.
_LEAP = 1_000_000


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one turn did. ``sent`` packages lie in the mailbox; only a receipt proves them."""

    sent: int
    acknowledged: int
    received: int
    waiting: int
    problems: tuple[Notice, ...]
    sent_bytes: int = 0


def export_to(
    office: Office, folder: Path, progress: Progress | None = None
) -> Outcome[SyncReport]:
    """Lays everything the province has not acknowledged into a folder or onto a stick.

    Raises NOT_JOINED, SENDING_PAUSED, MAILBOX_UNREACHABLE, DISK_FULL.
    """
    office.require(Permission.SEND)
    link = require_link(office)
    with one_at_a_time(office):
        _refuse_while_paused(office)
        report = _send(office, link, FolderMailbox(folder), progress or Silent(), ReceiptsRead())
    return Outcome(report, frozenset({Change.SYNC}))


def import_from(office: Office, folder: Path) -> Outcome[SyncReport]:
    """Reads the province's receipts from a folder or stick; sends nothing."""
    office.require(Permission.SEND)
    link = require_link(office)
    with one_at_a_time(office):
        found = read_receipts(office, link, FolderMailbox(folder))
    return Outcome(_report(office, found), frozenset({Change.SYNC}))


def run(office: Office, progress: Progress | None = None) -> Outcome[SyncReport]:
    """Fetches and sends once through the mailbox of the invitation.

    A closed mailbox or a pause is told in the report: what waits is then packed and safe.
    """
    office.require(Permission.SEND)
    link = require_link(office)
    if not link.mailbox:
        raise RuleViolation(Rule.NO_MAILBOX)
    mailbox = open_mailbox(link.mailbox)
    found = ReceiptsRead()
    with one_at_a_time(office):
        try:
            found = read_receipts(office, link, mailbox)
        except EnvironmentProblem:
            closed = notice(SyncProblem.MAILBOX_CLOSED, place=link.mailbox)
            return Outcome(_report(office, found, closed), frozenset({Change.SYNC}))
        if paused_why(office):
            return Outcome(_report(office, found), frozenset({Change.SYNC}))
        report = _send(office, link, mailbox, progress or Silent(), found)
    return Outcome(report, frozenset({Change.SYNC}))


def resume(office: Office) -> Outcome[None]:
    """A person has looked: sending goes on in a new chain, nothing newer is overwritten.

    Revisions leap ahead, so that what is written from now on is newer than anything this
    office may have sent after the backup; what is unchanged keeps its old revision.
    """
    office.require(Permission.JOIN_PROVINCE)
    require_link(office)
    if not paused_why(office):
        raise RuleViolation(Rule.NOTHING_PAUSED)
    with one_at_a_time(office), office.command() as work:
        # Only the clock tells two restores of one backup apart; a wrong one is no worse.
        ahead = int(work.now.timestamp())
        reached = work.connection.execute(select(offices.c.revision)).scalar_one()
        leap = max(reached + _LEAP, ahead)
        work.connection.execute(update(offices).values(revision=leap))
        begin_chain(work)
        write_setting(work, SENDING_PAUSED, False)
        work.audit("sync.resume", "office")
        return work.outcome(None, Change.SYNC, Change.OFFICE)


def _refuse_while_paused(office: Office) -> None:
    why = paused_why(office)
    if why:
        raise RuleViolation(Rule.SENDING_PAUSED, why=why)


def _send(
    office: Office, link: Link, mailbox: Mailbox, progress: Progress, found: ReceiptsRead
) -> SyncReport:
    pack_all(office, progress)
    sent, sent_bytes = 0, 0
    waiting = waiting_packages(office)
    for done, package in enumerate(waiting):
        progress.check_cancelled()
        progress.step(done, len(waiting), "Đặt gói vào hộp thư")
        folder = package_folder(office, package.chain, package.number)
        place = place_of(office, link, package.chain, package.number)
        laid = lay_package(mailbox, place, folder, package.parts)
        sent, sent_bytes = sent + (laid > 0), sent_bytes + laid
        _note_laid(office, package.id)
    return _report(office, found, sent=sent, sent_bytes=sent_bytes)


def _note_laid(office: Office, package_id: int) -> None:
    with office.command() as work:
        work.connection.execute(
            update(sent_packages)
            .where(sent_packages.c.id == package_id, sent_packages.c.state == SentState.WAITING)
            .values(laid_at=work.now)
        )


def _report(
    office: Office, found: ReceiptsRead, *more: Notice, sent: int = 0, sent_bytes: int = 0
) -> SyncReport:
    refused = tuple(
        notice(SyncProblem.RECEIPT_REFUSED, why=package_problem_text(r.problem, r.facts))
        for r in found.refused
    )
    return SyncReport(
        sent,
        found.acknowledged,
        found.received,
        len(waiting_packages(office)),
        (*more, *refused, *notices(office)),
        sent_bytes,
    )
