"""A private PostgreSQL cluster: own folder, own socket, gone at the end. For bench and tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, SECRET = "ban_tinh", "mật-khẩu máy chủ"


@dataclass(frozen=True)
class Cluster:
    """A running server; speaks through a socket in its own folder only."""

    folder: Path
    programs: Path
    passfile: Path

    def address(self, database: str) -> str:
        """The address of a database, without the password."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        """Makes an empty database; gives its address."""
        self.run("createdb", "-E", "UTF8", "-T", "template0", database)
        return self.address(database)

    def run(self, program: str, *arguments: str) -> str:
        """One of the server's own programs, as its administrator; gives what it printed."""
        line = [str(self.programs / program), "-h", str(self.folder), "-U", USER, *arguments]
        environment = {**os.environ, "PGPASSFILE": str(self.passfile)}
        done = subprocess.run(line, check=True, capture_output=True, text=True, env=environment)
        return done.stdout


def programs() -> Path | None:
    """Where initdb and the server lie; Debian keeps them off the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    places += [Path(found).resolve().parent] if found else []
    return next((p for p in places if (p / "initdb").exists() and (p / "createdb").exists()), None)


@contextmanager
def running_cluster(*, is_durable: bool = False) -> Iterator[Cluster]:
    """A server for as long as the block runs. Raises FileNotFoundError where none is installed.

    ``is_durable`` for one that writes to the disk as a province's server must.
    """
    where = programs()
    if where is None:
        raise FileNotFoundError("initdb")
    # Not under a folder of the caller: the server's own user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with _started(where, folder, is_durable=is_durable) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(where: Path, folder: Path, *, is_durable: bool) -> Iterator[Cluster]:
    secret, data, passfile = folder / "secret", folder / "data", folder / "pgpass"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    passfile.write_text(f"*:*:*:{USER}:{SECRET}\n", encoding="utf-8")
    passfile.chmod(0o600)
    who = _server_user()
    if who is not None:
        shutil.chown(folder, who)
        shutil.chown(secret, who)
    as_server = {"user": who} if who is not None else {}
    quiet = {"check": True, "capture_output": True, **as_server}
    made = ["-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
    subprocess.run([where / "initdb", *made, "--locale=C", "-N"], **quiet)  # type: ignore[call-overload]
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    options += "" if is_durable else " -c fsync=off"
    control = [where / "pg_ctl", "-D", data, "-w", "-s", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], **{**quiet, "capture_output": False})  # type: ignore[call-overload]
    try:
        yield Cluster(folder, where, passfile)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]


def _server_user() -> str | None:
    """The server refuses to run as root; any other user will do."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
