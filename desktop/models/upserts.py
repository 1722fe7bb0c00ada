"""INSERT with ON CONFLICT, in the words of the database at hand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT that has ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if is_postgres(connection):
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def is_postgres(connection: Connection) -> bool:
    """Whether the connection speaks to a PostgreSQL server."""
    return connection.dialect.name == "postgresql"
