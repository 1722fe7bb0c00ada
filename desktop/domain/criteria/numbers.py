"""Points and percentages: exact decimals, rounded half-up, read as people write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?")


def half_up(value: Decimal, places: int) -> Decimal:
    """Rounded to a number of decimals, a half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Without exponent and without zeros at the end: "0.5", "20"; the form kept in storage."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def read_points(text: str) -> Decimal | None:
    """Points or a percentage: "0,5", "0.5", "-1", "95 %"; None when it is none."""
    bare = text.strip().removesuffix("%").strip().replace("−", "-").replace("–", "-")
    if not _PLAIN.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", "."))


def read_count(text: str) -> Decimal | None:
    """A counted number: "2431", "2.431", "2 431"; decimals only with a comma: "1,5"."""
    bare = text.strip()
    if _THOUSANDS.fullmatch(bare):
        return Decimal(re.sub(r"[.\s]", "", bare).replace(",", "."))
    return read_points(bare) if "%" not in bare else None


def stored(value: object) -> Decimal:
    """A number of a stored set. Raises ValueError for anything that is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(value)
    return number
