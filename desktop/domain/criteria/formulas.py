"""What a formula may be, and what the domain asks of whoever evaluates it.

The evaluator itself stands in the services: it uses a library, and rules use none.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

LONGEST = 300
DEEPEST = 40
MOST_PARTS = 120
LARGEST = Decimal(10) ** 15
FUNCTIONS = ("min", "max", "abs")


class FormulaFault(StrEnum):
    """Why a formula gives no number."""

    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    NOT_READABLE = "not_readable"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    DIVISION_BY_ZERO = "division_by_zero"
    TOO_LARGE = "too_large"


class FormulaError(Exception):
    """The formula gives no number; ``about`` names the part at fault."""

    def __init__(self, fault: FormulaFault, about: str = "") -> None:
        super().__init__(f"{fault}: {about}")
        self.fault = fault
        self.about = about


class Formulas(Protocol):
    """Evaluates formulas safely: bounded in size, nesting and values."""

    def names(self, expression: str) -> frozenset[str]:
        """The variables it asks for. Raises FormulaError when it is no allowed formula."""
        ...

    def value(self, expression: str, variables: Mapping[str, Decimal]) -> Decimal:
        """Its value. Raises FormulaError."""
        ...
