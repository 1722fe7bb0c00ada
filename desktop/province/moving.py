"""A desk's data from its folder onto a server, row by row, and the proof that all arrived.

Values are taken as the folder stores them and never become objects on the way: what is compared
is what was stored.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from desktop.domain.errors import Rule, RuleViolation
from desktop.models.prepared import driver
from desktop.models.province import unit_dossiers
from desktop.models.store_schema import STORE_TABLES
from desktop.province.copying import ensure_months

# Told after so many rows; may raise to give up.
Told = Callable[[int], None]
_AT_ONCE = 1_000


def count_rows(folder: Connection) -> dict[str, int]:
    """How many rows each table of the folder holds."""
    count = func.count()
    return {
        table.name: folder.execute(select(count).select_from(table)).scalar_one()
        for table in STORE_TABLES
    }


def copy_store(folder: Connection, server: Connection, today: date, told: Told) -> None:
    """Copies every table into the server's empty ones, inside the transactions of both."""
    for table in STORE_TABLES:
        if table is unit_dossiers:
            ids = driver(folder).execute("SELECT uuid FROM unit_dossiers")
            ensure_months(server, (str(uuid.UUID(bytes=row[0])) for row in ids), today)
        names = _names(table)
        with (
            driver(server).cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as into,
        ):
            for row in _told(_of_folder(folder, table), told):
                into.write_row(row)
        _count_on(server, table)


def compare_store(folder: Connection, server: Connection, told: Told) -> None:
    """Holds every row of both against each other. Raises RuleViolation(DATABASE_DIFFERS)."""
    for table in STORE_TABLES:
        pairs = zip_longest(_of_folder(folder, table), _of_server(server, table))
        for position, (ours, theirs) in enumerate(_told(pairs, told), start=1):
            if ours != theirs:
                raise RuleViolation(Rule.DATABASE_DIFFERS, table=table.name, row=position)


def _of_folder(folder: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Every row in the order of its key. PostgreSQL keeps no null character in a text."""
    keys = ", ".join(column.name for column in table.primary_key.columns)
    sql = f"SELECT {_names(table)} FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own names
    cursor = driver(folder).execute(sql)
    while rows := cursor.fetchmany(_AT_ONCE):
        for row in rows:
            yield tuple(_kept(value) for value in row)
    cursor.close()


def _kept(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if type(value) is str and "\0" in value else value


def _of_server(server: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The same of the server, in the folder's order: by bytes, not by any language."""
    keys = ", ".join(
        f'{column.name} COLLATE "C"' if _kind(server, column) == "TEXT" else column.name
        for column in table.primary_key.columns
    )
    sql = f"SELECT {_names(table)} FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own names
    with driver(server).cursor(f"of_{table.name}") as cursor:
        cursor.itersize = _AT_ONCE
        for row in cursor.execute(sql):
            yield tuple(_as_in_folder(value) for value in row)


def _as_in_folder(value: Any) -> Any:
    return value.isoformat() if type(value) is date else value


def _kind(server: Connection, column: Column[Any]) -> str:
    return column.type.compile(server.dialect)


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _told(rows: Iterator[Any], told: Told) -> Iterator[Any]:
    count = 0
    for row in rows:
        yield row
        count += 1
        if count == _AT_ONCE:
            told(count)
            count = 0
    told(count)


def _count_on(server: Connection, table: Table) -> None:
    """The server counts on from the highest number that came along."""
    for column in table.primary_key.columns:
        if _kind(server, column) != "INTEGER":
            continue
        counter = func.pg_get_serial_sequence(table.name, column.name)
        highest = select(func.max(column)).scalar_subquery()
        server.execute(select(func.setval(counter, highest)))
