"""What every page gets: the office, the runner, messages, and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop.services.dossier_filters import DossierFilter
from desktop.services.office import Office
from desktop.ui.shell.messages import Teller
from desktop.ui.shell.runner import Runner


class ScanSource(Protocol):
    """Where files from the scanner wait to be attached; ``missing``: its folder when it is gone."""

    arrived: SignalInstance
    waiting: list[Path]
    missing: str

    def take(self) -> list[Path]:
        """The waiting files; they are not offered again."""
        ...


@dataclass
class UiContext:
    """Handed to pages by the window; pages know nothing of each other."""

    office: Office
    runner: Runner
    messages: Teller
    open_list: Callable[[DossierFilter], None]
    open_dossier: Callable[[str], None]
    open_page: Callable[[str], None]
    scans: ScanSource
    change_look: Callable[[bool], None]
