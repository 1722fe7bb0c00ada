"""One job in a thread, for windows that have no runner yet (before sign-in)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal


class BackgroundWork(QObject):
    """Runs a plain function; the answer comes back on the main thread."""

    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._answered.connect(self._hand_over)

    def run(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Starts the work; exactly one of the two callbacks is called."""

        def body() -> None:
            call: Callable[[Any], None] = on_done
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - handed to the caller, nothing hidden
                call, answer = on_error, error
            with suppress(RuntimeError):  # the window may have been closed meanwhile
                self._answered.emit(call, answer, threading.current_thread())

        threading.Thread(target=body, name="work", daemon=True).start()

    def _hand_over(
        self, call: Callable[[Any], None], answer: Any, thread: threading.Thread
    ) -> None:
        # The thread holds the window behind its functions until it has ended: were it the last
        # to do so, the window would be taken apart there, which ends the program.
        thread.join()
        call(answer)
