"""Editing a set: every step gives a whole tree, and nothing is lost on the way."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.criteria.checks import SetFault
from desktop.domain.criteria.editing import (
    Move,
    add_line,
    can_move,
    change_line,
    move_line,
    remove_line,
    renumber,
    under,
)
from desktop.domain.criteria.items import Block, CriteriaSet, ItemKind
from desktop.domain.criteria.rules import YesNo
from desktop.domain.criteria.set_data import set_from_data, set_to_data
from desktop.services.assessments.sets import problems_of
from tests.domain.criteria.sets import a_line, a_set, random_sets


def _tree() -> CriteriaSet:
    """1 (1.1 (1.1.1), 1.2), 2, all sound."""
    rule = YesNo(Decimal(2))
    field, criterion = ItemKind.FIELD, ItemKind.CRITERION
    return a_set(
        a_line(None, "4", id="1", evidence=""),
        a_line(None, "2", id="1.1", parent="1", kind=criterion, evidence=""),
        a_line(rule, "2", id="1.1.1", parent="1.1", kind=ItemKind.SUBCRITERION),
        a_line(rule, "2", id="1.2", parent="1", kind=criterion),
        a_line(rule, "2", id="2", kind=field),
    )


def _ids(criteria: CriteriaSet) -> list[str]:
    return [item.id for item in criteria.items]


def test_a_new_line_stands_after_its_like_or_inside_a_line() -> None:
    after, number = add_line(_tree(), "1.1", "Mới")
    assert (number, _ids(after)) == ("1.3", ["1", "1.1", "1.1.1", "1.3", "1.2", "2"])
    inside, number = add_line(_tree(), "1.1", "Mới", inside=True)
    assert (number, _ids(inside)) == ("1.1.2", ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"])
    assert inside.by_id["1.1.2"].kind is ItemKind.SUBCRITERION
    first, number = add_line(a_set(), None, "Lĩnh vực")
    assert (number, first.by_id["1"].kind) == ("1", ItemKind.FIELD)


def test_the_rule_of_a_line_that_becomes_a_group_goes_to_its_first_part() -> None:
    inside, number = add_line(_tree(), "2", "Phần", inside=True)
    assert inside.by_id["2"].rule is None
    assert inside.by_id[number].rule == YesNo(Decimal(2))
    assert inside.by_id[number].maximum == 2
    assert not problems_of(inside)
    under_before = move_line(_tree(), "2", Move.IN)  # under 1, which is a group already
    assert _ids(under_before)[-1] == "2"
    assert under_before.by_id["2"].parent == "1"


def test_moves_go_with_everything_under_them_and_end_where_there_is_no_place() -> None:
    down = move_line(_tree(), "1.1", Move.DOWN)
    assert _ids(down) == ["1", "1.2", "1.1", "1.1.1", "2"]
    assert move_line(down, "1.1", Move.UP) == _tree()
    out = move_line(_tree(), "1.1", Move.OUT)
    assert _ids(out) == ["1", "1.2", "1.1", "1.1.1", "2"]
    assert (out.by_id["1.1"].parent, out.by_id["1.1"].kind) == (None, ItemKind.FIELD)
    assert out.by_id["1.1.1"].kind is ItemKind.CRITERION
    tree = _tree()
    for number, move in (("1", Move.UP), ("2", Move.DOWN), ("1", Move.OUT), ("1", Move.IN)):
        assert not can_move(tree, number, move)
        assert move_line(tree, number, move) is tree


def test_another_number_or_block_reaches_what_is_under_a_line() -> None:
    tree = _tree()
    changed = change_line(tree, "1.1", tree.by_id["1.1"].__class__(
        "1.9", "1", ItemKind.CRITERION, "Khác", Decimal(2)))  # fmt: skip
    assert changed.by_id["1.1.1"].parent == "1.9"
    bonus = a_line(None, "4", id="1", block=Block.BONUS, evidence="")
    assert {item.block for item in under(change_line(tree, "1", bonus), "1")} == {Block.BONUS}
    assert change_line(tree, "1", bonus).by_id["2"].block is Block.MAIN


def test_numbers_by_place_make_a_gap_vanish() -> None:
    gone = remove_line(_tree(), "1.1")
    assert _ids(gone) == ["1", "1.2", "2"]
    assert _ids(renumber(gone)) == ["1", "1.1", "2"]


@settings(max_examples=60, deadline=None)
@given(random_sets(), st.integers(0, 2**32))
def test_any_row_of_steps_leaves_a_tree_that_can_be_stored(
    case: tuple[CriteriaSet, object], seed: int
) -> None:
    criteria, chance = case[0], Random(seed)
    names = sorted(item.name for item in criteria.items)
    rules = sum(item.rule is not None for item in criteria.items)
    for _ in range(12):
        number = chance.choice(criteria.items).id
        criteria = move_line(criteria, number, chance.choice(list(Move)))
        if chance.random() < 0.2:
            criteria = renumber(criteria)
    assert sorted(item.name for item in criteria.items) == names
    assert sum(item.rule is not None for item in criteria.items) == rules
    faults = {problem.fault for problem in problems_of(criteria)}
    assert not faults & {
        SetFault.REPEATED_ID,
        SetFault.UNKNOWN_PARENT,
        SetFault.CIRCLE,
        SetFault.TOO_DEEP,
        SetFault.KIND_ORDER,
        SetFault.BLOCK_MIXED,
    }
    assert set_from_data(set_to_data(criteria)) == criteria


@pytest.mark.parametrize("inside", [True, False])
def test_a_line_that_was_added_can_be_taken_away_again(inside: bool) -> None:
    tree = _tree()
    added, number = add_line(tree, "1.1", "Mới", inside=inside)
    assert remove_line(added, number) == tree
