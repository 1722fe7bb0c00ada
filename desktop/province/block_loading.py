"""Loading the lines of a package block by block, and keeping count of what became of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from desktop.domain.packages import ItemOutcome, ItemRefused
from desktop.province.arrivals import Arrival, ArrivedDossier, arrivals
from desktop.province.loading import load_dossiers
from desktop.province.opening import Block, ReadyPart
from desktop.province.ready_loading import load_ready
from desktop.province.record_loading import RecordLoader
from desktop.sync.receipts import ReceiptItem, written_item
from desktop.sync.records import DOSSIER, Record
from desktop.wording.sync import item_reason_text

# What a line that could not be read shows of itself in quarantine.
_SHOWN_BYTES = 2_000
_Outcome = ItemOutcome | ItemRefused


@dataclass
class Tally:
    """The items of a package in their order, as the receipt writes them."""

    package_id: int
    written: list[str] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[ItemOutcome] = field(default_factory=Counter)

    def add(self, line: bytes, item: Arrival, outcome: _Outcome) -> None:
        """Another item: what it was, and what became of it."""
        self.written.append(self.answer(len(self.written) + 1, line, item, outcome))

    def add_file(self, name: str) -> None:
        """A whole file that was stored."""
        self.counts[ItemOutcome.APPLIED] += 1
        self.written.append(written_item(ReceiptItem("file", name, 0, "", ItemOutcome.APPLIED)))

    def answer(self, position: int, line: bytes, item: Arrival, outcome: _Outcome) -> str:
        """What the receipt says of an item; one that is refused goes into quarantine."""
        named, message = _named(item), ""
        if isinstance(outcome, ItemRefused):
            message = item_reason_text(outcome.reason, outcome.detail)
            shown = line[:_SHOWN_BYTES] if isinstance(item, ItemRefused) else line
            self.quarantined.append(self._refused(position, shown, outcome))
            outcome = ItemOutcome.QUARANTINED
        self.counts[outcome] += 1
        return written_item(ReceiptItem(*named, outcome, message))

    def _refused(self, position: int, line: bytes, refused: ItemRefused) -> dict[str, Any]:
        return {
            "package_id": self.package_id,
            # The lines come before the files, and each has its line in the receipt.
            "position": position,
            "reason": refused.reason,
            "detail": refused.detail,
            # PostgreSQL keeps no null character; what holds one is unreadable anyway.
            "text": line.decode("utf-8", errors="replace").replace("\0", "\ufffd"),
        }


def load_block(
    connection: Connection, others: RecordLoader, block: Block | ReadyPart, tally: Tally
) -> None:
    """Loads one part, inside the transaction of its package."""
    if isinstance(block, ReadyPart):
        _load_ready(connection, others, block, tally)
        return
    dossiers = [item for item in block.arrived if type(item) is ArrivedDossier]
    outcomes = iter(load_dossiers(connection, others.loading, dossiers))
    for line, item in zip(block.lines, block.arrived, strict=True):
        outcome = next(outcomes) if type(item) is ArrivedDossier else _load_other(others, item)
        tally.add(line, item, outcome)


def _load_ready(
    connection: Connection, others: RecordLoader, part: ReadyPart, tally: Tally
) -> None:
    block, loading, first = part.block, others.loading, len(tally.written) + 1
    known = load_ready(connection, loading, block)
    tally.counts[ItemOutcome.APPLIED] += len(block.ids) - len(known)
    answers = [""] * block.count
    for place, answer in zip(block.places, block.answers, strict=True):
        answers[place] = answer
    unsure = dict(block.others)
    if known:
        # Its bytes are proved once more: they may lie on a stick that somebody pulls out.
        lines = part.lines()
        unsure |= {block.places[n]: lines[block.places[n]] for n in known}
    found = dict(zip(unsure, arrivals(unsure.values()), strict=True))
    dossiers = {place: item for place, item in found.items() if type(item) is ArrivedDossier}
    outcomes: dict[int, _Outcome] = dict(
        zip(dossiers, load_dossiers(connection, loading, [*dossiers.values()]), strict=True)
    )
    for place in sorted(unsure):
        item = found[place]
        outcome = outcomes[place] if place in outcomes else _load_other(others, item)
        answers[place] = tally.answer(first + place, unsure[place], item, outcome)
    tally.written += answers


def _load_other(others: RecordLoader, item: Arrival) -> _Outcome:
    if isinstance(item, Record):
        return others.load(item)
    assert isinstance(item, ItemRefused)
    return item


def _named(item: Arrival) -> tuple[str, str, int, str]:
    """Kind, id, revision and label of an item; nothing of one that could not be read."""
    if isinstance(item, ArrivedDossier):
        return DOSSIER, item.id, item.counter, item.code
    if isinstance(item, Record):
        return item.kind, str(item.id), item.revision.counter, item.label
    return "", "", 0, ""
