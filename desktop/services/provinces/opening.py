"""Opening packages while the one before is being loaded.

Proving, unsealing and reading need no database, and storing needs little of this program: one
would wait for the other, and a desk has two cores.
"""

from __future__ import annotations

import gc
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial

from desktop.province.desks import ProvinceDesk
from desktop.province.intake import answered_among
from desktop.province.opening import OpenedPackage, open_package
from desktop.province.part_openers import PartOpeners, spare_cores
from desktop.services.office import Office
from desktop.services.provinces.storing import server_of, store_reading
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.places import MANIFEST, PackagePlace

# Gives the package when it is ready; raises PackageRefused. None: it lies far away or has no
# manifest, and is opened in its turn.
Ahead = Future[OpenedPackage] | None
# Bytes of packages that nobody has answered yet: some thousand dossiers. Where so many came,
# more mostly follow, and processes are worth their half second of starting.
_WORTH_PROCESSES = 128 * 1024


@contextmanager
def resting_collector() -> Iterator[None]:
    """Without Python's search for cycles, which a hundred thousand small rows would start often.

    Rows form no cycles: the search through the whole program would find nothing, and take a
    seventh of the time. Whoever loads package by package searches what is young after each.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def collect_young() -> None:
    """What is young, after each package: in a window's other threads Qt's objects must not die."""
    if threading.current_thread() is threading.main_thread():
        gc.collect(0)


def each_opened(
    office: Office,
    desk: ProvinceDesk,
    mailbox: Mailbox,
    places: Mapping[PackagePlace, Iterable[str]],
) -> Generator[tuple[PackagePlace, Ahead]]:
    """Every place in order; its package is being opened since those before were handed out."""
    openers = _openers(office, mailbox)
    # Asked once: whoever collects is the only one.
    with store_reading(office) as connection:
        answered = answered_among(connection, places)
    seen = 0

    def open_ahead(place: PackagePlace) -> OpenedPackage:
        nonlocal seen
        begin = partial(openers.begin, place) if openers.are_ready else None
        package = open_package(desk, source_in(mailbox, place), begin)
        if package.head.sha256 in answered:
            return package
        if begin is not None:
            package.begin()
            return package
        seen += package.head.manifest.stored_bytes
        if seen > _WORTH_PROCESSES:
            openers.start()
        package.first()
        return package

    with (
        closing(openers),
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening") as beside,
    ):
        waiting: deque[tuple[PackagePlace, Ahead]] = deque()
        for place, files in places.items():
            is_near = MANIFEST in files and not mailbox.is_far
            waiting.append((place, beside.submit(open_ahead, place) if is_near else None))
            if len(waiting) > 1 + (openers.processes if openers.are_ready else 0):
                yield waiting.popleft()
        yield from waiting


def _openers(office: Office, mailbox: Mailbox) -> PartOpeners:
    """Processes for what comes into a server's database out of a folder; else none."""
    is_fit = isinstance(mailbox, FolderMailbox) and server_of(office) is not None
    folder = mailbox.folder if isinstance(mailbox, FolderMailbox) else office.folder
    return PartOpeners(folder, spare_cores() if is_fit else 0)
