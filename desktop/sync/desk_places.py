"""Where the packages of a unit's desks lie in a shared folder or on a stick."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from desktop.sync.places import PackagePlace

DESKS = "desks/"
# In a manifest: not for a province, but for the other desks of the unit.
AMONG_DESKS = "00"

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FILE = re.compile(
    rf"^desks/(?P<office>{_ID})/(?P<device>{_ID})/(?P<chain>{_ID})/(?P<number>\d{{8}})/"
    r"(?P<file>part-\d{4}\.age|manifest\.json|manifest\.json\.sig)$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class DeskPlace(PackagePlace):
    """One package of one desk; ``unit`` holds the office's id instead of the unit's code."""

    @property
    def prefix(self) -> str:
        """The folder of the package, ending in a slash."""
        return f"{DESKS}{self.unit}/{self.device}/{self.chain}/{self.number:08d}/"


def office_prefix(office: uuid.UUID) -> str:
    """Everything of one office, ending in a slash."""
    return f"{DESKS}{office}/"


def seen_place(office: uuid.UUID, device: uuid.UUID) -> str:
    """Where a desk says what it has read."""
    return f"{office_prefix(office)}seen/{device}.json"


def desk_packages_among(names: list[str]) -> dict[DeskPlace, set[str]]:
    """The packages of a listing with the files that are there; other names are left alone."""
    found: dict[DeskPlace, set[str]] = {}
    for name in names:
        match = _FILE.match(name)
        if match:
            ids = uuid.UUID(match["device"]), uuid.UUID(match["chain"])
            place = DeskPlace(match["office"], *ids, int(match["number"]))
            found.setdefault(place, set()).add(match["file"])
    return dict(sorted(found.items()))
