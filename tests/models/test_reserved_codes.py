"""Migration 0003: an office of the first version gets the table as the models have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from desktop.models import migrations
from desktop.models.engine import Database
from desktop.models.reserved_codes import reserved_codes

FIRST = Path(migrations.__file__).parent / "versions" / "0001_first_office.sql"


def _first_version(connection: Connection) -> None:
    for statement in FIRST.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(tmp_path / "old.db", bytes(32))
    with database.writing() as opened:
        _first_version(opened)
        migrations.upgrade(opened)
        yield opened
    database.close()


def test_table_is_as_the_models_declare_it(connection: Connection) -> None:
    assert migrations.current_revision(connection) == migrations.HEAD
    found = inspect(connection)
    columns = {column["name"]: column for column in found.get_columns("reserved_codes")}
    assert list(columns) == [column.name for column in reserved_codes.columns]
    for column in reserved_codes.columns:
        assert columns[column.name]["nullable"] == column.nullable
        assert str(columns[column.name]["type"]) == str(column.type.compile())
    (index,) = found.get_indexes("reserved_codes")
    assert (index["name"], index["column_names"]) == ("ix_reserved_codes_day", ["day"])
    keys = {key["name"] for key in found.get_foreign_keys("reserved_codes")}
    assert keys == {str(key.name) for key in reserved_codes.foreign_key_constraints}


def test_number_cannot_be_used_and_spoiled_at_once(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(
            text(
                "INSERT INTO reserved_codes VALUES ('a', '2026-11-20', 1, 0, 'An', 5, 7, 'in lệch')"
            )
        )
