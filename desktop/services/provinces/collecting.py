"""Collecting packages from the mailbox, a stick or a folder, and laying receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem
from desktop.domain.packages import PackageOutcome, PackageProblem, PackageRefused
from desktop.domain.roles import Permission
from desktop.province.desks import ProvinceDesk
from desktop.province.intake import Taken, take_in
from desktop.province.opening import OpenedPackage, open_package
from desktop.services.attachments import blob_store
from desktop.services.logs import write_log
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.answering import Answers, Collected, answering
from desktop.services.provinces.key_rotation import lay_key_words
from desktop.services.provinces.letters import deliver
from desktop.services.provinces.mailboxes import Elsewhere, bring_near, desk_mailbox
from desktop.services.provinces.opening import (
    Ahead,
    collect_young,
    each_opened,
    resting_collector,
)
from desktop.services.provinces.rules import lay_rules, read_answers
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.storing import store_command
from desktop.services.syncing.packing import one_at_a_time
from desktop.sync.fetching import near_source
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import MANIFEST, TO_PROVINCE, PackagePlace, packages_among
from desktop.sync.receipts import ReceiptProblem
from desktop.wording.sync import package_problem_text


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
        found: list[Collected] = []

        def tell(collected: Collected) -> None:
            found.append(collected)
            told(collected)

        with (
            resting_collector(),
            closing(each_opened(office, desk, mailbox, places)) as each,
            answering(mailbox, tell) as answers,
        ):
            for done, (place, ahead) in enumerate(each):
                progress.check_cancelled()
                progress.step(done, len(places), place.unit)
                package = _Package(mailbox, place, places[place], ahead)
                _collect_one(office, desk, package, answers)
                collect_young()
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


@dataclass(frozen=True, slots=True)
class _Package:
    """A package that lies in the mailbox: with which files, and perhaps being opened already."""

    mailbox: Mailbox
    place: PackagePlace
    files: Iterable[str]
    ahead: Ahead


def _collect_one(office: Office, desk: ProvinceDesk, package: _Package, answers: Answers) -> None:
    try:
        taken = _take(office, desk, package)
    except PackageRefused as refused:
        text = package_problem_text(refused.problem, refused.facts)
        problems = (ReceiptProblem(str(refused.problem), text),)
        place, outcome = package.place, PackageOutcome.REJECTED
        named = place.unit, str(place.device), place.number
        answers.tell(Collected(*named, outcome, problems, is_new=False, items=0))
        return
    answers.lay(taken)


def _take(office: Office, desk: ProvinceDesk, package: _Package) -> Taken:
    if MANIFEST not in package.files:
        raise PackageRefused(PackageProblem.INCOMPLETE)
    if package.ahead is not None:
        return _load(office, desk, package.ahead.result())
    with near_source(package.mailbox, package.place, office.folder / "inbox") as source:
        bring_near(office, source)
        return _load(office, desk, open_package(desk, source))


def _load(office: Office, desk: ProvinceDesk, package: OpenedPackage) -> Taken:
    store = blob_store(office)
    with store_command(office) as (work, connection):
        taken = take_in(connection, desk, package, store.put, work.now)
        if taken.is_new:
            origin = taken.manifest.origin
            subject = f"{origin.unit} {taken.manifest.number}"
            work.audit("province.collect", subject, outcome=str(taken.outcome))
            work.outcome(None, Change.SYNC)
        return taken
