"""From ``python -m desktop`` to work: whole processes, ours and the least possible one in turn."""

from __future__ import annotations

import statistics

from bench.measured import Measured, Promise
from bench.offices import BenchOffice
from bench.processes import run_bare, run_product

LIMIT = 1.5


def measure(office: BenchOffice, runs: int = 9) -> Measured:
    """Medians over ``runs`` interleaved pairs; one pair before warms the disk's cache."""
    run_bare(office)
    run_product(office, "office")
    pairs = [(run_product(office, "figures"), run_bare(office)) for _ in range(runs)]
    ours = {
        name: statistics.median(marks[name].seconds for marks, _ in pairs)
        for name in ("sign-in", "office", "figures")
    }
    return Measured(
        "start",
        "Khởi động, đăng nhập và thấy cửa sổ làm việc, trung vị",
        ours["office"],
        "s",
        "cửa sổ Qt trống + một lần Argon2 cùng tham số",
        statistics.median(marks["office"].seconds for _, marks in pairs),
        Promise.RATIO,
        LIMIT,
        note=(
            f"{runs} cặp tiến trình; cửa sổ đăng nhập sau {ours['sign-in']:.2f} s,"
            f" mọi con số của trang đầu sau {ours['figures']:.2f} s"
        ),
    )
