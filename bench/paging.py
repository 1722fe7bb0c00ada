"""Page-down in the window's own list: from the key press to the repaint with every row there.

The real main window stands off-screen on the big office. A press counts until all rows in view
are read and the view is painted with them; "…" on screen is not an answer.
"""

from __future__ import annotations

import random
import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bench.measured import Measured, percentile
from bench.offices import BenchOffice, opened
from desktop.ui.application import make_application
from desktop.ui.dossiers.page import DossiersPage
from desktop.ui.dossiers.table_view import DossierTable
from desktop.ui.shell.pages import make_window
from desktop.ui.shell.window import MainWindow

LIMIT_MS = 40.0
_PATIENCE_S = 60.0
_STRETCH = 12


def measure(office: BenchOffice, presses: int = 240) -> Measured:
    """p95 of the presses: in stretches from the top, the end, and places between."""
    application = make_application()
    opened_office = opened(office)
    window = make_window(opened_office)
    window.show()
    try:
        loaded, times, busy = _page_through(application, window, office.dossiers, presses)
    finally:
        window.close()
        window.runner.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        opened_office.close()
    return Measured(
        "paging",
        f"Một lần PageDown trong danh sách {office.dossiers:,} hồ sơ, p95",
        percentile(times, 0.95) * 1e3,
        "ms",
        limit=LIMIT_MS,
        note=(
            f"{len(times)} lần bấm; trung vị {percentile(times, 0.5) * 1e3:.1f} ms,"
            f" chậm nhất {max(times) * 1e3:.1f} ms;"
            f" thời gian bộ xử lý: trung vị {percentile(busy, 0.5) * 1e3:.1f},"
            f" p95 {percentile(busy, 0.95) * 1e3:.1f} ms;"
            f" mở danh sách đến khi biết đủ số hồ sơ: {loaded:.1f} s"
        ),
    )


def _page_through(
    application: QApplication, window: MainWindow, dossiers: int, presses: int
) -> tuple[float, list[float], list[float]]:
    """Seconds until the list knew its length; of each press seconds, and seconds at work."""
    started = time.perf_counter()
    window.open_page("dossiers")
    page = window.current
    assert isinstance(page, DossiersPage)
    _wait(application, lambda: page.model.rowCount() == dossiers)
    loaded = time.perf_counter() - started
    table = page.table
    table.setFocus()
    chance, pressed = random.Random(11), []
    for stretch in range(max(presses // _STRETCH, 1)):
        place = 0 if stretch == 0 else chance.randrange(max(dossiers - 1000, 1))
        table.select_place(place)
        _wait(application, lambda: _is_whole(table))
        pressed += [_press(application, table) for _ in range(_STRETCH)]
    times, busy = zip(*pressed, strict=True)
    return loaded, list(times), list(busy)


def _press(application: QApplication, table: DossierTable) -> tuple[float, float]:
    """Seconds by the clock, and seconds that all threads were at work."""
    started, worked = time.perf_counter(), time.process_time()
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
    application.sendEvent(table, press)
    _wait(application, lambda: _is_whole(table))
    table.viewport().repaint()
    return time.perf_counter() - started, time.process_time() - worked


def _is_whole(table: DossierTable) -> bool:
    """Whether every row in view has been read."""
    height, model = table.viewport().height(), table.table_model
    first, last = table.rowAt(0), table.rowAt(height - 1)
    last = model.rowCount() - 1 if last < 0 else last
    return all(model.row_at(place) is not None for place in range(first, last + 1))


def _wait(application: QApplication, is_so: object) -> None:
    assert callable(is_so)
    limit = time.perf_counter() + _PATIENCE_S
    while not is_so():
        application.processEvents()
        if time.perf_counter() > limit:
            raise TimeoutError
