"""Breaking a flow of blocks into pages: nothing clipped, nothing torn from what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable, Paragraph, Table

from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.forms.layout_checks import LayoutFault

_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where its lower left corner stands in the area, points."""

    block: Flowable
    y: float


def paginate(flow: list[Flowable], width: float, height: float, canvas: Any) -> list[list[Placed]]:
    """The pages of a flow. A block with ``keepWithNext`` stays with the one behind it."""
    pager = _Pager(width, height, canvas)
    waiting = list(flow)
    while waiting:
        chain = _chain(waiting)
        if pager.takes(chain):
            for block in chain:
                pager.place(block)
            del waiting[: len(chain)]
        elif len(chain) > 1 and pager.is_fresh:
            waiting[0].keepWithNext = 0  # longer together than a page: break between them
        elif len(chain) > 1:
            pager.turn()
        else:
            waiting[0:1] = pager.split(waiting[0])
    return [page for page in pager.pages if page]


def _chain(waiting: list[Flowable]) -> list[Flowable]:
    chain = [waiting[0]]
    while _stays_with_next(chain[-1]) and len(chain) < len(waiting):
        chain.append(waiting[len(chain)])
    return chain


def _stays_with_next(block: Flowable) -> bool:
    return bool(block.getKeepWithNext())  # type: ignore[no-untyped-call]


class _Pager:
    def __init__(self, width: float, height: float, canvas: Any) -> None:
        self.width = width
        self.height = height
        self.canvas = canvas
        self.pages: list[list[Placed]] = [[]]
        self.left = height
        self.space = 0.0

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.pages[-1]

    def turn(self) -> None:
        """Begins a page."""
        self.pages.append([])
        self.left, self.space = self.height, 0.0

    def takes(self, chain: list[Flowable]) -> bool:
        """Whether the page takes the chain whole, or all of it and the start of its last."""
        left, space, fresh = self.left, self.space, self.is_fresh
        for number, block in enumerate(chain):
            gap = 0.0 if fresh else max(space, block.getSpaceBefore())
            needed = block.wrapOn(self.canvas, self.width, self.height)[1]
            if gap + needed > left + _TOLERANCE:
                is_last = number == len(chain) - 1 and number > 0
                return is_last and self._begins_in(block, left - gap, chain)
            left -= gap + needed
            space, fresh = block.getSpaceAfter(), False
        return True

    def place(self, block: Flowable) -> None:
        """Puts a block on the page; the last of a chain may go over it."""
        gap = 0.0 if self.is_fresh else max(self.space, block.getSpaceBefore())
        needed = block.wrapOn(self.canvas, self.width, self.height)[1]
        if gap + needed > self.left + _TOLERANCE:
            first, *rest = block.splitOn(self.canvas, self.width, self.left - gap)
            self._put(first, gap)
            for piece in rest:
                self._continue(piece)
            return
        self._put(block, gap)

    def split(self, block: Flowable) -> list[Flowable]:
        """The pieces of a block too tall for what is left; the first goes on this page."""
        gap = 0.0 if self.is_fresh else max(self.space, block.getSpaceBefore())
        pieces = block.splitOn(self.canvas, self.width, self.left - gap)
        if len(pieces) > 1:
            self._put(pieces[0], gap)
            self.turn()
            return list(pieces[1:])
        if not self.is_fresh:
            self.turn()
        elif isinstance(block, Table) and not block.splitInRow:
            block.splitInRow = 1  # a row taller than a page: only then is a row torn
        else:
            raise LayoutFault("cả trang", LayoutProblem.NO_ROOM)
        return [block]

    def _continue(self, piece: Flowable) -> None:
        self.turn()
        rest = [piece]
        while rest:
            needed = rest[0].wrapOn(self.canvas, self.width, self.height)[1]
            if needed <= self.left + _TOLERANCE:
                self._put(rest.pop(0), 0.0)
            else:
                rest = self.split(rest[0])

    def _begins_in(self, block: Flowable, room: float, chain: list[Flowable]) -> bool:
        """Whether a table or text that may be torn begins in the room left for it."""
        if room <= 0 or not isinstance(chain[0], Paragraph):
            return False
        return len(block.splitOn(self.canvas, self.width, room)) > 1

    def _put(self, block: Flowable, gap: float) -> None:
        needed = block.wrapOn(self.canvas, self.width, self.height)[1]
        self.left -= gap + needed
        self.space = block.getSpaceAfter()
        self.pages[-1].append(Placed(block, self.left))
