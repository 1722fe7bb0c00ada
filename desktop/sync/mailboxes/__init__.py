"""Mailboxes: any dumb file store, behind five verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a mailbox: its name with slashes, its size in bytes."""

    name: str
    size: int


class Mailbox(Protocol):
    """The five verbs. Names are relative, with slashes, made by ``desktop.sync.places``.

    Every verb raises EnvironmentProblem when the store cannot be reached or refuses.
    """

    def list(self, under: str) -> list[Stored]:
        """All files below a name that ends in a slash."""
        ...

    def read(self, name: str, most: int) -> bytes | None:
        """The content, at most ``most`` + 1 bytes of it; None when there is no such file."""
        ...

    def put_new(self, name: str, content: bytes) -> None:
        """Stores durably under a name that is free."""
        ...

    def rename_new(self, old: str, new: str) -> None:
        """Renames at once to a name that is free."""
        ...

    def delete(self, name: str) -> None:
        """Removes a file; that it is gone already is no error."""
        ...
