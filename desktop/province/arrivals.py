"""Lines of a package as they come in: dossiers cut to what the desk stores, the rest as records.

A dossier is never built up as an object of many objects: a province's month has hundreds of
thousands, and all that is stored beside its text are these few values.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from desktop.domain.packages import ItemReason, ItemRefused
from desktop.sync.envelopes import written
from desktop.sync.line_patterns import LinePattern
from desktop.sync.records import DOSSIER, Record, read_instant, read_record

# What a line is cut into, in the order that ``_arrived`` takes.
_WANTED = (
    ("id",),
    ("revision", "counter"),
    ("revision", "device"),
    ("content", "code"),
    ("content", "procedure", "code"),
    ("content", "procedure", "field"),
    ("content", "channel"),
    ("content", "state"),
    ("content", "received_at"),
    ("content", "legal_due_at"),
    ("content", "ended_at"),
    ("content", "returned_at"),
    ("content", "timeliness"),
    ("content",),
)


class ArrivedDossier(NamedTuple):
    """A dossier whose line was proved: what ``unit_dossiers`` stores beside unit and package.

    The id is its text and the key everywhere here; everything else is as the columns store it,
    instants in whole seconds since 1970.
    """

    id: str
    counter: int
    device: bytes
    code: str
    procedure_code: str
    service_field: str
    channel: str
    state: str
    received_at: int
    legal_due_at: int | None
    ended_at: int | None
    returned_at: int | None
    timeliness: str | None
    content: bytes


# In the order of the table: unit and package stand among them.
COLUMNS = ("uuid", "unit_code", "counter", "device", "package_id", *ArrivedDossier._fields[3:])

# A dossier, another record, or why a line is neither.
Arrival = ArrivedDossier | Record | ItemRefused


def cut_line(line: bytes) -> tuple[Any, ...] | None:
    """The texts of a proved dossier in the order of ``ArrivedDossier``, all as UTF-8; None for a
    line that must be read the long way.
    """
    return _pattern().cut(line)


def arrivals(lines: Iterable[bytes]) -> list[Arrival]:
    """What each line is."""
    cut = _pattern().cut
    found: list[Arrival] = []
    for line in lines:
        values = cut(line)
        try:
            if values is not None:
                found.append(_arrived(values))
                continue
            record = read_record(line)
            is_dossier = record.kind == DOSSIER
            found.append(arrived_dossier(record) if is_dossier else record)
        except ItemRefused as refused:
            found.append(refused)
    return found


def arrived_dossier(record: Record) -> ArrivedDossier:
    """A dossier that was read the long way. Raises ItemRefused for a day that does not exist."""
    content = record.content
    values = (
        str(record.id),
        str(record.revision.counter),
        str(record.revision.device),
        content["code"],
        # PostgreSQL keeps no null character; the content itself holds it escaped.
        content["procedure"]["code"].replace("\0", ""),
        content["procedure"]["field"].replace("\0", ""),
        *(content[path[1]] for path in _WANTED[6:13]),
        written(content) if record.written is None else record.written,
    )
    return _arrived(tuple(None if value is None else value.encode() for value in values))


def id_bytes(text: str) -> bytes:
    """A proved id as it is stored; in a third of the time that a UUID object takes."""
    return bytes.fromhex(text.replace("-", ""))


def _arrived(values: tuple[Any, ...]) -> ArrivedDossier:
    (
        key,
        counter,
        device,
        code,
        procedure_code,
        service_field,
        channel,
        state,
        received_at,
        legal_due_at,
        ended_at,
        returned_at,
        timeliness,
        content,
    ) = values
    try:
        row = (
            key.decode(),
            int(counter),
            device_bytes(device),
            code.decode(),
            _word(procedure_code),
            _word(service_field),
            _word(channel),
            _word(state),
            _midnight(received_at[:10]) + _second_of_day(received_at[11:19]),
            legal_due_at and _midnight(legal_due_at[:10]) + _second_of_day(legal_due_at[11:19]),
            ended_at and _midnight(ended_at[:10]) + _second_of_day(ended_at[11:19]),
            returned_at and _midnight(returned_at[:10]) + _second_of_day(returned_at[11:19]),
            timeliness and _word(timeliness),
            content,
        )
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "received_at") from None
    # What NamedTuple's own constructor does behind a function of Python's.
    return tuple.__new__(ArrivedDossier, row)


def seconds_of(instant: bytes) -> int:
    """A proved instant in seconds since 1970. Raises ValueError for a day that does not exist."""
    return _midnight(instant[:10]) + _second_of_day(instant[11:19])


# A package comes from one device.
@lru_cache(maxsize=64)
def device_bytes(text: bytes) -> bytes:
    return id_bytes(text.decode())


# Procedures, channels, states: the same few over and over, and each is kept in memory once.
@lru_cache(maxsize=4_096)
def _word(text: bytes) -> str:
    return text.decode()


# A province's month has few days and few of a day's seconds: each is read once.
@lru_cache(maxsize=4_096)
def _midnight(day: bytes) -> int:
    return _seconds(f"{day.decode()}T00:00:00Z")


@lru_cache(maxsize=100_000)
def _second_of_day(clock: bytes) -> int:
    return _seconds(f"1970-01-01T{clock.decode()}Z")


def _seconds(text: str) -> int:
    moment = read_instant(text)
    assert moment is not None
    return int(moment.timestamp())


@cache
def _pattern() -> LinePattern:
    return LinePattern(DOSSIER, _WANTED)
