"""Memory of the window on the big office beside an empty window; told, not promised."""

from __future__ import annotations

from bench.measured import Measured
from bench.offices import BenchOffice
from bench.processes import run_bare, run_product


def measure(office: BenchOffice) -> Measured:
    """Unshared memory after sign-in, with the first page's figures there."""
    ours = run_product(office, "figures")["figures"]
    bare = run_bare(office)["office"]
    return Measured(
        "memory",
        "Bộ nhớ riêng (USS) khi đã mở văn phòng",
        ours.uss_kib / 1024,
        "MiB",
        "cửa sổ Qt trống",
        bare.uss_kib / 1024,
        note=f"RSS {ours.rss_kib / 1024:.0f} MiB so với {bare.rss_kib / 1024:.0f} MiB",
    )
