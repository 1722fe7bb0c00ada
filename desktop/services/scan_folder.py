"""New files of a scanner's folder: told once, and only when they are complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")


@dataclass
class ScanFolder:
    """Look again every few seconds; a file that is still growing waits for the next look."""

    folder: Path
    _sizes: dict[Path, int] = field(default_factory=dict)
    _told: set[Path] = field(default_factory=set)
    _is_first_look: bool = True

    def look(self) -> list[Path]:
        """Files that appeared since the first look and have stopped growing, oldest first."""
        now = self._files()
        if self._is_first_look:
            self._is_first_look = False
            self._told = set(now)
            return []
        ready = [
            path
            for path, size in now.items()
            if path not in self._told and size > 0 and self._sizes.get(path) == size
        ]
        self._sizes = now
        self._told.update(ready)
        return ready

    def _files(self) -> dict[Path, int]:
        """A folder that went away (network, stick) has no files; it may come back."""
        found: list[tuple[float, Path, int]] = []
        try:
            for path in self.folder.iterdir():
                if path.suffix.lower() in _ENDINGS and path.is_file():
                    status = path.stat()
                    found.append((status.st_mtime, path, status.st_size))
        except OSError:
            return dict(self._sizes)
        return {path: size for _, path, size in sorted(found)}
