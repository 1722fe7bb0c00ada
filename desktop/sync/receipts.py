"""The receipt (biên nhận) of one package: every item, each with its outcome, signed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring as _text
from typing import NamedTuple

from desktop.domain.packages import (
    FORMAT_VERSION,
    ItemOutcome,
    PackageOutcome,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.envelopes import check_text, open_text, sign_written, written
from desktop.sync.records import read_instant, written_instant
from desktop.sync.signatures import RECEIPT, SigningKey


class ReceiptItem(NamedTuple):
    """One item in the order of the package; ``message`` says why it was not applied."""

    kind: str
    id: str
    counter: int
    label: str
    outcome: ItemOutcome
    message: str = ""


_NO_ITEMS = '"items":[]'


@dataclass(frozen=True, slots=True)
class ReceiptProblem:
    """A reason or note about the package as a whole, in words of the province's program."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the province answers. ``highest_counter``: the highest it has from this unit."""

    province: str
    unit: str
    device: uuid.UUID
    chain: uuid.UUID
    number: int
    manifest_sha256: str
    received_at: datetime
    outcome: PackageOutcome
    problems: tuple[ReceiptProblem, ...]
    items: tuple[ReceiptItem, ...]
    highest_counter: int

    def to_bytes(self, key: SigningKey, more: Iterable[str] = ()) -> bytes:
        """The file, signed by the province; ``more`` are items that are written already."""
        data = {
            "format": "somotcua-receipt",
            "version": FORMAT_VERSION,
            "province": self.province,
            "unit": self.unit,
            "device": str(self.device),
            "chain": str(self.chain),
            "number": self.number,
            "manifest_sha256": self.manifest_sha256,
            "received_at": written_instant(self.received_at),
            "outcome": self.outcome,
            "problems": [{"code": p.code, "message": p.message} for p in self.problems],
            "items": [],
            "highest_counter": self.highest_counter,
        }
        items = (*map(written_item, self.items), *more)
        # Thousands of items of six plain values each: written one by one they take a third of
        # the time. A quote inside another text is escaped, so this key stands there once.
        text = written(data).replace(_NO_ITEMS, f'"items":[{",".join(items)}]')
        return sign_written(text, key, RECEIPT)


def written_item(item: ReceiptItem) -> str:
    """The item as JSON on one line, its keys in order."""
    return (
        f'{{"counter":{item.counter},"id":{_text(item.id)},"kind":{_text(item.kind)}'
        f',"label":{_text(item.label)},"message":{_text(item.message)}'
        f',"outcome":"{item.outcome.value}"}}'
    )


def read_receipt(content: bytes, province_key: str) -> Receipt:
    """A receipt that this province signed. Raises PackageRefused."""
    data, text, signature = open_text(content, "receipt")
    check_text(text, signature, province_key, RECEIPT)
    try:
        received_at = read_instant(data["received_at"])
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert received_at is not None
    return Receipt(
        data["province"],
        data["unit"],
        uuid.UUID(data["device"]),
        uuid.UUID(data["chain"]),
        data["number"],
        data["manifest_sha256"],
        received_at,
        PackageOutcome(data["outcome"]),
        tuple(ReceiptProblem(**problem) for problem in data["problems"]),
        tuple(
            ReceiptItem(**{**item, "outcome": ItemOutcome(item["outcome"])})
            for item in data["items"]
        ),
        data["highest_counter"],
    )
