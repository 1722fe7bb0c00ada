"""A workbook of any length in little memory, whole or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.reports.writing import written_whole

# What a person typed is text: never a formula, never a link.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@contextmanager
def long_book(target: Path) -> Iterator[Any]:
    """An XlsxWriter workbook to fill row by row. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import xlsxwriter

    with (
        written_whole(target) as aside,
        # XlsxWriter's own scratch files hold names and numbers: never left behind.
        TemporaryDirectory(prefix="somotcua-", ignore_cleanup_errors=True) as scratch,
        _disk_errors_plain(),
    ):
        workbook = xlsxwriter.Workbook(str(aside), {**_OPTIONS, "tmpdir": scratch})
        try:
            yield workbook
            workbook.close()
        finally:
            # It leaves its scratch files open when a write fails.
            for sheet in workbook.worksheets():
                with suppress(OSError):
                    sheet._opt_close()


@contextmanager
def _disk_errors_plain() -> Iterator[None]:
    """XlsxWriter wraps the system's errors; the one inside says whether the disk was full."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except FileCreateError as error:
        inner = error.args[0] if error.args else None
        raise inner if isinstance(inner, OSError) else OSError(str(error)) from error
