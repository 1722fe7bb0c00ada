"""Laying receipts beside the loading: the desk need not wait for a stick to write.

A receipt is laid after its package was committed, whatever happens in between: a package whose
receipt could not be laid (or not yet, when the machine died) is answered with the same bytes
the next time it is met.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from desktop.domain.errors import EnvironmentProblem
from desktop.domain.packages import PackageOutcome, PackageProblem
from desktop.province.intake import Taken
from desktop.sync.carrying import lay_file
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import PackagePlace, receipt_place
from desktop.sync.receipts import ReceiptProblem
from desktop.wording.sync import package_problem_text

# So many receipts may wait for a slow stick.
_MOST_WAITING = 4


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


class Answers:
    """Lays receipts in the order of their packages and tells of each when it lies there."""

    def __init__(
        self, mailbox: Mailbox, beside: ThreadPoolExecutor | None, told: Callable[[Collected], None]
    ) -> None:
        self._mailbox = mailbox
        self._beside = beside
        self._told = told
        self._waiting: deque[Future[Collected]] = deque()

    def lay(self, taken: Taken) -> None:
        """Lays the receipt, at once or while the caller goes on."""
        if self._beside is None:
            self._told(_laid(self._mailbox, taken))
            return
        self._waiting.append(self._beside.submit(_laid, self._mailbox, taken))
        self._settle(_MOST_WAITING)

    def tell(self, collected: Collected) -> None:
        """For a package without a receipt."""
        self._settle(0)
        self._told(collected)

    def finish(self) -> None:
        """Waits for what is still being laid."""
        self._settle(0)

    def _settle(self, left: int) -> None:
        while len(self._waiting) > left or (self._waiting and self._waiting[0].done()):
            self._told(self._waiting.popleft().result())


@contextmanager
def answering(mailbox: Mailbox, told: Callable[[Collected], None]) -> Iterator[Answers]:
    """Receipts into a mailbox. However the block ends, each is laid and told of at the end."""
    if mailbox.is_far:
        # One connection, which the caller reads through.
        yield Answers(mailbox, None, told)
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="answering") as beside:
        answers = Answers(mailbox, beside, told)
        try:
            yield answers
        finally:
            answers.finish()


def own_place(taken: Taken) -> PackagePlace:
    """The place that the signed manifest names, whatever folder it was found in."""
    origin = taken.manifest.origin
    return PackagePlace(origin.unit, origin.device, origin.chain, taken.manifest.number)


def _laid(mailbox: Mailbox, taken: Taken) -> Collected:
    place, problems = own_place(taken), taken.problems
    try:
        lay_file(mailbox, receipt_place(place, taken.sha256), taken.receipt)
    except EnvironmentProblem:
        code = PackageProblem.RECEIPT_NOT_LAID
        problems = (*problems, ReceiptProblem(str(code), package_problem_text(code)))
    return Collected(
        place.unit,
        str(place.device),
        place.number,
        taken.outcome,
        problems,
        taken.is_new,
        taken.manifest.items,
    )
