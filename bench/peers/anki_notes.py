"""Anki as a peer: its own virtual environment, a collection with the same words, a child."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.offices import BenchOffice, opened
from bench.peers.environment import ask, prepared_python
from desktop.models.dossiers import dossiers

VERSION = "26.9.3"
_CHILD = Path(__file__).with_name("anki_search.py")


@dataclass(frozen=True, slots=True)
class AnkiAnswer:
    """What the child measured: seconds of each search, in the order asked."""

    version: str
    notes: int
    seconds: list[float]


def search_with_anki(office: BenchOffice, texts: list[str]) -> AnkiAnswer:
    """Searches a collection of as many notes. Raises PeerMissing."""
    python = prepared_python("anki", VERSION)
    folder = office.folder / "peers"
    folder.mkdir(exist_ok=True)
    collection = folder / f"anki-{office.dossiers}.anki2"
    rows = folder / "rows.tsv"
    if not collection.exists():
        _write_rows(office, rows)
    try:
        asked = {"collection": str(collection), "rows": str(rows), "texts": texts}
        answer = ask(python, _CHILD, asked)
    finally:
        rows.unlink(missing_ok=True)
    return AnkiAnswer(answer["version"], answer["notes"], answer["seconds"])


def _write_rows(office: BenchOffice, target: Path) -> None:
    """Name, code, phone and number of every dossier, tab-separated."""
    columns = (
        dossiers.c.applicant_name,
        dossiers.c.code,
        dossiers.c.phone,
        dossiers.c.id_number,
    )
    source = opened(office)
    try:
        with source.reading() as connection, target.open("w", encoding="utf-8") as file:
            for row in connection.execute(select(*columns)).yield_per(10_000):
                file.write("\t".join(row) + "\n")
    finally:
        source.close()
