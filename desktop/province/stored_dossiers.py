"""A dossier in the form that ``unit_dossiers`` stores, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import NamedTuple

from desktop.domain.packages import ItemReason, ItemRefused
from desktop.province.arrivals import ArrivedDossier
from desktop.sync.records import read_instant


class StoredDossier(NamedTuple):
    """The columns of ``unit_dossiers`` in their order."""

    uuid: bytes
    unit_code: str
    counter: int
    device: bytes
    package_id: int
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
    content: str


def stored(dossier: ArrivedDossier, unit: str, package_id: int) -> StoredDossier:
    """The row of an arrived dossier. Raises ItemRefused for a day that does not exist."""
    try:
        received, legal_due, ended, returned = map(
            _stamp,
            (dossier.received_at, dossier.legal_due_at, dossier.ended_at, dossier.returned_at),
        )
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "received_at") from None
    assert received is not None
    return StoredDossier(
        id_bytes(dossier.id),
        unit,
        dossier.counter,
        device_bytes(dossier.device),
        package_id,
        dossier.code,
        # PostgreSQL keeps no null character; the content itself holds it escaped.
        dossier.procedure_code.replace("\0", ""),
        dossier.service_field.replace("\0", ""),
        dossier.channel,
        dossier.state,
        received,
        legal_due,
        ended,
        returned,
        dossier.timeliness,
        dossier.content,
    )


def id_bytes(text: str) -> bytes:
    """A proved id as it is stored; a third of the time that a UUID object takes."""
    return bytes.fromhex(text.replace("-", ""))


# A package comes from one device.
device_bytes = lru_cache(maxsize=64)(id_bytes)


def as_uuid(stored_id: bytes) -> uuid.UUID:
    """The id as other tables' columns take it."""
    return uuid.UUID(bytes=stored_id)


def _stamp(text: str | None) -> int | None:
    """Whole seconds since 1970. Raises ValueError for a day or time that does not exist."""
    if text is None:
        return None
    if len(text) != 20 or text[10] != "T" or text[19] != "Z":
        raise ValueError(text)
    return _midnight(text[:10]) + _second_of_day(text[11:19])


# A province's month has few days and few of a day's seconds: both are read once.
@lru_cache(maxsize=4_096)
def _midnight(day: str) -> int:
    moment = read_instant(f"{day}T00:00:00Z")
    assert moment is not None
    return int(moment.timestamp())


@lru_cache(maxsize=100_000)
def _second_of_day(clock: str) -> int:
    moment = read_instant(f"1970-01-01T{clock}Z")
    assert moment is not None
    return int(moment.timestamp())
