"""The province's papers as PDF pages for the preview, made aside and thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.reports.tables.table import ReportTable
from desktop.services.office import Office
from desktop.services.provinces.papers import write_ranking, write_table
from desktop.services.provinces.ranking import Ranking


def ranking_pdf(office: Office, ranking: Ranking, *, is_wide: bool = False) -> bytes:
    """The list of ranks, or the comparison for a projector, as they would be printed."""
    return _made(lambda target: write_ranking(office, ranking, target, is_wide=is_wide))


def table_pdf(office: Office, table: ReportTable) -> bytes:
    """Any other table of the province."""
    return _made(lambda target: write_table(office, table, target))


def _made(write: Callable[[Path], int]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="somotcua-") as folder:
        target = Path(folder) / "trang.pdf"
        write(target)
        return target.read_bytes()
