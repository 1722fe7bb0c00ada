"""Anki as a peer: its own virtual environment, a collection with the same words, a child."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.offices import BenchOffice, opened
from desktop.models.dossiers import dossiers

VERSION = "26.9.3"
_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = _ROOT / ".bench-venv"
_CHILD = Path(__file__).with_name("anki_search.py")


class PeerMissing(Exception):
    """The peer could not be installed or did not run; the text says why."""


@dataclass(frozen=True, slots=True)
class AnkiAnswer:
    """What the child measured: seconds of each search, in the order asked."""

    version: str
    notes: int
    seconds: list[float]


def search_with_anki(office: BenchOffice, texts: list[str]) -> AnkiAnswer:
    """Searches a collection of as many notes. Raises PeerMissing."""
    python = _prepared_python()
    folder = office.folder / "peers"
    folder.mkdir(exist_ok=True)
    collection = folder / f"anki-{office.dossiers}.anki2"
    rows = folder / "rows.tsv"
    if not collection.exists():
        _write_rows(office, rows)
    asked = json.dumps({"collection": str(collection), "rows": str(rows), "texts": texts})
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [python, _CHILD], input=asked, capture_output=True, text=True, env=environment, check=False
    )
    rows.unlink(missing_ok=True)
    if done.returncode != 0:
        raise PeerMissing(done.stderr.strip().splitlines()[-1] if done.stderr else "không rõ")
    answer = json.loads(done.stdout)
    return AnkiAnswer(answer["version"], answer["notes"], answer["seconds"])


def _prepared_python() -> Path:
    """The interpreter of ``.bench-venv`` with the pinned Anki, made on first use."""
    python = _ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if _has_anki(python):
        return python
    print(f"Đang cài anki {VERSION} vào {_ENVIRONMENT} …", file=sys.stderr)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in ([sys.executable, "-m", "venv", str(_ENVIRONMENT)], [*pip, f"anki=={VERSION}"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise PeerMissing(f"cài anki {VERSION} không được: {done.stderr.strip()[-200:]}")
    return python


def _has_anki(python: Path) -> bool:
    if not python.exists():
        return False
    question = "import importlib.metadata as m; print(m.version('anki'))"
    done = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return done.stdout.strip() == VERSION


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
