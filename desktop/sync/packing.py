"""Writing a package into a folder beside: durable as a whole, then renamed to what counts."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from desktop.domain.packages import MIB, MOST_FILE_BYTES
from desktop.security.files import DurableFolder, disk_problem, sync_folder
from desktop.sync.manifest import FilePart, Manifest, Origin, Part, RecordsPart, sha256
from desktop.sync.places import MANIFEST, SIGNATURE, part_name
from desktop.sync.records import Record
from desktop.sync.sealing import Squeezer, seal
from desktop.sync.signatures import PACKAGE, SigningKey

_PIECE = 8 * MIB


@dataclass(frozen=True, slots=True)
class Address:
    """From whom, to whom, and the place in the chain."""

    origin: Origin
    province: str
    province_key: str
    number: int
    previous: str | None
    made_at: datetime


@dataclass
class PackageWriter:
    """Collects records and files into sealed parts; ``finish`` makes the package.

    The maker may open the package too (``own_key``): so the office can show what it sent.
    """

    folder: Path
    address: Address
    own_key: str
    signing_key: SigningKey
    # Further readers: the other desks of a unit.
    readers: tuple[str, ...] = ()
    _parts: list[Part] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _open: Squeezer | None = None

    def __post_init__(self) -> None:
        self._aside = self.folder.with_name(self.folder.name + ".part")
        try:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside.mkdir(parents=True)
        except OSError as error:
            raise disk_problem(error, self._aside) from error
        self._files = DurableFolder(self._aside)

    def add_records(self, records: Iterable[Record]) -> None:
        """Adds records in order; parts are cut at 4 MiB."""
        for record in records:
            self.add_line(record.kind, record.line())

    def add_line(self, kind: str, line: bytes) -> None:
        """Adds one record that is already written as a line."""
        if self._open is None:
            self._open = Squeezer()
        self._open.add(line)
        self._counts[kind] += 1
        if self._open.is_full:
            self._close_records()

    def add_file(self, content: bytes) -> str:
        """Adds a file as it is, in pieces of 8 MiB; gives its SHA-256, its name in records."""
        assert 0 < len(content) <= MOST_FILE_BYTES
        self._close_records()
        name = sha256(content)
        for offset in range(0, len(content), _PIECE):
            piece = content[offset : offset + _PIECE]
            self._store(piece, partial(_piece, len(piece), name, offset))
        self._counts["file"] += 1
        return name

    def finish(self) -> Manifest:
        """Signs and renames: from now on the package is there, whole."""
        self._close_records()
        address = self.address
        manifest = Manifest(
            address.origin,
            address.province,
            address.province_key,
            address.number,
            address.previous,
            address.made_at,
            dict(sorted(self._counts.items())),
            tuple(self._parts),
        )
        content = manifest.to_bytes()
        signature = self.signing_key.sign(content, PACKAGE)
        self._files.write(SIGNATURE, signature.encode())
        self._files.write(MANIFEST, content)
        self._files.finish()
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._aside.replace(self.folder)
            sync_folder(self.folder.parent)
        except OSError as error:
            raise disk_problem(error, self.folder) from error
        return manifest

    def drop(self) -> None:
        """Forgets an unfinished package."""
        self._files.close()
        shutil.rmtree(self._aside, ignore_errors=True)

    def _close_records(self) -> None:
        if self._open is None:
            return
        squeezer, self._open = self._open, None
        self._store(
            squeezer.finish(),
            lambda size, digest: RecordsPart(size, digest, squeezer.unpacked, squeezer.items),
        )

    def _store(self, content: bytes, describe: Callable[[int, str], Part]) -> None:
        readers = (self.address.province_key, self.own_key, *self.readers)
        sealed = seal(content, dict.fromkeys(readers))
        self._files.write(part_name(len(self._parts) + 1), sealed)
        self._parts.append(describe(len(sealed), sha256(sealed)))


def _piece(unpacked: int, file: str, offset: int, size: int, digest: str) -> FilePart:
    return FilePart(size, digest, unpacked, file, offset)
