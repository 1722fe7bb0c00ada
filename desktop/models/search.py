"""The search index: contentless FTS5 over folded text, newest first.

SQLite's tokenizers do not fold đ, so both sides are folded by ``domain.text``. A row's id in
the index is ``2**40 - dossier id``: the natural order of the index is then newest first, and
``ORDER BY rowid LIMIT n`` stops after n hits (architecture §3).

Adding one row to the index costs a third of saving a dossier, adding thirty little more. So
the words of new dossiers wait in a table of their own, written in the same transaction, and go
into the index together. A search looks into both: a dossier is found from the moment it is
saved, also after a power cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, Text

from desktop.domain.text import words
from desktop.models.base import metadata
from desktop.models.prepared import driver, first_value, run

NEWEST = 2**40
# Begins the tag of a procedure in the index: folding leaves no đ, so nothing typed finds a tag.
_PROCEDURE_TAG = "đ"
# So few are read and compared at every search without being noticed.
_MOST_WAITING = 32

search_waiting = Table(
    "search_waiting",
    metadata,
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), primary_key=True),
    Column("words", Text, nullable=False),
)

_INSERT = "INSERT INTO dossier_search(rowid, words) VALUES (?, ?)"
_DELETE = "DELETE FROM dossier_search WHERE rowid = ?"
_WAIT = "INSERT INTO search_waiting (dossier_id, words) VALUES (?, ?)"
_WAIT_CHANGED = "UPDATE search_waiting SET words = ? WHERE dossier_id = ?"
_WAITING = "SELECT dossier_id, words FROM search_waiting ORDER BY dossier_id DESC"
_COUNT_WAITING = "SELECT count(*) FROM search_waiting"
_NONE_WAITING = "DELETE FROM search_waiting"


@dataclass(frozen=True)
class Sought:
    """What a search wants: each word begins a word of the dossier, and one of the procedures."""

    words: Sequence[str]
    procedure_ids: Sequence[int] = ()

    @cached_property
    def expression(self) -> str:
        """The same for the index, as an FTS5 expression."""
        parts = [f'"{word}"*' for word in self.words]
        if self.procedure_ids:
            tags = " OR ".join(f'"{_PROCEDURE_TAG}{p}"' for p in self.procedure_ids)
            parts.append(f"({tags})" if len(self.procedure_ids) > 1 else tags)
        return " AND ".join(parts)

    def is_in(self, indexed: str) -> bool:
        """Whether the index would find a dossier of these words."""
        begins, whole = f" {indexed}", f" {indexed} "
        return all(f" {word}" in begins for word in self.words) and (
            not self.procedure_ids
            or any(f" {_PROCEDURE_TAG}{p} " in whole for p in self.procedure_ids)
        )


def index_words(procedure_id: int, *parts: str) -> str:
    """The words to index for one dossier."""
    unique = dict.fromkeys(word for part in parts for word in words(part))
    return " ".join([*unique, f"{_PROCEDURE_TAG}{procedure_id}"])


def index_dossier(connection: Connection, dossier_id: int, indexed: str) -> None:
    """Makes a new dossier findable; now and then brings all that wait into the index."""
    run(connection, _WAIT, (dossier_id, indexed))
    if first_value(connection, _COUNT_WAITING) >= _MOST_WAITING:
        _bring_in(connection)


def index_many(connection: Connection, rows: list[tuple[int, str]]) -> None:
    """Adds many; each row is (NEWEST - dossier id, words). Newest first is fastest."""
    driver(connection).executemany(_INSERT, rows)


def reindex_dossier(connection: Connection, dossier_id: int, indexed: str) -> None:
    """Replaces a dossier's words after an edit."""
    if run(connection, _WAIT_CHANGED, (indexed, dossier_id)).rowcount:
        return
    run(connection, _DELETE, (NEWEST - dossier_id,))
    run(connection, _INSERT, (NEWEST - dossier_id, indexed))


def waiting_hits(connection: Connection, sought: Sequence[Sought]) -> list[int]:
    """Ids of the dossiers that one of these finds and that are not in the index yet."""
    waiting = run(connection, _WAITING).fetchall()
    return [number for number, text in waiting if any(one.is_in(text) for one in sought)]


def _bring_in(connection: Connection) -> None:
    waiting = run(connection, _WAITING).fetchall()
    index_many(connection, [(NEWEST - number, text) for number, text in waiting])
    run(connection, _NONE_WAITING)
