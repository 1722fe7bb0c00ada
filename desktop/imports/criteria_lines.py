"""A line of a criteria set as one or more rows of a table gave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


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
