"""A province's month on PostgreSQL against the server's own COPY of the very same rows.

The rows of 130 units are loaded as a desk loads them: compared with what is there, COPY into a
temporary table, upsert where newer, partitions, indexes, checks, foreign keys. The peer is one
COPY of the same rows into an empty table of the same columns and indexes, on the same server in
the same run. What unsealing, checking and reading the packages costs beside it stands in the
note.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, text

from bench.cluster import Cluster, programs, running_cluster
from bench.measured import Measured, Promise
from bench.offices import BenchOffice, opened
from desktop import resources
from desktop.domain.packages import PackageOutcome
from desktop.models.dossiers import dossiers
from desktop.models.postgres import Postgres
from desktop.models.prepared import driver
from desktop.models.province import received_packages, unit_devices
from desktop.models.store_schema import lay_schema
from desktop.province.loading import Loading, load_dossiers
from desktop.services.syncing.dossier_records import dossier_records
from desktop.sync.records import Record, Revision, read_record

LIMIT = 2.0
UNITS, DOSSIERS = 130, 2_000
_MONTH = datetime(2026, 11, 1, tzinfo=UTC)


def measure(office: BenchOffice, units: int = UNITS, each: int = DOSSIERS) -> Measured:
    """Seconds to load ``units`` × ``each`` dossiers, and seconds of the bare COPY."""
    return measure_with(_a_record(office), units, each)


def measure_with(model: Record, units: int, each: int) -> Measured:
    """The same with copies of a dossier at hand."""
    what = f"Nạp {units} đơn vị × {each:,} hồ sơ một tháng vào PostgreSQL"
    if programs() is None:
        return Measured("province", what, 0.0, "s", note="máy này không có PostgreSQL")
    with running_cluster() as cluster, _server(cluster) as server:
        loading, reading = _load(server, model, units, each)
        copying = _copy(server)
    rows = units * each
    return Measured(
        "province",
        what,
        loading,
        "s",
        "COPY trần của máy chủ, cùng dữ liệu",
        copying,
        Promise.RATIO,
        LIMIT,
        f"{rows / loading:,.0f} hồ sơ/giây so với {rows / copying:,.0f};"
        f" đọc và kiểm từng dòng thêm {reading:.1f} s",
    )


@contextmanager
def _server(cluster: Cluster) -> Iterator[Postgres]:
    before = os.environ.get("PGPASSFILE")
    os.environ["PGPASSFILE"] = str(cluster.passfile)
    server = Postgres(cluster.create("bench"))
    try:
        yield server
    finally:
        server.close()
        if before is None:
            del os.environ["PGPASSFILE"]
        else:
            os.environ["PGPASSFILE"] = before


def _a_record(office: BenchOffice) -> Record:
    """A dossier of the bench's office as it travels."""
    open_ = opened(office, office.folder)
    try:
        with open_.reading() as connection:
            first = list(connection.execute(select(dossiers.c.uuid).limit(1)).scalars())
            return next(dossier_records(connection, first))
    finally:
        open_.close()


def _lines(model: Record, unit: str, number: int, each: int) -> Iterator[bytes]:
    """A unit's month as lines: own ids and codes, days spread over the month."""
    device = uuid.UUID(int=number)
    for n in range(each):
        moment = _MONTH + timedelta(seconds=n * 1_100)
        stamp = int(moment.timestamp() * 1000)
        record_id = uuid.UUID(int=(stamp << 80) | (7 << 76) | (2 << 62) | (number << 32) | n)
        code = f"{unit}-{moment:%y%m%d}-{n:04d}"
        content = {**model.content, "code": code, "received_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
        yield Record(model.kind, record_id, Revision(n + 1, device), content).line().rstrip(b"\n")


def _load(server: Postgres, model: Record, units: int, each: int) -> tuple[float, float]:
    """Seconds of loading, and of reading and checking the lines."""
    communes = resources.communes()[:units]
    with server.writing() as connection:
        lay_schema(connection)
    loading = reading = 0.0
    for number, unit in enumerate(communes, start=1):
        lines = list(_lines(model, unit.code, number, each))
        started = time.perf_counter()
        records = [read_record(line) for line in lines]
        reading += time.perf_counter() - started
        started = time.perf_counter()
        with server.writing() as connection:
            _package(connection, unit.code, number, each)
            load_dossiers(
                connection, Loading(unit.code, uuid.UUID(int=number), number, _MONTH), records
            )
        loading += time.perf_counter() - started
    return loading, reading


def _package(connection: Connection, unit: str, number: int, items: int) -> None:
    device = uuid.UUID(int=number)
    known: dict[str, Any] = {"unit_code": unit, "sign_key": "", "seal_key": "", "name": ""}
    connection.execute(
        insert(unit_devices).values(uuid=device, desk_number=1, enrolled_at=_MONTH, **known)
    )
    connection.execute(
        insert(received_packages).values(
            id=number,
            unit_code=unit,
            device=device,
            chain=device,
            number=1,
            manifest_sha256=str(number),
            made_at=_MONTH,
            received_at=_MONTH,
            item_count=items,
            bytes=1,
            outcome=PackageOutcome.ACCEPTED,
            problems=[],
            receipt="",
        )
    )


def _copy(server: Postgres) -> float:
    """Seconds of one COPY of the rows into an empty table of the same columns and indexes."""
    with server.writing() as connection:
        connection.execute(
            text("CREATE TABLE bare (LIKE unit_dossiers INCLUDING ALL EXCLUDING STORAGE)")
        )
        raw = driver(connection)
        chunks: list[bytes] = []
        with raw.cursor() as cursor:
            with cursor.copy("COPY (SELECT * FROM unit_dossiers) TO STDOUT") as out:
                chunks = [bytes(chunk) for chunk in out]
            started = time.perf_counter()
            with cursor.copy("COPY bare FROM STDIN") as into:
                for chunk in chunks:
                    into.write(chunk)
        return time.perf_counter() - started
