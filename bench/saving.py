"""Saving a dossier against the bare commit of the same bytes.

The whole ``receive`` command (record, papers, history, undo point, person, words for the search,
audit chain, outbox, number) on one side; on the other one INSERT by the driver alone of as many
bytes as that command writes to the disk, on the same connection: the same encrypted database, the
same WAL and ``synchronous=FULL``, the same disk. A second line tells the harder comparison: one
INSERT of the bytes that a dossier adds to the file in the end, without whole pages. All take
turns, so that a slow moment of the machine hits all.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, pairwise
from typing import Any

from bench.measured import Measured, Promise, percentile
from bench.offices import BenchOffice, copied, opened
from desktop.models.prepared import driver
from desktop.services.intake_entry import DossierInput
from desktop.services.office import DATABASE_NAME, Office
from desktop.services.people import Applicant
from desktop.services.procedures import list_procedures
from desktop.services.receiving import receive_dossier

LIMIT = 5.0
_WARM_UP = 40
_COUNTED = 31
_USUAL_BYTES = 2_000
_RETURNING = 0.25
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Linh", "Minh", "Phượng")
_MIDDLE = ("Văn", "Thị", "Đức", "Ngọc", "Quang", "Thanh")
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Đặng", "Bùi")


def measure(office: BenchOffice, saves: int = 600) -> tuple[Measured, Measured]:
    """Medians over ``saves`` rounds."""
    with copied(office) as folder:
        opened_office = opened(office, folder)
        try:
            return _measure(opened_office, saves, _bytes_per_dossier(office))
        finally:
            opened_office.close()


def _measure(office: Office, saves: int, content: int) -> tuple[Measured, Measured]:
    with office.database.writing() as connection:
        bare = driver(connection)
    entries = _entries(office)
    for entry in islice(entries, _WARM_UP):
        receive_dossier(office, entry)
    logged = _logged_bytes(office, bare, entries)
    bare.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB)")
    ours, as_logged, as_content = [], [], []
    for entry in islice(entries, saves):
        ours.append(_timed(partial(receive_dossier, office, entry)))
        as_logged.append(_timed(partial(bare.execute, _BARE, (os.urandom(logged),))))
        as_content.append(_timed(partial(bare.execute, _BARE, (os.urandom(content),))))
    note = f"{saves} lần lưu xen kẽ; p95 {percentile([w for w, _ in ours], 0.95) * 1e3:.1f} ms"
    return (
        _compared("saving", ours, as_logged, f"{logged / 1024:.0f} KiB", note, LIMIT),
        _compared("saving_content", ours, as_content, f"{content:,} byte", "chỉ để biết", None),
    )


def _compared(
    name: str,
    ours: list[tuple[float, float]],
    peer: list[tuple[float, float]],
    size: str,
    note: str,
    limit: float | None,
) -> Measured:
    wall, work = _median(ours)
    bare_wall, bare_work = _median(peer)
    return Measured(
        name,
        "Lưu một hồ sơ (cả lệnh tiếp nhận), trung vị",
        wall * 1e3,
        "ms",
        f"một INSERT {size}, ghi chắc như nhau",
        bare_wall * 1e3,
        Promise.RATIO,
        limit,
        note=f"{note}; bộ xử lý: {work * 1e3:.2f} ms so với {bare_work * 1e3:.2f} ms",
    )


_BARE = "INSERT INTO bare (content) VALUES (?)"


def _logged_bytes(office: Office, bare: Any, entries: Iterator[DossierInput]) -> int:
    """What the median save writes into the log: whole pages, of tables and indexes alike."""
    log = office.folder / f"{DATABASE_NAME}-wal"
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bare.execute("PRAGMA wal_autocheckpoint = 0")
    sizes = [log.stat().st_size]
    for entry in islice(entries, _COUNTED):
        receive_dossier(office, entry)
        sizes.append(log.stat().st_size)
    bare.execute("PRAGMA wal_autocheckpoint = 1000")
    return int(statistics.median(after - before for before, after in pairwise(sizes)))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and seconds at work."""
    started, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - worked


def _median(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(w for w, _ in times), statistics.median(c for _, c in times)


def _bytes_per_dossier(office: BenchOffice) -> int:
    """What a dossier takes in the file, indexes, search and history included."""
    size = (office.folder / DATABASE_NAME).stat().st_size
    # In a small office for trials the catalogue would weigh more than the dossiers.
    return min(size // office.dossiers, _USUAL_BYTES)


def _entries(office: Office) -> Iterator[DossierInput]:
    """Entries as the counter makes them; a quarter of the people were here before."""
    chance = random.Random(7)
    used = [row for row in list_procedures(office) if row.use_count]
    weights = [row.use_count for row in used]
    people: list[Applicant] = []
    while True:
        if people and chance.random() < _RETURNING:
            applicant = chance.choice(people)
        else:
            applicant = _somebody(chance, len(people))
            people.append(applicant)
        procedure = chance.choices(used, weights)[0]
        yield DossierInput(procedure.code, applicant, no_appointment=procedure.facts.limit is None)


def _somebody(chance: random.Random, serial: int) -> Applicant:
    """An invented person; place 001 and a running number beyond the practice office's own."""
    name = f"{chance.choice(_SURNAMES)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
    return Applicant(
        name,
        id_number=f"001390{serial:06d}",
        birth_date=f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/1990",
        address=f"Thôn {chance.randint(1, 20)}",
        phone=f"0999{serial:06d}",
    )
