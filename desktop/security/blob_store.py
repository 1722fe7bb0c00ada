"""Attachments on disk: encrypted once, named by a keyed hash, never edited.

Equal files are stored once, and names leak nothing. Files are in the age format (X25519),
so the reference ``age`` program can open them with the office's identity.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import pyrage

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.security.files import disk_problem, read_problem, write_whole


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """What the database remembers of a stored file; sizes in bytes."""

    name: str
    size: int
    stored_size: int
    stored_sha256: str


class BlobStore:
    """The ``attachments`` folder of one office."""

    def __init__(self, folder: Path, identity: str, naming_key: bytes) -> None:
        self.folder = folder
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self._naming_key = naming_key

    @staticmethod
    def new_identity() -> str:
        """A fresh age identity as text, to be kept in the encrypted database."""
        return str(pyrage.x25519.Identity.generate())

    def name_of(self, content: bytes) -> str:
        """The name under which this content is stored."""
        return hmac.new(self._naming_key, content, hashlib.sha256).hexdigest()

    def path_of(self, name: str) -> Path:
        """Where a blob lies; the name is one of ours, never text from outside."""
        return self.folder / name[:2] / name

    def put(self, content: bytes) -> StoredBlob:
        """Stores content durably and tells its name; equal content is stored once."""
        name = self.name_of(content)
        path = self.path_of(name)
        if path.exists():
            stored = path.read_bytes()
            if self._opens_as(stored, content):
                return _described(name, content, stored)
        stored = pyrage.encrypt(content, [self._identity.to_public()])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_problem(error, path) from error
        write_whole(path, stored)
        return _described(name, content, stored)

    def get(self, name: str, shown_name: str = "") -> bytes:
        """The content. Raises ATTACHMENT_DAMAGED when it is missing or does not open."""
        path = self.path_of(name)
        problem = EnvironmentProblem(Surroundings.ATTACHMENT_DAMAGED, file=shown_name or name[:12])
        try:
            content: bytes = pyrage.decrypt(path.read_bytes(), [self._identity])
        except FileNotFoundError:
            raise problem from None
        except OSError as error:
            raise read_problem(error, path) from error
        except pyrage.DecryptError as error:
            raise problem from error
        if self.name_of(content) != name:
            raise problem
        return content

    def _opens_as(self, stored: bytes, content: bytes) -> bool:
        try:
            return bool(pyrage.decrypt(stored, [self._identity]) == content)
        except pyrage.DecryptError:
            return False


def _described(name: str, content: bytes, stored: bytes) -> StoredBlob:
    return StoredBlob(name, len(content), len(stored), hashlib.sha256(stored).hexdigest())
