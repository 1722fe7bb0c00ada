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
from desktop.province.arrivals import COLUMNS, ArrivedDossier, id_bytes
from desktop.province.binary_rows import id_array
from desktop.province.copying import copy_dossiers
from desktop.sync.records import DOSSIER

# Every value of a block is a parameter for SQLite; PostgreSQL takes them as one array.
_BLOCK, _LARGE_BLOCK = 500, 25_000
_THERE = (
    "SELECT d.uuid, d.unit_code, d.counter, d.device, d.code, p.chain FROM unit_dossiers d"
    " JOIN received_packages p ON p.id = d.package_id WHERE"
)
_PUT = (
    f"INSERT INTO unit_dossiers ({', '.join(COLUMNS)})"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT (uuid) DO UPDATE SET "
    + ", ".join(
        f"{name} = excluded.{name}" for name in COLUMNS if name not in ("uuid", "unit_code")
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

    id: str
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
        self.block = block
        ids = [id_bytes(row.id) for row in block]
        self.there = {row.id: row for row in self._found("uuid", ids)}
        self.owner = {row.code: row.id for row in self._found("code", [row.code for row in block])}
        self.new: dict[str, ArrivedDossier] = {}
        self.lost: list[ArrivedDossier] = []

    def load(self) -> Iterable[ItemOutcome | ItemRefused]:
        outcomes = [self._load(row) for row in self.block]
        self._write()
        return outcomes

    def _load(self, row: ArrivedDossier) -> ItemOutcome | ItemRefused:
        key = row.id
        before = self.there.get(key)
        if before is not None and before.unit_code != self.loading.unit:
            return ItemRefused(ItemReason.OTHER_UNIT)
        if self.owner.setdefault(row.code, key) != key:
            return ItemRefused(ItemReason.CODE_TAKEN, row.code)
        # The revision to beat: of this block, else of the database.
        stands = self.new.get(key, before)
        if stands is not None:
            mine, theirs = (row.counter, row.device), (stands.counter, stands.device)
            if mine == theirs:
                return ItemOutcome.ALREADY_THERE
            if mine < theirs:
                if before is not None and before.chain != self.chain:
                    self.lost.append(row)
                return ItemOutcome.OLDER
        self.new[key] = row
        return ItemOutcome.APPLIED

    def _write(self) -> None:
        replaced = [self.there[key] for key in self.new if key in self.there]
        self._keep_losers([row.id for row in replaced if row.chain != self.chain])
        if not self.new:
            return
        if is_postgres(self.connection):
            fresh = [row for key, row in self.new.items() if key not in self.there]
            changed = [self.new[row.id] for row in replaced]
            owner = self.loading.unit, self.loading.package_id
            copy_dossiers(self.connection, owner, fresh, changed, self.loading.now.date())
        else:
            unit, package = self.loading.unit, self.loading.package_id
            rows = (
                (
                    *(id_bytes(row.id), unit, row.counter, row.device, package),
                    *(*row[3:-1], row.content.decode()),
                )
                for row in self.new.values()
            )
            driver(self.connection).executemany(_PUT, rows)

    def _keep_losers(self, rivals: list[str]) -> None:
        """Both those that are there and will be replaced, and those that came too late."""
        losers = [self._late(row) for row in self.lost]
        if rivals:
            ids = [uuid.UUID(rival) for rival in rivals]
            query = select(unit_dossiers).where(among(self.connection, unit_dossiers.c.uuid, ids))
            losers += [self._replaced(row) for row in self.connection.execute(query)]
        if losers:
            statement = upsert(self.connection, superseded_records).on_conflict_do_nothing()
            self.connection.execute(statement, losers)

    def _late(self, row: ArrivedDossier) -> dict[str, Any]:
        return {
            "kind": DOSSIER,
            "record_uuid": uuid.UUID(row.id),
            "counter": row.counter,
            "device": uuid.UUID(bytes=row.device),
            "package_id": self.loading.package_id,
            "superseded_at": self.loading.now,
            "content": WrittenJson(row.content.decode()),
        }

    def _replaced(self, row: Any) -> dict[str, Any]:
        kept = ("counter", "device", "package_id", "content")
        return {
            "kind": DOSSIER,
            "record_uuid": row.uuid,
            "superseded_at": self.loading.now,
            **{name: row._mapping[name] for name in kept},
        }

    def _found(self, column: str, values: list[Any]) -> list[_There]:
        """What is there of these ids, or of these codes in this unit."""
        if not values:
            return []
        raw, unit = driver(self.connection), self.loading.unit
        if not is_postgres(self.connection):
            marks = ", ".join("?" * len(values))
            also = " AND d.unit_code = ?" if column == "code" else ""
            here = [unit] if column == "code" else []
            cursor = raw.execute(f"{_THERE} d.{column} IN ({marks}){also}", [*values, *here])
        elif column == "code":
            cursor = raw.execute(_SAME_CODES, [unit, "{" + ",".join(values) + "}"])
        else:
            cursor = raw.execute(_SAME_IDS, [min(values), max(values), id_array(values)])
        found = [_There(str(uuid.UUID(bytes=row[0])), *row[1:]) for row in cursor.fetchall()]
        cursor.close()
        return found


# A code holds nothing that means anything in an array's text (dossier.schema.json). The ids
# are no constants to the planner, which would weigh each of thousands against each month: the
# range alone tells it the months.
_SAME_CODES = f"{_THERE} d.unit_code = %s AND d.code = ANY(%s)"
_SAME_IDS = f"{_THERE} d.uuid BETWEEN %s AND %s AND d.uuid = ANY(ARRAY(SELECT unnest(%s::bytea[])))"
