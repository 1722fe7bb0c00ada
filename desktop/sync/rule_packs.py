"""Rule packs (gói quy định) of the province and the units' answers: signed, not sealed.

Criteria, catalogues, calendars and forms are public; what matters is who says so. Packs lie in
``units/<unit>/rules/``, answers in ``province/<unit>/<device>/rules/``.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.appraisals import PackKind, PackState
from desktop.domain.packages import FORMAT_VERSION, MIB, PackageProblem, PackageRefused
from desktop.sync.envelopes import check_text, open_text, sign_text
from desktop.sync.manifest import sha256
from desktop.sync.places import TO_PROVINCE, TO_UNITS
from desktop.sync.records import read_instant, written_instant
from desktop.sync.signatures import SigningKey

RULE_PACK = "rulepack@somotcua"
RULE_ANSWER = "ruleanswer@somotcua"
LARGEST_RULES = 16 * MIB
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ANSWER = re.compile(
    rf"^province/(?P<unit>\d{{2,5}})/(?P<device>{_ID})/rules/(?P<pack>{_ID})\.answer\.json$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class RulePack:
    """One file of rules; of the same kind and name, only a higher number replaces a lower."""

    id: uuid.UUID
    province: str
    kind: PackKind
    name: str
    number: int
    valid_from: date | None
    title: str
    file_name: str
    content: bytes
    made_at: datetime

    def to_bytes(self, key: SigningKey) -> bytes:
        """The file, signed by the province."""
        data = {
            "format": "somotcua-rulepack",
            "version": FORMAT_VERSION,
            "id": str(self.id),
            "province": self.province,
            "kind": str(self.kind),
            "name": self.name,
            "number": self.number,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "title": self.title,
            "file_name": self.file_name,
            "sha256": sha256(self.content),
            "content": base64.b64encode(self.content).decode(),
            "made_at": written_instant(self.made_at),
        }
        return sign_text(data, key, RULE_PACK)


def read_rule_pack(content: bytes, province_key: str) -> RulePack:
    """A pack that this province signed. Raises PackageRefused."""
    data, text, signature = open_text(content, "rulepack")
    check_text(text, signature, province_key, RULE_PACK)
    try:
        held = base64.b64decode(data["content"], validate=True)
        made_at = read_instant(data["made_at"])
        valid_from = data["valid_from"] and date.fromisoformat(data["valid_from"])
    except (ValueError, binascii.Error):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    if sha256(held) != data["sha256"]:
        raise PackageRefused(PackageProblem.DAMAGED, part=0)
    assert made_at is not None
    return RulePack(
        uuid.UUID(data["id"]),
        data["province"],
        PackKind(data["kind"]),
        data["name"],
        data["number"],
        valid_from,
        data["title"],
        data["file_name"],
        held,
        made_at,
    )


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What became of a pack at one device of a unit, in words of the unit's program."""

    pack: uuid.UUID
    unit: str
    device: uuid.UUID
    state: PackState
    message: str
    at: datetime

    def to_bytes(self, key: SigningKey) -> bytes:
        """The file, signed by the device."""
        data = {
            "format": "somotcua-ruleanswer",
            "version": FORMAT_VERSION,
            "pack": str(self.pack),
            "unit": self.unit,
            "device": str(self.device),
            "state": str(self.state),
            "message": self.message,
            "at": written_instant(self.at),
        }
        return sign_text(data, key, RULE_ANSWER)


def read_rule_answer(content: bytes, device_key: str) -> RuleAnswer:
    """An answer that this device signed. Raises PackageRefused."""
    data, text, signature = open_text(content, "ruleanswer")
    check_text(text, signature, device_key, RULE_ANSWER)
    try:
        at = read_instant(data["at"])
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert at is not None
    return RuleAnswer(
        uuid.UUID(data["pack"]),
        data["unit"],
        uuid.UUID(data["device"]),
        PackState(data["state"]),
        data["message"],
        at,
    )


def rules_of(unit: str) -> str:
    """The folder of the packs for a unit, ending in a slash."""
    return f"{TO_UNITS}{unit}/rules/"


def pack_place(unit: str, pack: uuid.UUID) -> str:
    """Where a pack lies for a unit."""
    return f"{rules_of(unit)}{pack}.rules.json"


def pack_of_place(name: str) -> str:
    """The id in the name of a pack's file; empty for another file."""
    found = re.fullmatch(rf"units/\d{{2,5}}/rules/({_ID})\.rules\.json", name, re.ASCII)
    return found[1] if found else ""


def answer_place(unit: str, device: uuid.UUID, pack: uuid.UUID) -> str:
    """Where a device's answer to a pack lies."""
    return f"{TO_PROVINCE}{unit}/{device}/rules/{pack}.answer.json"


def answer_at(name: str) -> tuple[str, uuid.UUID] | None:
    """Unit and device of an answer's place; None for another file."""
    found = _ANSWER.match(name)
    return (found["unit"], uuid.UUID(found["device"])) if found else None
