"""Opening packages while the one before is being loaded.

Proving, unsealing and reading need no database, and storing needs little of this program: one
would wait for the other, and a desk has two cores.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from desktop.province.desks import ProvinceDesk
from desktop.province.intake import is_answered
from desktop.province.opening import OpenedPackage, open_package
from desktop.services.office import Office
from desktop.services.provinces.storing import store_reading
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import MANIFEST, PackagePlace

# Gives the package when it is ready; raises PackageRefused. None: it lies far away or has no
# manifest, and is opened in its turn.
Ahead = Future[OpenedPackage] | None


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
    """Every place in order; its package is being opened since the one before was handed out."""

    def open_ahead(place: PackagePlace) -> OpenedPackage:
        package = open_package(desk, source_in(mailbox, place))
        with store_reading(office) as connection:
            if is_answered(connection, package):
                return package
        package.first()
        return package

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening") as beside:
        waiting: list[tuple[PackagePlace, Ahead]] = []
        for place, files in places.items():
            is_near = MANIFEST in files and not mailbox.is_far
            waiting.append((place, beside.submit(open_ahead, place) if is_near else None))
            if len(waiting) > 1:
                yield waiting.pop(0)
        yield from waiting
