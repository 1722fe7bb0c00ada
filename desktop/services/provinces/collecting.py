"""Collecting packages from the mailbox, a stick or a folder, and laying receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem
from desktop.domain.packages import PackageOutcome, PackageProblem, PackageRefused
from desktop.domain.roles import Permission
from desktop.province.desks import ProvinceDesk
from desktop.province.intake import KeepFile, Taken, take_in
from desktop.services.attachments import blob_store
from desktop.services.logs import write_log
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.key_rotation import lay_key_words
from desktop.services.provinces.letters import deliver
from desktop.services.provinces.mailboxes import Elsewhere, bring_near, desk_mailbox
from desktop.services.provinces.rules import lay_rules, read_answers
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.services.syncing.packing import one_at_a_time
from desktop.sync.carrying import lay_file
from desktop.sync.fetching import near_source
from desktop.sync.mailboxes import Mailbox
from desktop.sync.opening import Source
from desktop.sync.places import MANIFEST, TO_PROVINCE, PackagePlace, packages_among, receipt_place
from desktop.sync.receipts import ReceiptProblem
from desktop.wording.sync import package_problem_text


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one package; ``is_new`` when this turn loaded or refused it first."""

    unit_code: str
    device: str
    number: int
    outcome: PackageOutcome
    problems: tuple[ReceiptProblem, ...]
    is_new: bool
    items: int


def collect(
    office: Office,
    folder: Path | None = None,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
    told: Callable[[Collected], None] = lambda _found: None,
) -> Outcome[tuple[Collected, ...]]:
    """Takes in every package that lies there, oldest number first; one bad one stops no other.

    Then lays there what waits for the units: receipts, rule packs, verdicts and results.

    ``elsewhere`` is another mailbox for this once; ``told`` hears of each package at once.
    Raises NOT_A_PROVINCE, NO_MAILBOX and what a mailbox may raise. Packages stay where they
    are: the unit takes them away when it has read the receipt.
    """
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    progress = progress or Silent()
    opened = desk_mailbox(office, desk, folder, progress, elsewhere)
    with one_at_a_time(office), opened as mailbox:
        names = [stored.name for stored in mailbox.list(TO_PROVINCE)]
        places = packages_among(names)
        read_answers(office, mailbox, names)
        found = []
        for done, (place, files) in enumerate(places.items()):
            progress.check_cancelled()
            progress.step(done, len(places), place.unit)
            found.append(_collect_one(office, desk, mailbox, place, files))
            told(found[-1])
        _lay_down(office, desk, mailbox)
    return Outcome(tuple(found), frozenset({Change.SYNC}))


def _lay_down(office: Office, desk: ProvinceDesk, mailbox: Mailbox) -> None:
    """What waits for the units. A mailbox that takes nothing must not undo what was taken in.

    What could not be laid stays ready here and is laid at the next turn.
    """
    try:
        lay_key_words(office, mailbox)
        lay_rules(office, mailbox)
        deliver(office, desk, mailbox)
    except EnvironmentProblem as problem:
        write_log(office.folder, f"Chưa đặt được thư cho các đơn vị vào hộp thư: {problem}")


def _collect_one(
    office: Office,
    desk: ProvinceDesk,
    mailbox: Mailbox,
    place: PackagePlace,
    files: Iterable[str],
) -> Collected:
    try:
        if MANIFEST not in files:
            raise PackageRefused(PackageProblem.INCOMPLETE)
        taken = _take(office, desk, mailbox, place)
    except PackageRefused as refused:
        problem = ReceiptProblem(
            str(refused.problem), package_problem_text(refused.problem, refused.facts)
        )
        return _collected(place, PackageOutcome.REJECTED, (problem,), 0, is_new=False)
    problems = taken.problems
    try:
        lay_file(mailbox, receipt_place(_own_place(taken), taken.sha256), taken.receipt)
    except EnvironmentProblem:
        code = PackageProblem.RECEIPT_NOT_LAID
        problems = (*problems, ReceiptProblem(str(code), package_problem_text(code)))
    own, items = _own_place(taken), taken.manifest.items
    return _collected(own, taken.outcome, problems, items, is_new=taken.is_new)


def _take(office: Office, desk: ProvinceDesk, mailbox: Mailbox, place: PackagePlace) -> Taken:
    store = blob_store(office)
    with near_source(mailbox, place, office.folder / "inbox") as source:
        if mailbox.is_far:
            bring_near(office, source)
        return _load(office, desk, source, store.put)


def _load(office: Office, desk: ProvinceDesk, source: Source, keep: KeepFile) -> Taken:
    with store_command(office) as (work, connection):
        taken = take_in(connection, desk, source, keep, work.now)
        if taken.is_new:
            origin = taken.manifest.origin
            subject = f"{origin.unit} {taken.manifest.number}"
            work.audit("province.collect", subject, outcome=str(taken.outcome))
            work.outcome(None, Change.SYNC)
        return taken


def _own_place(taken: Taken) -> PackagePlace:
    """The place that the signed manifest names, whatever folder it was found in."""
    origin = taken.manifest.origin
    return PackagePlace(origin.unit, origin.device, origin.chain, taken.manifest.number)


def _collected(
    place: PackagePlace,
    outcome: PackageOutcome,
    problems: tuple[ReceiptProblem, ...],
    items: int,
    *,
    is_new: bool,
) -> Collected:
    return Collected(place.unit, str(place.device), place.number, outcome, problems, is_new, items)
