"""Carrying a package into a mailbox: what is there already, whole, is not sent again."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.packages import MOST_MANIFEST_BYTES, MOST_PART_BYTES, PIECE_BYTES
from desktop.security.files import read_problem
from desktop.sync.mailboxes import Mailbox
from desktop.sync.manifest import sha256
from desktop.sync.opening import Source
from desktop.sync.places import MANIFEST, SIGNATURE, Place, part_name, piece_name

_MOST = max(MOST_PART_BYTES, MOST_MANIFEST_BYTES)


def lay_package(mailbox: Mailbox, place: Place, folder: Path, parts: int) -> int:
    """Lays the files of a finished package, manifest last; gives the bytes that were sent."""
    names = [*(part_name(n) for n in range(1, parts + 1)), SIGNATURE, MANIFEST]
    return sum(lay_file(mailbox, place.prefix + name, _content(folder / name)) for name in names)


def lay_file(mailbox: Mailbox, name: str, content: bytes) -> int:
    """Lays one file whole: aside, read back, renamed. Gives 0 when it lies there already."""
    if _is_there(mailbox, name, content):
        return 0
    aside = name + ".part"
    mailbox.delete(aside)
    mailbox.put_new(aside, content)
    if not _is_there(mailbox, aside, content):
        raise EnvironmentProblem(Surroundings.MAILBOX_DAMAGES, file=name)
    mailbox.delete(name)
    mailbox.rename_new(aside, name)
    return len(content)


def take_away(mailbox: Mailbox, place: Place) -> None:
    """Removes an acknowledged package, manifest first: half a package is never a package."""
    mailbox.delete(place.prefix + MANIFEST)
    mailbox.delete(place.prefix)


def source_in(mailbox: Mailbox, place: Place) -> Source:
    """Reads the files of a package that lies in a mailbox, parts in pieces too."""

    def read(name: str, most: int) -> bytes | None:
        content = mailbox.read(place.prefix + name, most)
        if content is None and name.startswith("part-"):
            return _joined(mailbox, place.prefix + name, most)
        return content

    return read


def source_of(folder: Path) -> Source:
    """Reads the files of a package that lies in a folder of ours."""

    def read(name: str, most: int) -> bytes | None:
        path = folder / name
        return path.read_bytes()[: most + 1] if path.exists() else None

    return read


def _joined(mailbox: Mailbox, part: str, most: int) -> bytes | None:
    """A part out of its pieces, up to the first that is missing or torn; None without any."""
    found = bytearray()
    index = 0
    while len(found) <= most:
        piece = mailbox.read(piece_name(part, index), PIECE_BYTES)
        if piece is None:
            break
        found += piece
        index += 1
        if len(piece) != PIECE_BYTES:
            break
    return bytes(found[: most + 1]) if index else None


def _is_there(mailbox: Mailbox, name: str, content: bytes) -> bool:
    found = mailbox.read(name, _MOST)
    return found is not None and sha256(found) == sha256(content)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise read_problem(error, path) from error
