"""New keys, announced by the old ones: of a unit's device, and of the province.

Whoever changes keys proves two things: the old key says which keys follow, and the new key
proves that its holder made the wish.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.packages import FORMAT_VERSION, PackageProblem, PackageRefused
from desktop.sync.envelopes import check_text, open_text, sign_text
from desktop.sync.records import read_instant, written_instant
from desktop.sync.signatures import KEY_CHANGE, SigningKey, verify

FORMAT = "somotcua-province-keys"


def prove(new: SigningKey, owner: str, old: str, seal: str) -> str:
    """The new key's signature over the change; ``owner``: a device's id or a province's code."""
    return new.sign(_text(owner, old, new.public, seal), KEY_CHANGE)


def check_proof(proof: str, owner: str, keys: tuple[str, str, str]) -> None:
    """``keys`` are old, new, and new recipient. Raises PackageRefused."""
    old, new, seal = keys
    verify(_text(owner, old, new, seal), proof, new, KEY_CHANGE)


def _text(owner: str, old: str, new: str, seal: str) -> bytes:
    return "".join(f"{part}\n" for part in (owner, old, new, seal)).encode()


@dataclass(frozen=True, slots=True)
class ProvinceKeyChange:
    """The province's word to one and all: these keys follow that one."""

    province: str
    old: str
    sign: str
    seal: str
    made_at: datetime
    proof: str

    def to_bytes(self, old: SigningKey) -> bytes:
        """The file, signed by the old key."""
        data = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "province": self.province,
            "old": self.old,
            "sign": self.sign,
            "seal": self.seal,
            "made_at": written_instant(self.made_at),
            "proof": self.proof,
        }
        return sign_text(data, old, KEY_CHANGE)


def read_province_change(content: bytes, trusted: str) -> ProvinceKeyChange:
    """A change that the trusted key has signed. Raises PackageRefused."""
    data, text, signature = open_text(content, "province-keys")
    check_text(text, signature, trusted, KEY_CHANGE)
    if data["old"] != trusted:
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    check_proof(data["proof"], data["province"], (data["old"], data["sign"], data["seal"]))
    try:
        made_at = read_instant(data["made_at"])
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert made_at is not None
    province, old, sign = data["province"], data["old"], data["sign"]
    return ProvinceKeyChange(province, old, sign, data["seal"], made_at, data["proof"])


def change_id(device: uuid.UUID, new: str) -> uuid.UUID:
    """The id of the record by which a device announces a key."""
    return uuid.uuid5(device, new)
