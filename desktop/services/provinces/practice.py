"""The practice desk of a province: invented units that have sent, are late, or never sent.

Everything comes in on the way on which a real province gets it: invitations, sealed packages
in a folder, collecting, verdicts, publication. Nobody can take it for real: the folder is
marked as practice, the province's name carries the mark onto every invitation, and a unit's
practice office joins no province at all.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop import resources
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import POSSIBLE_YEARS, at
from desktop.domain.roles import Role
from desktop.models.dossiers import dossiers
from desktop.security.key_file import Argon2Cost
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.practice import (
    EARLIEST_YEAR,
    PRACTICE_COST,
    PracticeUser,
    make_practice_office,
)
from desktop.services.progress import Progress, Silent
from desktop.services.provinces.practice_year import PracticeYear
from desktop.services.provinces.setting_up import NewProvince, create_province
from desktop.services.provinces.status import province_status
from desktop.services.signing_in import sign_in
from desktop.services.syncing.dossier_records import dossier_records
from desktop.services.users import NewUser, add_user

PRACTICE_PROVINCE_FOLDER = "practice-province"
USUAL_PROVINCE = "66"
USUAL_UNITS = 48
# Below this the story has no room: one unit for each thing that may happen.
FEWEST_UNITS = 8
_MODELS = 400
_STAFF = (
    ("Quản trị tỉnh Mẫu", Role.ADMIN, "Sở Nội vụ", "Phó Trưởng phòng"),
    ("Đặng Thu Mẫu", Role.PROVINCE, "Sở Nội vụ", "Chuyên viên"),
    ("Bùi Văn Mẫu", Role.PROVINCE, "Sở Tư pháp", "Chuyên viên"),
    ("Hồ Thị Mẫu", Role.PROVINCE, "Sở Tài chính", "Chuyên viên"),
)


@dataclass(frozen=True, slots=True)
class MadeProvince:
    """What was made."""

    name: str
    users: tuple[PracticeUser, ...]
    units: int
    packages: int
    year: int


def make_practice_province(
    folder: Path,
    *,
    units: int = USUAL_UNITS,
    seed: int = 1,
    as_of: date,
    code: str = USUAL_PROVINCE,
    cost: Argon2Cost = PRACTICE_COST,
    progress: Progress | None = None,
) -> MadeProvince:
    """Makes a practice desk in a folder that has none; ``units`` is how many have joined.

    Raises like ``create_province``, and InputRefused(OUT_OF_RANGE); then nothing is made.
    """
    progress = progress or Silent()
    known = [unit for unit in resources.communes() if unit.province_code == code]
    _check_within("count", units, FEWEST_UNITS, max(len(known) - 2, FEWEST_UNITS))
    # A year of work lies before the day.
    _check_within("date", as_of.year, EARLIEST_YEAR + 1, POSSIBLE_YEARS[1])
    clock = FixedClock(at(date.fromordinal(as_of.toordinal() - 300), time(8, 0)))
    new = NewProvince(code, _STAFF[0][0], PRACTICE_PASSWORD, is_practice=True)
    made = create_province(folder, new, clock, cost)
    office = sign_in(folder, _STAFF[0][0], PRACTICE_PASSWORD, clock)
    try:
        for name, role, department, title in _STAFF[1:]:
            add_user(office, NewUser(name, role, PRACTICE_PASSWORD, department, title))
        with _aside() as aside:
            models = _dossiers_to_copy(aside / "models", seed, as_of, cost)
            chance = random.Random(seed)  # noqa: S311 - invented data, not secrets
            year = PracticeYear(office, clock, aside, models, chance, as_of, progress)
            year.live_through(known[:units], known[units:])
        packages = sum(unit.packages for unit in province_status(office))
    finally:
        office.close()
    users = tuple(PracticeUser(name, role, PRACTICE_PASSWORD) for name, role, _, _ in _STAFF)
    return MadeProvince(made.name, users, units, packages, year.year)


def _dossiers_to_copy(
    folder: Path, seed: int, as_of: date, cost: Argon2Cost
) -> list[dict[str, Any]]:
    """The dossiers of a practice office as they would travel: without names and numbers."""
    made = make_practice_office(folder, dossiers=_MODELS, seed=seed, as_of=as_of, cost=cost)
    clock = FixedClock(at(as_of, time(6, 30)))
    office: Office = sign_in(folder, made.users[0].name, made.users[0].password, clock)
    try:
        with office.reading() as connection:
            ids = list(connection.execute(select(dossiers.c.uuid)).scalars())
            return [record.content for record in dossier_records(connection, ids)]
    finally:
        office.close()


@contextmanager
def _aside() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="somotcua-practice-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_within(field: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem(field, Entry.OUT_OF_RANGE, facts))
