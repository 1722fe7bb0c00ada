"""A report as PDF pages for the preview, made aside and thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.reports.tables.files import writer_for
from desktop.reports.tables.table import ReportTable


def report_pdf(table: ReportTable) -> bytes:
    """The pages as they would be printed. Raises DISK_FULL when there is no room aside."""
    with tempfile.TemporaryDirectory(prefix="somotcua-") as folder:
        target = Path(folder) / "report.pdf"
        writer_for(target)(table, target)
        return target.read_bytes()
