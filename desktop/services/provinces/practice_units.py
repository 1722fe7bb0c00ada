"""Invented machines of units: each has keys of its own and sends real, sealed packages."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.domain.appraisals import PackState
from desktop.domain.units import Unit
from desktop.sync.invitations import Invitation
from desktop.sync.mailboxes.folder import ROOT_NAME, FolderMailbox
from desktop.sync.manifest import Origin, sha256
from desktop.sync.packing import Address, PackageWriter
from desktop.sync.places import PackagePlace
from desktop.sync.records import DOSSIER, ENROLMENT, Record, Revision, read_instant
from desktop.sync.rule_packs import RuleAnswer, answer_place
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import SigningKey


@dataclass
class InventedDevice:
    """One machine of a unit. ``invitation`` introduces it in its first package."""

    unit: Unit
    invitation: Invitation
    id: uuid.UUID
    chain: uuid.UUID
    desk: int = 1
    signing: SigningKey = field(default_factory=SigningKey.new)
    identity: str = field(default_factory=new_identity)
    number: int = 0
    previous: str | None = None
    counter: int = 0

    def record(self, kind: str, record_id: uuid.UUID, content: dict[str, Any]) -> Record:
        """A record with this device's next revision."""
        self.counter += 1
        return Record(kind, record_id, Revision(self.counter, self.id), content)

    def send(
        self,
        folder: Path,
        records: Sequence[Record],
        made_at: datetime,
        files: Iterable[bytes] = (),
        strange: bytes = b"",
    ) -> None:
        """Lays the next package into a folder; ``strange`` is a line that no province knows."""
        self.number += 1
        province = self.invitation.province
        origin = Origin(self.unit.code, self.id, self.chain, self.signing.public)
        address = Address(origin, province.code, province.seal, self.number, self.previous, made_at)
        place = PackagePlace(self.unit.code, self.id, self.chain, self.number)
        own = recipient_of(self.identity)
        writer = PackageWriter(folder / ROOT_NAME / place.prefix, address, own, self.signing)
        if self.number == 1:
            writer.add_records([self._enrolment()])
        writer.add_records(records)
        if strange:
            writer.add_line(DOSSIER, strange)
        for content in files:
            writer.add_file(content)
        self.previous = sha256(writer.finish().to_bytes())

    def answer(
        self, folder: Path, pack: uuid.UUID, state: PackState, message: str, at: datetime
    ) -> None:
        """Lays what became of a rule pack."""
        said = RuleAnswer(pack, self.unit.code, self.id, state, message, at)
        place = answer_place(self.unit.code, self.id, pack)
        FolderMailbox(folder).put_new(place, said.to_bytes(self.signing))

    def _enrolment(self) -> Record:
        content = {
            "secret": self.invitation.secret,
            "desk": self.desk,
            "name": f"Quầy {self.desk}",
            "sign": self.signing.public,
            "seal": recipient_of(self.identity),
        }
        return Record(ENROLMENT, self.invitation.id, Revision(0, self.id), content)


def dossiers_of(
    device: InventedDevice, models: Sequence[dict[str, Any]], count: int, chance: random.Random
) -> list[Record]:
    """Dossiers of a unit after models of another: own codes, own ids."""
    records = []
    for model in chance.sample(models, min(count, len(models))):
        rest = str(model["code"]).partition("-")[2]
        received = read_instant(model["received_at"])
        assert received is not None
        content = {**model, "code": f"{device.unit.code}-{rest}"}
        records.append(device.record(DOSSIER, timed_id(received, chance), content))
    return records


def timed_id(moment: datetime, chance: random.Random) -> uuid.UUID:
    """A UUIDv7 of a moment, by the given chance."""
    stamp = int(moment.timestamp() * 1000) << 80
    first, last = chance.getrandbits(12) << 64, chance.getrandbits(62)
    return uuid.UUID(int=stamp | 7 << 76 | first | 2 << 62 | last)
