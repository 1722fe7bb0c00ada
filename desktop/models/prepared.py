"""Statements of the hot path: fixed text, bound by position, run by the driver itself.

SQLAlchemy spends several times longer on building, wrapping and unwrapping a small statement
than SQLite on running it (``python -m bench --only saving``). Values still pass through the
columns' own types, so that the form of storage is told in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

_DIALECT = sqlite_dialect()
Processor = Callable[[Any], Any]


def run(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """Runs one statement in the caller's transaction; gives the driver's cursor.

    Errors are the driver's own; ``Database`` translates them like SQLAlchemy's.
    """
    return driver(connection).execute(sql, values)


def first_value(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """The first column of the first row, None without a row."""
    cursor = driver(connection).execute(sql, values)
    row = cursor.fetchone()
    cursor.close()
    return row[0] if row is not None else None


def driver(connection: Connection) -> Any:
    """The driver's connection below; it stands in the same transaction."""
    return connection.connection.dbapi_connection


class PreparedInsert:
    """INSERT into a table; values that are not given take the column's plain default.

    ``tail`` is SQL behind VALUES: an ON CONFLICT clause or RETURNING one column.
    """

    def __init__(self, table: Table, tail: str = "", leave_out: tuple[str, ...] = ()) -> None:
        columns = [column for column in table.columns if column.name not in leave_out]
        names = ", ".join(f'"{column.name}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {tail}"  # noqa: S608 - our own names
        usual = {column.name: _default(column) for column in columns}
        made = {column.name: processor(column) for column in columns}
        self._places = {name: (place, made[name]) for place, name in enumerate(usual)}
        self._usual = [_stored(made[name], value) for name, value in usual.items()]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Inserts one row; gives the RETURNING value, None without one."""
        return first_value(connection, self._sql, self._bound(values))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Inserts many rows."""
        driver(connection).executemany(self._sql, map(self._bound, rows))

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        """What is given over the plain defaults; columns that are not ours are left out."""
        row, places = self._usual.copy(), self._places
        for name, value in values.items():
            found = places.get(name)
            if found is not None:
                place, process = found
                row[place] = value if value is None or process is None else process(value)
        return row


def _stored(process: Processor | None, value: Any) -> Any:
    return value if value is None or process is None else process(value)


def processor(column: Column[Any]) -> Processor | None:
    """What turns a value into the form that the column stores, None for no change.

    None itself stays None, so that a caller may leave it out.
    """
    kind = column.type
    # Ours do the whole work themselves: asked directly, not through SQLAlchemy's wrapping.
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, _DIALECT)
    return column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _default(column: Column[Any]) -> Any:
    default = column.default
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None
