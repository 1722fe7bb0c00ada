"""What Ctrl+Z takes back on the page, the last thing first; each thing once."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 100


class UndoStack:
    """Actions that take something back; a banner may offer the newest of them too."""

    def __init__(self) -> None:
        self._waiting: list[_Once] = []

    def push(self, action: Callable[[], None]) -> Callable[[], None]:
        """Remembers an action; what it gives does the same and is then forgotten here."""
        once = _Once(action)
        self._waiting.append(once)
        del self._waiting[:-_MOST]
        return once.run

    def undo_last(self) -> bool:
        """Takes the last thing back; False when nothing is left."""
        while self._waiting:
            once = self._waiting.pop()
            if not once.is_done:
                once.run()
                return True
        return False

    def forget(self) -> None:
        """Another assessment is shown."""
        self._waiting.clear()


class _Once:
    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self.is_done = False

    def run(self) -> None:
        """Does it, unless it is done."""
        if not self.is_done:
            self.is_done = True
            self._action()
