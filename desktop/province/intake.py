"""Taking one package in: who sent it, is it whole, what became of each item, the answer.

Everything happens inside the caller's transaction. A PackageRefused that leaves this module
has changed nothing and has no receipt: the package may come again. Only what a known device
has really signed gets a receipt, and then for ever the same one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, insert, select

from desktop.domain.packages import (
    ItemOutcome,
    ItemRefused,
    PackageOutcome,
    PackageProblem,
)
from desktop.models.appraisals import unit_records
from desktop.models.dossiers import blobs
from desktop.models.province import (
    quarantined_items,
    received_files,
    received_packages,
    unit_dossiers,
)
from desktop.models.upserts import upsert
from desktop.province.arrivals import Arrival, arrivals
from desktop.province.desks import ProvinceDesk
from desktop.province.judging import (
    check_address,
    notes_about,
    problem,
    refusal_of,
    sender_of,
)
from desktop.province.loading import Loading, load_dossiers
from desktop.province.record_loading import RecordLoader
from desktop.security.blob_store import StoredBlob
from desktop.sync.manifest import Manifest
from desktop.sync.opening import (
    Head,
    Source,
    check_parts,
    read_files,
    read_head,
    read_lines,
)
from desktop.sync.receipts import Receipt, ReceiptItem, ReceiptProblem
from desktop.sync.records import DOSSIER
from desktop.wording.sync import item_reason_text

# As many as a part holds: looked up at once and, on a server, sent as one COPY.
_BLOCK = 25_000
# Stores a file durably before the transaction ends; the same content is stored once.
KeepFile = Callable[[bytes], StoredBlob]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a package, and the receipt to lay for it."""

    manifest: Manifest
    sha256: str
    outcome: PackageOutcome
    problems: tuple[ReceiptProblem, ...]
    receipt: bytes
    is_new: bool


@dataclass
class _Tally:
    """Collects outcomes while items are loaded."""

    items: list[ReceiptItem] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)

    def count(self, outcome: ItemOutcome) -> int:
        return sum(item.outcome is outcome for item in self.items)


def take_in(
    connection: Connection,
    desk: ProvinceDesk,
    source: Source,
    keep_file: KeepFile,
    now: datetime,
) -> Taken:
    """Loads a package or refuses it. Raises PackageRefused when nothing may be answered."""
    head = read_head(source)
    known = _answered(connection, head.sha256)
    if known is not None:
        return _as_before(head, known)
    check_address(desk, head.manifest)
    check_parts(head, source)
    identity = desk.identity_for(head.manifest.province_key)
    assert identity is not None  # judged above
    items = arrivals(read_lines(head, source, identity))
    device, items = sender_of(connection, head, items, now)
    refusal = refusal_of(connection, device, head)
    if refusal is not None:
        return _refused(connection, desk, head, refusal, now)
    files = read_files(head, source, identity)
    return _load(connection, desk, head, items, _kept(files, keep_file), now)


def _kept(
    files: Iterator[tuple[str, bytes]], keep_file: KeepFile
) -> Iterator[tuple[str, StoredBlob]]:
    for name, content in files:
        yield name, keep_file(content)


def _load(
    connection: Connection,
    desk: ProvinceDesk,
    head: Head,
    items: Iterator[Arrival],
    files: Iterator[tuple[str, StoredBlob]],
    now: datetime,
) -> Taken:
    package_id = _next_id(connection)
    origin = head.manifest.origin
    loading = Loading(origin.unit, origin.chain, package_id, now)
    others = RecordLoader(connection, desk, loading)
    # Written first, so that its dossiers can point to it; the answer follows below.
    placeholder = _row(head, now) | {
        "id": package_id,
        "outcome": PackageOutcome.REJECTED,
        "problems": [],
        "receipt": "",
    }
    connection.execute(insert(received_packages).values(placeholder))
    tally = _Tally()
    while block := list(islice(items, _BLOCK)):
        _load_block(connection, loading, others, block, tally)
    if tally.quarantined:
        connection.execute(insert(quarantined_items), tally.quarantined)
    for name, stored in files:
        _note_file(connection, loading, name, stored)
        tally.items.append(ReceiptItem("file", name, 0, "", ItemOutcome.APPLIED))
    notes = _notes(connection, head.manifest, tally, now)
    outcome = _outcome(tally, notes)
    answer = _answer(connection, desk, head, outcome, notes, tuple(tally.items), now)
    values = _answer_columns(answer)
    connection.execute(
        received_packages.update().where(received_packages.c.id == package_id).values(values)
    )
    return answer


def _note_file(connection: Connection, loading: Loading, name: str, stored: StoredBlob) -> None:
    described = {
        "name": stored.name,
        "size": stored.size,
        "stored_size": stored.stored_size,
        "stored_sha256": stored.stored_sha256,
        "created_at": loading.now,
    }
    connection.execute(upsert(connection, blobs).values(described).on_conflict_do_nothing())
    connection.execute(
        upsert(connection, received_files)
        .values(
            sha256=name,
            unit_code=loading.unit,
            blob=stored.name,
            size=stored.size,
            package_id=loading.package_id,
        )
        .on_conflict_do_nothing()
    )


def _load_block(
    connection: Connection,
    loading: Loading,
    others: RecordLoader,
    block: list[Arrival],
    tally: _Tally,
) -> None:
    dossiers = [item.dossier for item in block if item.dossier is not None]
    outcomes = iter(load_dossiers(connection, loading, dossiers))
    for item in block:
        what = _named(item)
        if item.dossier is not None:
            found = next(outcomes)
        elif item.record is not None:
            found = others.load(item.record)
        else:
            assert item.refused is not None
            found = item.refused
        if isinstance(found, ItemRefused):
            _quarantine(tally, loading, item, what, found)
        else:
            tally.items.append(ReceiptItem(*what, found))


def _named(item: Arrival) -> tuple[str, str, int, str]:
    """Kind, id, revision and label of what came: as the receipt calls it."""
    if item.dossier is not None:
        return DOSSIER, item.dossier.id, item.dossier.counter, item.dossier.code
    record = item.record
    if record is None:
        return "", "", 0, ""
    return record.kind, str(record.id), record.revision.counter, record.label


def _quarantine(
    tally: _Tally,
    loading: Loading,
    item: Arrival,
    what: tuple[str, str, int, str],
    refused: ItemRefused,
) -> None:
    message = item_reason_text(refused.reason, refused.detail)
    tally.items.append(ReceiptItem(*what, ItemOutcome.QUARANTINED, message))
    tally.quarantined.append(
        {
            "package_id": loading.package_id,
            "position": item.position,
            "reason": refused.reason,
            "detail": refused.detail,
            # PostgreSQL keeps no null character; what holds one is unreadable anyway.
            "text": item.line.decode("utf-8", errors="replace").replace("\0", "\ufffd"),
        }
    )


def _notes(
    connection: Connection, manifest: Manifest, tally: _Tally, now: datetime
) -> tuple[ReceiptProblem, ...]:
    notes = notes_about(connection, manifest, now)
    if tally.quarantined:
        count = len(tally.quarantined)
        notes.append(problem(PackageProblem.ITEMS_QUARANTINED, count=count))
    older = tally.count(ItemOutcome.OLDER)
    if older:
        notes.append(problem(PackageProblem.ITEMS_OLDER, count=older))
    return tuple(notes)


def _outcome(tally: _Tally, notes: tuple[ReceiptProblem, ...]) -> PackageOutcome:
    if tally.quarantined:
        return PackageOutcome.PARTLY_ACCEPTED
    return PackageOutcome.ACCEPTED_WITH_NOTES if notes else PackageOutcome.ACCEPTED


def _refused(
    connection: Connection,
    desk: ProvinceDesk,
    head: Head,
    refusal: tuple[PackageProblem, dict[str, Any]],
    now: datetime,
) -> Taken:
    problems = (problem(refusal[0], **refusal[1]),)
    answer = _answer(connection, desk, head, PackageOutcome.REJECTED, problems, (), now)
    values = {"id": _next_id(connection)} | _row(head, now) | _answer_columns(answer)
    connection.execute(insert(received_packages).values(values))
    return answer


def _answer(
    connection: Connection,
    desk: ProvinceDesk,
    head: Head,
    outcome: PackageOutcome,
    problems: tuple[ReceiptProblem, ...],
    items: tuple[ReceiptItem, ...],
    now: datetime,
) -> Taken:
    origin = head.manifest.origin
    receipt = Receipt(
        desk.code,
        origin.unit,
        origin.device,
        origin.chain,
        head.manifest.number,
        head.sha256,
        now,
        outcome,
        problems,
        items,
        _highest_counter(connection, origin.unit, origin.device),
    )
    content = receipt.to_bytes(desk.signing)
    return Taken(head.manifest, head.sha256, outcome, problems, content, is_new=True)


def _highest_counter(connection: Connection, unit: str, device: uuid.UUID) -> int:
    """The highest revision of this device among the unit's records."""
    highest = 0
    for table in (unit_dossiers, unit_records):
        mine = (table.c.unit_code == unit) & (table.c.device == device)
        found = connection.execute(select(func.max(table.c.counter)).where(mine)).scalar_one()
        highest = max(highest, int(found or 0))
    return highest


def _row(head: Head, now: datetime) -> dict[str, Any]:
    manifest = head.manifest
    return {
        "unit_code": manifest.origin.unit,
        "device": manifest.origin.device,
        "chain": manifest.origin.chain,
        "number": manifest.number,
        "manifest_sha256": head.sha256,
        "previous": manifest.previous,
        "made_at": manifest.made_at,
        "received_at": now,
        "item_count": manifest.items,
        "bytes": manifest.stored_bytes,
    }


def _answer_columns(answer: Taken) -> dict[str, Any]:
    problems = [{"code": p.code, "message": p.message} for p in answer.problems]
    return {
        "outcome": answer.outcome,
        "problems": problems,
        "receipt": answer.receipt.decode(),
    }


def _answered(connection: Connection, sha256: str) -> Any:
    p = received_packages.c
    query = select(p.outcome, p.problems, p.receipt).where(p.manifest_sha256 == sha256)
    return connection.execute(query).one_or_none()


def _as_before(head: Head, known: Any) -> Taken:
    problems = tuple(ReceiptProblem(**problem) for problem in known.problems)
    receipt = known.receipt.encode()
    return Taken(head.manifest, head.sha256, known.outcome, problems, receipt, is_new=False)


def _next_id(connection: Connection) -> int:
    query = select(func.max(received_packages.c.id))
    return int(connection.execute(query).scalar_one() or 0) + 1
