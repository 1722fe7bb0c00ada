"""Opens the window like ``python -m desktop`` and signs in as fast as a quick clerk could.

Marks are printed, one JSON object a line, when something can be used. Afterwards the process
waits to be ended by the one that measures. Arguments: the office folder, the user's name.
"""

from __future__ import annotations

import json
import runpy
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.children.memory import own_memory

_LOOK_EVERY_MS = 2
# Nobody types a password faster; the program loads its pages meanwhile.
_TYPING_S = 2.0


def main() -> None:
    """Runs the product's entrance with a robot on the chair."""
    folder, name = sys.argv[1:3]
    from PySide6.QtWidgets import QApplication

    run_loop = QApplication.exec

    def run_with_robot(*_application: object) -> int:
        robot = _Robot(name)
        robot.start()
        return run_loop()

    QApplication.exec = run_with_robot  # type: ignore[method-assign]
    sys.argv = ["desktop", "--data", folder]
    runpy.run_module("desktop", run_name="__main__")


class _Robot:
    """Looks for the sign-in window, types, and looks for the office's window."""

    def __init__(self, name: str) -> None:
        from PySide6.QtCore import QTimer

        self._name = name
        self._step: Callable[[], None] = self._sign_in
        self._timer = QTimer()
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(lambda: self._step())

    def start(self) -> None:
        """Begins to look."""
        self._timer.start()

    def _sign_in(self) -> None:
        from desktop.services.door import PRACTICE_PASSWORD
        from desktop.ui.sign_in.window import SignInWindow

        for window in _shown(SignInWindow):
            window.repaint()
            mark("sign-in")
            window.users.setCurrentText(self._name)
            window.password.edit.setText(PRACTICE_PASSWORD)
            self._step = partial(self._press, window, time.perf_counter() + _TYPING_S)

    def _press(self, window: Any, when: float) -> None:
        if time.perf_counter() >= when:
            mark("typed")
            self._step = self._wait_for_office
            window.go.click()

    def _wait_for_office(self) -> None:
        if "desktop.ui.shell.window" not in sys.modules:
            return
        from desktop.ui.shell.window import MainWindow

        for window in _shown(MainWindow):
            window.repaint()
            mark("office")
            self._step = partial(self._wait_for_figures, window)

    def _wait_for_figures(self, window: Any) -> None:
        if window.runner.is_idle:
            window.repaint()
            mark("figures")
            self._timer.stop()


def _shown(kind: type[Any]) -> list[Any]:
    from PySide6.QtWidgets import QApplication

    windows = QApplication.topLevelWidgets()
    return [window for window in windows if isinstance(window, kind) and window.isVisible()]


def mark(name: str) -> None:
    """Tells the parent that something is there, and what memory and processor time it took."""
    told = {"mark": name, "worked_s": time.process_time(), **own_memory()}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
