"""Sending and fetching once: by stick, by shared folder, over the network."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import SystemRandom

from sqlalchemy import select, update

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import SyncProblem
from desktop.domain.roles import Permission
from desktop.domain.sending import after_failure, after_success
from desktop.models.offices import offices
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.settings import SENDING_PAUSED, write_setting
from desktop.services.syncing.acknowledging import ReceiptsRead, read_receipts
from desktop.services.syncing.joining import begin_chain
from desktop.services.syncing.key_rotation import read_province_keys
from desktop.services.syncing.laying import Laying
from desktop.services.syncing.letters import read_letters
from desktop.services.syncing.links import Link, require_link
from desktop.services.syncing.packing import one_at_a_time, pack_all
from desktop.services.syncing.roads import (
    lift_pause,
    open_road,
    read_state,
    road_settings,
    write_state,
)
from desktop.services.syncing.rule_packs import RulesTaken, take_rules
from desktop.services.syncing.status import Notice, notice, notices, paused_why, waiting_packages
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.wording.problems import message
from desktop.wording.sync import package_problem_text

_FETCHED = frozenset({Change.SYNC, Change.ASSESSMENTS})
_DRAW = SystemRandom()
# More than anybody writes between a backup and its restore.
_LEAP = 1_000_000


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one turn did. ``sent`` packages lie in the mailbox; only a receipt proves them.

    ``failed`` is why the turn ended before its end.
    """

    sent: int
    acknowledged: int
    received: int
    waiting: int
    problems: tuple[Notice, ...]
    sent_bytes: int = 0
    failed: Surroundings | None = None


def export_to(
    office: Office, folder: Path, progress: Progress | None = None, *, make_folder: bool = False
) -> Outcome[SyncReport]:
    """Lays everything the province has not acknowledged into a folder or onto a stick.

    ``make_folder``: a folder that is not there is made, but not the one it stands in, which may
    be a stick that is not plugged in. Raises NOT_JOINED, SENDING_PAUSED, MAILBOX_UNREACHABLE,
    DISK_FULL.
    """
    office.require(Permission.SEND)
    link = require_link(office)
    with one_at_a_time(office):
        _refuse_while_paused(office)
        if make_folder:
            with suppress(OSError):  # the mailbox says what is wrong with it
                folder.mkdir(exist_ok=True)
        mailbox = FolderMailbox(folder)
        # Also where nothing waits: who looks for a stick should hear that there is none.
        mailbox.check_there()
        laying = Laying(office, link, mailbox, progress or Silent())
        pack_all(office, laying.progress)
        laying.lay_all()
        report = _report(office, ReceiptsRead(), laying)
    return Outcome(report, frozenset({Change.SYNC}))


def import_from(office: Office, folder: Path) -> Outcome[SyncReport]:
    """Reads the province's receipts and letters from a folder or stick; sends nothing."""
    office.require(Permission.SEND)
    link = require_link(office)
    with one_at_a_time(office):
        found, rules = _fetch(office, link, FolderMailbox(folder))
    return Outcome(_with_rules(_report(office, found), rules), _FETCHED | rules.changes)


def run(office: Office, progress: Progress | None = None) -> Outcome[SyncReport]:
    """Fetches and sends once through the mailbox of the invitation, whatever its road is.

    A closed mailbox or a pause is told in the report: what waits is then packed and safe.
    """
    office.require(Permission.SEND)
    return take_turn(office, progress or Silent())


def take_turn(office: Office, progress: Progress) -> Outcome[SyncReport]:
    """The same for the office itself, which needs nobody's right. Raises NO_MAILBOX, SYNC_BUSY."""
    link = require_link(office)
    if not link.mailbox:
        raise RuleViolation(Rule.NO_MAILBOX)
    with one_at_a_time(office), open_road(office, link.mailbox, progress) as mailbox:
        report, rules = _turn(office, link, mailbox, progress)
        _note_turn(office, report)
    return Outcome(_with_rules(report, rules), _FETCHED | rules.changes)


def _with_rules(report: SyncReport, rules: RulesTaken) -> SyncReport:
    """The report with the rule packs that came, and those that could not be trusted."""
    refused = tuple(notice(SyncProblem.RECEIPT_REFUSED, why=why) for why in rules.refused)
    received, problems = report.received + rules.received, (*report.problems, *refused)
    return replace(report, received=received, problems=problems)


def note_failure(office: Office, problem: EnvironmentProblem) -> None:
    """Remembers that a turn came to nothing; the next one waits longer."""
    words = str(problem.code), " ".join(message(problem).lines)
    with office.command() as work:
        state = read_state(work.connection)
        draw = _DRAW.random()
        write_state(work, after_failure(state, work.now, words, draw, moved=False))
        work.outcome(None, Change.SYNC)


def _note_turn(office: Office, report: SyncReport) -> None:
    with office.command() as work:
        state = after_success(read_state(work.connection), work.now)
        if report.failed is not None:
            state = after_failure(
                read_state(work.connection),
                work.now,
                (str(report.failed), report.problems[0].message),
                _DRAW.random(),
                moved=report.sent_bytes > 0,
            )
        write_state(work, state)
        work.outcome(None, Change.SYNC)


def _turn(
    office: Office, link: Link, mailbox: Mailbox, progress: Progress
) -> tuple[SyncReport, RulesTaken]:
    found, rules = ReceiptsRead(), RulesTaken()
    with office.reading() as connection:
        road = road_settings(connection)
    laying = Laying(office, link, mailbox, progress, road.files)
    try:
        found, rules = _fetch(office, link, mailbox)
    except EnvironmentProblem as problem:
        closed = _closed(problem, link)
        return _report(office, found, laying, closed, failed=problem.code), rules
    if road.paused or paused_why(office):
        return _report(office, found, laying), rules
    try:
        pack_all(office, progress)
        laying.lay_all()
    except EnvironmentProblem as problem:
        if not is_of_road(problem.code):
            raise
        closed = _closed(problem, link)
        return _report(office, found, laying, closed, failed=problem.code), rules
    return _report(office, found, laying), rules


def is_of_road(code: Surroundings) -> bool:
    """Whether the way or the mailbox failed, not this machine."""
    return code.value.startswith("mailbox_")


def _closed(problem: EnvironmentProblem, link: Link) -> Notice:
    if problem.code is Surroundings.MAILBOX_UNREACHABLE or not is_of_road(problem.code):
        return notice(SyncProblem.MAILBOX_CLOSED, place=link.mailbox)
    return Notice(problem.code, " ".join(message(problem).lines))


def resume(office: Office) -> Outcome[None]:
    """A person has looked: sending goes on; after a restore in a new chain, nothing newer is lost.

    A person's own pause is lifted and nothing else happens.

    Revisions leap ahead, so that what is written from now on is newer than anything this
    office may have sent after the backup; what is unchanged keeps its old revision.
    """
    is_held = bool(paused_why(office))
    if is_held:
        office.require(Permission.JOIN_PROVINCE)
    require_link(office)
    was_paused = lift_pause(office)
    if not (is_held or was_paused):
        raise RuleViolation(Rule.NOTHING_PAUSED)
    if not is_held:
        return Outcome(None, frozenset({Change.SYNC}))
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


def _fetch(office: Office, link: Link, mailbox: Mailbox) -> tuple[ReceiptsRead, RulesTaken]:
    """The province's keys first, then receipts, then what the province itself has written."""
    link = read_province_keys(office, link, mailbox)
    found = read_receipts(office, link, mailbox)
    letters = read_letters(office, link, mailbox)
    found.received += letters.letters
    found.refused += letters.refused
    found.quarantined += letters.quarantined
    return found, take_rules(office, link, mailbox)


def _refuse_while_paused(office: Office) -> None:
    why = paused_why(office)
    if why:
        raise RuleViolation(Rule.SENDING_PAUSED, why=why)


def _report(
    office: Office,
    found: ReceiptsRead,
    laying: Laying | None = None,
    *more: Notice,
    failed: Surroundings | None = None,
) -> SyncReport:
    refused = tuple(
        notice(SyncProblem.RECEIPT_REFUSED, why=package_problem_text(r.problem, r.facts))
        for r in found.refused
    )
    unused = tuple(notice(SyncProblem.LETTER_ITEM_REFUSED, why=text) for text in found.quarantined)
    if laying is not None and laying.held_back:
        more = (*more, notice(SyncProblem.FILES_WAIT_FOR_STICK, count=laying.held_back))
    return SyncReport(
        laying.packages if laying else 0,
        found.acknowledged,
        found.received,
        len(waiting_packages(office)),
        (*more, *refused, *unused, *notices(office)),
        laying.bytes if laying else 0,
        failed,
    )
