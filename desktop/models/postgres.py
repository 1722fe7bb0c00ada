"""The province's data on a PostgreSQL server: addresses, connections, errors in our words.

The password never stands in an address: libpq finds it in ``PGPASSWORD``, ``PGPASSFILE`` or
``~/.pgpass``. One writer at a time holds an advisory lock for its transaction, as SQLite's
one writer does; readers see one snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.event import listen
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Surroundings,
)

if TYPE_CHECKING:
    from psycopg import Error

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_CONNECT_TIMEOUT_S = 10
# What locks out every other writer of the same desk; any number that is ours.
_WRITER_LOCK = 7_301_966
_USE_LZ4 = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings"
    " WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
)
# Server messages by the class or code of their SQLSTATE.
_REFUSED = ("28", "3D", "42501")
_FULL = ("53100",)
_BUSY = ("40001", "40P01", "55P03", "57014")
_GONE = ("08", "57P")


def check_database_address(address: str) -> str:
    """``postgresql://user@host:5432/name`` without a password, as typed.

    Raises InputRefused: BAD_DATABASE_ADDRESS, PASSWORD_IN_ADDRESS.
    """
    text_ = address.strip()
    try:
        url = make_url(text_)
    except (ArgumentError, ValueError):
        raise _bad_address(text_) from None
    if url.password is not None or "password" in url.query:
        raise InputRefused(InputProblem("database", Entry.PASSWORD_IN_ADDRESS))
    if url.drivername not in _SCHEMES or not url.database:
        raise _bad_address(text_)
    return text_


class Postgres:
    """A database of the server. Opens connections on first use; ``close`` when done."""

    def __init__(self, address: str) -> None:
        self.url: URL = make_url(check_database_address(address)).set(
            drivername="postgresql+psycopg"
        )
        self._engine: Engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=2,
            pool_pre_ping=True,
            # An error's text goes into the log: never what was being written.
            hide_parameters=True,
            connect_args={
                "connect_timeout": _CONNECT_TIMEOUT_S,
                "application_name": "somotcua",
                "client_encoding": "utf8",
            },
        )
        listen(self._engine, "connect", _compress_fast)
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @property
    def shown(self) -> str:
        """Where it is, for people: never with a password."""
        host = self.url.host or str(self.url.query.get("host", "localhost"))
        return f"{host}/{self.url.database}"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer: commits at the end, rolls back on any error."""
        with self._translated(), self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot; the server refuses writing through it."""
        with self._translated(), self._snapshots.begin() as connection:
            yield connection

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            problem = self._problem(error)
            if problem is None:
                raise
            raise problem from error

    def _problem(self, error: DBAPIError) -> EnvironmentProblem | None:
        original: Error | None = error.orig  # type: ignore[assignment]
        state = getattr(original, "sqlstate", None) or ""
        place = self.shown
        if state.startswith(_FULL):
            return EnvironmentProblem(Surroundings.DISK_FULL)
        if state.startswith(_BUSY):
            return EnvironmentProblem(Surroundings.DATABASE_BUSY)
        if state.startswith(_REFUSED) or "authentication failed" in str(original):
            return EnvironmentProblem(Surroundings.DATABASE_REFUSES, place=place)
        if state.startswith(_GONE) or error.connection_invalidated or _never_connected(original):
            return EnvironmentProblem(Surroundings.DATABASE_UNREACHABLE, place=place)
        return None


def _compress_fast(connection: Any, _record: object) -> None:
    """Receipts are long texts: LZ4 packs them ten times as fast as the server's own way.

    Only where the server was built with it; what is packed either way is read either way.
    """
    with connection.cursor() as cursor:
        cursor.execute(_USE_LZ4)
    connection.commit()


def _never_connected(original: object) -> bool:
    import psycopg

    return isinstance(original, psycopg.OperationalError) and original.sqlstate is None


def _bad_address(address: str) -> InputRefused:
    # A mistyped address may hold a password where it is not expected: only its head is shown.
    shown = address.split("@", maxsplit=1)[-1]
    return InputRefused(InputProblem("database", Entry.BAD_DATABASE_ADDRESS, {"text": shown}))
