"""A machine that shuts down closes the program as a hand would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

_CHILD = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from desktop.ui.shell.told_to_end import end_in_order_when_told
app = QApplication([])
end_in_order_when_told(app)
class Window(QWidget):
    def closeEvent(self, event):
        print("closed", flush=True)
window = Window()
window.show()
QTimer.singleShot(0, lambda: print("there", flush=True))
app.exec()
print("backed up", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the window itself")
def test_a_shutdown_closes_the_window_and_lets_the_program_finish() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    with child, child.stdout:
        assert child.stdout.readline() == "there\n"
        child.send_signal(signal.SIGTERM)
        assert child.stdout.read() == "closed\nbacked up\n"
    assert child.returncode == 0
