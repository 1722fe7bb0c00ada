"""100,000 dossiers to Excel as the list's export writes them, beside XlsxWriter alone.

Ours reads the encrypted register, puts the codes into words and formats every cell; XlsxWriter
alone has the cells ready in memory (``bench/children/spreadsheet.py``).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from bench.measured import Measured, Promise
from bench.offices import BenchOffice, opened
from desktop.domain.moments import local_date
from desktop.models.dossiers import dossiers
from desktop.reports.dossier_table import COLUMNS

ROWS = 100_000
LIMIT = 1.25
_ROOT = Path(__file__).parents[1]
Told = dict[str, Any]


def measure(office: BenchOffice, runs: int = 2) -> Measured:
    """Medians of ``runs`` turns."""
    last = _last_day(office)
    turns: dict[str, list[Told]] = {"ours": [], "alone": []}
    with TemporaryDirectory(dir=office.folder.parent) as folder:
        for _ in range(runs):
            for mode, told in turns.items():
                told.append(_write(mode, office, last, Path(folder) / f"{mode}.xlsx"))
    ours, alone = turns["ours"], turns["alone"]
    return Measured(
        "spreadsheet",
        f"Xuất {ours[0]['rows']:,} hồ sơ × {len(COLUMNS)} cột ra Excel",
        _median(ours, "seconds"),
        "s",
        "riêng XlsxWriter ghi những ô ấy",
        _median(alone, "seconds"),
        Promise.RATIO,
        LIMIT,
        note=(
            f"{runs} lượt xen kẽ; bộ xử lý {_median(ours, 'worked_s'):.1f} s so với"
            f" {_median(alone, 'worked_s'):.1f} s, tỉ lệ"
            f" {_median(ours, 'worked_s') / _median(alone, 'worked_s'):.2f}; bộ nhớ thêm"
            f" {_growth(ours):.0f} MiB, đọc sổ và ghi theo từng khối"
        ),
    )


def _median(told: list[Told], key: str) -> float:
    return float(statistics.median(one[key] for one in told))


def _growth(told: list[Told]) -> float:
    return float(statistics.median(one["peak_kib"] - one["before_kib"] for one in told)) / 1024


def _last_day(office: BenchOffice) -> date:
    """The day up to which the register holds so many dossiers, whole days."""
    query = select(dossiers.c.received_at).order_by(dossiers.c.received_at)
    opened_office = opened(office)
    try:
        with opened_office.reading() as connection:
            moments = list(connection.execute(query.limit(ROWS)).scalars())
    finally:
        opened_office.close()
    return local_date(moments[-1])


def _write(mode: str, office: BenchOffice, last: date, target: Path) -> Told:
    command = [sys.executable, "-m", "bench.children.spreadsheet", mode, str(office.folder)]
    command += [office.desk_user, last.isoformat(), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    told: Told = json.loads(done.stdout)
    return told
