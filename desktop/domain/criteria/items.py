"""A criteria set: fields, criteria and sub-criteria in one tree, with what the decision fixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from desktop.domain.criteria.numbers import HUNDRED, ZERO
from desktop.domain.criteria.rules import ScoringRule


class ItemKind(StrEnum):
    """Lĩnh vực, tiêu chí, tiêu chí thành phần."""

    FIELD = "field"
    CRITERION = "criterion"
    SUBCRITERION = "subcriterion"


class Scorer(StrEnum):
    """Who gives the points of a line (nguồn điểm)."""

    UNIT = "unit"
    SURVEY = "survey"
    SYSTEM = "system"
    PROVINCE = "province"


class Block(StrEnum):
    """Inside the scale, or beside it: rewards and penalties (điểm thưởng, điểm phạt)."""

    MAIN = "main"
    BONUS = "bonus"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True)
class Band:
    """A rating (xếp loại) from a percentage on; edges belong to the better band."""

    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimals of a line's points, of sums, of the result in percent, of ratios before they
    are multiplied (None: exact)."""

    points: int = 2
    total: int = 2
    percent: int = 2
    ratio_percent: int | None = 2


@dataclass(frozen=True, slots=True)
class Binding:
    """The figure of the office that fills a line; ``variables`` for rules with several inputs."""

    figure: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CriteriaItem:
    """One line. ``maximum`` is a size, never negative; None when the source does not say."""

    id: str
    parent: str | None
    kind: ItemKind
    name: str
    maximum: Decimal | None
    rule: ScoringRule | None = None
    rule_text: str = ""
    evidence: str = ""
    scorer: Scorer = Scorer.UNIT
    department: str = ""
    block: Block = Block.MAIN
    no_case_points: Decimal | None = None
    not_applicable_when: str = ""
    binding: Binding | None = None
    unconfirmed: bool = False

    @property
    def signed_maximum(self) -> Decimal | None:
        """As a table prints it: penalties are negative."""
        if self.maximum is None or self.block is not Block.DEDUCTION:
            return self.maximum
        return -self.maximum


@dataclass(frozen=True)
class CriteriaSet:
    """A set as one decision of one province fixes it for a year (bộ tiêu chí)."""

    code: str
    title: str
    province: str
    year: int
    decision: str
    version: str
    items: tuple[CriteriaItem, ...]
    whole: Decimal | None = HUNDRED
    bands: tuple[Band, ...] = ()
    rounding: Rounding = Rounding()
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    rescale: bool = True
    source: str = ""
    is_sample: bool = False
    unconfirmed: bool = False

    @cached_property
    def by_id(self) -> dict[str, CriteriaItem]:
        """Lines by their number."""
        return {item.id: item for item in self.items}

    @cached_property
    def children(self) -> dict[str | None, tuple[CriteriaItem, ...]]:
        """The lines under each line, in the order of the decision; None for the top."""
        found: dict[str | None, list[CriteriaItem]] = {}
        for item in self.items:
            found.setdefault(item.parent, []).append(item)
        return {parent: tuple(items) for parent, items in found.items()}

    @cached_property
    def scored(self) -> tuple[CriteriaItem, ...]:
        """The lines that get points: those with nothing under them."""
        return tuple(item for item in self.items if item.id not in self.children)

    def is_scored(self, item: CriteriaItem) -> bool:
        """Whether points are given at this line and not added up from lines below."""
        return item.id not in self.children

    def path(self, item: CriteriaItem) -> tuple[CriteriaItem, ...]:
        """From the field down to the line itself."""
        found = [item]
        while found[-1].parent is not None and found[-1].parent in self.by_id:
            found.append(self.by_id[found[-1].parent])
            if len(found) > len(self.items):
                break
        return tuple(reversed(found))

    def maximum_of(self, block: Block) -> Decimal:
        """The sum over the top lines of a block."""
        tops = (item for item in self.items if item.parent is None and item.block is block)
        return sum((item.maximum or ZERO for item in tops), ZERO)
