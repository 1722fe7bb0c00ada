"""Values of a form: read as people write them, kept as text, shown as paper shows them."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.criteria.numbers import plain, read_count, read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.statistics.forms import NUMERIC, Place, StatisticsForm, Value, ValueType
from desktop.domain.text import clean, fold

LARGEST = Decimal(10) ** 15
LONGEST_WORDS = 300


def read_value(form: StatisticsForm, place: Place, text: str) -> Value:
    """What was typed into a cell, checked; None for a blank.

    Raises InputRefused(NOT_A_NUMBER, OUT_OF_RANGE, UNKNOWN_CHOICE, TOO_LONG).
    """
    cleaned = clean(text)
    if not cleaned:
        return None
    kind = form.type_at(place)
    if kind in NUMERIC:
        return _number(form, place, cleaned)
    if kind is ValueType.CHOICE:
        return _one_of(form.row_by_key[place[0]].choices, cleaned)
    if len(cleaned) > LONGEST_WORDS:
        raise InputRefused(InputProblem("report_value", Entry.TOO_LONG, {"most": LONGEST_WORDS}))
    return cleaned


def kept(value: Value) -> str:
    """A value as it is stored."""
    return plain(value) if isinstance(value, Decimal) else value or ""


def restored(form: StatisticsForm, place: Place, text: str) -> Value:
    """A stored value back again."""
    return Decimal(text) if form.type_at(place) in NUMERIC else text


def shown_value(form: StatisticsForm, place: Place, value: Value) -> str:
    """1.234 · 96,5 · Có; empty for a blank."""
    if not isinstance(value, Decimal):
        return value or ""
    places = max(form.decimals_at(place), -int(value.as_tuple().exponent))
    if form.type_at(place) in (ValueType.INTEGER, ValueType.MONEY):
        places = 0
    text = f"{abs(value):,.{places}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    return f"-{text}" if value < 0 else text


def _number(form: StatisticsForm, place: Place, text: str) -> Decimal:
    kind, row = form.type_at(place), form.row_by_key[place[0]]
    read = read_points if kind is ValueType.PERCENT else read_count
    value = read(text.removesuffix("đ").strip() if kind is ValueType.MONEY else text)
    whole = kind in (ValueType.INTEGER, ValueType.MONEY)
    if value is None or (whole and value != value.to_integral_value()):
        raise InputRefused(InputProblem("report_value", Entry.NOT_A_NUMBER, {"text": text}))
    is_share = kind is ValueType.PERCENT and not row.may_exceed
    highest = Decimal(100) if is_share else LARGEST
    lowest = -LARGEST if row.may_be_negative else Decimal(0)
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise InputRefused(InputProblem("report_value", Entry.OUT_OF_RANGE, facts))
    return value


def _one_of(choices: tuple[str, ...], text: str) -> str:
    for choice in choices:
        if fold(choice) == fold(text):
            return choice
    facts = {"text": text, "choices": ", ".join(choices)}
    raise InputRefused(InputProblem("report_value", Entry.UNKNOWN_CHOICE, facts))
