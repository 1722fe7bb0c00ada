"""Every screen at 1366x768: nothing clipped, everything named, nothing but Vietnamese."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_WALK = """
import sys
from pathlib import Path
from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from desktop.ui.application import make_application
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.theme import apply_theme
from desktop.ui.shell.pages import make_window
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.ui import eyes
from tests.ui.desk import Desk
from tests.ui.tour import walk
app = make_application()
kept = WidgetsThreadCollector(app)
apply_theme(app, dark=sys.argv[2] == "dark")
who, password = (ADMIN, PASSWORD)
if sys.argv[3] == "province":
    from desktop.services.door import PRACTICE_PASSWORD as password
    from tests.factory import PRACTICE_ADMIN as who
    from tests.ui.province_tour import walk_province as walk
office = sign_in(Path(sys.argv[1]), who, password, FixedClock(FRIDAY_MORNING))
window = make_window(office)
window.resize(1366, 768)
window.show()
desk = Desk(office, window)
desk.settle()
window.resize(1366, 768)
desk.activate()
def look(name, widget):
    for trouble in eyes.at_rest(eyes.clipped, widget):
        print(f"{name}: {trouble}")
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        for who in see(widget):
            print(f"{name}: {see.__name__} {who}")
    if name.startswith("intake"):
        for area in eyes.at_rest(eyes.scrolls, window.current):
            print(f"{name}: scrolls {area}")
walk(desk, look)
print("walked", flush=True)
window.retire()
office.close()
"""


@pytest.mark.parametrize(("look", "scale"), [("light", 1), ("dark", 2)])
def test_every_screen_is_whole_named_keyed_and_vietnamese(
    office_folder: Path, look: str, scale: int
) -> None:
    _walk(office_folder, look, scale, "unit")


def test_every_screen_of_a_province_is_whole_named_keyed_and_vietnamese(
    practice_province_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tỉnh"
    shutil.copytree(practice_province_template, folder)
    _walk(folder, "dark", 2, "province")


def _walk(folder: Path, look: str, scale: int, whose: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _WALK, folder, look, whose],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env=os.environ
        | {
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(scale),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    assert answer.stdout.splitlines() == ["walked"], answer.stdout + answer.stderr[-2000:]
