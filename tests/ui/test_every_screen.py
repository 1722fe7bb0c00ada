"""Every screen at 1366x768: nothing clipped, everything named, nothing but Vietnamese.

Once in light colours here; once in dark colours at twice the scale, which only a program of its
own can have, for the unit and the province one after the other. That one is as wide as the window
can be made narrow, and as high as a screen of 768 lines leaves it under its title and task bar.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.ui import eyes
from tests.ui.desk import Desk
from tests.ui.tour import walk

_WALKS = """
import sys
from pathlib import Path
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.signing_in import sign_in
from desktop.ui.application import make_application
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.theme import apply_theme
from desktop.ui.shell.pages import make_window
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD, PRACTICE_ADMIN
from tests.ui.desk import Desk
from tests.ui.province_tour import walk_province
from tests.ui.test_every_screen import clipped, troubles
from tests.ui.tour import walk
app = make_application()
kept = WidgetsThreadCollector(app)
apply_theme(app, dark=True)
def go(folder, who, password, walk, see):
    office = sign_in(Path(folder), who, password, FixedClock(FRIDAY_MORNING))
    window = make_window(office)
    window.show()
    desk = Desk(office, window)
    desk.settle()
    window.resize(1280, 690)
    desk.activate()
    walk(desk, lambda name, widget: [print(line) for line in see(desk, name, widget)])
    print("walked", flush=True)
    window.retire()
    window.hide()
    office.close()
go(sys.argv[1], ADMIN, PASSWORD, walk, clipped)
go(sys.argv[2], PRACTICE_ADMIN, PRACTICE_PASSWORD, walk_province, troubles)
"""


def clipped(desk: Desk, name: str, widget: QWidget) -> list[str]:
    """What has not the room for its words."""
    found = [f"{name}: {trouble}" for trouble in eyes.at_rest(eyes.clipped, widget)]
    found += [f"{name}: {trouble}" for trouble in eyes.overlaps(widget)]
    if name.startswith("intake"):
        areas = eyes.at_rest(eyes.scrolls, desk.window.current)
        found += [f"{name}: scrolls {area}" for area in areas]
    return found


def troubles(desk: Desk, name: str, widget: QWidget) -> list[str]:
    """That, and what has no name, no key or words of another language."""
    found = clipped(desk, name, widget)
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        found += [f"{name}: {see.__name__} {who}" for who in see(widget)]
    return found


def test_every_screen_is_whole_named_keyed_and_vietnamese(desk: Desk) -> None:
    found: list[str] = []
    walk(desk, lambda name, widget: found.extend(troubles(desk, name, widget)))
    assert found == []


def test_every_screen_is_whole_in_the_dark_at_twice_the_scale(
    office_folder: Path, practice_province_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tỉnh"
    shutil.copytree(practice_province_template, folder)
    answer = subprocess.run(
        [sys.executable, "-c", _WALKS, office_folder, folder],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "2",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    assert answer.stdout.splitlines() == ["walked"] * 2, answer.stdout + answer.stderr[-2000:]
