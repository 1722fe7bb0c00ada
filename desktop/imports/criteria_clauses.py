"""The clauses of a rule in words: each recognised by one pattern, or left unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.domain.criteria.numbers import HUNDRED
from desktop.domain.criteria.rules import Tier
from desktop.domain.text import fold


@dataclass
class Said:
    """The clauses of one rule, sorted."""

    steps: list[Tier] = field(default_factory=list)
    tops: dict[Decimal, Decimal] = field(default_factory=dict)  # where a step begins → ends
    counts: list[Tier] = field(default_factory=list)
    unit: str = ""
    named: list[tuple[str, Decimal]] = field(default_factory=list)
    shares: list[tuple[str, Decimal]] = field(default_factory=list)
    minus: list[tuple[str, Decimal, bool]] = field(default_factory=list)
    each: list[tuple[str, Decimal]] = field(default_factory=list)
    ratio: tuple[str, str, Decimal] | None = None
    floor: Decimal | None = None
    below: Decimal | None = None
    exceeds: bool = False
    no_case: Decimal | None = None
    not_applicable: str = ""
    most: Decimal | None = None
    unknown: list[str] = field(default_factory=list)


_N = r"(\d+(?:[.,]\d+)?)"
_EQUALS = r"\s*(?:=|:|→|thi duoc|duoc|dat)\s*"
_END = r"\s*(?:diem)?\s*\.?$"


# What only repeats the line's name before and after a percentage: nothing that turns it round.
_TURNS = r"(?!.*\b(?:giam|tang|thieu|moi|tru|cu)\b)"
_LEAD = (
    rf"(?:{_TURNS}(?:neu )?(?:hoan thanh|thuc hien|ty le(?: dat| hoan thanh)?|dat ty le|dat)"
    r"(?: \(?b/a\)?)? )?"
)
_OF = rf"(?:{_TURNS} [^\d=:%/,;]{{1,60}}?)?"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


# Each pattern works on the folded clause; folding keeps places, so names are cut out of the
# clause as written.
_Take = Callable[[re.Match[str], str, Said], None]
_PATTERNS: list[tuple[re.Pattern[str], _Take]] = []


def _clause(pattern: str) -> Callable[[_Take], _Take]:
    def register(take: _Take) -> _Take:
        _PATTERNS.append((re.compile(pattern), take))
        return take

    return register


@_clause(r"(.+?)\s*[=:]\s*khong ap dung$")
def _take_not_applicable(found: re.Match[str], clause: str, said: Said) -> None:
    said.not_applicable = clause[found.start(1) : found.end(1)]


@_clause(rf"(?:neu )?khong phat sinh[^=:]*{_EQUALS}{_N}{_END}")
def _take_no_case(found: re.Match[str], _clause_text: str, said: Said) -> None:
    said.no_case = _number(found[1])


@_clause(rf"(?:toi thieu|khong am|khong thap hon)\s*0?{_END}")
def _take_floor_of_zero(_found: re.Match[str], _clause_text: str, _said: Said) -> None:
    """Points never fall below nothing anyway."""


@_clause(
    rf"(?:nhung )?(?:tong )?(?:diem )?(?:tru )?(?:toi da(?: khong qua)?|khong qua)\s*{_N}{_END}"
)
def _take_most(found: re.Match[str], _clause_text: str, said: Said) -> None:
    said.most = _number(found[1])


@_clause(
    rf"{_LEAD}tu {_N}\s*%{_OF} den duoi 100\s*%{_OF}\s*[:=,]\s*"
    rf"(?:tinh )?(?:diem )?(?:theo )?(?:cong thuc|ty le)\s*[:=]?\s*"
    rf"\(?([^\d()]+?)\s*/\s*([^\d()]+?)\)?\s*[×x*]\s*{_N}{_END}"
)
def _take_ratio_between(found: re.Match[str], clause: str, said: Said) -> None:
    """Từ 70% đến dưới 100%: tính theo công thức (b/a) × 4; what is whole has its own clause."""
    part, whole = (clause[found.start(group) : found.end(group)].strip() for group in (2, 3))
    said.ratio = (part, whole, _number(found[4]))
    said.floor = _number(found[1])


@_clause(
    rf"(?:diem\s*=\s*)?(.+?)\s*/\s*(.+?)\s*[×x*]\s*{_N}(?:\s*diem)?"
    rf"(?:,?\s*(?:khi|neu) dat tu {_N}\s*%(?: tro len)?)?$"
)
def _take_ratio(found: re.Match[str], clause: str, said: Said) -> None:
    part = clause[found.start(1) : found.end(1)].strip("( ")
    whole = clause[found.start(2) : found.end(2)].strip(") ")
    said.ratio = (part, whole, _number(found[3]))
    if found[4]:
        said.floor = _number(found[4])


@_clause(
    rf"{_LEAD}(?:duoi|nho hon|<)\s*{_N}\s*%{_OF}(?:{_EQUALS}(?:diem danh gia la )?{_N}{_END}"
    r"|,?\s*(?:thi )?khong (?:tinh|cham|co|duoc)(?: co)? diem\.?$)"
)
def _take_below(found: re.Match[str], _clause_text: str, said: Said) -> None:
    said.floor = said.floor if said.floor is not None else _number(found[1])
    said.below = _number(found[2]) if found[2] else Decimal(0)


@_clause(rf"(?:vuot hoac dat|dat hoac vuot|dat va vuot){_EQUALS}{_N}{_END}")
def _take_met(found: re.Match[str], _clause_text: str, said: Said) -> None:
    said.exceeds = True
    said.steps.append(Tier(HUNDRED, _number(found[1])))


@_clause(rf"{_LEAD}{_N}\s*%\s*(<=|≤|<)\s*[a-z][a-z ]{{0,30}}?\s*<\s*{_N}\s*%{_EQUALS}{_N}{_END}")
def _take_step_of_signs(found: re.Match[str], _clause_text: str, said: Said) -> None:
    """60% ≤ x < 80%: 1 điểm."""
    lowest = _number(found[1])
    said.tops[lowest] = _number(found[3])
    said.steps.append(Tier(lowest, _number(found[4]), above=found[2] == "<"))


@_clause(
    rf"{_LEAD}(tren |lon hon |> )?(?:tu |dat |dat tu |>= |≥ )?{_N}\s*%?(?<=[%\d])(?: tro len)?"
    rf"(?:\s*(?:den|-|–)\s*(?:duoi |du[oơ]i )?{_N}\s*%|(?<=%)|(?<=tro len))"
    rf"{_OF}(?: tro len)?{_EQUALS}{_N}{_END}"
)
def _take_step(found: re.Match[str], _clause_text: str, said: Said) -> None:
    lowest = _number(found[2])
    if found[3]:
        said.tops[lowest] = _number(found[3])
    said.steps.append(Tier(lowest, _number(found[4]), above=bool(found[1])))


@_clause(
    rf"(?:du |tu |co )?(\d+)(?:\s*[-–]\s*\d+)?\s+([^\d=:%/]+?)(?: tro len)?\s*[=:]\s*{_N}{_END}"
)
def _take_count(found: re.Match[str], clause: str, said: Said) -> None:
    said.unit = said.unit or clause[found.start(2) : found.end(2)]
    said.counts.append(Tier(Decimal(found[1]), _number(found[3])))


@_clause(rf"(moi )?(.*?)\s*[=:]?\s*(?:bi )?tru\s*{_N}(?:\s*diem)?(\s*/\s*[^\d]+)?{_END}")
def _take_minus(found: re.Match[str], clause: str, said: Said) -> None:
    name = clause[found.start(2) : found.end(2)] or "vi phạm"
    unit = clause[found.start(4) : found.end(4)].strip(" /") if found[4] else ""
    shown = f"{unit} bị {name}" if unit else name
    said.minus.append((shown, _number(found[3]), bool(found[1] or unit)))


@_clause(rf"{_N}\s*diem\s*(?:cho\s*)?(?:/|moi)\s*([^\d]+){_END}")
def _take_each(found: re.Match[str], clause: str, said: Said) -> None:
    said.each.append((clause[found.start(2) : found.end(2)], _number(found[1])))


@_clause(rf"(?:cu )?moi\s+([^\d=:]+?)\s*(?:duoc|cong|duoc cong|[=:])?\s*{_N}{_END}")
def _take_each_thing(found: re.Match[str], clause: str, said: Said) -> None:
    said.each.append((clause[found.start(1) : found.end(1)], _number(found[2])))


@_clause(rf"([^=:%/]+?)\s*[=:]\s*{_N}\s*%(?: diem toi da| so diem)?\.?$")
def _take_share(found: re.Match[str], clause: str, said: Said) -> None:
    said.shares.append((clause[found.start(1) : found.end(1)], _number(found[2])))


@_clause(rf"([^=:%/]+?)\s*[=:]\s*{_N}{_END}")
def _take_named(found: re.Match[str], clause: str, said: Said) -> None:
    said.named.append((clause[found.start(1) : found.end(1)], _number(found[2])))


def sort_clause(clause: str, names: dict[str, str], said: Said) -> None:
    """Takes one clause into what is said; ``names`` are what the letters a and b stand for."""
    clause = re.sub(r"^[-–+•*]\s+", "", clause)  # the bullet of a list
    folded = fold(clause)
    if len(folded) != len(clause):
        said.unknown.append(clause)
        return
    for pattern, take in _PATTERNS:
        found = pattern.match(folded)
        if found:
            take(found, clause, said)
            break
    else:
        said.unknown.append(clause)
    if said.ratio is not None and names:
        part, whole, points = said.ratio
        said.ratio = (names.get(part, part), names.get(whole, whole), points)
