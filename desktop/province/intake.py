"""Taking one package in: who sent it, is it whole, what became of each item, the answer.

Everything happens inside the caller's transaction. A PackageRefused that leaves this module
has changed nothing and has no receipt: the package may come again. Only what a known device
has really signed gets a receipt, and then for ever the same one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_, union_all, update

from desktop.domain.packages import (
    ItemOutcome,
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
from desktop.province.block_loading import Tally, load_block
from desktop.province.desks import ProvinceDesk
from desktop.province.judging import notes_about, problem, refusal_of, sender_of
from desktop.province.loading import Loading
from desktop.province.opening import OpenedPackage
from desktop.province.record_loading import RecordLoader
from desktop.security.blob_store import StoredBlob
from desktop.sync.manifest import Manifest
from desktop.sync.opening import Head, read_files
from desktop.sync.places import PackagePlace
from desktop.sync.receipts import Receipt, ReceiptProblem

_ASKED_AT_ONCE = 500
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


def take_in(
    connection: Connection,
    desk: ProvinceDesk,
    package: OpenedPackage,
    keep_file: KeepFile,
    now: datetime,
) -> Taken:
    """Loads a package or refuses it. Raises PackageRefused when nothing may be answered."""
    head = package.head
    known = _answered(connection, head.sha256)
    if known is not None:
        return _as_before(head, known)
    device = sender_of(connection, head, package.first(), now)
    refusal = refusal_of(connection, device, head)
    if refusal is not None:
        return _refused(connection, desk, head, refusal, now)
    files = read_files(head, package.source, package.identity)
    return _load(connection, desk, package, _kept(files, keep_file), now)


def answered_among(connection: Connection, places: Iterable[PackagePlace]) -> set[str]:
    """Which manifests that should lie at these places were taken in or refused before.

    By chain and number, as the places say: what lies at a wrong one is found when it is taken in.
    """
    p, found = received_packages.c, set[str]()
    waiting = iter(places)
    while some := [(place.chain, place.number) for place in islice(waiting, _ASKED_AT_ONCE)]:
        here = tuple_(p.chain, p.number).in_(some)
        found.update(connection.execute(select(p.manifest_sha256).where(here)).scalars())
    return found


def _kept(
    files: Iterator[tuple[str, bytes]], keep_file: KeepFile
) -> Iterator[tuple[str, StoredBlob]]:
    for name, content in files:
        yield name, keep_file(content)


def _load(
    connection: Connection,
    desk: ProvinceDesk,
    package: OpenedPackage,
    files: Iterator[tuple[str, StoredBlob]],
    now: datetime,
) -> Taken:
    head = package.head
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
    connection.execute(_ADD_PACKAGE, placeholder)
    tally = Tally(package_id)
    for block in package.blocks():
        load_block(connection, others, block, tally)
    if tally.quarantined:
        connection.execute(insert(quarantined_items), tally.quarantined)
    for name, stored in files:
        _note_file(connection, loading, name, stored)
        tally.add_file(name)
    notes = _notes(connection, head.manifest, tally, now)
    outcome = _outcome(tally, notes)
    answer = _answer(connection, desk, head, outcome, notes, tally.written, now)
    connection.execute(_ANSWER, {"package": package_id} | _answer_columns(answer))
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


def _notes(
    connection: Connection, manifest: Manifest, tally: Tally, now: datetime
) -> tuple[ReceiptProblem, ...]:
    notes = notes_about(connection, manifest, now)
    if tally.quarantined:
        count = len(tally.quarantined)
        notes.append(problem(PackageProblem.ITEMS_QUARANTINED, count=count))
    older = tally.counts[ItemOutcome.OLDER]
    if older:
        notes.append(problem(PackageProblem.ITEMS_OLDER, count=older))
    return tuple(notes)


def _outcome(tally: Tally, notes: tuple[ReceiptProblem, ...]) -> PackageOutcome:
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
    connection.execute(_ADD_PACKAGE, values)
    return answer


def _answer(
    connection: Connection,
    desk: ProvinceDesk,
    head: Head,
    outcome: PackageOutcome,
    problems: tuple[ReceiptProblem, ...],
    items: Iterable[str],
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
        (),
        _highest_counter(connection, origin.unit, origin.device),
    )
    content = receipt.to_bytes(desk.signing, items)
    return Taken(head.manifest, head.sha256, outcome, problems, content, is_new=True)


def _highest_counter(connection: Connection, unit: str, device: uuid.UUID) -> int:
    """The highest revision of this device among the unit's records."""
    found = connection.execute(_HIGHEST, {"unit": unit, "device": device}).scalar_one()
    return int(found or 0)


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
    return connection.execute(_ANSWERED, {"sha256": sha256}).one_or_none()


def _as_before(head: Head, known: Any) -> Taken:
    problems = tuple(ReceiptProblem(**problem) for problem in known.problems)
    receipt = known.receipt.encode()
    return Taken(head.manifest, head.sha256, known.outcome, problems, receipt, is_new=False)


def _next_id(connection: Connection) -> int:
    return int(connection.execute(_LAST_ID).scalar_one() or 0) + 1


# Built once: building a statement takes as long as running it.
_ANSWERED = select(
    received_packages.c.outcome, received_packages.c.problems, received_packages.c.receipt
).where(received_packages.c.manifest_sha256 == bindparam("sha256"))
_ADD_PACKAGE = insert(received_packages)
_ANSWER = (
    update(received_packages)
    .where(received_packages.c.id == bindparam("package"))
    .values({name: bindparam(name) for name in ("outcome", "problems", "receipt")})
)
_LAST_ID = select(func.max(received_packages.c.id))
_OF_EACH = union_all(
    *(
        select(func.max(table.c.counter).label("counter")).where(
            table.c.unit_code == bindparam("unit"), table.c.device == bindparam("device")
        )
        for table in (unit_dossiers, unit_records)
    )
).subquery()
_HIGHEST = select(func.max(_OF_EACH.c.counter))
