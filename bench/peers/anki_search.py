"""Runs inside ``.bench-venv``: fills an Anki collection once, times its search, prints JSON.

Notes and cards are laid in by Anki's own database door: one INSERT a row through its backend
would take an hour. Searches go through ``find_notes``, what Anki's browser calls; ``nc:`` lets
accents not matter, as in our search.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from anki.collection import Collection

_BLOCK = 20_000
_FIELD_BREAK = "\x1f"


def main() -> None:
    """Reads what to do from standard input."""
    asked = json.load(sys.stdin)
    path = Path(asked["collection"])
    if not path.exists():
        unfinished = path.with_name("unfinished.anki2")
        unfinished.unlink(missing_ok=True)
        _fill(unfinished, Path(asked["rows"]))
        unfinished.replace(path)
    collection = Collection(str(path))
    try:
        seconds = [_timed_search(collection, text) for text in ["zz", *asked["texts"]]][1:]
        answer = {
            "version": importlib.metadata.version("anki"),
            "notes": collection.note_count(),
            "seconds": seconds,
        }
    finally:
        collection.close()
    print(json.dumps(answer))


def _timed_search(collection: Any, text: str) -> float:
    query = f'"nc:*{text}*"'
    started = time.perf_counter()
    collection.find_notes(query)
    return time.perf_counter() - started


def _fill(path: Path, rows: Path) -> None:
    collection = Collection(str(path))
    model = collection.models.by_name("Basic")
    now = int(time.time())
    with rows.open(encoding="utf-8") as file:
        lines = (line.rstrip("\n").split("\t") for line in file)
        for block in _blocks(lines):
            notes = [_note(number, cells, model["id"], now) for number, cells in block]
            collection.db.executemany(_NOTE, notes)
            cards = [(number, number, now) for number, _ in block]
            collection.db.executemany(_CARD, cards)
    collection.close()


_NOTE = (
    "INSERT INTO notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data)"
    " VALUES (?, ?, ?, ?, -1, '', ?, ?, 0, 0, '')"
)
_CARD = (
    "INSERT INTO cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps,"
    " lapses, left, odue, odid, flags, data)"
    " VALUES (?, ?, 1, 0, ?, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')"
)


def _note(number: int, cells: list[str], model: int, now: int) -> tuple[Any, ...]:
    name, *rest = cells
    return (number, f"g{number}", model, now, _FIELD_BREAK.join((name, " ".join(rest))), name)


def _blocks(lines: Iterator[list[str]]) -> Iterator[list[tuple[int, list[str]]]]:
    numbered = enumerate(lines, start=1)
    while block := list(islice(numbered, _BLOCK)):
        yield block


if __name__ == "__main__":
    main()
