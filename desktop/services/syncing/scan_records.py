"""Scans of dossiers that may leave: which are due, and the record that names them.

The names of files are typed by people and stay here; a scan is known by its hash. Of the desks of
a unit one sends them for all: the leading one, or where it has no way the first that has. What
one desk has delivered is told to the others, so that none crosses the line twice.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.dossiers import DossierState
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.moments import local_date
from desktop.domain.packages import MIB, SentState
from desktop.domain.scans import Scans, may_leave
from desktop.models.desks import desk_delivered_scans
from desktop.models.dossiers import attachments, dossiers
from desktop.models.offices import devices, settings
from desktop.models.rounds import sent_files
from desktop.models.sync import scan_digests, sent_packages
from desktop.security.blob_store import BlobStore
from desktop.services.office import Work
from desktop.services.settings import write_setting
from desktop.services.syncing.desks import read_peers
from desktop.services.syncing.roads import road_settings
from desktop.sync.records import DOSSIER_FILES, Record, Revision

_ASKED = "scans_asked"
# One package: a bad line carries it in one sitting, and a stick has room for many.
_MOST_BYTES, _MOST_DOSSIERS = 16 * MIB, 200
_NAMES = uuid.UUID("5b0c8f0a-4f0e-5a2e-8f57-0a6f5a3a7c1d")
_SETTLED = (DossierState.FINISHED, DossierState.RETURNED)


@dataclass(frozen=True, slots=True)
class NewScan:
    """A scan that no package carries yet; ``blob`` is its name in our own store."""

    sha256: str
    blob: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DueScans:
    """The record that names a dossier's scans, and those of them that must go along."""

    record: Record
    new: tuple[NewScan, ...]


def keep_asked(work: Work, asked: Scans) -> None:
    """What the invitation asks for."""
    write_setting(work, _ASKED, str(asked))


def read_asked(connection: Connection) -> Scans:
    """What the province has asked for; nothing where its invitation says nothing."""
    query = select(settings.c.value).where(settings.c.key == _ASKED)
    return Scans(connection.execute(query).scalar_one_or_none() or Scans.NONE)


def scans_allowed(connection: Connection) -> Scans:
    """What both sides have agreed to, on this desk."""
    allowed = may_leave(read_asked(connection), road_settings(connection).scans)
    return allowed if _is_sender(connection) else Scans.NONE


def _is_sender(connection: Connection) -> bool:
    """One desk that is not the leading one first tells the others, then begins."""
    peers = [peer for peer in read_peers(connection) if peer.revoked_at is None]
    able = [peer for peer in peers if peer.has_way or (peer.is_me and peer.is_lead)]
    able.sort(key=lambda peer: (not peer.is_lead, peer.desk_number))
    return not peers or (bool(able) and able[0].is_me)


def due_scans(connection: Connection, store: BlobStore, unit: str) -> Iterator[DueScans]:
    """Dossier by dossier, oldest first, until a package is full. A lost file waits."""
    allowed = scans_allowed(connection)
    if allowed is Scans.NONE:
        return
    size, gone = 0, _Gone(connection)
    for rows in _by_dossier(connection, allowed):
        files, new = _read(store, rows, gone)
        if not new:
            continue
        before, size = size, size + sum(len(scan.content) for scan in new)
        if before and size > _MOST_BYTES:
            return
        gone.now |= {scan.sha256 for scan in new}
        yield DueScans(_record(rows[0], unit, files), tuple(new))


def _read(
    store: BlobStore, rows: list[Any], gone: _Gone
) -> tuple[list[dict[str, Any]], list[NewScan]]:
    files, new = list[dict[str, Any]](), dict[str, NewScan]()
    for row in rows:
        digest = row.sha256
        if digest is None or not gone.carries(digest):
            try:
                content = store.get(row.blob, row.file_name)
            except EnvironmentProblem:
                continue
            digest = hashlib.sha256(content).hexdigest()
            if not gone.carries(digest) and not gone.has_delivered(row.blob):
                new[digest] = NewScan(digest, row.blob, content)
        told = {"file": digest, "size": row.size, "type": row.media_type}
        files.append({**told, "pages": row.page_count, "result": row.is_result})
    return files, list(new.values())


class _Gone:
    """What is on its way to the province or there, looked up one by one: there may be millions.

    ``now`` holds what the package being made takes along.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.now = set[str]()

    def carries(self, digest: str) -> bool:
        """Whether a package of this desk has the file."""
        in_force = (SentState.WAITING, SentState.ACKNOWLEDGED)
        query = (
            select(sent_files.c.package_id)
            .join(sent_packages, sent_packages.c.id == sent_files.c.package_id)
            .where(sent_files.c.sha256 == digest, sent_packages.c.state.in_(in_force))
        )
        return digest in self.now or self._finds(query)

    def has_delivered(self, blob: str) -> bool:
        """Whether the province has it through any desk of the unit."""
        scans = desk_delivered_scans.c
        return self._finds(select(scans.device).where(scans.blob == blob))

    def _finds(self, query: Select[Any]) -> bool:
        return self._connection.execute(query.limit(1)).first() is not None


def untold_deliveries(
    connection: Connection, most: int, *, everything: bool = False, after: str = ""
) -> list[str]:
    """Scans that the province has acknowledged to this desk and the others do not know of.

    At most so many, by their names; with ``everything`` also those they know, from ``after`` on.
    """
    query = (
        select(scan_digests.c.blob)
        .join(sent_files, sent_files.c.sha256 == scan_digests.c.sha256)
        .join(sent_packages, sent_packages.c.id == sent_files.c.package_id)
        .where(sent_packages.c.state == SentState.ACKNOWLEDGED, scan_digests.c.blob > after)
        .distinct()
    )
    if not everything:
        query = query.where(scan_digests.c.blob.not_in(select(desk_delivered_scans.c.blob)))
    return list(connection.execute(query.order_by(scan_digests.c.blob).limit(most)).scalars())


def note_deliveries(connection: Connection, device: uuid.UUID, blobs: list[str]) -> None:
    """Remembers what a desk has delivered."""
    rows = [{"blob": blob, "device": device} for blob in blobs]
    if rows:
        connection.execute(upsert(desk_delivered_scans).on_conflict_do_nothing(), rows)


def _by_dossier(connection: Connection, allowed: Scans) -> Iterator[list[Any]]:
    """Dossiers that have a scan no package carries, each with all that may leave."""
    a, d = attachments.c, dossiers.c
    in_force = (SentState.WAITING, SentState.ACKNOWLEDGED)
    carried = (
        select(scan_digests.c.blob)
        .join(sent_files, sent_files.c.sha256 == scan_digests.c.sha256)
        .join(sent_packages, sent_packages.c.id == sent_files.c.package_id)
        .where(sent_packages.c.state.in_(in_force))
    )
    allowed_rows = [a.removed_at.is_(None), d.state.in_(_SETTLED)]
    if allowed is Scans.RESULTS:
        allowed_rows.append(a.is_result.is_(True))
    delivered = select(desk_delivered_scans.c.blob)
    due = (
        select(d.id)
        .join(attachments, a.dossier_id == d.id)
        .where(*allowed_rows, a.blob.not_in(carried), a.blob.not_in(delivered))
        .group_by(d.id)
        .order_by(d.id)
        .limit(_MOST_DOSSIERS)
    )
    query = (
        select(
            attachments,
            scan_digests.c.sha256,
            d.uuid.label("record"),
            d.code,
            d.received_at,
            d.revision,
            devices.c.uuid.label("device"),
        )
        .join(dossiers, d.id == a.dossier_id)
        .join(devices, devices.c.id == d.revision_device)
        .outerjoin(scan_digests, scan_digests.c.blob == a.blob)
        .where(*allowed_rows, d.id.in_(due))
        .order_by(d.id, a.id)
    )
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        rows.setdefault(row.dossier_id, []).append(row)
    yield from rows.values()


def _record(row: Any, unit: str, files: list[dict[str, Any]]) -> Record:
    content = {
        "unit": unit,
        "dossier": str(row.record),
        "code": row.code,
        "year": local_date(row.received_at).year,
        "files": files,
    }
    return Record(DOSSIER_FILES, files_id(row.record), Revision(row.revision, row.device), content)


def files_id(dossier: uuid.UUID) -> uuid.UUID:
    """The id of the record that names a dossier's scans."""
    return uuid.uuid5(_NAMES, str(dossier))


def remember_digests(work: Work, scans: list[DueScans]) -> None:
    """Which stored file has which hash: found once, told for ever."""
    rows = [{"blob": n.blob, "sha256": n.sha256} for scan in scans for n in scan.new]
    work.connection.execute(upsert(scan_digests).on_conflict_do_nothing(), rows)
