"""Making an office from nothing: folder, keys, database, catalogue, calendar, first user."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import insert

from desktop import resources
from desktop.domain.dossier_codes import MOST_DESKS, check_prefix
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.domain.roles import Role
from desktop.domain.text import clean, fold
from desktop.domain.units import Unit, UnitKind
from desktop.domain.work_calendar import WorkWeek, usual_week
from desktop.models import migrations
from desktop.models.engine import Database
from desktop.models.offices import devices, offices, secrets, users
from desktop.security import key_file
from desktop.security.blob_store import BlobStore
from desktop.security.files import disk_problem
from desktop.security.key_file import Argon2Cost, KeyFile
from desktop.security.recovery_codes import new_recovery_code, normal_recovery_code
from desktop.services.calendar import seed_special_days
from desktop.services.clock import Clock
from desktop.services.office import (
    DATABASE_NAME,
    Office,
    OfficeInfo,
    User,
    Work,
    new_travel_id,
)
from desktop.services.passwords import check_password, name_problems
from desktop.services.settings import OfficeSettings, write_settings
from desktop.services.shipped_procedures import seed_catalogue

UNFINISHED_DATABASE_NAME = "office.db.new"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What the first-start wizard asks. Empty texts get the usual values of the unit."""

    unit_code: str
    admin_name: str
    password: str
    desk_number: int = 1
    parent_body: str = ""
    shop_name: str = ""
    place_name: str = ""
    address: str = ""
    phone: str = ""
    code_prefix: str = ""
    week: WorkWeek = usual_week()
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class CreatedOffice:
    """The finished office and the recovery code, to be shown once and printed."""

    folder: Path
    unit: Unit
    recovery_code: str


def usual_letterhead(unit: Unit) -> tuple[str, str, str]:
    """Parent body, name of the one-stop office, place of the date line, for a unit.

    NĐ 118/2025/NĐ-CP names the commune centre "Trung tâm Phục vụ hành chính công".
    """
    place = unit.name.split(" ", 2 if unit.kind is UnitKind.SPECIAL_ZONE else 1)[-1]
    return (
        f"ỦY BAN NHÂN DÂN {unit.name.upper()}",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        place,
    )


def check_new_office(new: NewOffice) -> Unit:
    """The chosen unit. Raises InputRefused with everything that is wrong at once."""
    problems: list[InputProblem] = []
    unit = resources.find_commune(new.unit_code.strip())
    if unit is None:
        problems.append(InputProblem("unit_code", Entry.UNKNOWN_UNIT, {"text": new.unit_code}))
    problems.extend(name_problems(clean(new.admin_name), "admin"))
    if not 1 <= new.desk_number <= MOST_DESKS:
        facts = {"value": new.desk_number, "lowest": 1, "highest": MOST_DESKS}
        problems.append(InputProblem("desk", Entry.OUT_OF_RANGE, facts))
    try:
        check_password(new.password)
    except InputRefused as refused:
        problems.extend(refused.problems)
    try:
        _prefix(new)
    except InputRefused as refused:
        problems.extend(refused.problems)
    if problems or unit is None:
        raise InputRefused(*problems)
    return unit


def create_office(
    folder: Path, new: NewOffice, clock: Clock, cost: Argon2Cost | None = None
) -> CreatedOffice:
    """Makes an office in a folder that has none. Raises InputRefused, OFFICE_EXISTS.

    The key file is written before the database gets its final name, so that a crash at any
    point leaves either no office or one that opens.
    """
    return lay_office(folder, check_new_office(new), new, clock, cost)


def lay_office(
    folder: Path,
    unit: Unit,
    new: NewOffice,
    clock: Clock,
    cost: Argon2Cost | None = None,
    more: Callable[[Work], None] | None = None,
) -> CreatedOffice:
    """Makes the folder of a checked unit; ``more`` writes into the first transaction."""
    if (folder / DATABASE_NAME).exists() or (folder / key_file.KEY_FILE_NAME).exists():
        raise RuleViolation(Rule.OFFICE_EXISTS, folder=folder)
    cost = cost or key_file.calibrated_cost()
    database_key, recovery = key_file.new_database_key(), new_recovery_code()
    unfinished = folder / UNFINISHED_DATABASE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
    except OSError as error:
        code = Surroundings.FOLDER_IS_FILE if folder.is_file() else Surroundings.FOLDER_NOT_WRITABLE
        raise EnvironmentProblem(code, folder=folder) from error
    try:
        _fill_database(unfinished, database_key, unit, new, clock, more)
        key_file.save(
            folder,
            KeyFile(
                office_name=unit.name,
                is_practice=new.is_practice,
                users={
                    clean(new.admin_name): key_file.wrap(database_key, new.password, cost),
                },
                recovery=key_file.wrap(database_key, _normal(recovery), cost),
            ),
        )
        unfinished.replace(folder / DATABASE_NAME)
    except BaseException as error:
        # Keys without a database would be taken for an office that lost its data.
        if not (folder / DATABASE_NAME).exists():
            remove_unfinished(folder / key_file.KEY_FILE_NAME)
        remove_unfinished(unfinished)
        if isinstance(error, OSError):
            raise disk_problem(error, unfinished) from error
        raise
    return CreatedOffice(folder, unit, recovery)


def _normal(recovery: str) -> str:
    normal = normal_recovery_code(recovery)
    assert normal is not None
    return normal


def _prefix(new: NewOffice) -> None:
    if new.code_prefix:
        check_prefix(new.code_prefix)


def remove_unfinished(path: Path) -> None:
    """Removes a database that was not finished, with what SQLite lays beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _fill_database(
    path: Path,
    database_key: bytes,
    unit: Unit,
    new: NewOffice,
    clock: Clock,
    more: Callable[[Work], None] | None,
) -> None:
    database = Database(path, database_key)
    try:
        admin = User(1, clean(new.admin_name), Role.ADMIN)
        info = OfficeInfo(
            unit.code, unit.name, unit.province_name, new.is_practice, 1, new.desk_number
        )
        office = Office(path.parent, database, info, admin, clock, database_key)
        with office.command() as work:
            migrations.upgrade(work.connection)
            now = work.now
            work.connection.execute(
                insert(devices).values(
                    id=1,
                    uuid=new_travel_id(),
                    desk_number=new.desk_number,
                    name=f"Quầy {new.desk_number}",
                    created_at=now,
                )
            )
            work.connection.execute(
                insert(offices).values(
                    id=1,
                    uuid=new_travel_id(),
                    unit_code=unit.code,
                    unit_name=unit.name,
                    province_code=unit.province_code,
                    province_name=unit.province_name,
                    is_practice=new.is_practice,
                    created_at=now,
                    device_id=1,
                )
            )
            work.connection.execute(
                insert(users).values(
                    id=1,
                    uuid=new_travel_id(),
                    name=admin.name,
                    name_key=fold(admin.name),
                    role=admin.role,
                    created_at=now,
                )
            )
            work.connection.execute(insert(secrets), _new_secrets())
            write_settings(work, _first_settings(unit, new))
            seed_special_days(work, calendar_years(now.date()))
            seed_catalogue(work)
            if more is not None:
                more(work)
            work.audit("office.create", unit.code)
    finally:
        database.close()


def calendar_years(today: date) -> range:
    """Years for which expected days off are laid in beside the official ones."""
    return range(today.year, today.year + 3)


def _new_secrets() -> list[dict[str, str]]:
    return [
        {"key": "attachment_identity", "value": BlobStore.new_identity()},
        {"key": "attachment_naming_key", "value": key_file.new_database_key().hex()},
    ]


def _first_settings(unit: Unit, new: NewOffice) -> OfficeSettings:
    parent_body, shop_name, place_name = usual_letterhead(unit)
    usual = OfficeSettings(parent_body, shop_name, place_name)
    return replace(
        usual,
        parent_body=clean(new.parent_body) or parent_body,
        shop_name=clean(new.shop_name) or shop_name,
        place_name=clean(new.place_name) or place_name,
        address=clean(new.address),
        phone=clean(new.phone),
        code_prefix=check_prefix(new.code_prefix) if new.code_prefix else unit.code,
        week=new.week,
    )
