"""Editing a set: pure steps from one set to the next, so that undoing is keeping the one before.

Lines stand in the order of their tree. The number of a line is its name in answers of every year:
moving a line keeps it, and only ``renumber`` or a person gives another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from desktop.domain.criteria.checks import DEEPEST
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, ItemKind

_KINDS = (ItemKind.FIELD, ItemKind.CRITERION)
LONGEST_NUMBER = 40


class Move(StrEnum):
    """Where a line goes, with everything under it."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def add_line(
    criteria: CriteriaSet, near: str | None, name: str, *, inside: bool = False
) -> tuple[CriteriaSet, str]:
    """A new line after ``near`` (at the end without one), or as the last part of it.

    Gives the set and the new line's number. A line that gets its first part becomes a group: its
    rule goes to that part, since points are given at one place only.
    """
    line = criteria.by_id.get(near) if near is not None else None
    parent = line.id if inside and line is not None else line.parent if line is not None else None
    number = _free_number(criteria, parent)
    depth = 0 if parent is None else len(criteria.path(criteria.by_id[parent]))
    block = line.block if line is not None else Block.MAIN
    new = CriteriaItem(number, parent, _kind(depth), name, None, block=block)
    if inside and line is not None and criteria.is_scored(line):
        criteria, new = _hand_down(criteria, line, new)
    after = len(criteria.items) if line is None else _end_of(criteria, line.id)
    items = (*criteria.items[:after], new, *criteria.items[after:])
    return replace(criteria, items=items), number


def remove_line(criteria: CriteriaSet, number: str) -> CriteriaSet:
    """Without a line and everything under it."""
    gone = {item.id for item in under(criteria, number)}
    return replace(criteria, items=tuple(item for item in criteria.items if item.id not in gone))


def can_move(criteria: CriteriaSet, number: str, move: Move) -> bool:
    """Whether the line has somewhere to go."""
    item = criteria.by_id[number]
    siblings = criteria.children[item.parent]
    place = siblings.index(item)
    if move is Move.UP:
        return place > 0
    if move is Move.DOWN:
        return place < len(siblings) - 1
    if move is Move.OUT:
        return item.parent is not None
    deepest = max(len(criteria.path(line)) for line in under(criteria, number))
    return place > 0 and deepest < DEEPEST


def move_line(criteria: CriteriaSet, number: str, move: Move) -> CriteriaSet:
    """One step up or down among its like, under the line before it, or out of its group.

    A line with nowhere to go stays; numbers stay. A rule for which there is no place any more
    stays at its line, and the checks of the set tell it: nothing is dropped in silence.
    """
    if not can_move(criteria, number, move):
        return criteria
    item = criteria.by_id[number]
    siblings = [line.id for line in criteria.children[item.parent]]
    place = siblings.index(number)
    if move in (Move.UP, Move.DOWN):
        other = place + (-1 if move is Move.UP else 1)
        siblings[place], siblings[other] = siblings[other], siblings[place]
        return _ordered(criteria, {item.parent: siblings})
    if move is Move.OUT:
        assert item.parent is not None
        group = criteria.by_id[item.parent]
        above = [line.id for line in criteria.children[group.parent]]
        above.insert(above.index(group.id) + 1, number)
        siblings.remove(number)
        moved = _reparented(criteria, number, group.parent)
        return _ordered(moved, {group.parent: above, item.parent: siblings})
    before = criteria.by_id[siblings[place - 1]]
    if criteria.is_scored(before) and criteria.is_scored(item) and item.rule is None:
        criteria, _ = _hand_down(criteria, before, item)
    moved = _reparented(criteria, number, before.id)
    parts = [line.id for line in criteria.children.get(before.id, ())]
    siblings.remove(number)
    return _ordered(moved, {item.parent: siblings, before.id: [*parts, number]})


def change_line(criteria: CriteriaSet, number: str, changed: CriteriaItem) -> CriteriaSet:
    """A line said otherwise; another number goes to its parts, another block to all under it."""
    inside = {item.id for item in under(criteria, number)} - {number}

    def said(item: CriteriaItem) -> CriteriaItem:
        if item.id == number:
            return changed
        if item.parent == number:
            item = replace(item, parent=changed.id)
        return replace(item, block=changed.block) if item.id in inside else item

    return replace(criteria, items=tuple(said(item) for item in criteria.items))


def renumber(criteria: CriteriaSet) -> CriteriaSet:
    """Numbers by place: 1, 1.1, 1.1.1. A line keeps its place under whatever number."""
    numbers: dict[str, str] = {}

    def count(parent: str | None, head: str) -> None:
        for place, item in enumerate(criteria.children.get(parent, ()), start=1):
            numbers[item.id] = f"{head}{place}"
            count(item.id, f"{head}{place}.")

    count(None, "")
    items = (
        replace(item, id=numbers[item.id], parent=numbers[item.parent] if item.parent else None)
        for item in criteria.items
    )
    return replace(criteria, items=tuple(items))


def under(criteria: CriteriaSet, number: str) -> list[CriteriaItem]:
    """A line and everything under it, in order."""
    found = [criteria.by_id[number]]
    for child in criteria.children.get(number, ()):
        found += under(criteria, child.id)
    return found


def _hand_down(
    criteria: CriteriaSet, group: CriteriaItem, part: CriteriaItem
) -> tuple[CriteriaSet, CriteriaItem]:
    """What a line is scored by goes to its first part, which has no rule of its own."""
    bare = replace(
        group, rule=None, rule_text="", evidence="", no_case_points=None, binding=None,
        not_applicable_when="",
    )  # fmt: skip
    if group.rule is not None:
        part = replace(
            part, rule=group.rule, rule_text=group.rule_text, evidence=group.evidence,
            maximum=group.maximum, no_case_points=group.no_case_points, binding=group.binding,
            scorer=group.scorer, department=group.department,
            not_applicable_when=group.not_applicable_when,
        )  # fmt: skip
    items = tuple(
        bare if item.id == group.id else part if item.id == part.id else item
        for item in criteria.items
    )
    return replace(criteria, items=items), part


def _reparented(criteria: CriteriaSet, number: str, parent: str | None) -> CriteriaSet:
    """Under another line, with the block and the kinds of its new place."""
    depth = 0 if parent is None else len(criteria.path(criteria.by_id[parent]))
    was = len(criteria.path(criteria.by_id[number])) - 1
    block = criteria.by_id[parent].block if parent is not None else None
    inside = {item.id for item in under(criteria, number)}

    def placed(item: CriteriaItem) -> CriteriaItem:
        if item.id not in inside:
            return item
        own = len(criteria.path(item)) - 1 - was
        above = parent if item.id == number else item.parent
        kind = _kind(depth + own)
        return replace(item, parent=above, kind=kind, block=block or item.block)

    return replace(criteria, items=tuple(placed(item) for item in criteria.items))


def _ordered(criteria: CriteriaSet, orders: dict[str | None, list[str]]) -> CriteriaSet:
    """The lines in the order of their tree, with some groups in a given order."""

    def walk(parent: str | None) -> Iterator[CriteriaItem]:
        known = orders.get(parent, [item.id for item in criteria.children.get(parent, ())])
        for number in known:
            yield criteria.by_id[number]
            yield from walk(number)

    return replace(criteria, items=tuple(walk(None)))


def _end_of(criteria: CriteriaSet, number: str) -> int:
    """The place after a line and everything under it."""
    places = {item.id: place for place, item in enumerate(criteria.items)}
    return max(places[item.id] for item in under(criteria, number)) + 1


def _kind(depth: int) -> ItemKind:
    return _KINDS[depth] if depth < len(_KINDS) else ItemKind.SUBCRITERION


def _free_number(criteria: CriteriaSet, parent: str | None) -> str:
    """The next number in a group that no line has."""
    head = "" if parent is None else f"{parent}."
    place = len(criteria.children.get(parent, ())) + 1
    while f"{head}{place}" in criteria.by_id:
        place += 1
    return f"{head}{place}"
