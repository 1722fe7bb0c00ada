"""Records among the desks of one unit, line by line, and what a desk says it has read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.desks import DeskKind
from desktop.domain.packages import (
    MOST_DESK_LINE_BYTES,
    ItemReason,
    ItemRefused,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.envelopes import check_text, open_text, sign_text
from desktop.sync.records import Record, Revision, read_instant, written_instant
from desktop.sync.schemas import ShapeRefused, check_shape, strict_json
from desktop.sync.signatures import DESK, SigningKey

FORMAT = "somotcua-desk-seen"


def read_desk_record(line: bytes) -> Record:
    """A record out of one line of a package among desks. Raises ItemRefused."""
    if len(line) > MOST_DESK_LINE_BYTES:
        raise ItemRefused(ItemReason.TOO_LONG)
    try:
        data = strict_json(line)
    except ValueError:
        raise ItemRefused(ItemReason.NOT_JSON) from None
    try:
        check_shape("record", data)
        if data["kind"] not in set(DeskKind):
            raise ItemRefused(ItemReason.UNKNOWN_KIND, data["kind"])
        check_shape("desk", data["content"])
    except ShapeRefused as refused:
        raise ItemRefused(ItemReason.WRONG_SHAPE, refused.where) from None
    revision = Revision(data["revision"]["counter"], uuid.UUID(data["revision"]["device"]))
    return Record(data["kind"], uuid.UUID(data["id"]), revision, data["content"])


@dataclass(frozen=True, slots=True)
class Seen:
    """What a desk has read: chain to the highest number up to which it has everything."""

    office: uuid.UUID
    device: uuid.UUID
    at: datetime
    numbers: dict[str, int]

    def to_bytes(self, key: SigningKey) -> bytes:
        """The file, signed by the desk."""
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": 1,
            "office": str(self.office),
            "device": str(self.device),
            "at": written_instant(self.at),
            "seen": self.numbers,
        }
        return sign_text(data, key, DESK)


def read_seen(content: bytes, public: str) -> Seen:
    """What the desk with this key has said. Raises PackageRefused."""
    data, text, signature = open_text(content, "desk-seen")
    check_text(text, signature, public, DESK)
    try:
        at = read_instant(data["at"])
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert at is not None
    return Seen(uuid.UUID(data["office"]), uuid.UUID(data["device"]), at, data["seen"])
