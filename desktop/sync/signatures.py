"""Ed25519 signatures in OpenSSH's format (SSHSIG), so that ``ssh-keygen -Y verify`` checks them.

The format is that of OpenSSH's PROTOCOL.sshsig; the cryptography is the library's own.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.domain.packages import MOST_SIGNATURE_BYTES, PackageProblem, PackageRefused

# What a signature is for: a receipt can never be passed off as a package.
PACKAGE = "package@somotcua"
RECEIPT = "receipt@somotcua"
INVITATION = "invitation@somotcua"
DESK = "desk@somotcua"
KEY_CHANGE = "keychange@somotcua"

_MAGIC = b"SSHSIG"
_KEY_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = 70


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; ``text`` is what the encrypted database keeps, ``public`` may travel."""

    text: str
    public: str

    @staticmethod
    def new() -> SigningKey:
        """A fresh random key."""
        return SigningKey.from_text(Ed25519PrivateKey.generate().private_bytes_raw().hex())

    @staticmethod
    def from_text(text: str) -> SigningKey:
        """The key out of its stored text."""
        public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text)).public_key()
        blob = _string(_KEY_TYPE) + _string(public.public_bytes_raw())
        return SigningKey(text, f"ssh-ed25519 {base64.b64encode(blob).decode()}")

    def sign(self, content: bytes, purpose: str) -> str:
        """An armoured signature over the content."""
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.text))
        signature = private.sign(_signed_bytes(content, purpose))
        return _armoured(_public_blob(self.public), signature, purpose)


def verify(content: bytes, signature: str, public: str, purpose: str) -> None:
    """Raises PackageRefused: BAD_SIGNATURE, or WRONG_SIGNER when another key made it."""
    raw, signer = _parsed(signature, purpose)
    if signer != _public_blob(public):
        raise PackageRefused(PackageProblem.WRONG_SIGNER)
    key = Ed25519PublicKey.from_public_bytes(signer[-32:])
    try:
        key.verify(raw, _signed_bytes(content, purpose))
    except InvalidSignature:
        raise PackageRefused(PackageProblem.BAD_SIGNATURE) from None


def is_public_key(text: str) -> bool:
    """Whether a text is an Ed25519 public key as OpenSSH writes it, without a comment."""
    try:
        _public_blob(text)
    except PackageRefused:
        return False
    return True


def fingerprint(public: str) -> str:
    """A public key's short name for comparing by eye: "SHA256:…", as ``ssh-keygen -l`` says it."""
    digest = hashlib.sha256(_public_blob(public)).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _public_blob(public: str) -> bytes:
    kind, _, encoded = public.partition(" ")
    try:
        blob = base64.b64decode(encoded, validate=True)
    except ValueError:
        blob = b""
    start = _string(_KEY_TYPE) + struct.pack(">I", 32)
    if kind != "ssh-ed25519" or len(blob) != len(start) + 32 or not blob.startswith(start):
        raise PackageRefused(PackageProblem.BAD_SIGNATURE)
    return blob


def _signed_bytes(content: bytes, purpose: str) -> bytes:
    digest = hashlib.sha512(content).digest()
    fields = (purpose.encode(), b"", _HASH, digest)
    return _MAGIC + b"".join(map(_string, fields))


def _armoured(public: bytes, signature: bytes, purpose: str) -> str:
    wrapped = _string(_KEY_TYPE) + _string(signature)
    fields = (public, purpose.encode(), b"", _HASH, wrapped)
    blob = _MAGIC + struct.pack(">I", 1) + b"".join(map(_string, fields))
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[i : i + _LINE] for i in range(0, len(encoded), _LINE)]
    return "\n".join((_BEGIN, *lines, _END)) + "\n"


def _parsed(text: str, purpose: str) -> tuple[bytes, bytes]:
    """Signature and public key blob of an armoured text that is exactly as we write it."""
    problem = PackageRefused(PackageProblem.BAD_SIGNATURE)
    lines = text.split("\n")
    if len(text) > MOST_SIGNATURE_BYTES or len(lines) < 3:
        raise problem
    try:
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
    except ValueError:
        raise problem from None
    public, raw = blob[14 : 14 + 51], blob[-64:]
    key = _string(_KEY_TYPE) + struct.pack(">I", 32)
    # One message, one signature text: what is not byte for byte ours is refused.
    if len(public) != len(key) + 32 or text != _armoured(public, raw, purpose):
        raise problem
    return raw, public


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value
