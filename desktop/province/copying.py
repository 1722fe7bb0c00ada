"""Loading dossiers into PostgreSQL: COPY into a temporary table, then upsert where newer.

``unit_dossiers`` is partitioned by month. A UUIDv7 begins with the milliseconds of its making,
so the key itself says the month and stays the primary key; what says a month that cannot be
(another kind of UUID, a clock years off) goes into the one partition for the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from desktop.models.prepared import driver
from desktop.models.province import unit_dossiers

_OTHERS = "unit_dossiers_other"
_FIRST_YEAR = 2020
_NAMES = ", ".join(column.name for column in unit_dossiers.columns)
_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


def _binder(column: Column[Any]) -> Callable[[Any], Any] | None:
    """The column's own conversion without SQLAlchemy's layers around it, which cost as much."""
    if isinstance(column.type, TypeDecorator):
        return partial(column.type.process_bind_param, dialect=_DIALECT)
    return None


_BINDERS = [(column.name, _binder(column)) for column in unit_dossiers.columns]
_ASIDE = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS incoming ON COMMIT DELETE ROWS"  # noqa: S608 - our names
    f" AS SELECT {_NAMES} FROM unit_dossiers WITH NO DATA"
)
_COPY = f"COPY incoming ({_NAMES}) FROM STDIN"
_REPLACED = ", ".join(
    f"{column.name} = excluded.{column.name}"
    for column in unit_dossiers.columns
    if column.name not in ("uuid", "unit_code")
)
_UPSERT = (
    f"INSERT INTO unit_dossiers ({_NAMES}) SELECT {_NAMES} FROM incoming"  # noqa: S608
    f" ON CONFLICT (uuid) DO UPDATE SET {_REPLACED}"
    " WHERE (excluded.counter, excluded.device)"
    " > (unit_dossiers.counter, unit_dossiers.device)"
)


def copy_dossiers(connection: Connection, rows: Sequence[Mapping[str, Any]], today: date) -> None:
    """Writes rows in the form of ``unit_dossiers``; a newer one that is there stays."""
    _ensure_months(connection, (row["uuid"] for row in rows), today)
    raw = driver(connection)
    with raw.cursor() as cursor:
        cursor.execute(_ASIDE)
        cursor.execute("TRUNCATE incoming")
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(_stored(row))
        cursor.execute(_UPSERT)


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


def _stored(row: Mapping[str, Any]) -> list[Any]:
    return [bind(row[name]) if bind else row[name] for name, bind in _BINDERS]


def _ensure_months(connection: Connection, records: Iterable[uuid.UUID], today: date) -> None:
    wanted = {month for record in records if (month := month_of(record, today))}
    if not wanted:
        return
    listed = connection.execute(text("SELECT inhrelid::regclass::text FROM pg_inherits"))
    there = set(listed.scalars())
    for month in sorted(wanted):
        if _partition(month) not in there:
            _add_month(connection, month)


def _add_month(connection: Connection, month: date) -> None:
    """A new partition takes over what lay among the rest, where a fast clock had put it."""
    name, start, end = _partition(month), _bound(month), _bound(_next_month(month))
    within = f"uuid >= '{start}' AND uuid < '{end}'"
    moved = f"DELETE FROM {_OTHERS} WHERE {within} RETURNING *"  # noqa: S608 - our own names
    span = f"FOR VALUES FROM ('{start}') TO ('{end}')"
    for statement in (
        f"CREATE TABLE {name} (LIKE unit_dossiers INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved",  # noqa: S608
        f"ALTER TABLE unit_dossiers ATTACH PARTITION {name} {span}",
    ):
        connection.exec_driver_sql(statement)


def _partition(month: date) -> str:
    return f"unit_dossiers_{month:%Y_%m}"


def _bound(month: date) -> str:
    """The lowest UUIDv7 of a month as bytea text."""
    start = datetime(month.year, month.month, 1, tzinfo=UTC)
    return rf"\x{int(start.timestamp() * 1000):012x}{'00' * 10}"


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
