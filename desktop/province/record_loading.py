"""Taking in submissions and explanations: the newest revision counts, locks hold.

What comes after the lock is put aside whole and taken in as soon as the province grants an
exception. What counts is the day on which the unit submitted, as it signed: a stick may
travel for a week. The same copy sent again (to say what arrived) is never late.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from desktop.domain.appraisals import Lock, Step, is_locked
from desktop.domain.moments import local_date
from desktop.domain.packages import ItemOutcome, ItemReason, ItemRefused, PackageRefused
from desktop.models.appraisals import letters, published_results, step_locks, unit_records
from desktop.models.base import canonical_json
from desktop.models.province import received_packages, superseded_records
from desktop.models.upserts import upsert
from desktop.province.desks import ProvinceDesk, change_device_keys, find_device
from desktop.province.loading import Loading
from desktop.province.state import see_revision
from desktop.sync.key_changes import check_proof
from desktop.sync.records import (
    ASSESSMENT,
    DOSSIER_FILES,
    ENROLMENT,
    EXPLANATION,
    KEY_CHANGE,
    Record,
    Revision,
    read_instant,
)
from desktop.sync.sealing import is_recipient

# In a unit's package these only introduce the device: they were used before.
_NOTHING_TO_STORE = (ENROLMENT,)
_STEPS = {ASSESSMENT: Step.SUBMIT, EXPLANATION: Step.EXPLAIN}


class RecordLoader:
    """Loads one unit's records that are no dossiers, inside the transaction of its package."""

    def __init__(self, connection: Connection, desk: ProvinceDesk, loading: Loading) -> None:
        self.connection = connection
        self.desk = desk
        self.loading = loading

    def load(self, record: Record) -> ItemOutcome | ItemRefused:
        """What became of the record."""
        if record.kind in _NOTHING_TO_STORE:
            return ItemOutcome.APPLIED
        try:
            return self._load(record)
        except ItemRefused as refused:
            return refused

    def _load(self, record: Record) -> ItemOutcome:
        if record.kind not in (*_STEPS, DOSSIER_FILES, KEY_CHANGE):
            raise ItemRefused(ItemReason.UNKNOWN_KIND, record.kind)
        if record.content["unit"] != self.loading.unit:
            raise ItemRefused(ItemReason.OTHER_UNIT)
        if record.kind == KEY_CHANGE:
            self._change_keys(record)
        values = self._values(record)
        before = self._before(record.id)
        if before is not None and before.unit_code != self.loading.unit:
            raise ItemRefused(ItemReason.OTHER_UNIT)
        if record.kind in _STEPS:
            self._refuse_locked(record, values, before)
        if record.kind == ASSESSMENT:
            self._note_seen(record)
        stands = None if before is None else Revision(before.counter, before.device)
        if stands is not None and record.revision <= stands:
            if record.revision < stands:
                self._keep_loser(record.id, values, self.loading.chain != before.chain)
                return ItemOutcome.OLDER
            return ItemOutcome.ALREADY_THERE
        if before is not None:
            self._keep_loser(record.id, before._asdict(), _differs(before.content, record.content))
        self.connection.execute(
            upsert(self.connection, unit_records)
            .values(uuid=record.id, **values)
            .on_conflict_do_update(index_elements=["uuid"], set_=values)
        )
        return ItemOutcome.APPLIED

    def _change_keys(self, record: Record) -> None:
        """The device that signed this package says which keys follow; the new one agrees."""
        content, package = record.content, received_packages.c
        sender = self.connection.execute(
            select(package.device).where(package.id == self.loading.package_id)
        ).scalar_one()
        device = find_device(self.connection, sender)
        if device is None or record.revision.device != sender:
            raise ItemRefused(ItemReason.WRONG_SHAPE, "device")
        keys = content["old"], content["sign"], content["seal"]
        try:
            check_proof(content["proof"], str(sender), keys)
        except PackageRefused:
            raise ItemRefused(ItemReason.WRONG_SHAPE, "proof") from None
        if not is_recipient(content["seal"]) or device.sign_key not in keys[:2]:
            raise ItemRefused(ItemReason.WRONG_SHAPE, "old")
        change_device_keys(self.connection, sender, content["sign"], content["seal"])

    def _values(self, record: Record) -> dict[str, Any]:
        content = record.content
        copy = content.get("copy")
        if copy is not None:
            digest = hashlib.sha256(canonical_json(copy).encode()).hexdigest()
            if digest != content["sha256"] or copy["year"] != content["year"]:
                raise ItemRefused(ItemReason.WRONG_SHAPE, "sha256")
        return {
            "kind": record.kind,
            "unit_code": self.loading.unit,
            "year": content["year"],
            "set_code": copy["set"]["code"] if copy is not None else content.get("set", ""),
            "counter": record.revision.counter,
            "device": record.revision.device,
            "package_id": self.loading.package_id,
            "received_at": self.loading.now,
            "content": content,
        }

    def _before(self, record_id: uuid.UUID) -> Any:
        package = received_packages.c
        query = select(unit_records, package.chain).join(
            received_packages, package.id == unit_records.c.package_id
        )
        return self.connection.execute(query.where(unit_records.c.uuid == record_id)).one_or_none()

    def _refuse_locked(self, record: Record, values: dict[str, Any], before: Any) -> None:
        if before is not None and not _differs(before.content, record.content):
            return
        published = self._published_on(values) if record.kind == ASSESSMENT else None
        if published is not None:
            raise ItemRefused(ItemReason.LOCKED, f"{published:%d/%m/%Y}")
        lock = read_lock(self.connection, values["year"], _STEPS[record.kind], values["unit_code"])
        if is_locked(lock, _signed_day(record)):
            assert lock is not None
            raise ItemRefused(ItemReason.LOCKED, f"{lock.last_day:%d/%m/%Y}")

    def _published_on(self, values: dict[str, Any]) -> date | None:
        p = published_results.c
        mine = (p.year == values["year"]) & (p.set_code == values["set_code"])
        query = select(p.published_at).where(mine, p.unit_code == values["unit_code"])
        found = self.connection.execute(query).scalar_one_or_none()
        return None if found is None else local_date(found)

    def _note_seen(self, record: Record) -> None:
        """The unit says how far it has read the province's records: those letters are settled."""
        seen = record.content["seen"]
        if seen:
            see_revision(self.connection, self.desk, seen)
        self.connection.execute(
            update(letters)
            .where(
                letters.c.device == record.revision.device,
                letters.c.highest_counter <= seen,
                letters.c.settled_at.is_(None),
            )
            .values(settled_at=self.loading.now)
        )

    def _keep_loser(self, record_id: uuid.UUID, values: dict[str, Any], is_worth: bool) -> None:
        if not is_worth:
            return
        kept = {name: values[name] for name in ("kind", "counter", "device", "package_id")}
        statement = upsert(self.connection, superseded_records).values(
            record_uuid=record_id,
            superseded_at=self.loading.now,
            content=values["content"],
            **kept,
        )
        self.connection.execute(statement.on_conflict_do_nothing())


def read_lock(connection: Connection, year: int, step: Step, unit: str) -> Lock | None:
    """The lock of a step that holds for a unit: its own exception, else the one for all."""
    s = step_locks.c
    query = select(s.unit_code, s.last_day, s.reason).where(
        s.year == year, s.step == step, s.unit_code.in_(("", unit))
    )
    found = {row.unit_code: Lock(row.last_day, row.reason) for row in connection.execute(query)}
    return found.get(unit) or found.get("")


def _signed_day(record: Record) -> date:
    stamp = record.content["submitted_at" if record.kind == ASSESSMENT else "sent_at"]
    try:
        moment = read_instant(stamp)
    except ValueError:
        raise ItemRefused(ItemReason.WRONG_SHAPE, "submitted_at") from None
    assert moment is not None
    return local_date(moment)


def _differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether anything but ``seen`` differs."""
    return {**before, "seen": 0} != {**after, "seen": 0}
