"""The tree of a criteria list: who stands under whom, by the file's word or by the numbering."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from desktop.domain.criteria.items import Block, CriteriaItem, ItemKind
from desktop.domain.text import fold

_KINDS = {
    "field": ItemKind.FIELD,
    "linh vuc": ItemKind.FIELD,
    "criterion": ItemKind.CRITERION,
    "tieu chi": ItemKind.CRITERION,
    "subcriterion": ItemKind.SUBCRITERION,
    "tieu chi thanh phan": ItemKind.SUBCRITERION,
    "tctp": ItemKind.SUBCRITERION,
}


class NumberedLine(Protocol):
    """What is known of a line before it has its place."""

    @property
    def number(self) -> str:
        """As it stands in the tree: 2.1.a."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def maximum(self) -> Decimal | None:
        """Its size."""

    @property
    def parent(self) -> str:
        """What the file says; empty for nothing."""

    @property
    def kind(self) -> str:
        """What the file says; empty for nothing."""


def placed(lines: Sequence[NumberedLine]) -> tuple[CriteriaItem, ...]:
    """Parents and kinds: as the file says, else by the numbering."""
    numbers = {line.number for line in lines}
    depth: dict[str, int] = {}
    items = []
    for line in lines:
        parent: str | None = line.parent or None
        if parent is None:
            parent = parent_by_number(line.number, numbers)
        depth[line.number] = depth.get(parent, 0) + 1 if parent is not None else 0
        usual = list(ItemKind)[min(depth[line.number], 2)]
        kind = _KINDS.get(fold(line.kind), usual)
        items.append(CriteriaItem(line.number, parent, kind, line.name, line.maximum))
    return tuple(items)


def parent_by_number(number: str, numbers: set[str]) -> str | None:
    above = number
    while "." in above:
        above = above.rpartition(".")[0]
        if above in numbers:
            return above
    return None


def block_of(
    item: CriteriaItem, items: tuple[CriteriaItem, ...], blocks: dict[str, Block]
) -> Block:
    """A line belongs to the block of the top line it stands under."""
    by_id = {i.id: i for i in items}
    top, steps = item, 0
    while top.parent in by_id and steps < len(items):
        top, steps = by_id[top.parent], steps + 1
    return blocks[top.id]
