"""A package made ready for loading: proved, unsealed, its lines read. Touches no database.

So the next package can be opened while the database still works on the one before: in a
thread, or part by part in processes of its own (``part_openers``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.province.arrivals import Arrival, arrivals
from desktop.province.desks import ProvinceDesk
from desktop.province.ready import ReadyBlock
from desktop.sync.manifest import Manifest
from desktop.sync.opening import Head, Source, check_parts, read_head, read_part, record_parts


class Block(NamedTuple):
    """The lines of one part, and what each of them is."""

    lines: list[bytes]
    arrived: list[Arrival]

    def first(self) -> Arrival | None:
        """What the first line is."""
        return self.arrived[0] if self.arrived else None


class ReadyPart(NamedTuple):
    """A part as another process made it ready; ``lines`` proves and opens it here again."""

    block: ReadyBlock
    lines: Callable[[], list[bytes]]

    def first(self) -> Arrival | None:
        """What the first line is; a dossier among them says nothing about its sender."""
        others = self.block.others
        return arrivals([others[0][1]])[0] if others and others[0][0] == 0 else None


# Gives a part that was begun; None for one that is to be opened here.
Begun = Callable[[], ReadyBlock | None]
# Begins to open a part elsewhere: of which package, the part's number, with which identity.
Begin = Callable[[Head, int, str], Begun]


@dataclass(slots=True)
class OpenedPackage:
    """A good manifest for this desk, and its records part by part."""

    head: Head
    source: Source
    identity: str
    _coming: Iterator[Callable[[], Block | ReadyPart]] = field(repr=False)

    def begin(self) -> None:
        """Proves every part and begins with the first. Raises PackageRefused."""
        ahead = list(islice(self._coming, 1))
        self._coming = chain(ahead, self._coming)

    def first(self) -> Arrival | None:
        """What the first line is; opens the first part. Raises PackageRefused."""
        opened = [come() for come in islice(self._coming, 1)]
        self._coming = chain(map(_at_once, opened), self._coming)
        return opened[0].first() if opened else None

    def blocks(self) -> Iterator[Block | ReadyPart]:
        """The parts that are left, each opened when it is asked for. Raises PackageRefused."""
        for come in self._coming:
            yield come()


def open_package(desk: ProvinceDesk, source: Source, begin: Begin | None = None) -> OpenedPackage:
    """The package of a source; its parts are proved when the first of them is asked for.

    Raises PackageRefused.
    """
    head = read_head(source)
    # What was sealed for a former key is still opened; for somebody else's, the address refuses.
    identity = desk.identity_for(head.manifest.province_key) or ""
    return OpenedPackage(head, source, identity, _coming(desk, head, source, identity, begin))


def check_address(desk: ProvinceDesk, manifest: Manifest) -> None:
    """Raises PackageRefused(NOT_FOR_US) for a package to somebody else."""
    if manifest.province != desk.code or desk.identity_for(manifest.province_key) is None:
        raise PackageRefused(PackageProblem.NOT_FOR_US)


def _coming(
    desk: ProvinceDesk, head: Head, source: Source, identity: str, begin: Begin | None
) -> Iterator[Callable[[], Block | ReadyPart]]:
    """The parts in order, each begun while the one before is being loaded."""
    check_address(desk, head.manifest)
    check_parts(head, source)
    waiting: list[Callable[[], Block | ReadyPart]] = []
    for number in record_parts(head):
        waiting.append(_part(head, number, source, identity, begin))
        if len(waiting) > 1:
            yield waiting.pop(0)
    yield from waiting


def _at_once(block: Block | ReadyPart) -> Callable[[], Block | ReadyPart]:
    return lambda: block


def _part(
    head: Head, number: int, source: Source, identity: str, begin: Begin | None
) -> Callable[[], Block | ReadyPart]:
    begun = None if begin is None else begin(head, number, identity)

    def lines() -> list[bytes]:
        return read_part(head, number, source, identity)

    def come() -> Block | ReadyPart:
        ready = None if begun is None else begun()
        if ready is not None:
            return ReadyPart(ready, lines)
        here = lines()
        return Block(here, arrivals(here))

    return come
