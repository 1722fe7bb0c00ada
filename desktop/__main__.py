"""``python -m desktop``: the window without a command, the command line with one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> int:
    """The exit code of the command, or of the window."""
    if getattr(sys, "frozen", False):
        # A packed program starts itself again as a process beside the desk (``part_openers``).
        from multiprocessing import freeze_support

        freeze_support()
    try:
        from desktop.cli.main import run

        return run(sys.argv[1:], _open_window)
    except KeyboardInterrupt:  # before there was anything to cancel
        return 130
    finally:
        _end_in_peace()


def _end_in_peace() -> None:
    """Our exit code counts, even after Ctrl+C.

    Python ends by the signal once an interrupt fell into compiled text (a dataclass being made),
    though it was caught; and one that comes now would only spoil the exit of finished work.
    """
    import signal

    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _open_window(folder: Path) -> int:
    # What a start loads is no garbage; looking for some would only keep the window waiting.
    gc.disable()
    from desktop.app import open_window

    return open_window(folder)


if __name__ == "__main__":
    sys.exit(main())
