"""Reading the province's own packages: appraisals and published results.

A letter is believed only when the key on our invitation has signed it and it is sealed for this
device. Each is taken in by one transaction; one bad item is told and stops no other. There is no
receipt: the next submission says what has arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from desktop.domain.packages import ItemReason, ItemRefused, PackageProblem, PackageRefused
from desktop.models.rounds import read_letters as letters_table
from desktop.services.assessments.province_word import APPLY
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.syncing.links import Link, all_identities
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes import Mailbox
from desktop.sync.opening import Head, Item, check_parts, read_head, read_items
from desktop.sync.places import MANIFEST, LetterPlace, letters_among, letters_of
from desktop.sync.records import Record
from desktop.wording.sync import item_reason_text

# What a kind of record does here. A kind that is not named is one bad item.
Applies = Callable[[Work, Record], bool]
KINDS: dict[str, Applies] = {**APPLY}


@dataclass
class LettersRead:
    """What one look for letters brought: letters taken in, records that were new, trouble."""

    letters: int = 0
    applied: int = 0
    refused: list[PackageRefused] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)


def read_letters(office: Office, link: Link, mailbox: Mailbox) -> LettersRead:
    """Takes in every letter to this device that was not read yet; leaves them lying."""
    found = LettersRead()
    prefix = letters_of(office.info.unit_code, link.device)
    places = letters_among([stored.name for stored in mailbox.list(prefix)])
    for place, files in places.items():
        if MANIFEST not in files:
            continue  # still being written: it comes again
        try:
            _read_one(office, link, mailbox, place, found)
        except PackageRefused as refused:
            found.refused.append(refused)
    return found


def _read_one(
    office: Office, link: Link, mailbox: Mailbox, place: LetterPlace, found: LettersRead
) -> None:
    source = source_in(mailbox, place)
    head = read_head(source)
    with office.reading() as connection:
        known = letters_table.c.manifest_sha256 == head.sha256
        if connection.execute(select(letters_table.c.number).where(known)).first() is not None:
            return
        identity = all_identities(connection).get(head.manifest.province_key, "")
    _check_sender(link, head, identity)
    check_parts(head, source)
    items = list(read_items(head, source, identity))
    with office.command() as work:
        problems = list(_apply(work, items, found))
        _remember(work, head, len(items), problems)
    found.letters += 1
    found.quarantined += problems


def _check_sender(link: Link, head: Head, identity: str) -> None:
    manifest = head.manifest
    if manifest.origin.key not in (link.province.sign, *link.former_signers):
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    ours = (link.province.code, link.province.code)
    if not identity or (manifest.origin.unit, manifest.province) != ours:
        raise PackageRefused(PackageProblem.NOT_FOR_US)


def _apply(work: Work, items: list[Item], found: LettersRead) -> Iterator[str]:
    """Applies every usable record; gives the words about the others."""
    for item in items:
        refused = item.refused
        if item.record is not None:
            try:
                found.applied += _apply_one(work, item.record)
            except ItemRefused as error:
                refused = error
        if refused is not None:
            yield f"Mục {item.position}: {item_reason_text(refused.reason, refused.detail)}"


def _apply_one(work: Work, record: Record) -> bool:
    apply = KINDS.get(record.kind)
    if apply is None:
        raise ItemRefused(ItemReason.UNKNOWN_KIND, record.kind)
    return apply(work, record)


def _remember(work: Work, head: Head, items: int, problems: list[str]) -> None:
    manifest = head.manifest
    row: dict[str, Any] = {
        "manifest_sha256": head.sha256,
        "chain": manifest.origin.chain,
        "number": manifest.number,
        "read_at": work.now,
        "item_count": items,
        "problems": problems,
    }
    work.connection.execute(insert(letters_table).values(row))
    work.audit("sync.letter", f"{manifest.number}", items=items, problems=len(problems))
    work.outcome(None, Change.SYNC)
