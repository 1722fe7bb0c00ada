"""Administrative units (đơn vị hành chính): 34 provinces, 3,321 communes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.text import matches_all, words


class UnitKind(StrEnum):
    """Xã, phường, đặc khu."""

    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune-level unit with its province; codes are text."""

    code: str
    name: str
    kind: UnitKind
    province_code: str
    province_name: str


def find_units(units: tuple[Unit, ...], text: str, limit: int = 50) -> list[Unit]:
    """Units found by code, or by words of name and province, without accents, in any order.

    Names that are the text come first, then names that begin with it, names that hold all
    of it, and the rest.
    """
    query = words(text)
    if not query:
        return list(units[:limit])
    found = [(rank, unit) for unit in units if (rank := _rank(unit, query)) is not None]
    found.sort(key=lambda pair: pair[0])
    return [unit for _, unit in found[:limit]]


def _rank(unit: Unit, query: list[str]) -> int | None:
    if len(query) == 1 and unit.code.startswith(query[0]):
        return 0
    whole_name = words(unit.name)
    name = whole_name[2:] if unit.kind is UnitKind.SPECIAL_ZONE else whole_name[1:]
    if query in (name, whole_name):
        return 0
    if name[: len(query) - 1] == query[:-1] and " ".join(name).startswith(" ".join(query)):
        return 1
    if matches_all(query, name):
        return 2
    if matches_all(query, whole_name + words(unit.province_name)):
        return 3
    return None
