"""The printed sheet with the recovery code."""

from __future__ import annotations

from pathlib import Path


def recovery_sheet_pdf(whose: str, code: str, folder: Path) -> bytes:
    """One A4 page as PDF; the code is on paper only, never in a log."""
    from desktop.reports.recovery_sheet import render_recovery_sheet

    return render_recovery_sheet(whose, code, str(folder))
