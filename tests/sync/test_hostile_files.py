"""Files that a right key has signed and that are wrong inside: refused in words, never a crash.

The signature is good in every case, so nothing stands between the wrong value and the reader.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.appraisals import PackKind
from desktop.domain.packages import ItemOutcome, ItemRefused, PackageOutcome, PackageRefused
from desktop.sync.desk_records import Seen, read_desk_record, read_seen
from desktop.sync.envelopes import sign_text
from desktop.sync.invitations import Invitation, ProvinceKeys, read_invitation
from desktop.sync.key_changes import ProvinceKeyChange, prove, read_province_change
from desktop.sync.manifest import FilePart, Manifest, Origin, RecordsPart, read_manifest
from desktop.sync.receipts import Receipt, ReceiptItem, ReceiptProblem, read_receipt
from desktop.sync.records import Record, Revision, read_record
from desktop.sync.rule_packs import RULE_PACK, RulePack, read_rule_pack
from desktop.sync.sealing import new_identity, recipient_of
from desktop.sync.signatures import DESK, INVITATION, KEY_CHANGE, RECEIPT, SigningKey
from tests.sync.test_packages import DOSSIER

KEY, OTHER = SigningKey.new(), SigningKey.new()
SEAL = recipient_of(new_identity())
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ID = uuid.UUID(int=7 << 76 | 2 << 62)


@dataclass(frozen=True)
class Kind:
    """A file that is right, and how it is signed and read again."""

    good: bytes
    signed: Callable[[Any], bytes]
    read: Callable[[bytes], Any]

    def data(self) -> Any:
        """What is signed in it."""
        told = json.loads(self.good)
        return json.loads(told["text"]) if set(told) == {"text", "signature"} else told


def plain(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def envelope(purpose: str) -> Callable[[Any], bytes]:
    return lambda data: sign_text(data, KEY, purpose)


MANIFEST = Manifest(
    Origin("24259", ID, ID, KEY.public), "66", SEAL, 2, "0" * 64, NOW, {"dossier": 1, "file": 1},
    (RecordsPart(9, "0" * 64, 99, 1), FilePart(9, "0" * 64, 99, "1" * 64, 0)),
)  # fmt: skip
ITEMS = (ReceiptItem("dossier", str(ID), 1, "24259-261120-0001", ItemOutcome.QUARANTINED, "sai"),)
PROBLEMS = (ReceiptProblem("clock_differs", "giờ sai"),)
OUTCOME = PackageOutcome.PARTLY_ACCEPTED
RECEIPT_FILE = Receipt(
    "66", "24259", ID, ID, 1, "0" * 64, NOW, OUTCOME, PROBLEMS, ITEMS, 5
).to_bytes(KEY)  # fmt: skip
PROVINCE = ProvinceKeys("66", "Tỉnh Đắk Lắk", KEY.public, SEAL)
DESK_CONTENT = {"label": "x", "version": "0" * 32, "past": [], "sha256": "0" * 64, "body": {"a": 1}}
CHANGE = ProvinceKeyChange(
    "66", KEY.public, OTHER.public, SEAL, NOW, prove(OTHER, "66", KEY.public, SEAL)
)
KINDS = {
    "manifest": Kind(MANIFEST.to_bytes(), plain, read_manifest),
    "receipt": Kind(RECEIPT_FILE, envelope(RECEIPT), lambda c: read_receipt(c, KEY.public)),
    "invitation": Kind(
        Invitation(ID, PROVINCE, "24259", "", "0" * 64, NOW, NOW).to_bytes(KEY),
        envelope(INVITATION),
        read_invitation,
    ),
    "rule pack": Kind(
        RulePack(
            ID, "66", PackKind.CALENDAR, "lich", 3, date(2027, 1, 1), "Lịch", "l.csv", b"x", NOW
        ).to_bytes(KEY),
        envelope(RULE_PACK),
        lambda c: read_rule_pack(c, KEY.public),
    ),
    "key change": Kind(
        CHANGE.to_bytes(KEY), envelope(KEY_CHANGE), lambda c: read_province_change(c, KEY.public)
    ),
    "seen": Kind(
        Seen(ID, ID, NOW, {str(ID): 3}).to_bytes(KEY),
        envelope(DESK),
        lambda c: read_seen(c, KEY.public),
    ),
    "record": Kind(
        Record("dossier", ID, Revision(1, ID), DOSSIER).line().rstrip(b"\n"), plain, read_record
    ),
    "desk record": Kind(
        Record("desk_day", ID, Revision(1, ID), DESK_CONTENT).line().rstrip(b"\n"),
        plain,
        read_desk_record,
    ),
}
BAD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**31, 2**63, 10**400, "", " ", "x" * 5_000, "\n", "\x00", "../x",
    "9999-99-99T99:99:99Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", [], [[]], {}, {"": {}},
)  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in the data, the outermost too."""
    yield path
    inner: Any = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for key, value in inner:
        yield from places(value, (*path, key))


def changed(data: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    """A copy with one place changed."""
    copy = json.loads(json.dumps({"": data}))
    holder = copy
    for key in ("", *path)[:-1]:
        holder = holder[key]
    change(holder, ("", *path)[-1])
    return copy.get("")


@pytest.mark.parametrize("name", KINDS)
def test_every_place_with_a_wrong_value_or_none_is_read_or_refused(name: str) -> None:
    kind = KINDS[name]
    kind.read(kind.good)
    data, refused = kind.data(), 0
    for path in places(data):
        wrong = [changed(data, path, lambda h, k, bad=bad: h.__setitem__(k, bad)) for bad in BAD]
        if path:
            wrong.append(changed(data, path, lambda h, k: h.pop(k)))
        for one in wrong:
            refused += refuses(kind, lambda one=one: kind.signed(one))
    assert refused > 20


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=40)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 4), st.binary(max_size=4)),
        min_size=1,
        max_size=3,
    )
)
def test_bytes_that_were_changed_on_the_way_are_read_or_refused(
    name: str, edits: list[tuple[int, int, bytes]]
) -> None:
    content = bytearray(KINDS[name].good)
    for place, length, put in edits:
        start = place % len(content)
        content[start : start + length] = put
    refuses(KINDS[name], lambda: bytes(content))


def refuses(kind: Kind, made: Callable[[], bytes]) -> bool:
    """Whether it was refused in our own words; anything else that is raised fails the test."""
    try:
        content = made()
    except (ValueError, OverflowError):
        return True  # cannot even be written
    try:
        kind.read(content)
    except (PackageRefused, ItemRefused):
        return True
    return False
