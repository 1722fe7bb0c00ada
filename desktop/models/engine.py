"""The encrypted database of one office: one writer connection, a few readers.

SQLCipher through SQLAlchemy. WAL lets readers run beside the writer, so a long report never
stops the counter; ``synchronous=FULL`` so that an acknowledged action survives a power cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.models.prepared import driver, run

# SQLite 3.7 to 3.51.2 can lose a WAL frame when a reset races a reader.
OLDEST_SQLITE = (3, 51, 3)
_BUSY_TIMEOUT_S = 10.0
# The driver keeps a hundred compiled statements by itself, and drops the newest when they are
# full: whatever is first used late in a day would be compiled anew each time, and a dossier's
# INSERT with its triggers takes five times as long to compile as to run.
_KEPT_STATEMENTS = 1_000
_WRITER_CACHE_KIB = 65_536
_READER_CACHE_KIB = 32_768
_READERS = 4
# How SQLite, SQLCipher and the search index say that a page is not what was written.
_DAMAGE = ("malformed", "not a database", "hmac", "corrupt", "vtable constructor failed")


def check_library() -> None:
    """Raises EnvironmentProblem(LIBRARY_TOO_OLD) for an SQLite with the WAL-reset bug."""
    found = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if found < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise EnvironmentProblem(
            Surroundings.LIBRARY_TOO_OLD, found=sqlcipher.sqlite_version, needed=needed
        )


def raw_connect(path: Path, key: bytes, *, cache_kib: int = 8_192) -> Any:
    """A DB-API connection to an encrypted file, in autocommit mode, key already set."""
    connection = sqlcipher.connect(
        str(path),
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_KEPT_STATEMENTS,
    )
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


class Database:
    """Opens the file on first use; ``close`` when done. Safe to use from several threads."""

    def __init__(self, path: Path, key: bytes) -> None:
        check_library()
        self.path = path
        self._key = key
        self._writer = self._engine(self._connect_writer, 1, "BEGIN IMMEDIATE")
        self._readers = self._engine(self._connect_reader, _READERS, "BEGIN")
        self._kept_writer: Connection | None = None
        self._one_writer = RLock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction on the writer: commits at the end, rolls back on any error."""
        with _translated(self.path), self._one_writer:
            connection = self._open_writer()
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot; writing through it is refused by SQLite."""
        with _translated(self.path), self._readers.begin() as connection:
            yield connection

    def snapshot_to(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Copies a consistent state into a new encrypted file with the same key."""
        with _translated(self.path):
            source = raw_connect(self.path, self._key)
            copy = raw_connect(target, self._key)
            try:
                source.backup(copy, pages=2_000, progress=_backup_progress(progress))
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
                source.close()

    def close(self) -> None:
        """Checkpoints the log into the file where it can, and closes every connection.

        What was committed is safe in the log already: a full disk, or another program at work
        in the file, must not call it in doubt.
        """
        with suppress(DBAPIError, sqlcipher.Error), self._one_writer:
            raw = driver(self._open_writer())
            raw.execute("PRAGMA optimize")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.discard()

    def discard(self) -> None:
        """Closes every connection and writes nothing: for looking into a copy."""
        with self._one_writer:
            if self._kept_writer is not None:
                self._kept_writer.close()
                self._kept_writer = None
        self._writer.dispose()
        self._readers.dispose()

    def _open_writer(self) -> Connection:
        """The one writer, kept: fetching it from a pool would cost a tenth of a command."""
        if self._kept_writer is None:
            self._kept_writer = self._writer.connect()
        return self._kept_writer

    def _engine(self, connect: Callable[[], Any], size: int, begin: str) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=connect,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_reset_on_return="rollback",
            # An error's text goes into the log: never what was being written.
            hide_parameters=True,
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            run(connection, begin)

        return engine

    def _connect_writer(self) -> Any:
        connection = raw_connect(self.path, self._key, cache_kib=_WRITER_CACHE_KIB)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _connect_reader(self) -> Any:
        connection = raw_connect(self.path, self._key, cache_kib=_READER_CACHE_KIB)
        connection.execute("PRAGMA query_only = ON")
        return connection


def _backup_progress(
    progress: Callable[[int, int], None] | None,
) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """SQLite's errors about the surroundings, as ours."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        problem = _problem(str(original), path)
        if problem is None:
            raise
        raise problem from error


def _problem(text: str, path: Path) -> EnvironmentProblem | None:
    text = text.lower()
    if "full" in text or "disk i/o error" in text:
        return EnvironmentProblem(Surroundings.DISK_FULL)
    if "locked" in text or "busy" in text:
        return EnvironmentProblem(Surroundings.DATABASE_BUSY)
    if "readonly" in text or "unable to open" in text:
        return EnvironmentProblem(Surroundings.FOLDER_NOT_WRITABLE, folder=path.parent)
    if any(sign in text for sign in _DAMAGE):
        return EnvironmentProblem(Surroundings.DATABASE_DAMAGED, detail=text)
    return None
