"""Inserts of the hot path, built once.

SQLAlchemy spends several times longer on building and binding an INSERT than SQLite on
running it (measured in ``make bench``, saving). The statement text is fixed here once; values
are bound by position through the columns' own types, so that storage stays in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault

_DIALECT = sqlite_dialect()
Processor = Callable[[Any], Any]


class PreparedInsert:
    """INSERT into a table; values that are not given take the column's plain default.

    ``tail`` is SQL behind VALUES: an ON CONFLICT clause or RETURNING one column.
    """

    def __init__(self, table: Table, tail: str = "", leave_out: tuple[str, ...] = ()) -> None:
        columns = [column for column in table.columns if column.name not in leave_out]
        names = ", ".join(f'"{column.name}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {tail}"  # noqa: S608 - our own names
        self._binders = [(column.name, _default(column), _processor(column)) for column in columns]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Inserts one row; gives the RETURNING value, None without one."""
        cursor = connection.exec_driver_sql(self._sql, self._bound(values))
        return cursor.scalar_one() if cursor.returns_rows else None

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Inserts many rows."""
        bound = [self._bound(row) for row in rows]
        if bound:
            connection.exec_driver_sql(self._sql, bound)

    def _bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            process(values.get(name, default)) if process else values.get(name, default)
            for name, default, process in self._binders
        )


def _default(column: Column[Any]) -> Any:
    default = column.default
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None


def _processor(column: Column[Any]) -> Processor | None:
    return column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
