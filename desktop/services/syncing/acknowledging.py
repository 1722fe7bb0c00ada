"""Reading the province's receipts: only they turn a package into a sent one."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from desktop.domain.packages import (
    MOST_ENVELOPE_BYTES,
    PackageOutcome,
    PackageProblem,
    PackageRefused,
    SentState,
)
from desktop.models.dossiers import dossiers
from desktop.models.offices import offices
from desktop.models.sync import province_links, sent_items, sent_packages, unknown_receipts
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change
from desktop.services.settings import SENDING_PAUSED, write_setting
from desktop.services.syncing.joining import PAUSED_BY_PROVINCE, queue_again
from desktop.services.syncing.links import Link
from desktop.services.syncing.packing import package_folder, place_of
from desktop.services.syncing.travelling import FILE
from desktop.sync.carrying import take_away
from desktop.sync.mailboxes import Mailbox
from desktop.sync.places import receipts_of
from desktop.sync.receipts import Receipt, read_receipt
from desktop.sync.records import DOSSIER

# After these the device goes on only when a person has looked at it.
_PAUSING = (PackageProblem.CHAIN_FORKED, PackageProblem.DEVICE_REVOKED)


# How long a receipt stays in a mailbox over the network.
_KEPT = timedelta(days=100)


class ReceiptsRead:
    """What one look into the mailbox brought."""

    def __init__(self) -> None:
        self.received = 0
        self.acknowledged = 0
        self.refused: list[PackageRefused] = []
        self.quarantined: list[str] = []


def read_receipts(office: Office, link: Link, mailbox: Mailbox) -> ReceiptsRead:
    """Takes in every receipt for this device that is not known yet."""
    found = ReceiptsRead()
    known = _known(office)
    entries = mailbox.list(receipts_of(office.info.unit_code, link.device))
    for entry in entries:
        if not entry.name.endswith(".receipt.json") or entry.name.rsplit("-", 1)[-1][:16] in known:
            continue
        content = mailbox.read(entry.name, MOST_ENVELOPE_BYTES)
        try:
            receipt = link.trusted(partial(read_receipt, content or b""))
            _check_mine(office, link, receipt)
            found.acknowledged += _take_in(office, receipt, (content or b"").decode())
            found.received += 1
        except PackageRefused as refused:
            found.refused.append(refused)
    _prune(office, link, mailbox)
    if mailbox.is_far:
        _tidy(office, mailbox, [entry.name for entry in entries])
    return found


def _known(office: Office) -> set[str]:
    """First signs of the manifests whose receipts have been read."""
    with office.reading() as connection:
        answered = select(sent_packages.c.manifest_sha256).where(
            sent_packages.c.receipt.is_not(None)
        )
        strange = select(unknown_receipts.c.manifest_sha256)
        return {
            digest[:16]
            for query in (answered, strange)
            for digest in connection.execute(query).scalars()
        }


def _check_mine(office: Office, link: Link, receipt: Receipt) -> None:
    if (receipt.unit, receipt.device) != (office.info.unit_code, link.device):
        raise PackageRefused(PackageProblem.NOT_FOR_US)


def _take_in(office: Office, receipt: Receipt, text: str) -> bool:
    """Whether the receipt answers a package that waited here."""
    with office.command() as work:
        _see_counter(work, receipt.highest_counter)
        row = work.connection.execute(
            select(sent_packages).where(sent_packages.c.manifest_sha256 == receipt.manifest_sha256)
        ).one_or_none()
        if row is None:
            _note_unknown(work, receipt)
        else:
            _answer(work, row, receipt, text)
        work.audit("sync.receipt", f"{receipt.number}", outcome=str(receipt.outcome))
        work.outcome(None, Change.SYNC)
    return row is not None and receipt.outcome is not PackageOutcome.REJECTED


def _answer(work: Work, row: Any, receipt: Receipt, text: str) -> None:
    rejected = receipt.outcome is PackageOutcome.REJECTED
    if not rejected:
        _answer_items(work, row, receipt)
    state = SentState.REJECTED if rejected else SentState.ACKNOWLEDGED
    work.connection.execute(
        update(sent_packages)
        .where(sent_packages.c.id == row.id)
        .values(state=state, outcome=receipt.outcome, receipt=text, acknowledged_at=work.now)
    )
    if not rejected:
        _confirm_enrolment(work, work.now)
        return
    queue_again(work, row.id)
    if any(problem.code in _PAUSING for problem in receipt.problems):
        write_setting(work, SENDING_PAUSED, PAUSED_BY_PROVINCE)


def _answer_items(work: Work, row: Any, receipt: Receipt) -> None:
    """Notes each item's outcome. A receipt that does not list every item proves nothing."""
    connection = work.connection
    sent = connection.execute(
        select(sent_items.c.position, sent_items.c.record_kind, sent_items.c.record_uuid)
        .where(sent_items.c.package_id == row.id)
        .order_by(sent_items.c.position)
    ).all()
    listed = [item.id for item in receipt.items]
    if len(listed) != len(sent) or any(
        item_id not in ("", str(line.record_uuid))
        and not (line.record_kind == FILE and item_id.startswith(line.record_uuid.hex))
        for item_id, line in zip(listed, sent, strict=True)
    ):
        raise PackageRefused(PackageProblem.INCOMPLETE, part=0)
    connection.execute(
        update(sent_items)
        .where(sent_items.c.package_id == row.id, sent_items.c.position == bindparam("place"))
        .values(outcome=bindparam("found"), message=bindparam("said")),
        [
            {"place": place, "found": item.outcome, "said": item.message}
            for place, item in enumerate(receipt.items, start=1)
        ],
    )


def _confirm_enrolment(work: Work, now: datetime) -> None:
    work.connection.execute(
        update(province_links).where(province_links.c.enrolled_at.is_(None)).values(enrolled_at=now)
    )


def _see_counter(work: Work, highest: int) -> None:
    """Revisions count up over what was seen: what is written from now on is newer."""
    work.connection.execute(
        update(offices).where(offices.c.revision < highest).values(revision=highest)
    )


def _note_unknown(work: Work, receipt: Receipt) -> None:
    """A package sent after the backup this office was restored from: what is lost here?"""
    labels = [item.label for item in receipt.items if item.label and item.kind == DOSSIER]
    here = set()
    for start in range(0, len(labels), 500):
        codes = labels[start : start + 500]
        query = select(dossiers.c.code).where(dossiers.c.code.in_(codes))
        here |= set(work.connection.execute(query).scalars())
    work.connection.execute(
        insert(unknown_receipts).values(
            manifest_sha256=receipt.manifest_sha256,
            chain=receipt.chain,
            number=receipt.number,
            received_at=receipt.received_at,
            noted_at=work.now,
            missing=sorted(set(labels) - here),
        )
    )


def _tidy(office: Office, mailbox: Mailbox, names: list[str]) -> None:
    """Takes away old receipts that are safe in the database: a listing crosses the line whole.

    Younger ones stay, for they tell an office restored from a backup what it has lost.
    """
    package = sent_packages.c
    with office.reading() as connection:
        old = connection.execute(
            select(package.manifest_sha256).where(
                package.receipt.is_not(None), package.acknowledged_at < office.now() - _KEPT
            )
        ).scalars()
        gone = {digest[:16] for digest in old}
    for name in names:
        if name.rsplit("-", 1)[-1][:16] in gone:
            mailbox.delete(name)


def _prune(office: Office, link: Link, mailbox: Mailbox) -> None:
    """Removes packages whose answer is safe in the database: here first, then in the mailbox.

    What was packed anew leaves only this machine: somebody may still carry it to the province.
    """
    package = sent_packages.c
    with office.reading() as connection:
        done = connection.execute(
            select(package.chain, package.number, package.state).where(
                package.state != SentState.WAITING
            )
        ).all()
    for row in done:
        folder = package_folder(office, row.chain, row.number)
        if folder.exists():
            if row.state is not SentState.ABANDONED:
                take_away(mailbox, place_of(office, link, row.chain, row.number))
            shutil.rmtree(folder, ignore_errors=True)
