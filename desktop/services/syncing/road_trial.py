"""Thử đường: goes the whole road once with a small file of its own and tells of every step.

The file lies in this device's own folder of the mailbox, has a name that no reader takes for a
package, and is taken away again. Nothing of the register leaves.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.packages import PIECE_BYTES
from desktop.domain.road_trials import StepState, TrialStep, failed_step, states_after
from desktop.domain.roles import Permission
from desktop.domain.sending import RoadSettings
from desktop.services.office import Office
from desktop.services.progress import Progress, Silent
from desktop.services.syncing.links import require_link
from desktop.services.syncing.road_form import MailboxInput, entered_access
from desktop.services.syncing.roads import read_access_of, road_settings
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.addresses import FarAddress, Road, far_address
from desktop.sync.mailboxes.line import Line, Throttle
from desktop.sync.mailboxes.opened import open_mailbox
from desktop.sync.places import receipts_of, trial_place
from desktop.wording.problems import message
from desktop.wording.road_trials import step_words


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step; ``advice`` what to do where it failed."""

    step: TrialStep
    state: StepState
    words: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RoadTrial:
    """``kib_per_s`` as measured while writing; ``shown_host_key`` what an SFTP server showed."""

    place: str
    steps: tuple[StepResult, ...]
    works: bool
    kib_per_s: int = 0
    shown_host_key: str = ""
    problem: str = ""


@dataclass
class _Attempt:
    """How far it went."""

    at: TrialStep = TrialStep.REACH
    bytes: int = 0
    seconds: float = 0.0


def try_road(
    office: Office,
    mailbox: MailboxInput | None = None,
    settings: RoadSettings | None = None,
    progress: Progress | None = None,
) -> RoadTrial:
    """Tries the road as entered, before it is saved; without an entry, the one that is set.

    What goes wrong is in the result. Raises NOT_JOINED, NO_MAILBOX, InputRefused, Cancelled.
    """
    office.require(Permission.SEND)
    link, progress = require_link(office), progress or Silent()
    with office.reading() as connection:
        road = settings or road_settings(connection)
        if mailbox is None:
            address, access = link.mailbox, read_access_of(connection)
        else:
            address, access = entered_access(connection, mailbox)
    line = Line(road.proxy, Throttle(road.kib_per_s * 1024), progress.check_cancelled)
    place = trial_place(office.info.unit_code, link.device, os.urandom(4).hex())
    own = receipts_of(office.info.unit_code, link.device)
    return walk_road(address, access, line, (own, place), progress)


def walk_road(
    address: str, access: Access, line: Line, places: tuple[str, str], progress: Progress
) -> RoadTrial:
    """Every step of a road. ``places``: what is listed, and what is written and taken away.

    Raises NO_MAILBOX, InputRefused, Cancelled.
    """
    if not address:
        raise RuleViolation(Rule.NO_MAILBOX)
    far = far_address(address)
    listed, written = places
    attempt, problem = _Attempt(), None
    try:
        progress.step(0, 3, "Đang nối tới hộp thư")
        _reach(far, line)
        with closing(open_mailbox(address, access, line)) as opened:
            progress.step(1, 3, "Đang đọc hộp thư")
            attempt.at = TrialStep.READ
            opened.list(listed)
            attempt.at = TrialStep.WRITE
            progress.step(2, 3, "Đang ghi thử")
            _write(opened, written, attempt)
    except EnvironmentProblem as found:
        problem = found
    return _report(far, address, access, attempt, problem)


def _reach(far: FarAddress | None, line: Line) -> None:
    """Whether the machine answers at all, before anybody shows a name or a key."""
    if far is not None:
        line.connect(far.host, far.port, is_web=far.road is not Road.SFTP).close()


def _write(mailbox: Mailbox, name: str, attempt: _Attempt) -> None:
    """As packages are laid: aside, compared, renamed; then it is taken away again."""
    content, aside = os.urandom(PIECE_BYTES), name + ".part"
    with _swept(mailbox, aside, name):
        begun = time.monotonic()
        mailbox.put_new(aside, content)
        attempt.seconds, attempt.bytes = time.monotonic() - begun, len(content)
        mailbox.rename_new(aside, name)
        if mailbox.read(name, len(content)) != content:
            raise EnvironmentProblem(Surroundings.MAILBOX_DAMAGES, file=name)
        mailbox.delete(name)


@contextmanager
def _swept(mailbox: Mailbox, *names: str) -> Iterator[None]:
    """Leaves nothing behind, as far as the mailbox lets it."""
    try:
        yield
    except EnvironmentProblem:
        for name in names:
            with suppress(EnvironmentProblem):
                mailbox.delete(name)
        raise


def _report(
    far: FarAddress | None,
    address: str,
    access: Access,
    attempt: _Attempt,
    problem: EnvironmentProblem | None,
) -> RoadTrial:
    failed = failed_step(problem.code, attempt.at) if problem is not None else None
    code = problem.code if problem is not None else None
    states = states_after(failed, code, _needless(far, access))
    rate = round(attempt.bytes / max(attempt.seconds, 1e-6) / 1024) if attempt.bytes else 0
    told = message(problem) if problem is not None else None
    steps = []
    for step, state in states.items():
        words, advice = step_words(step, state, far is not None, rate), ""
        if step is failed and told is not None:
            words, advice = told.lines[0], told.lines[-1]
        steps.append(StepResult(step, state, words, advice))
    shown = str(problem.facts.get("shown", "")) if problem is not None else ""
    place = far.place if far is not None else address
    return RoadTrial(place, tuple(steps), problem is None, rate, shown, str(code or ""))


def _needless(far: FarAddress | None, access: Access) -> frozenset[TrialStep]:
    if far is None:
        return frozenset({TrialStep.TRUST, TrialStep.SIGN_IN})
    found = set()
    if not far.is_sealed:
        found.add(TrialStep.TRUST)
    if not (access.user or access.secret or access.private_key or far.user):
        found.add(TrialStep.SIGN_IN)
    return frozenset(found)
