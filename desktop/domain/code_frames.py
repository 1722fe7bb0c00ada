"""A long text as several QR codes of digits, read back by a keyboard-wedge scanner in any order.

Digits only: what a scanner types goes through the keyboard layout and the Vietnamese input
method of the machine, which change letters and signs but never a digit that stands alone. QR has
a mode of its own for digits, so nothing is lost in size.

A frame is: mark (6 digits), number of frames (2), place (2), check of the whole text (6),
content, check of the frame (5).
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from enum import StrEnum

_MARK = "770177"
_BYTES = 280
_MOST_FRAMES, _MOST_BYTES = 60, 64 * 1024
_HEAD, _CHECK = len(_MARK) + 2 + 2 + 6, 5


class FrameProblem(StrEnum):
    """Why a scanned line was not taken."""

    FOREIGN = "foreign"
    DAMAGED = "damaged"
    OTHER_TEXT = "other_text"


def frames_of(text: str) -> tuple[str, ...]:
    """The frames of a text, each a row of digits."""
    packed = zlib.compress(text.encode(), 9)
    chunks = [packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES)]
    whole = _check_of_text(packed)
    found = []
    for place, chunk in enumerate(chunks, start=1):
        # A one in front keeps zeros at the beginning of a chunk.
        digits = str(int.from_bytes(b"\x01" + chunk, "big"))
        body = f"{_MARK}{len(chunks):02d}{place:02d}{whole}{digits}"
        found.append(body + _check_of_frame(body))
    return tuple(found)


@dataclass
class FrameCollector:
    """Takes frames as they are scanned; ``text`` is there when all have come."""

    total: int = 0
    _whole: str = ""
    _chunks: dict[int, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many different frames have come."""
        return len(self._chunks)

    @property
    def missing(self) -> tuple[int, ...]:
        """Places that have not come yet, from 1."""
        return tuple(n for n in range(1, self.total + 1) if n not in self._chunks)

    def add(self, line: str) -> FrameProblem | None:
        """One scanned line; None when it was taken, also for the second time."""
        digits = "".join(line.split())
        if not (digits.isascii() and digits.isdigit() and digits.startswith(_MARK)):
            return FrameProblem.FOREIGN
        body, check = digits[:-_CHECK], digits[-_CHECK:]
        if len(body) <= _HEAD or _check_of_frame(body) != check:
            return FrameProblem.DAMAGED
        total, place, whole = int(body[6:8]), int(body[8:10]), body[10:_HEAD]
        chunk = _chunk(body[_HEAD:])
        if chunk is None or not 1 <= place <= total <= _MOST_FRAMES:
            return FrameProblem.DAMAGED
        if self.total and (self.total, self._whole) != (total, whole):
            return FrameProblem.OTHER_TEXT
        self.total, self._whole = total, whole
        self._chunks[place] = chunk
        return None

    def text(self) -> str | None:
        """The whole text; None while frames are missing, or when they do not fit together."""
        if not self.total or self.missing:
            return None
        packed = b"".join(self._chunks[n] for n in range(1, self.total + 1))
        if _check_of_text(packed) != self._whole:
            return None
        reader = zlib.decompressobj()
        try:
            content = reader.decompress(packed, _MOST_BYTES)
            return content.decode() if reader.eof else None
        except (zlib.error, UnicodeDecodeError):
            return None


def _chunk(digits: str) -> bytes | None:
    if len(digits) > 3 * _BYTES:
        return None
    value = int(digits)
    content = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return content[1:] if content[:1] == b"\x01" else None


def _check_of_text(packed: bytes) -> str:
    return f"{int.from_bytes(hashlib.sha256(packed).digest()[:6], 'big') % 1_000_000:06d}"


def _check_of_frame(body: str) -> str:
    return f"{zlib.crc32(body.encode()) % 100_000:05d}"
