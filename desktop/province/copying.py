"""Loading dossiers into PostgreSQL: new ones by COPY straight into their place, others upserted.

``unit_dossiers`` is partitioned by month. A UUIDv7 begins with the milliseconds of its making,
so the key itself says the month and stays the primary key; what says a month that cannot be
(another kind of UUID, a clock years off) goes into the one partition for the rest.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, text

from desktop.models.prepared import driver
from desktop.province.arrivals import COLUMNS, ArrivedDossier, id_bytes

# Partitions: one a month, and one for what tells no month.
MONTH_PREFIX = "unit_dossiers_"
OTHERS = "unit_dossiers_other"
_FIRST_YEAR = 2020
_NAMES = ", ".join(COLUMNS)
_ASIDE = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS incoming ON COMMIT DELETE ROWS"  # noqa: S608 - our names
    f" AS SELECT {_NAMES} FROM unit_dossiers WITH NO DATA"
)
_REPLACED = ", ".join(
    f"{name} = excluded.{name}" for name in COLUMNS if name not in ("uuid", "unit_code")
)
_UPSERT = (
    f"INSERT INTO unit_dossiers ({_NAMES}) SELECT {_NAMES} FROM incoming"  # noqa: S608
    f" ON CONFLICT (uuid) DO UPDATE SET {_REPLACED}"
    " WHERE (excluded.counter, excluded.device)"
    " > (unit_dossiers.counter, unit_dossiers.device)"
)
# COPY's binary form: no escapes to write here, none to look for on the server. A row is the
# number of its columns, then each as length and bytes; the length of nothing is -1.
_COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_TAIL = b"\xff\xff"
_LENGTH = struct.Struct("!i").pack
_WHOLE = struct.Struct("!iq").pack
_NULL = _LENGTH(-1)
_SENT_AT_ONCE = 128


def copy_dossiers(
    connection: Connection,
    owner: tuple[str, int],
    fresh: Sequence[ArrivedDossier],
    changed: Sequence[ArrivedDossier],
    today: date,
) -> None:
    """Writes rows that are not there yet, and others; a newer one that is there stays.

    ``owner``: the unit and the package that they came in.
    The caller holds the writer's lock and has looked: nobody else can have added a fresh one.
    """
    _ensure_months(connection, [row.id for row in (*fresh, *changed)], today)
    with driver(connection).cursor() as cursor:
        _copy(cursor, "unit_dossiers", owner, fresh)
        if changed:
            cursor.execute(_ASIDE)
            cursor.execute("TRUNCATE incoming")
            _copy(cursor, "incoming", owner, changed)
            cursor.execute(_UPSERT)


def _copy(cursor: Any, table: str, owner: tuple[str, int], rows: Sequence[ArrivedDossier]) -> None:
    if not rows:
        return
    with cursor.copy(f"COPY {table} ({_NAMES}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(_COPY_HEAD)
        binary = _binary_rows(*owner)
        for start in range(0, len(rows), _SENT_AT_ONCE):
            copy.write(b"".join(map(binary, rows[start : start + _SENT_AT_ONCE])))
        copy.write(_COPY_TAIL)


def _binary_rows(unit_code: str, package_id: int) -> Callable[[ArrivedDossier], bytes]:
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


@cache
def _text(value: str | None) -> bytes:
    """One of few values."""
    return _NULL if value is None else _LENGTH(len(value.encode())) + value.encode()


# Procedures, channels, states: the same combinations over and over.
@lru_cache(maxsize=4_096)
def _kinds(*values: str) -> bytes:
    return b"".join(_LENGTH(len(value.encode())) + value.encode() for value in values)


def month_of(record: uuid.UUID, today: date) -> date | None:
    """The first day of the month a UUIDv7 was made in; None for one that cannot be believed."""
    if record.version != 7:
        return None
    try:
        made = datetime.fromtimestamp((record.int >> 80) / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    first = made.replace(day=1)
    is_possible = made.year >= _FIRST_YEAR and first <= _next_month(today.replace(day=1))
    return first if is_possible else None


def _ensure_months(connection: Connection, records: Iterable[str], today: date) -> None:
    wanted = _months(records, today)
    if not wanted:
        return
    listed = connection.execute(text("SELECT inhrelid::regclass::text FROM pg_inherits"))
    there = set(listed.scalars())
    for month in sorted(wanted):
        if _partition(month) not in there:
            _add_month(connection, month)


def _months(records: Iterable[str], today: date) -> set[date]:
    """The months that must have a partition; neighbours mostly lie in one."""
    wanted: set[date] = set()
    start = end = ""
    for record in records:
        # An id as text sorts like its bytes; only version 7 tells a month.
        if start <= record < end or record[14] != "7":
            continue
        month = month_of(uuid.UUID(record), today)
        if month is not None:
            wanted.add(month)
            start, end = (str(_lowest(edge)) for edge in (month, _next_month(month)))
    return wanted


def _add_month(connection: Connection, month: date) -> None:
    """A new partition takes over what lay among the rest, where a fast clock had put it."""
    name, start, end = _partition(month), _bound(month), _bound(_next_month(month))
    within = f"uuid >= '{start}' AND uuid < '{end}'"
    moved = f"DELETE FROM {OTHERS} WHERE {within} RETURNING *"  # noqa: S608 - our own names
    span = f"FOR VALUES FROM ('{start}') TO ('{end}')"
    for statement in (
        f"CREATE TABLE {name} (LIKE unit_dossiers INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved",  # noqa: S608
        f"ALTER TABLE unit_dossiers ATTACH PARTITION {name} {span}",
    ):
        connection.exec_driver_sql(statement)


def _partition(month: date) -> str:
    return f"{MONTH_PREFIX}{month:%Y_%m}"


def _bound(month: date) -> str:
    """The lowest UUIDv7 of a month as bytea text."""
    return rf"\x{_lowest(month).hex}"


def _lowest(month: date) -> uuid.UUID:
    start = datetime(month.year, month.month, 1, tzinfo=UTC)
    return uuid.UUID(int=int(start.timestamp() * 1000) << 80)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
