"""Laying the packages that wait into a mailbox, near or far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from desktop.domain.packages import SentState
from desktop.domain.sending import FilesBy
from desktop.models.sync import sent_packages
from desktop.security.files import read_problem
from desktop.services.office import Office
from desktop.services.progress import Progress
from desktop.services.syncing.links import Link
from desktop.services.syncing.packing import package_folder, place_of
from desktop.services.syncing.status import WaitingPackage, waiting_packages
from desktop.sync.carrying import lay_package
from desktop.sync.far_carrying import FarCarrier
from desktop.sync.laid import LaidList
from desktop.sync.mailboxes import Mailbox
from desktop.sync.manifest import FilePart, read_manifest
from desktop.sync.places import MANIFEST, PackagePlace
from desktop.wording.sync import laying_text

# A package without an answer for so long is compared with what lies in the mailbox.
_LOOK_AGAIN = timedelta(days=1)


@dataclass
class Laying:
    """Lays packages and counts them.

    ``packages`` went, ``bytes`` left, ``held_back`` wait for a stick.
    """

    office: Office
    link: Link
    mailbox: Mailbox
    progress: Progress
    files: FilesBy = FilesBy.NETWORK
    packages: int = 0
    bytes: int = 0
    held_back: int = 0

    def lay_all(self) -> None:
        """Everything that waits, packages without scans first."""
        waiting = [(self._holds_files(p), p) for p in waiting_packages(self.office)]
        if self.files is FilesBy.STICK:
            self.held_back = sum(has_files for has_files, _ in waiting)
            waiting = [(has_files, p) for has_files, p in waiting if not has_files]
        waiting.sort(key=lambda entry: entry[0])
        total, done = sum(p.bytes for _, p in waiting), 0
        for _, package in waiting:
            self._lay(package, done, total)
            done += package.bytes

    def _lay(self, package: WaitingPackage, before: int, total: int) -> None:
        self.progress.check_cancelled()
        self._tell(package, before, total)
        if not self.mailbox.is_far:
            folder, place = self._folder(package), self._place(package)
            self._count(package, lay_package(self.mailbox, place, folder, package.parts))
            self._note(package)
            return
        moved = before

        def move(size: int) -> None:
            nonlocal moved
            moved += size
            self.progress.check_cancelled()
            self._tell(package, min(moved, total), total)

        self._lay_far(
            package,
            FarCarrier(
                self.mailbox,
                self._place(package),
                self._folder(package),
                LaidList(self._folder(package), self.link.mailbox),
                move,
            ),
        )

    def _lay_far(self, package: WaitingPackage, carrier: FarCarrier) -> None:
        now, laid_at = self.office.now(), package.laid_at
        look_again = laid_at is not None and abs(now - laid_at) >= _LOOK_AGAIN
        try:
            carrier.lay(look_again=look_again)
        except BaseException:
            self.bytes += carrier.sent
            raise
        self._count(package, carrier.sent)
        if carrier.sent or laid_at is None or look_again:
            self._note(package)

    def _count(self, package: WaitingPackage, sent: int) -> None:
        self.packages += sent > 0
        self.bytes += sent

    def _note(self, package: WaitingPackage) -> None:
        with self.office.command() as work:
            work.connection.execute(
                update(sent_packages)
                .where(sent_packages.c.id == package.id, sent_packages.c.state == SentState.WAITING)
                .values(laid_at=work.now)
            )

    def _tell(self, package: WaitingPackage, done: int, total: int) -> None:
        self.progress.step(done // 1024, total // 1024, laying_text(package.number, done, total))

    def _holds_files(self, package: WaitingPackage) -> bool:
        path = self._folder(package) / MANIFEST
        try:
            manifest = read_manifest(path.read_bytes())
        except OSError as error:
            raise read_problem(error, path) from error
        return any(isinstance(part, FilePart) for part in manifest.parts)

    def _folder(self, package: WaitingPackage) -> Path:
        return package_folder(self.office, package.chain, package.number)

    def _place(self, package: WaitingPackage) -> PackagePlace:
        return place_of(self.office, self.link, package.chain, package.number)
