"""The practice office (văn phòng thực hành): invented people, a believable year of work.

The same arguments give the same content: every choice comes from one seeded generator, and
the clock stands at the close of the day before ``as_of`` began.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import POSSIBLE_YEARS, at
from desktop.domain.roles import Role
from desktop.domain.units import Unit
from desktop.security.key_file import Argon2Cost
from desktop.services.clock import FixedClock
from desktop.services.practice_dossiers import fill_with_dossiers
from desktop.services.practice_people import InventedPeople
from desktop.services.practice_scores import fill_with_scores
from desktop.services.setting_up import NewOffice, create_office
from desktop.services.signing_in import sign_in
from desktop.services.users import NewUser, add_user

# The practice office lies beside the real one, never inside it.
PRACTICE_FOLDER = "practice-office"
_USUAL_UNIT = "24259"
MOST_DOSSIERS = 2_000_000
# Its password stands on its door: making every start wait for a costly derivation guards nothing.
PRACTICE_COST = Argon2Cost(memory_kib=1024, time_cost=1)
# Days before this year would have to be invented too: limits and forms are of today.
EARLIEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class PracticeUser:
    """A user of the practice office with the password to try it with."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class PracticeOffice:
    """What was made."""

    unit: Unit
    users: tuple[PracticeUser, ...]
    dossiers: int


def make_practice_office(
    folder: Path,
    *,
    dossiers: int,
    seed: int,
    as_of: date,
    unit_code: str = "",
    cost: Argon2Cost = PRACTICE_COST,
) -> PracticeOffice:
    """Makes a practice office in a folder that has none.

    Raises like ``create_office``, and InputRefused(OUT_OF_RANGE) for a count or day that the
    shipped calendar cannot carry; then nothing is made.
    """
    _check_within("dossier_count", dossiers, 0, MOST_DOSSIERS)
    _check_within("date", as_of.year, EARLIEST_YEAR, POSSIBLE_YEARS[1])
    invented = InventedPeople.load()
    staff = invented.staff
    clock = FixedClock(at(as_of, time(6, 30)))
    unit = resources.find_commune(unit_code or _USUAL_UNIT) or resources.communes()[0]
    admin = staff[0]
    new = NewOffice(
        unit_code or unit.code,
        admin["name"],
        invented.password,
        is_practice=True,
        address=f"Trụ sở UBND {unit.name} (dữ liệu mẫu)",
        phone="0900000000",
    )
    with _all_or_nothing(folder):
        created = create_office(folder, new, clock, cost)
        _fill(folder, invented, clock, dossiers, seed, as_of)
    users = tuple(PracticeUser(p["name"], Role(p["role"]), invented.password) for p in staff)
    return PracticeOffice(created.unit, users, dossiers)


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Takes away what was laid into the folder when the making is cancelled or fails.

    A half-filled practice office would stand in the way of the next try.
    """
    before = set(folder.iterdir()) if folder.is_dir() else None
    try:
        yield
    except BaseException:
        made = set(folder.iterdir()) - (before or set()) if folder.is_dir() else set()
        for path in made:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if before is None:
            with suppress(OSError):
                folder.rmdir()
        raise


def _fill(
    folder: Path,
    invented: InventedPeople,
    clock: FixedClock,
    dossiers: int,
    seed: int,
    as_of: date,
) -> None:
    staff = invented.staff
    office = sign_in(folder, staff[0]["name"], invented.password, clock)
    try:
        for person in staff[1:]:
            add_user(
                office,
                NewUser(
                    person["name"],
                    Role(person["role"]),
                    invented.password,
                    person["department"],
                    person["title"],
                ),
            )
        if dossiers:
            fill_with_dossiers(office, invented, dossiers, seed, as_of)
            fill_with_scores(office, clock, seed, as_of)
    finally:
        office.close()


def _check_within(field: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem(field, Entry.OUT_OF_RANGE, facts))
