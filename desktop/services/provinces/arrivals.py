"""Packages that came: a turn of collecting with what became of each, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from desktop import resources
from desktop.domain.errors import Cancelled
from desktop.domain.packages import PackageOutcome
from desktop.domain.roles import Permission
from desktop.models.province import quarantined_items, received_packages
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress
from desktop.services.provinces.answering import Collected
from desktop.services.provinces.cards import PackageRow, read_packages
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.setting_up import require_desk
from desktop.services.provinces.status import Quarantined
from desktop.services.provinces.storing import store_reading
from desktop.sync.mailboxes.folder import ROOT_NAME

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: every package that lay there; not ``is_whole`` when it was cancelled."""

    started_at: datetime
    places: tuple[str, ...]
    found: tuple[Collected, ...]
    is_whole: bool

    def count(self, *outcomes: PackageOutcome, new: bool = False) -> int:
        """How many packages ended so; ``new`` counts those of this turn only."""
        return sum(f.outcome in outcomes and (f.is_new or not new) for f in self.found)

    @property
    def new(self) -> int:
        """Packages that were not there before."""
        return sum(f.is_new for f in self.found)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Packages from a moment on, newest first; ``names`` of units by code."""

    packages: tuple[PackageRow, ...]
    set_aside: int
    last_at: datetime | None
    names: dict[str, str] = field(default_factory=dict)


def take_turn(office: Office, folder: Path | None, progress: Progress) -> Outcome[Turn]:
    """Collects from the mailbox, from a stick, or from every stick copied into a folder.

    Cancelled, it keeps and tells what was taken in until then. Raises like ``collect``.
    """
    started = office.now()
    found: list[Collected] = []
    places = [None] if folder is None else sticks_in(folder)
    is_whole = True
    try:
        for place in places:
            collect(office, place, progress, told=found.append)
    except Cancelled:
        is_whole = False
    named = tuple(str(place) for place in places if place is not None)
    changes = frozenset({Change.SYNC, Change.ASSESSMENTS})
    return Outcome(Turn(started, named, tuple(found), is_whole), changes)


def sticks_in(folder: Path) -> list[Path]:
    """The folder itself when it is a stick, else the sticks that were copied into it."""
    if (folder / ROOT_NAME).is_dir() or not folder.is_dir():
        return [folder]
    copied = sorted(path for path in folder.iterdir() if (path / ROOT_NAME).is_dir())
    return copied or [folder]


def arrivals(office: Office, since: datetime | None = None) -> Arrivals:
    """What was received. Raises NOT_A_PROVINCE."""
    office.require(Permission.RUN_PROVINCE)
    desk = require_desk(office)
    names = {u.code: u.name for u in resources.communes() if u.province_code == desk.code}
    with store_reading(office) as connection:
        packages = read_packages(connection, names, since=since, limit=MOST)
        count = connection.execute(select(func.count()).select_from(quarantined_items))
        last = connection.execute(select(func.max(received_packages.c.received_at)))
        return Arrivals(packages, count.scalar_one(), last.scalar_one_or_none(), names)


def items_aside(office: Office, package_id: int) -> tuple[Quarantined, ...]:
    """The items of one package that were put aside, in their order."""
    office.require(Permission.RUN_PROVINCE)
    require_desk(office)
    q, p = quarantined_items.c, received_packages.c
    query = (
        select(p.unit_code, p.number, q.position, q.reason, q.detail, q.text)
        .join(received_packages, p.id == q.package_id)
        .where(q.package_id == package_id)
        .order_by(q.position)
    )
    with store_reading(office) as connection:
        return tuple(Quarantined(*row) for row in connection.execute(query))
