"""Where a province keeps its data: inside its folder, or on a PostgreSQL server.

Keys, users, the audit chain and criteria sets always stay in the encrypted folder. A command
on a server commits there first and then in the folder: the journal never tells of work that
was not done; a machine that dies between the two loses one entry of the journal and no data,
because everything the desk takes in is taken in once however often it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, text, update

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.roles import Permission
from desktop.models.appraisals import province_state
from desktop.models.offices import settings
from desktop.models.store_schema import is_empty, lay_schema
from desktop.province.desks import ProvinceDesk, read_desk
from desktop.province.state import first_state
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.settings import write_setting

if TYPE_CHECKING:
    from desktop.models.postgres import Postgres

DATABASE_SETTING = "province_database"
_SERVER = "province server"


@contextmanager
def store_reading(office: Office) -> Iterator[Connection]:
    """A consistent snapshot of the province's data."""
    server = server_of(office)
    with server.reading() if server is not None else office.reading() as connection:
        yield connection


@contextmanager
def store_command(office: Office) -> Iterator[tuple[Work, Connection]]:
    """One command of the desk: its work, and the connection of the province's data."""
    server = server_of(office)
    with office.command() as work:
        if server is None:
            yield work, work.connection
            return
        with server.writing() as connection:
            yield work, connection


def server_of(office: Office) -> Postgres | None:
    """The server of this desk, opened once; None when the data are in the folder.

    Raises DATABASE_OF_OTHER_DESK for a server that does not belong to the folder.
    """
    return office.remembered(_SERVER, frozenset(), lambda: _open(office))


def _open(office: Office) -> Postgres | None:
    with office.reading() as connection:
        address = _address(connection)
        desk = read_desk(connection)
    if not address or desk is None:
        return None
    from desktop.models.postgres import Postgres

    server = Postgres(address)
    office.at_close(server.close)
    with server.writing() as connection:
        lay_schema(connection)
        state = connection.execute(select(province_state)).one_or_none()
        if state is None or not _is_of(desk, state.sign_key):
            raise RuleViolation(Rule.DATABASE_OF_OTHER_DESK, place=server.shown)
        # The folder changes keys first: a machine that died between the two is mended here.
        connection.execute(update(province_state).values(sign_key=desk.signing.public))
    return server


def _is_of(desk: ProvinceDesk, sign_key: str) -> bool:
    """Whether this desk has marked the server, under its present key or a former one."""
    return sign_key in (desk.signing.public, *desk.former_signers)


def prepare_server(address: str, desk: ProvinceDesk) -> None:
    """Lays the schema into an empty database and marks it as this desk's.

    Raises DATABASE_NOT_EMPTY, DATABASE_NOT_UTF8, DATABASE_UNREACHABLE, DATABASE_REFUSES.
    """
    from desktop.models.postgres import Postgres

    server = Postgres(address)
    try:
        with server.writing() as connection:
            lay_into_empty(connection, server.shown)
            connection.execute(insert(province_state).values(first_state(desk)))
    finally:
        server.close()


def lay_into_empty(connection: Connection, place: str) -> None:
    """Lays the schema. Raises DATABASE_NOT_EMPTY, DATABASE_NOT_UTF8."""
    encoding = str(connection.execute(text("SHOW server_encoding")).scalar_one())
    if encoding != "UTF8":
        raise RuleViolation(Rule.DATABASE_NOT_UTF8, place=place, encoding=encoding)
    if not is_empty(connection):
        raise RuleViolation(Rule.DATABASE_NOT_EMPTY, place=place)
    lay_schema(connection)


def move_database(office: Office, address: str) -> Outcome[str]:
    """Tells the desk where its data are now, after a move or a restore; gives the place.

    Raises InputRefused for an address, DATABASE_OF_OTHER_DESK, DATABASE_UNREACHABLE.
    """
    from desktop.models.postgres import Postgres

    office.require(Permission.RUN_PROVINCE)
    with office.reading() as connection:
        desk = read_desk(connection)
    if desk is None:
        raise RuleViolation(Rule.NOT_A_PROVINCE)
    server = Postgres(address)
    try:
        with server.writing() as connection:
            lay_schema(connection)
            state = connection.execute(select(province_state)).one_or_none()
        if state is None or not _is_of(desk, state.sign_key):
            raise RuleViolation(Rule.DATABASE_OF_OTHER_DESK, place=server.shown)
    finally:
        server.close()
    with office.command() as work:
        remember_address(work, address.strip())
        work.audit("province.database", server.shown)
        return work.outcome(server.shown, Change.OFFICE)


def look_for_server_again(office: Office) -> None:
    """The place has just changed: what was opened before is not asked again."""
    office.forget_one(_SERVER)


def remember_address(work: Work, address: str) -> None:
    """Keeps where the data are; without a password, which the address must not have."""
    write_setting(work, DATABASE_SETTING, address)


def _address(connection: Connection) -> str:
    query = select(settings.c.value).where(settings.c.key == DATABASE_SETTING)
    return str(connection.execute(query).scalar_one_or_none() or "")
