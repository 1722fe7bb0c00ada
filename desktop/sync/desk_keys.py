"""A desk's word to the other desks of its unit: these keys follow those.

The old key signs the word, the new one proves that its holder made it. The word also says up to
which package of each chain the old key counts, so that packages may come in any order.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.packages import PackageProblem, PackageRefused
from desktop.sync.desk_places import office_prefix
from desktop.sync.envelopes import check_text, open_text, sign_text, written
from desktop.sync.records import read_instant, written_instant
from desktop.sync.signatures import KEY_CHANGE, SigningKey, verify

FORMAT = "somotcua-desk-keys"


@dataclass(frozen=True, slots=True)
class DeskKeyWord:
    """``signed``: chain to the last number under the old key; ``epoch``: see the format's page."""

    device: uuid.UUID
    epoch: int
    old: str
    old_seal: str
    sign: str
    seal: str
    signed: dict[str, int]
    made_at: datetime

    def to_bytes(self, old: SigningKey, new: SigningKey) -> bytes:
        """The file, signed by the old key and proved by the new one."""
        data = self._data()
        proof = new.sign(written(data).encode(), KEY_CHANGE)
        return sign_text({**data, "proof": proof}, old, KEY_CHANGE)

    def _data(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": 1,
            "device": str(self.device),
            "epoch": self.epoch,
            "old": self.old,
            "old_seal": self.old_seal,
            "sign": self.sign,
            "seal": self.seal,
            "signed": self.signed,
            "made_at": written_instant(self.made_at),
        }


def read_desk_key_word(content: bytes) -> DeskKeyWord:
    """A word whose two signatures are good for the keys it names; whether the old key is the
    desk's, the reader must know. Raises PackageRefused."""
    data, text, signature = open_text(content, "desk-keys")
    check_text(text, signature, data["old"], KEY_CHANGE)
    proved = {key: value for key, value in data.items() if key != "proof"}
    verify(written(proved).encode(), data["proof"], data["sign"], KEY_CHANGE)
    try:
        made_at = read_instant(data["made_at"])
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert made_at is not None
    return DeskKeyWord(
        uuid.UUID(data["device"]),
        data["epoch"],
        data["old"],
        data["old_seal"],
        data["sign"],
        data["seal"],
        data["signed"],
        made_at,
    )


def desk_keys_of(office: uuid.UUID) -> str:
    """The folder of the desks' changes of keys, ending in a slash."""
    return f"{office_prefix(office)}keys/"


def desk_keys_place(office: uuid.UUID, sign: str) -> str:
    """Where the change to this key lies."""
    digest = hashlib.sha256(sign.encode()).hexdigest()
    return f"{desk_keys_of(office)}{digest[:16]}.keys.json"
