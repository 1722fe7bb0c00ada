"""From one version of a set to the next: which answers still fit, and where they stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.text import fold


class Fate(StrEnum):
    """What becomes of the answer to a line."""

    KEPT = "kept"
    MOVED = "moved"  # the same line under another number
    ASKED = "asked"  # its rule or maximum changed: the line is asked again
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Carried:
    """A line of the older version and its line in the newer one; None where it is gone."""

    before: CriteriaItem
    after: CriteriaItem | None
    fate: Fate


def carry_over(before: CriteriaSet, after: CriteriaSet) -> tuple[Carried, ...]:
    """Every line that gets points in the older version, in its order.

    A line is the same by number and name; else by a name that stands only once in both versions;
    else by its number, when its new name is nobody else's old one. No two lines become one.
    """
    found = dict(_matches(before, after))
    return tuple(_carried(item, found.get(item.id)) for item in before.scored)


def _matches(before: CriteriaSet, after: CriteriaSet) -> list[tuple[str, CriteriaItem]]:
    new = {item.id: item for item in after.scored}
    once = _once(before) & _once(after)
    by_name = {fold(item.name): item for item in after.scored if fold(item.name) in once}
    ways: tuple[Callable[[CriteriaItem], CriteriaItem | None], ...] = (
        lambda item: new.get(item.id) if _same_name(item, new.get(item.id)) else None,
        lambda item: by_name.get(fold(item.name)),
        lambda item: new.get(item.id),
    )
    free = set(new)
    found: list[tuple[str, CriteriaItem]] = []
    left = list(before.scored)
    for wanted in ways:
        rest = []
        for item in left:
            match = wanted(item)
            if match is None or match.id not in free:
                rest.append(item)
                continue
            free.discard(match.id)
            found.append((item.id, match))
        left = rest
    return found


def _once(criteria: CriteriaSet) -> set[str]:
    names = Counter(fold(item.name) for item in criteria.scored)
    return {name for name, count in names.items() if count == 1}


def _same_name(one: CriteriaItem, other: CriteriaItem | None) -> bool:
    return other is not None and fold(one.name) == fold(other.name)


def _carried(before: CriteriaItem, after: CriteriaItem | None) -> Carried:
    if after is None:
        return Carried(before, None, Fate.GONE)
    if before.rule != after.rule or before.maximum != after.maximum or before.block != after.block:
        return Carried(before, after, Fate.ASKED)
    return Carried(before, after, Fate.KEPT if before.id == after.id else Fate.MOVED)
