"""Five desks of one unit, a thousand dossiers each, merged in any order over one folder.

Every desk is a real office on an encrypted file of its own. All receive by themselves, exchange
in a random order, change dossiers of each other, and exchange until nobody has anything to tell.
The registers must then be equal, dossier by dossier, or there is no figure. Beside it stands
what receiving the same dossiers cost: the figure that a merge can be held against.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time as clock_time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measured import Measured
from bench.offices import AS_OF, BenchOffice
from desktop.domain.dossiers import DossierEvent
from desktop.domain.moments import at
from desktop.security.key_file import Argon2Cost
from desktop.services.clock import FixedClock
from desktop.services.intake_entry import DossierInput
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.practice_people import InventedPeople
from desktop.services.receiving import receive_dossier
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.services.syncing.desk_exchange import exchange
from desktop.services.syncing.desk_invitations import invite_desk
from desktop.services.syncing.desk_joining import join_as_desk

LIMIT_S = 120.0
DESKS, DOSSIERS = 5, 1_000
_UNIT, _ADMIN, _PASSWORD = "24259", "Đo", "Mat-khau-2026!"
_PROCEDURE = "1.004873"
_MOST_ROUNDS = 20
_REGISTER = (
    "SELECT hex(d.uuid), d.code, d.revision, hex(v.uuid), d.state, d.applicant_name,"
    " (SELECT count(*) FROM dossier_events e WHERE e.dossier_id = d.id)"
    " FROM dossiers d JOIN devices v ON v.id = d.revision_device ORDER BY d.uuid"
)


def measure(_office: BenchOffice, desks: int = DESKS, each: int = DOSSIERS) -> Measured:
    """Seconds of all exchanges of all desks together, one after another."""
    chance = random.Random(5)
    with TemporaryDirectory() as name, _unit(Path(name), desks) as offices:
        share = Path(name) / "chung"
        _settle(offices, share)
        started = time.perf_counter()
        codes = _receive(offices, each, chance)
        receiving = time.perf_counter() - started
        merging, worked = _merge(offices, share, codes, chance)
        told = [_register(office) for office in offices]
    assert all(one == told[0] for one in told), "the registers differ"
    assert len({row[1] for row in told[0]}) == len(codes) == desks * each
    laid = (desks - 1) * desks * each
    return Measured(
        "desks",
        f"Ghép {desks} quầy × {each:,} hồ sơ, thứ tự bất kỳ, cho đến khi các sổ bằng nhau",
        merging,
        "s",
        limit=LIMIT_S * desks * each / (DESKS * DOSSIERS),
        note=f"bộ xử lý {worked:.1f} s; {merging / laid * 1e3:.1f} ms mỗi hồ sơ mỗi quầy nhận"
        f" (tiếp nhận ở quầy: {receiving / len(codes) * 1e3:.1f} ms)",
    )


@contextmanager
def _unit(folder: Path, desks: int) -> Iterator[list[Office]]:
    """The founding desk and those that it invited, signed in."""
    clock = FixedClock(at(AS_OF, clock_time(9, 0)))
    new = NewOffice(_UNIT, _ADMIN, _PASSWORD)
    create_office(folder / "quầy 1", new, clock, Argon2Cost(memory_kib=8, time_cost=1))
    (folder / "chung").mkdir()
    offices = [sign_in(folder / "quầy 1", _ADMIN, _PASSWORD, clock)]
    try:
        for _ in range(desks - 1):
            invited = invite_desk(offices[0], None).value
            place = folder / f"quầy {invited.desk_number}"
            join_as_desk(place, invited.text, invited.code, clock)
            offices.append(sign_in(place, _ADMIN, _PASSWORD, clock))
        yield offices
    finally:
        for office in offices:
            office.close()


def _receive(offices: list[Office], each: int, chance: random.Random) -> list[str]:
    people = InventedPeople.load()
    return [
        receive_dossier(
            office,
            DossierInput(
                _PROCEDURE, people.person(chance, n * len(offices) + place, "Thôn 1", AS_OF)
            ),
        ).value.code
        for n in range(each)
        for place, office in enumerate(offices)
    ]


def _merge(
    offices: list[Office], share: Path, codes: list[str], chance: random.Random
) -> tuple[float, float]:
    started, worked = time.perf_counter(), time.process_time()
    _exchange_at_random(offices, share, chance)
    paused, paused_worked = time.perf_counter(), time.process_time()
    for office in offices:
        for code in chance.sample(codes, len(codes) // len(offices) // 5):
            move_dossier(office, MoveInput(code, DossierEvent.HAND_OVER, to="Tư pháp"))
    paused, paused_worked = time.perf_counter() - paused, time.process_time() - paused_worked
    _exchange_at_random(offices, share, chance)
    _settle(offices, share)
    seconds = time.perf_counter() - started - paused
    return seconds, time.process_time() - worked - paused_worked


def _exchange_at_random(offices: list[Office], share: Path, chance: random.Random) -> None:
    for _ in range(3):
        for office in chance.sample(offices, len(offices)):
            exchange(office, share)


def _settle(offices: list[Office], share: Path) -> None:
    """Exchanges until nobody has anything to tell."""
    for _ in range(_MOST_ROUNDS):
        reports = [exchange(office, share).value for office in offices]
        if not any(report.read or report.laid for report in reports):
            return
    raise AssertionError("the desks never came to rest")


def _register(office: Office) -> list[Any]:
    with office.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(_REGISTER)]
