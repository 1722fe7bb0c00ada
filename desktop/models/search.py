"""The search index: contentless FTS5 over folded text, newest first.

SQLite's tokenizers do not fold đ, so both sides are folded by ``domain.text``. A row's id in
the index is ``2**40 - dossier id``: the natural order of the index is then newest first, and
``ORDER BY rowid LIMIT n`` stops after n hits (architecture §3).
"""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.domain.text import words
from desktop.models.prepared import driver, run

NEWEST = 2**40
# Begins the tag of a procedure in the index: folding leaves no đ, so nothing typed finds a tag.
_PROCEDURE_TAG = "đ"
_MOST_PREFIX = 7

_INSERT = "INSERT INTO dossier_search(rowid, words) VALUES (?, ?)"
_DELETE = "DELETE FROM dossier_search WHERE rowid = ?"


def index_words(procedure_id: int, *parts: str) -> str:
    """The words to index for one dossier."""
    unique = dict.fromkeys(word for part in parts for word in words(part))
    return " ".join([*unique, f"{_PROCEDURE_TAG}{procedure_id}"])


def index_dossier(connection: Connection, dossier_id: int, indexed: str) -> None:
    """Adds a new dossier's words."""
    run(connection, _INSERT, (NEWEST - dossier_id, indexed))


def index_many(connection: Connection, rows: list[tuple[int, str]]) -> None:
    """Adds many; each row is (NEWEST - dossier id, words). Newest first is fastest."""
    driver(connection).executemany(_INSERT, rows)


def reindex_dossier(connection: Connection, dossier_id: int, indexed: str) -> None:
    """Replaces a dossier's words after an edit."""
    run(connection, _DELETE, (NEWEST - dossier_id,))
    index_dossier(connection, dossier_id, indexed)


def match_expression(query_words: list[str], procedure_ids: list[int]) -> str:
    """The FTS5 expression: every word as a prefix, and one of the procedures if any."""
    parts = [f'"{word}"*' for word in query_words]
    if procedure_ids:
        tags = " OR ".join(f'"{_PROCEDURE_TAG}{p}"' for p in procedure_ids)
        parts.append(f"({tags})" if len(procedure_ids) > 1 else tags)
    return " AND ".join(parts)
