"""The log of the office: rotating, without personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

# Stands here and not beside the office's other names: the sign-in window writes a log, and must
# not wait for the database's libraries.
LOGS_NAME = "logs"
_LOG_NAME = "somotcua.log"
_LARGEST = 1_000_000
_KEPT = 3
_PLACE = re.compile(r'^\s+(?:\|\s+)?File "(.+)", line (\d+), in (.+)$')
_KIND = re.compile(r"^(?:[\s|+-]*)((?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?::.*)?$")


def note_bug(folder: Path, trace: str) -> tuple[str, Path]:
    """Writes a trace down; gives the reference number to tell, and where the log lies."""
    import secrets

    reference = secrets.token_hex(3).upper()
    return reference, write_log(folder, f"LỖI {reference}\n{_without_data(trace)}")


def write_log(folder: Path, line: str) -> Path:
    """Appends a line; beside the office, or in the temporary folder when that fails."""
    stamped = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {line.rstrip()}\n"
    for place in _places(folder):
        path = place / _LOG_NAME
        # A log that cannot be written must not hide the error it would tell about.
        with suppress(OSError):
            if not place.parent.exists():
                continue
            place.mkdir(exist_ok=True)
            _rotate(path)
            with path.open("a", encoding="utf-8") as file:
                file.write(stamped)
            return path
    return folder / LOGS_NAME / _LOG_NAME


def _places(folder: Path) -> Iterator[Path]:
    yield folder / LOGS_NAME
    import tempfile  # seldom needed, and slow to load at a start

    yield Path(tempfile.gettempdir())


def _without_data(trace: str) -> str:
    """Where it happened and the kinds of error; their messages may quote what was typed."""
    kept = []
    for line in trace.splitlines():
        if place := _PLACE.match(line):
            file = "/".join(place[1].replace("\\", "/").split("/")[-3:])
            kept.append(f"  {file}:{place[2]} {place[3]}")
        elif kind := _KIND.match(line):
            kept.append(kind[1])
    return "\n".join(kept)


def _rotate(path: Path) -> None:
    if not path.exists() or path.stat().st_size < _LARGEST:
        return
    for number in range(_KEPT - 1, 0, -1):
        older = path.with_suffix(f".{number}.log")
        if older.exists():
            older.replace(path.with_suffix(f".{number + 1}.log"))
    path.replace(path.with_suffix(".1.log"))
