"""The seal over a backup's frame: what neither the hashes of its files nor zip itself look at.

An archive keeps names, sizes and dates twice; a reader uses one copy and never compares. The
seal is a SHA-256 over everything that is no content, kept in the archive's own comment, so
that any changed byte of the file is told. Backups of before have none.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

_MARK = b"sha256:"
_DIGITS = hashlib.sha256().digest_size * 2
# Laid down while the archive is written; its last digits are filled in afterwards.
ROOM = _MARK + b"0" * _DIGITS
_HEAD = 30  # bytes of a local header before its name and its extra field


def seal(path: Path) -> None:
    """Fills the seal of a finished archive in whose comment there is room for it."""
    digest = _frame_digest(path)
    with path.open("rb+") as file:
        file.seek(-_DIGITS, 2)
        file.write(digest)


def is_seal_whole(path: Path) -> bool:
    """Whether the frame is as it was sealed. Raises as reading a damaged archive does."""
    with path.open("rb") as file:
        file.seek(-len(ROOM), 2)
        kept = file.read()
    return kept == _MARK + _frame_digest(path)


def _frame_digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        place = 0
        for entry in sorted(archive.infolist(), key=lambda info: info.header_offset):
            file.seek(place)
            head = file.read(_HEAD)
            name_and_extra = int.from_bytes(head[26:28], "little")
            name_and_extra += int.from_bytes(head[28:30], "little")
            digest.update(head + file.read(name_and_extra))
            place += _HEAD + name_and_extra + entry.compress_size
        file.seek(place)
        digest.update(file.read()[:-_DIGITS])
    return digest.hexdigest().encode()
