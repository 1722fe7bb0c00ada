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


def measure(office: BenchOffice, runs: int = 9, *, warm: bool = True) -> Measured:
    """Medians over ``runs`` interleaved pairs; one pair before warms the disk's cache."""
    if warm:
        run_bare(office)
        run_product(office, "office")
    pairs = [(run_product(office, "figures"), run_bare(office)) for _ in range(runs)]
    waits = [_waits(marks) for marks, _ in pairs]
    to_sign_in, to_office, to_figures = (
        statistics.median(times) for times in zip(*waits, strict=True)
    )
    total = statistics.median(sign_in + office for sign_in, office, _ in waits)
    worked = statistics.median(_worked(marks) for marks, _ in pairs)
    bare_worked = statistics.median(marks["office"].worked_s for _, marks in pairs)
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
            f" Vào làm việc: cửa sổ sau {to_office:.2f} s, đủ số liệu sau {to_figures:.2f} s;"
            f" thời gian bộ xử lý {worked:.2f} s so với {bare_worked:.2f} s,"
            f" tỉ lệ {worked / bare_worked:.2f}"
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


def _worked(marks: dict[str, Mark]) -> float:
    """Seconds of the processor in those waits, all threads."""
    after_press = marks["office"].worked_s - marks["typed"].worked_s
    return marks["sign-in"].worked_s + after_press
