"""Watches the scanner's folder and offers what arrived to the dossier that is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.office import Office
from desktop.services.scan_folder import ScanFolder
from desktop.services.settings import read_settings
from desktop.ui.shell.runner import Runner

_LOOK_MS = 2_000


class ScanWatch(QObject):
    """One for the window; tells ``arrived`` with the waiting files, newest last."""

    arrived = Signal(list)

    def __init__(self, office: Office, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._runner = runner
        self._folder: ScanFolder | None = None
        self.waiting: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Looks in a reader thread: a folder on a network may be slow."""
        chosen = read_settings(self._office).scan_folder
        if not chosen:
            self._folder = None
            return
        if self._folder is None or self._folder.folder != Path(chosen):
            self._folder = ScanFolder(Path(chosen))
        folder = self._folder
        self._runner.query(lambda _: folder.look(), self._found, owner=self)

    def take(self) -> list[Path]:
        """The waiting files; they are not offered again."""
        taken, self.waiting = self.waiting, []
        self.arrived.emit([])
        return taken

    def _found(self, paths: list[Path]) -> None:
        if paths:
            self.waiting.extend(paths)
            self.arrived.emit(list(self.waiting))
