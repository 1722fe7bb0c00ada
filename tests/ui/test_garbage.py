"""Widgets die in their own thread: their cycles are found there, and no worker outholds them."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures.thread import _WorkItem

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.shell.runner import JobProgress, Runner
from desktop.ui.widgets.work import BackgroundWork
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
        # What came and went is no reason to search; what came and stayed is one.
        stayed: list[list[object]] = [[] for _ in range(10 * gc.get_threshold()[0])]
        wait_for(lambda: gone() is None)
        stayed.clear()
        assert searched_in == {threading.main_thread()}
    finally:
        gc.callbacks.pop()
        collector.deleteLater()


class _Asking(QDialog):
    """Asks for something and is closed before the worker has put its tools away."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def count(self, _: JobProgress) -> list[object]:
        return self.answers

    def fail(self, _: JobProgress) -> None:
        raise ValueError(self.answers)

    def take(self, answer: object) -> bool:
        self.answers.append(type(answer).__name__)
        return True


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_is_never_the_last_to_hold_a_dialog(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    may_end = threading.Event()
    whole = _WorkItem.run

    def slow_to_end(item: _WorkItem) -> None:
        whole(item)
        may_end.wait(60)

    monkeypatch.setattr(_WorkItem, "run", slow_to_end)
    runner, dialog = Runner(), _Asking()
    gone, answers = weakref.ref(dialog), dialog.answers
    work = dialog.fail if fails else dialog.count
    runner.query(work, dialog.take, owner=dialog, on_error=dialog.take)
    del dialog, work
    wait_for(lambda: answers)
    assert gone() is None
    may_end.set()
    runner.close()


def test_before_there_is_a_runner_the_thread_has_ended_when_its_answer_is_used(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_waited_for = threading.Event()
    run, join = threading.Thread.run, threading.Thread.join

    def slow_to_end(thread: threading.Thread) -> None:
        run(thread)
        is_waited_for.wait(60)

    def wait_till_end(thread: threading.Thread) -> None:
        is_waited_for.set()
        join(thread)

    monkeypatch.setattr(threading.Thread, "run", slow_to_end)
    monkeypatch.setattr(threading.Thread, "join", wait_till_end)
    window, alive = QDialog(), []

    def take(_: object) -> None:
        alive.append([thread for thread in threading.enumerate() if thread.name == "work"])

    BackgroundWork(window).run(lambda: 1, take, take)
    wait_for(lambda: alive)
    is_waited_for.set()
    assert alive == [[]]
