"""Sealing parts: zstd for records, age (X25519) around everything."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyrage
import zstandard

from desktop.domain.packages import MIB, PackageProblem, PackageRefused

_LEVEL = 9
# A frame may not ask its reader for more memory than this.
_WINDOW_LOG = 23


def new_identity() -> str:
    """A fresh age identity as text, to be kept in the encrypted database."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half: "age1…"."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether a text is an age X25519 recipient."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal(content: bytes, recipients: Iterable[str]) -> bytes:
    """The content in the age format."""
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    sealed: bytes = pyrage.encrypt(content, keys)
    return sealed


def unseal(sealed: bytes, identity: str | list[str], part: int) -> bytes:
    """The content, by whichever identity opens it. Raises PackageRefused(NOT_FOR_US, DAMAGED)."""
    texts = [identity] if isinstance(identity, str) else identity
    try:
        content: bytes = pyrage.decrypt(sealed, list(map(pyrage.x25519.Identity.from_str, texts)))
    except pyrage.DecryptError as error:
        other_reader = "no matching keys" in str(error).lower()
        problem = PackageProblem.NOT_FOR_US if other_reader else PackageProblem.DAMAGED
        raise PackageRefused(problem, part=part) from error
    return content


class Squeezer:
    """Compresses lines until the part is full."""

    def __init__(self) -> None:
        self.unpacked = 0
        self.items = 0
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, window_log=_WINDOW_LOG, write_checksum=True
        )
        self._stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
        self._chunks: list[bytes] = []
        self._packed = 0

    def add(self, line: bytes) -> None:
        """Adds one line, newline included."""
        self.unpacked += len(line)
        self.items += 1
        self._keep(self._stream.compress(line))

    @property
    def is_full(self) -> bool:
        """Whether the part has reached the size at which parts are cut: 4 MiB, or 32 unpacked."""
        return self._packed >= 4 * MIB or self.unpacked >= 32 * MIB or self.items >= 25_000

    def finish(self) -> bytes:
        """The compressed part."""
        self._keep(self._stream.flush())
        return b"".join(self._chunks)

    def _keep(self, chunk: bytes) -> None:
        if chunk:
            self._chunks.append(chunk)
            self._packed += len(chunk)


def unsqueeze(packed: bytes, unpacked: int, part: int) -> bytes:
    """Exactly ``unpacked`` bytes, never more memory than that. Raises PackageRefused(DAMAGED)."""
    reader = zstandard.ZstdDecompressor(max_window_size=2**_WINDOW_LOG).stream_reader(
        io.BytesIO(packed)
    )
    try:
        content: bytes = reader.read(unpacked + 1)
    except zstandard.ZstdError as error:
        raise PackageRefused(PackageProblem.DAMAGED, part=part) from error
    if len(content) != unpacked:
        raise PackageRefused(PackageProblem.DAMAGED, part=part)
    return content
