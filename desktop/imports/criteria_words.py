"""Rules of scoring out of the words of a decision.

Words are cut into clauses, each clause is recognised or not, and the clauses together settle
a kind of rule or leave a question. Nothing is guessed: a label that contradicts its words, a
missing amount, an unknown clause, points that do not meet the maximum are all asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.items import Block, Scorer
from desktop.domain.criteria.numbers import HUNDRED, ZERO
from desktop.domain.criteria.rules import (
    Deduct,
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
    Violation,
    YesNo,
)
from desktop.domain.text import clean_lines, fold
from desktop.imports.criteria_clauses import Said, sort_clause


class Question(StrEnum):
    """What the words leave open; the sentences stand in ``desktop.wording.imports``."""

    NO_RULE = "no_rule"
    UNKNOWN_WORDS = "unknown_words"
    LABEL_CONTRADICTS = "label_contradicts"
    AMOUNT_MISSING = "amount_missing"
    POINTS_DIFFER = "points_differ"
    SHARE_OF_WHAT = "share_of_what"
    ONCE_OR_EACH = "once_or_each"
    STEPS_APART = "steps_apart"


@dataclass(frozen=True, slots=True)
class RuleReading:
    """What the words settle; with a question there is no rule."""

    rule: ScoringRule | None = None
    question: Question | None = None
    about: str = ""
    no_case_points: Decimal | None = None
    not_applicable_when: str = ""
    scorer: Scorer = Scorer.UNIT


_LABELS = {
    "nhi phan": RuleKind.YES_NO,
    "ty le": RuleKind.RATIO,
    "bac thang": RuleKind.TIERS,
    "tru diem": RuleKind.DEDUCT,
    "theo so luong": RuleKind.PER_UNIT,
    "dtxhh": RuleKind.SURVEY,
    "dieu tra xhh": RuleKind.SURVEY,
    "dieu tra xa hoi hoc": RuleKind.SURVEY,
    "cham tay": RuleKind.MANUAL,
}
_LABEL = re.compile(rf"({'|'.join(_LABELS)})\b\s*[:\-–]?\s*")


def read_rule(text: str, maximum: Decimal | None, block: Block = Block.MAIN) -> RuleReading:
    """The rule that the words settle for a line of this maximum, or what they leave open."""
    written = clean_lines(text).replace("\n", "; ")
    label, rest = _labelled(written)
    if label is RuleKind.SURVEY or _SURVEYED.fullmatch(fold(rest).strip(" .")):
        return RuleReading(Survey(), scorer=Scorer.SURVEY)
    if fold(rest).strip(" .") in ("don vi khong tu cham", "tinh cham", "so noi vu cham"):
        return RuleReading(Manual(), scorer=Scorer.PROVINCE)
    if label is RuleKind.MANUAL:
        return RuleReading(Manual())
    if not written:
        return RuleReading(question=Question.NO_RULE)
    said = Said()
    names, rest = _letters(rest)
    for clause in _CUTS.split(rest):
        if clause.strip(" ."):
            sort_clause(clause.strip(" ."), names, said)
    reading = _settled(label, said, maximum, block, written)
    if reading.rule is None:
        return reading
    return RuleReading(reading.rule, None, "", said.no_case, said.not_applicable, reading.scorer)


def _labelled(written: str) -> tuple[RuleKind | None, str]:
    found = _LABEL.match(fold(written))
    if found is None:
        return None, written
    return _LABELS[found[1]], written[found.end() :]


# Between clauses; a full stop ends one only before a new sentence, never inside a number.
_CUTS = re.compile(
    r";|\.\s+(?=[A-ZĐÀ-Ỹ])"
    r"|, (?=toi thieu|tối thiểu|toi da|(?:nhưng )?(?:trừ )?(?:không quá|tối đa))"
)
_SURVEYED = re.compile(
    r"(?:cham|tinh|xac dinh)?(?: diem)? ?(?:theo|can cu(?: vao)?|dua tren) (?:ket qua )?"
    r"(?:dieu tra xa hoi hoc|dieu tra xhh|dtxhh)"
)
_BY_FORMULA = re.compile(
    r"^(?:tính(?: điểm)?|điểm(?: được tính)?) theo công thức\s*[:\-–]?\s*", re.IGNORECASE
)
_WHERE = re.compile(
    r"[.;,]?\s*trong đó\s*[:,]?\s*[+-]?\s*"
    r"(?P<one>[ab])\s*(?:là|:|=)\s*(?P<first>[^;.\n]{1,300}?)\s*"
    r"[;,.]\s*[+-]?\s*(?P<other>[ab])\s*(?:là|:|=)\s*(?P<second>[^;.\n]{1,300})",
    re.IGNORECASE,
)


def _letters(rest: str) -> tuple[dict[str, str], str]:
    """(a: nhiệm vụ đề ra, b: hoàn thành), “Trong đó: a là …; b là …”: what letters stand for."""
    rest = _BY_FORMULA.sub("", rest)
    told = _WHERE.search(rest)
    if told is not None and told["one"].lower() != told["other"].lower():
        names = {told["one"].lower(): told["first"], told["other"].lower(): told["second"].strip()}
        return names, f"{rest[: told.start()]}; {rest[told.end() :]}"
    found = re.search(r"\(([^()]*\b[ab]\s*:[^()]*)\)", rest)
    if found is None:
        return {}, rest
    pairs = re.findall(r"\b([ab])\s*:\s*([^,;]+)", found[1])
    names = {letter: name.strip() for letter, name in pairs}
    return names, f"{rest[: found.start()]}{rest[found.end() :]}"


def _settled(
    label: RuleKind | None, said: Said, maximum: Decimal | None, block: Block, written: str
) -> RuleReading:
    if label is RuleKind.RATIO and len(said.unknown) == 1 and _names_the_part(said, maximum):
        return RuleReading(Ratio(said.floor, part=said.unknown[0]))
    if said.unknown:
        vague = {RuleKind.RATIO: Question.SHARE_OF_WHAT, RuleKind.DEDUCT: Question.AMOUNT_MISSING}
        question = vague.get(label, Question.UNKNOWN_WORDS) if label else Question.UNKNOWN_WORDS
        return RuleReading(question=question, about=said.unknown[0])
    found = _assembled(label, said, maximum, block)
    if isinstance(found, Question):
        return RuleReading(question=found, about=written)
    if label is not None and not _agrees(label, found):
        return RuleReading(question=Question.LABEL_CONTRADICTS, about=written)
    return RuleReading(found)


def _names_the_part(said: Said, maximum: Decimal | None) -> bool:
    """“Tỷ lệ hồ sơ đúng hạn; 100% = 20”: the first clause only says what is counted."""
    full = [(tier.lowest, tier.points) for tier in said.steps] == [(HUNDRED, maximum)]
    return full and not any(sign.isdigit() or sign in "()" for sign in said.unknown[0])


def _agrees(label: RuleKind, rule: ScoringRule) -> bool:
    """Whether a rule is what its label calls it; steps may have names, a penalty be yes or no."""
    allowed = {
        RuleKind.TIERS: (RuleKind.TIERS, RuleKind.LEVELS),
        RuleKind.DEDUCT: (RuleKind.DEDUCT, RuleKind.YES_NO),
    }
    return rule.kind in allowed.get(label, (label,))


def _assembled(
    label: RuleKind | None, said: Said, maximum: Decimal | None, block: Block
) -> ScoringRule | Question:
    if said.ratio is not None:
        return _ratio(said, maximum)
    if said.minus:
        return _minus(said, maximum, block)
    if said.each:
        most = said.most if said.most is not None else maximum
        if len(said.each) > 1 or said.steps or said.named:
            return Question.UNKNOWN_WORDS
        unit, each = said.each[0]
        return PerUnit(each, unit) if most == maximum else Question.POINTS_DIFFER
    if said.steps and label in (RuleKind.RATIO, RuleKind.YES_NO) and len(said.steps) == 1:
        return _single_step(said, maximum, label)
    if said.steps:
        return _tiers(said, maximum, Measure.PERCENT, said.steps)
    if said.counts:
        return _tiers(said, maximum, Measure.COUNT, said.counts)
    if said.shares:
        return _shares(said, maximum)
    if said.named:
        return _named(said, maximum)
    return Question.SHARE_OF_WHAT if label is RuleKind.RATIO else Question.AMOUNT_MISSING


def _ratio(said: Said, maximum: Decimal | None) -> ScoringRule | Question:
    assert said.ratio is not None
    part, whole, points = said.ratio
    # "100%: 4 điểm" beside the formula only says what the formula gives for the whole.
    whole_alone = [(tier.lowest, tier.points) for tier in said.steps] == [(HUNDRED, maximum)]
    if (said.steps and not whole_alone) or said.counts or said.minus or said.each:
        return Question.UNKNOWN_WORDS
    if points != maximum:
        return Question.POINTS_DIFFER
    for name, value in said.named:  # "không có hồ sơ trễ = 1": no case, in other words
        if not fold(name).startswith("khong co ") or said.no_case is not None:
            return Question.UNKNOWN_WORDS
        said.no_case = value
    if said.below not in (None, ZERO):
        return Question.POINTS_DIFFER
    planned = any(word in fold(whole) for word in ("ke hoach", "du toan", "chi tieu"))
    named = fold(part) not in ("a", "b")
    return Ratio(said.floor, HUNDRED, part if named else "", whole if named else "", planned)


def _single_step(said: Said, maximum: Decimal | None, label: RuleKind) -> ScoringRule | Question:
    """100% = 0,25: all or nothing under “nhị phân”, in proportion under “tỷ lệ”."""
    step = said.steps[0]
    if step.points != maximum or step.lowest != HUNDRED:
        return Question.POINTS_DIFFER
    return YesNo(step.points) if label is RuleKind.YES_NO else Ratio(said.floor)


def _minus(said: Said, maximum: Decimal | None, block: Block) -> ScoringRule | Question:
    if said.steps or said.each or said.ratio:
        return Question.UNKNOWN_WORDS
    others = [*said.named, *((said.unit, tier.points) for tier in said.counts)]
    if any(value not in (maximum, ZERO) for _, value in others):
        return Question.POINTS_DIFFER
    if block is Block.DEDUCTION and len(said.minus) == 1:
        _, points, each = said.minus[0]
        if not each and points == maximum:
            return YesNo(points)
        if not each:
            return Question.ONCE_OR_EACH
    if said.most is not None and said.most != maximum:
        return Question.POINTS_DIFFER
    return Deduct(
        tuple(
            Violation(f"v{number}", name, points)
            for number, (name, points, _) in enumerate(said.minus, start=1)
        )
    )


def _tiers(
    said: Said, maximum: Decimal | None, measure: Measure, steps: list[Tier]
) -> ScoringRule | Question:
    if (said.steps and said.counts) or said.each:
        return Question.UNKNOWN_WORDS
    rest = [(name, value) for name, value in said.named if fold(name) not in _NOTHING]
    if rest:
        return Question.UNKNOWN_WORDS
    lowest = [Tier(ZERO, said.below)] if said.below else []
    ordered = sorted([*steps, *lowest], key=lambda t: (t.lowest, t.above), reverse=True)
    ordered = [tier for tier in ordered if tier.points > ZERO]
    if not ordered or ordered[0].points != maximum:
        return Question.POINTS_DIFFER
    if measure is Measure.PERCENT and not _meet(said, steps):
        return Question.STEPS_APART
    return Tiers(measure, tuple(ordered), said.unit, said.exceeds)


def _meet(said: Said, steps: list[Tier]) -> bool:
    """Whether each step ends where the next begins; a gap or an overlap is nobody's points."""
    begins = sorted({tier.lowest for tier in steps})
    for lowest, top in said.tops.items():
        after = next((edge for edge in begins if edge > lowest), None)
        if after is not None and top != after:
            return False
    return True


_NOTHING = ("khong", "khong co", "con lai", "chua co", "khac", "thap hon")


def _shares(said: Said, maximum: Decimal | None) -> ScoringRule | Question:
    if said.named or maximum is None:
        return Question.UNKNOWN_WORDS
    if max(share for _, share in said.shares) != HUNDRED:
        return Question.POINTS_DIFFER
    return _levels([(name, maximum * share / HUNDRED) for name, share in said.shares])


def _named(said: Said, maximum: Decimal | None) -> ScoringRule | Question:
    values = [value for _, value in said.named]
    if max(values) != maximum:
        return Question.POINTS_DIFFER
    if len(values) <= 2 and set(values) <= {maximum, ZERO}:
        return YesNo(max(values))
    return _levels(said.named)


def _levels(named: list[tuple[str, Decimal]]) -> Levels:
    return Levels(
        tuple(
            Level(f"m{number}", name, points)
            for number, (name, points) in enumerate(named, start=1)
        )
    )
