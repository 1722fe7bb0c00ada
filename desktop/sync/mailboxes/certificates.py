"""A province's own certificate authority, as a person recognises it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose certificate it is, until when it holds, and its SHA-256 to compare by eye."""

    name: str
    expires_at: datetime
    fingerprint: str


def read_authority(text: str) -> Authority | None:
    """The first certificate of a PEM text; None when there is none that can be read."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509 import load_pem_x509_certificates
    from cryptography.x509.oid import NameOID

    try:
        first = load_pem_x509_certificates(text.encode())[0]
    except ValueError:
        return None
    names = first.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(names[0].value) if names else first.subject.rfc4514_string()
    return Authority(name, first.not_valid_after_utc, first.fingerprint(SHA256()).hex(":").upper())
