"""One job in a thread, for windows that have no runner yet (before sign-in)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class BackgroundWork(QObject):
    """Runs a plain function; the answer comes back on the main thread."""

    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._answered.connect(lambda call, value, _keep: call(value))

    def run(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Starts the work; exactly one of the two callbacks is called."""

        def body() -> None:
            try:
                value = work()
            except Exception as error:  # noqa: BLE001 - handed to the caller, nothing hidden
                self._answered.emit(on_error, error, None)
            else:
                self._answered.emit(on_done, value, None)

        threading.Thread(target=body, name="work", daemon=True).start()
