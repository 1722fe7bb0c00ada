"""New files of a scanner's folder: told once, and only when they are complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
# When a file was written last, and how large it is: another file may come under the same name.
_Mark = tuple[int, int]


@dataclass
class ScanFolder:
    """Look again every few seconds; a file that is still growing waits for the next look."""

    folder: Path
    is_there: bool = True
    _seen: dict[Path, _Mark] = field(default_factory=dict)
    # What was there already when the folder was seen for the first time is nobody's new scan.
    _told: dict[Path, _Mark] | None = None

    def look(self) -> list[Path]:
        """Files that appeared since the first look and have stopped growing, oldest first.

        A folder that went away (network, stick) has none; ``is_there`` says so, and nothing
        is forgotten: it may come back.
        """
        now = self._files()
        self.is_there = now is not None
        if now is None:
            return []
        if self._told is None:
            self._told = now
            return []
        told = {path: mark for path, mark in self._told.items() if path in now}
        ready = [
            path
            for path, mark in now.items()
            if told.get(path) != mark and self._seen.get(path) == mark and _is_whole(path, mark)
        ]
        self._seen = now
        self._told = told | {path: now[path] for path in ready}
        return ready

    def still_there(self, paths: list[Path]) -> list[Path]:
        """Which of the files can still be taken; all while the folder itself is away."""
        return [path for path in paths if not self.is_there or path.exists()]

    def _files(self) -> dict[Path, _Mark] | None:
        try:
            names = [path for path in self.folder.iterdir() if path.suffix.lower() in _ENDINGS]
        except OSError:
            return None
        marks = ((path, _mark(path)) for path in names)
        found = [(path, mark) for path, mark in marks if mark is not None]
        return dict(sorted(found, key=lambda one: one[1][0]))


def _mark(path: Path) -> _Mark | None:
    """None for a folder, and for a file that went away meanwhile."""
    try:
        if not path.is_file():
            return None
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _is_whole(path: Path, mark: _Mark) -> bool:
    """Empty, or still held by the scanner's own program: not yet."""
    if mark[1] == 0:
        return False
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
