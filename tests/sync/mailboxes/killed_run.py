"""One turn of an office in a process of its own, so that it can be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.services.clock import FixedClock
from desktop.services.signing_in import sign_in
from desktop.services.syncing.sending import run
from desktop.sync import far_carrying
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD


def main(folder: Path, speed: float) -> None:
    """Sends until everything has left or the line is dead.

    ``speed``: so many times faster is the line than the one it stands for.
    """
    far_carrying.WHOLE_S /= speed
    office = sign_in(folder, ADMIN, PASSWORD, FixedClock(FRIDAY_MORNING))
    print("begun", flush=True)
    report = run(office).value
    office.close()
    sys.exit(0 if report.failed is None else 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
