"""The child process that opens a spreadsheet: reads, prints rows as JSON lines, ends.

Run as ``python -m desktop.imports.worker FILE``. Its memory is limited where the system can
(Linux); elsewhere the size checks of ``tables`` stand alone.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from desktop.imports.formula_errors import mark_errors
from desktop.imports.tables import is_workbook

_MEMORY_LIMIT = 2 * 2**30
_BLOCK = 2_000
_MOST_COLUMNS = 400
_MOST_ROWS = 1_100_000


def main(path: Path) -> int:
    """0 when all sheets were printed, 1 when the file is not a table."""
    _limit_memory()
    try:
        with path.open("rb") as file:
            if is_workbook(file.read(8)):  # by content: people rename files
                file.seek(0)
                _print_workbook(file)
            else:
                _print_sheet("", _read_csv(path))
    except Exception as error:  # noqa: BLE001 - whatever a parser says about a foreign file
        print(json.dumps({"error": type(error).__name__}))
        return 1
    print(json.dumps({"end": True}), flush=True)
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))


def _print_workbook(file: BinaryIO) -> None:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(file)
    for place, name in enumerate(workbook.sheet_names):
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS)
        mark_errors(file, place, rows)
        _fill_merged(rows, sheet.merged_cell_ranges or [])
        _print_sheet(name, rows)


def _fill_merged(rows: list[list[Any]], ranges: list[Any]) -> None:
    """A merged cell says its value in each of its places."""
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right, len(row) - 1) + 1):
                row[column] = value


def _read_csv(path: Path) -> list[list[str]]:
    text = _decode(path.read_bytes())
    csv.field_size_limit(1_000_000)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))


def _delimiter(text: str) -> str:
    """The character that cuts most lines into the same number of cells, and into many.

    Counting characters would be misled by commas in addresses.
    """
    sample = text[:20_000].splitlines()[:200]

    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
        cut = {width: lines for width, lines in widths.items() if width > 1}
        width = max(cut, key=lambda w: (cut[w], w), default=0)
        return cut.get(width, 0), width

    return max(",;\t|", key=fit)


def _decode(content: bytes) -> str:
    """UTF-8 or UTF-16 by mark, else UTF-8, else the Vietnamese Windows code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _print_sheet(name: str, rows: list[Any]) -> None:
    print(json.dumps({"sheet": name}))
    for start in range(0, len(rows), _BLOCK):
        block = [
            [_plain(cell) for cell in row[:_MOST_COLUMNS]] for row in rows[start : start + _BLOCK]
        ]
        print(json.dumps({"rows": block}, ensure_ascii=True))


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return str(cell)
    return cell if cell != "" else None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
