"""Dossiers in the binary form of PostgreSQL's COPY, written without a database at hand.

No escapes to write here, none to look for on the server. A row is the number of its columns,
then each as length and bytes; the length of nothing is -1.
"""

from __future__ import annotations

import struct
from binascii import unhexlify
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from desktop.province.arrivals import COLUMNS, ArrivedDossier, device_bytes, id_bytes, seconds_of

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL = b"\xff\xff"
_LENGTH = struct.Struct("!i").pack
_WHOLE = struct.Struct("!iq").pack
_PUT_LENGTH = struct.Struct("!i").pack_into
_NULL = _LENGTH(-1)
# From the start of a row to its package's number: count of columns, id, unit (its text comes on
# top), counter, device, each with its length, and the number's own length.
_BEFORE_PACKAGE = 2 + (4 + 16) + 4 + (4 + 8) + (4 + 16) + 4


def binary_rows(unit_code: str, package_id: int) -> Callable[[ArrivedDossier], bytes]:
    """Writes rows of one package: its unit is the same in all of them."""
    unit = unit_code.encode()
    columns, unit_size = len(COLUMNS), len(unit)
    # Number of columns, id, unit, counter, device, package, length of the code.
    head = struct.Struct(f"!hi16si{unit_size}siqi16siii").pack

    def binary(row: ArrivedDossier) -> bytes:
        code, key = row.code.encode(), id_bytes(row.id)
        return b"".join(
            (
                head(
                    *(columns, 16, key, unit_size, unit, 8, row.counter),
                    *(16, row.device, 4, package_id, len(code)),
                ),
                code,
                _kinds(row.procedure_code, row.service_field, row.channel, row.state),
                _WHOLE(8, row.received_at),
                _NULL if row.legal_due_at is None else _WHOLE(8, row.legal_due_at),
                _NULL if row.ended_at is None else _WHOLE(8, row.ended_at),
                _NULL if row.returned_at is None else _WHOLE(8, row.returned_at),
                _text(row.timeliness),
                _LENGTH(len(row.content)),
                row.content,
            )
        )

    return binary


def cut_rows(unit_code: str) -> Callable[[tuple[Any, ...]], bytes]:
    """Writes rows straight out of the texts that ``cut_line`` gives, in a third of the time.

    Their package is not known yet. Raises ValueError for a day that does not exist.
    """
    unit = unit_code.encode()
    columns, unit_size = len(COLUMNS), len(unit)
    head = struct.Struct(f"!hi16si{unit_size}siqi16siii").pack
    join, length, whole = b"".join, _LENGTH, _WHOLE

    def row(values: tuple[Any, ...]) -> bytes:
        key, counter, device, code, procedure, field, channel, state = values[:8]
        received, due, ended, returned, timeliness, content = values[8:]
        return join(
            (
                head(
                    *(columns, 16, unhexlify(key.replace(b"-", b"")), unit_size, unit),
                    *(8, int(counter), 16, device_bytes(device), 4, 0, len(code)),
                ),
                code,
                _cut_kinds(procedure, field, channel, state),
                whole(8, seconds_of(received)),
                _NULL if due is None else whole(8, seconds_of(due)),
                _NULL if ended is None else whole(8, seconds_of(ended)),
                _NULL if returned is None else whole(8, seconds_of(returned)),
                _NULL if timeliness is None else _cut_kinds(timeliness),
                length(len(content)),
                content,
            )
        )

    return row


def set_package(rows: bytearray, starts: Iterable[int], unit_code: str, package_id: int) -> None:
    """Writes the package's number into rows that were written before it was known."""
    place = _BEFORE_PACKAGE + len(unit_code.encode())
    for start in starts:
        _PUT_LENGTH(rows, start + place, package_id)


def id_array(ids: Iterable[bytes]) -> str:
    """PostgreSQL's own text of an array: the driver would write each element by itself."""
    return "{" + ",".join([rf'"\\x{value.hex()}"' for value in ids]) + "}"


@cache
def _text(value: str | None) -> bytes:
    """One of few values."""
    return _NULL if value is None else _LENGTH(len(value.encode())) + value.encode()


# Procedures, channels, states: the same combinations over and over.
@lru_cache(maxsize=4_096)
def _kinds(*values: str) -> bytes:
    return _cut_kinds(*(value.encode() for value in values))


@lru_cache(maxsize=4_096)
def _cut_kinds(*values: bytes) -> bytes:
    return b"".join(_LENGTH(len(value)) + value for value in values)
