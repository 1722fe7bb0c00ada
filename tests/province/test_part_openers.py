"""Packages opened by processes beside the desk end in the same register, with the same receipts."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import text

from desktop.domain.packages import PackageOutcome
from desktop.models.province import (
    quarantined_items,
    received_packages,
    superseded_records,
    unit_devices,
    unit_dossiers,
)
from desktop.province.part_openers import PartOpeners
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.inviting import invite
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.provinces.storing import store_command, store_reading
from desktop.services.signing_in import sign_in
from desktop.sync.carrying import lay_package
from desktop.sync.invitations import Invitation, read_invitation
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.manifest import Origin
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.records import ENROLMENT, Record, Revision
from desktop.sync.sealing import Squeezer, new_identity, recipient_of
from desktop.sync.signatures import SigningKey
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, PROVINCE_CODE, UNIT_CODE
from tests.sync.stage import receipts_on
from tests.sync.test_line_patterns import FULL

DEVICE = uuid.UUID("01a204f6-93d6-7777-8307-357fedbf4713")
EVERYTHING = (received_packages, quarantined_items, unit_dossiers, superseded_records)


class Eager(PartOpeners):
    """Begins its process at once and waits for it, so that every part goes through it."""

    last: Eager

    def __init__(self, folder: Path, _processes: int) -> None:
        super().__init__(folder, 1)
        self.begun: list[int] = []
        self._starting = Lock()
        Eager.last = self

    @property
    def are_ready(self) -> bool:
        # Asked by the thread that collects and by the one that opens: the second one waits.
        with self._starting:
            self.start()
        wait(self._loaded)
        return super().are_ready

    def begin(self, *job: Any) -> Any:
        self.begun.append(job[2])
        return super().begin(*job)


class Killed(Eager):
    """Its process dies under the first part."""

    def begin(self, *job: Any) -> Any:
        pool = self._pool
        if not self.begun and pool is not None:
            for process in pool._processes.values():
                process.kill()
        return super().begin(*job)


@dataclass
class Unit:
    """A device of a unit that writes its packages by hand."""

    desk: Office
    folder: Path
    stick: Path
    invitation: Invitation
    signing: SigningKey = field(default_factory=SigningKey.new)
    chains: int = 0

    def pack(self, *lines: bytes) -> None:
        """A package in a chain of its own; packages are met in the order of their chains."""
        self.chains += 1
        chain = uuid.UUID(int=self.chains)
        origin = Origin(UNIT_CODE, DEVICE, chain, self.signing.public)
        seal, now = self.invitation.province.seal, self.desk.now()
        address = Address(origin, PROVINCE_CODE, seal, 1, None, now)
        own = recipient_of(new_identity())
        writer = PackageWriter(self.folder / "gói", address, own, self.signing)
        for line in lines:
            writer.add_line("dossier", line + b"\n")
        manifest = writer.finish()
        place = PackagePlace(UNIT_CODE, DEVICE, chain, 1)
        lay_package(FolderMailbox(self.stick), place, self.folder / "gói", len(manifest.parts))

    def enrolment(self) -> bytes:
        content = {
            "secret": self.invitation.secret, "desk": 1, "name": "Quầy 1",
            "sign": self.signing.public, "seal": recipient_of(new_identity()),
        }  # fmt: skip
        return Record(ENROLMENT, self.invitation.id, Revision(0, DEVICE), content).line()[:-1]


def a_line(key: int, counter: int, code: int | None = None, **content: Any) -> bytes:
    """A dossier; its code is counted like its id unless another is given."""
    whole = FULL | {"code": f"24259-261120-{code or key:04d}"} | content
    record = uuid.UUID(int=(0x01A204F693D6 << 80) | (7 << 76) | (2 << 62) | key)
    return Record("dossier", record, Revision(counter, DEVICE), whole).line()[:-1]


@pytest.fixture
def unit(
    address: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Unit]:
    """A device with packages of every kind on a stick, and a desk on a server."""
    new = NewProvince(PROVINCE_CODE, ADMIN, PASSWORD, database=address)
    create_province(tmp_path / "tỉnh", new, clock, CHEAP)
    desk = sign_in(tmp_path / "tỉnh", ADMIN, PASSWORD, clock)
    stick = tmp_path / "usb"
    stick.mkdir()
    file = invite(desk, UNIT_CODE, tmp_path / "mời.json").value.file
    made = Unit(desk, tmp_path, stick, read_invitation(file.read_bytes()))
    made.pack(made.enrolment(), *(a_line(n, n) for n in range(1, 6)))
    made.pack(
        a_line(1, 11, state="returned"),  # newer
        a_line(6, 12),
        a_line(7, 13, code=2),  # the code of another
        b"{",
        a_line(8, 14).replace(b'":', b'": '),
        a_line(3, 1),  # older
        a_line(4, 4),  # there
        a_line(9, 15, received_at="2026-02-30T02:00:00Z"),
    )
    made.pack(a_line(10, 16), a_line(10, 17, state="refused"), a_line(11, 18, code=10))
    # New codes only, but an id that is there: the primary key finds it.
    made.pack(a_line(12, 19), a_line(5, 20, code=13))
    # In three parts; the last says more of a dossier of the first.
    with monkeypatch.context() as patch:
        patch.setattr(Squeezer, "is_full", property(lambda part: part.items == 8))
        made.pack(*(a_line(n, n, sets=2) for n in range(20, 40)), a_line(20, 41, sets=3))
    yield made
    desk.close()


def forget(unit: Unit) -> None:
    """The desk as if nothing had come yet."""
    with store_command(unit.desk) as (_work, connection):
        names = ", ".join(table.name for table in (*EVERYTHING, unit_devices))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        connection.execute(text("UPDATE invitations SET used_at = NULL, used_by = NULL"))
    for path in unit.stick.rglob("*.receipt.json"):
        path.unlink()


def taken(unit: Unit, monkeypatch: pytest.MonkeyPatch, openers: Any) -> tuple[Any, ...]:
    """What a turn tells, leaves in the register and lays on the stick."""
    forget(unit)
    monkeypatch.setattr("desktop.services.provinces.opening.PartOpeners", openers)
    told = collect(unit.desk, unit.stick).value
    with store_reading(unit.desk) as connection:
        rows = [sorted(map(str, connection.execute(table.select()))) for table in EVERYTHING]
    return told, rows, receipts_on(unit.stick)


def without(folder: Path, _processes: int) -> PartOpeners:
    return PartOpeners(folder, 0)


def test_register_and_receipts_are_the_same_whoever_opens_the_parts(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = taken(unit, monkeypatch, without)
    assert [package.outcome for package in alone[0]] == [
        PackageOutcome.ACCEPTED,
        PackageOutcome.PARTLY_ACCEPTED,
        PackageOutcome.PARTLY_ACCEPTED,
        PackageOutcome.ACCEPTED,
        PackageOutcome.ACCEPTED,
    ]
    assert len(alone[1][2]) == 5 + 2 + 1 + 1 + 20
    assert taken(unit, monkeypatch, Eager) == alone
    assert Eager.last.begun == [1, 1, 1, 1, 1, 2, 3]
    # One that dies takes nothing with it: the desk opens the parts itself.
    assert taken(unit, monkeypatch, Killed) == alone
    assert Eager.last.begun

    def refuses(*_arguments: Any) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr("desktop.province.part_openers.ProcessPoolExecutor", refuses)
    assert taken(unit, monkeypatch, Eager) == alone
    assert not Eager.last.begun


PARENT = """
import sys, time
from concurrent.futures import wait
from pathlib import Path
from desktop.province.part_openers import PartOpeners

if __name__ == "__main__":
    openers = PartOpeners(Path("."), 1)
    openers.start()
    wait(openers._loaded)
    print(*openers._pool._processes, flush=True)
    time.sleep(600)
"""


def test_no_process_outlives_a_desk_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "desk.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    desk = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment)
    with desk:
        assert desk.stdout is not None
        beside = int(desk.stdout.readline())
        os.kill(beside, 0)
        watched = os.pidfd_open(beside)
        desk.send_signal(signal.SIGKILL)
    # Readable once the process is gone.
    assert select.select([watched], [], [], 60)[0]
    os.close(watched)
