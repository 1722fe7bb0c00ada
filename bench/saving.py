"""Saving a dossier against the bare commit of as many bytes.

The whole ``receive`` command (record, papers, history, undo point, person, search index,
audit chain, outbox, number) on one side; on the other one INSERT of the bytes that a save
adds to the file, by the driver alone, on the same connection: the same encrypted database,
the same WAL and ``synchronous=FULL``, the same disk. Both take turns, so that a slow moment of
the machine hits both.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

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
_USUAL_BYTES = 2_000
_RETURNING = 0.25
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Linh", "Minh", "Phượng")
_MIDDLE = ("Văn", "Thị", "Đức", "Ngọc", "Quang", "Thanh")
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Đặng", "Bùi")


def measure(office: BenchOffice, saves: int = 600) -> Measured:
    """Medians over ``saves`` pairs."""
    with copied(office) as folder:
        opened_office = opened(office, folder)
        try:
            return _measure(opened_office, saves, _bytes_per_dossier(office))
        finally:
            opened_office.close()


def _measure(office: Office, saves: int, size: int) -> Measured:
    with office.database.writing() as connection:
        bare = driver(connection)
    entries = _entries(office)
    for entry in islice(entries, _WARM_UP):
        receive_dossier(office, entry)
    bare.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB)")
    ours, peer = [], []
    for entry in islice(entries, saves):
        ours.append(_timed(partial(receive_dossier, office, entry)))
        peer.append(_timed(partial(bare.execute, _BARE, (os.urandom(size),))))
    return Measured(
        "saving",
        "Lưu một hồ sơ (cả lệnh tiếp nhận), trung vị",
        statistics.median(ours) * 1e3,
        "ms",
        f"một INSERT {size:,} byte, ghi chắc như nhau",
        statistics.median(peer) * 1e3,
        Promise.RATIO,
        LIMIT,
        note=(
            f"{saves} lần lưu xen kẽ; p95: {percentile(ours, 0.95) * 1e3:.1f} ms"
            f" so với {percentile(peer, 0.95) * 1e3:.1f} ms"
        ),
    )


_BARE = "INSERT INTO bare (content) VALUES (?)"


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


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
