"""Records as they travel: whole, with an id and a revision that counts up."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
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
DOSSIER_FILES = "dossier_files"
KEY_CHANGE = "key_change"


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
    # The content as it stood in its line, where the line was written as ours are.
    written: str | None = field(default=None, compare=False, repr=False)

    @property
    def label(self) -> str:
        """How people call it: a dossier's code, the year and line of a score; never a name."""
        if self.kind in (ASSESSMENT, EXPLANATION):
            return " ".join(str(self.content[k]) for k in ("year", "item") if k in self.content)
        return str(self.content.get("code", "")) if self.kind in (DOSSIER, DOSSIER_FILES) else ""

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
    return Record(
        data["kind"], uuid.UUID(data["id"]), revision, data["content"], _written(line, data)
    )


def _written(line: bytes, data: dict[str, Any]) -> str | None:
    """The content's own text out of a line whose keys stand in our order.

    The line was read as one JSON object with these four keys, each once: what lies between the
    head and this tail is the content and nothing else.
    """
    revision = data["revision"]
    tail = (
        f',"id":"{data["id"]}","kind":"{data["kind"]}",'
        f'"revision":{{"counter":{revision["counter"]},"device":"{revision["device"]}"}}}}'
    )
    text = line.decode("utf-8").rstrip("\n")
    if text.startswith(_HEAD) and text.endswith(tail):
        return text[len(_HEAD) : -len(tail)]
    return None


_HEAD = '{"content":'


def written_instant(moment: datetime | None) -> str | None:
    """An instant as packages write it: UTC, whole seconds, "2026-11-20T02:00:00Z"."""
    return None if moment is None else moment.astimezone(UTC).isoformat()[:19] + "Z"


def read_instant(text: str | None) -> datetime | None:
    """The instant. Raises ValueError for a day that does not exist and for any other form."""
    if text is None:
        return None
    if len(text) != 20 or text[10] != "T" or text[19] != "Z":
        raise ValueError(text)
    # Five times as fast as strptime, which a month of a province would wait for.
    return datetime.fromisoformat(text)
