"""A province's month collected into PostgreSQL, against the server's own COPY of the same rows.

The whole way is measured: 130 sealed and signed packages on a stick, each in a transaction of
its own: signatures, hashes, seals, unpacking, every line held against its schema and compared
with what is there, rows, quarantine, receipts signed and laid. The peer is one COPY of the very
rows that came out of it, in their order, into an empty table of the same columns, indexes,
checks and monthly partitions, on the same durable server in the same run. It is one transaction,
its bytes are ready before the clock starts, and of its two forms, text and binary, the faster
counts: what the server can do when nobody asks it anything.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy import Connection, text

from bench.cluster import Cluster, programs, running_cluster
from bench.measured import Measured, Promise
from bench.offices import BenchOffice
from bench.units import a_desk, a_device, a_month, lay, some_dossiers, units_of
from desktop.models.prepared import driver
from desktop.services.office import Office
from desktop.services.provinces.collecting import collect
from desktop.services.provinces.storing import store_command, store_reading

LIMIT = 2.0
UNITS, DOSSIERS = 130, 2_000
_PROVINCE = "79"
_FORMS = ("text", "binary")
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds on the clock, and of the processor: in all processes of ours, in the server."""

    seconds: float
    here: float
    server: float


def measure(office: BenchOffice, units: int | None = None, each: int | None = None) -> Measured:
    """Seconds to collect ``units`` × ``each`` dossiers, and seconds of the bare COPY.

    Where the size is not given: ``BENCH_UNITS`` and ``BENCH_MONTH``, else the promised one.
    """
    units = units or int(os.environ.get("BENCH_UNITS", UNITS))
    each = each or int(os.environ.get("BENCH_MONTH", DOSSIERS))
    return measure_with(some_dossiers(office, each), units, each)


def measure_with(models: list[dict[str, Any]], units: int, each: int) -> Measured:
    """The same with contents of dossiers at hand."""
    what = f"Thu {units} gói × {each:,} hồ sơ một tháng vào PostgreSQL, cả chặng"
    if programs() is None:
        return Measured("province", what, 0.0, "s", limit=LIMIT, note="không có PostgreSQL")
    with TemporaryDirectory() as name, running_cluster(is_durable=True) as cluster:
        folder = Path(name)
        stick = folder / "usb"
        stick.mkdir()
        with _desk(folder, cluster) as office:
            for unit in units_of(_PROVINCE, units):
                device = a_device(office, unit.code, folder)
                lay(device, a_month(device, models, each), folder / "gói", stick)
            collected = _collect(office, stick, units, each)
            copied = min(_copies(office, folder), key=lambda took: took.seconds)
    rows = units * each
    return Measured(
        "province",
        what,
        collected.seconds,
        "s",
        "COPY trần của máy chủ, dạng chữ hay nhị phân, lấy lần nhanh hơn:"
        " đúng những dòng ấy, bảng cùng chỉ mục và phân vùng",
        copied.seconds,
        Promise.RATIO,
        LIMIT,
        f"{rows / collected.seconds:,.0f} hồ sơ/giây so với {rows / copied.seconds:,.0f};"
        f" bộ xử lý: chương trình {collected.here:.1f} s, máy chủ {collected.server:.1f} s,"
        f" so với COPY trần {copied.here:.1f} + {copied.server:.1f} s;"
        f" tỉ lệ cộng cả hai {_worked(collected) / _worked(copied):.2f}",
    )


def _worked(took: _Took) -> float:
    return took.here + took.server or took.seconds


@contextmanager
def _desk(folder: Path, cluster: Cluster) -> Iterator[Office]:
    before = os.environ.get("PGPASSFILE")
    os.environ["PGPASSFILE"] = str(cluster.passfile)
    try:
        office = a_desk(folder / "tỉnh", _PROVINCE, cluster.create("bench"))
        try:
            yield office
        finally:
            office.close()
    finally:
        os.environ.pop("PGPASSFILE") if before is None else os.environ.update(PGPASSFILE=before)


def _collect(office: Office, stick: Path, units: int, each: int) -> _Took:
    with _clock(office) as took:
        taken = collect(office, stick).value
    assert sum(package.outcome == "accepted" for package in taken) == units, taken
    with store_reading(office) as connection:
        rows = connection.execute(text("SELECT count(*) FROM unit_dossiers")).scalar_one()
    assert rows == units * each, rows
    return took[0]


def _copies(office: Office, folder: Path) -> Iterator[_Took]:
    """Bare COPYs of the rows into an empty table that is made like theirs each time."""
    for form in _FORMS:
        with (folder / "rows").open("w+b") as rows:
            with (
                store_reading(office) as connection,
                driver(connection).cursor() as cursor,
                cursor.copy(f"COPY (SELECT * FROM unit_dossiers) TO STDOUT (FORMAT {form})") as out,
            ):
                rows.writelines(out)
            with store_command(office) as (_work, connection):
                _like_ours(connection)
            rows.seek(0)
            with _clock(office) as took:
                _copy(office, rows, form)
            yield took[0]


def _copy(office: Office, rows: BinaryIO, form: str) -> None:
    """One transaction of the desk's own kind around nothing but a COPY."""
    with (
        store_command(office) as (_work, connection),
        driver(connection).cursor() as cursor,
        cursor.copy(f"COPY bare FROM STDIN (FORMAT {form})") as into,
    ):
        while chunk := rows.read(_CHUNK):
            into.write(chunk)


def _like_ours(connection: Connection) -> None:
    parts = connection.execute(
        text(
            "SELECT relname, pg_get_expr(relpartbound, pg_class.oid) FROM pg_class"
            " JOIN pg_inherits ON inhrelid = pg_class.oid"
            " WHERE inhparent = 'unit_dossiers'::regclass"
        )
    ).all()
    connection.exec_driver_sql("DROP TABLE IF EXISTS bare")
    connection.exec_driver_sql(
        "CREATE TABLE bare (LIKE unit_dossiers INCLUDING ALL) PARTITION BY RANGE (uuid)"
    )
    for name, bound in parts:
        connection.exec_driver_sql(f"CREATE TABLE bare_{name} PARTITION OF bare {bound}")


@contextmanager
def _clock(office: Office) -> Iterator[list[_Took]]:
    """Holds the three times once the block is done."""
    took: list[_Took] = []
    before, here, started = _server_worked(office), _here_worked(), time.perf_counter()
    yield took
    seconds, here = time.perf_counter() - started, _here_worked() - here
    took.append(_Took(seconds, here, _server_worked(office) - before))


def _here_worked() -> float:
    """Processor seconds of this process and of those it had beside it, which are gone by now."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _server_worked(office: Office) -> float:
    """Processor seconds of the server's processes; 0 where the system does not tell."""
    query = text("SELECT pid FROM pg_stat_activity WHERE application_name = 'somotcua'")
    with store_reading(office) as connection:
        processes = connection.execute(query).scalars().all()
    stats = [Path(f"/proc/{process}/stat") for process in processes]
    ticks = 0
    for stat in stats:
        if stat.exists():
            fields = stat.read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0
