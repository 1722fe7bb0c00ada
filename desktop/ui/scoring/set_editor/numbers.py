"""Numbers of a set as a person types them: empty means that the decision does not say."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.criteria.numbers import plain, read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused


def number_text(value: Decimal | None) -> str:
    """0,5; empty for None."""
    return "" if value is None else plain(value).replace(".", ",")


def number_from(text: str, field: str) -> Decimal | None:
    """The number, None for nothing. Raises InputRefused(NOT_A_NUMBER) on the field."""
    if not text.strip():
        return None
    value = read_points(text)
    if value is None:
        raise InputRefused(InputProblem(field, Entry.NOT_A_NUMBER, {"text": text.strip()}))
    return abs(value)
