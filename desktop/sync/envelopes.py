"""A signed text in one small file: for invitations and receipts.

``{"text": "…", "signature": "-----BEGIN SSH SIGNATURE-----…"}``: the signature is over the
UTF-8 bytes of ``text``, which is JSON itself.
"""

from __future__ import annotations

import json
from typing import Any

from desktop.domain.packages import (
    FORMAT_VERSION,
    MOST_ENVELOPE_BYTES,
    PackageProblem,
    PackageRefused,
)
from desktop.sync.schemas import ShapeRefused, check_shape, strict_json
from desktop.sync.signatures import SigningKey, verify


def sign_text(data: dict[str, Any], key: SigningKey, purpose: str) -> bytes:
    """The file."""
    return sign_written(written(data), key, purpose)


def written(data: Any) -> str:
    """Data as the text that is signed: keys in order, no spaces."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign_written(text: str, key: SigningKey, purpose: str) -> bytes:
    """The file of a text that is written already."""
    envelope = {"text": text, "signature": key.sign(text.encode(), purpose)}
    return json.dumps(envelope, ensure_ascii=False, indent=1).encode() + b"\n"


def open_text(content: bytes, kind: str) -> tuple[dict[str, Any], str, str]:
    """Data, text and signature of the right shape. Raises PackageRefused."""
    if len(content) > MOST_ENVELOPE_BYTES:
        raise PackageRefused(PackageProblem.TOO_LARGE)
    try:
        envelope = strict_json(content)
        if set(envelope) != {"text", "signature"}:
            raise ValueError(kind)
        text, signature = str(envelope["text"]), str(envelope["signature"])
        data: dict[str, Any] = strict_json(text.encode())
        if data.get("format") != f"somotcua-{kind}":
            raise PackageRefused(PackageProblem.NOT_A_PACKAGE)
        if isinstance(data.get("version"), int) and data["version"] > FORMAT_VERSION:
            raise PackageRefused(PackageProblem.TOO_NEW, version=data["version"])
        check_shape(kind, data)
    except (ValueError, TypeError, AttributeError, ShapeRefused):
        raise PackageRefused(PackageProblem.NOT_A_PACKAGE) from None
    return data, text, signature


def check_text(text: str, signature: str, public: str, purpose: str) -> None:
    """Raises PackageRefused(BAD_SIGNATURE, WRONG_SIGNER)."""
    verify(text.encode(), signature, public, purpose)
