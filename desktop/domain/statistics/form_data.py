"""A statistics form as plain data: the format of ``resources/periodic`` and of exchanged files.

Raises ``FormDataError`` with the place and the entry at fault; a form is read whole or not at
all. Counts and lengths are bounded, so that no file can make the program large or slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from desktop.domain.criteria.formulas import FormulaError, Formulas
from desktop.domain.statistics.forms import (
    Difference,
    Expression,
    FormCheck,
    FormColumn,
    FormRow,
    Formula,
    Percent,
    Sign,
    StatisticsForm,
    Sum,
    ValueType,
)
from desktop.domain.text import clean

FORMAT = 1
MOST_ROWS = 1_000
MOST_COLUMNS = 20
MOST_CHECKS = 500
MOST_PARTS = 200
DEEPEST_LEVEL = 6
LONGEST_LABEL = 500
LONGEST_TEXT = 2_000
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
E = TypeVar("E", bound=StrEnum)


class FormDataError(Exception):
    """The data are no statistics form; ``place`` says where, ``what`` which entry."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


def form_from_data(data: Any, formulas: Formulas) -> StatisticsForm:
    """A form out of plain data; ``formulas`` reads its expressions. Raises FormDataError."""
    entry = _Entry(data, "")
    if entry.data.get("format") != FORMAT:
        raise FormDataError("", "format")
    code = entry.text("form", 80)
    if not _CODE.fullmatch(code):
        raise FormDataError("", "form")
    rows = tuple(_row(row, formulas) for row in entry.entries("rows", MOST_ROWS))
    columns = tuple(_column(one, formulas) for one in entry.entries("columns", MOST_COLUMNS))
    if not rows:
        raise FormDataError("", "rows")
    return StatisticsForm(
        code=code,
        version=entry.text("version", 80),
        title=entry.text("title", LONGEST_LABEL),
        kinds=entry.texts("kinds", 20),
        rows=rows,
        columns=columns or (FormColumn("value", "Số liệu"),),
        checks=tuple(_check(one, formulas) for one in entry.entries("checks", MOST_CHECKS)),
        number=entry.optional("number"),
        issuer=entry.optional("issuer"),
        source=entry.optional("source"),
        is_sample=entry.flag("sample"),
        unconfirmed=entry.flag("unconfirmed"),
    )


def form_to_data(form: StatisticsForm) -> dict[str, Any]:
    """Plain data that read back as the same form; what is not said is left out."""
    said = {
        "number": form.number,
        "issuer": form.issuer,
        "source": form.source,
        "sample": form.is_sample,
        "unconfirmed": form.unconfirmed,
        "checks": [_check_data(check) for check in form.checks],
    }
    return {
        "format": FORMAT,
        "form": form.code,
        "version": form.version,
        "title": form.title,
        "kinds": list(form.kinds),
        "columns": [_column_data(column) for column in form.columns],
        "rows": [_row_data(row) for row in form.rows],
        **{name: value for name, value in said.items() if value},
    }


class _Entry:
    """One object of the file with its place, read entry by entry."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise FormDataError(place, "{ }")
        self.data = data
        self.place = place

    def text(self, name: str, most: int) -> str:
        found = self.optional(name, most)
        if not found:
            raise FormDataError(self.place, name)
        return found

    def optional(self, name: str, most: int = LONGEST_TEXT) -> str:
        value = self.data.get(name, "")
        if not isinstance(value, str) or len(value) > most:
            raise FormDataError(self.place, name)
        return clean(value)

    def key(self) -> str:
        value = self.data.get("key")
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            raise FormDataError(self.place, "key")
        return value

    def flag(self, name: str) -> bool:
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise FormDataError(self.place, name)
        return value

    def whole(self, name: str, highest: int) -> int | None:
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= highest:
            raise FormDataError(self.place, name)
        return value

    def choice(self, name: str, choices: type[E]) -> E:
        try:
            return choices(self.text(name, 40))
        except ValueError:
            raise FormDataError(self.place, name) from None

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise FormDataError(self.place, name)
        if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_LABEL for one in value):
            raise FormDataError(self.place, name)
        return tuple(clean(one) for one in value)

    def entries(self, name: str, most: int) -> list[_Entry]:
        value = self.data.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise FormDataError(self.place, name)
        return [_Entry(part, _inside(part, f"{name}[{n}]")) for n, part in enumerate(value)]


def _inside(part: Any, otherwise: str) -> str:
    key = part.get("key") if isinstance(part, dict) else None
    return key if isinstance(key, str) and key else otherwise


def _row(entry: _Entry, formulas: Formulas) -> FormRow:
    kind = entry.choice("type", ValueType)
    return FormRow(
        key=entry.key(),
        label=entry.text("label", LONGEST_LABEL),
        type=kind,
        number=entry.optional("number", 20),
        unit=entry.optional("unit", 60),
        level=entry.whole("level", DEEPEST_LEVEL) or 0,
        required=entry.flag("required"),
        formula=_formula(entry, formulas),
        figure=entry.optional("figure", 80),
        carries=entry.flag("carries"),
        places=entry.whole("places", 6),
        choices=entry.texts("choices", 40),
        may_be_negative=entry.flag("may_be_negative"),
        may_exceed=entry.flag("may_exceed"),
        note=entry.optional("note"),
    )


def _column(entry: _Entry, formulas: Formulas) -> FormColumn:
    kind = entry.choice("type", ValueType) if "type" in entry.data else None
    heading = entry.text("heading", LONGEST_LABEL)
    return FormColumn(entry.key(), heading, kind, _formula(entry, formulas))


def _check(entry: _Entry, formulas: Formulas) -> FormCheck:
    return FormCheck(
        _expression(entry, "left", formulas),
        entry.choice("sign", Sign),
        _expression(entry, "right", formulas),
        entry.optional("words"),
    )


_FORMULAS = ("sum", "difference", "percent", "formula")


def _formula(entry: _Entry, formulas: Formulas) -> Formula | None:
    """At most one of: sum [a, b], difference [a, b], percent [a, b], formula "a + b"."""
    given = [name for name in _FORMULAS if name in entry.data]
    if len(given) > 1:
        raise FormDataError(entry.place, given[1])
    if not given:
        return None
    if given[0] == "formula":
        return _expression(entry, "formula", formulas)
    parts = entry.texts(given[0], MOST_PARTS)
    return _OF_PARTS[given[0]](entry, parts)


def _sum(entry: _Entry, parts: tuple[str, ...]) -> Formula:
    if not parts:
        raise FormDataError(entry.place, "sum")
    return Sum(parts)


def _difference(entry: _Entry, parts: tuple[str, ...]) -> Formula:
    if len(parts) < 2:
        raise FormDataError(entry.place, "difference")
    return Difference(parts[0], parts[1:])


def _percent(entry: _Entry, parts: tuple[str, ...]) -> Formula:
    if len(parts) != 2:
        raise FormDataError(entry.place, "percent")
    return Percent(parts[0], parts[1])


_OF_PARTS: dict[str, Callable[[_Entry, tuple[str, ...]], Formula]] = {
    "sum": _sum,
    "difference": _difference,
    "percent": _percent,
}


def _expression(entry: _Entry, name: str, formulas: Formulas) -> Expression:
    text = entry.text(name, LONGEST_TEXT)
    try:
        return Expression(text, tuple(sorted(formulas.names(text))))
    except FormulaError:
        raise FormDataError(entry.place, name) from None


def _row_data(row: FormRow) -> dict[str, Any]:
    said = {
        "number": row.number,
        "unit": row.unit,
        "level": row.level,
        "required": row.required,
        "figure": row.figure,
        "carries": row.carries,
        "choices": list(row.choices),
        "may_be_negative": row.may_be_negative,
        "may_exceed": row.may_exceed,
        "note": row.note,
    }
    places = {} if row.places is None else {"places": row.places}
    return {
        "key": row.key,
        "label": row.label,
        "type": str(row.type),
        **{name: value for name, value in said.items() if value},
        **places,
        **_formula_data(row.formula),
    }


def _column_data(column: FormColumn) -> dict[str, Any]:
    kind = {} if column.type is None else {"type": str(column.type)}
    return {
        "key": column.key,
        "heading": column.heading,
        **kind,
        **_formula_data(column.formula),
    }


def _formula_data(formula: Formula | None) -> dict[str, Any]:
    match formula:
        case Sum(parts):
            return {"sum": list(parts)}
        case Difference(whole, parts):
            return {"difference": [whole, *parts]}
        case Percent(part, whole):
            return {"percent": [part, whole]}
        case Expression(text, _):
            return {"formula": text}
    return {}


def _check_data(check: FormCheck) -> dict[str, Any]:
    words = {"words": check.words} if check.words else {}
    return {
        "left": check.left.text,
        "sign": str(check.sign),
        "right": check.right.text,
        **words,
    }
