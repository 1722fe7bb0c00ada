"""Checking a layout file: every key, name, width and size, before anything is drawn.

An office may write layouts of its own, so nothing in the file is trusted: texts only name
values (no attributes, indexes or format codes), and everything is bounded.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from datetime import date
from typing import Any

from desktop.domain.layout_problems import LayoutProblem
from desktop.reports.forms.facts import FormFacts
from desktop.wording.layouts import layout_text

FORMAT = 1
MOST_BLOCKS = 80
_MOST_COLUMNS = 20
_LONGEST = 2_000
_LONGEST_HEADING = 40
_LONGEST_CLOSING = 2_000
_NAME = re.compile(r"[a-z][a-z_]*")
_P = LayoutProblem

# What a block must have, and what it may have beside "kind" and "when".
_BLOCKS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    kind: (frozenset(must), frozenset(may))
    for kind, must, may in (
        ("letterhead", (), ()),
        ("code_and_date", (), ()),
        ("title", (), ()),
        ("line", ("text",), ("align",)),
        ("paragraph", ("text",), ()),
        ("pair", ("left", "right"), ()),
        ("heading", ("text",), ()),
        ("note", ("text",), ()),
        ("write", ("text",), ("right", "rules")),
        ("table", ("rows", "columns"), ("empty_rows", "row_height", "size")),
        ("signatures", ("left", "right"), ("left_name", "right_name", "left_hint", "right_hint")),
        ("register", ("rows", "columns", "pages_per_volume", "head"), ("size", "row_height")),
        ("closing", ("title", "lines", "right"), ("left", "left_hint", "right_hint", "right_name")),
    )
}
BOOK_KINDS = ("register", "closing")
_COLUMN = frozenset({"heading", "cell", "width", "align"})
_NUMBERS = {
    "rules": (1, 12),
    "empty_rows": (0, 40),
    "row_height": (4, 60),
    "size": (6, 14),
    "pages_per_volume": (10, 1_000),
}
_ALIGNMENTS = ("left", "center", "right")


class LayoutFault(Exception):
    """A layout is wrong: where in the file, which problem, and the facts for its words."""

    def __init__(self, place: str, problem: LayoutProblem, **facts: Any) -> None:
        super().__init__(f"{place}: {problem} {facts}")
        self.place = place
        self.problem = problem
        self.facts = facts

    @property
    def words(self) -> str:
        """The problem in Vietnamese, without its place."""
        return layout_text(self.problem, self.facts)


def check_head(data: Any) -> None:
    """The keys over the blocks. Raises LayoutFault."""
    place = "đầu tệp"
    _is_a(data, dict, place, "tệp", "một đối tượng JSON")
    texts = ("form", "number", "version", "title", "legal_basis", "code_suffix")
    known = {*texts, "format", "unconfirmed", "valid_from", "valid_to", "blocks"}
    _check_keys(data, place, must=known - {"valid_from", "valid_to"}, may=known)
    if data["format"] != FORMAT:
        raise LayoutFault(place, _P.WRONG_FORMAT, wanted=FORMAT, found=data["format"])
    for name in texts:
        _check_text(data[name], place, name)
    _check_list(data["unconfirmed"], place, "unconfirmed", 50)
    for text in data["unconfirmed"]:
        _check_text(text, place, "unconfirmed")
    start, end = (day_of(data, name) for name in ("valid_from", "valid_to"))
    if start and end and end < start:
        raise LayoutFault(place, _P.DATES_REVERSED)
    _check_list(data["blocks"], place, "blocks", MOST_BLOCKS)


def check_kinds(form: str, blocks: list[dict[str, Any]]) -> None:
    """A register is one table and its closing page; other forms have neither.

    Raises LayoutFault.
    """
    kinds = [block["kind"] for block in blocks]
    if form == "register":
        for kind in BOOK_KINDS:
            if kind not in kinds:
                raise LayoutFault("đầu tệp", _P.MISSING, name=kind)
    usable = [kind for kind in _BLOCKS if (kind in BOOK_KINDS) == (form == "register")]
    for number, kind in enumerate(kinds, start=1):
        if kind not in usable or (form == "register" and kinds.count(kind) > 1):
            facts = {"name": kind, "choices": ", ".join(usable)}
            raise LayoutFault(f"khối {number}", _P.WRONG_PLACE, **facts)


def day_of(data: dict[str, Any], name: str) -> date | None:
    """A day of the head; None when it is left open. Raises LayoutFault."""
    value = data.get(name)
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise LayoutFault("đầu tệp", _P.NOT_A_DATE, name=name, value=value) from None


def check_block(block: Any, number: int, facts: FormFacts) -> None:
    """One block, ``number`` from 1. Raises LayoutFault."""
    place = f"khối {number}"
    _is_a(block, dict, place, "khối", "một đối tượng JSON")
    kind = block.get("kind")
    if not isinstance(kind, str) or kind not in _BLOCKS:
        raise LayoutFault(place, _P.UNKNOWN_BLOCK, name=kind, choices=", ".join(_BLOCKS))
    place = f"{place} ({kind})"
    must, may = _BLOCKS[kind]
    _check_keys(block, place, must=must, may=must | may | {"kind", "when"})
    for name, value in block.items():
        _check_value(name, value, place, facts)
    if "when" in block:
        _check_name(block["when"], place, facts.values)
    if "columns" in block:
        _check_name(block["rows"], place, facts.tables)
        _check_columns(block["columns"], place, facts.tables[block["rows"]])


def names_in(text: str) -> set[str]:
    """The names that a checked text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts_of(block: dict[str, Any]) -> Iterable[str]:
    """The texts of a checked block that may name values."""
    for name, value in block.items():
        if name in ("kind", "when", "rows", "align"):
            continue
        if isinstance(value, str):
            yield value
        elif name in ("lines", "head") and isinstance(value, list):
            yield from value


def _check_value(name: str, value: Any, place: str, facts: FormFacts) -> None:
    if name in ("columns", "kind", "when", "rows"):
        return
    if name == "align":
        _check_choice(value, place, name, _ALIGNMENTS)
    elif isinstance(value, list):
        _check_list(value, place, name, 4 if name == "head" else 20)
        for text in value:
            _check_template(text, place, name, facts)
        if sum(map(len, value)) > _LONGEST_CLOSING:
            raise LayoutFault(place, _P.TOO_LONG, name=name, most=_LONGEST_CLOSING)
    elif name in _NUMBERS:
        _check_number(value, place, name)
    else:
        _check_template(value, place, name, facts)


def _check_columns(columns: Any, place: str, cells: frozenset[str]) -> None:
    _check_list(columns, place, "columns", _MOST_COLUMNS)
    for number, column in enumerate(columns, start=1):
        where = f"{place}, cột {number}"
        _is_a(column, dict, where, "cột", "một đối tượng JSON")
        _check_keys(column, where, must=_COLUMN, may=_COLUMN | {"group"})
        _check_text(column["heading"], where, "heading", _LONGEST_HEADING)
        _check_text(column.get("group", ""), where, "group", _LONGEST_HEADING)
        _check_name(column["cell"], where, cells)
        _check_choice(column["align"], where, "align", _ALIGNMENTS)
        _is_a(column["width"], int, where, "width", "số nguyên")
        _check_range(column["width"], where, "width", 4, 100)
    total = sum(column["width"] for column in columns)
    if total != 100:
        raise LayoutFault(place, _P.WIDTHS, total=total)


def _check_template(text: Any, place: str, name: str, facts: FormFacts) -> None:
    _check_text(text, place, name)
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        raise LayoutFault(place, _P.BAD_BRACES, text=text[:60]) from None
    for _, asked, spec, conversion in parts:
        if asked is None:
            continue
        if not _NAME.fullmatch(asked) or spec or conversion:
            raise LayoutFault(place, _P.BAD_BRACES, text=asked[:60])
        _check_name(asked, place, facts.values)


def _check_name(name: Any, place: str, known: Iterable[str]) -> None:
    if not isinstance(name, str) or name not in known:
        raise LayoutFault(place, _P.UNKNOWN_NAME, name=name, choices=", ".join(sorted(known)))


def _check_keys(data: dict[str, Any], place: str, must: Iterable[str], may: Iterable[str]) -> None:
    for name in sorted(set(must) - set(data)):
        raise LayoutFault(place, _P.MISSING, name=name)
    for name in sorted(set(data) - set(may)):
        raise LayoutFault(place, _P.UNKNOWN_KEY, name=name, choices=", ".join(sorted(may)))


def _check_text(value: Any, place: str, name: str, most: int = _LONGEST) -> None:
    _is_a(value, str, place, name, "chữ")
    if len(value) > most:
        raise LayoutFault(place, _P.TOO_LONG, name=name, most=most)


def _check_list(value: Any, place: str, name: str, most: int) -> None:
    _is_a(value, list, place, name, "một danh sách")
    if len(value) > most:
        raise LayoutFault(place, _P.TOO_MANY, name=name, count=len(value), most=most)


def _check_number(value: Any, place: str, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise LayoutFault(place, _P.WRONG_KIND_OF_VALUE, name=name, wanted="số")
    _check_range(value, place, name, *_NUMBERS[name])


def _check_range(value: float, place: str, name: str, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        facts = {"value": value, "lowest": lowest, "highest": highest}
        raise LayoutFault(place, _P.OUT_OF_RANGE, name=name, **facts)


def _check_choice(value: Any, place: str, name: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        facts = {"value": value, "choices": ", ".join(choices)}
        raise LayoutFault(place, _P.UNKNOWN_CHOICE, name=name, **facts)


def _is_a(value: Any, kind: type, place: str, name: str, wanted: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise LayoutFault(place, _P.WRONG_KIND_OF_VALUE, name=name, wanted=wanted)
