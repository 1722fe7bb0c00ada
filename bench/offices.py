"""The office that everything is measured in: made once by the bulk loader, kept in a folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from datetime import time as clock_time
from pathlib import Path

from desktop.domain.moments import at
from desktop.domain.roles import Role
from desktop.models import migrations
from desktop.security.key_file import Argon2Cost, calibrated_cost
from desktop.services.clock import FixedClock
from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.office import Office
from desktop.services.practice import make_practice_office
from desktop.services.practice_people import InventedPeople
from desktop.services.signing_in import sign_in

_SEED = 1
AS_OF = date(2026, 11, 20)
_NOTE_NAME = "bench-office.json"


@dataclass(frozen=True, slots=True)
class BenchOffice:
    """Where the office lies, who works in it, and how fast it was filled."""

    folder: Path
    dossiers: int
    desk_user: str
    rows_per_s: float


def made_office(folder: Path, dossiers: int, cost: Argon2Cost | None = None) -> BenchOffice:
    """The office of a folder, made when it is not there or not of this size and schema.

    ``cost`` of the passwords' key derivation: this machine's own when None.
    """
    known = _known(folder, dossiers)
    if known is not None:
        return known
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    print(f"Đang tạo {dossiers:,} hồ sơ mẫu trong {folder} …", file=sys.stderr)
    started = time.perf_counter()
    made = make_practice_office(
        folder, dossiers=dossiers, seed=_SEED, as_of=AS_OF, cost=cost or calibrated_cost()
    )
    took = time.perf_counter() - started
    desk = next(user.name for user in made.users if user.role is Role.DESK)
    office = BenchOffice(folder, dossiers, desk, dossiers / took)
    note = {**asdict(office), "folder": folder.name, "schema": _schema()}
    (folder / _NOTE_NAME).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return office


def _known(folder: Path, dossiers: int) -> BenchOffice | None:
    path = folder / _NOTE_NAME
    if not path.exists():
        return None
    note = json.loads(path.read_text(encoding="utf-8"))
    if (note["dossiers"], note["schema"]) != (dossiers, _schema()):
        return None
    return BenchOffice(folder, dossiers, note["desk_user"], note["rows_per_s"])


def _schema() -> str:
    """Changes with the schema: an office of yesterday's tables says nothing about today's."""
    versions = sorted((Path(migrations.__file__).parent / "versions").glob("*0*.*"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in versions)).hexdigest()


def opened(office: BenchOffice, folder: Path | None = None) -> Office:
    """The office with the desk's user signed in, on the morning after its last day."""
    clock = FixedClock(at(AS_OF, clock_time(9, 0)))
    return sign_in(folder or office.folder, office.desk_user, PRACTICE_PASSWORD, clock)


def opened_as_admin(folder: Path) -> Office:
    """The same with the administrator, who may bring in a set of criteria."""
    admin = InventedPeople.load().staff[0]["name"]
    clock = FixedClock(at(AS_OF, clock_time(9, 0)))
    return sign_in(folder, admin, PRACTICE_PASSWORD, clock)


@contextmanager
def copied(office: BenchOffice) -> Iterator[Path]:
    """A copy to write into, on the same disk; gone afterwards."""
    copy = office.folder.with_name(f"{office.folder.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(office.folder, copy, ignore=shutil.ignore_patterns("peers"))
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)
