"""Loading dossiers: newer replaces older, equal changes nothing, order does not matter.

A version that loses against one of another device or chain is kept beside: within one chain
the order is certain, between two it may be a conflict that a person wants to see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from desktop.domain.packages import ItemOutcome, ItemReason, ItemRefused
from desktop.models.base import WrittenJson
from desktop.models.prepared import driver
from desktop.models.province import superseded_records, unit_dossiers
from desktop.models.upserts import among, is_postgres, upsert
from desktop.province.arrivals import ArrivedDossier
from desktop.province.copying import copy_dossiers
from desktop.province.stored_dossiers import StoredDossier, as_uuid, stored
from desktop.sync.records import DOSSIER

# Every value of a block is a parameter for SQLite; PostgreSQL takes them as one array.
_BLOCK, _LARGE_BLOCK = 500, 25_000
_THERE = (
    "SELECT d.uuid, d.unit_code, d.counter, d.device, d.code, p.chain FROM unit_dossiers d"
    " JOIN received_packages p ON p.id = d.package_id WHERE"
)
_PUT = (
    f"INSERT INTO unit_dossiers ({', '.join(StoredDossier._fields)})"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * len(StoredDossier._fields))}) ON CONFLICT (uuid) DO UPDATE SET "
    + ", ".join(
        f"{name} = excluded.{name}"
        for name in StoredDossier._fields
        if name not in ("uuid", "unit_code")
    )
)


@dataclass(frozen=True, slots=True)
class Loading:
    """For which unit, out of which package of which chain, when."""

    unit: str
    chain: uuid.UUID
    package_id: int
    now: datetime


class _There(NamedTuple):
    """What the database holds of a dossier."""

    uuid: bytes
    unit_code: str
    counter: int
    device: bytes
    code: str
    chain: bytes


def load_dossiers(
    connection: Connection, loading: Loading, dossiers: Sequence[ArrivedDossier]
) -> list[ItemOutcome | ItemRefused]:
    """One outcome a dossier, in order."""
    outcomes: list[ItemOutcome | ItemRefused] = []
    size = _LARGE_BLOCK if is_postgres(connection) else _BLOCK
    for start in range(0, len(dossiers), size):
        block = dossiers[start : start + size]
        outcomes.extend(_Block(connection, loading, block).load())
    return outcomes


class _Block:
    """Some hundred dossiers, compared with what is there by two queries and written by one."""

    def __init__(
        self, connection: Connection, loading: Loading, block: Sequence[ArrivedDossier]
    ) -> None:
        self.connection = connection
        self.loading = loading
        self.chain = loading.chain.bytes
        self.block = [self._stored(dossier) for dossier in block]
        rows = [row for row in self.block if isinstance(row, StoredDossier)]
        self.there = {row.uuid: row for row in self._found("uuid", [row.uuid for row in rows])}
        self.owner = {row.code: row.uuid for row in self._found("code", [row.code for row in rows])}
        self.new: dict[bytes, StoredDossier] = {}
        self.lost: list[StoredDossier] = []

    def load(self) -> Iterable[ItemOutcome | ItemRefused]:
        outcomes = [row if isinstance(row, ItemRefused) else self._load(row) for row in self.block]
        self._write()
        return outcomes

    def _stored(self, dossier: ArrivedDossier) -> StoredDossier | ItemRefused:
        try:
            return stored(dossier, self.loading.unit, self.loading.package_id)
        except ItemRefused as refused:
            return refused

    def _load(self, row: StoredDossier) -> ItemOutcome | ItemRefused:
        before = self.there.get(row.uuid)
        if before is not None and before.unit_code != self.loading.unit:
            return ItemRefused(ItemReason.OTHER_UNIT)
        if self.owner.setdefault(row.code, row.uuid) != row.uuid:
            return ItemRefused(ItemReason.CODE_TAKEN, row.code)
        # The revision to beat: of this block, else of the database.
        stands = self.new.get(row.uuid, before)
        if stands is not None:
            mine, theirs = (row.counter, row.device), (stands.counter, stands.device)
            if mine == theirs:
                return ItemOutcome.ALREADY_THERE
            if mine < theirs:
                if before is not None and before.chain != self.chain:
                    self.lost.append(row)
                return ItemOutcome.OLDER
        self.new[row.uuid] = row
        return ItemOutcome.APPLIED

    def _write(self) -> None:
        replaced = [self.there[key] for key in self.new if key in self.there]
        self._keep_losers([row.uuid for row in replaced if row.chain != self.chain])
        if not self.new:
            return
        if is_postgres(self.connection):
            newer = {row.uuid for row in replaced}
            fresh = [row for row in self.new.values() if row.uuid not in newer]
            changed = [row for row in self.new.values() if row.uuid in newer]
            copy_dossiers(self.connection, fresh, changed, self.loading.now.date())
        else:
            driver(self.connection).executemany(_PUT, list(self.new.values()))

    def _keep_losers(self, rivals: list[bytes]) -> None:
        """Both those that are there and will be replaced, and those that came too late."""
        losers = [self._loser(row.uuid, row) for row in self.lost]
        if rivals:
            ids = [as_uuid(rival) for rival in rivals]
            query = select(unit_dossiers).where(among(self.connection, unit_dossiers.c.uuid, ids))
            losers += [self._loser(row.uuid.bytes, row) for row in self.connection.execute(query)]
        if losers:
            statement = upsert(self.connection, superseded_records).on_conflict_do_nothing()
            self.connection.execute(statement, losers)

    def _loser(self, key: bytes, row: Any) -> dict[str, Any]:
        is_stored = isinstance(row, StoredDossier)
        return {
            "kind": DOSSIER,
            "record_uuid": as_uuid(key),
            "counter": row.counter,
            "device": as_uuid(row.device) if is_stored else row.device,
            "package_id": row.package_id,
            "superseded_at": self.loading.now,
            "content": WrittenJson(row.content) if is_stored else row.content,
        }

    def _found(self, column: str, values: list[Any]) -> list[_There]:
        """What is there of these ids, or of these codes in this unit."""
        here = [self.loading.unit] if column == "code" else []
        raw = driver(self.connection)
        if is_postgres(self.connection):
            also = " AND d.unit_code = %s" if here else ""
            cursor = raw.execute(f"{_THERE} d.{column} = ANY(%s){also}", [_array(values), *here])
        else:
            also = " AND d.unit_code = ?" if here else ""
            marks = ", ".join("?" * len(values))
            cursor = raw.execute(f"{_THERE} d.{column} IN ({marks}){also}", [*values, *here])
        found = [_There(*row) for row in cursor.fetchall()]
        cursor.close()
        return found


def _array(values: list[Any]) -> str:
    """PostgreSQL's own text of an array: the driver would write each element by itself.

    Ids are hex, and codes hold nothing that means anything in an array (dossier.schema.json).
    """
    if values and isinstance(values[0], bytes):
        return "{" + ",".join(rf'"\\x{value.hex()}"' for value in values) + "}"
    return "{" + ",".join(values) + "}"
