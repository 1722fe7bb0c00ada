"""The desk's own state beside its data: whose they are, and how far its records have counted."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desktop.models.appraisals import province_state
from desktop.province.desks import ProvinceDesk
from desktop.sync.records import Revision


def first_state(desk: ProvinceDesk) -> dict[str, Any]:
    """The row of a desk that has written nothing yet."""
    return {
        "id": 1,
        "province_code": desk.code,
        "sign_key": desk.signing.public,
        "device": uuid.uuid4(),
        "revision": 0,
    }


def next_revision(connection: Connection, desk: ProvinceDesk) -> Revision:
    """The revision of a record that the desk writes now, inside the command that writes it."""
    _ensure(connection, desk)
    counted = update(province_state).values(revision=province_state.c.revision + 1)
    row = connection.execute(
        counted.returning(province_state.c.revision, province_state.c.device)
    ).one()
    return Revision(row.revision, row.device)


def see_revision(connection: Connection, desk: ProvinceDesk, seen: int) -> None:
    """A unit saw a record of this revision: what is written from now on is newer.

    After a restore from a backup the desk so learns how far it had counted before.
    """
    _ensure(connection, desk)
    connection.execute(
        update(province_state).where(province_state.c.revision < seen).values(revision=seen)
    )


def desk_device(connection: Connection, desk: ProvinceDesk) -> uuid.UUID:
    """The id under which the desk itself writes records and letters."""
    _ensure(connection, desk)
    found: uuid.UUID = connection.execute(select(province_state.c.device)).scalar_one()
    return found


def _ensure(connection: Connection, desk: ProvinceDesk) -> None:
    if connection.execute(select(province_state.c.id)).first() is None:
        connection.execute(insert(province_state).values(first_state(desk)))
