"""The machine shuts down or a session ends: the program closes as by hand, with its backup.

Without this the signal ends Python at once: the record is whole on the disk, but the last half
second of typing and the backup of the day would be lost. Windows asks the window itself.
"""

from __future__ import annotations

import os
import signal
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


def end_in_order_when_told(application: QApplication) -> None:
    """Closes the windows at SIGTERM and SIGHUP; nothing to do on Windows."""
    if sys.platform == "win32":
        return
    # Python runs its handlers between two of its own steps, and Qt's loop makes none: the byte
    # that Python writes here wakes the loop up.
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    told = QSocketNotifier(reading, QSocketNotifier.Type.Read, application)

    def wake() -> None:
        os.read(reading, 64)

    told.activated.connect(wake)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup has said not to listen
            signal.signal(number, lambda *_: application.quit())
