"""From ``python -m desktop`` to work: whole processes, ours and the least possible one in turn.

What counts is the user's waiting: from the start to the sign-in window, and from the press of
the button to the office's window. The two seconds in which the password is typed are no
waiting, and the program uses them to load its pages.
"""

from __future__ import annotations

import statistics

from bench.measured import Measured, Promise
from bench.offices import BenchOffice
from bench.processes import Mark, run_bare, run_product

LIMIT = 1.5


def measure(office: BenchOffice, runs: int = 9) -> Measured:
    """Medians over ``runs`` interleaved pairs; one pair before warms the disk's cache."""
    run_bare(office)
    run_product(office, "office")
    pairs = [(run_product(office, "figures"), run_bare(office)) for _ in range(runs)]
    waits = [_waits(marks) for marks, _ in pairs]
    to_sign_in, to_office, to_figures = (
        statistics.median(times) for times in zip(*waits, strict=True)
    )
    total = statistics.median(sign_in + office for sign_in, office, _ in waits)
    return Measured(
        "start",
        "Chờ cửa sổ đăng nhập rồi chờ cửa sổ làm việc, trung vị",
        total,
        "s",
        "cửa sổ Qt trống + một lần Argon2 cùng tham số",
        statistics.median(marks["office"].seconds for _, marks in pairs),
        Promise.RATIO,
        LIMIT,
        note=(
            f"{runs} cặp tiến trình; cửa sổ đăng nhập sau {to_sign_in:.2f} s; từ lúc bấm"
            f" Vào làm việc: cửa sổ sau {to_office:.2f} s, đủ số liệu sau {to_figures:.2f} s"
        ),
    )


def _waits(marks: dict[str, Mark]) -> tuple[float, float, float]:
    """Seconds to the sign-in window; from the press to the office's window and its figures."""
    pressed = marks["typed"].seconds
    return (
        marks["sign-in"].seconds,
        marks["office"].seconds - pressed,
        marks["figures"].seconds - pressed,
    )
