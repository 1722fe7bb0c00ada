"""A package made ready for loading: proved, unsealed, its lines read. Touches no database.

So the next package can be opened while the database still works on the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from desktop.province.arrivals import Arrival, arrivals
from desktop.province.desks import ProvinceDesk
from desktop.province.judging import check_address
from desktop.sync.opening import Head, Source, check_parts, read_head, read_parts


class Block(NamedTuple):
    """The lines of one part, and what each of them is."""

    lines: list[bytes]
    arrived: list[Arrival]


@dataclass(slots=True)
class OpenedPackage:
    """A good manifest for this desk, and its records block by block."""

    head: Head
    source: Source
    identity: str
    blocks: Iterator[Block]

    def first(self) -> Arrival | None:
        """What the first line is; opens the first block. Raises PackageRefused."""
        ahead = list(islice(self.blocks, 1))
        self.blocks = chain(ahead, self.blocks)
        return ahead[0].arrived[0] if ahead and ahead[0].arrived else None


def open_package(desk: ProvinceDesk, source: Source) -> OpenedPackage:
    """The package of a source; its parts are proved when the first block is asked for.

    Raises PackageRefused.
    """
    head = read_head(source)
    # What was sealed for a former key is still opened; for somebody else's, the address refuses.
    identity = desk.identity_for(head.manifest.province_key) or ""
    return OpenedPackage(head, source, identity, _blocks(desk, head, source, identity))


def _blocks(desk: ProvinceDesk, head: Head, source: Source, identity: str) -> Iterator[Block]:
    check_address(desk, head.manifest)
    check_parts(head, source)
    for lines in read_parts(head, source, identity):
        yield Block(lines, arrivals(lines))
