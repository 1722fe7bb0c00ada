"""What if: every kind of rule is supposed, nothing is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    Survey,
    Tier,
    Tiers,
    Variable,
    Violation,
    YesNo,
)
from desktop.services.assessments.advising import advise
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sets import store_set
from desktop.services.assessments.sheets import score_sheet
from desktop.services.office import Office
from tests.domain.criteria.sets import a_line, a_set
from tests.services.assessments.conftest import YEAR


def test_what_if_takes_every_kind_of_rule_and_both_ways_of_having_no_value(office: Office) -> None:
    rules = {
        "1": (YesNo(Decimal(10)), "có", 10),
        "2": (Tiers(Measure.PERCENT, (Tier(Decimal(80), Decimal(10)),)), "80 %", 10),
        "3": (Ratio(), "3/4", Decimal("7.5")),
        "4": (PerUnit(Decimal(2)), "3", 6),
        "5": (Deduct((Violation("a", "sai", Decimal(4)), Violation("b", "sót", Decimal(1)))),
              "sót=1", 9),
        "6": (Levels((Level("a", "đủ", Decimal(10)), Level("b", "thiếu", Decimal(5)))), "thiếu", 5),
        "7": (Formula("max * b / a", (Variable("a", "giao"), Variable("b", "xong"))),
              "giao=4; xong=2", 5),
        "8": (Survey(), "85 %", Decimal("8.5")),
        "9": (Manual(), "2,5", Decimal("2.5")),
        "10": (YesNo(Decimal(10)), "không áp dụng", 0),
        "11": (YesNo(Decimal(10)), "Không phát sinh", 10),
    }  # fmt: skip
    items = [
        replace(a_line(rule, "10", id=number), no_case_points=Decimal(10))
        for number, (rule, _, _) in rules.items()
    ]
    with office.command() as work:
        store_set(work, a_set(*items, code="moi-kieu"), "")
        work.outcome(None)
    open_assessment(office, "moi-kieu", YEAR)
    values = {number: typed for number, (_, typed, _) in rules.items()}
    found = advise(office, YEAR, what_if=values)
    assert {s.item_id: s.after for s in found.supposed} == {n: p for n, (_, _, p) in rules.items()}
    assert (found.now, found.percent) == (0, Decimal("73.5"))
    assert score_sheet(office, YEAR).score.answered == 0
