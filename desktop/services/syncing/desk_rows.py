"""Rows of the shared tables as plain data, and plain data as rows of this register."""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Table, delete, func, insert, select, update

from desktop.domain.desks import DeskKind
from desktop.models.base import Choice, Instant, Json, TravelId, canonical_json
from desktop.models.dossiers import blobs
from desktop.services.office import Work
from desktop.services.syncing.desk_refusals import CannotTakeIn, MustWait
from desktop.services.syncing.desk_tables import TABLES, Named, SharedTable

# Longer values travel packed: a list of ten thousand dossiers is some megabytes of text.
_PACKED, _LONG, _MOST_UNPACKED = "packed", 64 * 1024, 256 * 2**20
NTH = "nth"
Body = dict[str, Any]


def table_bodies(connection: Connection) -> Iterator[tuple[SharedTable, str, Body]]:
    """Every shared row: its table, how it is known on every desk, and all that it says."""
    for shared in TABLES:
        yield from _bodies(connection, shared)


def _bodies(connection: Connection, shared: SharedTable) -> Iterator[tuple[SharedTable, str, Body]]:
    names = {column: _names_of(connection, shared, column, to) for column, to in shared.names}
    seen: Counter[str] = Counter()
    for row in connection.execute(_in_force(shared)):
        values = row._mapping
        body = {name: _told(shared.table.c[name], values[name]) for name in shared.columns}
        body |= {column: found.get(values[column]) for column, found in names.items()}
        if shared.kind is DeskKind.STEP:
            body["data"] = _without_row_numbers(connection, body["data"])
        key = canonical_json([body[name] for name in shared.key])
        if shared.repeats:
            seen[key] += 1
            body[NTH] = seen[key]
            key = f"{key}{seen[key]}"
        yield shared, key, body


def _in_force(shared: SharedTable) -> Any:
    table = shared.table
    query = select(table).order_by(*table.primary_key.columns)
    if shared.ends:
        query = query.where(table.c[shared.ends[0]].is_(None))
    if shared.newest:
        keys = [table.c[name] for name in shared.key]
        query = query.where(table.c.id.in_(select(func.max(table.c.id)).group_by(*keys)))
    return query


def _names_of(
    connection: Connection, shared: SharedTable, column: str, to: Named
) -> dict[int, list[Any]]:
    """Row number to name, of the rows that this table speaks of and of no others."""
    used = select(shared.table.c[column]).distinct()
    keys = [to.table.c[name] for name in to.key]
    rows = connection.execute(select(to.table.c.id, *keys).where(to.table.c.id.in_(used)))
    return {
        row[0]: [_told(key, value) for key, value in zip(keys, row[1:], strict=True)]
        for row in rows
    }


def _without_row_numbers(connection: Connection, data: Body) -> Body:
    """A document is a row number here: elsewhere it is known by the name of its file."""
    number = data.get("document")
    if not isinstance(number, int):
        return data
    from desktop.models.assessments import evidence_documents as documents

    query = select(documents.c.blob).where(documents.c.id == number)
    return {**data, "document": connection.execute(query).scalar_one_or_none()}


def _told(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(column.type, Json):
        return _packed(value)
    return str(value)


def _packed(value: Any) -> Any:
    text = canonical_json(value)
    if len(text) <= _LONG:
        return value
    return {_PACKED: base64.b64encode(zlib.compress(text.encode())).decode()}


def _unpacked(value: Any) -> Any:
    if not (isinstance(value, dict) and set(value) == {_PACKED}):
        return value
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(base64.b64decode(value[_PACKED]), _MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError(_PACKED) from error
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError(_PACKED)
    return json.loads(text)


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, Instant):
        return datetime.fromtimestamp(int(value), UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, TravelId):
        return uuid.UUID(value)
    if isinstance(kind, Choice):
        return kind.choices(value)
    return _unpacked(value) if isinstance(kind, Json) else value


def lay_row(work: Work, shared: SharedTable, body: Body) -> None:
    """Makes the body what stands here. Raises MustWait, CannotTakeIn."""
    connection, table = work.connection, shared.table
    values = _values(connection, shared, body)
    _check_free(connection, shared, values)
    same = [table.c[name] == values[name] for name in shared.key]
    if shared.repeats:
        _add_repeated(connection, table, values, same, int(body[NTH]))
    elif shared.ends:
        _replace(work, shared, values, same)
    elif shared.newest:
        _append(connection, shared, values, same)
    else:
        changed = connection.execute(update(table).where(*same).values(values))
        if not changed.rowcount:
            connection.execute(insert(table).values(values | _own(work, shared)))
    work.changes.add(shared.change)


def remove_row(work: Work, shared: SharedTable, here: Body | None) -> None:
    """Takes away what another desk has taken away; ``here`` is what stood here."""
    if here is None:
        return
    table, connection = shared.table, work.connection
    values = _values(connection, shared, here)
    same = [table.c[name] == values[name] for name in shared.key]
    if shared.ends:
        _end(work, shared, same)
    else:
        connection.execute(delete(table).where(*same))
    work.changes.add(shared.change)


def _values(connection: Connection, shared: SharedTable, body: Body) -> dict[str, Any]:
    """The columns that this version of the program knows; what came new is left out."""
    columns = shared.table.c
    found = {name: _read(columns[name], body[name]) for name in shared.columns if name in body}
    for column, to in shared.names:
        found[column] = _row_number(connection, to, body[column])
    if shared.kind is DeskKind.EVIDENCE:
        known = select(blobs.c.name).where(blobs.c.name == found["blob"])
        if connection.execute(known).first() is None:
            raise MustWait
    return found


def _row_number(connection: Connection, to: Named, name: list[Any] | None) -> int | None:
    if name is None:
        return None
    columns = [to.table.c[key] for key in to.key]
    same = [c == _read(c, value) for c, value in zip(columns, name, strict=True)]
    found = connection.execute(select(to.table.c.id).where(*same)).scalar_one_or_none()
    if found is None:
        raise MustWait
    return int(found)


def _check_free(connection: Connection, shared: SharedTable, values: dict[str, Any]) -> None:
    """A report's number stands on paper: two reports never share one silently."""
    if shared.kind is not DeskKind.ISSUE:
        return
    table = shared.table.c
    holder = connection.execute(
        select(table.uuid).where(table.year == values["year"], table.number == values["number"])
    ).scalar_one_or_none()
    if holder is not None and holder != values["uuid"]:
        raise CannotTakeIn("number_taken")


def _own(work: Work, shared: SharedTable) -> dict[str, Any]:
    usual = {"revision": work.revision(), "revision_device": work.office.info.device_id}
    return {name: usual[name] for name in shared.own}


def _add_repeated(
    connection: Connection, table: Table, values: dict[str, Any], same: list[Any], nth: int
) -> None:
    count = connection.execute(select(func.count()).select_from(table).where(*same)).scalar_one()
    for _ in range(nth - count):
        connection.execute(insert(table).values(values))


def _replace(work: Work, shared: SharedTable, values: dict[str, Any], same: list[Any]) -> None:
    """What stood is ended and stays as history; the very same stays as it is."""
    table, connection = shared.table, work.connection
    open_now = [*same, table.c[shared.ends[0]].is_(None)]
    row = connection.execute(select(table).where(*open_now)).one_or_none()
    said = values.keys() - shared.silent
    if row is not None and all(row._mapping[name] == values[name] for name in said):
        connection.execute(update(table).where(*open_now).values(values))
        return
    _end(work, shared, same)
    connection.execute(insert(table).values(values))


def _end(work: Work, shared: SharedTable, same: list[Any]) -> None:
    table = shared.table
    ended = dict(zip(shared.ends, (work.now, work.user.name), strict=False))
    open_now = [*same, table.c[shared.ends[0]].is_(None)]
    work.connection.execute(update(table).where(*open_now).values(ended))


def _append(
    connection: Connection, shared: SharedTable, values: dict[str, Any], same: list[Any]
) -> None:
    table = shared.table
    last = select(table).where(*same).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    if row is None or any(row._mapping[name] != value for name, value in values.items()):
        connection.execute(insert(table).values(values))
