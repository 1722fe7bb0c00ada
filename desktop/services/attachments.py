"""Files of a dossier: recognised by content, encrypted once, opened again whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.text import clean
from desktop.imports.file_kinds import ENDINGS, SCANS, FileKind, examine_file, page_count
from desktop.models.dossiers import attachments, blobs, dossiers
from desktop.security.blob_store import BlobStore, StoredBlob
from desktop.security.files import read_problem
from desktop.services.moves import find_dossier
from desktop.services.office import ATTACHMENTS_NAME, Office, Work, new_travel_id
from desktop.services.outcomes import Change, Outcome

LARGEST_ATTACHMENT = 50 * 2**20


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A stored file; ``renamed_to`` when its name did not say what it is.

    ``was_there`` when the dossier had this very content already, and nothing was added.
    """

    id: int
    file_name: str
    media_type: str
    pages: int | None
    renamed_to: str = ""
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class FileContent:
    """An opened attachment."""

    file_name: str
    media_type: str
    content: bytes


def blob_store(office: Office) -> BlobStore:
    """The store of this office."""
    return BlobStore(
        office.folder / ATTACHMENTS_NAME,
        office.secret("attachment_identity"),
        bytes.fromhex(office.secret("attachment_naming_key")),
    )


def read_attachable(path: Path) -> bytes:
    """The file's bytes. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, FILE_TOO_LARGE."""
    try:
        size = path.stat().st_size
        _check_size(size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise read_problem(error, path) from error


def check_attachable(
    content: bytes, file_name: str, also: frozenset[FileKind] = frozenset()
) -> FileKind:
    """What the file is: a scan, or of a kind in ``also``.

    Raises FILE_NOT_RECOGNISED, FILE_LOCKED, FILE_DAMAGED.
    """
    finding = examine_file(content)
    if finding.kind is None or finding.kind not in SCANS | also:
        raise RuleViolation(Rule.FILE_NOT_RECOGNISED, file=file_name, found=finding.found)
    if finding.is_locked:
        raise RuleViolation(Rule.FILE_LOCKED, file=file_name)
    if finding.is_damaged:
        raise RuleViolation(Rule.FILE_DAMAGED, file=file_name, found=finding.found)
    return finding.kind


def attach(
    office: Office,
    code: str,
    file_name: str,
    content: bytes,
    *,
    position: int | None = None,
    is_result: bool = False,
    also: frozenset[FileKind] = frozenset(),
) -> Outcome[AddedFile]:
    """Adds a file to a dossier: on disk first, then in the record. Raises FILE_* problems.

    The same content twice in one place of a dossier stays one file.
    """
    _check_size(len(content), file_name)
    kind = check_attachable(content, file_name, also)
    with office.reading() as connection:
        find_dossier(connection, code)  # nothing is laid on the disk for a code mistyped
    shown = right_name(clean(file_name), kind)
    stored = blob_store(office).put(content)
    pages = page_count(content, kind)
    with office.command() as work:
        connection = work.connection
        dossier = find_dossier(connection, code)
        note_blob(work, stored)
        same = and_(
            attachments.c.dossier_id == dossier.id,
            attachments.c.blob == stored.name,
            attachments.c.position.is_(position),
            attachments.c.is_result == is_result,
            attachments.c.removed_at.is_(None),
        )
        there = connection.execute(select(attachments).where(same)).first()
        if there is not None:
            known = AddedFile(there.id, there.file_name, str(kind), pages, was_there=True)
            return work.outcome(known)
        attachment_id = connection.execute(
            insert(attachments)
            .values(
                uuid=new_travel_id(),
                dossier_id=dossier.id,
                position=position,
                file_name=shown,
                media_type=str(kind),
                size=stored.size,
                page_count=pages,
                blob=stored.name,
                is_result=is_result,
                added_at=work.now,
                added_by=work.user.name,
            )
            .returning(attachments.c.id)
        ).scalar_one()
        _note_files(work, dossier.id, has_files=True)
        work.queue("dossier", dossier.uuid)
        work.audit("attachment.add", dossier.code, size=stored.size)
        renamed = shown if shown != clean(file_name) else ""
        added = AddedFile(attachment_id, shown, str(kind), pages, renamed)
        return work.outcome(added, Change.DOSSIERS)


def note_blob(work: Work, stored: StoredBlob) -> None:
    """Remembers a stored file, for backups and the health check."""
    work.connection.execute(
        upsert(blobs)
        .values(
            name=stored.name,
            size=stored.size,
            stored_size=stored.stored_size,
            stored_sha256=stored.stored_sha256,
            created_at=work.now,
        )
        # A file that was damaged or lost on the disk has just been stored anew.
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"stored_size": stored.stored_size, "stored_sha256": stored.stored_sha256},
        )
    )


def open_attachment(office: Office, attachment_id: int) -> FileContent:
    """The whole content. Raises ATTACHMENT_NOT_FOUND, ATTACHMENT_DAMAGED."""
    with office.reading() as connection:
        row = connection.execute(
            select(attachments).where(attachments.c.id == attachment_id)
        ).one_or_none()
    if row is None:
        raise RuleViolation(Rule.ATTACHMENT_NOT_FOUND)
    content = blob_store(office).get(row.blob, row.file_name)
    return FileContent(row.file_name, row.media_type, content)


def remove_attachment(office: Office, attachment_id: int) -> Outcome[None]:
    """Takes a file out of the dossier; the stored bytes stay, so that it can be put back."""
    return _set_removed(office, attachment_id, removed=True)


def put_back_attachment(office: Office, attachment_id: int) -> Outcome[None]:
    """Undoes a removal."""
    return _set_removed(office, attachment_id, removed=False)


def _set_removed(office: Office, attachment_id: int, *, removed: bool) -> Outcome[None]:
    with office.command() as work:
        connection = work.connection
        row = connection.execute(
            select(attachments.c.dossier_id, dossiers.c.code, dossiers.c.uuid)
            .join(dossiers, dossiers.c.id == attachments.c.dossier_id)
            .where(attachments.c.id == attachment_id)
        ).one_or_none()
        if row is None:
            raise RuleViolation(Rule.ATTACHMENT_NOT_FOUND)
        connection.execute(
            update(attachments)
            .where(attachments.c.id == attachment_id)
            .values(removed_at=work.now if removed else None)
        )
        left = connection.execute(
            select(func.count()).where(
                attachments.c.dossier_id == row.dossier_id, attachments.c.removed_at.is_(None)
            )
        ).scalar_one()
        _note_files(work, row.dossier_id, has_files=left > 0)
        work.queue("dossier", row.uuid)
        work.audit("attachment.remove" if removed else "attachment.put_back", row.code)
        return work.outcome(None, Change.DOSSIERS)


def _note_files(work: Work, dossier_id: int, *, has_files: bool) -> None:
    """A new revision of the dossier by this desk, as every change of a record."""
    work.connection.execute(
        update(dossiers)
        .where(dossiers.c.id == dossier_id)
        .values(
            has_files=has_files,
            revision=work.revision(),
            revision_device=work.office.info.device_id,
        )
    )


def damaged_attachments(office: Office) -> tuple[int, list[str]]:
    """How many stored files there are, and the names of those missing or changed on disk."""
    store = blob_store(office)
    with office.reading() as connection:
        rows = connection.execute(select(blobs.c.name, blobs.c.stored_sha256)).all()
    damaged = []
    for row in rows:
        path = store.path_of(row.name)
        try:
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == row.stored_sha256
        except OSError:
            whole = False
        if not whole:
            damaged.append(row.name)
    return len(rows), damaged


def _check_size(size: int, file_name: str) -> None:
    if size > LARGEST_ATTACHMENT:
        shown, most = f"{size / 2**20:.0f} MB", f"{LARGEST_ATTACHMENT // 2**20} MB"
        raise RuleViolation(Rule.FILE_TOO_LARGE, file=file_name, size=shown, most=most)


def right_name(file_name: str, kind: FileKind) -> str:
    """A name whose ending says what the file is."""
    name = Path(file_name).name or "tệp"
    if name.lower().endswith(ENDINGS[kind]):
        return name
    return name + ENDINGS[kind][0]
