"""INSERT with ON CONFLICT, in the words of the database at hand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, any_, bindparam
from sqlalchemy.dialects import sqlite


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT that has ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if is_postgres(connection):
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def among(connection: Connection, column: Any, values: list[Any]) -> Any:
    """``column IN (values)``: for PostgreSQL as one array, however many there are."""
    if not is_postgres(connection):
        return column.in_(values)
    from sqlalchemy.dialects.postgresql import ARRAY

    return column == any_(bindparam(None, values, type_=ARRAY(column.type), unique=True))


def is_postgres(connection: Connection) -> bool:
    """Whether the connection speaks to a PostgreSQL server."""
    return connection.dialect.name == "postgresql"
