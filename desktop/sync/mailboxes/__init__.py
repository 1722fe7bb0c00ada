"""Mailboxes: any dumb file store, behind five verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_NAME = re.compile(r"^[0-9a-z][0-9a-z.-]*(?:/[0-9a-z][0-9a-z.-]*)*/?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a mailbox: its name with slashes, its size in bytes."""

    name: str
    size: int


class Mailbox(Protocol):
    """The five verbs. Names are relative, with slashes, made by ``desktop.sync.places``.

    Every verb raises EnvironmentProblem when the store cannot be reached or refuses.
    """

    @property
    def is_far(self) -> bool:
        """Whether reading back costs as much as sending: then sizes are compared, not contents."""
        ...

    def list(self, under: str) -> list[Stored]:
        """All files below a name that ends in a slash; the file itself for any other name."""
        ...

    def read(self, name: str, most: int) -> bytes | None:
        """The content, at most ``most`` + 1 bytes of it; None when there is no such file."""
        ...

    def put_new(self, name: str, content: bytes) -> None:
        """Stores durably under a name that is free. Not every server refuses one that is taken."""
        ...

    def rename_new(self, old: str, new: str) -> None:
        """Renames at once to a name that is free."""
        ...

    def delete(self, name: str) -> None:
        """Removes a file, or all below a name that ends in a slash; gone already is no error."""
        ...

    def close(self) -> None:
        """Lets the connection go, where there is one; a later verb opens it again."""
        ...


def is_name(text: str) -> bool:
    """Whether a name is one of ours: so none of them can lead out of the mailbox."""
    return bool(_NAME.match(text)) and ".." not in text


def checked_name(name: str) -> str:
    """The name, which must be one of ours: another is a bug, never an error of the user."""
    assert is_name(name), name
    return name
