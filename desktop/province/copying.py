"""Loading dossiers into PostgreSQL: new ones by COPY straight into their place, others upserted.

``unit_dossiers`` is partitioned by month. A UUIDv7 begins with the milliseconds of its making,
so the key itself says the month and stays the primary key; what says a month that cannot be
(another kind of UUID, a clock years off) goes into the one partition for the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, text

from desktop.models.prepared import driver
from desktop.province.arrivals import COLUMNS, ArrivedDossier
from desktop.province.binary_rows import HEAD, TAIL, binary_rows

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
_INTO = f"COPY {{}} ({_NAMES}) FROM STDIN (FORMAT binary)"
_SENT_AT_ONCE, _SENT_BYTES = 128, 1 << 18


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
    ensure_months(connection, [row.id for row in (*fresh, *changed)], today)
    with driver(connection).cursor() as cursor:
        _copy(cursor, "unit_dossiers", owner, fresh)
        if changed:
            cursor.execute(_ASIDE)
            cursor.execute("TRUNCATE incoming")
            _copy(cursor, "incoming", owner, changed)
            cursor.execute(_UPSERT)


def copy_ready(
    connection: Connection, rows: Sequence[memoryview], ids: Iterable[str], today: date
) -> None:
    """Writes rows that are in COPY's form already; none of them is there yet."""
    ensure_months(connection, ids, today)
    with (
        driver(connection).cursor() as cursor,
        cursor.copy(_INTO.format("unit_dossiers")) as copy,
    ):
        copy.write(HEAD)
        for piece in rows:
            for start in range(0, len(piece), _SENT_BYTES):
                copy.write(piece[start : start + _SENT_BYTES])
        copy.write(TAIL)


def _copy(cursor: Any, table: str, owner: tuple[str, int], rows: Sequence[ArrivedDossier]) -> None:
    if not rows:
        return
    with cursor.copy(_INTO.format(table)) as copy:
        copy.write(HEAD)
        binary = binary_rows(*owner)
        for start in range(0, len(rows), _SENT_AT_ONCE):
            copy.write(b"".join(map(binary, rows[start : start + _SENT_AT_ONCE])))
        copy.write(TAIL)


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


def ensure_months(connection: Connection, records: Iterable[str], today: date) -> None:
    """Adds the partitions that records with these ids belong into."""
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
