"""Exactly what will leave: the very records of the next packages, before they are sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func, literal, select

from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.domain.roles import Permission
from desktop.models.dossiers import dossiers
from desktop.models.journal import outbox
from desktop.models.sync import sent_packages
from desktop.services.attachments import blob_store
from desktop.services.office import Office
from desktop.services.syncing.links import all_identities, read_link
from desktop.services.syncing.packing import package_folder
from desktop.services.syncing.scan_records import due_scans
from desktop.services.syncing.travelling import TRAVELLING, waiting_records
from desktop.sync.carrying import source_of
from desktop.sync.opening import Item, Source, read_head, read_items
from desktop.sync.records import DOSSIER, DOSSIER_FILES, Record


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """One record as it will leave, with its size in bytes."""

    kind: str
    label: str
    counter: int
    content: dict[str, Any]
    size: int


@dataclass(frozen=True, slots=True)
class Preview:
    """``total`` records wait; ``items`` are the first of them."""

    total: int
    items: tuple[PreviewItem, ...]


def preview(office: Office, limit: int = 1_000) -> Preview:
    """What the province will see of what waits. Before joining: of the whole register."""
    office.require(Permission.SEND)
    with office.reading() as connection:
        if read_link(connection) is None:
            register = literal(DOSSIER).label("record_kind"), dossiers.c.uuid.label("record_uuid")
            waiting = select(*register).order_by(dossiers.c.id)
        else:
            kind = outbox.c.record_kind
            waiting = select(kind, outbox.c.record_uuid).where(kind.in_(TRAVELLING))
            waiting = waiting.order_by(kind == DOSSIER, outbox.c.queued_at)
        total = connection.execute(
            select(func.count()).select_from(waiting.order_by(None).subquery())
        ).scalar_one()
        rows = connection.execute(waiting.limit(limit)).all()
        found = waiting_records(connection, office.info.unit_code, rows)
        items = tuple(_item(record) for record in found)
        if read_link(connection) is not None and len(items) < limit:
            scans = due_scans(connection, blob_store(office), office.info.unit_code)
            items += tuple(_item(scan.record) for scan in scans)[: limit - len(items)]
    scanned = sum(item.kind == DOSSIER_FILES for item in items)
    return Preview(total + scanned, items)


def preview_package(office: Office, package_id: int, limit: int = 1_000) -> Preview:
    """What a sealed package that still waits here holds, opened with this device's own key.

    Raises PackageRefused when the files of the package are no longer whole.
    """
    office.require(Permission.SEND)
    with office.reading() as connection:
        package = connection.execute(
            select(sent_packages).where(sent_packages.c.id == package_id)
        ).one()
        identities = all_identities(connection)
    source = source_of(package_folder(office, package.chain, package.number))
    found = _opened(source, list(identities.values()))
    records = (item.record for item in islice(found, limit) if item.record is not None)
    return Preview(package.item_count, tuple(map(_item, records)))


def _opened(source: Source, identities: list[str]) -> list[Item]:
    """With the keys of its day: they may have been changed since."""
    for identity in identities:
        try:
            return list(read_items(read_head(source), source, identity))
        except PackageRefused as refused:
            if refused.problem is not PackageProblem.NOT_FOR_US:
                raise
    raise PackageRefused(PackageProblem.NOT_FOR_US)


def _item(record: Record) -> PreviewItem:
    # Through the very line that is sealed: what is shown is what leaves.
    line = record.line()
    content = json.loads(line)["content"]
    return PreviewItem(record.kind, record.label, record.revision.counter, content, len(line))
