"""Tables out of spreadsheet files: parsed in a child process with a limit on its memory.

A 539 KiB file can unpack to gigabytes (architecture §12): sizes are checked before anything
is opened, and the parse happens where it cannot take the office down.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings

Cell = str | int | float | bool | datetime | date | time | None

_LARGEST_FILE = 200 * 2**20
_LARGEST_UNPACKED = 500 * 2**20
_LARGEST_RATIO = 400
_RATIO_FROM = 20 * 2**20
_MOST_ENTRIES = 2_000
_HEAD = 1_024
_TABLE_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt"}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name and rows of cells; row 0 is the spreadsheet's row 1."""

    sheet: str
    rows: list[list[Cell]]

    def cell(self, row: int, column: int) -> Cell:
        """The cell, None beyond the edge."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def read_tables(path: Path, check_cancelled: Callable[[], None] = lambda: None) -> list[Table]:
    """All sheets of a spreadsheet or CSV file, merged cells filled with their value.

    Raises FILE_NOT_FOUND, FILE_IS_FOLDER, FILE_NOT_READABLE, READER_STOPPED; NOT_A_TABLE,
    FILE_TOO_LARGE.
    """
    check_file(path)
    command = [sys.executable, "-m", "desktop.imports.worker", str(path)]
    if getattr(sys, "frozen", False):
        command = [sys.executable, "--read-table", str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as child:
        assert child.stdout is not None
        try:
            tables = list(_collect(child.stdout, path, check_cancelled))
        finally:
            child.kill()
    return tables


def check_file(path: Path) -> None:
    """Refuses what cannot be a table or would be too large, before opening it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=path) from None
    except OSError as error:
        is_folder = path.is_dir()  # which Windows calls a lack of rights
        code = Surroundings.FILE_IS_FOLDER if is_folder else Surroundings.FILE_NOT_READABLE
        raise EnvironmentProblem(code, file=path) from error
    if size == 0 or not (is_workbook(head) or _may_be_text(path, head)):
        raise RuleViolation(Rule.NOT_A_TABLE, file=path.name)
    if size > _LARGEST_FILE:
        raise _too_large(path, size, _LARGEST_FILE)
    if head.startswith(b"PK"):
        _check_zip(path, size)


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes are those of .xlsx, .ods (zipped) or .xls, whatever its name."""
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _may_be_text(path: Path, head: bytes) -> bool:
    """Whether it can be lines of cells: a table's ending, and no bytes that no text has."""
    if path.suffix.lower() not in _TABLE_ENDINGS or head.startswith((b"%PDF", b"{\\rtf")):
        return False
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_wide or not any(byte < 9 or 13 < byte < 27 for byte in head)


def _check_zip(path: Path, size: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RuleViolation(Rule.NOT_A_TABLE, file=path.name) from error
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > _RATIO_FROM and unpacked > size * _LARGEST_RATIO
    if unpacked > _LARGEST_UNPACKED or bomb or len(entries) > _MOST_ENTRIES:
        raise _too_large(path, unpacked, _LARGEST_UNPACKED)


def _too_large(path: Path, size: int, most: int) -> RuleViolation:
    def mega(octets: int) -> str:
        return f"{octets / 2**20:.0f} MB"

    return RuleViolation(Rule.FILE_TOO_LARGE, file=path.name, size=mega(size), most=mega(most))


def _environment() -> dict[str, str]:
    """The child finds the program in a checkout too."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, known] if known else [root])}


def _collect(stream: IO[bytes], path: Path, check_cancelled: Callable[[], None]) -> Iterator[Table]:
    """Tables from the child's lines: a header a sheet, then rows, then ``end``."""
    table: Table | None = None
    for line in stream:
        check_cancelled()
        message = json.loads(line)
        if "error" in message:
            raise RuleViolation(Rule.NOT_A_TABLE, file=path.name)
        if "sheet" in message:
            if table is not None:
                yield table
            table = Table(message["sheet"], [])
        elif "rows" in message:
            assert table is not None
            table.rows.extend([_decoded(cell) for cell in row] for row in message["rows"])
        else:
            if table is not None:
                yield table
            return
    raise EnvironmentProblem(Surroundings.READER_STOPPED, file=path.name)


def _decoded(cell: Any) -> Cell:
    if isinstance(cell, dict):
        kind, text = next(iter(cell.items()))
        return _DECODERS[kind](text)
    return cell  # type: ignore[no-any-return]


_DECODERS: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
