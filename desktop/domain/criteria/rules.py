"""Rules of scoring (cách tính điểm): what a line takes in and how it makes points of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.numbers import HUNDRED, ZERO


class RuleKind(StrEnum):
    """How points come about."""

    YES_NO = "yes_no"
    TIERS = "tiers"
    RATIO = "ratio"
    PER_UNIT = "per_unit"
    DEDUCT = "deduct"
    LEVELS = "levels"
    FORMULA = "formula"
    SURVEY = "survey"
    MANUAL = "manual"


class Measure(StrEnum):
    """What a tier compares: a percentage or a number of things."""

    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class YesNo:
    """All points or none (nhị phân: có/không)."""

    points: Decimal
    kind = RuleKind.YES_NO


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``lowest`` on (or, with ``above``, only beyond it) these points."""

    lowest: Decimal
    points: Decimal
    above: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether a value belongs to this tier or a better one; edges are exact."""
        return value > self.lowest if self.above else value >= self.lowest


@dataclass(frozen=True, slots=True)
class Tiers:
    """Steps (bậc thang), best first; below the last one there are no points."""

    measure: Measure
    tiers: tuple[Tier, ...]
    unit: str = ""
    may_exceed: bool = False
    kind = RuleKind.TIERS


@dataclass(frozen=True, slots=True)
class Ratio:
    """Points in proportion (tỷ lệ): full from ``full_at`` percent, none below ``floor``."""

    floor: Decimal | None = None
    full_at: Decimal = HUNDRED
    part: str = ""
    whole: str = ""
    may_exceed: bool = False
    kind = RuleKind.RATIO


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Points for each thing done, up to the line's maximum (theo số lượng)."""

    each: Decimal
    unit: str = ""
    kind = RuleKind.PER_UNIT


@dataclass(frozen=True, slots=True)
class Violation:
    """A kind of violation and what each one costs."""

    key: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Deduct:
    """Full points less so much a violation, never below nothing (trừ điểm).

    In the block of penalties it takes points away instead, up to the line's maximum.
    """

    violations: tuple[Violation, ...]
    kind = RuleKind.DEDUCT


@dataclass(frozen=True, slots=True)
class Level:
    """A named level and its points."""

    key: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Levels:
    """One of several named levels (mức)."""

    levels: tuple[Level, ...]
    kind = RuleKind.LEVELS


@dataclass(frozen=True, slots=True)
class Variable:
    """A named number of a formula."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over named numbers; ``max`` is the line's maximum. Clamped to 0…maximum."""

    expression: str
    variables: tuple[Variable, ...]
    kind = RuleKind.FORMULA


@dataclass(frozen=True, slots=True)
class Survey:
    """A published index in percent, in proportion (điều tra xã hội học); not self-scored."""

    full_at: Decimal = HUNDRED
    kind = RuleKind.SURVEY


@dataclass(frozen=True, slots=True)
class Manual:
    """Points given by hand, with the reason in the note."""

    kind = RuleKind.MANUAL


ScoringRule = YesNo | Tiers | Ratio | PerUnit | Deduct | Levels | Formula | Survey | Manual


def highest_points(rule: ScoringRule) -> Decimal | None:
    """The most that the rule itself can give; None when only the line's maximum bounds it."""
    if isinstance(rule, YesNo):
        return rule.points
    if isinstance(rule, Tiers):
        return max((tier.points for tier in rule.tiers), default=ZERO)
    if isinstance(rule, Levels):
        return max((level.points for level in rule.levels), default=ZERO)
    return None
