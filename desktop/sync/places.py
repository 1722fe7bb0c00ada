"""Where things lie in a mailbox. Built from checked values only, never from text in a package."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from typing import TypeVar

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
TO_PROVINCE = "province/"
TO_UNITS = "units/"

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PACKAGE = re.compile(
    rf"^province/(?P<unit>\d{{2,5}})/(?P<device>{_ID})/(?P<chain>{_ID})/(?P<number>\d{{8}})/"
    r"(?P<file>part-\d{4}\.age|manifest\.json|manifest\.json\.sig)$",
    re.ASCII,
)
_LETTER = re.compile(
    rf"^units/(?P<unit>\d{{2,5}})/(?P<device>{_ID})/packages/(?P<chain>{_ID})/(?P<number>\d{{8}})/"
    r"(?P<file>part-\d{4}\.age|manifest\.json|manifest\.json\.sig)$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class PackagePlace:
    """Where one package lies; what it says of itself is inside and signed."""

    unit: str
    device: uuid.UUID
    chain: uuid.UUID
    number: int

    @property
    def prefix(self) -> str:
        """The folder of the package, ending in a slash."""
        return f"{TO_PROVINCE}{self.unit}/{self.device}/{self.chain}/{self.number:08d}/"


@dataclass(frozen=True, slots=True, order=True)
class LetterPlace:
    """Where a package of the province for one device of a unit lies."""

    unit: str
    device: uuid.UUID
    chain: uuid.UUID
    number: int

    @property
    def prefix(self) -> str:
        """The folder of the package, ending in a slash."""
        return f"{letters_of(self.unit, self.device)}{self.chain}/{self.number:08d}/"


def letters_of(unit: str, device: uuid.UUID) -> str:
    """The folder of the province's packages for a device, ending in a slash."""
    return f"{TO_UNITS}{unit}/{device}/packages/"


Place = PackagePlace | LetterPlace
P = TypeVar("P", PackagePlace, LetterPlace)


def part_name(number: int) -> str:
    """The file of the n-th part, from 1."""
    return f"part-{number:04d}.age"


def pieces_of(part: str) -> str:
    """The folder of a part's pieces, ending in a slash."""
    return f"{part}.d/"


def piece_name(part: str, index: int) -> str:
    """The file of a part's n-th piece, from 0."""
    return f"{pieces_of(part)}{index:04d}"


def receipts_of(unit: str, device: uuid.UUID) -> str:
    """The folder of a device's receipts, ending in a slash."""
    return f"{TO_UNITS}{unit}/{device}/"


def province_keys_of(unit: str) -> str:
    """The folder of the province's changes of keys, ending in a slash."""
    return f"{TO_UNITS}{unit}/keys/"


def province_keys_place(unit: str, sign: str) -> str:
    """Where the change to this key lies."""
    digest = hashlib.sha256(sign.encode()).hexdigest()
    return f"{province_keys_of(unit)}{digest[:16]}.keys.json"


def trial_place(unit: str, device: uuid.UUID, token: str) -> str:
    """Where a device tries whether it may write; no reader takes it for anything."""
    return f"{TO_PROVINCE}{unit}/{device}/trial-{token}"


def receipt_place(place: PackagePlace, manifest_sha256: str) -> str:
    """Where the receipt of exactly this manifest lies."""
    name = f"{place.chain}-{place.number:08d}-{manifest_sha256[:16]}.receipt.json"
    return receipts_of(place.unit, place.device) + name


def packages_among(names: list[str]) -> dict[PackagePlace, set[str]]:
    """The packages of a listing with the files that are there; other names are left alone."""
    return _among(names, _PACKAGE, PackagePlace)


def letters_among(names: list[str]) -> dict[LetterPlace, set[str]]:
    """The province's packages of a listing with the files that are there."""
    return _among(names, _LETTER, LetterPlace)


def _among(names: list[str], pattern: re.Pattern[str], place_of: type[P]) -> dict[P, set[str]]:
    found: dict[P, set[str]] = {}
    for name in names:
        match = pattern.match(name)
        if match:
            ids = uuid.UUID(match["device"]), uuid.UUID(match["chain"])
            place = place_of(match["unit"], *ids, int(match["number"]))
            found.setdefault(place, set()).add(match["file"])
    return dict(sorted(found.items()))
