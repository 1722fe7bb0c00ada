"""Rules as a person writes them in a few fields; lines as words. No window."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.criteria.items import CriteriaItem, ItemKind
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Level,
    Levels,
    Manual,
    Measure,
    PerUnit,
    Ratio,
    RuleKind,
    ScoringRule,
    Survey,
    Tier,
    Tiers,
    Variable,
    Violation,
    YesNo,
)
from desktop.domain.errors import InputRefused
from desktop.services.assessments.opening import open_assessment
from desktop.services.assessments.sets import shipped_sets
from desktop.services.assessments.sheets import score_sheet
from desktop.services.office import Office
from desktop.ui.scoring.presentation import found_by, is_open, look_of, points_text
from desktop.ui.scoring.rule_entries import FIELDS, maximum_from, no_case_from, rule_from, texts_of
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.wording.problems import entry_text
from desktop.wording.scoring import event_text

D = Decimal
_RULES: tuple[tuple[RuleKind, dict[str, str], ScoringRule], ...] = (
    (RuleKind.YES_NO, {"points": "0,5"}, YesNo(D("0.5"))),
    (
        RuleKind.RATIO,
        {"part": "đúng hạn", "whole": "đã giải quyết", "floor": "95", "full_at": ""},
        Ratio(D(95), D(100), "đúng hạn", "đã giải quyết"),
    ),
    (
        RuleKind.TIERS,
        {"unit": "", "lines": "từ 90 = 1\ntrên 70 = 0,5 điểm"},
        Tiers(Measure.PERCENT, (Tier(D(90), D(1)), Tier(D(70), D("0.5"), above=True))),
    ),
    (
        RuleKind.TIERS,
        {"unit": "sáng kiến", "lines": "2 = 1"},
        Tiers(Measure.COUNT, (Tier(D(2), D(1)),), "sáng kiến"),
    ),
    (RuleKind.PER_UNIT, {"unit": "báo cáo", "points": "0.25"}, PerUnit(D("0.25"), "báo cáo")),
    (
        RuleKind.DEDUCT,
        {"lines": "báo cáo trễ = 0,25\nthiếu phụ lục = -0,5"},
        Deduct(
            (
                Violation("bao-cao-tre", "báo cáo trễ", D("0.25")),
                Violation("thieu-phu-luc", "thiếu phụ lục", D("0.5")),
            )
        ),
    ),
    (
        RuleKind.LEVELS,
        {"lines": "đúng hạn = 0,5\nkhông = 0"},
        Levels((Level("dung-han", "đúng hạn", D("0.5")), Level("khong", "không", D(0)))),
    ),
    (
        RuleKind.FORMULA,
        {"expression": "max * a / b", "lines": "a = xong\nb = giao"},
        Formula("max * a / b", (Variable("a", "xong"), Variable("b", "giao"))),
    ),
    (RuleKind.SURVEY, {}, Survey()),
    (RuleKind.MANUAL, {}, Manual()),
)


@pytest.mark.parametrize(("kind", "texts", "rule"), _RULES)
def test_rule_is_read_from_its_fields_and_written_back_the_same(
    kind: RuleKind, texts: dict[str, str], rule: ScoringRule
) -> None:
    assert rule_from(kind, texts) == rule
    item = CriteriaItem("1", None, ItemKind.CRITERION, "Dòng", D(1), rule=rule)
    assert rule_from(kind, texts_of(item, kind)) == rule


@pytest.mark.parametrize(
    ("kind", "texts", "said"),
    [
        (RuleKind.YES_NO, {"points": "một"}, "Điểm: “một”"),
        (RuleKind.TIERS, {"lines": ""}, "Các dòng"),
        (RuleKind.LEVELS, {"lines": "đúng hạn 0,5"}, "Các dòng"),
        (RuleKind.FORMULA, {"lines": "a = xong"}, "Công thức"),
        (RuleKind.RATIO, {"floor": "x"}, "Mức sàn"),
    ],
)
def test_what_cannot_be_read_says_which_field(
    kind: RuleKind, texts: dict[str, str], said: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        rule_from(kind, texts)
    assert entry_text(refused.value.problems[0]).startswith(said)


def test_every_kind_of_rule_has_its_fields() -> None:
    assert set(FIELDS) == set(RuleKind)
    assert maximum_from(" ") is None
    assert no_case_from("0,5 điểm") == D("0.5")


def test_every_rule_of_the_shipped_sets_survives_the_form() -> None:
    items = [item for criteria in shipped_sets() for item in criteria.items if item.rule]
    assert len(items) > 80
    for item in items:
        assert item.rule is not None
        again = rule_from(item.rule.kind, texts_of(item, item.rule.kind))
        assert type(again) is type(item.rule)


def test_each_state_has_a_sign_and_words_not_only_a_colour(office: Office) -> None:
    open_assessment(office, "mau-cap-xa", 2026)
    sheet = score_sheet(office, 2026)
    looks = [look_of(line) for line in sheet.lines]
    assert all(look.icon_name and look.words for look in looks)
    line = sheet.line("3.3.1")
    assert is_open(line)
    assert points_text(line) == "– / 4"
    assert look_of(sheet.line("8.1")).words.startswith("chờ")
    assert not found_by(line, ["tuyen"])
    assert found_by(line, ["dung", "han"])
    assert found_by(line, ["3", "3"])
    assert not found_by(line, ["4"])  # its points are no number of a line


def test_history_says_to_whom_and_until_when() -> None:
    said = event_text(LineEvent.ASSIGN, {"to": "Trần Thị Mẫu", "due_on": "2026-11-30"})
    assert said == "Giao cho Trần Thị Mẫu, hạn 30/11/2026"
    assert event_text(LineEvent.SEND_BACK, {"remark": "Thiếu"}) == "Trả lại: “Thiếu”"


def test_undo_takes_each_thing_back_once_the_last_first() -> None:
    done: list[str] = []
    stack = UndoStack()
    stack.push(lambda: done.append("one"))
    banner = stack.push(lambda: done.append("two"))
    banner()
    assert stack.undo_last()
    assert not stack.undo_last()
    assert done == ["two", "one"]
