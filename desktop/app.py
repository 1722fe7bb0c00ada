"""The composition root: folder, office, runner, window; closed in reverse order."""

from __future__ import annotations

from pathlib import Path


def open_window(folder: Path) -> int:
    """Opens the window on an office folder; the exit code when it closes."""
    from desktop.ui.application import run_application

    return run_application(folder)
