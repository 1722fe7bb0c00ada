"""Draws a register as the window does, in a process of its own, and tells time and memory.

Arguments: the office folder, the user's name, first and last day, the PDF to write.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

from bench.children.memory import forget_peak, peak_kib


def main() -> None:
    """Prints one JSON object."""
    folder, name, first, last, target = sys.argv[1:]
    from desktop.services.clock import SystemClock
    from desktop.services.door import PRACTICE_PASSWORD
    from desktop.services.papers.register import RegisterWish, print_register
    from desktop.services.signing_in import sign_in

    office = sign_in(Path(folder), name, PRACTICE_PASSWORD, SystemClock())
    wish = RegisterWish(date.fromisoformat(first), date.fromisoformat(last))
    before = forget_peak()
    started, worked = time.perf_counter(), time.process_time()
    drawn = print_register(office, wish, Path(target))
    seconds, worked_s = time.perf_counter() - started, time.process_time() - worked
    told = {"seconds": seconds, "worked_s": worked_s, "pages": drawn.pages}
    told |= {"entries": drawn.entries, "before_kib": before, "peak_kib": peak_kib()}
    office.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
