"""Records as they travel: whole, with an id and a revision that counts up."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.domain.packages import MOST_LINE_BYTES, ItemReason, ItemRefused
from desktop.sync.schemas import ShapeRefused, check_shape, has_schema, strict_json

DOSSIER = "dossier"
ENROLMENT = "enrolment"
ASSESSMENT = "assessment"
EXPLANATION = "explanation"
APPRAISAL = "appraisal"
PUBLICATION = "publication"


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """Which version of a record: counts up over what the device has seen, never a clock.

    Ordered by counter, then by device, so that everybody picks the same winner.
    """

    counter: int
    device: uuid.UUID


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record; ``content`` follows the schema of its kind."""

    kind: str
    id: uuid.UUID
    revision: Revision
    content: dict[str, Any]

    @property
    def label(self) -> str:
        """How people call it: a dossier's code, the year and line of a score; never a name."""
        if self.kind in (ASSESSMENT, EXPLANATION):
            return " ".join(str(self.content[k]) for k in ("year", "item") if k in self.content)
        return str(self.content.get("code", "")) if self.kind == DOSSIER else ""

    def line(self) -> bytes:
        """The record as one line of JSON with its newline."""
        revision = {"counter": self.revision.counter, "device": str(self.revision.device)}
        data = {
            "kind": self.kind,
            "id": str(self.id),
            "revision": revision,
            "content": self.content,
        }
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode() + b"\n"


def read_record(line: bytes) -> Record:
    """A record out of one line. Raises ItemRefused."""
    if len(line) > MOST_LINE_BYTES:
        raise ItemRefused(ItemReason.TOO_LONG)
    try:
        data = strict_json(line)
    except ValueError:
        raise ItemRefused(ItemReason.NOT_JSON) from None
    try:
        check_shape("record", data)
        if not has_schema(data["kind"]):
            raise ItemRefused(ItemReason.UNKNOWN_KIND, data["kind"])
        check_shape(data["kind"], data["content"])
    except ShapeRefused as refused:
        raise ItemRefused(ItemReason.WRONG_SHAPE, refused.where) from None
    revision = Revision(data["revision"]["counter"], uuid.UUID(data["revision"]["device"]))
    return Record(data["kind"], uuid.UUID(data["id"]), revision, data["content"])


def written_instant(moment: datetime | None) -> str | None:
    """An instant as packages write it: UTC, whole seconds, "2026-11-20T02:00:00Z"."""
    return None if moment is None else moment.astimezone(UTC).isoformat()[:19] + "Z"


def read_instant(text: str | None) -> datetime | None:
    """The instant. Raises ValueError for a day that does not exist."""
    return (
        None if text is None else datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    )
