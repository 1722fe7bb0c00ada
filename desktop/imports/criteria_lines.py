"""The lines of a criteria set as rows gave them, and the tree that their numbers make."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

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


@dataclass
class Line:
    """One line of the decision, gathered from one or more rows."""

    row: int
    number: str
    name: str
    maximum: Decimal | None
    signed: bool
    parent: str
    kind: str
    department: str
    rules: list[str]
    evidence: list[str]
    loose: list[tuple[int, str, Decimal | None, str, str]] = field(default_factory=list)

    def extend(self, rule: str, evidence: str) -> None:
        """One more row of the same line."""
        if rule and rule not in self.rules:
            self.rules.append(rule)
        if evidence and evidence not in self.evidence:
            self.evidence.append(evidence)


def placed(lines: list[Line]) -> tuple[CriteriaItem, ...]:
    """Parents and kinds: as the file says, else by the numbering."""
    numbers = {line.number for line in lines}
    depth: dict[str, int] = {}
    items = []
    for line in lines:
        parent: str | None = line.parent or None
        if parent is None:
            parent = _parent_by_number(line.number, numbers)
        depth[line.number] = depth.get(parent, 0) + 1 if parent is not None else 0
        usual = list(ItemKind)[min(depth[line.number], 2)]
        kind = _KINDS.get(fold(line.kind), usual)
        items.append(CriteriaItem(line.number, parent, kind, line.name, line.maximum))
    return tuple(items)


def _parent_by_number(number: str, numbers: set[str]) -> str | None:
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
