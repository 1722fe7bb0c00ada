"""Cycles that hold widgets are found in the widgets' own thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication, QDialog

from desktop.ui.shell.garbage import WidgetsThreadCollector
from tests.ui.desk import wait_for


class _Closed(QDialog):
    """Holds itself, as a dialog does whose button calls a closure over it."""

    def __init__(self) -> None:
        super().__init__()
        self.again = lambda: self


def _work() -> None:
    rows: list[list[object]] = []
    for _ in range(20_000):
        rows.append([rows])
    rows.clear()


def test_a_busy_reader_takes_no_dialog_apart(qapp: QApplication) -> None:
    collector = WidgetsThreadCollector(qapp)
    searched_in: set[threading.Thread] = set()
    gc.callbacks.append(lambda *_: searched_in.add(threading.current_thread()))
    try:
        gone = weakref.ref(_Closed())
        reader = threading.Thread(target=_work)
        reader.start()
        reader.join()
        assert gone() is not None
        assert searched_in == set()
        wait_for(lambda: gone() is None)
        assert searched_in == {threading.main_thread()}
    finally:
        gc.callbacks.pop()
        collector.deleteLater()
