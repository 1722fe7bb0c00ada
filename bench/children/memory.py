"""What the process itself occupies, as the kernel counts it."""

from __future__ import annotations

from contextlib import suppress
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


def forget_peak() -> int:
    """Begins a new peak; gives what the process occupies now, in KiB (0 where nobody tells)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def peak_kib() -> int:
    """The most that the process has occupied since ``forget_peak``, in KiB."""
    return _status("VmHWM")


def _status(name: str) -> int:
    path = Path("/proc/self/status")
    if not path.exists():
        return 0
    for line in path.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
