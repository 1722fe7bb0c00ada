"""The year's settlement (Biểu II.06a) from the window's own service, beside DuckDB.

Ours is the whole call that the screen makes: rows by field, totals, identities, notes. DuckDB
reads the same register from its own columns in memory-mapped form and counts it in one query
(``bench/peers/duckdb_settlement.py``). Both answers are compared, cell by cell.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.measured import Measured, percentile
from bench.offices import AS_OF, BenchOffice, opened
from bench.peers.environment import PeerMissing, ask, prepared_python
from desktop.domain.figures import Period
from desktop.services.office import Office
from desktop.services.procedures import list_procedures
from desktop.services.reports.building import BuiltReport, build_report
from desktop.services.reports.settlement import SETTLEMENT_COLUMNS

LIMIT_MS = 100.0
_VERSION = "2.0.0"
_CHILD = Path(__file__).with_name("peers") / "duckdb_settlement.py"
_YEAR = Period(date(AS_OF.year, 1, 1), date(AS_OF.year, 12, 31))
# A period that still runs is counted up to the day of asking, by the report and so by its peer.
_COUNTED = _YEAR.until(AS_OF)
# What DuckDB is given of each dossier; instants as seconds, as the register keeps them.
_READ = text(
    "SELECT procedure_id, channel, state, timeliness, received_at, ended_at, legal_due_at,"
    " waiting_since FROM dossiers"
)


def measure(office: BenchOffice, runs: int = 40, *, with_peer: bool = True) -> Measured:
    """The median of ``runs`` calls; the first call of the day is in the note."""
    opened_office = opened(office)
    try:
        first, _ = _timed(opened_office)
        worked = time.process_time()
        timed = [_timed(opened_office) for _ in range(runs)]
        worked = (time.process_time() - worked) / runs
        peer, same, said = (
            _peer(office, opened_office, runs) if with_peer else (None, True, "không đo")
        )
    finally:
        opened_office.close()
    times = [seconds for seconds, _ in timed]
    note = (
        f"lần đầu {first * 1e3:.0f} ms; {runs} lần, p95 {percentile(times, 0.95) * 1e3:.1f} ms,"
        f" bộ xử lý {worked * 1e3:.1f} ms mỗi lần;"
        f" DuckDB {_VERSION}: {said}"
    )
    return Measured(
        "settlement",
        f"Kết quả giải quyết cả năm trên {office.dossiers:,} hồ sơ, trung vị",
        statistics.median(times) * 1e3,
        "ms",
        "DuckDB đếm lại từ từng hồ sơ",
        peer * 1e3 if peer else None,
        limit=LIMIT_MS,
        note=note,
        agrees=same,
    )


def _timed(office: Office) -> tuple[float, BuiltReport]:
    started = time.perf_counter()
    built = build_report(office, "settlement", _YEAR, "field")
    return time.perf_counter() - started, built


def _peer(office: BenchOffice, source: Office, runs: int) -> tuple[float | None, bool, str]:
    """DuckDB's median, whether it counted the same, and a note of both."""
    folder = office.folder / "peers"
    folder.mkdir(exist_ok=True)
    rows, kept = folder / "settlement.csv", folder / f"settlement-{office.dossiers}.duckdb"
    try:
        python = prepared_python("duckdb", _VERSION)
        if not kept.exists():
            _write_rows(source, rows)
        asked: dict[str, Any] = {"rows": str(rows), "kept": str(kept), "runs": runs}
        asked |= {"start": _COUNTED.start.isoformat(), "end": _COUNTED.end.isoformat()}
        asked["fields"] = {str(p.id): p.facts.field for p in list_procedures(source)}
        answer = ask(python, _CHILD, asked)
    except PeerMissing as missing:
        return None, True, f"không đo được: {missing}"
    finally:
        rows.unlink(missing_ok=True)
    same = _cells(_timed(source)[1]) == {name: tuple(cells) for name, *cells in answer["rows"]}
    said = f"{answer['threads']} luồng, số liệu {'khớp từng ô' if same else 'KHÔNG KHỚP'}"
    return statistics.median(answer["seconds"]), same, said


def _cells(report: BuiltReport) -> dict[str, tuple[int, ...]]:
    """The figures of each row, by its name."""
    return {
        str(row["name"]): tuple(int(str(row[key])) for key in SETTLEMENT_COLUMNS)
        for row in report.table.rows
    }


def _write_rows(office: Office, target: Path) -> None:
    with office.reading() as connection, target.open("w", encoding="utf-8") as file:
        for row in connection.execute(_READ).yield_per(20_000):
            file.write(",".join("" if value is None else str(value) for value in row) + "\n")
