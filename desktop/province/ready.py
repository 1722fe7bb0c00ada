"""A part of a package made ready for a PostgreSQL server: all that needs no database.

Runs in a process of its own beside the desk (``part_openers``), so nothing here loads
SQLAlchemy. What it finds new the desk only has to send; the desk alone says what is new.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from array import array
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem
from desktop.domain.packages import ItemOutcome, PackageRefused
from desktop.province.arrivals import ArrivedDossier, arrivals, id_bytes
from desktop.province.binary_rows import binary_rows, id_array
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.opening import Head, read_part
from desktop.sync.places import PackagePlace
from desktop.sync.receipts import ReceiptItem, written_item
from desktop.sync.records import DOSSIER

_NO_PACKAGE = 0


@dataclass(frozen=True, slots=True)
class PartJob:
    """Which part of which package, where it lies, and the identity that opens it."""

    folder: Path
    place: PackagePlace
    head: Head
    number: int
    identity: str


@dataclass(frozen=True, slots=True)
class ReadyBlock:
    """The lines of a part: its dossiers as rows, no id and no code among them twice.

    ``places`` says where each dossier stands among the lines, ``answers`` what the receipt says
    of it once it is applied, one a line of text. ``others`` are the lines that are no dossiers.
    """

    count: int
    places: array[int]
    rows: bytearray
    starts: array[int]
    ids: list[str]
    codes: list[str]
    id_array: str
    answers: str
    others: list[tuple[int, bytes]]


def ready_part(job: PartJob) -> ReadyBlock | None:
    """The part; None for one that the desk must open itself, and then says what is wrong."""
    source = source_in(FolderMailbox(job.folder), job.place)
    try:
        lines = read_part(job.head, job.number, source, job.identity)
    except (PackageRefused, EnvironmentProblem):
        return None
    return ready_block(lines, job.head.manifest.origin.unit)


def ready_block(lines: list[bytes], unit: str) -> ReadyBlock | None:
    """Lines as rows of a unit; None where an id or a code stands there twice."""
    arrived = arrivals(lines)
    dossiers = [item for item in arrived if type(item) is ArrivedDossier]
    ids, codes = [item.id for item in dossiers], [item.code for item in dossiers]
    if not len(dossiers) == len(set(ids)) == len(set(codes)):
        return None
    rows = list(map(binary_rows(unit, _NO_PACKAGE), dossiers))
    ends = itertools.accumulate(map(len, rows), initial=0)
    is_dossier = [type(item) is ArrivedDossier for item in arrived]
    return ReadyBlock(
        len(lines),
        array("I", [place for place, is_one in enumerate(is_dossier) if is_one]),
        bytearray(b"".join(rows)),
        array("I", itertools.islice(ends, len(rows))),
        ids,
        codes,
        id_array(map(id_bytes, ids)),
        "\n".join(map(_applied, dossiers)),
        [(place, lines[place]) for place, is_one in enumerate(is_dossier) if not is_one],
    )


def begin_life() -> None:
    """In each process: the desk alone says when to stop, and none outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_desk, daemon=True).start()


def load_pattern() -> None:
    """Everything that the first part would wait for."""
    arrivals([b""])


def _applied(dossier: ArrivedDossier) -> str:
    """A line of the receipt; JSON holds no line break that is not escaped."""
    named = DOSSIER, dossier.id, dossier.counter, dossier.code
    return written_item(ReceiptItem(*named, ItemOutcome.APPLIED))


def _end_with_the_desk() -> None:
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
    os._exit(1)
