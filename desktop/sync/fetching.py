"""Reading a package out of a far mailbox: each file crosses the line once and is kept aside."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.domain.packages import PackageRefused
from desktop.security.files import disk_problem
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes import Mailbox
from desktop.sync.opening import Source, read_head
from desktop.sync.places import PackagePlace, part_name


@contextmanager
def near_source(mailbox: Mailbox, place: PackagePlace, folder: Path) -> Iterator[Source]:
    """The files of a package, read from the line at most once; as they are on a near mailbox.

    What lies in ``folder`` meanwhile is sealed as it came.
    """
    direct = source_in(mailbox, place)
    if not mailbox.is_far:
        yield direct
        return
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as kept:
            yield _kept(direct, Path(kept))
    except OSError as error:
        raise disk_problem(error, folder) from error


def head_hash(source: Source) -> str | None:
    """The hash of a manifest whose signature is good; None for what is no package."""
    try:
        return read_head(source).sha256
    except PackageRefused:
        return None


def fetch_parts(source: Source) -> None:
    """Brings all parts near. Raises PackageRefused for what is no package."""
    for number, part in enumerate(read_head(source).manifest.parts, start=1):
        source(part_name(number), part.size)


def _kept(direct: Source, folder: Path) -> Source:
    # Sizes and hashes of parts are proved later; what is kept is never more than was asked for.
    bounds: dict[str, int] = {}

    def read(name: str, most: int) -> bytes | None:
        path = folder / name
        if bounds.get(name, -1) >= most:
            return path.read_bytes()[: most + 1]
        content = direct(name, most)
        if content is not None:
            path.write_bytes(content)
            bounds[name] = most
        return content

    return read
