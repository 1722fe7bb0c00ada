"""Carrying a package over a line that is slow and cut, so that almost nothing is sent twice.

A part goes whole when the line is known to carry it in some seconds. Otherwise it goes in
pieces of 24 KiB, each a file of its own (``docs/package-format.md``, section 2): a cut then
costs a piece at most. No dumb store can join them, so the reader does. What is there is
remembered in a ``LaidList``; only what was on its way when the line broke is looked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.domain.packages import PIECE_BYTES
from desktop.security.files import read_problem
from desktop.sync.laid import LaidList
from desktop.sync.mailboxes import Mailbox
from desktop.sync.manifest import FilePart, Manifest, read_manifest, sha256
from desktop.sync.places import (
    MANIFEST,
    SIGNATURE,
    PackagePlace,
    part_name,
    piece_name,
    pieces_of,
)

# A part that the line carries in so many seconds is not cut into pieces.
WHOLE_S = 5.0
# So often in a row the line may break without anything getting through.
_MOST_FAILURES = 4
# A name that is taken is one whose reply was lost: it is looked at and, if torn, replaced.
_PASSING = (
    Surroundings.MAILBOX_CUT,
    Surroundings.MAILBOX_SLOW,
    Surroundings.MAILBOX_NO_LINE,
    Surroundings.MAILBOX_TAKEN,
    # rclone holds what was cut off until it has noticed.
    Surroundings.MAILBOX_LOCKED,
)
Moved = Callable[[int], None]


@dataclass
class FarCarrier:
    """Lays one finished package into a far mailbox; ``lay`` may be called again at any time.

    ``moved`` hears of every so many bytes that arrived or were there; ``sent`` counts what left.
    """

    mailbox: Mailbox
    place: PackagePlace
    folder: Path
    laid: LaidList
    moved: Moved = lambda size: None
    whole_s: float = field(default_factory=lambda: WHOLE_S)
    pause: Callable[[float], None] = time.sleep
    sent: int = 0
    _rate: float = 0.0
    _failures: int = 0
    _manifest: Manifest = field(init=False)

    def __post_init__(self) -> None:
        self._manifest = read_manifest(_content(self.folder / MANIFEST))

    def lay(self, *, look_again: bool = False) -> int:
        """Lays parts, records before files, then signature and manifest; gives the bytes sent.

        ``look_again`` compares everything that should be there with what is.
        """
        if self.laid.first is not None:
            self._try(self._compare if look_again else self._probe)
        for number in self._order():
            self._lay_part(number)
        for name in (SIGNATURE, MANIFEST):
            self._lay_whole(name, _content(self.folder / name))
        return self.sent

    def _order(self) -> Iterator[int]:
        parts = list(enumerate(self._manifest.parts, start=1))
        yield from (number for number, part in parts if not isinstance(part, FilePart))
        yield from (number for number, part in parts if isinstance(part, FilePart))

    def _probe(self) -> None:
        """One small question: a mailbox that was emptied or moved is not the one we know."""
        first = self.laid.first
        if first is not None and not self.mailbox.list(self.place.prefix + first):
            self.laid.forget()

    def _compare(self) -> None:
        stored = {entry.name: entry.size for entry in self.mailbox.list(self.place.prefix)}
        sizes = {part_name(n): p.size for n, p in enumerate(self._manifest.parts, start=1)}
        prefix, missing = self.place.prefix, set()
        for name, size in sizes.items():
            if stored.get(prefix + name) == size:
                continue
            pieces = [(piece_name(name, i), len(p)) for i, p in _pieces(bytes(size))]
            lost = [n for n, length in pieces if stored.get(prefix + n) != length]
            missing.update([name, *lost] if lost else [])
        missing.update(n for n in (SIGNATURE, MANIFEST) if prefix + n not in stored)
        if missing:
            self.laid.forget(*missing)

    def _lay_part(self, number: int) -> None:
        name, part = part_name(number), self._manifest.parts[number - 1]
        if self.laid.has(name, part.sha256):
            self.moved(part.size)
            return
        content = _content(self.folder / name)
        if len(content) <= 2 * PIECE_BYTES:
            self._lay_whole(name, content)
        elif not self._is_laid_at_once(name, content):
            self._lay_pieces(name, content)

    def _is_laid_at_once(self, name: str, content: bytes) -> bool:
        """One try in one piece, where the line promises to carry it."""
        if not self._goes_whole(name, len(content)):
            return False
        try:
            self._put_whole(name, content, sha256(content))
        except EnvironmentProblem as problem:
            if problem.code not in _PASSING:
                raise
            self.laid.cut()
            return False
        self.moved(len(content))
        return True

    def _goes_whole(self, name: str, size: int) -> bool:
        if self.laid.was_cut or self.laid.has_any_below(pieces_of(name)):
            return False
        return size <= self._rate * self.whole_s

    def _lay_whole(self, name: str, content: bytes) -> None:
        """Aside first, the size compared, renamed: a torn file never has a part's name."""
        digest = sha256(content)
        if not self.laid.has(name, digest):
            self._try(lambda: self._put_whole(name, content, digest))
        self.moved(len(content))

    def _put_whole(self, name: str, content: bytes, digest: str) -> None:
        place, aside = self.place.prefix + name, self.place.prefix + name + ".part"
        if self.laid.is_doubtful(name):
            if self._holds(place, content):
                self.laid.lay(name, digest)
                return
            self.mailbox.delete(aside)
            self.mailbox.delete(place)
        self.laid.begin(name)
        self._put(aside, content)
        if [entry.size for entry in self.mailbox.list(aside)] != [len(content)]:
            raise EnvironmentProblem(Surroundings.MAILBOX_DAMAGES, file=name)
        self.mailbox.rename_new(aside, place)
        self.laid.lay(name, digest)

    def _lay_pieces(self, name: str, content: bytes) -> None:
        for index, piece in _pieces(content):
            self._lay_piece(piece_name(name, index), piece)
        self._try(lambda: self._check_pieces(name, content))
        self.laid.lay(name, sha256(content))

    def _lay_piece(self, name: str, piece: bytes) -> None:
        digest = sha256(piece)
        if not self.laid.has(name, digest):
            self._try(lambda: self._put_piece(name, piece, digest))
        self.moved(len(piece))

    def _put_piece(self, name: str, piece: bytes, digest: str) -> None:
        """Straight under its name: a torn piece shows by its size, and costs a second."""
        place = self.place.prefix + name
        if self.laid.is_doubtful(name):
            if self._holds(place, piece):
                self.laid.lay(name, digest)
                return
            self.mailbox.delete(place)
        self.laid.begin(name)
        self._put(place, piece)
        self.laid.lay(name, digest)

    def _check_pieces(self, name: str, content: bytes) -> None:
        entries = self.mailbox.list(self.place.prefix + pieces_of(name))
        stored = {entry.name: entry.size for entry in entries}
        for index, piece in _pieces(content):
            inner = piece_name(name, index)
            if stored.get(self.place.prefix + inner) != len(piece):
                self.laid.forget(inner)
                self._put_piece(inner, piece, sha256(piece))

    def _put(self, place: str, content: bytes) -> None:
        begun = time.monotonic()
        self.sent += len(content)
        self.mailbox.put_new(place, content)
        self._rate = len(content) / max(time.monotonic() - begun, 1e-6)
        self._failures = 0

    def _holds(self, place: str, content: bytes) -> bool:
        entries = self.mailbox.list(place)
        if [entry.size for entry in entries] != [len(content)]:
            return False
        is_same = self.mailbox.read(place, len(content)) == content
        if is_same:
            self._failures = 0
        return is_same

    def _try(self, work: Callable[[], None]) -> None:
        """Again after a cut, as long as something gets through; raises what does not pass."""
        while True:
            try:
                work()
            except EnvironmentProblem as problem:
                self._failures += 1
                if problem.code not in _PASSING or self._failures >= _MOST_FAILURES:
                    raise
                # At once the first time; the line may need a moment after that.
                if self._failures > 1:
                    self.pause(2.0 ** (self._failures - 2))
            else:
                return


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(content), PIECE_BYTES):
        yield start // PIECE_BYTES, content[start : start + PIECE_BYTES]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise read_problem(error, path) from error
