"""The same program on a province's folder: its own pages in the same window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from desktop.ui.shell.province_entries import PROVINCE_PAGES
from tests.factory import ADMIN, PASSWORD
from tests.ui.desk import Desk, wait_for, wait_shown

_ALT = Qt.KeyboardModifier.AltModifier


def test_a_provinces_folder_opens_with_the_provinces_pages(province_desk: Desk) -> None:
    window = province_desk.window
    assert "bàn của Tỉnh Đắk Lắk" in window.windowTitle()
    assert "Bàn tỉnh" in window.strip.province.text()
    texts = [made.text() for made in window.sidebar.findChildren(QLabel)]
    assert {"Sở Nội vụ", "Quản trị · Bàn tỉnh"} <= set(texts)
    assert window.current.key == "units"
    for entry in PROVINCE_PAGES:
        province_desk.press(Qt.Key(Qt.Key.Key_0 + entry.place), _ALT, on=window)
        province_desk.settle()
        assert window.current.key == entry.key
        assert isinstance(window.current, entry)
    province_desk.press(Qt.Key.Key_F3, on=window)
    assert window.current.key == "units"


def test_the_search_box_offers_the_provinces_pages_and_no_dossiers(province_desk: Desk) -> None:
    province_desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, on=province_desk.window)
    box = wait_shown("searchBox")
    found = province_desk.find(QListWidget, "searchBoxList", box)
    province_desk.find(QLineEdit, "searchBoxText", box).setText("phat hanh")
    wait_for(lambda: found.count() == 1)
    assert found.item(0).text() == "Phát hành"
    province_desk.press(Qt.Key.Key_Return, on=box)
    assert province_desk.current.key == "publishing"

    # A unit is found by its name, and opened beside the list.
    province_desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, on=province_desk.window)
    box = wait_shown("searchBox")
    found = province_desk.find(QListWidget, "searchBoxList", box)
    province_desk.find(QLineEdit, "searchBoxText", box).setText("quang phu")
    wait_for(lambda: found.count() == 1)
    province_desk.press(Qt.Key.Key_Return, on=box)
    province_desk.settle()
    page: Any = province_desk.current
    wait_for(lambda: page.panel.row is not None and page.panel.row.name == "Xã Quảng Phú")


def test_a_unit_loads_nothing_of_the_provinces_pages(office_folder: Path) -> None:
    source = f"""
import sys
from pathlib import Path
from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from desktop.ui.application import make_application
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.shell.pages import make_window
from tests.factory import FRIDAY_MORNING
app = make_application()
kept = WidgetsThreadCollector(app)
office = sign_in(Path(sys.argv[1]), {ADMIN!r}, {PASSWORD!r}, FixedClock(FRIDAY_MORNING))
window = make_window(office)
while not window.runner.is_idle:
    app.processEvents()
ours = ("units", "arrivals", "appraisal", "ranking", "publishing", "province")
print([m for m in sys.modules if m.startswith(tuple(f"desktop.ui.{{o}}" for o in ours))
       or m.startswith(("desktop.ui.shell.province", "desktop.services.provinces"))])
window.retire()
office.close()
"""
    answer = subprocess.run(
        [sys.executable, "-c", source, office_folder], capture_output=True, text=True, check=False
    )
    assert answer.stdout.strip() == "[]", answer.stdout + answer.stderr
