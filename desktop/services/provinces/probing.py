"""Looking at a PostgreSQL database before a desk is put there: can it be reached, is it free."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, inspect, select, text

from desktop.domain.roles import Permission
from desktop.models.appraisals import province_state
from desktop.models.store_schema import is_empty
from desktop.province.desks import read_desk
from desktop.services.office import Office
from desktop.services.provinces.setting_up import require_desk


class DatabaseUse(StrEnum):
    """What a database that answered can be used for."""

    FREE = "free"
    OURS = "ours"
    OTHER_DESK = "other_desk"
    NOT_EMPTY = "not_empty"
    NOT_UTF8 = "not_utf8"


@dataclass(frozen=True, slots=True)
class DatabaseLook:
    """What was seen: where it is, which server answered, what it can be used for."""

    place: str
    version: str
    use: DatabaseUse


def look_at_database(address: str, own_key: str = "") -> DatabaseLook:
    """Connects and changes nothing. ``own_key``: the signing key of the desk that asks.

    Raises InputRefused for an address, DATABASE_UNREACHABLE, DATABASE_REFUSES.
    """
    from desktop.models.postgres import Postgres

    server = Postgres(address)
    try:
        with server.reading() as connection:
            version = str(connection.execute(text("SHOW server_version")).scalar_one())
            return DatabaseLook(server.shown, version.split(" ")[0], _use(connection, own_key))
    finally:
        server.close()


def look_at_own_database(office: Office, address: str) -> DatabaseLook:
    """The same for a desk that is there: a database with its own data is ``OURS``."""
    office.require(Permission.RUN_PROVINCE)
    return look_at_database(address, require_desk(office).signing.public)


def look_from(office: Office, address: str) -> DatabaseLook:
    """The same from any office; only a province's desk has a database of its own."""
    with office.reading() as connection:
        desk = read_desk(connection)
    return look_at_database(address, desk.signing.public if desk is not None else "")


def _use(connection: Connection, own_key: str) -> DatabaseUse:
    if str(connection.execute(text("SHOW server_encoding")).scalar_one()) != "UTF8":
        return DatabaseUse.NOT_UTF8
    if is_empty(connection):
        return DatabaseUse.FREE
    if not inspect(connection).has_table(province_state.name):
        return DatabaseUse.NOT_EMPTY
    key = connection.execute(select(province_state.c.sign_key)).scalar_one_or_none()
    return DatabaseUse.OURS if own_key and key == own_key else DatabaseUse.OTHER_DESK
