"""A unit, a province and a stick between them, on real folders with real keys."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.domain.dossiers import DossierEvent
from desktop.models.province import unit_dossiers
from desktop.services.backups import create_backup
from desktop.services.clock import FixedClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.provinces.answering import Collected
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.storing import store_reading
from desktop.services.restoring import restore_backup
from desktop.services.signing_in import sign_in
from desktop.services.syncing.joining import join
from desktop.services.syncing.road_form import MailboxInput, save_road
from desktop.services.syncing.sending import SyncReport, export_to, import_from
from desktop.services.syncing.status import SyncStatus, sync_status
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes.access import Access
from desktop.sync.mailboxes.folder import ROOT_NAME, FolderMailbox
from desktop.sync.manifest import sha256
from desktop.sync.opening import Source
from desktop.sync.places import TO_PROVINCE, TO_UNITS, PackagePlace, packages_among
from tests.factory import ADMIN, PASSWORD, UNIT_CODE, a_received


@dataclass
class Stage:
    """What a test of the whole way needs; ``stick`` is where packages and receipts meet."""

    unit: Office
    province: Office
    stick: Path
    clock: FixedClock
    folder: Path

    def invitation(self, name: str = "giấy mời.json") -> Path:
        return invite(self.province, UNIT_CODE, self.folder / name).value.file

    def join(self) -> None:
        join(self.unit, self.invitation())

    def receive(self, name: str = "Nguyễn Văn An") -> str:
        return a_received(self.unit, name=name).code

    def finish(self, code: str) -> None:
        move_dossier(self.unit, MoveInput(code, DossierEvent.FINISH))

    def export(self, stick: Path | None = None) -> SyncReport:
        return export_to(self.unit, stick or self.stick).value

    def fetch(self, stick: Path | None = None) -> SyncReport:
        return import_from(self.unit, stick or self.stick).value

    def collect(self, stick: Path | None = None) -> tuple[Collected, ...]:
        return collect(self.province, stick or self.stick).value

    def round(self) -> tuple[Collected, ...]:
        """Unit → stick → province → stick → unit."""
        self.export()
        found = self.collect()
        self.fetch()
        return found

    def backup(self) -> Path:
        return create_backup(self.unit, self.folder / "sao lưu").file

    def restore(self, backup: Path, name: str = "khôi phục") -> Stage:
        """The same stage with the unit restored beside; the old unit stays open."""
        into = self.folder / name
        restore_backup(backup, into, self.clock.now())
        unit = sign_in(into, ADMIN, PASSWORD, self.clock)
        return Stage(unit, self.province, self.stick, self.clock, self.folder)

    def loaded(self) -> dict[str, dict[str, Any]]:
        """The dossiers at the province: code to content."""
        with store_reading(self.province) as connection:
            rows = connection.execute(select(unit_dossiers)).all()
        return {row.code: row.content | {"counter": row.counter} for row in rows}

    def dump(self, *tables: Any) -> list[Any]:
        """Everything in tables of the province, to compare before and after."""
        with store_reading(self.province) as connection:
            return [connection.execute(select(table)).all() for table in tables]


def set_mailbox(unit: Office, address: str, access: Access) -> None:
    """The mailbox of a joined unit, and what opens it; what is empty stays as it is."""
    save_road(unit, MailboxInput(address or None, **access.to_data()))


def packages_on(stick: Path) -> list[PackagePlace]:
    """The packages on a stick in the order of their numbers."""
    names = [stored.name for stored in FolderMailbox(stick).list(TO_PROVINCE)]
    return list(packages_among(names))


def folder_of(stick: Path, place: PackagePlace) -> Path:
    return stick / ROOT_NAME / place.prefix


def receipts_on(stick: Path) -> dict[str, bytes]:
    """Every receipt on a stick by its file name."""
    root = stick / ROOT_NAME / TO_UNITS
    return {path.name: path.read_bytes() for path in root.rglob("*.receipt.json")}


def receipt_text(content: bytes) -> dict[str, Any]:
    """What a receipt says."""
    text: dict[str, Any] = json.loads(json.loads(content)["text"])
    return text


def only(stick: Path, target: Path, *numbers: int) -> Path:
    """A second stick that carries only some of the packages."""
    target.mkdir(exist_ok=True)
    for place in packages_on(stick):
        if place.number in numbers:
            into = folder_of(target, place)
            shutil.copytree(folder_of(stick, place), into, dirs_exist_ok=True)
    return target


def source(stick: Path, place: PackagePlace) -> Source:
    return source_in(FolderMailbox(stick), place)


def changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder with its hash."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def status_of(stage: Stage) -> SyncStatus:
    """What the unit's sync page is told."""
    found = sync_status(stage.unit)
    assert found is not None
    return found
