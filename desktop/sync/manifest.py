"""The manifest: what a package is, from whom, and the hash and size of every part."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desktop import __version__
from desktop.domain.packages import (
    FORMAT_VERSION,
    MOST_MANIFEST_BYTES,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.records import read_instant, written_instant
from desktop.sync.schemas import ShapeRefused, check_shape, strict_json

FORMAT = "somotcua-package"


@dataclass(frozen=True, slots=True)
class RecordsPart:
    """A part of JSON lines: sizes in bytes as stored and after unpacking."""

    size: int
    sha256: str
    unpacked: int
    items: int
    kind: str = "records"


@dataclass(frozen=True, slots=True)
class FilePart:
    """A piece of a file; ``file`` is the SHA-256 of the whole file, its name in records."""

    size: int
    sha256: str
    unpacked: int
    file: str
    offset: int
    kind: str = "file"


Part = RecordsPart | FilePart


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a package. A chain is one unbroken row of numbers of one device."""

    unit: str
    device: uuid.UUID
    chain: uuid.UUID
    key: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The signed list of contents."""

    origin: Origin
    province: str
    province_key: str
    number: int
    previous: str | None
    made_at: datetime
    counts: dict[str, int]
    parts: tuple[Part, ...]

    def to_bytes(self) -> bytes:
        """The text that is signed."""
        origin = {key: str(value) for key, value in asdict(self.origin).items()}
        data = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "program": __version__,
            "from": origin,
            "to": {"province": self.province, "key": self.province_key},
            "number": self.number,
            "previous": self.previous,
            "made_at": written_instant(self.made_at),
            "counts": self.counts,
            "parts": [asdict(part) for part in self.parts],
        }
        return json.dumps(data, ensure_ascii=False, indent=1).encode()

    @property
    def items(self) -> int:
        """How many records it says it holds."""
        return sum(part.items for part in self.parts if isinstance(part, RecordsPart))

    @property
    def stored_bytes(self) -> int:
        """The size of all parts together."""
        return sum(part.size for part in self.parts)


def sha256(content: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(content: bytes) -> Manifest:
    """A manifest within the bounds. Raises PackageRefused; says nothing about signatures."""
    if len(content) > MOST_MANIFEST_BYTES:
        raise PackageRefused(PackageProblem.TOO_LARGE)
    try:
        data = strict_json(content)
    except ValueError:
        raise PackageRefused(PackageProblem.DAMAGED) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE)
    version = data.get("version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise PackageRefused(PackageProblem.TOO_NEW, version=version)
    try:
        check_shape("manifest", data)
        return _built(data)
    except (ShapeRefused, ValueError):
        raise PackageRefused(PackageProblem.DAMAGED) from None


def _built(data: dict[str, Any]) -> Manifest:
    origin, made_at = data["from"], read_instant(data["made_at"])
    assert made_at is not None
    return Manifest(
        Origin(
            origin["unit"], uuid.UUID(origin["device"]), uuid.UUID(origin["chain"]), origin["key"]
        ),
        data["to"]["province"],
        data["to"]["key"],
        data["number"],
        data["previous"],
        made_at,
        data["counts"],
        tuple(_part(part) for part in data["parts"]),
    )


def _part(data: dict[str, Any]) -> Part:
    return RecordsPart(**data) if data["kind"] == "records" else FilePart(**data)
