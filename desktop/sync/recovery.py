"""Opening a locked office with the province's help: the request, and the province's reply.

The office's folder holds its database key sealed for the province; the province holds what opens
the seal and never the folder. Only both together open the office, and a person of the province
has compared the code of the request with a person of the unit.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.packages import (
    FORMAT_VERSION,
    MOST_MANIFEST_BYTES,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.records import read_instant, written_instant
from desktop.sync.schemas import ShapeRefused, check_shape, strict_json
from desktop.sync.sealing import seal, unseal

REQUEST, REPLY = "recovery-request", "recovery-reply"
_CODE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """``sealed`` is the key for the province, ``recipient`` whom the reply is for, once."""

    office: str
    person: str
    recipient: str
    sealed: bytes
    made_at: datetime

    @property
    def code(self) -> str:
        """What both sides read to each other: "1234 5678"."""
        digest = hashlib.sha256(self.recipient.encode() + self.sealed).digest()
        digits = f"{int.from_bytes(digest[:8], 'big') % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
        return f"{digits[:4]} {digits[4:]}"

    def to_bytes(self) -> bytes:
        """The file."""
        return _written(
            REQUEST,
            {
                "office": self.office,
                "person": self.person,
                "recipient": self.recipient,
                "sealed": base64.b64encode(self.sealed).decode(),
                "made_at": written_instant(self.made_at),
            },
        )


def read_request(content: bytes) -> RecoveryRequest:
    """Raises PackageRefused."""
    data = _read(content, REQUEST)
    try:
        made_at = read_instant(data["made_at"])
        sealed = base64.b64decode(data["sealed"], validate=True)
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    assert made_at is not None
    return RecoveryRequest(data["office"], data["person"], data["recipient"], sealed, made_at)


@dataclass(frozen=True, slots=True)
class Entrusted:
    """What stands inside the seal: the key, and whose it is."""

    key: bytes
    unit: str

    def sealed_for(self, recipient: str) -> bytes:
        """Only the holder of the recipient's identity reads it."""
        data = {"key": self.key.hex(), "unit": self.unit}
        return seal(json.dumps(data).encode(), [recipient])


def read_entrusted(sealed: bytes, identity: str) -> Entrusted:
    """Raises PackageRefused(NOT_FOR_US, DAMAGED)."""
    try:
        data = json.loads(unseal(sealed, identity, 1))
        return Entrusted(bytes.fromhex(data["key"]), str(data["unit"]))
    except (ValueError, KeyError, TypeError):
        raise PackageRefused(PackageProblem.DAMAGED, part=1) from None


def reply_bytes(entrusted: Entrusted, recipient: str) -> bytes:
    """The province's reply, for the request's recipient alone."""
    sealed = entrusted.sealed_for(recipient)
    return _written(REPLY, {"recipient": recipient, "sealed": base64.b64encode(sealed).decode()})


def read_reply(content: bytes, recipient: str, identity: str) -> Entrusted:
    """Raises PackageRefused: NOT_FOR_US for the reply to another request."""
    data = _read(content, REPLY)
    if data["recipient"] != recipient:
        raise PackageRefused(PackageProblem.NOT_FOR_US)
    try:
        sealed = base64.b64decode(data["sealed"], validate=True)
    except ValueError:
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    return read_entrusted(sealed, identity)


def _written(kind: str, data: dict[str, Any]) -> bytes:
    whole = {"format": f"somotcua-{kind}", "version": FORMAT_VERSION, **data}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _read(content: bytes, kind: str) -> dict[str, Any]:
    if len(content) > MOST_MANIFEST_BYTES:
        raise PackageRefused(PackageProblem.TOO_LARGE)
    try:
        data: dict[str, Any] = strict_json(content)
        check_shape(kind, data)
    except (ValueError, TypeError, ShapeRefused):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    return data
