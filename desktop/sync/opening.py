"""Reading a package that came from outside: nothing in it is believed before it is proved.

Order of proof: size and shape of the manifest, its signature, size and hash of every part,
then the seal, then the unpacked size, then each line by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.domain.packages import (
    MOST_FILE_BYTES,
    MOST_MANIFEST_BYTES,
    MOST_SIGNATURE_BYTES,
    ItemRefused,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.manifest import FilePart, Manifest, RecordsPart, read_manifest, sha256
from desktop.sync.places import MANIFEST, SIGNATURE, part_name
from desktop.sync.records import Record, read_record
from desktop.sync.sealing import unseal, unsqueeze
from desktop.sync.signatures import PACKAGE, verify

# Reads a file of the package by its fixed name, at most so many bytes; None when it is missing.
Source = Callable[[str, int], bytes | None]


@dataclass(frozen=True, slots=True)
class Head:
    """A manifest whose signature is good for the key it names; who owns that key is not said."""

    manifest: Manifest
    sha256: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a package: a record, or why it is none. Positions count from 1."""

    position: int
    record: Record | None
    refused: ItemRefused | None = None
    text: bytes = b""


def read_head(source: Source) -> Head:
    """The manifest with a good signature. Raises PackageRefused."""
    content = _file(source, MANIFEST, MOST_MANIFEST_BYTES)
    signature = _file(source, SIGNATURE, MOST_SIGNATURE_BYTES)
    manifest = read_manifest(content)
    try:
        text = signature.decode("ascii")
    except UnicodeDecodeError:
        raise PackageRefused(PackageProblem.BAD_SIGNATURE) from None
    verify(content, text, manifest.origin.key, PACKAGE)
    return Head(manifest, sha256(content))


def check_parts(head: Head, source: Source) -> None:
    """Proves size and hash of every part. Raises PackageRefused(INCOMPLETE, DAMAGED)."""
    for number in range(1, len(head.manifest.parts) + 1):
        _stored(head, number, source)


def read_items(head: Head, source: Source, identity: str) -> Iterator[Item]:
    """Every record in order; a bad line is one bad item. Raises PackageRefused."""
    for position, line in enumerate(read_lines(head, source, identity), start=1):
        yield _item(position, line)


def read_lines(head: Head, source: Source, identity: str | list[str]) -> Iterator[bytes]:
    """Every line in order, as it was sealed. Raises PackageRefused."""
    for lines in read_parts(head, source, identity):
        yield from lines


def read_parts(head: Head, source: Source, identity: str | list[str]) -> Iterator[list[bytes]]:
    """The lines part by part: never more in memory than one part holds. Raises PackageRefused."""
    for number in record_parts(head):
        yield read_part(head, number, source, identity)


def record_parts(head: Head) -> list[int]:
    """The numbers of the parts that hold records, in order."""
    parts = enumerate(head.manifest.parts, start=1)
    return [number for number, part in parts if isinstance(part, RecordsPart)]


def read_part(head: Head, number: int, source: Source, identity: str | list[str]) -> list[bytes]:
    """The lines of one part of records; proves its hash again. Raises PackageRefused."""
    part = head.manifest.parts[number - 1]
    assert isinstance(part, RecordsPart)
    packed = unseal(_stored(head, number, source), identity, number)
    lines = unsqueeze(packed, part.unpacked, number).split(b"\n")
    # Each line ends with a newline: what follows the last one is nothing.
    if lines.pop() != b"" or len(lines) != part.items:
        raise PackageRefused(PackageProblem.DAMAGED, part=number)
    return lines


def read_files(
    head: Head, source: Source, identity: str | list[str]
) -> Iterator[tuple[str, bytes]]:
    """Every whole file with its SHA-256. Raises PackageRefused, ItemRefused never."""
    name, content = "", bytearray()
    for number, part in enumerate(head.manifest.parts, start=1):
        if not isinstance(part, FilePart):
            continue
        if part.file != name:
            if name:
                yield _proved(name, content)
            name, content = part.file, bytearray()
        if part.offset != len(content) or part.offset + part.unpacked > MOST_FILE_BYTES:
            raise PackageRefused(PackageProblem.DAMAGED, part=number)
        piece = unseal(_stored(head, number, source), identity, number)
        if len(piece) != part.unpacked:
            raise PackageRefused(PackageProblem.DAMAGED, part=number)
        content += piece
    if name:
        yield _proved(name, content)


def _item(position: int, line: bytes) -> Item:
    try:
        return Item(position, read_record(line), None, line)
    except ItemRefused as refused:
        return Item(position, None, refused, line[:2_000])


def _proved(name: str, content: bytearray) -> tuple[str, bytes]:
    whole = bytes(content)
    if sha256(whole) != name:
        raise PackageRefused(PackageProblem.DAMAGED, part=0)
    return name, whole


def _stored(head: Head, number: int, source: Source) -> bytes:
    part = head.manifest.parts[number - 1]
    content = source(part_name(number), part.size)
    if content is None:
        raise PackageRefused(PackageProblem.INCOMPLETE, part=number)
    if len(content) != part.size or sha256(content) != part.sha256:
        raise PackageRefused(PackageProblem.DAMAGED, part=number)
    return content


def _file(source: Source, name: str, most: int) -> bytes:
    content = source(name, most)
    if content is None:
        raise PackageRefused(PackageProblem.INCOMPLETE, part=0)
    if len(content) > most:
        raise PackageRefused(PackageProblem.TOO_LARGE)
    return content
