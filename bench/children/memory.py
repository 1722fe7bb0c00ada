"""What the process itself occupies, as the kernel counts it."""

from __future__ import annotations

from pathlib import Path

_KEPT = {"Rss": "rss_kib", "Private_Clean": "private", "Private_Dirty": "private"}


def own_memory() -> dict[str, int]:
    """Resident and unshared memory in KiB; empty where the kernel does not tell."""
    path = Path("/proc/self/smaps_rollup")
    if not path.exists():
        return {}
    sums = {"rss_kib": 0, "private": 0}
    for line in path.read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in _KEPT:
            sums[_KEPT[name]] += int(value.split()[0])
    return {"rss_kib": sums["rss_kib"], "uss_kib": sums["private"]}
