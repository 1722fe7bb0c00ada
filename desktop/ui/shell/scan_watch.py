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
    """One for the window; tells ``arrived`` with the waiting files, newest last.

    ``missing``: the folder that was chosen and is not there, empty while all is well.
    """

    arrived = Signal(list)

    def __init__(self, office: Office, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._runner = runner
        self._folder: ScanFolder | None = None
        self._is_looking = False
        self.waiting: list[Path] = []
        self.missing = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Looks in a reader thread: a folder on a network may be slow."""
        chosen = read_settings(self._office).scan_folder
        if not chosen:
            self._folder = None
            self._tell([], "")
            return
        if self._folder is None or self._folder.folder != Path(chosen):
            self._folder = ScanFolder(Path(chosen))
        if self._is_looking:  # a dead network drive takes minutes to say so: one look at a time
            return
        self._is_looking = True
        folder, waiting = self._folder, list(self.waiting)
        self._runner.query(
            lambda _: (folder.look(), folder.still_there(waiting)),
            lambda found: self._found(folder, *found),
            owner=self,
            on_error=self._failed,
        )

    def take(self) -> list[Path]:
        """The waiting files; they are not offered again."""
        taken, self.waiting = self.waiting, []
        self.arrived.emit([])
        return taken

    def _found(self, folder: ScanFolder, new: list[Path], there: list[Path]) -> None:
        self._is_looking = False
        if folder is self._folder:
            kept = [path for path in self.waiting if path in there and path not in new]
            self._tell([*kept, *new], "" if folder.is_there else str(folder.folder))

    def _failed(self, _error: Exception) -> bool:
        self._is_looking = False
        return False

    def _tell(self, waiting: list[Path], missing: str) -> None:
        if (waiting, missing) != (self.waiting, self.missing):
            self.waiting, self.missing = waiting, missing
            self.arrived.emit(list(waiting))
