"""The documents of proof that a year has already, each once, also those of explanations only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.models.assessments import evidence_documents, evidence_links
from desktop.services.attachments import blob_store
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document; ``items`` are the lines that it proves."""

    document_id: int
    file_name: str
    number: str
    dated: date | None
    summary: str
    items: tuple[str, ...]
    is_lost: bool


def known_documents(office: Office, year: int) -> tuple[KnownDocument, ...]:
    """In the order they came."""
    d, links = evidence_documents.c, evidence_links.c
    with office.reading() as connection:
        rows = connection.execute(
            select(evidence_documents).where(d.year == year).order_by(d.id)
        ).all()
        items: dict[int, list[str]] = {}
        used = select(links.document_id, links.item_id).where(links.removed_at.is_(None))
        for link in connection.execute(used.order_by(links.id)):
            items.setdefault(link.document_id, []).append(link.item_id)
    store = blob_store(office)
    return tuple(
        KnownDocument(
            row.id,
            row.file_name,
            row.number,
            row.dated,
            row.summary,
            tuple(dict.fromkeys(items.get(row.id, ()))),
            not store.path_of(row.blob).is_file(),
        )
        for row in rows
    )
