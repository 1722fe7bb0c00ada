"""How long to wait after wrong passwords; kept in a file, so that a restart does not help."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.passwords import PasswordPolicy
from desktop.security.files import write_whole

_FILE_NAME = "sign-in.json"


@dataclass(frozen=True, slots=True)
class SignInDelays:
    """Wrong attempts per user name, in one office folder."""

    folder: Path
    policy: PasswordPolicy

    def seconds_left(self, name: str, now: datetime) -> int:
        """Seconds until the user may try again, 0 when at once."""
        wrong, last = self._read().get(name, (0, 0.0))
        elapsed = now.timestamp() - last
        wait = self.policy.wait_after(wrong)
        # A clock set back must not lock the office for the length of the jump.
        return wait if elapsed < 0 else max(0, round(wait - elapsed))

    def note_wrong(self, name: str, now: datetime) -> None:
        """Counts one more wrong attempt."""
        attempts = self._read()
        attempts[name] = (attempts.get(name, (0, 0.0))[0] + 1, now.timestamp())
        self._write(attempts)

    def note_right(self, name: str) -> None:
        """Forgets the wrong attempts of a user who signed in."""
        attempts = self._read()
        if attempts.pop(name, None) is not None:
            self._write(attempts)

    def _read(self) -> dict[str, tuple[int, float]]:
        try:
            data = json.loads((self.folder / _FILE_NAME).read_text(encoding="utf-8"))
            return {name: (int(wrong), float(last)) for name, (wrong, last) in data.items()}
        except (OSError, ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            # A missing or damaged counter starts again at nothing: it guards, it does not lock.
            return {}

    def _write(self, attempts: dict[str, tuple[int, float]]) -> None:
        write_whole(self.folder / _FILE_NAME, json.dumps(attempts, ensure_ascii=False).encode())
