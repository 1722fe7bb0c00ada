"""``python -m bench``: every promise, or one of them by name; exit code 1 when one is broken."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measured import Measured

if TYPE_CHECKING:
    from bench.offices import BenchOffice

MEASURES = (
    "search",
    "saving",
    "paging",
    "start",
    "memory",
    "register_import",
    "province",
    "stick",
    "packing",
    "desks",
    "settlement",
    "register",
    "spreadsheet",
    "assessment",
)
_MILLION = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every promise is kept, else 1."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Not above: processes that a measure starts load this file again, and nothing that it needs.
    from bench.offices import made_office

    options = _parser().parse_args(arguments)
    office = made_office(options.cache.resolve(), options.dossiers)
    facts: dict[str, object] = {
        "Văn phòng": f"{office.dossiers:,} hồ sơ, nạp {office.rows_per_s:,.0f} hồ sơ/giây",
        "Máy": f"{os.cpu_count()} lõi, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}",
    }
    facts["Tải của máy trước khi đo"] = _load()
    measured: list[Measured] = []
    for name in options.only or MEASURES:
        print(f"Đang đo {name} …", file=sys.stderr)
        found = _measure(name)(office)
        measured += [found] if isinstance(found, Measured) else found
    facts["Tải của máy sau khi đo"] = _load()
    from bench.report import table, write_json

    print(table(measured, facts))
    write_json(options.out, measured, facts)
    return 1 if any(one.met is False for one in measured) else 0


def _load() -> str:
    """How many processes wanted the processor in the last 1, 5 and 15 minutes."""
    if not hasattr(os, "getloadavg"):
        return "không rõ"
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _measure(name: str) -> Callable[[BenchOffice], Measured | tuple[Measured, ...]]:
    """The measure of a name; each is imported when its turn comes, none weighs on another."""
    from importlib import import_module

    module = import_module(f"bench.{name}")
    measure: Callable[[BenchOffice], Measured | tuple[Measured, ...]] = module.measure
    return measure


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="TÊN")
    parser.add_argument("--dossiers", type=int, default=_MILLION, metavar="SỐ")
    parser.add_argument("--cache", type=Path, default=Path("out/bench-office"), metavar="THƯ_MỤC")
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"), metavar="TỆP")
    return parser


if __name__ == "__main__":
    sys.exit(main())
