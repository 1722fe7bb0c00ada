"""Loading dossiers: newer replaces older, equal changes nothing, order does not matter.

A version that loses against one of another device or chain is kept beside: within one chain
the order is certain, between two it may be a conflict that a person wants to see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.packages import ItemOutcome, ItemReason, ItemRefused
from desktop.models.base import WrittenJson
from desktop.models.prepared import PreparedInsert
from desktop.models.province import received_packages, superseded_records, unit_dossiers
from desktop.models.upserts import among, is_postgres, upsert
from desktop.province.copying import copy_dossiers
from desktop.sync.records import DOSSIER, Record, Revision, read_instant

# Every value of a block is a parameter for SQLite; PostgreSQL takes them as one array.
_BLOCK, _LARGE_BLOCK = 500, 4_000
_PUT_DOSSIER = PreparedInsert(
    unit_dossiers,
    "ON CONFLICT (uuid) DO UPDATE SET "
    + ", ".join(
        f"{column.name} = excluded.{column.name}"
        for column in unit_dossiers.columns
        if column.name not in ("uuid", "unit_code")
    ),
)


@dataclass(frozen=True, slots=True)
class Loading:
    """For which unit, out of which package of which chain, when."""

    unit: str
    chain: uuid.UUID
    package_id: int
    now: datetime


def load_dossiers(
    connection: Connection, loading: Loading, records: Sequence[Record]
) -> list[ItemOutcome | ItemRefused]:
    """One outcome a record, in order."""
    outcomes: list[ItemOutcome | ItemRefused] = []
    size = _LARGE_BLOCK if is_postgres(connection) else _BLOCK
    for start in range(0, len(records), size):
        block = records[start : start + size]
        outcomes.extend(_Block(connection, loading, block).load())
    return outcomes


class _Block:
    """Some hundred records, compared with what is there by two queries and written by one."""

    def __init__(self, connection: Connection, loading: Loading, block: Sequence[Record]) -> None:
        self.connection = connection
        self.loading = loading
        self.block = block
        self.there: dict[uuid.UUID, Any] = self._found(
            among(connection, unit_dossiers.c.uuid, [record.id for record in block])
        )
        codes = [record.label for record in block]
        mine = unit_dossiers.c.unit_code == loading.unit
        same_code = self._found(mine & among(connection, unit_dossiers.c.code, codes))
        self.owner = {row.code: row.uuid for row in same_code.values()}
        self.new: dict[uuid.UUID, dict[str, Any]] = {}
        self.lost: list[dict[str, Any]] = []

    def load(self) -> Iterable[ItemOutcome | ItemRefused]:
        outcomes: list[ItemOutcome | ItemRefused] = []
        for record in self.block:
            try:
                outcomes.append(self._load(record))
            except ItemRefused as refused:
                outcomes.append(refused)
        self._write()
        return outcomes

    def _load(self, record: Record) -> ItemOutcome:
        values = _values(self.loading, record)
        before = self.there.get(record.id)
        if before is not None and before.unit_code != self.loading.unit:
            raise ItemRefused(ItemReason.OTHER_UNIT)
        if self.owner.setdefault(record.label, record.id) != record.id:
            raise ItemRefused(ItemReason.CODE_TAKEN, record.label)
        stands = self._standing(record.id, before)
        if stands is not None and record.revision <= stands:
            if record.revision == stands:
                return ItemOutcome.ALREADY_THERE
            if before is not None and before.chain != self.loading.chain:
                self.lost.append(values)
            return ItemOutcome.OLDER
        self.new[record.id] = values
        return ItemOutcome.APPLIED

    def _standing(self, record_id: uuid.UUID, before: Any) -> Revision | None:
        """The revision that a record must beat: of this block, else of the database."""
        if record_id in self.new:
            values = self.new[record_id]
            return Revision(values["counter"], values["device"])
        return None if before is None else Revision(before.counter, before.device)

    def _write(self) -> None:
        replaced = [self.there[key] for key in self.new if key in self.there]
        rivals = [row._asdict() for row in replaced if row.chain != self.loading.chain]
        self._keep_losers(rivals + self.lost)
        if not self.new:
            return
        rows = list(self.new.values())
        if is_postgres(self.connection):
            copy_dossiers(self.connection, rows, self.loading.now.date())
        else:
            _PUT_DOSSIER.run_many(self.connection, rows)

    def _keep_losers(self, losers: list[dict[str, Any]]) -> None:
        if losers:
            self.connection.execute(
                upsert(self.connection, superseded_records).on_conflict_do_nothing(),
                [_superseded(values, self.loading.now) for values in losers],
            )

    def _found(self, where: Any) -> dict[uuid.UUID, Any]:
        package = received_packages
        query = select(unit_dossiers, package.c.chain).join(
            package, package.c.id == unit_dossiers.c.package_id
        )
        return {row.uuid: row for row in self.connection.execute(query.where(where))}


def _values(loading: Loading, record: Record) -> dict[str, Any]:
    content = record.content
    try:
        instants = {
            name: read_instant(content[name])
            for name in ("received_at", "legal_due_at", "ended_at", "returned_at")
        }
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "received_at") from None
    timeliness = content["timeliness"]
    return {
        "uuid": record.id,
        "unit_code": loading.unit,
        "counter": record.revision.counter,
        "device": record.revision.device,
        "package_id": loading.package_id,
        "code": content["code"],
        # PostgreSQL keeps no null character; the content itself holds it escaped.
        "procedure_code": content["procedure"]["code"].replace("\0", ""),
        "service_field": content["procedure"]["field"].replace("\0", ""),
        "channel": Channel(content["channel"]),
        "state": DossierState(content["state"]),
        **instants,
        "timeliness": None if timeliness is None else Timeliness(timeliness),
        "content": content if record.written is None else WrittenJson(record.written),
    }


def _superseded(values: dict[str, Any], now: datetime) -> dict[str, Any]:
    kept = ("counter", "device", "package_id", "content")
    return {
        "kind": DOSSIER,
        "record_uuid": values["uuid"],
        "superseded_at": now,
        **{name: values[name] for name in kept},
    }
