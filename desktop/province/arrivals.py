"""Lines of a package as they come in: dossiers cut to what the desk stores, the rest as records.

A dossier is never built up as an object of many objects: a province's month has hundreds of
thousands, and all that is stored beside its text are these few values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from desktop.domain.packages import ItemRefused
from desktop.models.base import canonical_json
from desktop.sync.line_patterns import LinePattern
from desktop.sync.records import DOSSIER, Record, read_record

# What a quarantined line that could not be read shows of itself.
_SHOWN_BYTES = 2_000


class ArrivedDossier(NamedTuple):
    """A dossier whose line was proved; instants and ids as they stand there."""

    id: str
    counter: int
    device: str
    code: str
    procedure_code: str
    service_field: str
    channel: str
    state: str
    received_at: str
    legal_due_at: str | None
    ended_at: str | None
    returned_at: str | None
    timeliness: str | None
    content: str

    @classmethod
    def of(cls, record: Record) -> ArrivedDossier:
        """Out of a record that was read the long way."""
        content = record.content
        return cls(
            str(record.id),
            record.revision.counter,
            str(record.revision.device),
            content["code"],
            content["procedure"]["code"],
            content["procedure"]["field"],
            content["channel"],
            content["state"],
            content["received_at"],
            content["legal_due_at"],
            content["ended_at"],
            content["returned_at"],
            content["timeliness"],
            canonical_json(content) if record.written is None else record.written,
        )


class Arrival(NamedTuple):
    """One line: a dossier, another record, or why it is neither. Positions count from 1."""

    position: int
    line: bytes
    dossier: ArrivedDossier | None = None
    record: Record | None = None
    refused: ItemRefused | None = None


def arrivals(lines: Iterable[bytes]) -> Iterator[Arrival]:
    """Every line in order; a bad one is one bad arrival."""
    pattern = _pattern()
    for position, line in enumerate(lines, start=1):
        found = pattern.cut(line)
        if found is None:
            yield _read(position, line)
        else:
            record_id, counter, *others = found
            dossier = ArrivedDossier(record_id, int(counter or 0), *others)  # type: ignore[arg-type]
            yield Arrival(position, line, dossier)


def _read(position: int, line: bytes) -> Arrival:
    try:
        record = read_record(line)
    except ItemRefused as refused:
        return Arrival(position, line[:_SHOWN_BYTES], refused=refused)
    if record.kind == DOSSIER:
        return Arrival(position, line, ArrivedDossier.of(record))
    return Arrival(position, line, record=record)


@cache
def _pattern() -> LinePattern:
    """Cuts a line into the fields of ``ArrivedDossier``, in their order."""
    inside = {
        "procedure_code": ("content", "procedure", "code"),
        "service_field": ("content", "procedure", "field"),
        "id": ("id",),
        "counter": ("revision", "counter"),
        "device": ("revision", "device"),
        "content": ("content",),
    }
    return LinePattern(
        DOSSIER, tuple(inside.get(name, ("content", name)) for name in ArrivedDossier._fields)
    )
