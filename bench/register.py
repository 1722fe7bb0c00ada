"""The register of 10,000 dossiers as PDF, beside typst on the same rows.

Ours is what the window runs, from the encrypted register to the finished file; typst gets the
rows ready-made and sets them as one table of the same face, size and widths
(``bench/peers/typst_register.py``). Each runs in a process of its own; the memory is that of the
whole process at its peak, Python and the office's database included.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from bench.measured import Measured, Promise
from bench.offices import AS_OF, BenchOffice, opened
from bench.peers.environment import PeerMissing, ask, prepared_python
from desktop.domain.moments import day_start, local_date
from desktop.models.dossiers import dossiers
from desktop.resource_paths import resource_path
from desktop.services.office import Office
from desktop.services.papers.layouts import layout_of_day
from desktop.services.papers.register import RegisterWish, register_entries
from desktop.services.progress import Silent

ENTRIES = 10_000
_VERSION = "0.15.2"
_ROOT = Path(__file__).parents[1]
_CHILD = Path(__file__).with_name("peers") / "typst_register.py"
Told = dict[str, Any]


def measure(
    office: BenchOffice, runs: int = 3, *, with_peer: bool = True
) -> tuple[Measured, Measured]:
    """Time and memory; medians of ``runs`` turns."""
    with TemporaryDirectory(dir=office.folder.parent) as name:
        folder = Path(name)
        wish, columns, size = _prepared(office, folder, with_rows=with_peer)
        ours, peer, why = [], [], "không đo đối chứng"
        for _ in range(runs):
            ours.append(_draw(office, wish, folder / "ours.pdf"))
            if with_peer:
                try:
                    peer.append(_typst(folder, columns, size))
                except PeerMissing as missing:
                    why = f"không đo được typst: {missing}"
    told = ours[0]
    what = f"Sổ theo dõi {told['entries']:,} hồ sơ ra PDF ({told['pages']:,} trang)"
    time_note = f"{runs} lượt xen kẽ; bộ xử lý {_median(ours, 'worked_s'):.1f} s"
    if peer:
        time_note += f" so với {_median(peer, 'worked_s'):.1f} s (typst {_VERSION})"
    memory_note = f"riêng việc dựng sổ thêm {_growth(ours):.0f} MiB"
    if peer:
        memory_note += f" so với {_growth(peer):.0f} MiB"
    drawn = Measured(
        "register",
        what,
        _median(ours, "seconds"),
        "s",
        "typst dàn cùng những dòng ấy",
        _median(peer, "seconds") if peer else None,
        Promise.RATIO,
        1.0,
        note=time_note if peer else f"{time_note}; {why}",
    )
    grown = Measured(
        "register-memory",
        "Bộ nhớ của cả tiến trình khi dựng sổ ấy, lúc cao nhất",
        _median(ours, "peak_kib") / 1024,
        "MiB",
        "tiến trình của typst",
        _median(peer, "peak_kib") / 1024 if peer else None,
        Promise.RATIO,
        0.1,
        note=memory_note if peer else f"{memory_note}; {why}",
    )
    return drawn, grown


def _median(told: list[Told], key: str) -> float:
    return float(statistics.median(one[key] for one in told))


def _growth(told: list[Told]) -> float:
    """MiB that the work added at its peak."""
    return float(statistics.median(one["peak_kib"] - one["before_kib"] for one in told)) / 1024


def _prepared(
    office: BenchOffice, folder: Path, *, with_rows: bool
) -> tuple[RegisterWish, list[Told], float]:
    """The days that hold the entries, the columns of the form, and the rows for typst."""
    opened_office = opened(office)
    try:
        wish = _wish(opened_office)
        block = layout_of_day(opened_office, "register", wish.end).block("register")
        columns: list[Told] = list(block["columns"])
        if with_rows:
            entries = register_entries(opened_office, wish, Silent())
            rows = [[entry.cells[column["cell"]] for column in columns] for entry in entries]
            text = json.dumps(rows, ensure_ascii=False)
            (folder / "rows.json").write_text(text, encoding="utf-8")
    finally:
        opened_office.close()
    return wish, columns, float(block["size"])


def _wish(office: Office) -> RegisterWish:
    """From the first of January on, as many whole days as hold the entries."""
    first = date(AS_OF.year, 1, 1)
    query = (
        select(dossiers.c.received_at)
        .where(dossiers.c.received_at >= day_start(first))
        .order_by(dossiers.c.received_at)
    )
    with office.reading() as connection:
        moments: Iterator[Any] = islice(connection.execute(query).scalars(), ENTRIES)
        last = first
        for moment in moments:
            last = local_date(moment)
    return RegisterWish(first, last)


def _draw(office: BenchOffice, wish: RegisterWish, target: Path) -> Told:
    command = [sys.executable, "-m", "bench.children.register", str(office.folder)]
    command += [office.desk_user, wish.start.isoformat(), wish.end.isoformat(), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    told: Told = json.loads(done.stdout)
    return told


def _typst(folder: Path, columns: list[Told], size: float) -> Told:
    asked = {"folder": str(folder), "columns": columns, "size": size}
    asked |= {"fonts": str(resource_path("fonts")), "title": "SỔ THEO DÕI HỒ SƠ"}
    told: Told = ask(prepared_python("typst", _VERSION), _CHILD, asked)
    return told
