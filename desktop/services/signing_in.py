"""Opening an office with a name and a password, or with the recovery code."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy import exists, insert, select

from desktop import resources
from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.domain.text import clean, fold
from desktop.models import migrations
from desktop.models.engine import Database, check_library
from desktop.models.offices import devices, offices, restores, users
from desktop.models.province import province_desks
from desktop.security import key_file
from desktop.security.key_file import KeyFile
from desktop.security.recovery_codes import normal_recovery_code
from desktop.security.sign_in_delays import SignInDelays
from desktop.services.clock import Clock
from desktop.services.office import BACKUPS_NAME, DATABASE_NAME, Office, OfficeInfo, User
from desktop.services.outcomes import Change
from desktop.services.passwords import check_password, keys_changed, wrapped_for
from desktop.services.restoring import drop_restore_note, read_restore_note
from desktop.services.setting_up import UNFINISHED_DATABASE_NAME
from desktop.services.settings import SENDING_PAUSED, write_setting


def sign_in(folder: Path, name: str, password: str, clock: Clock) -> Office:
    """An open office. Raises USER_UNKNOWN, WRONG_PASSWORD, SIGN_IN_DELAYED, USER_OFF."""
    keys = key_file.load(folder)
    known = known_name(keys, name)
    database_key = _key_for(folder, keys, known, password, clock)
    return open_with_key(folder, database_key, known, clock)


def get_ready() -> None:
    """Loads what ``sign_in`` needs, while the password is still being typed."""
    key_file.load_libraries()
    check_library()


def check_own_password(office: Office, password: str) -> None:
    """Whether the signed-in user is still there (idle lock). Raises like ``sign_in``."""
    keys = key_file.load(office.folder)
    _key_for(office.folder, keys, office.user.name, password, office.clock)


def change_password(office: Office, old: str, new: str) -> None:
    """Gives the signed-in user a new password; the data are not written again."""
    keys = key_file.load(office.folder)
    database_key = _key_for(office.folder, keys, office.user.name, old, office.clock)
    check_password(new, "new_password")
    name = office.user.name
    with (
        keys_changed(office.folder, lambda k: wrapped_for(k, name, new, database_key)),
        office.command() as work,
    ):
        work.audit("password.change", name)


def reset_with_recovery_code(
    folder: Path, code: str, name: str, new_password: str, clock: Clock
) -> Office:
    """Opens the office with the printed code and gives a user a new password."""
    keys = key_file.load(folder)
    known = known_name(keys, name)
    delays = SignInDelays(folder, resources.password_policy())
    _refuse_while_waiting(delays, _RECOVERY, clock)
    normal = normal_recovery_code(code)
    database_key = key_file.unwrap(keys.recovery, normal) if keys.recovery and normal else None
    if database_key is None:
        delays.note_wrong(_RECOVERY, clock.now())
        raise RuleViolation(Rule.WRONG_RECOVERY_CODE)
    check_password(new_password, "new_password")
    office = open_with_key(folder, database_key, known, clock)
    try:
        with (
            keys_changed(folder, lambda k: wrapped_for(k, known, new_password, database_key)),
            office.command() as work,
        ):
            work.audit("password.recover", known)
        delays.note_right(_RECOVERY)
        delays.note_right(known)
    except BaseException:
        office.close()
        raise
    return office


_RECOVERY = "*recovery*"


def open_with_key(folder: Path, database_key: bytes, name: str, clock: Clock) -> Office:
    """Opens the database, lifting an older schema after copying it. The user must be active."""
    _finish_interrupted_creation(folder)
    if not (folder / DATABASE_NAME).exists():
        raise EnvironmentProblem(Surroundings.DATABASE_DAMAGED, detail="không có tệp office.db")
    database = Database(folder / DATABASE_NAME, database_key)
    try:
        _lift_schema(folder, database)
        info, user = _who(database, name)
        if not user.is_active:
            raise RuleViolation(Rule.USER_OFF, name=name)
    except BaseException:
        database.discard()  # a file that is no office of ours is not written to
        raise
    office = Office(folder, database, info, user, clock, database_key)
    _note_restore(office)
    return office


def _key_for(folder: Path, keys: KeyFile, name: str, password: str, clock: Clock) -> bytes:
    delays = SignInDelays(folder, resources.password_policy())
    _refuse_while_waiting(delays, name, clock)
    database_key = key_file.unwrap(keys.users[name], password)
    if database_key is None:
        delays.note_wrong(name, clock.now())
        raise RuleViolation(Rule.WRONG_PASSWORD)
    delays.note_right(name)
    return database_key


def _refuse_while_waiting(delays: SignInDelays, name: str, clock: Clock) -> None:
    seconds = delays.seconds_left(name, clock.now())
    if seconds:
        raise RuleViolation(Rule.SIGN_IN_DELAYED, seconds=seconds)


def known_name(keys: KeyFile, name: str) -> str:
    """A user's name as the key file has it. Raises USER_UNKNOWN."""
    wanted = fold(clean(name))
    for known in keys.users:
        if fold(known) == wanted:
            return known
    raise RuleViolation(Rule.USER_UNKNOWN, name=name, names=tuple(keys.users))


def _finish_interrupted_creation(folder: Path) -> None:
    unfinished, final = folder / UNFINISHED_DATABASE_NAME, folder / DATABASE_NAME
    if unfinished.exists() and not final.exists():
        unfinished.replace(final)


def _lift_schema(folder: Path, database: Database) -> None:
    with database.reading() as connection:
        revision = migrations.current_revision(connection)
    if revision == migrations.HEAD:
        return
    if revision is None:
        raise EnvironmentProblem(Surroundings.DATABASE_DAMAGED, detail="tệp rỗng")
    if migrations.is_newer(revision):
        raise EnvironmentProblem(Surroundings.DATABASE_TOO_NEW, found=revision)
    copy = folder / BACKUPS_NAME / f"before-upgrade-{revision}.db"
    copy.parent.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        copy.unlink()
    database.snapshot_to(copy)
    shutil.copy2(folder / key_file.KEY_FILE_NAME, copy.with_suffix(".keys.json"))
    with database.writing() as connection:
        migrations.upgrade(connection)


def _note_restore(office: Office) -> None:
    """First sign-in after a restore: numbers of the lost days apart, sending off, written down."""
    note = read_restore_note(office.folder, office.now())
    if note is None:
        return
    with office.command() as work:
        work.connection.execute(
            insert(restores).values(
                device_id=office.info.device_id,
                backed_up_at=note.backed_up_at,
                restored_at=note.restored_at,
            )
        )
        write_setting(work, SENDING_PAUSED, True)
        work.audit("office.restore", note.file)
        work.outcome(None, Change.OFFICE)
    drop_restore_note(office.folder)


def _who(database: Database, name: str) -> tuple[OfficeInfo, User]:
    with database.reading() as connection:
        office = connection.execute(
            select(
                offices,
                devices.c.desk_number,
                exists().where(province_desks.c.id == 1).label("is_province"),
            ).join(devices, devices.c.id == offices.c.device_id)
        ).one()
        row = connection.execute(select(users).where(users.c.name_key == fold(name))).one_or_none()
    if row is None:
        raise RuleViolation(Rule.USER_OFF, name=name)
    info = OfficeInfo(
        office.unit_code,
        office.unit_name,
        office.province_name,
        office.is_practice,
        office.device_id,
        office.desk_number,
        office.is_province,
    )
    user = User(row.id, row.name, row.role, row.department, row.title, row.is_active)
    return info, user
