"""A part of a package made ready for a PostgreSQL server: all that needs no database.

Runs in a process of its own beside the desk (``part_openers``), so nothing here loads
SQLAlchemy. What it finds new the desk only has to send; the desk alone says what is new.
"""

from __future__ import annotations

import gc
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
from desktop.province.arrivals import ArrivedDossier, arrivals, cut_line
from desktop.province.binary_rows import binary_rows, cut_rows
from desktop.sync.carrying import source_in
from desktop.sync.mailboxes.folder import FolderMailbox
from desktop.sync.opening import Head, read_part
from desktop.sync.places import PackagePlace
from desktop.sync.receipts import ReceiptItem, written_item
from desktop.sync.records import DOSSIER

_NO_PACKAGE = 0
# What a receipt says of a dossier that is applied: nothing in these needs escaping.
_APPLIED = (
    b'{"counter":%b,"id":"%b","kind":"dossier","label":"%b","message":"","outcome":"applied"}'
)


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
    of it once it is applied. ``others`` are the lines that are no dossiers.
    """

    count: int
    places: array[int]
    rows: bytearray
    starts: array[int]
    ids: list[str]
    codes: list[str]
    answers: list[str]
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
    writer = _Writer(unit)
    for place, line in enumerate(lines):
        writer.add(place, line)
    return writer.block(len(lines))


class _Writer:
    """Writes dossiers one by one: those of our own program straight out of their line."""

    def __init__(self, unit: str) -> None:
        self._cut_row = cut_rows(unit)
        self._row = binary_rows(unit, _NO_PACKAGE)
        self._places, self._others = array("I"), list[tuple[int, bytes]]()
        self._rows, self._answers = list[bytes](), list[bytes]()
        self._ids, self._codes = list[bytes](), list[bytes]()

    def add(self, place: int, line: bytes) -> None:
        """The line, as a row or among the others."""
        values = cut_line(line)
        if values is None:
            self._add_read(place, line)
            return
        try:
            row = self._cut_row(values)
        except ValueError:  # a day that does not exist
            self._others.append((place, line))
            return
        self._keep(place, row, values[0], values[3], _APPLIED % (values[1], values[0], values[3]))

    def _add_read(self, place: int, line: bytes) -> None:
        (item,) = arrivals([line])
        if type(item) is not ArrivedDossier:
            self._others.append((place, line))
            return
        named = DOSSIER, item.id, item.counter, item.code
        answer = written_item(ReceiptItem(*named, ItemOutcome.APPLIED)).encode()
        self._keep(place, self._row(item), item.id.encode(), item.code.encode(), answer)

    def _keep(self, place: int, row: bytes, key: bytes, code: bytes, answer: bytes) -> None:
        self._places.append(place)
        self._rows.append(row)
        self._ids.append(key)
        self._codes.append(code)
        self._answers.append(answer)

    def block(self, count: int) -> ReadyBlock | None:
        """All of it; None where an id or a code stands there twice."""
        if not len(self._rows) == len(set(self._ids)) == len(set(self._codes)):
            return None
        starts = itertools.accumulate(map(len, self._rows), initial=0)
        return ReadyBlock(
            count,
            self._places,
            bytearray(b"".join(self._rows)),
            array("I", itertools.islice(starts, len(self._rows))),
            _texts(self._ids),
            _texts(self._codes),
            _texts(self._answers),
            self._others,
        )


def _texts(values: list[bytes]) -> list[str]:
    """Each as text; JSON, ids and codes hold no line break that is not escaped."""
    return b"\n".join(values).decode().split("\n") if values else []


def begin_life() -> None:
    """In each process: the desk alone says when to stop, and none outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Its rows form no cycles, and what it loads at first stays.
    gc.disable()
    threading.Thread(target=_end_with_the_desk, daemon=True).start()


def load_pattern() -> None:
    """Everything that the first part would wait for."""
    arrivals([b""])


def _end_with_the_desk() -> None:
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
    os._exit(1)
